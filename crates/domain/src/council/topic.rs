//! Topics: what the council deals with, from the proposal to what came of it.

mod agenda;
mod propose;
mod settle;
mod statement;

pub use agenda::{
    DiscussTopic, MoveTopic, ScheduleTopic, TopicDiscussed, TopicMoved, TopicScheduled,
};
pub(crate) use agenda::{decide_discuss, decide_move, decide_schedule};
pub(crate) use propose::decide_propose;
pub use propose::{ProposeTopic, TopicProposed};
pub(crate) use settle::decide_settle;
pub use settle::{SettleTopic, TopicEnd, TopicSettled};
pub use statement::{
    CorrectStatement, MakeStatement, Statement, StatementBy, StatementCorrected, StatementMade,
};
pub(crate) use statement::{decide_correct, decide_state};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Council, MeetingState, MotionState, OpinionTakenUp, Speaker};
use crate::decide::Draft;
use crate::{
    Audience, Event, FindingId, MeetingId, MotionId, OpinionId, Rejection, Scope, State, Timestamp,
    TopicId,
};

/// Characters that a title may have.
const MOST_IN_TITLE: u32 = 60;
/// Characters that an explanation, a conclusion or a reason may have.
const MOST_CHARACTERS: u32 = 500;

/// How far a topic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicState {
    /// Somebody wants it to be dealt with.
    Proposed,
    /// It stands on an agenda.
    Scheduled,
    /// A meeting has dealt with it, or deals with it now.
    Discussed,
    /// It was decided: a motion on it passed or failed, or a meeting came to a conclusion.
    Resolved,
    /// Somebody has promised something.
    Committed,
    /// It was put off, with a reason.
    Deferred,
    /// It was given up, with a reason.
    Withdrawn,
}

/// Where a topic comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicSource {
    /// A member, or a meeting itself.
    Member,
    /// What a resident wants.
    Opinion(OpinionId),
    /// What a patrol has found.
    Finding(FindingId),
}

/// A step of a topic's way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TopicStep {
    /// It was put on the agenda of that meeting.
    Scheduled(MeetingId),
    /// That meeting turned to it.
    Discussed(MeetingId),
    /// It was settled without a vote, with these words.
    Settled(TopicEnd, String),
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// What it is about, in a line.
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// Where it comes from.
    pub source: TopicSource,
    /// Who proposed it; nobody if it was put on an agenda at once, or came up by a rule.
    pub proposer: Option<Speaker>,
    /// When it came up.
    pub proposed_at: Timestamp,
    /// The meeting that deals with it.
    pub meeting: Option<MeetingId>,
    /// How far it is.
    pub state: TopicState,
    /// Where it has been since it came up, and when, the oldest first.
    pub steps: Vec<(Timestamp, TopicStep)>,
    /// The motions on it, the oldest first.
    pub motions: Vec<MotionId>,
    /// What was said on it, in order.
    pub statements: Vec<Arc<Statement>>,
}

impl Topic {
    /// The opinion that it comes from.
    #[must_use]
    pub fn opinion(&self) -> Option<OpinionId> {
        match self.source {
            TopicSource::Opinion(opinion) => Some(opinion),
            TopicSource::Member | TopicSource::Finding(_) => None,
        }
    }

    /// What it comes from, if a patrol has found it.
    #[must_use]
    pub fn finding(&self) -> Option<FindingId> {
        match self.source {
            TopicSource::Finding(finding) => Some(finding),
            TopicSource::Member | TopicSource::Opinion(_) => None,
        }
    }

    /// How it was settled last without a vote, and in which words.
    #[must_use]
    pub fn end(&self) -> Option<(Timestamp, TopicEnd, &str)> {
        let mut steps = self.steps.iter().rev();
        steps.find_map(|(at, step)| match step {
            TopicStep::Settled(end, text) => Some((*at, *end, text.as_str())),
            _ => None,
        })
    }

    /// When that meeting last turned to it.
    #[must_use]
    pub fn discussed_at(&self, meeting: MeetingId) -> Option<Timestamp> {
        let mut steps = self.steps.iter().rev();
        steps
            .find(|(_, step)| *step == TopicStep::Discussed(meeting))
            .map(|(at, _)| *at)
    }

