//! What the authority answers.

use std::collections::BTreeMap;
use yishi_domain::{EpochId, Timestamp};

use super::parse::parse_before;
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

impl SyncAnswer<'_> {
    /// Whether the command of that count was among those asked about, and was not rejected.
    #[must_use]
    pub fn accepts(&self, n: u64) -> bool {
        n <= self.accepted_through && self.rejected.iter().all(|rejected| rejected.n != n)
    }
}

/// How far an answer reaches, which stands before its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerHead {
    /// The log's identity.
    pub epoch: EpochId,
    /// Commands up to this count are settled.
    pub accepted_through: u64,
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
    let head = AnswerHead::read(&answer)?;
    Ok(SyncAnswer {
        epoch: head.epoch,
        now: answer.get("now")?,
        accepted_through: head.accepted_through,
        rejected,
        revoked: revoked.unwrap_or_default(),
        cursors: head.cursors,
        more: head.more,
        events: answer
            .take_items("events")?
            .into_iter()
            .map(ArrivedEvent::read)
            .collect::<Result<_, _>>()?,
    })
}

/// How far an answer reaches, before its events are read: those of a long past take a cheap phone as long as the
/// authority takes to find the next ones. None where the events come first, or nothing can be read; whether the rest can
/// be is told by [`parse_answer`].
#[must_use]
pub fn parse_head(text: &str) -> Option<AnswerHead> {
    AnswerHead::read(&parse_before(text, "events")?).ok()
}

impl AnswerHead {
    fn read(answer: &Value) -> Result<Self, Fault> {
        let more: Option<bool> = answer.get("more")?;
        Ok(Self {
            epoch: answer.get("epoch")?,
            accepted_through: answer.get("accepted_through")?,
            cursors: answer.get("cursors")?,
            more: more.unwrap_or_default(),
        })
    }
}

impl<'a> ArrivedEvent<'a> {
    pub(super) fn read(value: Value<'a>) -> Result<Self, Fault> {
        Ok(Self {
            text: value.text,
            event: IncomingEvent::read(value)?,
        })
    }
}
