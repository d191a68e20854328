//! The ends of a commitment: kept, as somebody else has seen; released; broken.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Commitment, CommitmentState, MOST_CHARACTERS, going_on, known, speaker};
use crate::council::{Council, Speaker};
use crate::decide::{Actor, Draft};
use crate::text::{checked, optional};
use crate::{Audience, CommitmentId, Event, Rejection, State, Timestamp};

/// Says that a commitment is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmCommitment {
    /// The commitment.
    pub commitment: CommitmentId,
    /// What was seen; up to 500 characters.
    pub text: String,
}

/// Says that a commitment is not done yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnCommitment {
    /// The commitment.
    pub commitment: CommitmentId,
    /// What is missing; 1 to 500 characters.
    pub reason: String,
}

/// Says that a commitment need not be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseCommitment {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Why; 1 to 500 characters.
    pub reason: String,
}

/// Says that a commitment is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakCommitment {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Why; 1 to 500 characters.
    pub reason: String,
}

/// A commitment is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentKept {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Who has seen it; nobody if it was said at the endpoint.
    pub by: Option<Speaker>,
    /// What was seen; may be empty.
    pub text: String,
}

/// A commitment is not done yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentReturned {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Who has looked.
    pub by: Option<Speaker>,
    /// What is missing.
    pub reason: String,
}

/// A commitment need not be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentReleased {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Who said so.
    pub by: Option<Speaker>,
    /// Why.
    pub reason: String,
}

/// A commitment is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentBroken {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Who said so.
    pub by: Option<Speaker>,
    /// Why.
    pub reason: String,
}

impl Council {
    pub(crate) fn apply_kept(&mut self, e: &CommitmentKept, at: Timestamp) {
        self.end(e.commitment, CommitmentState::Kept, at, &e.by, &e.text);
    }

    pub(crate) fn apply_released(&mut self, e: &CommitmentReleased, at: Timestamp) {
        self.end(
            e.commitment,
            CommitmentState::Released,
            at,
            &e.by,
            &e.reason,
        );
    }

    pub(crate) fn apply_broken(&mut self, e: &CommitmentBroken, at: Timestamp) {
        self.end(e.commitment, CommitmentState::Broken, at, &e.by, &e.reason);
    }

    pub(crate) fn apply_returned(&mut self, e: &CommitmentReturned) {
        self.with_commitment(e.commitment, |commitment| {
            if commitment.state == CommitmentState::Done {
                commitment.state = CommitmentState::Open;
            }
            let mut said = commitment.progress.iter_mut().rev();
            if let Some(word) = said.find(|word| word.done) {
                Arc::make_mut(word).returned = Some(e.reason.clone());
            }
        });
    }

    fn end(
        &mut self,
        id: CommitmentId,
        state: CommitmentState,
        at: Timestamp,
        by: &Option<Speaker>,
        text: &str,
    ) {
        self.with_commitment(id, |commitment| {
            commitment.state = state;
            commitment.ended = Some((at, by.clone(), text.to_owned()));
        });
    }
}

pub(crate) fn decide_confirm(
    state: &State,
    actor: Actor,
    c: &ConfirmCommitment,
) -> Result<Vec<Draft>, Rejection> {
    let text = optional("text", &c.text, MOST_CHARACTERS)?;
    if known(state, c.commitment)?.state == CommitmentState::Kept {
        return Ok(Vec::new());
    }
    said_to_be_done(state, actor, c.commitment)?;
    public(Event::CommitmentKept(CommitmentKept {
        commitment: c.commitment,
        by: speaker(state, actor),
        text,
    }))
}

pub(crate) fn decide_return(
    state: &State,
    actor: Actor,
    c: &ReturnCommitment,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, MOST_CHARACTERS)?;
    said_to_be_done(state, actor, c.commitment)?;
    public(Event::CommitmentReturned(CommitmentReturned {
        commitment: c.commitment,
        by: speaker(state, actor),
        reason,
    }))
}

pub(crate) fn decide_release(
    state: &State,
    actor: Actor,
    c: &ReleaseCommitment,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, MOST_CHARACTERS)?;
    of_another(actor, going_on(state, c.commitment)?)?;
    public(Event::CommitmentReleased(CommitmentReleased {
        commitment: c.commitment,
        by: speaker(state, actor),
        reason,
    }))
}

pub(crate) fn decide_break(
    state: &State,
    actor: Actor,
    c: &BreakCommitment,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, MOST_CHARACTERS)?;
    going_on(state, c.commitment)?;
    public(Event::CommitmentBroken(CommitmentBroken {
        commitment: c.commitment,
        by: speaker(state, actor),
        reason,
    }))
}

/// The commitment must wait to be looked at, by somebody else than who has done it or said so.
fn said_to_be_done(state: &State, actor: Actor, id: CommitmentId) -> Result<(), Rejection> {
    let commitment = going_on(state, id)?;
    if commitment.state != CommitmentState::Done {
        return Err(Rejection::CommitmentNotDone);
    }
    match actor {
        Actor::Member(member) if commitment.is_doer(member) => Err(Rejection::OwnCommitment),
        _ => Ok(()),
    }
}

/// Nobody lets themselves off.
fn of_another(actor: Actor, commitment: &Commitment) -> Result<(), Rejection> {
    match actor {
        Actor::Member(member) if commitment.is_of(member) => Err(Rejection::OwnCommitment),
        _ => Ok(()),
    }
}

fn public(event: Event) -> Result<Vec<Draft>, Rejection> {
    Ok(vec![Draft::signed(vec![Audience::Public], event)])
}
