//! The calls of the protocol over HTTP.

use gloo::net::http::{RequestBuilder, Response};
use yishi_domain::Digest;
use yishi_sync::wire::{
    JoinAnswer, JoinRequest, ProblemAnswer, digest, from_json, parse_problem, to_json,
};

use super::abort::Deadline;

/// How long a call may take before the network counts as gone.
const PATIENCE: u32 = 30_000;

/// An endpoint, and the token that this device shows there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    base: String,
    token: String,
}

/// Why a call brought nothing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Failure {
    /// No answer: no network, or nobody there.
    Unreachable,
    /// The endpoint said no, with its code.
    Problem(Box<ProblemAnswer>),
    /// Something answered, but not an endpoint: a portal, a proxy, a wrong address.
    Garbled,
    /// What came is not what was published.
    Altered,
}

impl Failure {
    /// The stable code for the texts.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Problem(problem) => &problem.code,
            Self::Garbled => "garbled",
            Self::Altered => "altered",
        }
    }
}

impl Endpoint {
    /// The endpoint at that address (empty: where the page came from), with no token yet or with one.
    pub(crate) fn new(base: &str, token: &str) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
            token: token.to_owned(),
        }
    }

    /// An invitation becomes a token.
    pub(crate) async fn join(&self, request: &JoinRequest) -> Result<JoinAnswer, Failure> {
        let answer = self.post("/v1/join", to_json(request)).await?;
        from_json(&answer).map_err(|_| Failure::Garbled)
    }

    /// One round of pushing and pulling.
    pub(crate) async fn sync(&self, request: String) -> Result<String, Failure> {
        self.post("/v1/sync", request).await
    }

    /// Bytes that an event names by their digest. Other bytes are as good as none.
    pub(crate) async fn blob(&self, sha256: Digest) -> Result<Vec<u8>, Failure> {
        let deadline = Deadline::after(PATIENCE);
        let request = RequestBuilder::new(&self.url(&format!("/v1/blobs/{sha256}")));
        let request = self
            .signed(request)
            .abort_signal(deadline.signal().as_ref());
        let response = checked(request.send().await).await?;
        let bytes = response.binary().await.map_err(|_| Failure::Unreachable)?;
        if digest(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(Failure::Altered)
        }
    }

    pub(super) fn url(&self, path: &str) -> String {
        if self.base.is_empty() {
            format!(".{path}")
        } else {
            format!("{}{path}", self.base)
        }
    }

    pub(super) fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        if self.token.is_empty() {
            return request;
        }
        request.header("Authorization", &format!("Bearer {}", self.token))
    }

    async fn post(&self, path: &str, body: String) -> Result<String, Failure> {
        let deadline = Deadline::after(PATIENCE);
        let request = RequestBuilder::new(&self.url(path))
            .method(gloo::net::http::Method::POST)
            .header("Content-Type", "application/json")
            .abort_signal(deadline.signal().as_ref());
        let request = self
            .signed(request)
            .body(body)
            .map_err(|_| Failure::Unreachable)?;
        let response = checked(request.send().await).await?;
        response.text().await.map_err(|_| Failure::Unreachable)
    }
}

async fn checked(sent: Result<Response, gloo::net::Error>) -> Result<Response, Failure> {
    let response = sent.map_err(|_| Failure::Unreachable)?;
    if response.ok() {
        return Ok(response);
    }
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    Err(parse_problem(&text).map_or(Failure::Garbled, |problem| {
        Failure::Problem(Box::new(problem))
    }))
}
