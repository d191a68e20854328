//! Commitments: what somebody has promised the council, or has to do by a resolution, and by when.
//!
//! Whoever has done it says so and shows it; that it is kept is said by somebody else.

mod end;
mod progress;

pub use end::{
    BreakCommitment, CommitmentBroken, CommitmentKept, CommitmentReleased, CommitmentReturned,
    ConfirmCommitment, ReleaseCommitment, ReturnCommitment,
};
pub(crate) use end::{decide_break, decide_confirm, decide_release, decide_return};
pub(crate) use progress::decide_progress;
pub use progress::{CommitmentProgressed, Progress, ReportProgress};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Council, Motion, MotionState, Speaker, TopicState};
use crate::decide::{Actor, Context, Draft};
use crate::rights::{self, Right};
use crate::text::checked;
use crate::{
    Audience, CommitmentId, Date, Event, MemberId, MotionId, Recorded, Rejection, Scope, State,
    Timestamp, TopicId, sort_by_key,
};

/// Characters that a commitment, a word on its progress or a reason may have.
const MOST_CHARACTERS: u32 = 500;

/// Why somebody has to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommitmentSource {
    /// They have promised it on a topic.
    Topic(TopicId),
    /// A motion that passed obliges them: it is one of the resolution's actions.
    Motion(MotionId),
}

/// How far a commitment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CommitmentState {
    /// It is to be done.
    Open,
    /// It is said to be done; somebody else is to look.
    Done,
    /// Somebody else has seen that it is done.
    Kept,
    /// It need not be done.
    Released,
    /// It was not done.
    Broken,
}

/// A commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Why.
    pub source: CommitmentSource,
    /// Who.
    pub owner: Speaker,
    /// What.
    pub text: String,
    /// By when, the day included.
    pub due: Date,
    /// When it was made.
    pub made_at: Timestamp,
    /// Who wrote it down.
    pub by: Option<MemberId>,
    /// What was said on its way, the oldest first.
    pub progress: Vec<Arc<Progress>>,
    /// How far it is.
    pub state: CommitmentState,
    /// When it was kept, released or broken, who said so, and in which words.
    pub ended: Option<(Timestamp, Option<Speaker>, String)>,
}

/// Makes a commitment: on a topic one's own, or, for staff, anybody's; by a motion that passed, for staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeCommitment {
    /// The new commitment.
    pub commitment: CommitmentId,
    /// Why.
    pub source: CommitmentSource,
    /// Who has to do it.
    pub owner: MemberId,
    /// 1 to 500 characters.
    pub text: String,
    /// By when: today or later.
    pub due: Date,
}

/// Somebody has committed themselves, or is obliged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentMade {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Why.
    pub source: CommitmentSource,
    /// Who.
    pub owner: Speaker,
    /// What.
    pub text: String,
    /// By when.
    pub due: Date,
}

impl CommitmentState {
    /// Whether it came to its end.
    #[must_use]
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Kept | Self::Released | Self::Broken)
    }
}

impl Commitment {
    /// Whether it should have been done before today and is not.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state == CommitmentState::Open && self.due < today
    }

    /// Whether that member has to do it.
    #[must_use]
    pub fn is_of(&self, member: MemberId) -> bool {
        self.owner.member == Some(member)
    }

    /// Whether a member may say what is going on: who has to do it, and staff.
    #[must_use]
    pub fn may_be_reported_by(&self, state: &State, member: MemberId) -> bool {
        self.is_of(member) || state.is_staff(member)
    }

    /// Whether a member may say that it is kept, or that it is not done yet: staff and representatives, but neither
    /// who had to do it nor who has said that it is done.
    #[must_use]
    pub fn may_be_confirmed_by(&self, state: &State, member: MemberId) -> bool {
        rights::holds(state, Actor::Member(member), Right::Triage) && !self.is_doer(member)
    }

    /// Whether that member had to do it, or has said that it is done.
    #[must_use]
    pub fn is_doer(&self, member: MemberId) -> bool {
        let done = |word: &&Arc<Progress>| word.done && word.returned.is_none();
        let mut said = self.progress.iter().filter(done);
        self.is_of(member) || said.any(|word| word.by.member == Some(member))
    }
}

impl Council {
    fn with_commitment(&mut self, id: CommitmentId, change: impl FnOnce(&mut Commitment)) {
        if let Some(commitment) = self.commitments.get_mut(&id) {
            change(Arc::make_mut(commitment));
        }
    }

