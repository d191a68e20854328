//! Commands in their envelope.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use yishi_domain::{Command, CommandId, Digest, Timestamp};

use super::{digest, join, split};

#[derive(Serialize)]
struct Out<'a> {
    id: CommandId,
    at: Timestamp,
    r#type: &'a str,
    v: u16,
    body: &'a RawValue,
}

#[derive(Deserialize)]
struct In<'a> {
    #[serde(default)]
    n: u64,
    id: CommandId,
    at: Timestamp,
    r#type: String,
    v: u16,
    #[serde(borrow)]
    body: &'a RawValue,
}

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
    let Ok(body) = RawValue::from_string(body) else { return String::new() };
    serde_json::to_string(&Out { id, at, r#type: &name, v: 1, body: &body }).unwrap_or_default()
}

/// A command from its JSON. One that this side does not understand still has its place in the count: its
/// cause of refusal stands in [`IncomingCommand::command`].
///
/// # Errors
/// If the envelope is not JSON of the expected form.
pub fn parse_command(text: &str) -> Result<IncomingCommand, serde_json::Error> {
    let envelope: In = serde_json::from_str(text)?;
    let known = envelope.v == 1 && Command::NAMES.contains(&envelope.r#type.as_str());
    let command = if known {
        join::<Command>(&envelope.r#type, envelope.body).map_err(|_| "malformed_command")
    } else {
        Err("unknown_command")
    };
    let content = digest(format!("{} {} {}", envelope.r#type, envelope.v, envelope.body.get()).as_bytes());
    Ok(IncomingCommand { n: envelope.n, id: envelope.id, at: envelope.at, command, content })
}
