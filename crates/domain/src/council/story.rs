//! One matter, one thread: everything that has happened to it, from what somebody wanted to what came of it.

use super::{
    Commitment, CommitmentState, Council, Motion, MotionState, OpinionOutcome, Topic, TopicEnd,
    TopicStep,
};
use crate::{CommitmentId, MeetingId, MotionId, OpinionId, State, Timestamp, TopicId, sort_by_key};

/// Where a matter is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Matter {
    /// By what somebody wants.
    Opinion(OpinionId),
    /// By the council's topic.
    Topic(TopicId),
}

/// Something that has happened to a matter. What is told of it stands where the id leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Happening {
    /// Somebody said what they want.
    Raised(OpinionId),
    /// It was answered.
    Answered(OpinionId),
    /// It was declined.
    Declined(OpinionId),
    /// It goes on as another opinion.
    Merged(OpinionId),
    /// It was proposed to the council.
    Proposed(TopicId),
    /// It was put on an agenda.
    Scheduled(TopicId, MeetingId),
    /// A meeting turned to it.
    Discussed(TopicId, MeetingId),
    /// It was settled without a vote; which settlement it was, counted from 0.
    Settled(TopicId, TopicEnd, usize),
    /// A vote was announced.
    Noticed(MotionId),
    /// A vote was opened.
    Opened(MotionId),
    /// A vote was closed and counted.
    Closed(MotionId),
    /// A vote was cancelled.
    Cancelled(MotionId),
    /// Somebody has promised something, or is obliged.
    Promised(CommitmentId),
    /// It is said to be done.
    Done(CommitmentId),
    /// Somebody else has seen that it is done.
    Kept(CommitmentId),
    /// It need not be done.
    Released(CommitmentId),
    /// It was not done.
    Broken(CommitmentId),
}

/// Happenings with their moments.
type Dated = Vec<(Timestamp, Happening)>;

impl Council {
    /// The topic that a matter has become, also by way of the opinion that it was merged into.
    #[must_use]
    pub fn topic_of_matter(&self, matter: Matter) -> Option<TopicId> {
        match matter {
            Matter::Topic(id) => Some(id),
            Matter::Opinion(id) => {
                let opinion = self.opinions.get(&self.going_on(id))?;
                match opinion.outcome {
                    Some((_, OpinionOutcome::TakenUp { topic })) => Some(topic),
                    _ => None,
                }
            }
        }
    }

    /// Everything that has happened to a matter, in order of time; what happened at once, in the order of its way.
    #[must_use]
    pub fn story(&self, matter: Matter) -> Vec<(Timestamp, Happening)> {
        let mut story = Dated::new();
        let first = match matter {
            Matter::Opinion(id) => Some(id),
            Matter::Topic(id) => self.topics.get(&id).and_then(|topic| topic.opinion()),
        };
        let mut next = first;
        // Along the opinions that it was merged into; each is settled once, so there is an end to it.
        for _ in 0..self.opinions.len() {
            next = next.and_then(|id| self.of_opinion(id, first == Some(id), &mut story));
        }
        if let Some(id) = self.topic_of_matter(matter) {
            self.of_topic(id, &mut story);
        }
        sort_by_key(&mut story, |(at, _)| *at);
        story
    }

    /// What happened to an opinion; the one that it was merged into, if it was.
    fn of_opinion(&self, id: OpinionId, first: bool, story: &mut Dated) -> Option<OpinionId> {
        let opinion = self.opinions.get(&id)?;
        if first {
            story.push((opinion.raised_at, Happening::Raised(id)));
        }
        let (at, outcome) = opinion.outcome.as_ref()?;
        match outcome {
            OpinionOutcome::Answered { .. } => story.push((*at, Happening::Answered(id))),
            OpinionOutcome::Declined { .. } => story.push((*at, Happening::Declined(id))),
            OpinionOutcome::Merged { into, .. } => {
                story.push((*at, Happening::Merged(*into)));
                return Some(*into);
            }
            OpinionOutcome::TakenUp { .. } => {}
        }
        None
    }

