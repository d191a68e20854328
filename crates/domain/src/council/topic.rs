//! Topics: what a meeting deals with.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::opinion::open_opinion;
use super::{Council, MeetingState, OpinionTakenUp};
use crate::decide::Draft;
use crate::text::checked;
use crate::{
    Audience, Event, MeetingId, MotionId, OpinionId, Rejection, State, Timestamp, TopicId,
    sort_by_key,
};

/// How far a topic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicState {
    /// It stands on an agenda.
    Scheduled,
    /// A motion on it passed or failed.
    Resolved,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// What it is about, in a line.
    pub title: String,
    /// The opinion that it came from.
    pub opinion: Option<OpinionId>,
    /// The meeting that deals with it.
    pub meeting: MeetingId,
    /// When it was put on the agenda.
    pub scheduled_at: Timestamp,
    /// How far it is.
    pub state: TopicState,
    /// The motions on it, the oldest first.
    pub motions: Vec<MotionId>,
}

/// Puts a topic on a meeting's agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleTopic {
    /// The new topic.
    pub topic: TopicId,
    /// 1 to 60 characters.
    pub title: String,
    /// The opinion that it comes from.
    pub opinion: Option<OpinionId>,
    /// The meeting.
    pub meeting: MeetingId,
}

/// A topic stands on a meeting's agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicScheduled {
    /// The topic.
    pub topic: TopicId,
    /// What it is about.
    pub title: String,
    /// The opinion that it comes from.
    pub opinion: Option<OpinionId>,
    /// The meeting.
    pub meeting: MeetingId,
}

impl Council {
    pub(crate) fn apply_scheduled(&mut self, e: &TopicScheduled, at: Timestamp) {
        let topic = Topic {
            title: e.title.clone(),
            opinion: e.opinion,
            meeting: e.meeting,
            scheduled_at: at,
            state: TopicState::Scheduled,
            motions: Vec::new(),
        };
        self.topics.insert(e.topic, Arc::new(topic));
    }

    /// The topics of a meeting in the order of its agenda.
    #[must_use]
    pub fn agenda(&self, meeting: MeetingId) -> Vec<(TopicId, &Topic)> {
        let mut agenda: Vec<_> = self
            .topics
            .iter()
            .filter(|(_, t)| t.meeting == meeting)
            .map(|(id, t)| (*id, &**t))
            .collect();
        sort_by_key(&mut agenda, |(_, t)| t.scheduled_at);
        agenda
    }
}

pub(crate) fn decide_schedule(state: &State, c: &ScheduleTopic) -> Result<Vec<Draft>, Rejection> {
    let title = checked("title", &c.title, 60)?;
    if state.council.topics.contains_key(&c.topic) {
        return Err(Rejection::AlreadyExists);
    }
    let meeting = state
        .council
        .meetings
        .get(&c.meeting)
        .ok_or(Rejection::UnknownMeeting)?;
    if meeting.state >= MeetingState::Closed {
        return Err(Rejection::MeetingOver);
    }
    let scheduled = TopicScheduled {
        topic: c.topic,
        title,
        opinion: c.opinion,
        meeting: c.meeting,
    };
    let mut drafts = vec![Draft::signed(
        vec![Audience::Public],
        Event::TopicScheduled(scheduled),
    )];
    if let Some(opinion) = c.opinion {
        open_opinion(state, opinion)?;
        let taken_up = OpinionTakenUp {
            opinion,
            topic: c.topic,
        };
        drafts.push(Draft::signed(
            vec![Audience::Public],
            Event::OpinionTakenUp(taken_up),
        ));
    }
    Ok(drafts)
}
