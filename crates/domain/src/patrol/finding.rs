//! Findings: what is wrong at a shop, from the first time it is seen until somebody else says that it is mended.

mod answer;
mod event;
mod open;

pub use answer::{AnswerFinding, ContestFinding, RecheckFinding, SettleFinding};
pub(crate) use answer::{decide_answer_finding, decide_contest, decide_recheck, decide_settle};
pub use event::{
    FindingAnswered, FindingContested, FindingEscalated, FindingOpened, FindingPublished,
    FindingRechecked, FindingRepeated, FindingSettled,
};
pub(in crate::patrol) use open::open_findings;

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Patrols, Severity, Why};
use crate::{
    Audience, Date, Digest, Event, FindingId, MemberId, Recorded, ShopId, State, TemplateId,
    Timestamp, TopicId,
};

/// How far a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// The merchant has to mend it.
    Open,
    /// The merchant has answered: somebody has to look.
    Answered,
    /// The merchant contests it: the committee has to settle that.
    Contested,
    /// It is mended, or it was none.
    Closed,
}

/// What happened to a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingStep {
    /// Another inspection has found it again.
    Repeated {
        /// In which patrol.
        patrol: Date,
        /// In words; may be empty.
        note: String,
        /// Photos by their SHA-256.
        photos: Vec<Digest>,
    },
    /// The merchant has answered.
    Answered {
        /// What was done.
        text: String,
        /// Photos by their SHA-256.
        photos: Vec<Digest>,
    },
    /// Somebody else has looked.
    Rechecked {
        /// Whether it is mended.
        passed: bool,
        /// In words; may be empty.
        note: String,
        /// Photos by their SHA-256.
        photos: Vec<Digest>,
    },
    /// The merchant contests it.
    Contested {
        /// Why.
        reason: String,
    },
    /// The committee has settled that.
    Settled {
        /// Whether it stays a finding.
        upheld: bool,
        /// Why.
        reason: String,
    },
    /// It was proposed to the council.
    Escalated {
        /// As which topic.
        topic: TopicId,
        /// Why.
        why: Why,
    },
}

impl FindingStep {
    /// Its photos.
    #[must_use]
    pub fn photos(&self) -> &[Digest] {
        match self {
            Self::Repeated { photos, .. }
            | Self::Answered { photos, .. }
            | Self::Rechecked { photos, .. } => photos,
            Self::Contested { .. } | Self::Settled { .. } | Self::Escalated { .. } => &[],
        }
    }
}

/// A step with its time and, where that may be known, who took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimedStep {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Option<MemberId>,
    /// What.
    pub step: FindingStep,
}

/// A finding as known here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// At which shop.
    pub shop: ShopId,
    /// The patrol that found it first.
    pub patrol: Date,
    /// The checklist and the item that fail.
    pub item: (TemplateId, u16),
    /// What the item looks at.
    pub text: String,
    /// How bad it is.
    pub severity: Severity,
    /// In words; may be empty.
    pub note: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// When it was found.
    pub opened_at: Timestamp,
    /// The day by which it has to be mended.
    pub due: Date,
    /// Who has found it, the first one first; not known to everybody.
    pub finders: Vec<MemberId>,
    /// How far it is.
    pub state: FindingState,
    /// What happened since, the oldest first.
    pub steps: Vec<TimedStep>,
    /// Whether everybody may see it.
    pub published: bool,
}

impl Finding {
    /// How often somebody has looked in vain.
    #[must_use]
    pub fn failed_rechecks(&self) -> usize {
        let failed =
            |step: &&TimedStep| matches!(step.step, FindingStep::Rechecked { passed: false, .. });
        self.steps.iter().filter(failed).count()
    }

    /// The topic that it was proposed as.
    #[must_use]
    pub fn topic(&self) -> Option<TopicId> {
        self.steps.iter().rev().find_map(|step| match step.step {
            FindingStep::Escalated { topic, .. } => Some(topic),
            _ => None,
        })
    }

    /// Whether it should be mended by now. What is contested waits for the committee.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        matches!(self.state, FindingState::Open | FindingState::Answered) && self.due < today
    }

    /// When it was closed.
    #[must_use]
    pub fn closed_at(&self) -> Option<Timestamp> {
        if self.state != FindingState::Closed {
            return None;
        }
        let closing = self.steps.iter().rev().find(|step| {
            matches!(
                step.step,
                FindingStep::Rechecked { passed: true, .. }
                    | FindingStep::Settled { upheld: false, .. }
            )
        });
        closing.map(|step| step.at)
    }

    /// What the merchant has said last.
    #[must_use]
    pub fn answer(&self) -> Option<(&str, &[Digest])> {
        self.steps.iter().rev().find_map(|step| match &step.step {
            FindingStep::Answered { text, photos } => Some((text.as_str(), photos.as_slice())),
            _ => None,
        })
    }

    /// Whether the member may say that it is mended: not whoever has found it, nor whoever runs the shop.
    #[must_use]
    pub fn may_recheck(&self, state: &State, member: MemberId) -> bool {
        state.may(member, "recheck_finding")
            && matches!(self.state, FindingState::Open | FindingState::Answered)
            && !self.finders.contains(&member)
            && !state.runs(member, self.shop)
    }

    fn stepped(&mut self, recorded: &Recorded, step: FindingStep) {
        let step = TimedStep {
            at: recorded.at,
            by: recorded.by,
            step,
        };
        if self.steps.last() != Some(&step) {
            self.steps.push(step);
        }
    }
}

