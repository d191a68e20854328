//! What the authority answers.

use std::collections::BTreeMap;
use yishi_domain::{EpochId, Timestamp};

use super::value::{Fault, Value};
use super::write::Object;
use super::{IncomingEvent, Rejected, parse, rejected_json};

/// An answer to a sync request.
#[derive(Debug)]
pub struct SyncAnswer<'a> {
    /// The log's identity.
    pub epoch: EpochId,
    /// The authority's time.
    pub now: Timestamp,
    /// Commands up to this count are settled: accepted, or rejected below.
    pub accepted_through: u64,
    /// Which of them were rejected.
    pub rejected: Vec<Rejected>,
    /// Audiences that the member has lost: their events are to be forgotten.
    pub revoked: Vec<String>,
    /// Events in order of `seq`.
    pub events: Vec<ArrivedEvent<'a>>,
    /// For each audience that the member has, how far the answer reaches.
    pub cursors: BTreeMap<String, u64>,
    /// Whether there is more to fetch at once.
    pub more: bool,
}

/// An event of an answer.
#[derive(Debug)]
pub struct ArrivedEvent<'a> {
    /// Its JSON, to be kept as it came.
    pub text: &'a str,
    /// What it says.
    pub event: IncomingEvent,
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

/// An answer as JSON. Stored event texts are joined, not parsed.
#[must_use]
pub fn answer_json(parts: &AnswerParts) -> String {
    let rejected: Vec<String> = parts.rejected.iter().map(rejected_json).collect();
    let events = parts.events.iter().map(|(_, event)| event.as_str());
    let mut answer = Object::new()
        .field("epoch", &parts.epoch)
        .field("now", &parts.now)
        .field("accepted_through", &parts.accepted_through);
    if !rejected.is_empty() {
        answer = answer.raw_list("rejected", rejected.iter().map(String::as_str));
    }
    if !parts.revoked.is_empty() {
        answer = answer.field("revoked", parts.revoked);
    }
    answer
        .field("cursors", parts.cursors)
        .field("more", &parts.more)
        .raw_list("events", events)
        .text()
}

/// An answer from its JSON.
///
/// # Errors
/// If it is not of the expected form.
pub fn parse_answer(text: &str) -> Result<SyncAnswer<'_>, Fault> {
    let mut answer = parse(text)?;
    let rejected = answer.items("rejected")?;
    let rejected = rejected
        .iter()
        .map(Rejected::read)
        .collect::<Result<_, _>>()?;
    let revoked: Option<Vec<String>> = answer.get("revoked")?;
    let more: Option<bool> = answer.get("more")?;
    Ok(SyncAnswer {
        epoch: answer.get("epoch")?,
        now: answer.get("now")?,
        accepted_through: answer.get("accepted_through")?,
        rejected,
        revoked: revoked.unwrap_or_default(),
        cursors: answer.get("cursors")?,
        more: more.unwrap_or_default(),
        events: answer
            .take_items("events")?
            .into_iter()
            .map(ArrivedEvent::read)
            .collect::<Result<_, _>>()?,
    })
}

impl<'a> ArrivedEvent<'a> {
    pub(super) fn read(value: Value<'a>) -> Result<Self, Fault> {
        Ok(Self {
            text: value.text,
            event: IncomingEvent::read(value)?,
        })
    }
}
