//! Counting, once for the authority and for every phone that recounts.

use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

use super::rule::{Outcome, Rule};

/// A count on both scales.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Voters.
    pub heads: u64,
    /// Area in whole 0.01 m²; 0 where the vote does not count it.
    pub area: u64,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.heads = self.heads.saturating_add(other.heads);
        self.area = self.area.saturating_add(other.area);
    }
}

/// The options of a motion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// 同意
    Approve,
    /// 不同意
    Reject,
    /// 弃权
    Abstain,
}

impl Choice {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Approve, Self::Reject, Self::Abstain];
}

/// The result of counting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Who could have taken part.
    pub electorate: Count,
    /// Who took part.
    pub participants: Count,
    /// Who approved.
    pub approve: Count,
    /// Who rejected.
    pub reject: Count,
    /// Who abstained.
    pub abstain: Count,
}

/// A ballot as it is published at the close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedBallot {
    /// The home or the member whose ballot it is.
    pub voter: String,
    /// What it says.
    pub choice: Choice,
    /// Its area in whole 0.01 m².
    pub area: u64,
    /// The code by which the voter finds it again.
    pub receipt: String,
}

/// Counts ballots, each with its area.
#[must_use]
pub fn tally(electorate: Count, ballots: impl IntoIterator<Item = (Choice, u64)>) -> Tally {
    let mut tally = Tally {
        electorate,
        ..Tally::default()
    };
    for (choice, area) in ballots {
        let one = Count { heads: 1, area };
        tally.participants += one;
        match choice {
            Choice::Approve => tally.approve += one,
            Choice::Reject => tally.reject += one,
            Choice::Abstain => tally.abstain += one,
        }
    }
    tally
}

/// Counts published ballots again, as every phone does.
#[must_use]
pub fn recount(rule: &Rule, electorate: Count, ballots: &[PublishedBallot]) -> (Tally, Outcome) {
    let tally = tally(electorate, ballots.iter().map(|b| (b.choice, b.area)));
    (tally, rule.outcome(&tally))
}
