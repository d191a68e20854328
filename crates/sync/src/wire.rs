//! The JSON of the protocol: the only place that builds it and takes it apart.
//!
//! Domain types derive serde plainly; here they get their envelopes. A domain enum is written by serde as
//! `{"name": {…}}`; on the wire the name stands as `type` beside a version `v` and the `body`.

mod answer;
mod ballots;
mod command;
mod event;
mod live;
mod packed;
mod parse;
mod problem;
mod read;
mod rejected;
mod request;
mod value;
mod version;
mod vote_file;
mod write;

pub use answer::{
    AnswerHead, AnswerParts, ArrivedEvent, SyncAnswer, answer_json, parse_answer, parse_head,
};
pub use ballots::{ballots_json, parse_ballots};
pub(crate) use ballots::{parse_slip, slip_json};
pub use command::{IncomingCommand, command_json, parse_command};
pub use event::{IncomingEvent, event_json, parse_event};
pub use live::{LiveNews, LiveParts, live_json, parse_live};
pub use problem::{Problem, ProblemAnswer, parse_problem, problem_json};
pub use rejected::{Detail, Particular, Rejected, parse_rejected, rejected_json, rejection_parts};
pub(crate) use rejected::{notice_json, parse_notice, parse_record, record_json};
pub use request::{JoinAnswer, JoinRequest, SyncRequest, request_json};
pub use value::Fault;
pub use vote_file::VoteFile;
pub(crate) use write::pack;

use serde::Serialize;
use serde::de::DeserializeOwned;
use yishi_domain::Digest;

use packed::unpack;
use parse::parse;
use value::Value;
use write::json;

/// Any of our own types as JSON.
#[must_use]
pub fn to_json<T: Serialize>(value: &T) -> String {
    json(value)
}

/// Any of our own types from JSON. Fields that the type does not have are passed over.
///
/// # Errors
/// Where it is wrong.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    parse(text)?.read()
}

/// What [`pack`] has written; nothing if it is damaged.
pub(crate) fn from_packed<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    unpack(bytes)?.read().ok()
}

/// SHA-256.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    use sha2::Digest as _;
    Digest(sha2::Sha256::digest(bytes).into())
}

/// What serde made of a domain enum, taken apart into the variant's name and its body.
fn split<T: Serialize>(value: &T) -> (String, String) {
    let text = json(value);
    // `{"name":body}` by serde's external tagging; names hold neither quotes nor colons.
    let inner = text
        .get(1..text.len().saturating_sub(1))
        .unwrap_or_default();
    let (name, body) = inner.split_once(':').unwrap_or((inner, "null"));
    (name.trim_matches('"').to_owned(), body.to_owned())
}

/// The way back of [`split`].
fn join<T: DeserializeOwned>(name: &str, body: Value) -> Result<T, Fault> {
    Value::variant(name, body).read()
}

#[cfg(test)]
mod tests;
