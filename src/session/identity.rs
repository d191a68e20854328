//! Whom this phone has joined as.

use serde::{Deserialize, Serialize};
use yishi_domain::MemberId;
use yishi_sync::wire::{JoinAnswer, from_json, to_json};

/// Name of the note that holds it.
pub(super) const NOTE: &str = "identity";

/// A member's sign-in on this phone, kept in the same database as the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identity {
    /// The member.
    pub(crate) member: MemberId,
    /// The member's name when the phone joined.
    pub(crate) name: String,
    /// The community's name.
    pub(crate) community: String,
    /// The endpoint's address; none in the demonstration.
    pub(crate) endpoint: Option<String>,
    /// What this device shows there.
    pub(crate) token: String,
}

impl Identity {
    pub(super) fn joined(answer: JoinAnswer, endpoint: &str) -> Self {
        Self {
            member: answer.member,
            name: answer.name,
            community: answer.community_name,
            endpoint: Some(endpoint.to_owned()),
            token: answer.token,
        }
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        from_json(text).ok()
    }

    pub(super) fn text(&self) -> String {
        to_json(self)
    }
}
