//! What the phone asks.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use yishi_domain::{ClientId, CommunityId, EpochId, MemberId};

use super::problem::Problem;
use super::{IncomingCommand, parse_command};
use crate::disk::OutboxEntry;
use crate::{MOST_BYTES, MOST_COMMANDS, MOST_EVENTS, PROTOCOL};

/// `POST /v1/join`: an invitation becomes a device token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinRequest {
    /// The invitation's code.
    pub code: String,
    /// What the browser calls itself.
    pub device: String,
    /// The token that the device drew itself: 256 random bits in hexadecimal. If the answer is lost, the same
    /// request gets it again; without this the endpoint draws the token, and a lost answer costs the invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// The answer to [`JoinRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinAnswer {
    /// The device's token: 256 bits in hexadecimal.
    pub token: String,
    /// Who joined.
    pub member: MemberId,
    /// The member's name.
    pub name: String,
    /// The community.
    pub community: CommunityId,
    /// The community's name.
    pub community_name: String,
}

#[derive(Deserialize)]
struct In<'a> {
    protocol: u32,
    client: ClientId,
    #[serde(default)]
    epoch: Option<EpochId>,
    #[serde(default)]
    cursors: BTreeMap<String, u64>,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(borrow, default)]
    push: Vec<&'a RawValue>,
}

/// `POST /v1/sync`: everything else that changes or reads shared data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRequest {
    /// The browser that asks.
    pub client: ClientId,
    /// The log that it knows; none at first.
    pub epoch: Option<EpochId>,
    /// For each audience the last `seq` seen.
    pub cursors: BTreeMap<String, u64>,
    /// Events wanted at most.
    pub limit: usize,
    /// Commands, by their count.
    pub push: Vec<IncomingCommand>,
}

impl SyncRequest {
    /// A request from its JSON.
    ///
    /// # Errors
    /// The [`Problem`] to answer with: too large, of another protocol, malformed, too many commands.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.len() > MOST_BYTES {
            return Err(Problem::BodyTooLarge { most: MOST_BYTES });
        }
        #[derive(Deserialize)]
        struct Version {
            protocol: u32,
        }
        let malformed = |e: serde_json::Error| Problem::Malformed { message: e.to_string() };
        let version: Version = serde_json::from_str(text).map_err(malformed)?;
        if version.protocol != PROTOCOL {
            return Err(if version.protocol < PROTOCOL {
                Problem::ClientTooOld { protocol: PROTOCOL }
            } else {
                Problem::ProtocolUnknown { protocol: PROTOCOL }
            });
        }
        let request: In = serde_json::from_str(text).map_err(malformed)?;
        debug_assert_eq!(request.protocol, PROTOCOL);
        if request.push.len() > MOST_COMMANDS {
            return Err(Problem::TooManyCommands { most: MOST_COMMANDS });
        }
        let push = request.push.iter().map(|raw| parse_command(raw.get())).collect::<Result<_, _>>();
        Ok(Self {
            client: request.client,
            epoch: request.epoch,
            cursors: request.cursors,
            limit: request.limit.unwrap_or(MOST_EVENTS).clamp(1, MOST_EVENTS),
            push: push.map_err(malformed)?,
        })
    }
}

/// A request as JSON; the outbox's texts travel as they are stored.
#[must_use]
pub fn request_json<'a>(
    client: ClientId,
    epoch: Option<EpochId>,
    cursors: &BTreeMap<String, u64>,
    push: impl IntoIterator<Item = &'a OutboxEntry>,
) -> String {
    let epoch = epoch.map_or_else(|| "null".to_owned(), |epoch| format!("\"{epoch}\""));
    let cursors = serde_json::to_string(cursors).unwrap_or_default();
    let mut text = format!(
        "{{\"protocol\":{PROTOCOL},\"client\":\"{client}\",\"epoch\":{epoch},\"cursors\":{cursors},\"limit\":{MOST_EVENTS},\"push\":["
    );
    let mut separator = "";
    for entry in push {
        // A command's text is an object that begins with its id: `n` is put in front of it.
        let rest = entry.text.strip_prefix('{').unwrap_or(&entry.text);
        let _ = write!(text, "{separator}{{\"n\":{},{rest}", entry.n);
        separator = ",";
    }
    text.push_str("]}");
    text
}
