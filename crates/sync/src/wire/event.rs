//! Events in their envelope.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use yishi_domain::{Audience, CommandId, Event, EventId, MemberId, Recorded, Timestamp};

use super::{join, split};

#[derive(Serialize)]
struct Out<'a> {
    seq: u64,
    id: EventId,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<CommandId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<MemberId>,
    at: Timestamp,
    audiences: &'a [Audience],
    r#type: &'a str,
    v: u16,
    body: &'a RawValue,
}

#[derive(Deserialize)]
struct In<'a> {
    seq: u64,
    #[serde(default)]
    cause: Option<CommandId>,
    #[serde(default)]
    by: Option<MemberId>,
    at: Timestamp,
    audiences: Vec<String>,
    r#type: String,
    v: u16,
    #[serde(borrow)]
    body: &'a RawValue,
}

/// An event from the wire or from the phone's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingEvent {
    /// Its place in the log.
    pub seq: u64,
    /// Whom it is for, as written.
    pub audiences: Vec<String>,
    /// The command that caused it, if that may be known.
    pub cause: Option<CommandId>,
    /// What happened; none if this version of the app does not know the type.
    pub recorded: Option<Recorded>,
}

/// The envelope of an event as the endpoint stores and sends it.
#[must_use]
pub fn event_json(seq: u64, id: EventId, audiences: &[Audience], recorded: &Recorded) -> String {
    let (name, body) = split(&recorded.event);
    let Ok(body) = RawValue::from_string(body) else { return String::new() };
    let out = Out {
        seq,
        id,
        cause: recorded.cause,
        by: recorded.by,
        at: recorded.at,
        audiences,
        r#type: &name,
        v: 1,
        body: &body,
    };
    serde_json::to_string(&out).unwrap_or_default()
}

/// An event from its JSON. A type or version that is not known gives an event with nothing in it.
///
/// # Errors
/// If the envelope is not JSON of the expected form.
pub fn parse_event(text: &str) -> Result<IncomingEvent, serde_json::Error> {
    let envelope: In = serde_json::from_str(text)?;
    let known = envelope.v == 1 && Event::NAMES.contains(&envelope.r#type.as_str());
    // A body that this version cannot read is of a later one, like an unknown type.
    let event = if known { join::<Event>(&envelope.r#type, envelope.body).ok() } else { None };
    let recorded =
        event.map(|event| Recorded { at: envelope.at, by: envelope.by, cause: envelope.cause, event });
    Ok(IncomingEvent { seq: envelope.seq, audiences: envelope.audiences, cause: envelope.cause, recorded })
}
