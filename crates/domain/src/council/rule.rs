//! Voting rules as data, and what they make of a count. Whole numbers only.

mod define;
mod preset;

pub(crate) use define::decide_define;
pub use define::{DefineRule, RuleDefined};

use serde::{Deserialize, Serialize};

use super::tally::{Count, Tally};

/// A fraction of a whole, such as two thirds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Above the line.
    pub of: u32,
    /// Below the line; not zero.
    pub parts: u32,
}

impl Share {
    const fn new(of: u32, parts: u32) -> Self {
        Self { of, parts }
    }

    /// Whether `part` is at least (or, if `strict`, more than) this share of `whole`. Never of nothing.
    fn is_met(self, part: u64, whole: u64, strict: bool) -> bool {
        let part = u128::from(part) * u128::from(self.parts);
        let needed = u128::from(whole) * u128::from(self.of);
        whole > 0
            && if strict {
                part > needed
            } else {
                part >= needed
            }
    }

    /// The least `part` that meets this share of `whole`.
    fn least(self, whole: u64, strict: bool) -> u64 {
        let (needed, parts) = (
            u128::from(whole) * u128::from(self.of),
            u128::from(self.parts.max(1)),
        );
        let least = if strict {
            needed / parts + 1
        } else {
            needed.div_ceil(parts)
        };
        u64::try_from(least).unwrap_or(u64::MAX)
    }
}

/// How many must take part, as shares of the electorate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// Of the heads.
    pub heads: Option<Share>,
    /// Of the area.
    pub area: Option<Share>,
    /// More than the share, not just as much.
    pub strict: bool,
}

/// What the approving ones are measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Those who took part, abstentions included.
    Participants,
    /// All who could have taken part.
    Electorate,
}

/// How many must approve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Measured against whom.
    pub base: Base,
    /// Share of the heads.
    pub heads: Option<Share>,
    /// Share of the area.
    pub area: Option<Share>,
    /// More than the share, not just as much.
    pub strict: bool,
}

/// A voting rule. A motion carries its whole rule, so that a later version changes no earlier vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Stable name.
    pub name: String,
    /// Version of the rule of that name.
    pub version: u16,
    /// In force since, as an ISO 8601 date.
    pub since: String,
    /// Where it is written.
    pub source: String,
    /// Days between the notice of a motion and its opening at least.
    pub notice_days: u16,
    /// How many must take part; none if any number will do.
    pub participation: Option<Participation>,
    /// How many must approve.
    pub approval: Approval,
}

/// What a rule makes of a count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Enough took part.
    pub quorum: bool,
    /// Enough approved.
    pub approved: bool,
    /// Both.
    pub passed: bool,
}

impl Rule {
    /// Whether the rule counts area beside heads.
    #[must_use]
    pub fn counts_area(&self) -> bool {
        self.approval.area.is_some() || self.participation.is_some_and(|p| p.area.is_some())
    }

    /// Whether it asks for any share of approval; otherwise the most votes decide.
    #[must_use]
    pub fn sets_a_share(&self) -> bool {
        self.approval.heads.is_some() || self.approval.area.is_some()
    }

    /// What the rule makes of a count.
    #[must_use]
    pub fn outcome(&self, tally: &Tally) -> Outcome {
        let quorum = self.participation.is_none_or(|p| {
            let (part, whole) = (tally.participants, tally.electorate);
            p.heads
                .is_none_or(|share| share.is_met(part.heads, whole.heads, p.strict))
                && p.area
                    .is_none_or(|share| share.is_met(part.area, whole.area, p.strict))
        });
        let a = self.approval;
        let base = match a.base {
            Base::Participants => tally.participants,
            Base::Electorate => tally.electorate,
        };
        let approved = a
            .heads
            .is_none_or(|share| share.is_met(tally.approve.heads, base.heads, a.strict))
            && a.area
                .is_none_or(|share| share.is_met(tally.approve.area, base.area, a.strict));
        Outcome {
            quorum,
            approved,
            passed: quorum && approved,
        }
    }

    /// What the participants must come to for the quorum; none if any number will do.
    #[must_use]
    pub fn needed(&self, electorate: Count) -> Option<Count> {
        self.participation.map(|p| Count {
            heads: p
                .heads
                .map_or(0, |share| share.least(electorate.heads, p.strict)),
            area: p
                .area
                .map_or(0, |share| share.least(electorate.area, p.strict)),
        })
    }
}
