//! A phone as simple as the protocol allows, in plain JSON.

use std::collections::BTreeMap;

use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

/// An answer that was no success.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: Value,
}

impl Problem {
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap()
    }
}

/// A client as the endpoint's own is made: with its cryptography named.
pub(crate) fn http() -> Client {
    // Fails only if it was done before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

/// One device of a member.
#[derive(Debug, Clone)]
pub(crate) struct Phone {
    pub(crate) http: Client,
    pub(crate) url: String,
    pub(crate) token: String,
    pub(crate) member: String,
    pub(crate) client: Uuid,
    pub(crate) n: u64,
    pub(crate) epoch: Value,
    pub(crate) cursors: BTreeMap<String, u64>,
    pub(crate) events: Vec<Value>,
}

impl Phone {
    /// Joins with an invitation.
    pub(crate) async fn join(url: &str, code: &str) -> Result<Self, Problem> {
        Self::join_with(url, json!({ "code": code, "device": "test" })).await
    }

    /// Joins with a request of that form.
    pub(crate) async fn join_with(url: &str, request: Value) -> Result<Self, Problem> {
        let http = http();
        let body = request.to_string();
        let joined = checked(
            http.post(format!("{url}/v1/join"))
                .body(body)
                .send()
                .await
                .unwrap(),
        )
        .await?;
        Ok(Self {
            http,
            url: url.to_owned(),
            token: joined["token"].as_str().unwrap().to_owned(),
            member: joined["member"].as_str().unwrap().to_owned(),
            client: Uuid::now_v7(),
            n: 0,
            epoch: Value::Null,
            cursors: BTreeMap::new(),
            events: Vec::new(),
        })
    }

    /// The same phone at another node, or at the same one after a restart.
    pub(crate) fn at(mut self, url: &str) -> Self {
        url.clone_into(&mut self.url);
        self
    }

    /// A request with these commands.
    pub(crate) fn request(&self, push: &[Value]) -> Value {
        json!({
            "protocol": 1, "client": self.client, "epoch": self.epoch, "cursors": self.cursors, "push": push,
        })
    }

    /// Sends any body.
    pub(crate) async fn post(&self, body: impl Into<reqwest::Body>) -> Result<Value, Problem> {
        let request = self
            .http
            .post(format!("{}/v1/sync", self.url))
            .bearer_auth(&self.token)
            .body(body);
        checked(request.send().await.unwrap()).await
    }

    /// Sends commands as they are, keeps what comes back.
    pub(crate) async fn sync(&mut self, push: &[Value]) -> Result<Value, Problem> {
        let answer = self.post(self.request(push).to_string()).await?;
        self.keep(&answer);
        Ok(answer)
    }

    /// Takes an answer over.
    pub(crate) fn keep(&mut self, answer: &Value) {
        self.epoch = answer["epoch"].clone();
        self.cursors = serde_json::from_value(answer["cursors"].clone()).unwrap();
        self.events
            .extend(answer["events"].as_array().unwrap().iter().cloned());
    }

    /// The next command, numbered.
    pub(crate) fn command(&mut self, kind: &str, body: &Value) -> Value {
        self.n += 1;
        command(self.n, kind, body)
    }

    /// Gives one command, which must be accepted.
    pub(crate) async fn give(&mut self, kind: &str, body: &Value) -> Value {
        let command = self.command(kind, body);
        let answer = self.sync(&[command]).await.unwrap();
        assert_eq!(answer["rejected"], Value::Null, "{answer}");
        answer
    }

    /// Raises an opinion and gives its id.
    pub(crate) async fn raise(&mut self, text: &str) -> Uuid {
        let opinion = Uuid::now_v7();
        self.give("raise_opinion", &opinion_body(opinion, text))
            .await;
        opinion
    }

    /// Fetches until there is no more.
    pub(crate) async fn pull(&mut self) {
        while self.sync(&[]).await.unwrap()["more"] == true {}
    }

    /// The bodies of all events of a type that came here.
    pub(crate) fn bodies(&self, kind: &str) -> Vec<&Value> {
        self.events
            .iter()
            .filter(|event| event["type"] == kind)
            .map(|event| &event["body"])
            .collect()
    }

    /// Opens the live stream.
    pub(crate) async fn live(&self) -> Response {
        let request = self
            .http
            .get(format!("{}/v1/live", self.url))
            .bearer_auth(&self.token);
        let stream = request.send().await.unwrap();
        assert_eq!(stream.status(), StatusCode::OK);
        stream
    }
}

/// A command in its envelope.
pub(crate) fn command(n: u64, kind: &str, body: &Value) -> Value {
    // Ballots with seals, and notices that say whether they are to be sealed, are of the second version.
    let version = 1 + u8::from(body.get("seal").is_some() || body.get("sealed").is_some());
    json!({ "n": n, "id": Uuid::now_v7(), "at": "2026-11-23T01:02:03Z", "type": kind, "v": version, "body": body })
}

/// What an opinion says.
pub(crate) fn opinion_body(opinion: Uuid, text: &str) -> Value {
    json!({ "opinion": opinion, "text": text, "category": "facilities", "anonymous": false })
}

/// The answer's JSON, or the problem, which must be whole.
pub(crate) async fn checked(response: Response) -> Result<Value, Problem> {
    let status = response.status();
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    let (kind, retry_after) = (
        header("content-type").unwrap_or_default(),
        header("retry-after"),
    );
    let text = response.text().await.unwrap();
    if status.is_success() {
        return Ok(
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status} {kind}: {text}"))
        );
    }
    assert_eq!(kind, "application/problem+json", "{status}: {text}");
    let body: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(body["status"], status.as_u16());
    assert_eq!(body["type"], "about:blank");
    assert!(
        body["title"].is_string() && body["code"].is_string(),
        "{body}"
    );
    Err(Problem {
        status: status.as_u16(),
        retry_after: retry_after.map(|s| s.parse().unwrap()),
        body,
    })
}
