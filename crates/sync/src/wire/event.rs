//! Events in their envelope.

use yishi_domain::{Audience, CommandId, Event, EventId, Recorded};

use super::value::{Fault, Value};
use super::version::{newest, upcast};
use super::write::Object;
use super::{join, parse, split};

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
    Object::new()
        .field("seq", &seq)
        .field("id", &id)
        .field_if("cause", recorded.cause)
        .field_if("by", recorded.by)
        .field("at", &recorded.at)
        .field("audiences", audiences)
        .field("type", &name)
        .field("v", &newest(&name))
        .raw("body", &body)
        .text()
}

/// An event from its JSON. A type or version that is not known gives an event with nothing in it.
///
/// # Errors
/// If the envelope is not JSON of the expected form.
pub fn parse_event(text: &str) -> Result<IncomingEvent, Fault> {
    IncomingEvent::read(parse(text)?)
}

impl IncomingEvent {
    pub(super) fn read(mut envelope: Value) -> Result<Self, Fault> {
        let kind: String = envelope.get("type")?;
        let version: u16 = envelope.get("v")?;
        let body = envelope.take("body")?;
        // A type that this version does not know, or a body that it cannot read, is of a later one.
        let event = upcast(&kind, version, body).and_then(|body| join::<Event>(&kind, body).ok());
        let (at, by, cause) = (
            envelope.get("at")?,
            envelope.get("by")?,
            envelope.get("cause")?,
        );
        Ok(Self {
            seq: envelope.get("seq")?,
            audiences: envelope.get("audiences")?,
            cause,
            recorded: event.map(|event| Recorded {
                at,
                by,
                cause,
                event,
            }),
        })
    }
}
