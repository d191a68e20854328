//! Refusals as they travel and as they are kept.

use yishi_domain::{CommandId, Rejection};

use super::value::{Fault, Kind, Value};
use super::write::Object;
use super::{parse, split};
use crate::authority::CommandRecord;
use crate::replica::Notice;

/// A rejected command in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The client's count of it.
    pub n: u64,
    /// The command.
    pub id: CommandId,
    /// The stable code of the cause.
    pub code: String,
    /// Particulars.
    pub detail: Detail,
}

/// Particulars of a refusal, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail {
    /// A JSON object; empty if there are none.
    json: String,
}

/// One of the particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Particular {
    /// A text: a field's name, a time, an id.
    Text(String),
    /// A number: the most that is allowed, how many are missing.
    Number(u64),
}

impl Detail {
    /// The particular of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Particular> {
        let Kind::Object(members) = parse(&self.json).ok()?.kind else {
            return None;
        };
        let mut pairs = members.chunks_exact(2);
        let found = pairs.find(|pair| matches!(&pair[0].kind, Kind::Text(text) if text == name))?;
        match &found[1].kind {
            Kind::Text(text) => Some(Particular::Text(text.clone().into_owned())),
            Kind::Unsigned(number) => Some(Particular::Number(*number)),
            _ => None,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.json.is_empty()
    }

    /// All of them as a JSON object; an empty text if there are none.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.json
    }

    /// Particulars that are JSON already.
    pub(super) fn of(json: String) -> Self {
        if json == "null" {
            Self::default()
        } else {
            Self { json }
        }
    }

    pub(super) fn read(value: &Value) -> Result<Self, Fault> {
        Ok(Self::of(value.field("detail")?.text.to_owned()))
    }

    /// Adds them to what is written, if there are any.
    pub(super) fn write(&self, object: Object) -> Object {
        if self.is_empty() {
            object
        } else {
            object.raw("detail", &self.json)
        }
    }
}

impl Particular {
    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) => None,
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Text(_) => None,
            Self::Number(number) => Some(*number),
        }
    }
}

/// A rejection as its code and its particulars.
#[must_use]
pub fn rejection_parts(rejection: &Rejection) -> (&'static str, Detail) {
    (rejection.code(), Detail::of(split(rejection).1))
}

/// A rejected command as JSON.
#[must_use]
pub fn rejected_json(rejected: &Rejected) -> String {
    let object = Object::new()
        .field("n", &rejected.n)
        .field("id", &rejected.id)
        .field("code", &rejected.code);
    rejected.detail.write(object).text()
}

/// A rejected command from its JSON.
///
/// # Errors
/// Where it is wrong.
pub fn parse_rejected(text: &str) -> Result<Rejected, Fault> {
    Rejected::read(&parse(text)?)
}

impl Rejected {
    pub(super) fn read(value: &Value) -> Result<Self, Fault> {
        Ok(Self {
            n: value.get("n")?,
            id: value.get("id")?,
            code: value.get("code")?,
            detail: Detail::read(value)?,
        })
    }
}

/// A notice as the phone keeps it.
pub(crate) fn notice_json(notice: &Notice) -> String {
    let object = Object::new()
        .field("id", &notice.id)
        .field("code", &notice.code)
        .field("command", &notice.command);
    notice.detail.write(object).text()
}

/// A notice from its JSON.
pub(crate) fn parse_notice(text: &str) -> Result<Notice, Fault> {
    let value = parse(text)?;
    Ok(Notice {
        id: value.get("id")?,
        code: value.get("code")?,
        detail: Detail::read(&value)?,
        command: value.get("command")?,
    })
}

/// What became of a command, as the demonstration keeps it.
pub(crate) fn record_json(record: &CommandRecord) -> String {
    let CommandRecord {
        client,
        n,
        id,
        member,
        content,
        rejected,
    } = record;
    let rejected = rejected
        .as_ref()
        .map_or_else(|| "null".to_owned(), rejected_json);
    Object::new()
        .field("client", client)
        .field("n", n)
        .field("id", id)
        .field("member", member)
        .field("content", content)
        .raw("rejected", &rejected)
        .text()
}

/// What became of a command, from its JSON.
pub(crate) fn parse_record(text: &str) -> Result<CommandRecord, Fault> {
    let value = parse(text)?;
    let rejected = value.field("rejected")?;
    Ok(CommandRecord {
        client: value.get("client")?,
        n: value.get("n")?,
        id: value.get("id")?,
        member: value.get("member")?,
        content: value.get("content")?,
        rejected: if rejected.is_null() {
            None
        } else {
            Some(Rejected::read(rejected)?)
        },
    })
}
