//! Statements on a topic, in the order in which they were made, each with the speaker's role.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{MOST_CHARACTERS, Topic, TopicState, known, wrong_state};
use crate::council::{Council, MeetingState, Speaker};
use crate::decide::{Actor, Draft};
use crate::rights::{self, Right};
use crate::roster::Role;
use crate::text::checked;
use crate::{
    Audience, Event, MeetingId, MemberId, Recorded, Rejection, Scope, State, StatementId,
    Timestamp, TopicId,
};

/// Characters that the name of a guest may have.
const MOST_IN_NAME: u32 = 40;

/// What somebody said on a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Which.
    pub id: StatementId,
    /// Who said it, and as what.
    pub speaker: Speaker,
    /// What.
    pub text: String,
    /// When it was written down.
    pub at: Timestamp,
    /// Who wrote it down.
    pub by: Option<MemberId>,
    /// The meeting that was dealing with the topic then.
    pub meeting: Option<MeetingId>,
    /// Whether it was corrected since.
    pub corrected: bool,
}

/// Makes a statement: one's own, or, for staff, anybody's whom they heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeStatement {
    /// The new statement.
    pub statement: StatementId,
    /// The topic.
    pub topic: TopicId,
    /// Who says it: a member, or a guest by name.
    pub speaker: StatementBy,
    /// 1 to 500 characters.
    pub text: String,
}

/// Who makes a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementBy {
    /// A member, in one of the roles that they have; in the usual one if none is said.
    Member {
        /// Who.
        member: MemberId,
        /// As what.
        role: Option<Role>,
    },
    /// Somebody who is not on the roster; 1 to 40 characters.
    Guest(String),
}

/// Corrects the words of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectStatement {
    /// The statement.
    pub statement: StatementId,
    /// Its topic.
    pub topic: TopicId,
    /// 1 to 500 characters.
    pub text: String,
}

/// A statement was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementMade {
    /// The statement.
    pub statement: StatementId,
    /// The topic.
    pub topic: TopicId,
    /// Who said it.
    pub speaker: Speaker,
    /// What.
    pub text: String,
}

/// The words of a statement were corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementCorrected {
    /// The statement.
    pub statement: StatementId,
    /// Its topic.
    pub topic: TopicId,
    /// What was said.
    pub text: String,
}

impl Topic {
    fn statement(&self, id: StatementId) -> Option<&Statement> {
        let mut all = self.statements.iter();
        all.find(|one| one.id == id).map(|one| &**one)
    }
}

impl Statement {
    /// Whether a member may correct it: who said it, who wrote it down, and staff.
    #[must_use]
    pub fn may_be_corrected_by(&self, state: &State, member: MemberId) -> bool {
        [self.speaker.member, self.by].contains(&Some(member)) || state.is_staff(member)
    }
}

impl Council {
    /// Whether statements on a topic are taken. Staff may write down what was said before a decision until the
    /// minutes of its meeting are published.
    #[must_use]
    pub fn takes_statements(&self, topic: &Topic, staff: bool) -> bool {
        let meeting = topic.meeting.and_then(|id| self.meetings.get(&id));
        let unpublished = meeting.is_some_and(|meeting| meeting.state < MeetingState::Published);
        !topic.state.is_over() || staff && unpublished && topic.state == TopicState::Resolved
    }

    pub(crate) fn apply_stated(&mut self, e: &StatementMade, recorded: &Recorded) {
        let dealing = self.topics.get(&e.topic).and_then(|topic| topic.meeting);
        let meeting = dealing.filter(|meeting| self.current_topic(*meeting) == Some(e.topic));
        let statement = Statement {
            id: e.statement,
            speaker: e.speaker.clone(),
            text: e.text.clone(),
            at: recorded.at,
            by: recorded.by,
            meeting,
            corrected: false,
        };
        self.with_topic(e.topic, |topic| {
            if topic.statement(e.statement).is_none() {
                topic.statements.push(Arc::new(statement));
            }
        });
    }

    pub(crate) fn apply_corrected(&mut self, e: &StatementCorrected) {
        self.with_topic(e.topic, |topic| {
            let mut all = topic.statements.iter_mut();
            if let Some(statement) = all.find(|one| one.id == e.statement) {
                let statement = Arc::make_mut(statement);
                statement.text.clone_from(&e.text);
                statement.corrected = true;
            }
        });
    }
}

pub(crate) fn decide_state(
    state: &State,
    actor: Actor,
    c: &MakeStatement,
) -> Result<Vec<Draft>, Rejection> {
    let text = checked("text", &c.text, MOST_CHARACTERS)?;
    let topic = known(state, c.topic)?;
    let speaker = speaker(state, actor, &c.speaker)?;
    if !state
        .council
        .takes_statements(topic, is_staff(state, actor))
    {
        return Err(wrong_state(topic));
    }
    if topic.statement(c.statement).is_some() {
        return Err(Rejection::AlreadyExists);
    }
    let made = StatementMade {
        statement: c.statement,
        topic: c.topic,
        speaker,
        text,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::StatementMade(made),
    )])
}

pub(crate) fn decide_correct(
    state: &State,
    actor: Actor,
    c: &CorrectStatement,
) -> Result<Vec<Draft>, Rejection> {
    let text = checked("text", &c.text, MOST_CHARACTERS)?;
    let topic = known(state, c.topic)?;
    let statement = topic.statement(c.statement);
    let statement = statement.ok_or(Rejection::UnknownStatement)?;
    if let Actor::Member(member) = actor
        && !statement.may_be_corrected_by(state, member)
    {
        return Err(Rejection::NotAllowed);
    }
    if !state.council.takes_statements(topic, true) {
        return Err(wrong_state(topic));
    }
    if statement.text == text {
        return Ok(Vec::new());
    }
    let corrected = StatementCorrected {
        statement: c.statement,
        topic: c.topic,
        text,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::StatementCorrected(corrected),
    )])
}

fn is_staff(state: &State, actor: Actor) -> bool {
    rights::holds(state, actor, Right::Staff)
}

/// Who speaks, if the actor may say so.
fn speaker(state: &State, actor: Actor, by: &StatementBy) -> Result<Speaker, Rejection> {
    let staff = is_staff(state, actor);
    match by {
        StatementBy::Member { member, role } => {
            if !staff && actor != Actor::Member(*member) {
                return Err(Rejection::NotAllowed);
            }
            if state.scope == Scope::Whole && !state.roster.members.contains_key(member) {
                return Err(Rejection::UnknownMember { member: *member });
            }
            let usual = Speaker::of(state, *member);
            match role {
                Some(role) if state.roster.has_role(*member, *role) => Ok(Speaker {
                    role: Some(*role),
                    ..usual
                }),
                Some(_) if state.scope == Scope::Whole => Err(Rejection::NotAllowed),
                _ => Ok(usual),
            }
        }
        StatementBy::Guest(_) if !staff => Err(Rejection::NotAllowed),
        StatementBy::Guest(name) => Ok(Speaker {
            member: None,
            name: checked("name", name, MOST_IN_NAME)?,
            role: None,
        }),
    }
}
