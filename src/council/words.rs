//! What kinds, states and rules are called.

use yishi_domain::council::{
    Category, Choice, Commitment, CommitmentSource, Electorate, ElectorateKind, Meeting,
    MeetingState, Place, Rule, Speaker, TopicState,
};
use yishi_domain::roster::Role;
use yishi_domain::{Date, Weekday, sort_by_key};

use crate::me::role_name;
use crate::text::t;
use crate::ui::{number, time};

/// What an opinion is about.
pub(super) fn category(category: Category) -> &'static str {
    let texts = t().council;
    match category {
        Category::Environment => texts.category_environment(),
        Category::Safety => texts.category_safety(),
        Category::Shops => texts.category_shops(),
        Category::Facilities => texts.category_facilities(),
        Category::Services => texts.category_services(),
        Category::Neighbours => texts.category_neighbours(),
        Category::Other => texts.category_other(),
    }
}

/// An option of a ballot.
pub(super) fn choice(choice: Choice) -> &'static str {
    let texts = t().council;
    match choice {
        Choice::Approve => texts.approve(),
        Choice::Reject => texts.reject(),
        Choice::Abstain => texts.abstain(),
        // It has a name of its own: `vote_words::mark`.
        Choice::Option(_) => "",
    }
}

/// 居民代表 李梅, 居委会 王主任
pub(super) fn speaker(speaker: &Speaker) -> String {
    let role = speaker.role.map_or(t().matter.guest(), role_name);
    t().matter.speaker(role, &speaker.name)
}

/// As what somebody has acted: 居委会, 居民代表. What was written before that was kept, the committee did.
pub(super) fn office(by: Option<&Speaker>) -> &'static str {
    role_name(by.and_then(|by| by.role).unwrap_or(Role::Committee))
}

/// How far a topic is.
pub(super) fn topic_state(state: TopicState) -> &'static str {
    let texts = t().matter;
    match state {
        TopicState::Proposed => texts.topic_proposed(),
        TopicState::Scheduled => t().council.topic_scheduled(),
        TopicState::Discussed => texts.topic_discussed(),
        TopicState::Resolved => texts.topic_resolved(),
        TopicState::Committed => texts.topic_committed(),
        TopicState::Deferred => texts.topic_deferred(),
        TopicState::Withdrawn => texts.topic_withdrawn(),
    }
}

/// 孙老板承诺, 物业负责
pub(super) fn undertaking_of(commitment: &Commitment) -> String {
    let owner = &commitment.owner.name;
    match commitment.source {
        CommitmentSource::Topic(_) => t().matter.promised_by(owner),
        CommitmentSource::Motion(_) => t().matter.obliged(owner),
    }
}

/// What it is: 承诺, 落实事项
pub(super) fn undertaking(source: CommitmentSource) -> &'static str {
    match source {
        CommitmentSource::Topic(_) => t().matter.promise(),
        CommitmentSource::Motion(_) => t().matter.action(),
    }
}

/// 12 月 30 日
pub(super) fn date(date: Date) -> String {
    time::day(noon(date))
}

/// A moment within a day, in milliseconds since 1970.
pub(super) fn noon(date: Date) -> i64 {
    date.at(720, 480).0
}

/// How far a meeting is.
pub(super) fn meeting_state(state: MeetingState) -> &'static str {
    let texts = t().council;
    match state {
        MeetingState::Planned => texts.meeting_planned(),
        MeetingState::Called => texts.meeting_called(),
        MeetingState::Open => texts.meeting_open(),
        MeetingState::Closed => texts.meeting_closed(),
        MeetingState::Published => texts.meeting_published(),
    }
}

/// What staff do to bring a meeting to that state.
pub(super) fn meeting_step(to: MeetingState) -> &'static str {
    let texts = t().council;
    match to {
        MeetingState::Planned => texts.meeting_planned(),
        MeetingState::Called => texts.meeting_call(),
        MeetingState::Open => texts.meeting_begin(),
        MeetingState::Closed => texts.meeting_end(),
        MeetingState::Published => texts.meeting_publish(),
    }
}

