//! Request bodies: text within the protocol's limit.

use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt;
use yishi_sync::{MOST_BYTES, Problem};

/// Read and thrown away beyond the limit, so that a phone on a slow network still reads the answer
/// instead of an error from the connection.
const MOST_DRAINED: usize = 8 * MOST_BYTES;
/// A body takes no longer than this to arrive.
const PATIENCE: Duration = Duration::from_secs(60);

/// The whole body as text.
///
/// # Errors
/// [`Problem::BodyTooLarge`], [`Problem::Malformed`].
pub(super) async fn text(body: Body) -> Result<String, Problem> {
    let bytes = bytes(body, PATIENCE).await?;
    String::from_utf8(bytes).map_err(|_| malformed("the body is not UTF-8"))
}

/// The whole body, if it arrives in that time.
///
/// # Errors
/// [`Problem::BodyTooLarge`], [`Problem::Malformed`].
pub(super) async fn bytes(body: Body, patience: Duration) -> Result<Vec<u8>, Problem> {
    let arrived = tokio::time::timeout(patience, all(body)).await;
    arrived.map_err(|_| malformed("the body did not arrive in time"))?
}

fn malformed(message: &str) -> Problem {
    Problem::Malformed {
        message: message.to_owned(),
    }
}

async fn all(mut body: Body) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Problem::Malformed {
            message: format!("the body cannot be read: {error}"),
        })?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        length += data.len();
        if length > MOST_DRAINED {
            break;
        }
        if length <= MOST_BYTES {
            bytes.extend_from_slice(&data);
        }
    }
    if length > MOST_BYTES {
        Err(Problem::BodyTooLarge { most: MOST_BYTES })
    } else {
        Ok(bytes)
    }
}
