//! A member's device without a screen: joins, pushes and pulls by the protocol, for filling a community and for load.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;
use yishi_domain::{ClientId, Command, CommandId, MemberId, Timestamp};
use yishi_sync::wire::{JoinAnswer, JoinRequest, command_json, digest};
use yishi_sync::{MOST_COMMANDS, MOST_EVENTS, PROTOCOL};

use crate::http::Connection;

/// A device that has joined.
pub(crate) struct Device {
    connection: Connection,
    pub(crate) token: String,
    pub(crate) member: MemberId,
    client: ClientId,
    next: u64,
    /// The audiences as the endpoint wrote them last, to be sent back as they are.
    pub(crate) cursors: String,
}

/// What came of a pull.
#[derive(Default)]
pub(crate) struct Pulled {
    pub(crate) events: Vec<Value>,
    /// Bytes of the events' JSON.
    pub(crate) bytes: usize,
}

#[derive(Deserialize)]
struct SyncAnswer<'a> {
    #[serde(default)]
    rejected: Vec<Value>,
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
    #[serde(borrow)]
    cursors: &'a RawValue,
    more: bool,
}

impl Device {
    /// Joins with an invitation.
    pub(crate) async fn join(port: u16, code: &str) -> Result<Self> {
        let mut connection = Connection::open(port).await?;
        let request = JoinRequest {
            code: code.to_owned(),
            device: "bench".into(),
            token: None,
        };
        let answer = connection
            .post(
                "/v1/join",
                None,
                "identity",
                &serde_json::to_string(&request)?,
            )
            .await?
            .text()?;
        let answer: JoinAnswer =
            serde_json::from_str(&answer).context("joining has another answer")?;
        Ok(Self {
            connection,
            token: answer.token,
            member: answer.member,
            client: ClientId(Uuid::now_v7()),
            next: 1,
            cursors: "{}".into(),
        })
    }

    /// Pushes commands that all must be accepted; what they lead to is not waited for.
    pub(crate) async fn push(&mut self, commands: &[Command]) -> Result<()> {
        for piece in commands.chunks(MOST_COMMANDS) {
            let push = self.count(piece);
            let request = self.request(&push, "{}", 1);
            let answer = self
                .connection
                .post("/v1/sync", Some(&self.token), "identity", &request)
                .await?
                .text()?;
            let answer: SyncAnswer = serde_json::from_str(&answer)?;
            ensure!(
                answer.rejected.is_empty(),
                "the endpoint refuses: {:?}",
                answer.rejected
            );
        }
        Ok(())
    }

    /// Pulls all that this device has not seen.
    pub(crate) async fn pull(&mut self) -> Result<Pulled> {
        let mut pulled = Pulled::default();
        loop {
            let request = self.request("", &self.cursors, MOST_EVENTS);
            let answer = self
                .connection
                .post("/v1/sync", Some(&self.token), "identity", &request)
                .await?
                .text()?;
            let answer: SyncAnswer = serde_json::from_str(&answer)?;
            for event in &answer.events {
                pulled.bytes += event.get().len();
                pulled.events.push(serde_json::from_str(event.get())?);
            }
            self.cursors = answer.cursors.get().to_owned();
            if !answer.more {
                return Ok(pulled);
            }
        }
    }

    /// Pulls everything from the beginning.
    pub(crate) async fn pull_anew(&mut self) -> Result<Vec<Value>> {
        self.cursors = "{}".into();
        Ok(self.pull().await?.events)
    }

    /// Sends a photo.
    pub(crate) async fn send_photo(&mut self, bytes: &[u8]) -> Result<()> {
        let path = format!("/v1/blobs/{}", digest(bytes));
        let answer = self.connection.put(&path, &self.token, bytes).await?;
        let (status, body) = (answer.status, String::from_utf8_lossy(&answer.body));
        ensure!(
            (200..300).contains(&status),
            "the endpoint answers {status}: {body}"
        );
        Ok(())
    }

    /// The bytes of one answer beyond these cursors, compressed as a browser asks for it.
    pub(crate) async fn compressed_page(
        &mut self,
        cursors: &BTreeMap<String, u64>,
        limit: usize,
    ) -> Result<Vec<u8>> {
        let request = self.request("", &serde_json::to_string(cursors)?, limit);
        let answer = self
            .connection
            .post(
                "/v1/sync",
                Some(&self.token),
                "gzip, deflate, br, zstd",
                &request,
            )
            .await?;
        ensure!(
            answer.status == 200,
            "the endpoint answers {}",
            answer.status
        );
        Ok(answer.body)
    }

    /// One push and the pull that comes with it, as a phone does it, without looking at the events.
    pub(crate) async fn round(&mut self, push: &str) -> Result<()> {
        let request = self.request(push, &self.cursors, MOST_EVENTS);
        let answer = self
            .connection
            .post("/v1/sync", Some(&self.token), "identity", &request)
            .await?
            .text()?;
        // Cursors and rejections stand before the events.
        let head = answer
            .split_once("\"events\":")
            .map_or(answer.as_str(), |(head, _)| head);
        ensure!(
            !head.contains("\"rejected\""),
            "the endpoint refuses: {head}"
        );
        let cursors = head
            .split_once("\"cursors\":")
            .and_then(|(_, rest)| rest.split_once('}'));
        let (cursors, _) = cursors.with_context(|| format!("no cursors in {head}"))?;
        self.cursors = format!("{cursors}}}");
        Ok(())
    }

    /// Commands as a push holds them, counted on.
    pub(crate) fn count(&mut self, commands: &[Command]) -> String {
        let mut text = String::new();
        for (index, command) in commands.iter().enumerate() {
            let json = command_json(CommandId(Uuid::now_v7()), now(), command);
            let rest = json.strip_prefix('{').unwrap_or(&json);
            let comma = if index > 0 { "," } else { "" };
            let _ = write!(text, "{comma}{{\"n\":{},{rest}", self.next);
            self.next += 1;
        }
        text
    }

    fn request(&self, push: &str, cursors: &str, limit: usize) -> String {
        let client = self.client;
        format!(
            "{{\"protocol\":{PROTOCOL},\"client\":\"{client}\",\"epoch\":null,\"cursors\":{cursors},\
             \"limit\":{limit},\"push\":[{push}]}}"
        )
    }
}

/// This machine's time.
pub(crate) fn now() -> Timestamp {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