    fn step(&mut self, at: Timestamp, step: TopicStep) {
        let step = (at, step);
        if self.steps.last() != Some(&step) {
            self.steps.push(step);
        }
    }

    fn new(title: String, source: TopicSource, at: Timestamp) -> Self {
        Self {
            title,
            text: String::new(),
            source,
            proposer: None,
            proposed_at: at,
            meeting: None,
            state: TopicState::Proposed,
            steps: Vec::new(),
            motions: Vec::new(),
            statements: Vec::new(),
        }
    }
}

impl TopicState {
    /// Whether a topic in this state may stand on an agenda that is still to be held.
    #[must_use]
    pub fn may_be_scheduled(self) -> bool {
        // A promise that was made may be broken: then the council deals with the matter again.
        !matches!(self, Self::Discussed | Self::Resolved | Self::Withdrawn)
    }

    /// Whether nothing more comes of it.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Resolved | Self::Withdrawn)
    }
}

impl Council {
    pub(super) fn with_topic(&mut self, id: TopicId, change: impl FnOnce(&mut Topic)) {
        if let Some(topic) = self.topics.get_mut(&id) {
            change(Arc::make_mut(topic));
        }
    }

    /// The topics of a meeting in the order of its agenda.
    #[must_use]
    pub fn agenda(&self, meeting: MeetingId) -> Vec<(TopicId, &Topic)> {
        let agenda = self.meetings.get(&meeting).map(|m| m.agenda.as_slice());
        let known = |id: &TopicId| Some((*id, &**self.topics.get(id)?));
        agenda
            .unwrap_or_default()
            .iter()
            .filter_map(known)
            .collect()
    }

    /// The topic that a meeting deals with now: the one that it turned to last.
    #[must_use]
    pub fn current_topic(&self, meeting: MeetingId) -> Option<TopicId> {
        if self.meetings.get(&meeting)?.state != MeetingState::Open {
            return None;
        }
        let agenda = self.agenda(meeting).into_iter();
        let begun = agenda.filter_map(|(id, topic)| Some((topic.discussed_at(meeting)?, id)));
        begun.max_by_key(|(at, _)| *at).map(|(_, id)| id)
    }

    /// Whether a topic was on the agenda of a meeting that is over, and was not dealt with.
    #[must_use]
    pub fn is_left_over(&self, topic: &Topic) -> bool {
        let meeting = topic.meeting.and_then(|id| self.meetings.get(&id));
        topic.state == TopicState::Scheduled && meeting.is_some_and(|meeting| meeting.is_over())
    }

    /// Whether a motion on the topic is announced or open.
    #[must_use]
    pub fn is_to_be_voted_on(&self, topic: &Topic) -> bool {
        let motions = topic.motions.iter().filter_map(|id| self.motions.get(id));
        motions.into_iter().any(|motion| {
            matches!(
                motion.state,
                MotionState::Noticed | MotionState::Open { .. }
            )
        })
    }
}

pub(super) fn known(state: &State, id: TopicId) -> Result<&Topic, Rejection> {
    let topic = state.council.topics.get(&id);
    topic.map(|topic| &**topic).ok_or(Rejection::UnknownTopic)
}

fn wrong_state(topic: &Topic) -> Rejection {
    Rejection::WrongTopicState { state: topic.state }
}

/// The opinion of the source is settled by becoming this topic.
fn taken_up(state: &State, source: TopicSource, topic: TopicId) -> Result<Vec<Draft>, Rejection> {
    let opinion = match source {
        TopicSource::Opinion(opinion) => opinion,
        TopicSource::Member => return Ok(Vec::new()),
        TopicSource::Finding(finding) => {
            let known = state.patrol.findings.contains_key(&finding);
            return match known || state.scope == Scope::Partial {
                true => Ok(Vec::new()),
                false => Err(Rejection::UnknownFinding),
            };
        }
    };
    super::opinion::open_opinion(state, opinion)?;
    let taken_up = Event::OpinionTakenUp(OpinionTakenUp { opinion, topic });
    Ok(vec![Draft::signed(vec![Audience::Public], taken_up)])
}
