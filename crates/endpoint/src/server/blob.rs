//! `GET /v1/blobs/{sha256}`: published bytes, for those who may see them.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use yishi_domain::{Digest, audiences_of};
use yishi_sync::Problem;

use super::Server;
use super::failure::Failure;

pub(super) async fn blob(
    State(server): State<Arc<Server>>,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let caller = server.caller(&headers).await?;
    let sha256: Digest = sha256.parse().map_err(|_| Problem::NotFound)?;
    let stored = server
        .communities
        .storage()
        .blob(caller.community.id(), sha256.0)
        .await;
    let blob = stored
        .map_err(|error| {
            tracing::error!(%error, "the storage failed");
            Problem::Unavailable
        })?
        .ok_or(Problem::NotFound)?;
    let held = audiences_of(caller.community.view().state(), caller.member);
    if !held
        .iter()
        .any(|audience| audience.to_string() == blob.audience)
    {
        return Err(Problem::NotFound.into());
    }
    let tag = format!("\"{sha256}\"");
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|tags| tags.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        blob.bytes.into_response()
    };
    let headers = response.headers_mut();
    // The name is the content, so it is good for ever; private, because not everybody may see it.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=31536000, immutable"),
    );
    for (name, value) in [(header::CONTENT_TYPE, blob.media_type), (header::ETAG, tag)] {
        headers.insert(
            name,
            HeaderValue::from_str(&value).map_err(|_| Problem::NotFound)?,
        );
    }
    Ok(response)
}
