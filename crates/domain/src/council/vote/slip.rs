//! What a sealed ballot says, and the box that it lies in until it is counted (docs/decisions/0025).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Choice;
use crate::MotionId;

/// A sealed vote hides each ballot among so many at least: with fewer voters it is not opened, with fewer ballots
/// it is not counted, and turnout is told by as many at a time.
pub const LEAST_SEALED: u64 = 5;

/// What one sealed ballot says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// The marks, in order of the options.
    pub choice: Vec<Choice>,
    /// The code by which it is found when it is published.
    pub receipt: String,
}

/// Where sealed ballots lie until they are counted. Only an authority has one; nothing of it stands in the log.
pub trait BallotBox {
    /// Puts a slip in. What its owner has put in before is taken out.
    fn put(&self, motion: MotionId, owner: Uuid, slip: Slip);
    /// All slips of a motion, in no order that means anything.
    fn slips(&self, motion: MotionId) -> Vec<Slip>;
    /// Destroys all slips of a motion.
    fn empty(&self, motion: MotionId);
}

/// The box of a phone, which has none.
#[derive(Debug, Clone, Copy)]
pub struct NoBox;

impl BallotBox for NoBox {
    fn put(&self, _: MotionId, _: Uuid, _: Slip) {}

    fn slips(&self, _: MotionId) -> Vec<Slip> {
        Vec::new()
    }

    fn empty(&self, _: MotionId) {}
}
