//! `GET` and `PUT /v1/blobs/{sha256}`: published bytes and photos, for those who may see them.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use yishi_domain::{Digest, audiences_of};
use yishi_sync::Problem;
use yishi_sync::wire::digest;

use super::failure::Failure;
use super::{Server, body};
use crate::communities::Caller;
use crate::photos::{PhotosError, media_type};
use crate::storage::StorageError;

/// A photo takes no longer than this to arrive: 300 kB at 2 kB/s.
const PATIENCE: Duration = Duration::from_secs(150);

/// Bytes as they are answered.
struct Found {
    media_type: String,
    bytes: Bytes,
}

/// Gives bytes to whoever may see an event that names them; a photo also to whoever has sent it.
pub(super) async fn blob(
    State(server): State<Arc<Server>>,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let caller = server.caller(&headers).await?;
    let sha256: Digest = sha256.parse().map_err(|_| Problem::NotFound)?;
    let found = match photo(&server, &caller, sha256).await? {
        Some(photo) => Some(photo),
        None => published(&server, &caller, sha256).await?,
    };
    let found = found.ok_or(Problem::NotFound)?;
    let tag = format!("\"{sha256}\"");
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|tags| tags.as_bytes() == tag.as_bytes());
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        found.bytes.into_response()
    };
    let headers = response.headers_mut();
    // The name is the content, so it is good for ever; private, because not everybody may see it.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, max-age=31536000, immutable"),
    );
    for (name, value) in [
        (header::CONTENT_TYPE, found.media_type),
        (header::ETAG, tag),
    ] {
        headers.insert(
            name,
            HeaderValue::from_str(&value).map_err(|_| Problem::NotFound)?,
        );
    }
    Ok(response)
}

/// Keeps a photo that a member sends: 204 when it is durable, also if it was before.
pub(super) async fn keep(
    State(server): State<Arc<Server>>,
    Path(sha256): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Failure> {
    let caller = server.caller(&headers).await?;
    let sha256: Digest = sha256.parse().map_err(|_| Problem::NotFound)?;
    let bytes = body::bytes(body, PATIENCE).await?;
    server.limits.photo(caller.device, bytes.len())?;
    if digest(&bytes) != sha256 {
        return Err(Problem::WrongDigest.into());
    }
    if media_type(&bytes).is_none() {
        return Err(Problem::NotAnImage.into());
    }
    let kept = server.photos.keep(
        &**server.communities.storage(),
        caller.community.id(),
        caller.member.0,
        sha256.0,
        bytes.into(),
    );
    kept.await.map_err(|error| failed(&error))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn photo(server: &Server, caller: &Caller, sha256: Digest) -> Result<Option<Found>, Problem> {
    let community = caller.community.id();
    let storage = server.communities.storage();
    let known = storage.photo(community, sha256.0).await;
    let Some(known) = known.map_err(|error| failed(&error.into()))? else {
        return Ok(None);
    };
    if !known.senders.contains(&caller.member.0) && !may_see(caller, &known.audiences) {
        return Ok(None);
    }
    let bytes = server.photos.bytes(community, known.object).await;
    let bytes = bytes.map_err(|error| failed(&error))?;
    Ok(bytes.and_then(|bytes| {
        Some(Found {
            media_type: media_type(&bytes)?.to_owned(),
            bytes,
        })
    }))
}

async fn published(
    server: &Server,
    caller: &Caller,
    sha256: Digest,
) -> Result<Option<Found>, Problem> {
    let storage = server.communities.storage();
    let blob = storage.blob(caller.community.id(), sha256.0).await;
    let blob = blob.map_err(|error| failed(&error.into()))?;
    Ok(blob
        .filter(|blob| may_see(caller, std::slice::from_ref(&blob.audience)))
        .map(|blob| Found {
            media_type: blob.media_type,
            bytes: blob.bytes.into(),
        }))
}

/// Whether the caller belongs to one of these audiences.
fn may_see(caller: &Caller, audiences: &[String]) -> bool {
    audiences_of(caller.community.view().state(), caller.member)
        .iter()
        .any(|held| audiences.contains(&held.to_string()))
}

fn failed(error: &PhotosError) -> Problem {
    tracing::error!(%error, "the storage failed");
    match error {
        PhotosError::Full | PhotosError::Database(StorageError::Full) => Problem::StorageFull,
        _ => Problem::Unavailable,
    }
}
