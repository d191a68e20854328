//! A member's phone without a screen: the phone's own [`Replica`] over HTTP, for those who only fill the room.

use anyhow::{Context, Result, ensure};
use reqwest::Client;
use uuid::Uuid;
use yishi_domain::council::{
    CastBallot, Category, Choice, CloseMotion, Electorate, ElectorateKind, NoticeMotion,
    OpenMotion, Place, RaiseOpinion, ScheduleTopic,
};
use yishi_domain::{
    ClientId, Command, CommandId, Digest, MemberId, MotionId, OpinionId, State, Timestamp, TopicId,
};
use yishi_sync::disk::{Loaded, Page};
use yishi_sync::wire::{JoinAnswer, digest, parse_answer};
use yishi_sync::{Notice, Replica};

/// A device that has joined.
pub(crate) struct Device {
    http: Client,
    endpoint: String,
    token: String,
    replica: Replica,
    pages: Vec<Page>,
    /// What time the endpoint said it was when it was last asked.
    heard: Timestamp,
}

impl Device {
    /// Joins with an invitation and pulls what the member may see.
    pub(crate) async fn join(endpoint: &str, code: &str) -> Result<Self> {
        let http = Client::builder().no_proxy().build()?;
        let request = serde_json::json!({ "code": code, "device": "无屏" });
        let request = http
            .post(format!("{endpoint}/v1/join"))
            .header("content-type", "application/json")
            .body(request.to_string());
        let answer = said(request).await?;
        let answer: JoinAnswer = serde_json::from_str(&answer)?;
        let mut device = Self {
            http,
            endpoint: endpoint.to_owned(),
            token: answer.token,
            replica: Replica::open(answer.member, Loaded::default(), ClientId(Uuid::now_v7())),
            pages: Vec::new(),
            heard: Self::now(),
        };
        device.sync().await?;
        Ok(device)
    }

    /// What the member sees.
    pub(crate) fn view(&self) -> &State {
        self.replica.view()
    }

    /// Who this is.
    pub(crate) fn member(&self) -> MemberId {
        self.replica.member()
    }

    /// This machine's time.
    pub(crate) fn now() -> Timestamp {
        let since = std::time::SystemTime::UNIX_EPOCH
            .elapsed()
            .unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    /// Does something that must be accepted.
    pub(crate) async fn act(&mut self, command: &Command) -> Result<()> {
        self.sync().await?;
        let id = CommandId(Uuid::now_v7());
        let writes = self.replica.submit(id, command, self.heard);
        self.keep(writes.map_err(|refusal| anyhow::anyhow!("{refusal} to {command:?}"))?);
        let refused = self.sync().await?;
        ensure!(refused.is_empty(), "{refused:?} to {command:?}");
        Ok(())
    }

    /// Does something without a network; it is sent with the next [`Self::sync`].
    pub(crate) fn act_offline(&mut self, command: &Command) -> Result<()> {
        let id = CommandId(Uuid::now_v7());
        let writes = self.replica.submit(id, command, self.heard);
        self.keep(writes.map_err(|refusal| anyhow::anyhow!("{refusal} to {command:?}"))?);
        Ok(())
    }

    /// Puts a topic of the committee's own to the vote of all homes, by the Civil Code's ordinary rule.
    pub(crate) async fn put_to_vote(&mut self, title: &str) -> Result<MotionId> {
        let meetings = self.view().council.upcoming_meetings();
        let meeting = meetings.first().context("no meeting is planned")?.0;
        let (topic, motion) = (TopicId(Uuid::now_v7()), MotionId(Uuid::now_v7()));
        let title = title.to_owned();
        let question = format!("是否同意“{title}”？");
        self.act(&Command::ScheduleTopic(ScheduleTopic {
            topic,
            title,
            opinion: None,
            meeting,
        }))
        .await?;
        self.act(&Command::NoticeMotion(NoticeMotion {
            motion,
            topic,
            question,
            electorate: Electorate {
                kind: ElectorateKind::Households,
                place: Place::Everywhere,
            },
            rule: "civil_code_278_ordinary".into(),
            opens_at: None,
            closes_at: Self::now().plus_seconds(86_400),
        }))
        .await?;
        self.act(&Command::OpenMotion(OpenMotion { motion }))
            .await?;
        Ok(motion)
    }

    /// Casts a vote.
    pub(crate) async fn vote(&mut self, motion: MotionId, choice: Choice) -> Result<()> {
        let choice = vec![choice];
        self.act(&Command::CastBallot(CastBallot { motion, choice }))
            .await
    }

    /// Ends a vote.
    pub(crate) async fn close(&mut self, motion: MotionId) -> Result<()> {
        self.act(&Command::CloseMotion(CloseMotion { motion }))
            .await
    }

    /// Raises an opinion.
    pub(crate) async fn raise(&mut self, text: &str) -> Result<OpinionId> {
        self.raise_with(text, Vec::new()).await
    }

    /// Raises an opinion with photos, which need not be there.
    pub(crate) async fn raise_with(
        &mut self,
        text: &str,
        photos: Vec<Digest>,
    ) -> Result<OpinionId> {
        let opinion = OpinionId(Uuid::now_v7());
        self.act(&Command::RaiseOpinion(RaiseOpinion {
            opinion,
            text: text.to_owned(),
            category: Category::Facilities,
            anonymous: false,
            photos,
        }))
        .await?;
        Ok(opinion)
    }

    /// Sends a photo, and gives its name.
    pub(crate) async fn send_photo(&self, bytes: Vec<u8>) -> Result<Digest> {
        let name = digest(&bytes);
        let request = self
            .http
            .put(format!("{}/v1/blobs/{name}", self.endpoint))
            .bearer_auth(&self.token)
            .body(bytes);
        said(request).await?;
        Ok(name)
    }

    /// Pushes and pulls until nothing is left; returns what was refused.
    pub(crate) async fn sync(&mut self) -> Result<Vec<Notice>> {
        let mut refused = Vec::new();
        loop {
            let request = self
                .http
                .post(format!("{}/v1/sync", self.endpoint))
                .bearer_auth(&self.token)
                .header("content-type", "application/json")
                .body(self.replica.request());
            let text = said(request).await?;
            let answer = parse_answer(&text)?;
            self.heard = answer.now;
            let log = self.replica.needs_log(&answer).then_some(&*self.pages);
            let received = self.replica.receive(&answer, log);
            let more = received.more || self.replica.has_unsent();
            refused.extend(received.rejected);
            self.keep(received.writes);
            if !more {
                return Ok(refused);
            }
        }
    }

    fn keep(&mut self, writes: yishi_sync::disk::Writes) {
        if writes.clear_log {
            self.pages.clear();
        }
        self.pages.extend(writes.append);
    }
}

async fn said(request: reqwest::RequestBuilder) -> Result<String> {
    let response = request.send().await.context("the endpoint is not there")?;
    let status = response.status();
    let text = response.text().await?;
    ensure!(status.is_success(), "the endpoint answers {status}: {text}");
    Ok(text)
}
