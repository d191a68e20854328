//! What a decision makes beside its events: published bytes, and secrets.

use std::cell::RefCell;
use uuid::Uuid;
use yishi_domain::council::Publication;
use yishi_domain::{Audience, BlobRef, Digest, Entropy, Press};

use super::Published;
use crate::wire::{ballots_json, digest};

/// Publishes, and keeps what it published.
#[derive(Default)]
pub(super) struct KeepingPress {
    pub(super) published: RefCell<Vec<Published>>,
}

impl Press for KeepingPress {
    fn ballots(&self, publication: &Publication) -> BlobRef {
        let bytes = ballots_json(publication);
        let blob = BlobRef {
            sha256: digest(&bytes),
            size: bytes.len() as u64,
        };
        self.published.borrow_mut().push(Published {
            sha256: blob.sha256,
            audience: Audience::Public,
            bytes,
        });
        blob
    }
}

/// Draws ids, and secrets from them.
pub(super) struct Draw<'a>(pub(super) RefCell<&'a mut dyn FnMut() -> Uuid>);

impl Draw<'_> {
    pub(super) fn id(&self) -> Uuid {
        (self.0.borrow_mut())()
    }
}

impl Entropy for Draw<'_> {
    /// An id of version 7 has at least 32 bits that are drawn for it alone, so eight have 256.
    fn draw(&self) -> Digest {
        let ids: Vec<u8> = (0..8).flat_map(|_| self.id().into_bytes()).collect();
        digest(&ids)
    }
}
