//! What the marks of a ballot, its ways and the kinds of votes are called.

use yishi_domain::State;
use yishi_domain::council::{Choice, Count, LeftOutCause, Motion, Options, Tally, Way};

pub(super) use crate::home::counted as counted_by;

use super::words;
use crate::text::t;

/// A mark of a ballot: 同意, or the name of the option.
pub(super) fn mark(options: &Options, choice: Choice) -> String {
    match (choice, options.name(choice)) {
        (_, Some(name)) => name.to_owned(),
        (choice, None) => words::choice(choice).to_owned(),
    }
}

/// All marks of a ballot: 甲、丙
pub(super) fn marks(options: &Options, choice: &[Choice]) -> String {
    let marks: Vec<String> = choice.iter().map(|one| mark(options, *one)).collect();
    marks.join(t().council.list_comma())
}

/// What a ballot may say: 同意、不同意或弃权; 从 4 项里最多选 2 项
pub(super) fn options(options: &Options) -> String {
    let texts = t().vote;
    match options {
        Options::Approval => texts.kind_approval().into(),
        Options::Choose { most: 1, of } => texts.kind_one_of(of.len()),
        Options::Choose { most, of } => texts.kind_up_to(of.len(), most),
    }
}

/// How it was counted: 同意 32 户、不同意 3 户、弃权 1 户
pub(super) fn counts(motion: &Motion, tally: &Tally, of_options: &[Count]) -> String {
    let kind = motion.electorate.kind;
    let one = |choice: Choice, count: Count| {
        let mark = mark(&motion.options, choice);
        t().vote.mark_counted(mark, words::heads(kind, count.heads))
    };
    let counted: Vec<String> = match motion.options {
        Options::Approval => Choice::ALL
            .iter()
            .map(|choice| one(*choice, answered(tally, *choice)))
            .collect(),
        Options::Choose { .. } => (1..=u8::MAX)
            .zip(of_options)
            .map(|(number, count)| (Choice::Option(number), *count))
            .chain([(Choice::Abstain, tally.abstain)])
            .map(|(choice, count)| one(choice, count))
            .collect(),
    };
    counted.join(t().council.list_comma())
}

/// The options that were chosen: 物业托管、业主自管
pub(super) fn chosen(motion: &Motion, chosen: &[u8]) -> String {
    let names: Vec<String> = chosen
        .iter()
        .map(|number| mark(&motion.options, Choice::Option(*number)))
        .collect();
    names.join(t().council.list_comma())
}

/// Whoever said that.
pub(super) fn answered(tally: &Tally, choice: Choice) -> Count {
    match choice {
        Choice::Approve => tally.approve,
        Choice::Reject => tally.reject,
        Choice::Abstain => tally.abstain,
        Choice::Option(_) => Count::default(),
    }
}

/// Whether it is told who said what.
pub(super) fn secrecy(sealed: bool) -> &'static str {
    match sealed {
        true => t().vote.secrecy_sealed(),
        false => t().vote.secrecy_open(),
    }
}

/// How a ballot came: 手机
pub(super) fn way(way: Way) -> &'static str {
    let texts = t().vote;
    match way {
        Way::Phone => texts.way_phone(),
        Way::Desk => texts.way_desk(),
        Way::Paper => texts.way_paper(),
        Way::Hands => texts.way_hands(),
    }
}

/// Why a ballot of a batch does not count: 已用手机投过票
pub(super) fn left_out(cause: LeftOutCause) -> &'static str {
    match cause {
        LeftOutCause::Counted(way) => counted_by(way),
        LeftOutCause::NotInElectorate => t().vote.left_out_no_vote(),
    }
}

/// The vote's title: that of its topic, or the question.
pub(super) fn title(state: &State, motion: &Motion) -> String {
    let topic = state.council.topics.get(&motion.topic);
    topic.map_or(&motion.question, |topic| &topic.title).clone()
}
