//! The calls of the protocol over HTTP.

use gloo::net::http::{Method, RequestBuilder, Response};
use js_sys::Uint8Array;
use web_sys::RequestCache;
use yishi_domain::Digest;
use yishi_sync::wire::{
    JoinAnswer, JoinRequest, ProblemAnswer, digest, from_json, parse_problem, to_json,
};

use super::abort::Deadline;

/// How long a call may take before the network counts as gone.
const PATIENCE: u32 = 30_000;
/// The same for bytes of photos: 300 kB at 2 kB/s, as long as the endpoint waits for them.
const LONG_PATIENCE: u32 = 150_000;

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
    /// It is not there.
    Missing,
}

impl Failure {
    /// The stable code for the texts.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Problem(problem) => &problem.code,
            Self::Garbled => "garbled",
            Self::Altered => "altered",
            Self::Missing => "not_found",
        }
    }

    /// Whether what was asked for is not there, or none of the member's business.
    pub(crate) fn is_missing(&self) -> bool {
        self.code() == "not_found"
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
        let deadline = Deadline::after(LONG_PATIENCE);
        let request = self.of_blob(sha256, Method::GET, &deadline);
        let response = checked(request.send().await).await?;
        let bytes = response.binary().await.map_err(|_| Failure::Unreachable)?;
        if digest(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(Failure::Altered)
        }
    }

    /// Whether a photo of this member's is there: asked of the endpoint itself, not of anything between.
    pub(super) async fn has_blob(&self, sha256: Digest) -> Result<bool, Failure> {
        let deadline = Deadline::after(PATIENCE);
        let request = self.of_blob(sha256, Method::HEAD, &deadline);
        let response = request.send().await.map_err(|_| Failure::Unreachable)?;
        let kind = response.headers().get("content-type").unwrap_or_default();
        match response.status() {
            // A portal answers whatever it is asked, but with a page.
            200 if kind.starts_with("image/") => Ok(true),
            404 => Ok(false),
            _ => Err(Failure::Garbled),
        }
    }

    /// Sends a photo; it is durable when this returns.
    pub(super) async fn put_blob(&self, sha256: Digest, bytes: &[u8]) -> Result<(), Failure> {
        let deadline = Deadline::after(LONG_PATIENCE);
        let request = self.of_blob(sha256, Method::PUT, &deadline);
        let request = request
            .header("Content-Type", "image/jpeg")
            .body(Uint8Array::from(bytes))
            .map_err(|_| Failure::Unreachable)?;
        match checked(request.send().await).await?.status() {
            204 => Ok(()),
            _ => Err(Failure::Garbled),
        }
    }

    /// What the phone keeps is in its database; the browser's cache would keep it twice.
    fn of_blob(&self, sha256: Digest, method: Method, deadline: &Deadline) -> RequestBuilder {
        let request = RequestBuilder::new(&self.url(&format!("/v1/blobs/{sha256}")))
            .method(method)
            .cache(RequestCache::NoStore);
        self.signed(request)
            .abort_signal(deadline.signal().as_ref())
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
            .method(Method::POST)
            .header("Content-Type", "application/json")
            .abort_signal(deadline.signal().as_ref());
        let request = self
            .signed(request)
            .body(body)
            .map_err(|_| Failure::Unreachable)?;
        let response = checked(request.send().await).await?;
        // As bytes: a text would be turned into JavaScript's letters and back.
        let bytes = response.binary().await.map_err(|_| Failure::Unreachable)?;
        String::from_utf8(bytes).map_err(|_| Failure::Garbled)
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
