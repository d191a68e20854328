//! Notice of a motion: from here on everything about it stands.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Motion, MotionState};
use crate::council::Council;
use crate::council::rule::Rule;
use crate::council::tally::Count;
use crate::council::vote::{Electorate, ElectorateKind, Options};
use crate::decide::{Context, Draft};
use crate::text::checked;
use crate::{Audience, Event, Map, MotionId, Rejection, Scope, State, Timestamp, TopicId};

/// Gives notice of a motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeMotion {
    /// The new motion.
    pub motion: MotionId,
    /// The topic that it decides.
    pub topic: TopicId,
    /// 1 to 200 characters.
    pub question: String,
    /// What a ballot may say.
    pub options: Options,
    /// Whose vote it is.
    pub electorate: Electorate,
    /// Name of the rule; its version that is in force counts.
    pub rule: String,
    /// Whether no ballot is ever to be told with its voter.
    pub sealed: bool,
    /// When it opens by itself; none if staff open it.
    pub opens_at: Option<Timestamp>,
    /// When it closes by itself.
    pub closes_at: Timestamp,
}

/// Notice of a motion, with its whole rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MotionNoticed {
    /// The motion.
    pub motion: MotionId,
    /// The topic that it decides.
    pub topic: TopicId,
    /// The question.
    pub question: String,
    /// What a ballot may say.
    pub options: Options,
    /// Whose vote it is.
    pub electorate: Electorate,
    /// The rule, so that a later version of it changes nothing here.
    pub rule: Rule,
    /// Whether no ballot is ever told with its voter.
    pub sealed: bool,
    /// When it opens by itself.
    pub opens_at: Option<Timestamp>,
    /// When it closes by itself.
    pub closes_at: Timestamp,
}

impl Council {
    pub(crate) fn apply_noticed(&mut self, e: &MotionNoticed, at: Timestamp) {
        let motion = Motion {
            topic: e.topic,
            question: e.question.clone(),
            options: e.options.clone(),
            electorate: e.electorate.clone(),
            rule: e.rule.clone(),
            sealed: e.sealed,
            noticed_at: at,
            opens_at: e.opens_at,
            closes_at: e.closes_at,
            state: MotionState::Noticed,
            size: Count::default(),
            turnout: Count::default(),
            told_at: None,
            counted: Count::default(),
            voters: None,
            ballots: Map::new(),
            left_out: Map::new(),
            hands: None,
            hands_counted: 0,
            sheets: 0,
            photos: Vec::new(),
        };
        self.motions.insert(e.motion, Arc::new(motion));
        if let Some(topic) = self.topics.get_mut(&e.topic)
            && !topic.motions.contains(&e.motion)
        {
            Arc::make_mut(topic).motions.push(e.motion);
        }
    }
}

impl Motion {
    /// The earliest time at which it may open: the rule may ask for days of notice.
    #[must_use]
    pub fn opens_from(&self) -> Timestamp {
        opens_from(&self.rule, self.noticed_at)
    }
}

fn opens_from(rule: &Rule, noticed_at: Timestamp) -> Timestamp {
    noticed_at.plus_seconds(i64::from(rule.notice_days) * 86_400)
}

pub(crate) fn decide_notice(
    state: &State,
    c: &NoticeMotion,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let question = checked("question", &c.question, 200)?;
    let options = c.options.checked()?;
    if state.council.motions.contains_key(&c.motion) {
        return Err(Rejection::AlreadyExists);
    }
    if !state.council.topics.contains_key(&c.topic) {
        return Err(Rejection::UnknownTopic);
    }
    let rule = state.council.rule(&c.rule, state.today(context.now))?;
    if rule.counts_area() && c.electorate.kind != ElectorateKind::Households {
        return Err(Rejection::RuleNeedsHouseholds);
    }
    if rule.counts_area() && c.sealed {
        return Err(Rejection::AreaNeedsNames);
    }
    if !rule.sets_a_share() && options == Options::Approval {
        return Err(Rejection::RuleNeedsOptions);
    }
    if c.opens_at.is_some_and(|opens_at| opens_at >= c.closes_at)
        || state.is_due(c.closes_at, context.now)
    {
        return Err(Rejection::BadPeriod);
    }
    if state.scope == Scope::Whole {
        let opens_from = opens_from(&rule, context.now);
        let too_soon = c.opens_at.is_some_and(|opens_at| opens_at < opens_from);
        if too_soon && rule.notice_days > 0 {
            return Err(Rejection::NoticeTooShort { opens_from });
        }
        if c.closes_at <= opens_from {
            return Err(Rejection::BadPeriod);
        }
    }
    let noticed = MotionNoticed {
        motion: c.motion,
        topic: c.topic,
        question,
        options,
        electorate: c.electorate.clone(),
        rule,
        sealed: c.sealed,
        opens_at: c.opens_at,
        closes_at: c.closes_at,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MotionNoticed(noticed),
    )])
}
