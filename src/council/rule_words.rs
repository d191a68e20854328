//! Voting rules in plain words.

use yishi_domain::council::{Base, ElectorateKind, Options, Rule, Share};

use crate::text::t;
use crate::ui::number;

/// What both scales ask for.
enum Asked {
    Nothing,
    Heads(String),
    Area(String),
    /// The same of both
    Both(String),
    /// Different shares of heads and of area
    Mixed(String, String),
}

impl Asked {
    fn of(heads: Option<Share>, area: Option<Share>, strict: bool) -> Self {
        let needed = |share| needed(share, strict);
        match (heads, area) {
            (None, None) => Self::Nothing,
            (Some(heads), None) => Self::Heads(needed(heads)),
            (None, Some(area)) => Self::Area(needed(area)),
            (Some(heads), Some(area)) if heads == area => Self::Both(needed(heads)),
            (Some(heads), Some(area)) => Self::Mixed(needed(heads), needed(area)),
        }
    }
}

/// When a vote by that rule is valid at all; nothing if any number will do.
pub(super) fn quorum(rule: &Rule, kind: ElectorateKind) -> Option<String> {
    let part = rule.participation?;
    let texts = t().council;
    Some(match Asked::of(part.heads, part.area, part.strict) {
        Asked::Nothing => return None,
        Asked::Heads(needed) if kind == ElectorateKind::Households => texts.quorum_homes(needed),
        Asked::Heads(needed) => texts.quorum_people(needed),
        Asked::Area(needed) => texts.quorum_area(needed),
        Asked::Both(needed) => texts.quorum_both(needed),
        Asked::Mixed(heads, area) => t().vote.quorum_mixed(heads, area),
    })
}

/// When a vote by that rule passes, or an option is chosen.
pub(super) fn approval(rule: &Rule, options: &Options) -> String {
    let approval = rule.approval;
    let texts = t().vote;
    let base = match approval.base {
        Base::Participants => texts.base_participants(),
        Base::Electorate => texts.base_electorate(),
    };
    let asked = Asked::of(approval.heads, approval.area, approval.strict);
    let most = options.most();
    let Options::Choose { .. } = options else {
        return match asked {
            Asked::Nothing => texts.most_votes(most),
            Asked::Heads(needed) => texts.approval_heads(base, needed),
            Asked::Area(needed) => texts.approval_area(base, needed),
            Asked::Both(needed) => texts.approval_both(base, needed),
            Asked::Mixed(heads, area) => texts.approval_mixed(base, heads, area),
        };
    };
    let each = match asked {
        Asked::Nothing => return texts.most_votes(most),
        Asked::Heads(needed) => texts.option_heads(base, needed),
        Asked::Area(needed) => texts.option_area(base, needed),
        Asked::Both(needed) => texts.option_both(base, needed),
        Asked::Mixed(heads, area) => texts.option_mixed(base, heads, area),
    };
    t().council.sentences(each, texts.option_most(most))
}

/// The whole rule in plain words.
pub(super) fn explained(rule: &Rule, kind: ElectorateKind, options: &Options) -> String {
    let quorum = quorum(rule, kind).unwrap_or_else(|| t().council.quorum_none().into());
    let both = t().council.sentences(quorum, approval(rule, options));
    match rule.notice_days {
        0 => both,
        days => t().council.sentences(both, t().vote.notice_of_days(days)),
    }
}

/// 达到三分之二, 超过一半
pub(super) fn needed(share: Share, strict: bool) -> String {
    let texts = t().council;
    if share.of == share.parts {
        return t().vote.share_whole().to_owned();
    }
    let name = number::apart(share_name(share));
    if strict {
        texts.more_than(name)
    } else {
        texts.at_least(name)
    }
}

/// 三分之二
pub(super) fn share_name(share: Share) -> String {
    let texts = t().council;
    match (share.of, share.parts) {
        (1, 2) => texts.share_half().to_owned(),
        (2, 3) => texts.share_two_thirds().to_owned(),
        (3, 4) => texts.share_three_quarters().to_owned(),
        (of, parts) if of == parts => t().vote.share_all().to_owned(),
        (of, parts) => t().vote.share_of(parts, of),
    }
}