    fn of_topic(&self, id: TopicId, story: &mut Dated) {
        let Some(topic) = self.topics.get(&id) else {
            return;
        };
        // What nobody has proposed was put on an agenda at once, unless a rule did.
        if topic.proposer.is_some() || topic.finding().is_some() {
            story.push((topic.proposed_at, Happening::Proposed(id)));
        }
        topic.steps_of(id, story);
        for motion in &topic.motions {
            if let Some(known) = self.motions.get(motion) {
                known.happened(*motion, story);
            }
        }
        for (commitment, known) in &self.commitments {
            if self.topic_of(known) == Some(id) {
                known.happened(*commitment, story);
            }
        }
    }

    /// Everything that stands in the public record, the latest first: what was asked, decided, promised, done.
    #[must_use]
    pub fn ledger(&self) -> Vec<(Timestamp, Happening)> {
        let mut ledger = Dated::new();
        for id in self.opinions.keys() {
            self.of_opinion(*id, true, &mut ledger);
        }
        for (id, topic) in &self.topics {
            topic.steps_of(*id, &mut ledger);
        }
        for (id, motion) in &self.motions {
            motion.happened(*id, &mut ledger);
        }
        for (id, commitment) in &self.commitments {
            commitment.happened(*id, &mut ledger);
        }
        ledger.retain(|(_, happening)| happening.is_on_record());
        sort_by_key(&mut ledger, |(at, _)| std::cmp::Reverse(*at));
        ledger
    }
}

impl Happening {
    fn is_on_record(self) -> bool {
        !matches!(
            self,
            Self::Merged(_)
                | Self::Proposed(_)
                | Self::Scheduled(..)
                | Self::Discussed(..)
                | Self::Noticed(_)
                | Self::Opened(_)
                | Self::Cancelled(_)
                | Self::Done(_)
        )
    }
}

impl Topic {
    fn steps_of(&self, id: TopicId, story: &mut Dated) {
        let mut settled = 0;
        for (at, step) in &self.steps {
            let happening = match step {
                TopicStep::Scheduled(meeting) => Happening::Scheduled(id, *meeting),
                TopicStep::Discussed(meeting) => Happening::Discussed(id, *meeting),
                TopicStep::Settled(end, _) => {
                    settled += 1;
                    Happening::Settled(id, *end, settled - 1)
                }
            };
            story.push((*at, happening));
        }
    }

    /// The words of one of its settlements, counted from 0.
    #[must_use]
    pub fn settlement(&self, number: usize) -> Option<&str> {
        let settled = self.steps.iter().filter_map(|(_, step)| match step {
            TopicStep::Settled(_, text) => Some(text.as_str()),
            _ => None,
        });
        settled.into_iter().nth(number)
    }
}

impl Motion {
    fn happened(&self, id: MotionId, story: &mut Dated) {
        let last = match &self.state {
            MotionState::Noticed => (self.noticed_at, Happening::Noticed(id)),
            MotionState::Open { since } => (*since, Happening::Opened(id)),
            MotionState::Closed { at, .. } => (*at, Happening::Closed(id)),
            MotionState::Cancelled { at, .. } => (*at, Happening::Cancelled(id)),
        };
        story.push(last);
    }
}

impl Commitment {
    fn happened(&self, id: CommitmentId, story: &mut Dated) {
        story.push((self.made_at, Happening::Promised(id)));
        if self.state == CommitmentState::Done {
            let mut said = self.progress.iter().rev();
            let done = said.find(|word| word.done);
            story.extend(done.map(|word| (word.at, Happening::Done(id))));
        }
        let Some((at, ..)) = &self.ended else { return };
        let end = match self.state {
            CommitmentState::Kept => Happening::Kept(id),
            CommitmentState::Released => Happening::Released(id),
            CommitmentState::Broken => Happening::Broken(id),
            CommitmentState::Open | CommitmentState::Done => return,
        };
        story.push((*at, end));
    }
}

impl State {
    /// The matters that a member has raised as opinions, each with what last happened to it, the latest first.
    #[must_use]
    pub fn own_matters(
        &self,
        member: crate::MemberId,
    ) -> Vec<(OpinionId, Option<(Timestamp, Happening)>)> {
        let council = &self.council;
        let own = council.opinions.iter().filter(|(_, o)| o.is_by(member));
        let last = |id: OpinionId| council.story(Matter::Opinion(id)).pop();
        let mut own: Vec<_> = own.map(|(id, _)| (*id, last(*id))).collect();
        sort_by_key(&mut own, |(_, last)| {
            std::cmp::Reverse(last.map(|(at, _)| at))
        });
        own
    }
}
