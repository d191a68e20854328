//! The end of a motion: counted and published, or given up.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Motion, MotionState, open_motion};
use crate::council::rule::Outcome;
use crate::council::tally::{Count, Publication, PublishedBallot, Tally, count};
use crate::council::vote::{LEAST_SEALED, Slip};
use crate::council::{Council, TopicState};
use crate::decide::{BlobRef, Context, Draft};
use crate::text::checked;
use crate::{Audience, Event, MotionId, Rejection, Scope, State, Timestamp, sort_by};

/// Closes a motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseMotion {
    /// The motion.
    pub motion: MotionId,
}

/// Cancels a motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelMotion {
    /// The motion.
    pub motion: MotionId,
    /// 1 to 200 characters.
    pub reason: String,
}

/// A motion is closed and counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MotionClosed {
    /// The motion.
    pub motion: MotionId,
    /// The count.
    pub tally: Tally,
    /// The count of each option, where there are options to choose from.
    pub options: Vec<Count>,
    /// What the rule makes of it.
    pub outcome: Outcome,
    /// The numbers of the options that are chosen, in order of the options.
    pub chosen: Vec<u8>,
    /// Where every counted ballot stands.
    pub ballots: BlobRef,
}

/// A motion was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MotionCancelled {
    /// The motion.
    pub motion: MotionId,
    /// Why.
    pub reason: String,
}

impl Motion {
    pub(crate) fn cancelled(&mut self, e: &MotionCancelled, at: Timestamp) {
        self.forget_the_book();
        self.state = MotionState::Cancelled {
            at,
            reason: e.reason.clone(),
        };
    }

    /// What is published of it at the close: complete at the authority only. The slips are those of a sealed vote.
    #[must_use]
    pub fn publication(&self, slips: Vec<Slip>) -> Publication {
        let missing = self.uncounted_envelopes() + self.uncounted_hands();
        if self.sealed {
            return sealed(slips, missing);
        }
        let mut ballots: Vec<PublishedBallot> = self
            .ballots
            .iter()
            .filter_map(|(id, ballot)| {
                let (voter, said) = (self.voters.as_ref()?.get(id)?, ballot.said.as_ref()?);
                Some(PublishedBallot {
                    voter: Some(voter.label.clone()),
                    choice: said.choice.clone(),
                    area: self.one(voter).area,
                    receipt: said.receipt.clone(),
                    way: Some(ballot.way),
                })
            })
            .collect();
        sort_by_label(&mut ballots);
        Publication {
            ballots,
            hands: self.hands.clone(),
            missing,
            withheld: 0,
        }
    }
}

/// The slips in the order of their receipts, which tells nothing. So few that they could be guessed are not told.
fn sealed(slips: Vec<Slip>, missing: u64) -> Publication {
    let many = slips.len() as u64;
    let withheld = if many < LEAST_SEALED { many } else { 0 };
    let told = slips.into_iter().filter(|_| withheld == 0);
    let mut ballots: Vec<PublishedBallot> = told
        .map(|slip| PublishedBallot {
            voter: None,
            choice: slip.choice,
            area: 0,
            receipt: slip.receipt,
            way: None,
        })
        .collect();
    sort_by(&mut ballots, |a, b| {
        (&a.receipt, &a.choice).cmp(&(&b.receipt, &b.choice))
    });
    Publication {
        ballots,
        hands: None,
        missing,
        withheld,
    }
}

/// Sorts home 10-1-101 behind 2-1-101.
fn sort_by_label(ballots: &mut Vec<PublishedBallot>) {
    let mut keyed: Vec<(Vec<(u64, String)>, PublishedBallot)> = ballots
        .drain(..)
        .map(|ballot| (natural(ballot.voter.as_deref().unwrap_or_default()), ballot))
        .collect();
    sort_by(&mut keyed, |(a_key, a), (b_key, b)| {
        (a_key, &a.receipt).cmp(&(b_key, &b.receipt))
    });
    ballots.extend(keyed.into_iter().map(|(_, ballot)| ballot));
}

fn natural(label: &str) -> Vec<(u64, String)> {
    label
        .split('-')
        .map(|part| (part.parse().unwrap_or(u64::MAX), part.to_owned()))
        .collect()
}

impl Council {
    pub(crate) fn apply_closed(&mut self, e: &MotionClosed, at: Timestamp) {
        let Some(motion) = self.motions.get_mut(&e.motion) else {
            return;
        };
        let motion = Arc::make_mut(motion);
        motion.turnout = e.tally.participants;
        motion.forget_the_book();
        motion.state = MotionState::Closed {
            at,
            tally: e.tally,
            options: e.options.clone(),
            outcome: e.outcome,
            chosen: e.chosen.clone(),
            ballots: e.ballots,
        };
        if let Some(topic) = self.topics.get_mut(&motion.topic) {
            Arc::make_mut(topic).state = TopicState::Resolved;
        }
    }
}

pub(crate) fn decide_close(
    state: &State,
    c: &CloseMotion,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let motion = open_motion(state, c.motion)?;
    if state.scope == Scope::Partial {
        return Ok(Vec::new());
    }
    let publication = motion.publication(context.ballot_box.slips(c.motion));
    let counted = count(&motion.options, &motion.rule, motion.size, &publication);
    let ballots = context.press.ballots(&publication);
    context.ballot_box.empty(c.motion);
    let closed = MotionClosed {
        motion: c.motion,
        tally: counted.tally,
        options: counted.options,
        outcome: counted.outcome,
        chosen: counted.chosen,
        ballots,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MotionClosed(closed),
    )])
}

pub(crate) fn decide_cancel(
    state: &State,
    c: &CancelMotion,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, 200)?;
    let motion = state
        .council
        .motions
        .get(&c.motion)
        .ok_or(Rejection::UnknownMotion)?;
    match &motion.state {
        MotionState::Noticed | MotionState::Open { .. } => {}
        MotionState::Closed { at, .. } => return Err(Rejection::MotionClosed { closed_at: *at }),
        MotionState::Cancelled { .. } => return Ok(Vec::new()),
    }
    context.ballot_box.empty(c.motion);
    let cancelled = MotionCancelled {
        motion: c.motion,
        reason,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MotionCancelled(cancelled),
    )])
}
