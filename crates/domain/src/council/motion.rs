//! Motions: a question put to the vote, from its notice to its published count.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::rule::{Outcome, Rule};
use super::tally::{Count, PublishedBallot, Tally, tally};
use super::vote::{Ballot, BallotCast, Electorate, ElectorateKind, Voter, VoterId};
use super::{Council, TopicState};
use crate::decide::{BlobRef, Context, Draft};
use crate::text::checked;
use crate::{
    Audience, Event, Map, MotionId, Recorded, Rejection, Scope, State, Timestamp, TopicId, sort_by,
};

/// How far a motion is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MotionState {
    /// Announced.
    Noticed,
    /// Being voted on.
    Open {
        /// Since when.
        since: Timestamp,
    },
    /// Counted.
    Closed {
        /// When.
        at: Timestamp,
        /// The count.
        tally: Tally,
        /// What the rule makes of it.
        outcome: Outcome,
        /// Where every counted ballot stands.
        ballots: BlobRef,
    },
    /// Given up.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// A motion as known here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Motion {
    /// The topic that it decides.
    pub topic: TopicId,
    /// The question.
    pub question: String,
    /// Whose vote it is.
    pub electorate: Electorate,
    /// By which rule.
    pub rule: Rule,
    /// When notice was given.
    pub noticed_at: Timestamp,
    /// When it opens by itself; none if staff open it.
    pub opens_at: Option<Timestamp>,
    /// When it closes by itself.
    pub closes_at: Timestamp,
    /// How far it is.
    pub state: MotionState,
    /// The frozen electorate's size.
    pub size: Count,
    /// Who took part so far.
    pub turnout: Count,
    /// The frozen electorate; known to the authority alone.
    pub voters: Option<Map<VoterId, Arc<Voter>>>,
    /// The ballots that are known here: all at the authority, the own home's on a phone.
    pub ballots: Map<VoterId, Arc<Ballot>>,
}

/// Gives notice of a motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeMotion {
    /// The new motion.
    pub motion: MotionId,
    /// The topic that it decides.
    pub topic: TopicId,
    /// 1 to 200 characters.
    pub question: String,
    /// Whose vote it is.
    pub electorate: Electorate,
    /// Name of the rule.
    pub rule: String,
    /// When it opens by itself; none if staff open it.
    pub opens_at: Option<Timestamp>,
    /// When it closes by itself.
    pub closes_at: Timestamp,
}

/// Opens a motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenMotion {
    /// The motion.
    pub motion: MotionId,
}

/// Closes a motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseMotion {
    /// The motion.
    pub motion: MotionId,
}

/// Cancels a motion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelMotion {
    /// The motion.
    pub motion: MotionId,
    /// 1 to 200 characters.
    pub reason: String,
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
    /// Whose vote it is.
    pub electorate: Electorate,
    /// The rule, so that a later version of it changes nothing here.
    pub rule: Rule,
    /// When it opens by itself.
    pub opens_at: Option<Timestamp>,
    /// When it closes by itself.
    pub closes_at: Timestamp,
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

/// A motion is closed and counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MotionClosed {
    /// The motion.
    pub motion: MotionId,
    /// The count.
    pub tally: Tally,
    /// What the rule makes of it.
    pub outcome: Outcome,
    /// Where every counted ballot stands.
    pub ballots: BlobRef,
}

/// A motion was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MotionCancelled {
    /// The motion.
    pub motion: MotionId,
    /// Why.
    pub reason: String,
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

    pub(crate) fn cast(&mut self, e: &BallotCast, recorded: &Recorded) {
        let ballot = Ballot {
            choice: e.choice,
            by: recorded.by,
            at: recorded.at,
            receipt: e.receipt.clone(),
        };
        self.ballots.insert(e.voter, Arc::new(ballot));
    }

    pub(crate) fn cancelled(&mut self, e: &MotionCancelled, at: Timestamp) {
        self.state = MotionState::Cancelled {
            at,
            reason: e.reason.clone(),
        };
    }

    /// Every counted ballot in the order of its home or name: complete at the authority only.
    #[must_use]
    pub fn published(&self) -> Vec<PublishedBallot> {
        let known = self.ballots.iter().filter_map(|(id, ballot)| {
            let voter = self.voters.as_ref()?.get(id)?;
            Some((voter, ballot))
        });
        let mut ballots: Vec<PublishedBallot> = known
            .map(|(voter, ballot)| PublishedBallot {
                voter: voter.label.clone(),
                choice: ballot.choice,
                area: if self.rule.counts_area() {
                    voter.area
                } else {
                    0
                },
                receipt: ballot.receipt.clone(),
            })
            .collect();
        sort_by(&mut ballots, |a, b| {
            (natural(&a.voter), &a.receipt).cmp(&(natural(&b.voter), &b.receipt))
        });
        ballots
    }
}

