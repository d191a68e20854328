//! Where requests go: over the network, or to the authority inside this page.

use yishi_domain::Digest;

use super::endpoint::{Endpoint, Failure};
use crate::demo::Demo;

/// A way to the authority.
#[derive(Clone)]
pub(crate) enum Transport {
    /// An endpoint over HTTP.
    Http(Endpoint),
    /// The demonstration's authority.
    Demo(Demo),
}

impl Transport {
    /// One round of pushing and pulling.
    pub(super) async fn sync(&self, request: String) -> Result<String, Failure> {
        match self {
            Self::Http(endpoint) => endpoint.sync(request).await,
            Self::Demo(demo) => demo.sync(&request).await,
        }
    }

    /// Published bytes, checked by their digest.
    pub(crate) async fn blob(&self, sha256: Digest) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Http(endpoint) => endpoint.blob(sha256).await,
            Self::Demo(demo) => demo.blob(sha256).await,
        }
    }

    /// Whether a photo of this member's has arrived there.
    pub(super) async fn has_blob(&self, sha256: Digest) -> Result<bool, Failure> {
        match self {
            Self::Http(endpoint) => endpoint.has_blob(sha256).await,
            Self::Demo(demo) => Ok(demo.blob(sha256).await.is_ok()),
        }
    }

    /// Sends a photo; it is durable there when this returns.
    pub(super) async fn put_blob(&self, sha256: Digest, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Http(endpoint) => endpoint.put_blob(sha256, bytes).await,
            Self::Demo(demo) => demo.put_blob(sha256, bytes).await,
        }
    }
}
