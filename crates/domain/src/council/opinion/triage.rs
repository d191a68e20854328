//! What staff and representatives do with an opinion: answer it, decline it, find it to be the same as another.

use serde::{Deserialize, Serialize};

use super::similar::goes_on;
use super::{MOST_CHARACTERS, Opinion, OpinionOutcome, OpinionSeconded, open_opinion};
use crate::council::{Council, Speaker};
use crate::decide::{Actor, Draft};
use crate::text::checked;
use crate::{Audience, Event, OpinionId, Rejection, State, Timestamp};

/// Answers an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerOpinion {
    /// The opinion.
    pub opinion: OpinionId,
    /// 1 to 500 characters.
    pub text: String,
}

/// Declines an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclineOpinion {
    /// The opinion.
    pub opinion: OpinionId,
    /// 1 to 500 characters.
    pub reason: String,
}

/// Says that an opinion is the same as another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeOpinion {
    /// The opinion.
    pub opinion: OpinionId,
    /// The one that goes on for both: one that waits, or that the council deals with.
    pub into: OpinionId,
}

/// An opinion was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionAnswered {
    /// The opinion.
    pub opinion: OpinionId,
    /// The answer.
    pub text: String,
    /// By whom; nobody if it was done at the endpoint.
    pub by: Option<Speaker>,
}

/// An opinion was declined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionDeclined {
    /// The opinion.
    pub opinion: OpinionId,
    /// Why.
    pub reason: String,
    /// By whom; nobody if it was done at the endpoint.
    pub by: Option<Speaker>,
}

/// An opinion is the same as another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionMerged {
    /// The opinion.
    pub opinion: OpinionId,
    /// The one that goes on for both.
    pub into: OpinionId,
    /// Who said so; nobody if it was done at the endpoint.
    pub by: Option<Speaker>,
}

/// How many would stand behind two opinions together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Together {
    /// Members, each once.
    pub seconds: u32,
    /// Members who have seconded both.
    pub both: u32,
}

impl Council {
    pub(crate) fn apply_merged(&mut self, e: &OpinionMerged, at: Timestamp) {
        let Some(opinion) = self.opinions.get(&e.opinion).cloned() else {
            return;
        };
        self.with_opinion(e.into, |into| {
            // Whoever is known here to stand behind the one stands behind the other, but for its own author.
            for member in opinion.seconders.iter() {
                if !into.is_by(*member) && !into.seconders.contains(member) {
                    into.seconders.insert(*member);
                }
            }
        });
        self.with_opinion(e.opinion, |opinion| {
            let (into, by) = (e.into, e.by.clone());
            opinion.settle(at, OpinionOutcome::Merged { into, by });
        });
    }

    /// How many would stand behind the second of two opinions if the first were merged into it; nothing where it is
    /// not known who has seconded them.
    #[must_use]
    pub fn together(&self, opinion: OpinionId, into: OpinionId) -> Option<Together> {
        let (one, other) = (self.opinions.get(&opinion)?, self.opinions.get(&into)?);
        if !one.knows_seconders() || !other.knows_seconders() {
            return None;
        }
        let known = |member| other.seconders.contains(member);
        let both = one.seconders.iter().filter(|m| known(m)).count();
        let news = one
            .seconders
            .iter()
            .filter(|m| !known(m) && !other.is_by(**m));
        let seconds = other.seconders.len() + news.count();
        Some(Together {
            seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
            both: u32::try_from(both).unwrap_or(u32::MAX),
        })
    }

    /// The opinion that goes on for one: the one that it was merged into, or else itself.
    #[must_use]
    pub fn going_on(&self, id: OpinionId) -> OpinionId {
        let mut id = id;
        // Nothing is merged into what is merged already, so no chain closes; a part of the log may hold anything.
        for _ in 0..self.opinions.len() {
            match self.opinions.get(&id).and_then(|o| o.outcome.as_ref()) {
                Some((_, OpinionOutcome::Merged { into, .. })) => id = *into,
                _ => break,
            }
        }
        id
    }

    /// The opinions that were merged into one.
    #[must_use]
    pub fn merged_into(&self, id: OpinionId) -> Vec<OpinionId> {
        let is_merged = |opinion: &Opinion| matches!(&opinion.outcome, Some((_, OpinionOutcome::Merged { into, .. })) if *into == id);
        let merged = self.opinions.iter().filter(|(_, o)| is_merged(o));
        merged.map(|(id, _)| *id).collect()
    }
}

impl Opinion {
    fn knows_seconders(&self) -> bool {
        u32::try_from(self.seconders.len()).is_ok_and(|known| known == self.seconds)
    }
}

/// As what the actor speaks; nobody for the operator.
fn speaker(state: &State, actor: Actor) -> Option<Speaker> {
    match actor {
        Actor::Member(member) => Some(Speaker::of(state, member)),
        _ => None,
    }
}

pub(crate) fn decide_answer(
    state: &State,
    actor: Actor,
    c: &AnswerOpinion,
) -> Result<Vec<Draft>, Rejection> {
    let text = checked("text", &c.text, MOST_CHARACTERS)?;
    open_opinion(state, c.opinion)?;
    let event = Event::OpinionAnswered(OpinionAnswered {
        opinion: c.opinion,
        text,
        by: speaker(state, actor),
    });
    Ok(vec![Draft::signed(vec![Audience::Public], event)])
}

pub(crate) fn decide_decline(
    state: &State,
    actor: Actor,
    c: &DeclineOpinion,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, MOST_CHARACTERS)?;
    open_opinion(state, c.opinion)?;
    let event = Event::OpinionDeclined(OpinionDeclined {
        opinion: c.opinion,
        reason,
        by: speaker(state, actor),
    });
    Ok(vec![Draft::signed(vec![Audience::Public], event)])
}

pub(crate) fn decide_merge(
    state: &State,
    actor: Actor,
    c: &MergeOpinion,
) -> Result<Vec<Draft>, Rejection> {
    open_opinion(state, c.opinion)?;
    let opinions = &state.council.opinions;
    let into = opinions.get(&c.into).ok_or(Rejection::UnknownOpinion)?;
    if !goes_on(into) || c.into == c.opinion {
        return Err(Rejection::NotToBeMerged);
    }
    let merged = OpinionMerged {
        opinion: c.opinion,
        into: c.into,
        by: speaker(state, actor),
    };
    let mut drafts = vec![Draft::signed(
        vec![Audience::Public],
        Event::OpinionMerged(merged),
    )];
    // A phone that does not know everybody waits for the authority's count.
    let together = state.council.together(c.opinion, c.into);
    let together = together.filter(|together| together.seconds != into.seconds);
    if let Some(together) = together {
        let seconded = OpinionSeconded {
            opinion: c.into,
            count: together.seconds,
        };
        drafts.push(Draft::unsigned(
            vec![Audience::Public],
            Event::OpinionSeconded(seconded),
        ));
    }
    Ok(drafts)
}
