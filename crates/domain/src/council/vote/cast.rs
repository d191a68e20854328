//! Voting on one's own phone.

use serde::{Deserialize, Serialize};

use super::book::{self, BallotCast, ParticipationRecorded, Way};
use super::electorate::owned_vote;
use super::receipt::{receipt, sealed_receipt};
use super::slip::Slip;
use super::{Choice, Voter};
use crate::council::Motion;
use crate::council::motion::votable;
use crate::decide::{Actor, Context, Draft};
use crate::{Event, MotionId, Rejection, SealId, State};

/// Votes, or changes the vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CastBallot {
    /// The motion.
    pub motion: MotionId,
    /// What the options allow.
    pub choice: Vec<Choice>,
    /// For a sealed vote, what the phone has drawn for this ballot alone and keeps.
    pub seal: Option<SealId>,
}

pub(crate) fn decide_cast(
    state: &State,
    actor: Actor,
    c: &CastBallot,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    let motion = votable(state, c.motion, context.now)?;
    let choice = motion.options.marked(&c.choice)?;
    let voter = owned_vote(state, motion, member, context.now).ok_or(Rejection::NotInElectorate)?;
    let earlier = book::earlier(motion, &voter, Way::Phone)?;
    let same = |said: &book::Said| said.choice == choice;
    if earlier.is_some_and(|e| e.said.as_ref().is_some_and(same) && e.by == Some(member)) {
        return Ok(Vec::new());
    }
    let event = match motion.sealed {
        true => sealed(c, motion, &voter, choice, context)?,
        false => Event::BallotCast(BallotCast {
            motion: c.motion,
            voter: voter.id,
            choice,
            receipt: receipt(context.command),
            way: Way::Phone,
            entry: None,
        }),
    };
    let first = earlier.is_none().then_some(&voter);
    let mut drafts = vec![Draft::signed(vec![voter.id.audience()], event)];
    drafts.extend(motion.turnout_after(c.motion, first, context.now));
    Ok(drafts)
}

/// The slip goes into the box; what is told is that there is one. It is told of every ballot alike, also of one
/// that says the same as before.
fn sealed(
    c: &CastBallot,
    motion: &Motion,
    voter: &Voter,
    choice: Vec<Choice>,
    context: &Context,
) -> Result<Event, Rejection> {
    debug_assert!(motion.sealed);
    let receipt = sealed_receipt(c.seal.ok_or(Rejection::SealMissing)?);
    let slip = Slip { choice, receipt };
    context.ballot_box.put(c.motion, voter.id.uuid(), slip);
    Ok(Event::ParticipationRecorded(ParticipationRecorded {
        motion: c.motion,
        voter: voter.id,
        way: Way::Phone,
        entry: None,
    }))
}
