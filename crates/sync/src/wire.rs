//! The JSON of the protocol: the only place that builds it and takes it apart.
//!
//! Domain types derive serde plainly; here they get their envelopes. A domain enum is written by serde as
//! `{"name": {…}}`; on the wire the name stands as `type` beside a version `v` and the `body`.

mod answer;
mod command;
mod event;
mod problem;
mod request;

pub use answer::{AnswerParts, SyncAnswer, answer_json, parse_answer};
pub use command::{IncomingCommand, command_json, parse_command};
pub use event::{IncomingEvent, event_json, parse_event};
pub use problem::{Problem, ProblemAnswer, parse_problem, problem_json};
pub use request::{JoinAnswer, JoinRequest, SyncRequest, request_json};

use serde::Serialize;
use serde_json::value::RawValue;
use yishi_domain::council::PublishedBallot;
use yishi_domain::{Digest, Rejection};

/// A rejected command in an answer.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Rejected {
    /// The client's count of it.
    pub n: u64,
    /// The command.
    pub id: yishi_domain::CommandId,
    /// The stable code of the cause.
    pub code: String,
    /// Particulars, by name.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub detail: serde_json::Value,
}

/// A rejection as its code and its particulars.
#[must_use]
pub fn rejection_parts(rejection: &Rejection) -> (&'static str, serde_json::Value) {
    let value = serde_json::to_value(rejection).unwrap_or_default();
    let detail = value.get(rejection.code()).cloned().unwrap_or_default();
    (rejection.code(), detail)
}

/// Published ballots as their bytes.
#[must_use]
pub fn ballots_json(ballots: &[PublishedBallot]) -> Vec<u8> {
    serde_json::to_vec(ballots).unwrap_or_default()
}

/// Published ballots from their bytes.
///
/// # Errors
/// What is wrong with them.
pub fn parse_ballots(bytes: &[u8]) -> Result<Vec<PublishedBallot>, serde_json::Error> {
    serde_json::from_slice(bytes)
}

/// SHA-256.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    use sha2::Digest as _;
    Digest(sha2::Sha256::digest(bytes).into())
}

/// What serde made of a domain enum, taken apart into the variant's name and its body.
fn split<T: Serialize>(value: &T) -> (String, String) {
    let text = serde_json::to_string(value).unwrap_or_default();
    // `{"name":body}` by serde's external tagging; names hold neither quotes nor colons.
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    let (name, body) = inner.split_once(':').unwrap_or((inner, "null"));
    (name.trim_matches('"').to_owned(), body.to_owned())
}

/// The way back of [`split`].
fn join<T: serde::de::DeserializeOwned>(name: &str, body: &RawValue) -> Result<T, serde_json::Error> {
    serde_json::from_str(&format!("{{\"{name}\":{}}}", body.get()))
}
