//! Someone between the phone and the endpoint who reads everything, and changes, withholds or invents answers.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use reqwest::Client;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use yishi_tests::place;

/// The largest body that passes.
const MOST: usize = 64 << 20;

/// What is done with a request.
pub(crate) enum Act {
    /// It passes, and its answer too.
    Pass,
    /// It passes, and its answer is changed.
    Change(fn(Bytes) -> Vec<u8>),
    /// It passes, and its answer is lost: the phone sees a line that was cut.
    LoseAnswer,
    /// It passes, and its answer never comes: the phone waits as long as it likes.
    KeepAnswer,
    /// It does not pass; the phone gets this problem.
    Refuse(u16, &'static str),
    /// It does not pass; the phone is told to come again in so many seconds.
    Postpone(u64),
}

/// What the meddler does to a path with a body.
type Rule = Box<dyn FnMut(&str, &[u8]) -> Act + Send>;

/// A server that passes everything on. Dropping it ends it.
pub(crate) struct Meddler {
    port: u16,
    rule: Arc<Mutex<Rule>>,
    task: JoinHandle<()>,
}

impl Meddler {
    /// Passes everything on to a port of this machine.
    pub(crate) async fn start(upstream: u16) -> Result<Self> {
        let port = place::free_port()?;
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .context("the meddler's port is taken")?;
        let rule: Arc<Mutex<Rule>> = Arc::new(Mutex::new(Box::new(|_, _| Act::Pass)));
        let between = Between {
            upstream: format!("http://127.0.0.1:{upstream}"),
            http: Client::builder().no_proxy().build()?,
            rule: Arc::clone(&rule),
        };
        let app = Router::new().fallback(answer).with_state(Arc::new(between));
        let task = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, app).await;
        });
        Ok(Self { port, rule, task })
    }

    /// The address that the phone opens, without a slash at the end.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on does this to a path with a body.
    pub(crate) fn meddle(&self, rule: impl FnMut(&str, &[u8]) -> Act + Send + 'static) {
        *self.rule.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(rule);
    }
}

impl Drop for Meddler {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Between {
    upstream: String,
    http: Client,
    rule: Arc<Mutex<Rule>>,
}

async fn answer(State(between): State<Arc<Between>>, request: Request) -> Response {
    pass(&between, request)
        .await
        .unwrap_or_else(|error| (StatusCode::BAD_GATEWAY, format!("{error:#}")).into_response())
}

async fn pass(between: &Between, request: Request) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    // The stream of pokes never ends, so it is not taken in; phones look for news by themselves then.
    if path.ends_with("/v1/live") {
        return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response());
    }
    let body = to_bytes(body, MOST).await?;
    let act = between.rule.lock().unwrap_or_else(PoisonError::into_inner)(&path, &body);
    let refused = match &act {
        Act::Refuse(status, code) => Some((*status, *code, json!({}))),
        Act::Postpone(seconds) => {
            let detail = json!({ "retry_after": seconds });
            Some((429, "too_many_requests", detail))
        }
        _ => None,
    };
    if let Some((status, code, detail)) = refused {
        let problem = json!({
            "type": "about:blank", "title": code, "status": status, "code": code, "detail": detail,
        });
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        return Ok((StatusCode::from_u16(status)?, kind, problem.to_string()).into_response());
    }
    let mut request = between
        .http
        .request(parts.method, format!("{}{}", between.upstream, parts.uri))
        .body(body);
    for name in [header::AUTHORIZATION, header::CONTENT_TYPE] {
        if let Some(value) = parts.headers.get(&name) {
            request = request.header(name, value);
        }
    }
    let answered = request.send().await?;
    let status = answered.status();
    let kind = answered.headers().get(header::CONTENT_TYPE).cloned();
    let bytes = answered.bytes().await?;
    let bytes = match act {
        Act::Change(change) => Bytes::from(change(bytes)),
        Act::LoseAnswer => {
            let cut = std::io::Error::other("the line is cut");
            let stream = futures_util::stream::iter([Err::<Bytes, _>(cut)]);
            return Ok(Response::new(Body::from_stream(stream)));
        }
        Act::KeepAnswer => std::future::pending().await,
        _ => bytes,
    };
    let mut response = (status, bytes).into_response();
    if let Some(kind) = kind {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    Ok(response)
}
