//! 代投: the committee's desk enters a ballot for somebody, who is told.

use serde::{Deserialize, Serialize};

use super::book::{self, BallotCast, BallotsEntered, Named, ParticipationRecorded, Way};
use super::electorate::voter;
use super::receipt::{receipt, sealed_receipt};
use super::slip::Slip;
use super::{Choice, VoterId};
use crate::council::motion::votable;
use crate::decide::{Actor, Context, Draft};
use crate::text::checked;
use crate::{Audience, Event, MotionId, Rejection, SealId, State};

/// Votes for somebody at the desk, or changes what was entered there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CastForVoter {
    /// The motion.
    pub motion: MotionId,
    /// Whose vote it is.
    pub voter: VoterId,
    /// What the options allow.
    pub choice: Vec<Choice>,
    /// Why the voter does not do it alone; 1 to 100 characters.
    pub reason: String,
    /// For a sealed vote, what the desk has drawn for this ballot alone.
    pub seal: Option<SealId>,
}

pub(crate) fn decide_cast_for(
    state: &State,
    actor: Actor,
    c: &CastForVoter,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, 100)?;
    let motion = votable(state, c.motion, context.now)?;
    let choice = motion.options.marked(&c.choice)?;
    let voter = voter(state, motion, c.voter, context.now).ok_or(Rejection::NotInElectorate)?;
    let earlier = book::earlier(motion, &voter, Way::Desk)?;
    let entry = book::entry(state, actor, reason);
    let event = if motion.sealed {
        let receipt = sealed_receipt(c.seal.ok_or(Rejection::SealMissing)?);
        let slip = Slip { choice, receipt };
        context.ballot_box.put(c.motion, voter.id.uuid(), slip);
        Event::ParticipationRecorded(ParticipationRecorded {
            motion: c.motion,
            voter: voter.id,
            way: Way::Desk,
            entry: Some(entry.clone()),
        })
    } else {
        Event::BallotCast(BallotCast {
            motion: c.motion,
            voter: voter.id,
            choice,
            receipt: receipt(context.command),
            way: Way::Desk,
            entry: Some(entry.clone()),
        })
    };
    let entered = BallotsEntered {
        motion: c.motion,
        way: Way::Desk,
        entry,
        voters: vec![Named {
            voter: voter.id,
            label: voter.label.clone(),
        }],
        left_out: Vec::new(),
        photos: Vec::new(),
    };
    let mut drafts = vec![Draft::signed(
        vec![Audience::Staff],
        Event::BallotsEntered(entered),
    )];
    drafts.extend(book::told_to_the_voter(state, voter.id, event));
    let first = earlier.is_none().then_some(&voter);
    drafts.extend(motion.turnout_after(c.motion, first, context.now));
    Ok(drafts)
}
