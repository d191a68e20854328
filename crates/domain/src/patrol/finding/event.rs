//! What the log tells of findings.

use serde::{Deserialize, Serialize};

use super::{FindingState, TimedStep};
use crate::patrol::{Severity, Why};
use crate::{
    Date, Digest, FindingId, InspectionId, MemberId, ShopId, TemplateId, Timestamp, TopicId,
};

/// Something is wrong. For representatives, staff and the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingOpened {
    /// The finding.
    pub finding: FindingId,
    /// By which inspection.
    pub inspection: InspectionId,
    /// At which shop.
    pub shop: ShopId,
    /// In which patrol.
    pub patrol: Date,
    /// The checklist.
    pub template: TemplateId,
    /// Its item that fails.
    pub item: u16,
    /// What the item looks at.
    pub text: String,
    /// How bad it is.
    pub severity: Severity,
    /// In words.
    pub note: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// The day by which it has to be mended.
    pub due: Date,
}

/// It is still so, another inspection says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingRepeated {
    /// The finding.
    pub finding: FindingId,
    /// In which patrol.
    pub patrol: Date,
    /// In words.
    pub note: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
}

/// The merchant has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingAnswered {
    /// The finding.
    pub finding: FindingId,
    /// What was done.
    pub text: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
}

/// Somebody else has looked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingRechecked {
    /// The finding.
    pub finding: FindingId,
    /// Whether it is mended: then it is closed.
    pub passed: bool,
    /// In words.
    pub note: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// The day by which it has to be mended otherwise.
    pub due: Date,
}

/// The merchant contests it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingContested {
    /// The finding.
    pub finding: FindingId,
    /// Why.
    pub reason: String,
}

/// The committee has settled that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingSettled {
    /// The finding.
    pub finding: FindingId,
    /// Whether it stays a finding; otherwise it is closed.
    pub upheld: bool,
    /// Why.
    pub reason: String,
    /// The day by which it has to be mended then.
    pub due: Date,
}

/// It is proposed to the council.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingEscalated {
    /// The finding.
    pub finding: FindingId,
    /// As which topic.
    pub topic: TopicId,
    /// Why.
    pub why: Why,
}

/// A finding with all that happened so far, for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingPublished {
    /// The finding.
    pub finding: FindingId,
    /// At which shop.
    pub shop: ShopId,
    /// In which patrol.
    pub patrol: Date,
    /// The checklist.
    pub template: TemplateId,
    /// Its item that fails.
    pub item: u16,
    /// What the item looks at.
    pub text: String,
    /// How bad it is.
    pub severity: Severity,
    /// In words.
    pub note: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// When it was found.
    pub opened_at: Timestamp,
    /// The day by which it has to be mended.
    pub due: Date,
    /// How far it is.
    pub state: FindingState,
    /// Who has found it.
    pub finders: Vec<MemberId>,
    /// What happened since.
    pub steps: Vec<TimedStep>,
}
