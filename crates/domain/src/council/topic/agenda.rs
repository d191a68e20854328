//! The agenda of a meeting: what stands on it, in which order, and what the meeting has turned to.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{
    MOST_IN_TITLE, Topic, TopicSource, TopicState, TopicStep, known, taken_up, wrong_state,
};
use crate::council::meeting::{self, going_on};
use crate::council::{Council, MeetingState};
use crate::decide::Draft;
use crate::text::checked;
use crate::{Audience, Event, MeetingId, Rejection, State, Timestamp, TopicId};

/// Puts a topic on a meeting's agenda, at its end: a new one, or one that was proposed, put off, or stands on
/// another agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleTopic {
    /// The topic.
    pub topic: TopicId,
    /// What it is called on the agenda; 1 to 60 characters.
    pub title: String,
    /// Where a new one comes from; one that there is already keeps its source.
    pub source: TopicSource,
    /// The meeting.
    pub meeting: MeetingId,
}

/// Moves a topic on its meeting's agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveTopic {
    /// The topic.
    pub topic: TopicId,
    /// The topic that it comes before; none for the end.
    pub before: Option<TopicId>,
}

/// Says that the meeting turns to a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscussTopic {
    /// The topic.
    pub topic: TopicId,
}

/// A topic stands on a meeting's agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicScheduled {
    /// The topic.
    pub topic: TopicId,
    /// What it is called.
    pub title: String,
    /// Where it comes from.
    pub source: TopicSource,
    /// The meeting.
    pub meeting: MeetingId,
}

/// A topic has another place on the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicMoved {
    /// The topic.
    pub topic: TopicId,
    /// The topic that it comes before; none for the end.
    pub before: Option<TopicId>,
}

/// The meeting has turned to a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicDiscussed {
    /// The topic.
    pub topic: TopicId,
}

impl Council {
    pub(crate) fn apply_scheduled(&mut self, e: &TopicScheduled, at: Timestamp) {
        let before = self.topics.get(&e.topic);
        let topic = before.map(|topic| Topic::clone(topic));
        let topic = topic.unwrap_or_else(|| Topic::new(e.title.clone(), e.source, at));
        if let Some(left) = topic.meeting {
            self.leave_agenda(left, e.topic);
        }
        let mut topic = Topic {
            title: e.title.clone(),
            meeting: Some(e.meeting),
            state: TopicState::Scheduled,
            ..topic
        };
        topic.step(at, TopicStep::Scheduled(e.meeting));
        self.topics.insert(e.topic, Arc::new(topic));
        self.place_on_agenda(e.meeting, e.topic, None);
    }

    pub(crate) fn apply_moved(&mut self, e: &TopicMoved) {
        if let Some(meeting) = self.topics.get(&e.topic).and_then(|topic| topic.meeting) {
            self.place_on_agenda(meeting, e.topic, e.before);
        }
    }

    pub(crate) fn apply_discussed(&mut self, e: &TopicDiscussed, at: Timestamp) {
        self.with_topic(e.topic, |topic| {
            // A promise that was made before stays one.
            if topic.state != TopicState::Committed {
                topic.state = TopicState::Discussed;
            }
            if let Some(meeting) = topic.meeting {
                topic.step(at, TopicStep::Discussed(meeting));
            }
        });
    }

    fn place_on_agenda(&mut self, meeting: MeetingId, topic: TopicId, before: Option<TopicId>) {
        let Some(meeting) = self.meetings.get_mut(&meeting) else {
            return;
        };
        let agenda = &mut Arc::make_mut(meeting).agenda;
        if before == Some(topic) {
            return;
        }
        agenda.retain(|other| *other != topic);
        let place = before.and_then(|before| agenda.iter().position(|other| *other == before));
        agenda.insert(place.unwrap_or(agenda.len()), topic);
    }

    /// Takes a topic off the agenda of a meeting that is to come. What was held stays as it was held.
    pub(super) fn leave_agenda(&mut self, meeting: MeetingId, topic: TopicId) {
        if let Some(meeting) = self.meetings.get_mut(&meeting)
            && meeting.state < MeetingState::Open
        {
            let agenda = &mut Arc::make_mut(meeting).agenda;
            agenda.retain(|other| *other != topic);
        }
    }
}

pub(crate) fn decide_schedule(state: &State, c: &ScheduleTopic) -> Result<Vec<Draft>, Rejection> {
    let title = checked("title", &c.title, MOST_IN_TITLE)?;
    going_on(state, c.meeting)?;
    let (source, taken_up) = match state.council.topics.get(&c.topic) {
        Some(topic) if !topic.state.may_be_scheduled() => return Err(wrong_state(topic)),
        Some(topic) if is_on_agenda(topic, c.meeting) && topic.title == title => {
            return Ok(Vec::new());
        }
        Some(topic) => (topic.source, Vec::new()),
        None => (c.source, taken_up(state, c.source, c.topic)?),
    };
    let scheduled = TopicScheduled {
        topic: c.topic,
        title,
        source,
        meeting: c.meeting,
    };
    let mut drafts = vec![Draft::signed(
        vec![Audience::Public],
        Event::TopicScheduled(scheduled),
    )];
    drafts.extend(taken_up);
    Ok(drafts)
}

pub(crate) fn decide_move(state: &State, c: &MoveTopic) -> Result<Vec<Draft>, Rejection> {
    let topic = known(state, c.topic)?;
    let id = topic.meeting.ok_or_else(|| wrong_state(topic))?;
    let meeting = going_on(state, id)?;
    if c.before
        .is_some_and(|before| !meeting.agenda.contains(&before))
    {
        return Err(Rejection::UnknownTopic);
    }
    let place = meeting.agenda.iter().position(|other| *other == c.topic);
    let place = place.ok_or_else(|| wrong_state(topic))?;
    if c.before == Some(c.topic) || c.before.as_ref() == meeting.agenda.get(place + 1) {
        return Ok(Vec::new());
    }
    let moved = TopicMoved {
        topic: c.topic,
        before: c.before,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::TopicMoved(moved),
    )])
}

pub(crate) fn decide_discuss(state: &State, c: &DiscussTopic) -> Result<Vec<Draft>, Rejection> {
    let topic = known(state, c.topic)?;
    let id = topic.meeting.ok_or_else(|| wrong_state(topic))?;
    let meeting = meeting::known(state, id)?;
    // What was forgotten while the meeting was held is written down before it is published.
    if !matches!(meeting.state, MeetingState::Open | MeetingState::Closed) {
        return Err(Rejection::WrongMeetingState {
            state: meeting.state,
        });
    }
    match topic.state {
        TopicState::Scheduled => {}
        TopicState::Discussed | TopicState::Committed
            if state.council.current_topic(id) == Some(c.topic)
                || meeting.state == MeetingState::Closed && topic.discussed_at(id).is_some() =>
        {
            return Ok(Vec::new());
        }
        TopicState::Discussed | TopicState::Committed => {}
        _ => return Err(wrong_state(topic)),
    }
    let discussed = TopicDiscussed { topic: c.topic };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::TopicDiscussed(discussed),
    )])
}

fn is_on_agenda(topic: &Topic, meeting: MeetingId) -> bool {
    topic.state == TopicState::Scheduled && topic.meeting == Some(meeting)
}
