//! What goes to the council by itself: a finding that is not mended however often somebody looks.

use serde::{Deserialize, Serialize};

use super::finding::followers;
use super::publish::told_to_everybody;
use super::{Finding, FindingEscalated, FindingStep, Patrols, Verdict};
use crate::council::{TopicProposed, TopicSource};
use crate::decide::Draft;
use crate::{Audience, Date, Event, FindingId, ShopId, State, TemplateId, TopicId};

/// So many times somebody has looked in vain.
const RECHECKS: usize = 3;
/// So many patrols running an item has failed in.
const PATROLS: usize = 3;

/// Why a finding goes to the council.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Three rechecks have failed.
    ThirdRecheck,
    /// The item has failed in three patrols running.
    ThreePatrols,
}

/// A finding as it is proposed to the council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The topic that it becomes; every phone knows it alike.
    pub topic: TopicId,
    /// The finding that it comes from.
    pub finding: FindingId,
    /// In a line of at most 60 characters.
    pub title: String,
    /// Why.
    pub why: Why,
}

impl Patrols {
    /// What is to be proposed to the council about a finding now; nothing if it is closed, or was proposed already,
    /// or an earlier finding on the same item at the same shop was and is not closed.
    #[must_use]
    pub fn proposal(&self, state: &State, id: FindingId) -> Option<Proposal> {
        let finding = self.findings.get(&id)?;
        if !finding.is_open() || self.is_proposed(finding) {
            return None;
        }
        let (template, item) = finding.item;
        let why = match () {
            () if finding.failed_rechecks() >= RECHECKS => Why::ThirdRecheck,
            () if self.fails_running(finding.shop, template, item) >= PATROLS => Why::ThreePatrols,
            () => return None,
        };
        let shop = state.shops.get(&finding.shop);
        let name = shop.map_or("", |shop| shop.name.as_str());
        let title: String = format!("{name}：{}", finding.text)
            .chars()
            .take(60)
            .collect();
        Some(Proposal {
            topic: TopicId::of_finding(id),
            finding: id,
            title,
            why,
        })
    }

    fn is_proposed(&self, finding: &Finding) -> bool {
        let same = |other: &Finding| other.item == finding.item && other.is_open();
        self.findings_of(finding.shop).any(|(_, other)| {
            same(other)
                && other
                    .steps
                    .iter()
                    .any(|s| matches!(s.step, FindingStep::Escalated { .. }))
        })
    }

    /// In how many patrols running, up to the last one that has looked, an item has failed at a shop. A patrol in
    /// which nobody looked, or in which it did not apply, neither counts nor breaks the row.
    #[must_use]
    pub fn fails_running(&self, shop: ShopId, template: TemplateId, item: u16) -> usize {
        let mut looked: Vec<(Date, bool)> = Vec::new();
        for (_, inspection) in self.visits(shop).filter(|(_, i)| i.template == template) {
            let list = self.checklist(template, inspection.version);
            let asked = list.and_then(|list| list.item(item));
            let (Some(asked), Some(value)) = (asked, inspection.answer(item)) else {
                continue;
            };
            let failed = match asked.verdict(value) {
                Verdict::Failed => true,
                Verdict::Passed => false,
                Verdict::NotApplicable | Verdict::Told => continue,
            };
            // Of two who looked in one patrol, one who found it failing is enough.
            match looked
                .iter_mut()
                .find(|(patrol, _)| *patrol == inspection.patrol)
            {
                Some((_, known)) => *known |= failed,
                None => looked.push((inspection.patrol, failed)),
            }
        }
        crate::sort_by_key(&mut looked, |(patrol, _)| std::cmp::Reverse(*patrol));
        looked.iter().take_while(|(_, failed)| *failed).count()
    }
}

impl TopicId {
    /// The topic that a finding becomes.
    #[must_use]
    pub fn of_finding(finding: FindingId) -> Self {
        let (high, low) = finding.0.as_u64_pair();
        Self(uuid::Uuid::from_u64_pair(high ^ 0x0f1d, low))
    }
}

/// What a finding leads to by itself.
pub(super) fn escalate(state: &State, id: FindingId) -> Vec<Draft> {
    let Some(proposal) = state.patrol.proposal(state, id) else {
        return Vec::new();
    };
    let Some(finding) = state.patrol.findings.get(&id) else {
        return Vec::new();
    };
    let escalated = FindingEscalated {
        finding: id,
        topic: proposal.topic,
        why: proposal.why,
    };
    let mut drafts = Vec::new();
    // The council's matters are everybody's: so is what it comes from.
    if !finding.published {
        drafts.push(told_to_everybody(id, finding));
    }
    drafts.push(Draft::signed(
        followers(finding.shop, true),
        Event::FindingEscalated(escalated),
    ));
    let proposed = TopicProposed {
        topic: proposal.topic,
        title: proposal.title,
        text: finding.note.clone(),
        source: TopicSource::Finding(id),
        proposer: None,
    };
    drafts.push(Draft::unsigned(
        vec![Audience::Public],
        Event::TopicProposed(proposed),
    ));
    drafts
}
