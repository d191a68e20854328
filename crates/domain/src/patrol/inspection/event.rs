//! What may be asked for at a shop, and what the log tells of it.

use serde::{Deserialize, Serialize};

use crate::patrol::{Answer, MissReason, Remark};
use crate::volunteer::Person;
use crate::{Date, Digest, InspectionId, ShopId, TemplateId};

/// Keeps what was answered so far with the endpoint, so that another phone of the member goes on with it, and a phone
/// that is lost loses little. Only what has changed need be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveAnswers {
    /// In which patrol.
    pub patrol: Date,
    /// Which shop.
    pub shop: ShopId,
    /// By which checklist.
    pub template: TemplateId,
    /// By which version of it.
    pub version: u16,
    /// Answers.
    pub answers: Vec<Answer>,
    /// What stands beside them; an empty one takes back what stood there.
    pub remarks: Vec<Remark>,
}

/// Submits an inspection, with everything that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmitInspection {
    /// In which patrol.
    pub patrol: Date,
    /// Which shop.
    pub shop: ShopId,
    /// By which checklist.
    pub template: TemplateId,
    /// By which version of it.
    pub version: u16,
    /// Answers to every item that is asked. Those to other items are left out.
    pub answers: Vec<Answer>,
    /// What stands beside them.
    pub remarks: Vec<Remark>,
}

/// Adds something to the own inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendInspection {
    /// In which patrol.
    pub patrol: Date,
    /// Which shop.
    pub shop: ShopId,
    /// What is added; 1 to 500 characters.
    pub text: String,
    /// At most 4 photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// What was overlooked: answers that fail open findings.
    pub answers: Vec<Answer>,
    /// What stands beside them.
    pub remarks: Vec<Remark>,
}

/// Says that a shop could not be inspected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkipShop {
    /// In which patrol.
    pub patrol: Date,
    /// Which shop.
    pub shop: ShopId,
    /// Why.
    pub reason: MissReason,
    /// In words; at most 200 characters, may be empty.
    pub note: String,
}

/// What was answered so far. For its member's phones alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswersSaved {
    /// The inspection.
    pub inspection: InspectionId,
    /// In which patrol.
    pub patrol: Date,
    /// Which shop.
    pub shop: ShopId,
    /// By which checklist.
    pub template: TemplateId,
    /// By which version of it.
    pub version: u16,
    /// Answers that are new or other ones.
    pub answers: Vec<Answer>,
    /// What stands beside them.
    pub remarks: Vec<Remark>,
}

/// An inspection was submitted. For representatives, staff and the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionSubmitted {
    /// The inspection.
    pub inspection: InspectionId,
    /// In which patrol.
    pub patrol: Date,
    /// Which shop.
    pub shop: ShopId,
    /// Who inspected.
    pub person: Person,
    /// By which checklist.
    pub template: TemplateId,
    /// By which version of it.
    pub version: u16,
    /// What was answered.
    pub answers: Vec<Answer>,
    /// What stands beside it.
    pub remarks: Vec<Remark>,
    /// In tenths of a point; none if nothing applied.
    pub score: Option<u16>,
}

/// Something was added to an inspection. For representatives, staff and the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InspectionAmended {
    /// The inspection.
    pub inspection: InspectionId,
    /// What is added.
    pub text: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// Answers that differ.
    pub answers: Vec<Answer>,
    /// What stands beside them.
    pub remarks: Vec<Remark>,
}

/// A shop could not be inspected. For representatives, staff and the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopSkipped {
    /// In which patrol.
    pub patrol: Date,
    /// Which shop.
    pub shop: ShopId,
    /// Why.
    pub reason: MissReason,
    /// In words.
    pub note: String,
}
