//! Inspections: begun on a phone, saved as it goes, submitted once, amended only by addenda.

mod event;
mod submit;

pub use event::{
    AmendInspection, AnswersSaved, InspectionAmended, InspectionSubmitted, SaveAnswers,
    ShopSkipped, SkipShop, SubmitInspection,
};
pub(crate) use submit::{decide_amend, decide_save, decide_skip, decide_submit};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Answer, Checklist, Miss, Patrols, Remark, Value, Verdict, mean};
use crate::{
    Date, Digest, FindingId, InspectionId, MemberId, Recorded, ShopId, TemplateId, Timestamp,
};

/// What is known of a shop that somebody inspects and has not submitted. Its member's phones alone know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// In which patrol.
    pub patrol: Date,
    /// Which shop.
    pub shop: ShopId,
    /// By which checklist it was begun.
    pub template: TemplateId,
    /// By which version of it.
    pub version: u16,
    /// What was answered so far, in the order of the items.
    pub answers: Vec<Answer>,
    /// What stands beside it.
    pub remarks: Vec<Remark>,
}

/// An inspection that was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// In which patrol.
    pub patrol: Date,
    /// Which shop.
    pub shop: ShopId,
    /// Who inspected.
    pub member: MemberId,
    /// By which checklist.
    pub template: TemplateId,
    /// By which version of it.
    pub version: u16,
    /// What was answered, in the order of the items.
    pub answers: Vec<Answer>,
    /// What stands beside it.
    pub remarks: Vec<Remark>,
    /// In tenths of a point; none if nothing applied.
    pub score: Option<u16>,
    /// When it was submitted.
    pub at: Timestamp,
    /// What was added afterwards, the oldest first.
    pub addenda: Vec<Addendum>,
}

/// What was added to an inspection after it was submitted. It changes no answer and no score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addendum {
    /// When.
    pub at: Timestamp,
    /// In words; empty where another phone of the same member had answered otherwise.
    pub text: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// Answers that differ from those submitted.
    pub answers: Vec<Answer>,
    /// What stands beside them.
    pub remarks: Vec<Remark>,
}

/// What a patrol has found at a shop: the mean of its inspections.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopResult {
    /// The inspections known here, with their scores.
    pub inspections: Vec<(InspectionId, Option<u16>)>,
    /// What was published.
    pub published: Option<Published>,
}

/// What was published of a shop's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// In tenths of a point.
    pub score: Option<u16>,
    /// How many inspected.
    pub inspections: u16,
}

impl InspectionId {
    /// The inspection of a shop by a member in a patrol. Every phone of the member knows it alike, so that two of
    /// them fill one inspection.
    #[must_use]
    pub fn of(patrol: Date, shop: ShopId, member: MemberId) -> Self {
        let day = patrol
            .days_since(Date {
                year: 1970,
                month: 1,
                day: 1,
            })
            .rem_euclid(1 << 32);
        let (shop_high, shop_low) = shop.0.as_u64_pair();
        let (high, low) = member.0.as_u64_pair();
        // Turned, so that a shop and a member who have one id would still make another.
        let low = low.rotate_left(17) ^ shop_low ^ day.unsigned_abs();
        Self(uuid::Uuid::from_u64_pair(
            high ^ shop_high.rotate_left(7),
            low,
        ))
    }
}

impl FindingId {
    /// What is wrong with an item, as an inspection has found it.
    #[must_use]
    pub fn of(inspection: InspectionId, item: u16) -> Self {
        let (high, low) = inspection.0.as_u64_pair();
        Self(uuid::Uuid::from_u64_pair(
            high ^ (u64::from(item) << 16),
            low.rotate_left(5),
        ))
    }
}

impl ShopResult {
    /// The mean of what is known here, or what was published.
    #[must_use]
    pub fn score(&self) -> Option<u16> {
        match (self.inspections.is_empty(), self.published) {
            (true, Some(published)) => published.score,
            _ => mean(self.inspections.iter().map(|(_, score)| *score)),
        }
    }

    /// How many have inspected.
    #[must_use]
    pub fn count(&self) -> usize {
        let published = self.published.map_or(0, |published| published.inspections);
        self.inspections.len().max(published.into())
    }
}

impl Inspection {
    /// What was answered to an item.
    #[must_use]
    pub fn answer(&self, item: u16) -> Option<&Value> {
        let mut answers = self.answers.iter();
        answers
            .find(|answer| answer.item == item)
            .map(|answer| &answer.value)
    }

    /// What stands beside an item.
    #[must_use]
    pub fn remark(&self, item: u16) -> Option<&Remark> {
        self.remarks.iter().find(|remark| remark.item == item)
    }

