//! What a patrol has found, told to everybody.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Finding, FindingPublished, MissReason, Patrol, Patrols, Published};
use crate::decide::Draft;
use crate::{Audience, Command, Date, Event, FindingId, Rejection, ShopId, State, Timestamp};

/// Publishes what a patrol has found: given by staff, or by the clock some hours after the patrol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishPatrol {
    /// The patrol.
    pub patrol: Date,
}

/// What was found at a shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedResult {
    /// The shop.
    pub shop: ShopId,
    /// In tenths of a point; none if nothing applied.
    pub score: Option<u16>,
    /// How many inspected.
    pub inspections: u16,
}

/// A shop that was not inspected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedMiss {
    /// The shop.
    pub shop: ShopId,
    /// Why. What was noted beside it is not told.
    pub reason: MissReason,
}

/// What a patrol has found, once and again if somebody submits later. Its findings are events of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolPublished {
    /// The patrol.
    pub patrol: Date,
    /// The day on which it was walked.
    pub day: Date,
    /// Shop by shop.
    pub results: Vec<PublishedResult>,
    /// Shops that were not inspected.
    pub missed: Vec<PublishedMiss>,
}

impl Patrol {
    fn results(&self) -> (Vec<PublishedResult>, Vec<PublishedMiss>) {
        let result = |(shop, result): (&ShopId, &super::ShopResult)| PublishedResult {
            shop: *shop,
            score: result.score(),
            inspections: u16::try_from(result.count()).unwrap_or(u16::MAX),
        };
        let missed = self.missed.iter();
        let missed = missed.filter(|(shop, _)| !self.results.contains_key(shop));
        let missed = missed.map(|(shop, miss)| PublishedMiss {
            shop: *shop,
            reason: miss.reason,
        });
        (self.results.iter().map(result).collect(), missed.collect())
    }
}

impl Patrols {
    pub(super) fn apply_published(&mut self, e: &PatrolPublished, at: Timestamp) {
        self.with_patrol(e.patrol, |patrol| {
            patrol.day = Some(e.day);
            patrol.published_at = patrol.published_at.or(Some(at));
            for told in &e.results {
                let mut result = patrol.results.get(&told.shop).cloned().unwrap_or_default();
                result.published = Some(Published {
                    score: told.score,
                    inspections: told.inspections,
                });
                patrol.results.insert(told.shop, result);
            }
            for told in &e.missed {
                if !patrol.missed.contains_key(&told.shop) {
                    let miss = super::Miss {
                        reason: told.reason,
                        note: String::new(),
                    };
                    patrol.missed.insert(told.shop, miss);
                }
            }
        });
    }
}

pub(crate) fn decide_publish(state: &State, c: &PublishPatrol) -> Result<Vec<Draft>, Rejection> {
    let patrol = state
        .patrol
        .patrols
        .get(&c.patrol)
        .ok_or(Rejection::UnknownPatrol)?;
    if patrol.published_at.is_some() {
        return Ok(Vec::new());
    }
    if !patrol.has_begun() {
        return Err(Rejection::NothingToPublish);
    }
    Ok(published(state, c.patrol, patrol))
}

/// What is to be told of a patrol that was published before, after something more was submitted.
pub(super) fn publish_late(after: &State, id: Date) -> Vec<Draft> {
    match after.patrol.patrols.get(&id) {
        Some(patrol) if patrol.published_at.is_some() => published(after, id, patrol),
        _ => Vec::new(),
    }
}

fn published(state: &State, id: Date, patrol: &Patrol) -> Vec<Draft> {
    let (results, missed) = patrol.results();
    let told = PatrolPublished {
        patrol: id,
        day: patrol.day.unwrap_or(id),
        results,
        missed,
    };
    let public = vec![Audience::Public];
    let mut drafts = vec![Draft::signed(public.clone(), Event::PatrolPublished(told))];
    let findings = state.patrol.findings.iter();
    let new = |finding: &Finding| finding.patrol == id && !finding.published;
    for (finding, known) in findings.filter(|(_, known)| new(known)) {
        drafts.push(told_to_everybody(*finding, known));
    }
    drafts
}

/// A finding as everybody is told of it.
pub(super) fn told_to_everybody(id: FindingId, finding: &Arc<Finding>) -> Draft {
    let told = told_to_all(id, finding);
    Draft::signed(vec![Audience::Public], Event::FindingPublished(told))
}

fn told_to_all(id: FindingId, finding: &Arc<Finding>) -> FindingPublished {
    FindingPublished {
        finding: id,
        shop: finding.shop,
        patrol: finding.patrol,
        template: finding.item.0,
        item: finding.item.1,
        text: finding.text.clone(),
        severity: finding.severity,
        note: finding.note.clone(),
        photos: finding.photos.clone(),
        opened_at: finding.opened_at,
        due: finding.due,
        state: finding.state,
        finders: finding.finders.clone(),
        steps: finding.steps.clone(),
    }
}

/// What the clock has to publish.
pub(super) fn push_due(state: &State, now: Timestamp, commands: &mut Vec<Command>) {
    let Some(plan) = &state.patrol.plan else {
        return;
    };
    let wait = i64::from(plan.publish_after) * 3_600;
    for (id, patrol) in &state.patrol.patrols {
        let due = now >= patrol.starts_at.plus_seconds(wait);
        if due && patrol.published_at.is_none() && patrol.has_begun() {
            commands.push(Command::PublishPatrol(PublishPatrol { patrol: *id }));
        }
    }
}
