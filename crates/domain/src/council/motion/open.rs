//! Opening a motion: its electorate is frozen, with heads and area.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Motion, MotionState};
use crate::council::tally::Count;
use crate::council::vote::{LEAST_SEALED, Voter};
use crate::decide::{Context, Draft};
use crate::{Audience, Event, MotionId, Rejection, Scope, State, Timestamp};

/// Opens a motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenMotion {
    /// The motion.
    pub motion: MotionId,
}

/// A motion is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MotionOpened {
    /// The motion.
    pub motion: MotionId,
    /// The frozen electorate's size.
    pub size: Count,
}

/// Who may vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectorateFrozen {
    /// The motion.
    pub motion: MotionId,
    /// Everybody who may.
    pub voters: Vec<Voter>,
}

impl Motion {
    pub(crate) fn opened(&mut self, e: &MotionOpened, at: Timestamp) {
        self.state = MotionState::Open { since: at };
        self.size = e.size;
    }

    pub(crate) fn frozen(&mut self, e: &ElectorateFrozen) {
        self.voters = Some(
            e.voters
                .iter()
                .map(|voter| (voter.id, Arc::new(voter.clone())))
                .collect(),
        );
    }
}

pub(crate) fn decide_open(
    state: &State,
    c: &OpenMotion,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let motion = state
        .council
        .motions
        .get(&c.motion)
        .ok_or(Rejection::UnknownMotion)?;
    match &motion.state {
        MotionState::Noticed => {}
        MotionState::Open { .. } => return Err(Rejection::MotionAlreadyOpen),
        MotionState::Closed { at, .. } => return Err(Rejection::MotionClosed { closed_at: *at }),
        MotionState::Cancelled { .. } => return Err(Rejection::MotionCancelled),
    }
    if state.is_due(motion.closes_at, context.now) {
        return Err(Rejection::BadPeriod);
    }
    if state.scope == Scope::Partial {
        return Ok(Vec::new());
    }
    let opens_from = motion.opens_from();
    if context.now < opens_from && motion.rule.notice_days > 0 {
        return Err(Rejection::NoticeTooShort { opens_from });
    }
    let voters = motion.electorate.voters(state, state.date(context.now));
    if voters.is_empty() {
        return Err(Rejection::EmptyElectorate);
    }
    if motion.sealed && (voters.len() as u64) < LEAST_SEALED {
        return Err(Rejection::ElectorateTooSmall {
            least: u32::try_from(LEAST_SEALED).unwrap_or(u32::MAX),
        });
    }
    if motion.rule.counts_area() {
        let mut missing = voters.iter().filter(|voter| voter.area == 0);
        if let Some(first) = missing.next() {
            let homes = u32::try_from(1 + missing.count()).unwrap_or(u32::MAX);
            return Err(Rejection::AreaMissing {
                homes,
                first: first.label.clone(),
            });
        }
    }
    let mut size = Count::default();
    for voter in &voters {
        size += motion.one(voter);
    }
    let opened = MotionOpened {
        motion: c.motion,
        size,
    };
    let frozen = ElectorateFrozen {
        motion: c.motion,
        voters,
    };
    Ok(vec![
        Draft::unsigned(Vec::new(), Event::ElectorateFrozen(frozen)),
        Draft::signed(vec![Audience::Public], Event::MotionOpened(opened)),
    ])
}
