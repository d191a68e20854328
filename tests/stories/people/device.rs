//! A member's phone without a screen: the phone's own [`Replica`] over HTTP, for those who only fill the room.

use anyhow::{Context, Result, ensure};
use reqwest::Client;
use uuid::Uuid;
use yishi_domain::council::{
    CastBallot, Category, Choice, CloseMotion, Electorate, ElectorateKind, NoticeMotion,
    OpenMotion, Options, Place, RaiseOpinion, ScheduleTopic, TopicSource,
};
use yishi_domain::{
    ClientId, Command, CommandId, Digest, MemberId, MotionId, OpinionId, SealId, State, Timestamp,
    TopicId,
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

    /// Does several things in one go, all of which must be accepted.
    pub(crate) async fn act_all(&mut self, commands: Vec<Command>) -> Result<()> {
        self.sync().await?;
        for command in &commands {
            let id = CommandId(Uuid::now_v7());
            let writes = self.replica.submit(id, command, self.heard);
            self.keep(writes.map_err(|refusal| anyhow::anyhow!("{refusal} to {command:?}"))?);
        }
        let refused = self.sync().await?;
        ensure!(refused.is_empty(), "{refused:?}");
        Ok(())
    }

    /// Puts a topic of the committee's own to the vote of all homes, by the Civil Code's ordinary rule.
    pub(crate) async fn put_to_vote(&mut self, title: &str) -> Result<MotionId> {
        self.put(title, |_| {}).await
    }

    /// Puts a topic to the vote of all homes as it is changed: by options, sealed, by another rule.
    pub(crate) async fn put(
        &mut self,
        title: &str,
        change: impl FnOnce(&mut NoticeMotion),
    ) -> Result<MotionId> {
        let question = format!("是否同意“{title}”？");
        let topic = self.schedule(title).await?;
        let motion = MotionId(Uuid::now_v7());
        let mut notice = NoticeMotion {
            motion,
            topic,
            question,
            options: Options::Approval,
            electorate: Electorate {
                kind: ElectorateKind::Households,
                place: Place::Everywhere,
            },
            rule: "civil_code_278_ordinary".into(),
            sealed: false,
            opens_at: None,
            closes_at: Self::now().plus_seconds(86_400),
        };
        change(&mut notice);
        self.act(&Command::NoticeMotion(notice)).await?;
        self.act(&Command::OpenMotion(OpenMotion { motion }))
            .await?;
        Ok(motion)
    }

    /// Puts a topic of the committee's own on the agenda of the next meeting.
    pub(crate) async fn schedule(&mut self, title: &str) -> Result<TopicId> {
        let meetings = self.view().council.upcoming_meetings();
        let meeting = meetings.first().context("no meeting is planned")?.0;
        let topic = TopicId(Uuid::now_v7());
        let title = title.to_owned();
        self.act(&Command::ScheduleTopic(ScheduleTopic {
            topic,
            title,
            source: TopicSource::Member,
            meeting,
        }))
        .await?;
        Ok(topic)
    }

    /// Casts a vote.
    pub(crate) async fn vote(&mut self, motion: MotionId, choice: Choice) -> Result<()> {
        self.mark(motion, vec![choice]).await
    }

    /// Casts a vote with those marks, sealed if the motion is.
    pub(crate) async fn mark(&mut self, motion: MotionId, choice: Vec<Choice>) -> Result<()> {
        self.sync().await?;
        let known = self.view().council.motions.get(&motion);
        let sealed = known.context("the motion is not known")?.sealed;
        let cast = CastBallot {
            motion,
            choice,
            seal: sealed.then(|| SealId(Uuid::now_v7())),
        };
        self.act(&Command::CastBallot(cast)).await
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
            shop: None,
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
