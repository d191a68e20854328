//! Turnout, told while a motion is open (docs/decisions/0026): soon enough to be followed, seldom enough that nobody
//! has to fetch and keep an event for each ballot, and of a sealed vote so that it names neither moment nor voter.

use serde::{Deserialize, Serialize};

use super::{Motion, MotionState, open_motion};
use crate::council::tally::Count;
use crate::council::vote::{LEAST_SEALED, Voter};
use crate::decide::{Context, Draft};
use crate::{Audience, Event, MotionId, Rejection, Scope, State, Timestamp};

/// Milliseconds between two tellings of an open vote at least.
const APART: i64 = 2_000;
/// An open vote's turnout is told when so many parts of its electorate have come anew, or a voter where it is small.
const STEPS: u64 = 200;
/// Whatever has come anew is told after so many milliseconds; of a sealed vote it is told at each full one of them.
const HOUR: i64 = 3_600_000;

/// Tells the turnout of a motion, if it is time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TellTurnout {
    /// The motion.
    pub motion: MotionId,
}

/// The turnout so far. It names neither who has come anew nor, where the vote is sealed, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotCounted {
    /// The motion.
    pub motion: MotionId,
    /// All who took part so far.
    pub turnout: Count,
}

impl Motion {
    pub(crate) fn told(&mut self, e: &BallotCounted, at: Timestamp) {
        self.turnout = e.turnout;
        self.told_at = Some(at);
    }

    /// Whether it is time to tell that so many have taken part.
    fn is_told(&self, counted: Count, now: Timestamp) -> bool {
        let MotionState::Open { since } = self.state else {
            return false;
        };
        let new = counted.heads.saturating_sub(self.turnout.heads);
        if self.sealed {
            let last = self.told_at.unwrap_or(since);
            return new >= LEAST_SEALED && now.0.div_euclid(HOUR) > last.0.div_euclid(HOUR);
        }
        let passed = self
            .told_at
            .map_or(i64::MAX, |last| now.0.saturating_sub(last.0));
        let step = (self.size.heads / STEPS).max(1);
        new > 0 && (passed >= HOUR || new >= step && passed >= APART)
    }

    /// Whether it is time to tell the turnout.
    pub(crate) fn is_turnout_due(&self, now: Timestamp) -> bool {
        self.is_told(self.counted, now)
    }

    /// The turnout with those who have just come anew, if it is told at once: that of a sealed vote never is.
    pub(crate) fn turnout_after<'v>(
        &self,
        id: MotionId,
        new: impl IntoIterator<Item = &'v Voter>,
        now: Timestamp,
    ) -> Option<Draft> {
        self.voters.as_ref().filter(|_| !self.sealed)?;
        let mut turnout = self.counted;
        for voter in new {
            turnout += self.one(voter);
        }
        self.is_told(turnout, now).then(|| telling(id, turnout))
    }
}

fn telling(motion: MotionId, turnout: Count) -> Draft {
    let counted = BallotCounted { motion, turnout };
    Draft::unsigned(vec![Audience::Public], Event::BallotCounted(counted))
}

/// Whoever asks, it is told when it is time and not before: by asking after each ballot nobody learns more.
pub(crate) fn decide_turnout(
    state: &State,
    c: &TellTurnout,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let motion = open_motion(state, c.motion)?;
    if state.scope == Scope::Partial || !motion.is_turnout_due(context.now) {
        return Ok(Vec::new());
    }
    Ok(vec![telling(c.motion, motion.counted)])
}
