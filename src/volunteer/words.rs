//! What kinds, times and states are called.

use yishi_domain::volunteer::{ActivityKind, Board, Shift, Standing};
use yishi_domain::{MemberId, ShiftId, State};

use crate::text::t;
use crate::ui::{Tone, time};

/// What an activity is about.
pub(crate) fn kind(kind: ActivityKind) -> &'static str {
    let texts = t().volunteer;
    match kind {
        ActivityKind::ElderCare => texts.kind_elder_care(),
        ActivityKind::Upkeep => texts.kind_upkeep(),
        ActivityKind::Class => texts.kind_class(),
        ActivityKind::ChildCare => texts.kind_child_care(),
        ActivityKind::Culture => texts.kind_culture(),
        ActivityKind::Patrol => texts.kind_patrol(),
        ActivityKind::Other => texts.kind_other(),
    }
}

/// 今天 周六, 11 月 28 日 周六
pub(crate) fn day(at: i64) -> String {
    t().volunteer
        .day_and_weekday(time::day_near(at), time::weekday(at))
}

/// 明天 周日 9:00–11:30
pub(crate) fn span(from: i64, to: i64) -> String {
    t().volunteer
        .span(day(from), time::clock(from), time::clock(to))
}

/// 9:00–11:30
pub(crate) fn clocks(from: i64, to: i64) -> String {
    format!("{}–{}", time::clock(from), time::clock(to))
}

/// 已报名, 候补第 3 位
pub(crate) fn standing(standing: Standing) -> (String, Tone) {
    match standing {
        Standing::Placed => (t().volunteer.placed().into(), Tone::Ok),
        Standing::Waiting(place) => (t().volunteer.waiting_place(place), Tone::Warn),
    }
}

/// 2 小时 30 分钟
pub(crate) fn hours(minutes: u64) -> String {
    let texts = t().volunteer;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => texts.minutes(minutes),
        (hours, 0) => texts.hours(hours),
        (hours, minutes) => texts.hours_minutes(hours, minutes),
    }
}

/// The name of somebody on the board, as far as it is known here.
pub(crate) fn name(state: &State, member: MemberId) -> String {
    let known = state.volunteer.names.get(&member).map(String::as_str);
    known
        .or_else(|| state.roster.name(member))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| t().volunteer.somebody())
        .to_owned()
}

/// 独居老人上门理发（明天 周六 9:00–11:00）
pub(crate) fn named(board: &Board, id: ShiftId) -> Option<String> {
    let shift = board.shifts.get(&id)?;
    let details = board.details(shift)?;
    let when = span(shift.starts_at.0, shift.ends_at.0);
    Some(t().volunteer.named_shift(&details.title, when))
}

/// 带队人王芳; the committee where nobody leads yet.
pub(super) fn whom_to_ask(board: &Board, shift: &Shift) -> String {
    let lead = board.details(shift).and_then(|d| d.lead.as_ref());
    match lead {
        Some(lead) => t().volunteer.the_lead(&lead.name),
        None => t().volunteer.the_committee().to_owned(),
    }
}
