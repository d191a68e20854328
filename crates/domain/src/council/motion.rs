//! Motions: a question put to the vote, from its notice to its published count.

mod close;
mod notice;
mod open;
mod turnout;

pub use close::{CancelMotion, CloseMotion, MotionCancelled, MotionClosed};
pub(crate) use close::{decide_cancel, decide_close};
pub(crate) use notice::decide_notice;
pub use notice::{MotionNoticed, NoticeMotion};
pub(crate) use open::decide_open;
pub use open::{ElectorateFrozen, MotionOpened, OpenMotion};
pub(crate) use turnout::decide_turnout;
pub use turnout::{BallotCounted, TellTurnout};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::rule::{Outcome, Rule};
use super::tally::{Count, Tally};
use super::vote::{Ballot, Electorate, Hands, LeftOut, Options, Voter, VoterId};
use crate::decide::BlobRef;
use crate::{Digest, Map, MotionId, Rejection, State, Timestamp, TopicId};

/// How far a motion is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MotionState {
    /// Announced.
    Noticed,
    /// Being voted on.
    Open {
        /// Since when.
        since: Timestamp,
    },
    /// Counted.
    Closed {
        /// When.
        at: Timestamp,
        /// The count.
        tally: Tally,
        /// The count of each option, where there are options to choose from.
        options: Vec<Count>,
        /// What the rule makes of it.
        outcome: Outcome,
        /// The numbers of the options that are chosen, in order of the options.
        chosen: Vec<u8>,
        /// Where every counted ballot stands.
        ballots: BlobRef,
    },
    /// Given up.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// A motion as known here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Motion {
    /// The topic that it decides.
    pub topic: TopicId,
    /// The question.
    pub question: String,
    /// What a ballot may say.
    pub options: Options,
    /// Whose vote it is.
    pub electorate: Electorate,
    /// By which rule.
    pub rule: Rule,
    /// Whether no ballot is ever told with its voter.
    pub sealed: bool,
    /// When notice was given.
    pub noticed_at: Timestamp,
    /// When it opens by itself; none if staff open it.
    pub opens_at: Option<Timestamp>,
    /// When it closes by itself.
    pub closes_at: Timestamp,
    /// How far it is.
    pub state: MotionState,
    /// The frozen electorate's size.
    pub size: Count,
    /// Who took part so far, as it was told last.
    pub turnout: Count,
    /// When it was told last.
    pub told_at: Option<Timestamp>,
    /// Who took part so far; known to the authority alone.
    pub counted: Count,
    /// The frozen electorate; known to the authority alone, until the close.
    pub voters: Option<Map<VoterId, Arc<Voter>>>,
    /// The book, as far as it is known here: all of it at the authority until the close, on a phone the own line and
    /// on the committee's the lines that it has entered.
    pub ballots: Map<VoterId, Arc<Ballot>>,
    /// Whom the committee's batches have left out, and why; known to staff.
    pub left_out: Map<VoterId, Arc<LeftOut>>,
    /// How the hands went; known to the authority alone, until the close.
    pub hands: Option<Hands>,
    /// Who takes part by hands and is in their numbers; known to staff.
    pub hands_counted: u64,
    /// Sealed sheets of paper that were counted; known to staff.
    pub sheets: u64,
    /// Photos of the sheets of paper, each once; known to staff.
    pub photos: Vec<Digest>,
}

impl Motion {
    /// What one voter adds to a count of this motion.
    pub(crate) fn one(&self, voter: &Voter) -> Count {
        Count {
            heads: 1,
            area: if self.rule.counts_area() {
                voter.area
            } else {
                0
            },
        }
    }

    /// It is over: nobody needs to know any more who could vote and who did. What a phone knows of its own stays.
    fn forget_the_book(&mut self) {
        if self.voters.take().is_some() {
            self.ballots = Map::new();
        }
        self.left_out = Map::new();
        self.hands = None;
        self.counted = Count::default();
    }
}

/// The motion, if it is open.
///
/// # Errors
/// The rejection that says how far it is instead.
pub(crate) fn open_motion(state: &State, id: MotionId) -> Result<&Motion, Rejection> {
    let motion = state
        .council
        .motions
        .get(&id)
        .ok_or(Rejection::UnknownMotion)?;
    match &motion.state {
        MotionState::Open { .. } => Ok(motion),
        MotionState::Noticed => Err(Rejection::MotionNotOpen),
        MotionState::Closed { at, .. } => Err(Rejection::MotionClosed { closed_at: *at }),
        MotionState::Cancelled { .. } => Err(Rejection::MotionCancelled),
    }
}

/// The motion, if a ballot that arrives now is in time.
///
/// # Errors
/// As [`open_motion`]; [`Rejection::MotionClosed`] also when its time is over and the clock has not closed it yet.
pub(crate) fn votable(state: &State, id: MotionId, now: Timestamp) -> Result<&Motion, Rejection> {
    let motion = open_motion(state, id)?;
    if state.is_due(motion.closes_at, now) {
        return Err(Rejection::MotionClosed {
            closed_at: motion.closes_at,
        });
    }
    Ok(motion)
}
