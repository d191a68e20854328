//! The own sealed ballots: what this phone has cast and nobody ever tells it again.
//!
//! They stand in the replica's own record, so they outlive the outbox, the log and another epoch. Whether one still
//! counts is told by the home's line in the ballot book, which names the command that wrote it last.

use serde::{Deserialize, Serialize};
use yishi_domain::council::{Choice, sealed_receipt};
use yishi_domain::{Command, CommandId, MotionId, Timestamp};

use super::{Notice, Replica};

/// Of one motion so many are kept: the newest one, and those that count if it is refused.
const MOST_KEPT: usize = 4;

/// A sealed ballot that was cast on this phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSealed {
    /// The motion.
    pub motion: MotionId,
    /// The command that cast it.
    pub command: CommandId,
    /// What it says.
    pub choice: Vec<Choice>,
    /// The code by which it is found among the published ones.
    pub receipt: String,
    /// When it was cast, by this phone's clock.
    pub at: Timestamp,
}

impl Replica {
    /// The sealed ballots of a motion that were cast on this phone, the newest last.
    pub fn own_sealed(&self, motion: MotionId) -> impl Iterator<Item = &OwnSealed> {
        self.sealed.iter().filter(move |own| own.motion == motion)
    }

    /// Remembers the ballot that a command casts, if it is a sealed one. Says whether it is.
    pub(super) fn remember(&mut self, id: CommandId, command: &Command, at: Timestamp) -> bool {
        let Command::CastBallot(cast) = command else {
            return false;
        };
        let Some(seal) = cast.seal else {
            return false;
        };
        let mut choice = cast.choice.clone();
        choice.sort_unstable();
        self.sealed.push(OwnSealed {
            motion: cast.motion,
            command: id,
            choice,
            receipt: sealed_receipt(seal),
            at,
        });
        let of_motion = self.own_sealed(cast.motion).count();
        if of_motion > MOST_KEPT
            && let Some(oldest) = self.sealed.iter().position(|own| own.motion == cast.motion)
        {
            self.sealed.remove(oldest);
        }
        true
    }

    /// Forgets the ballots of commands that were refused. Says whether there was one.
    pub(super) fn forget_refused(&mut self, refused: &[Notice]) -> bool {
        let before = self.sealed.len();
        self.sealed
            .retain(|own| !refused.iter().any(|notice| notice.id == own.command));
        self.sealed.len() != before
    }
}
