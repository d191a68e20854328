//! Events in their envelope.

use yishi_domain::{Audience, CommandId, Event, EventId, Recorded};

use super::value::{Fault, Kind, Value};
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
        // Taken out first: what is read after it borrows the rest.
        let body = envelope.take("body")?;
        let [seq, cause, by, at, audiences, kind, version] =
            envelope.all(["seq", "cause", "by", "at", "audiences", "type", "v"])?;
        let within = |name| move |fault: Fault| fault.within(name);
        let Kind::Text(kind) = &kind.kind else {
            return Err(Fault("type"));
        };
        let version: u16 = version.read().map_err(within("v"))?;
        // A type that this version does not know, or a body that it cannot read, is of a later one.
        let event = upcast(kind, version, body).and_then(|body| join::<Event>(kind, body).ok());
        let (at, by, cause) = (
            at.read().map_err(within("at"))?,
            by.read().map_err(within("by"))?,
            cause.read().map_err(within("cause"))?,
        );
        Ok(Self {
            seq: seq.read().map_err(within("seq"))?,
            audiences: audiences.read().map_err(within("audiences"))?,
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
