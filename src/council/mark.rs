//! The short mark that says how far a matter is.

use crate::view::prelude::*;
use yishi_domain::council::{
    Commitment, CommitmentState, Council, Meeting, MeetingState, Motion, MotionState, Opinion,
    OpinionOutcome, Topic, TopicState,
};

use yishi_domain::Date;

use super::words;
use crate::text::t;
use crate::ui::{Badge, Tone, time};

/// What is due within so many days is due soon.
const SOON_DAYS: i64 = 3;

/// A state in a few characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The words
    pub(super) text: String,
    /// Good or bad
    pub(super) tone: Tone,
}

impl Mark {
    fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }

    /// What became of an opinion: also of the topic and the vote that it led to.
    pub(super) fn opinion(council: &Council, opinion: &Opinion) -> Self {
        let texts = t().council;
        match &opinion.outcome {
            None => Self::new(texts.opinion_waiting(), Tone::Plain),
            Some((_, OpinionOutcome::Answered { .. })) => {
                Self::new(texts.opinion_answered(), Tone::Ok)
            }
            Some((_, OpinionOutcome::Declined { .. })) => {
                Self::new(texts.opinion_declined(), Tone::Plain)
            }
            Some((_, OpinionOutcome::TakenUp { topic })) => match council.topics.get(topic) {
                Some(topic) => Self::topic(council, topic),
                None => Self::new(texts.topic_scheduled(), Tone::Info),
            },
            // What becomes of the other one becomes of this.
            Some((_, OpinionOutcome::Merged { into, .. })) => {
                match council.opinions.get(&council.going_on(*into)) {
                    Some(other) if other.outcome.is_some() => Self::opinion(council, other),
                    _ => Self::new(t().matter.opinion_merged(), Tone::Info),
                }
            }
        }
    }

    /// How far a topic is: its latest vote tells.
    pub(super) fn topic(council: &Council, topic: &Topic) -> Self {
        let motions = topic
            .motions
            .iter()
            .rev()
            .filter_map(|id| council.motions.get(id));
        let latest = motions
            .into_iter()
            .find(|motion| !matches!(motion.state, MotionState::Cancelled { .. }));
        match latest.map(|motion| &motion.state) {
            Some(MotionState::Open { .. }) => Self::new(t().council.motion_open(), Tone::Warn),
            Some(MotionState::Closed { outcome, .. }) => Self::outcome(outcome.passed),
            Some(MotionState::Noticed) => Self::new(t().council.motion_noticed(), Tone::Info),
            _ => Self::topic_alone(council, topic),
        }
    }

    /// How far a topic is on which nobody votes.
    fn topic_alone(council: &Council, topic: &Topic) -> Self {
        if council.is_left_over(topic) {
            return Self::new(t().matter.topic_left_over(), Tone::Warn);
        }
        let tone = match topic.state {
            TopicState::Proposed | TopicState::Deferred | TopicState::Withdrawn => Tone::Plain,
            TopicState::Scheduled | TopicState::Discussed => Tone::Info,
            TopicState::Resolved | TopicState::Committed => Tone::Ok,
        };
        Self::new(words::topic_state(topic.state), tone)
    }

    /// How far a vote is.
    pub(super) fn motion(motion: &Motion) -> Self {
        let texts = t().council;
        match &motion.state {
            MotionState::Noticed => Self::new(texts.motion_noticed(), Tone::Info),
            MotionState::Open { .. } => Self::new(time::until(motion.closes_at.0), Tone::Warn),
            MotionState::Closed { outcome, .. } => Self::outcome(outcome.passed),
            MotionState::Cancelled { .. } => Self::new(texts.motion_cancelled(), Tone::Plain),
        }
    }

    /// How far a promise or an action is.
    pub(super) fn commitment(commitment: &Commitment, today: Date) -> Self {
        let texts = t().matter;
        match commitment.state {
            CommitmentState::Open if commitment.is_overdue(today) => {
                let days = today.days_since(commitment.due);
                Self::new(texts.overdue(days), Tone::Bad)
            }
            CommitmentState::Open => {
                let soon = commitment.due.days_since(today) <= SOON_DAYS;
                let tone = if soon { Tone::Warn } else { Tone::Info };
                Self::new(texts.due_by(words::date(commitment.due)), tone)
            }
            CommitmentState::Done => Self::new(texts.to_be_confirmed(), Tone::Warn),
            CommitmentState::Kept => Self::new(texts.kept(), Tone::Ok),
            CommitmentState::Released => Self::new(texts.released(), Tone::Plain),
            CommitmentState::Broken => Self::new(texts.broken(), Tone::Bad),
        }
    }

    /// How far a meeting is.
    pub(super) fn meeting(meeting: &Meeting) -> Self {
        if meeting.cancelled.is_some() {
            return Self::new(t().meeting.called_off(), Tone::Bad);
        }
        let tone = match meeting.state {
            MeetingState::Planned => Tone::Plain,
            MeetingState::Called => Tone::Info,
            MeetingState::Open => Tone::Warn,
            MeetingState::Closed | MeetingState::Published => Tone::Ok,
        };
        Self::new(words::meeting_state(meeting.state), tone)
    }

    fn outcome(passed: bool) -> Self {
        match passed {
            true => Self::new(t().council.motion_passed(), Tone::Ok),
            false => Self::new(t().council.motion_failed(), Tone::Plain),
        }
    }

    /// The mark on the page.
    pub(super) fn badge(self) -> View {
        view! { <Badge text=self.text tone=self.tone /> }
    }
}

/// Says that a matter waits for the endpoint.
#[component]
pub(super) fn Pending(
    /// Whether it does
    #[prop(into)]
    waiting: Signal<bool>,
) -> View {
    move || {
        waiting
            .get()
            .then(|| view! { <Badge text=t().app.pending() /> })
    }
}
