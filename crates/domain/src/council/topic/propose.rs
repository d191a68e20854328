//! Proposing a topic: any member may, and rules may by themselves.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{MOST_CHARACTERS, MOST_IN_TITLE, Topic, TopicSource, taken_up};
use crate::council::{Council, Speaker};
use crate::decide::{Actor, Draft};
use crate::rights::{self, Right};
use crate::text::{checked, optional};
use crate::{Audience, Event, Rejection, State, Timestamp, TopicId};

/// Proposes a topic to the council.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposeTopic {
    /// The new topic.
    pub topic: TopicId,
    /// 1 to 60 characters.
    pub title: String,
    /// Up to 500 characters.
    pub text: String,
    /// Where it comes from. An opinion is taken up by it, which is for those who may settle opinions.
    pub source: TopicSource,
}

/// A topic was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicProposed {
    /// The topic.
    pub topic: TopicId,
    /// What it is about.
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// Where it comes from.
    pub source: TopicSource,
    /// Who proposed it; nobody if a rule did.
    pub proposer: Option<Speaker>,
}

impl Council {
    pub(crate) fn apply_proposed(&mut self, e: &TopicProposed, at: Timestamp) {
        let topic = Topic {
            text: e.text.clone(),
            proposer: e.proposer.clone(),
            ..Topic::new(e.title.clone(), e.source, at)
        };
        self.topics.insert(e.topic, Arc::new(topic));
    }
}

pub(crate) fn decide_propose(
    state: &State,
    actor: Actor,
    c: &ProposeTopic,
) -> Result<Vec<Draft>, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    let title = checked("title", &c.title, MOST_IN_TITLE)?;
    let text = optional("text", &c.text, MOST_CHARACTERS)?;
    if matches!(c.source, TopicSource::Opinion(_)) && !rights::holds(state, actor, Right::Triage) {
        return Err(Rejection::NotAllowed);
    }
    if state.council.topics.contains_key(&c.topic) {
        return Err(Rejection::AlreadyExists);
    }
    let taken_up = taken_up(state, c.source, c.topic)?;
    let proposed = TopicProposed {
        topic: c.topic,
        title,
        text,
        source: c.source,
        proposer: Some(Speaker::of(state, member)),
    };
    let mut drafts = vec![Draft::signed(
        vec![Audience::Public],
        Event::TopicProposed(proposed),
    )];
    drafts.extend(taken_up);
    Ok(drafts)
}