/// 12 月议事会, 临时会议
pub(super) fn meeting_name(meeting: &Meeting) -> String {
    match meeting.reason {
        Some(_) => t().council.meeting_special().into(),
        None => t()
            .council
            .meeting_monthly(time::month(meeting.starts_at.0)),
    }
}

/// 12 月 10 日 周四 9:00
pub(super) fn meeting_time(meeting: &Meeting) -> String {
    let at = meeting.starts_at.0;
    format!(
        "{} {} {}",
        time::day_near(at),
        time::weekday(at),
        time::clock(at)
    )
}

/// 周四
pub(super) fn weekday(day: Weekday) -> String {
    // The fifth of January 1970 was a Monday; noon is the same day in every zone that people live in.
    time::weekday((4 + day as i64) * 86_400_000 + 6 * 3_600_000)
}

/// 第二个, 最后一个
pub(super) fn nth(nth: u8) -> &'static str {
    let texts = t().council;
    match nth {
        1 => texts.nth_first(),
        2 => texts.nth_second(),
        3 => texts.nth_third(),
        4 => texts.nth_fourth(),
        _ => texts.nth_last(),
    }
}

/// 24 户, or 34 人 where persons vote
pub(super) fn heads(kind: ElectorateKind, count: u64) -> String {
    let figure = number::grouped(count);
    match kind {
        ElectorateKind::Households => t().council.homes(figure),
        _ => t().council.people(figure),
    }
}

/// What is counted: 户数, or 人数
pub(super) fn heads_name(kind: ElectorateKind) -> &'static str {
    match kind {
        ElectorateKind::Households => t().council.count_homes(),
        _ => t().council.count_people(),
    }
}

/// What is counted among those who approve: 同意户数, or 同意人数
pub(super) fn approving_name(kind: ElectorateKind) -> &'static str {
    match kind {
        ElectorateKind::Households => t().council.approving_homes(),
        _ => t().council.approving_people(),
    }
}

/// Who votes.
pub(super) fn kind(kind: ElectorateKind) -> &'static str {
    let texts = t().council;
    match kind {
        ElectorateKind::Households => texts.kind_households(),
        ElectorateKind::Representatives => texts.kind_representatives(),
        ElectorateKind::Adults => texts.kind_adults(),
        ElectorateKind::Merchants => texts.kind_merchants(),
    }
}

/// 全社区, 3 号楼 2 单元
pub(super) fn place(place: &Place) -> String {
    match place {
        Place::Everywhere => t().council.place_everywhere().into(),
        Place::Buildings(buildings) => {
            let mut names: Vec<u16> = buildings.clone();
            sort_by_key(&mut names, |name| *name);
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            t().council
                .place_buildings(names.join(t().council.list_comma()))
        }
        Place::Unit { building, unit } => t().council.place_unit(building, unit),
    }
}

/// 3 号楼 2 单元 · 每户一票
pub(super) fn electorate(electorate: &Electorate) -> String {
    format!("{} · {}", place(&electorate.place), kind(electorate.kind))
}

/// A rule's name; one of the community's own says its version.
pub(super) fn rule(rule: &Rule) -> String {
    let texts = t().council;
    match rule.name.as_str() {
        "simple_majority" => texts.rule_simple_majority().into(),
        "representatives_council" => texts.rule_representatives_council().into(),
        "absolute_majority" => texts.rule_absolute_majority().into(),
        "two_thirds" => texts.rule_two_thirds().into(),
        "civil_code_278_ordinary" => texts.rule_civil_code_278_ordinary().into(),
        "civil_code_278_special" => texts.rule_civil_code_278_special().into(),
        own => t().vote.rule_version(own, rule.version),
    }
}

/// Where the rule is written, and since when it is in force.
pub(super) fn rule_source(rule: &Rule) -> String {
    let texts = t().council;
    let source = match rule.name.as_str() {
        "civil_code_278_ordinary" | "civil_code_278_special" => texts.source_civil_code_278(),
        "simple_majority" | "representatives_council" | "absolute_majority" | "two_thirds" => {
            texts.source_council()
        }
        _ => &rule.source,
    };
    let since = format!("{}T00:00:00+08:00", rule.since).parse::<yishi_domain::Timestamp>();
    match since {
        Ok(since) => texts.source_since(source, time::day(since.0)),
        Err(_) => source.to_owned(),
    }
}