/// Sorts home 10-1-101 behind 2-1-101.
fn natural(label: &str) -> Vec<(u64, &str)> {
    label
        .split('-')
        .map(|part| (part.parse().unwrap_or(u64::MAX), part))
        .collect()
}

impl Council {
    pub(crate) fn apply_noticed(&mut self, e: &MotionNoticed, at: Timestamp) {
        let motion = Motion {
            topic: e.topic,
            question: e.question.clone(),
            electorate: e.electorate.clone(),
            rule: e.rule.clone(),
            noticed_at: at,
            opens_at: e.opens_at,
            closes_at: e.closes_at,
            state: MotionState::Noticed,
            size: Count::default(),
            turnout: Count::default(),
            voters: None,
            ballots: Map::new(),
        };
        self.motions.insert(e.motion, Arc::new(motion));
        if let Some(topic) = self.topics.get_mut(&e.topic)
            && !topic.motions.contains(&e.motion)
        {
            Arc::make_mut(topic).motions.push(e.motion);
        }
    }

    pub(crate) fn apply_closed(&mut self, e: &MotionClosed, at: Timestamp) {
        let Some(motion) = self.motions.get_mut(&e.motion) else {
            return;
        };
        let motion = Arc::make_mut(motion);
        motion.turnout = e.tally.participants;
        motion.state = MotionState::Closed {
            at,
            tally: e.tally,
            outcome: e.outcome,
            ballots: e.ballots,
        };
        if let Some(topic) = self.topics.get_mut(&motion.topic) {
            Arc::make_mut(topic).state = TopicState::Resolved;
        }
    }
}

pub(crate) fn decide_notice(
    state: &State,
    c: &NoticeMotion,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let question = checked("question", &c.question, 200)?;
    if state.council.motions.contains_key(&c.motion) {
        return Err(Rejection::AlreadyExists);
    }
    if !state.council.topics.contains_key(&c.topic) {
        return Err(Rejection::UnknownTopic);
    }
    let rule = Rule::preset(&c.rule).ok_or(Rejection::UnknownRule)?;
    if rule.counts_area() && c.electorate.kind != ElectorateKind::Households {
        return Err(Rejection::RuleNeedsHouseholds);
    }
    if c.opens_at.is_some_and(|opens_at| opens_at >= c.closes_at)
        || state.is_due(c.closes_at, context.now)
    {
        return Err(Rejection::BadPeriod);
    }
    let noticed = MotionNoticed {
        motion: c.motion,
        topic: c.topic,
        question,
        electorate: c.electorate.clone(),
        rule,
        opens_at: c.opens_at,
        closes_at: c.closes_at,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MotionNoticed(noticed),
    )])
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
    let voters = motion.electorate.voters(state, state.date(context.now));
    if voters.is_empty() {
        return Err(Rejection::EmptyElectorate);
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
        size += Count {
            heads: 1,
            area: if motion.rule.counts_area() {
                voter.area
            } else {
                0
            },
        };
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

pub(crate) fn decide_close(
    state: &State,
    c: &CloseMotion,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let motion = open_motion(state, c.motion)?;
    if state.scope == Scope::Partial {
        return Ok(Vec::new());
    }
    let published = motion.published();
    let tally = tally(
        motion.size,
        published.iter().map(|ballot| (ballot.choice, ballot.area)),
    );
    let outcome = motion.rule.outcome(&tally);
    let ballots = context.press.ballots(&published);
    let closed = MotionClosed {
        motion: c.motion,
        tally,
        outcome,
        ballots,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MotionClosed(closed),
    )])
}

pub(crate) fn decide_cancel(state: &State, c: &CancelMotion) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, 200)?;
    let motion = state
        .council
        .motions
        .get(&c.motion)
        .ok_or(Rejection::UnknownMotion)?;
    match &motion.state {
        MotionState::Noticed | MotionState::Open { .. } => {}
        MotionState::Closed { at, .. } => return Err(Rejection::MotionClosed { closed_at: *at }),
        MotionState::Cancelled { .. } => return Ok(Vec::new()),
    }
    let cancelled = MotionCancelled {
        motion: c.motion,
        reason,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MotionCancelled(cancelled),
    )])
}

pub(crate) fn open_motion(state: &State, id: MotionId) -> Result<&Motion, Rejection> {
    let motion = state
        .council
        .motions
        .get(&id)
        .ok_or(Rejection::UnknownMotion)?;
    match &motion.state {
        MotionState::Open { .. } => Ok(motion),
        MotionState::Noticed => Err(Rejection::MotionNotOpen),
        MotionState::Closed { at, .. } => Err(Rejection::MotionClosed { closed_at: *at }),
        MotionState::Cancelled { .. } => Err(Rejection::MotionCancelled),
    }
}
