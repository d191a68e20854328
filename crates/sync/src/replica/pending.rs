//! What waits for the authority, and what it has refused.

use yishi_domain::{Command, CommandId, Rejection, Timestamp};

use crate::disk::OutboxEntry;
use crate::wire::{Detail, parse_command, rejection_parts};

/// A command that waits for the authority.
#[derive(Debug, Clone)]
pub struct Pending {
    /// Its place in the outbox.
    pub entry: OutboxEntry,
    /// Its name.
    pub id: CommandId,
    /// When the phone recorded it.
    pub at: Timestamp,
    /// What is asked for; none if this version of the app cannot read what an earlier one stored.
    pub command: Option<Command>,
    /// The authority has accepted it, its events are still to come.
    pub acknowledged: bool,
}

/// A rejection that the member has not dismissed. It keeps the command, so that nothing written is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The command.
    pub id: CommandId,
    /// The stable code of the cause.
    pub code: String,
    /// Particulars.
    pub detail: Detail,
    /// The command's JSON as it stood in the outbox.
    pub command: String,
}

impl Notice {
    /// What was asked for.
    #[must_use]
    pub fn command(&self) -> Option<Command> {
        parse_command(&self.command).ok()?.command.ok()
    }

    /// A refusal that the phone itself knew, in the shape of the authority's.
    #[must_use]
    pub fn of(id: CommandId, rejection: &Rejection) -> Self {
        let (code, detail) = rejection_parts(rejection);
        Self {
            id,
            code: code.to_owned(),
            detail,
            command: String::new(),
        }
    }
}

impl Pending {
    pub(super) fn of(entry: OutboxEntry) -> Self {
        let parsed = parse_command(&entry.text).ok();
        Self {
            id: parsed
                .as_ref()
                .map_or(CommandId(uuid::Uuid::nil()), |p| p.id),
            at: parsed.as_ref().map_or(Timestamp::default(), |p| p.at),
            command: parsed.and_then(|p| p.command.ok()),
            entry,
            acknowledged: false,
        }
    }
}
