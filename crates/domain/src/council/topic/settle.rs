//! What comes of a topic without a vote and without a promise.

use serde::{Deserialize, Serialize};

use super::{MOST_CHARACTERS, Topic, TopicState, TopicStep, known, wrong_state};
use crate::council::Council;
use crate::decide::{Actor, Draft};
use crate::rights::{self, Right};
use crate::text::checked;
use crate::{Audience, Event, Rejection, State, Timestamp, TopicId};

/// How a topic is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicEnd {
    /// The meeting came to a conclusion.
    Resolved,
    /// It is put off.
    Deferred,
    /// It is given up.
    Withdrawn,
}

impl TopicEnd {
    /// The state that a topic comes to by it.
    #[must_use]
    pub fn state(self) -> TopicState {
        match self {
            Self::Resolved => TopicState::Resolved,
            Self::Deferred => TopicState::Deferred,
            Self::Withdrawn => TopicState::Withdrawn,
        }
    }
}

impl TopicState {
    /// Whether a topic in this state may be settled like that.
    #[must_use]
    pub fn may_be_settled(self, end: TopicEnd) -> bool {
        match end {
            TopicEnd::Resolved => self == Self::Discussed,
            TopicEnd::Deferred => {
                matches!(self, Self::Proposed | Self::Scheduled | Self::Discussed)
            }
            TopicEnd::Withdrawn => matches!(
                self,
                Self::Proposed | Self::Scheduled | Self::Discussed | Self::Deferred
            ),
        }
    }
}

/// Settles a topic. Whoever proposed it may give it up; all else is for staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleTopic {
    /// The topic.
    pub topic: TopicId,
    /// How.
    pub to: TopicEnd,
    /// The conclusion or the reason; 1 to 500 characters.
    pub text: String,
}

/// A topic was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicSettled {
    /// The topic.
    pub topic: TopicId,
    /// How.
    pub to: TopicEnd,
    /// The conclusion or the reason.
    pub text: String,
}

impl Council {
    pub(crate) fn apply_settled(&mut self, e: &TopicSettled, at: Timestamp) {
        let Some(topic) = self.topics.get(&e.topic) else {
            return;
        };
        if let Some(meeting) = topic.meeting.filter(|_| e.to != TopicEnd::Resolved) {
            self.leave_agenda(meeting, e.topic);
        }
        self.with_topic(e.topic, |topic| {
            topic.state = e.to.state();
            topic.step(at, TopicStep::Settled(e.to, e.text.clone()));
        });
    }
}

impl Topic {
    /// Whether a member may settle it like that, as far as it hangs on who they are.
    #[must_use]
    pub fn may_be_settled_by(&self, state: &State, actor: Actor, end: TopicEnd) -> bool {
        let own = self.proposer.as_ref().and_then(|proposer| proposer.member);
        let gives_up = end == TopicEnd::Withdrawn && own.map(Actor::Member) == Some(actor);
        gives_up || rights::holds(state, actor, Right::Staff)
    }
}

pub(crate) fn decide_settle(
    state: &State,
    actor: Actor,
    c: &SettleTopic,
) -> Result<Vec<Draft>, Rejection> {
    let text = checked("text", &c.text, MOST_CHARACTERS)?;
    let topic = known(state, c.topic)?;
    if !topic.may_be_settled_by(state, actor, c.to) {
        return Err(Rejection::NotAllowed);
    }
    if topic.state == c.to.state() && topic.end().is_some_and(|(_, _, said)| said == text) {
        return Ok(Vec::new());
    }
    if !topic.state.may_be_settled(c.to) {
        return Err(wrong_state(topic));
    }
    if state.council.is_to_be_voted_on(topic) {
        return Err(Rejection::MotionPending);
    }
    let settled = TopicSettled {
        topic: c.topic,
        to: c.to,
        text,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::TopicSettled(settled),
    )])
}
