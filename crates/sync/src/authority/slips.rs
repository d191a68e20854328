//! The ballot box: sealed ballots, from casting to the close. It is kept beside the log and never in it.

use std::cell::RefCell;
use std::sync::Arc;
use uuid::Uuid;
use yishi_domain::council::{BallotBox, Slip};
use yishi_domain::{Map, MotionId};

/// A sealed ballot as it is kept: for each motion and owner one. The owner of a sheet of paper is nobody, by a random
/// name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSlip {
    /// The motion.
    pub motion: MotionId,
    /// The home or person, or a random name.
    pub owner: Uuid,
    /// What the ballot says.
    pub slip: Slip,
}

/// What happens to the box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipChange {
    /// A slip is put in; the same owner's earlier one of that motion is taken out.
    Put(KeptSlip),
    /// All slips of a motion are destroyed.
    Empty(MotionId),
}

/// The box as it stands.
#[derive(Clone, Default)]
pub(super) struct Slips(Map<(MotionId, Uuid), Arc<Slip>>);

impl Slips {
    pub(super) fn of(kept: impl Iterator<Item = KeptSlip>) -> Self {
        let mut slips = Self::default();
        for slip in kept {
            slips.change(&SlipChange::Put(slip));
        }
        slips
    }

    pub(super) fn change(&mut self, change: &SlipChange) {
        match change {
            SlipChange::Put(kept) => {
                let slip = Arc::new(kept.slip.clone());
                self.0.insert((kept.motion, kept.owner), slip);
            }
            SlipChange::Empty(motion) => {
                let keys = self.0.keys().filter(|(of, _)| of == motion);
                for key in keys.copied().collect::<Vec<_>>() {
                    self.0.remove(&key);
                }
            }
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = KeptSlip> {
        self.0.iter().map(|((motion, owner), slip)| KeptSlip {
            motion: *motion,
            owner: *owner,
            slip: Slip::clone(slip),
        })
    }
}

/// The box as a decision sees it, with what the decision would do to it.
pub(super) struct Reach<'a> {
    slips: &'a Slips,
    changes: RefCell<Vec<SlipChange>>,
}

impl<'a> Reach<'a> {
    pub(super) fn into(slips: &'a Slips) -> Self {
        Self {
            slips,
            changes: RefCell::default(),
        }
    }

    pub(super) fn changes(self) -> Vec<SlipChange> {
        self.changes.into_inner()
    }
}

impl BallotBox for Reach<'_> {
    fn put(&self, motion: MotionId, owner: Uuid, slip: Slip) {
        let kept = KeptSlip {
            motion,
            owner,
            slip,
        };
        self.changes.borrow_mut().push(SlipChange::Put(kept));
    }

    fn slips(&self, motion: MotionId) -> Vec<Slip> {
        let of_motion = self.slips.all().filter(|kept| kept.motion == motion);
        of_motion.map(|kept| kept.slip).collect()
    }

    fn empty(&self, motion: MotionId) {
        self.changes.borrow_mut().push(SlipChange::Empty(motion));
    }
}
