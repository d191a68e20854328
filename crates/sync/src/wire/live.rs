//! What the authority tells a phone of itself, over a line that stays open.

use std::collections::BTreeMap;
use yishi_domain::{EpochId, Timestamp};

use super::answer::ArrivedEvent;
use super::parse;
use super::value::Fault;
use super::write::Object;

/// What is new for a phone that has seen everything up to a point: what a pull from there would have brought.
#[derive(Debug)]
pub struct LiveNews<'a> {
    /// The log's identity.
    pub epoch: EpochId,
    /// The authority's time.
    pub now: Timestamp,
    /// Only a phone that has seen everything up to this `seq`, in each of its audiences, misses nothing.
    pub after: u64,
    /// For each audience that the member has, how far the news reach.
    pub cursors: BTreeMap<String, u64>,
    /// Events in order of `seq`.
    pub events: Vec<ArrivedEvent<'a>>,
}

/// What news are made of, events as stored texts.
#[derive(Debug, Clone)]
pub struct LiveParts<'a> {
    /// The log's identity.
    pub epoch: EpochId,
    /// The authority's time.
    pub now: Timestamp,
    /// The `seq` after which the events are told.
    pub after: u64,
    /// How far the news reach in each audience.
    pub cursors: &'a BTreeMap<String, u64>,
    /// Stored event texts in order of `seq`.
    pub events: &'a [(u64, String)],
}

/// News as JSON on one line, which is what a server-sent event needs. Stored event texts are joined, not parsed.
#[must_use]
pub fn live_json(parts: &LiveParts) -> String {
    Object::new()
        .field("epoch", &parts.epoch)
        .field("now", &parts.now)
        .field("after", &parts.after)
        .field("cursors", parts.cursors)
        .raw_list(
            "events",
            parts.events.iter().map(|(_, event)| event.as_str()),
        )
        .text()
}

/// News from their JSON.
///
/// # Errors
/// If it is not of the expected form; a poke that says only that there is news is none.
pub fn parse_live(text: &str) -> Result<LiveNews<'_>, Fault> {
    let mut news = parse(text)?;
    Ok(LiveNews {
        epoch: news.get("epoch")?,
        now: news.get("now")?,
        after: news.get("after")?,
        cursors: news.get("cursors")?,
        events: news
            .take_items("events")?
            .into_iter()
            .map(ArrivedEvent::read)
            .collect::<Result<_, _>>()?,
    })
}