    /// What differs from all that was told in it, and in its addenda.
    #[must_use]
    pub fn differing(
        &self,
        mut answers: Vec<Answer>,
        mut remarks: Vec<Remark>,
    ) -> (Vec<Answer>, Vec<Remark>) {
        let addenda = &self.addenda;
        answers.retain(|answer| {
            let added = addenda.iter().any(|added| added.answers.contains(answer));
            !added && !self.answers.contains(answer)
        });
        remarks.retain(|remark| {
            let added = addenda.iter().any(|added| added.remarks.contains(remark));
            !added && !self.remarks.contains(remark) && !remark.is_empty()
        });
        (answers, remarks)
    }

    /// The items that fail, by its checklist.
    #[must_use]
    pub fn failed(&self, checklist: &Checklist) -> Vec<u16> {
        failed(checklist, &self.answers)
    }
}

/// The items that fail.
pub(super) fn failed(checklist: &Checklist, answers: &[Answer]) -> Vec<u16> {
    let fails = |answer: &&Answer| {
        let item = checklist.item(answer.item);
        item.is_some_and(|item| item.verdict(&answer.value) == Verdict::Failed)
    };
    let failing = answers.iter().filter(fails);
    failing.map(|answer| answer.item).collect()
}

impl Patrols {
    /// The inspections of a shop that are known here, the oldest first.
    pub fn visits(
        &self,
        shop: ShopId,
    ) -> impl DoubleEndedIterator<Item = (InspectionId, &Inspection)> {
        let ids = self.visits.get(&shop).map_or(&[][..], |ids| ids.as_slice());
        ids.iter()
            .filter_map(|id| Some((*id, &**self.inspections.get(id)?)))
    }

    pub(super) fn apply_saved(&mut self, e: &AnswersSaved) {
        if self.inspections.contains_key(&e.inspection) {
            return;
        }
        let known = self.saved.get(&e.inspection);
        let mut saved = known.map_or_else(
            || Saved {
                patrol: e.patrol,
                shop: e.shop,
                template: e.template,
                version: e.version,
                answers: Vec::new(),
                remarks: Vec::new(),
            },
            |known| Saved::clone(known),
        );
        for answer in &e.answers {
            saved.answers.retain(|known| known.item != answer.item);
            saved.answers.push(answer.clone());
        }
        for remark in &e.remarks {
            saved.remarks.retain(|known| known.item != remark.item);
            saved.remarks.push(remark.clone());
        }
        saved.remarks.retain(|remark| !remark.is_empty());
        crate::sort_by_key(&mut saved.answers, |answer| answer.item);
        crate::sort_by_key(&mut saved.remarks, |remark| remark.item);
        self.saved.insert(e.inspection, Arc::new(saved));
    }

    pub(super) fn apply_submitted(&mut self, e: &InspectionSubmitted, at: Timestamp) {
        self.know(&e.person);
        self.saved.remove(&e.inspection);
        if self.inspections.contains_key(&e.inspection) {
            return;
        }
        let inspection = Inspection {
            patrol: e.patrol,
            shop: e.shop,
            member: e.person.member,
            template: e.template,
            version: e.version,
            answers: e.answers.clone(),
            remarks: e.remarks.clone(),
            score: e.score,
            at,
            addenda: Vec::new(),
        };
        self.inspections.insert(e.inspection, Arc::new(inspection));
        let mut visits = self.visits.get(&e.shop).cloned().unwrap_or_default();
        Arc::make_mut(&mut visits).push(e.inspection);
        self.visits.insert(e.shop, visits);
        self.with_patrol(e.patrol, |patrol| {
            let mut result = patrol.results.get(&e.shop).cloned().unwrap_or_default();
            result.inspections.push((e.inspection, e.score));
            patrol.results.insert(e.shop, result);
        });
    }

    pub(super) fn apply_amended(&mut self, e: &InspectionAmended, recorded: &Recorded) {
        if let Some(inspection) = self.inspections.get_mut(&e.inspection) {
            let addendum = Addendum {
                at: recorded.at,
                text: e.text.clone(),
                photos: e.photos.clone(),
                answers: e.answers.clone(),
                remarks: e.remarks.clone(),
            };
            if inspection.addenda.last() != Some(&addendum) {
                Arc::make_mut(inspection).addenda.push(addendum);
            }
        }
    }

    pub(super) fn apply_skipped(&mut self, e: &ShopSkipped) {
        let miss = Miss {
            reason: e.reason,
            note: e.note.clone(),
        };
        self.with_patrol(e.patrol, |patrol| {
            patrol.missed.insert(e.shop, miss);
        });
    }
}