/// Who follows what happens at a shop: representatives, staff and the shop, and everybody once it is published.
pub(in crate::patrol) fn followers(shop: ShopId, published: bool) -> Vec<Audience> {
    let mut audiences = vec![Audience::Patrol, Audience::Shop(shop)];
    if published {
        audiences.insert(0, Audience::Public);
    }
    audiences
}

impl Patrols {
    /// The findings of a shop that are known here.
    pub fn findings_of(&self, shop: ShopId) -> impl Iterator<Item = (FindingId, &Finding)> {
        let findings = self.findings.iter();
        let of_it = findings.filter(move |(_, finding)| finding.shop == shop);
        of_it.map(|(id, finding)| (*id, &**finding))
    }

    /// The finding on an item at a shop that is not closed.
    #[must_use]
    pub fn open_finding(
        &self,
        shop: ShopId,
        template: TemplateId,
        item: u16,
    ) -> Option<(FindingId, &Finding)> {
        let open = |finding: &Finding| {
            finding.item == (template, item) && finding.state != FindingState::Closed
        };
        self.findings_of(shop).find(|(_, finding)| open(finding))
    }

    /// Folds in what happened to a finding.
    pub(super) fn apply_finding(&mut self, event: &Event, recorded: &Recorded) {
        match event {
            Event::FindingOpened(e) => self.apply_opened(e, recorded),
            Event::FindingRepeated(e) => self.with_finding(e.finding, |finding| {
                if let Some(by) = recorded.by
                    && !finding.finders.contains(&by)
                {
                    finding.finders.push(by);
                }
                let step = FindingStep::Repeated {
                    patrol: e.patrol,
                    note: e.note.clone(),
                    photos: e.photos.clone(),
                };
                finding.stepped(recorded, step);
            }),
            Event::FindingAnswered(e) => self.with_finding(e.finding, |finding| {
                finding.state = FindingState::Answered;
                let step = FindingStep::Answered {
                    text: e.text.clone(),
                    photos: e.photos.clone(),
                };
                finding.stepped(recorded, step);
            }),
            Event::FindingRechecked(e) => self.with_finding(e.finding, |finding| {
                finding.state = match e.passed {
                    true => FindingState::Closed,
                    false => FindingState::Open,
                };
                finding.due = e.due;
                let step = FindingStep::Rechecked {
                    passed: e.passed,
                    note: e.note.clone(),
                    photos: e.photos.clone(),
                };
                finding.stepped(recorded, step);
            }),
            Event::FindingContested(e) => self.with_finding(e.finding, |finding| {
                finding.state = FindingState::Contested;
                let reason = e.reason.clone();
                finding.stepped(recorded, FindingStep::Contested { reason });
            }),
            Event::FindingSettled(e) => self.with_finding(e.finding, |finding| {
                finding.state = match e.upheld {
                    true => FindingState::Open,
                    false => FindingState::Closed,
                };
                finding.due = e.due;
                let step = FindingStep::Settled {
                    upheld: e.upheld,
                    reason: e.reason.clone(),
                };
                finding.stepped(recorded, step);
            }),
            Event::FindingEscalated(e) => self.with_finding(e.finding, |finding| {
                let step = FindingStep::Escalated {
                    topic: e.topic,
                    why: e.why,
                };
                finding.stepped(recorded, step);
            }),
            Event::FindingPublished(e) => self.apply_finding_published(e),
            _ => {}
        }
    }

    fn apply_opened(&mut self, e: &FindingOpened, recorded: &Recorded) {
        if self.findings.contains_key(&e.finding) {
            return;
        }
        let finding = Finding {
            shop: e.shop,
            patrol: e.patrol,
            item: (e.template, e.item),
            text: e.text.clone(),
            severity: e.severity,
            note: e.note.clone(),
            photos: e.photos.clone(),
            opened_at: recorded.at,
            due: e.due,
            finders: recorded.by.into_iter().collect(),
            state: FindingState::Open,
            steps: Vec::new(),
            published: false,
        };
        self.findings.insert(e.finding, Arc::new(finding));
    }

    fn apply_finding_published(&mut self, e: &FindingPublished) {
        // Who knows it already knows more.
        if let Some(known) = self.findings.get_mut(&e.finding) {
            Arc::make_mut(known).published = true;
            return;
        }
        let finding = Finding {
            shop: e.shop,
            patrol: e.patrol,
            item: (e.template, e.item),
            text: e.text.clone(),
            severity: e.severity,
            note: e.note.clone(),
            photos: e.photos.clone(),
            opened_at: e.opened_at,
            due: e.due,
            finders: e.finders.clone(),
            state: e.state,
            steps: e.steps.clone(),
            published: true,
        };
        self.findings.insert(e.finding, Arc::new(finding));
    }

    fn with_finding(&mut self, id: FindingId, change: impl FnOnce(&mut Finding)) {
        if let Some(finding) = self.findings.get_mut(&id) {
            change(Arc::make_mut(finding));
        }
    }
}