    pub(crate) fn apply_made(&mut self, e: &CommitmentMade, recorded: &Recorded) {
        let commitment = Commitment {
            source: e.source,
            owner: e.owner.clone(),
            text: e.text.clone(),
            due: e.due,
            made_at: recorded.at,
            by: recorded.by,
            progress: Vec::new(),
            state: CommitmentState::Open,
            ended: None,
        };
        self.commitments.insert(e.commitment, Arc::new(commitment));
        if let CommitmentSource::Topic(topic) = e.source {
            self.with_topic(topic, |topic| {
                if !topic.state.is_over() {
                    topic.state = TopicState::Committed;
                }
            });
        }
    }

    /// The topic that a commitment belongs to.
    #[must_use]
    pub fn topic_of(&self, commitment: &Commitment) -> Option<TopicId> {
        match commitment.source {
            CommitmentSource::Topic(topic) => Some(topic),
            CommitmentSource::Motion(motion) => Some(self.motions.get(&motion)?.topic),
        }
    }

    /// The commitments of that kind: those that are overdue first, then by the day that they are due.
    #[must_use]
    pub fn commitments_of(
        &self,
        today: Date,
        fits: impl Fn(&Commitment) -> bool,
    ) -> Vec<(CommitmentId, &Commitment)> {
        let all = self.commitments.iter().filter(|(_, one)| fits(one));
        let mut all: Vec<_> = all.map(|(id, one)| (*id, &**one)).collect();
        sort_by_key(&mut all, |(_, one)| (!one.is_overdue(today), one.due));
        all
    }
}

impl Motion {
    /// Whether it was passed, and so is a resolution that obliges somebody.
    #[must_use]
    pub fn is_resolution(&self) -> bool {
        matches!(&self.state, MotionState::Closed { outcome, .. } if outcome.passed)
    }
}

impl TopicState {
    /// Whether somebody may promise something on a topic in this state.
    #[must_use]
    pub fn takes_commitments(self) -> bool {
        !matches!(self, Self::Proposed | Self::Deferred | Self::Withdrawn)
    }
}

pub(crate) fn decide_make(
    state: &State,
    actor: Actor,
    c: &MakeCommitment,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let text = checked("text", &c.text, MOST_CHARACTERS)?;
    let staff = rights::holds(state, actor, Right::Staff);
    match c.source {
        CommitmentSource::Topic(topic) => {
            let topic = super::topic::known(state, topic)?;
            if !staff && actor != Actor::Member(c.owner) {
                return Err(Rejection::NotAllowed);
            }
            if !topic.state.takes_commitments() {
                return Err(Rejection::WrongTopicState { state: topic.state });
            }
        }
        CommitmentSource::Motion(motion) => {
            let motion = state.council.motions.get(&motion);
            let motion = motion.ok_or(Rejection::UnknownMotion)?;
            if !staff {
                return Err(Rejection::NotAllowed);
            }
            if !motion.is_resolution() {
                return Err(Rejection::MotionNotPassed);
            }
        }
    }
    if state.council.commitments.contains_key(&c.commitment) {
        return Err(Rejection::AlreadyExists);
    }
    if state.scope == Scope::Whole {
        if !state.roster.members.contains_key(&c.owner) {
            return Err(Rejection::UnknownMember { member: c.owner });
        }
        if c.due < state.date(context.now) {
            return Err(Rejection::InThePast);
        }
    }
    let made = CommitmentMade {
        commitment: c.commitment,
        source: c.source,
        owner: Speaker::of(state, c.owner),
        text,
        due: c.due,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::CommitmentMade(made),
    )])
}

fn known(state: &State, id: CommitmentId) -> Result<&Commitment, Rejection> {
    let commitment = state.council.commitments.get(&id);
    commitment
        .map(|one| &**one)
        .ok_or(Rejection::UnknownCommitment)
}

/// The commitment, if it has not come to its end.
fn going_on(state: &State, id: CommitmentId) -> Result<&Commitment, Rejection> {
    let commitment = known(state, id)?;
    if commitment.state.is_ended() {
        Err(Rejection::CommitmentEnded)
    } else {
        Ok(commitment)
    }
}

/// As what the actor speaks; nobody for the operator.
fn speaker(state: &State, actor: Actor) -> Option<Speaker> {
    match actor {
        Actor::Member(member) => Some(Speaker::of(state, member)),
        _ => None,
    }
}
