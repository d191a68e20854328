//! Counting, once for the authority and for every phone that recounts.

mod publication;

pub use publication::{Publication, PublishedBallot};

use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

use super::rule::{Outcome, Rule};
use super::vote::{Choice, Options};
use crate::sort_by;

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

/// What a count comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The count.
    pub tally: Tally,
    /// The count of each option, where there are options to choose from.
    pub options: Vec<Count>,
    /// What the rule makes of it.
    pub outcome: Outcome,
    /// The numbers of the options that are chosen, in order of the options.
    pub chosen: Vec<u8>,
}

/// Counts what is published of a vote, as the authority does at the close and every phone does again.
///
/// Each option to choose from is held to the rule by itself, as if it alone were approved. Of those that meet it the
/// ones with the most heads are chosen, then with the most area where the rule counts it, as many as a ballot may
/// mark; where some are level for the last of these places, none of them has it.
#[must_use]
pub fn count(
    options: &Options,
    rule: &Rule,
    electorate: Count,
    publication: &Publication,
) -> Counted {
    let mut tally = Tally {
        electorate,
        ..Tally::default()
    };
    let mut of_options = match options {
        Options::Approval => Vec::new(),
        Options::Choose { of, .. } => vec![Count::default(); of.len()],
    };
    let mut mark = |tally: &mut Tally, choice: Choice, one: Count| match choice {
        Choice::Approve => tally.approve += one,
        Choice::Reject => tally.reject += one,
        Choice::Abstain => tally.abstain += one,
        Choice::Option(number) => {
            let place = usize::from(number).wrapping_sub(1);
            if let Some(option) = of_options.get_mut(place) {
                *option += one;
            }
        }
    };
    for ballot in &publication.ballots {
        let one = Count {
            heads: 1,
            area: ballot.area,
        };
        tally.participants += one;
        for choice in &ballot.choice {
            mark(&mut tally, *choice, one);
        }
    }
    if let Some(hands) = &publication.hands {
        tally.participants += heads(hands.heads);
        for marked in &hands.marked {
            mark(&mut tally, marked.choice, heads(marked.heads));
        }
    }
    tally.participants += heads(publication.withheld);
    let (outcome, chosen) = match options {
        Options::Approval => (rule.outcome(&tally), Vec::new()),
        Options::Choose { most, .. } => choose(rule, &tally, &of_options, usize::from(*most)),
    };
    // Of a sealed vote with so few ballots nothing but their number is told: it decides nothing.
    let outcome = if publication.withheld > 0 {
        Outcome::default()
    } else {
        outcome
    };
    Counted {
        tally,
        options: of_options,
        outcome,
        chosen,
    }
}

fn heads(heads: u64) -> Count {
    Count { heads, area: 0 }
}

/// The options that a rule makes the chosen ones.
fn choose(rule: &Rule, tally: &Tally, options: &[Count], most: usize) -> (Outcome, Vec<u8>) {
    let alone = |option: &Count| {
        rule.outcome(&Tally {
            approve: *option,
            ..*tally
        })
    };
    let mut met: Vec<(Count, u8)> = (1..=u8::MAX)
        .zip(options)
        .filter(|(_, option)| option.heads > 0 && alone(option).approved)
        .map(|(number, option)| (*option, number))
        .collect();
    let rank = |count: &Count| std::cmp::Reverse((count.heads, count.area));
    sort_by(&mut met, |(a, _), (b, _)| rank(a).cmp(&rank(b)));
    let mut places = most;
    // Those who are level with the first one that has no place have none either.
    while let Some((beyond, _)) = met.get(most)
        && places > 0
        && rank(&met[places - 1].0) == rank(beyond)
    {
        places -= 1;
    }
    met.truncate(places);
    let mut chosen: Vec<u8> = met.into_iter().map(|(_, number)| number).collect();
    chosen.sort_unstable();
    let quorum = rule.outcome(tally).quorum;
    let approved = !chosen.is_empty();
    if !quorum {
        chosen.clear();
    }
    let outcome = Outcome {
        quorum,
        approved,
        passed: quorum && approved,
    };
    (outcome, chosen)
}
