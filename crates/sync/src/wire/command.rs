//! Commands in their envelope.

use yishi_domain::{Command, CommandId, Digest, Timestamp};

use super::value::{Fault, Value};
use super::version::{newest, upcast};
use super::write::Object;
use super::{digest, join, parse, split};

/// A command from the wire or from the phone's outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingCommand {
    /// The client's own count; 0 in the outbox, which keeps it beside the text.
    pub n: u64,
    /// The command's name.
    pub id: CommandId,
    /// When the phone recorded it.
    pub at: Timestamp,
    /// What is asked for, or the code of what is wrong with it.
    pub command: Result<Command, &'static str>,
    /// Digest of type, version and body, to tell a repetition from a conflict.
    pub content: Digest,
}

/// A command as the outbox keeps it and the push carries it (there with `n` in front).
#[must_use]
pub fn command_json(id: CommandId, at: Timestamp, command: &Command) -> String {
    let (name, body) = split(command);
    Object::new()
        .field("id", &id)
        .field("at", &at)
        .field("type", &name)
        .field("v", &newest(&name))
        .raw("body", &body)
        .text()
}

/// A command from its JSON. One that this side does not understand still has its place in the count: its
/// cause of refusal stands in [`IncomingCommand::command`].
///
/// # Errors
/// If the envelope is not JSON of the expected form.
pub fn parse_command(text: &str) -> Result<IncomingCommand, Fault> {
    IncomingCommand::read(parse(text)?)
}

impl IncomingCommand {
    pub(super) fn read(mut envelope: Value) -> Result<Self, Fault> {
        let kind: String = envelope.get("type")?;
        let version: u16 = envelope.get("v")?;
        let body = envelope.take("body")?;
        let content = digest(format!("{kind} {version} {}", body.text).as_bytes());
        let known = Command::NAMES.contains(&kind.as_str());
        let command = match upcast(&kind, version, body).filter(|_| known) {
            Some(body) => join::<Command>(&kind, body).map_err(|_| "malformed_command"),
            None => Err("unknown_command"),
        };
        let n: Option<u64> = envelope.get("n")?;
        Ok(Self {
            n: n.unwrap_or_default(),
            id: envelope.get("id")?,
            at: envelope.get("at")?,
            command,
            content,
        })
    }
}
