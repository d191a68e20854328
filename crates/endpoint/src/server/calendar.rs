//! `GET /v1/calendar/{secret}.ics`: one member's calendar, for whoever has its secret link.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use yishi_sync::Problem;
use yishi_sync::wire::digest;

use super::Server;
use super::failure::Failure;
use crate::clock::now;
use crate::feed;

/// Programs ask again after that many seconds at the earliest.
const CACHE: &str = "private, max-age=300";

pub(super) async fn calendar(
    State(server): State<Arc<Server>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let secret = file.strip_suffix(".ics").ok_or(Problem::NotFound)?;
    let link = digest(secret.as_bytes());
    // One that was issued at another node a moment ago is known here within a second.
    let (community, member) = server
        .communities
        .by_calendar(&link)
        .ok_or(Problem::NotFound)?;
    server.limits.calendar(link)?;
    let text = feed::calendar(community.view().state(), community.id(), member, now());
    let tag = format!("\"{}\"", &digest(text.as_bytes()).to_string()[..32]);
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok())
        // A proxy that compresses the answer makes the tag a weak one.
        .is_some_and(|tags| {
            tags.split(',')
                .any(|known| known.trim().trim_start_matches("W/") == tag)
        });
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        text.into_response()
    };
    let tag = HeaderValue::from_str(&tag).map_err(|_| Problem::NotFound)?;
    let fixed = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "inline; filename=\"yishi.ics\"",
        ),
        (header::CACHE_CONTROL, CACHE),
    ];
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}
