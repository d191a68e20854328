//! What the authority answers.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use yishi_domain::{EpochId, Timestamp};

use super::Rejected;

/// An answer to a sync request.
#[derive(Debug, Deserialize)]
pub struct SyncAnswer<'a> {
    /// The log's identity.
    pub epoch: EpochId,
    /// The authority's time.
    pub now: Timestamp,
    /// Commands up to this count are settled: accepted, or rejected below.
    pub accepted_through: u64,
    /// Which of them were rejected.
    #[serde(default)]
    pub rejected: Vec<Rejected>,
    /// Audiences that the member has lost: their events are to be forgotten.
    #[serde(default)]
    pub revoked: Vec<String>,
    /// Events in order of `seq`, as JSON texts.
    #[serde(borrow, default)]
    pub events: Vec<&'a RawValue>,
    /// For each audience that the member has, how far the answer reaches.
    pub cursors: BTreeMap<String, u64>,
    /// Whether there is more to fetch at once.
    #[serde(default)]
    pub more: bool,
}

/// What an answer is made of, events as stored texts.
#[derive(Debug, Clone)]
pub struct AnswerParts<'a> {
    /// The log's identity.
    pub epoch: EpochId,
    /// The authority's time.
    pub now: Timestamp,
    /// Commands up to this count are settled.
    pub accepted_through: u64,
    /// Which of them were rejected.
    pub rejected: &'a [Rejected],
    /// Audiences that the member has lost.
    pub revoked: &'a [String],
    /// Stored event texts in order of `seq`.
    pub events: &'a [(u64, String)],
    /// How far the answer reaches in each audience.
    pub cursors: &'a BTreeMap<String, u64>,
    /// Whether there is more.
    pub more: bool,
}

#[derive(Serialize)]
struct Head<'a> {
    epoch: EpochId,
    now: Timestamp,
    accepted_through: u64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    rejected: &'a [Rejected],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    revoked: &'a [String],
    cursors: &'a BTreeMap<String, u64>,
    more: bool,
}

/// An answer as JSON. Stored event texts are joined, not parsed.
#[must_use]
pub fn answer_json(parts: &AnswerParts) -> String {
    let head = Head {
        epoch: parts.epoch,
        now: parts.now,
        accepted_through: parts.accepted_through,
        rejected: parts.rejected,
        revoked: parts.revoked,
        cursors: parts.cursors,
        more: parts.more,
    };
    let mut text = serde_json::to_string(&head).unwrap_or_default();
    text.pop();
    text.reserve(parts.events.iter().map(|(_, event)| event.len() + 1).sum::<usize>() + 16);
    text.push_str(",\"events\":[");
    for (index, (_, event)) in parts.events.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(event);
    }
    text.push_str("]}");
    text
}

/// An answer from its JSON.
///
/// # Errors
/// If it is not of the expected form.
pub fn parse_answer(text: &str) -> Result<SyncAnswer<'_>, serde_json::Error> {
    serde_json::from_str(text)
}
