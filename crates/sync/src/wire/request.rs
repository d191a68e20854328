//! What the phone asks.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use yishi_domain::{ClientId, CommunityId, EpochId, MemberId};

use super::problem::Problem;
use super::value::{Fault, Value};
use super::write::Object;
use super::{IncomingCommand, parse};
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
        let malformed = |fault: Fault| Problem::Malformed {
            message: fault.to_string(),
        };
        let mut request = parse(text).map_err(malformed)?;
        match request.get("protocol").map_err(malformed)? {
            PROTOCOL => {}
            0..PROTOCOL => return Err(Problem::ClientTooOld { protocol: PROTOCOL }),
            _ => return Err(Problem::ProtocolUnknown { protocol: PROTOCOL }),
        }
        if request.items("push").map_err(malformed)?.len() > MOST_COMMANDS {
            return Err(Problem::TooManyCommands {
                most: MOST_COMMANDS,
            });
        }
        Self::read(&mut request).map_err(malformed)
    }

    fn read(request: &mut Value) -> Result<Self, Fault> {
        let cursors: Option<_> = request.get("cursors")?;
        let limit: Option<u64> = request.get("limit")?;
        let limit = limit
            .and_then(|limit| usize::try_from(limit).ok())
            .unwrap_or(MOST_EVENTS);
        Ok(Self {
            client: request.get("client")?,
            epoch: request.get("epoch")?,
            cursors: cursors.unwrap_or_default(),
            limit: limit.clamp(1, MOST_EVENTS),
            push: request
                .take_items("push")?
                .into_iter()
                .map(IncomingCommand::read)
                .collect::<Result<_, _>>()?,
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
    // A command's text is an object that begins with its id: `n` is put in front of it.
    let numbered = |entry: &OutboxEntry| {
        format!(
            "{{\"n\":{},{}",
            entry.n,
            entry.text.strip_prefix('{').unwrap_or(&entry.text)
        )
    };
    let push: Vec<String> = push.into_iter().map(numbered).collect();
    Object::new()
        .field("protocol", &PROTOCOL)
        .field("client", &client)
        .field("epoch", &epoch)
        .field("cursors", cursors)
        .field("limit", &MOST_EVENTS)
        .raw_list("push", push.iter().map(String::as_str))
        .text()
}
