//! The photos of this phone: taken, stored, shown, and fetched where others took them.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::prelude::{Set, Update, With, WithUntracked, set_timeout};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use yishi_domain::Digest;
use yishi_sync::wire::digest;

use super::{Refusal, Session, Space};
use crate::clock::own;
use crate::photo::maker;
use crate::store::{Photo, Standing, StoreError};
use crate::turn::Turns;

/// Bytes of photos that the endpoint has too and that are kept for times without a network.
const KEPT: u64 = 60_000_000;
/// Milliseconds after which a photo that no form holds any more is forgotten: another tab may be about to keep it.
const LEFT_OVER: u64 = 3_600_000;
/// After a start, when it is drawn; and when what is needed at once has been fetched.
const SOON: Duration = Duration::from_millis(500);
const LATER: Duration = Duration::from_secs(2);

/// What a session remembers of photos while the page lives.
#[derive(Default)]
pub(super) struct Album {
    /// One at a time: on a slow line the first is there sooner.
    fetching: Turns,
    /// Those that were noted as looked at.
    seen: RefCell<Vec<Digest>>,
    /// Whether somebody is counting.
    counting: Cell<bool>,
}

/// Why a photo cannot be shown now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Absent {
    /// Whoever took it has not sent it yet.
    NotYet,
    /// It cannot be asked for: no network, or no answer that is one.
    Unreachable,
    /// Nobody waits for it any more.
    Unwanted,
}

impl Session {
    /// Takes a photo that somebody has chosen: made small, and stored. `early` gets its small picture as soon as it is
    /// made.
    ///
    /// # Errors
    /// Why there is no photo now. Nothing has changed then.
    pub(crate) async fn take_photo(
        self,
        file: &Blob,
        early: impl FnOnce(Vec<u8>) + 'static,
    ) -> Result<Digest, Refusal> {
        let made = maker::make(file, early).await.map_err(Refusal::Photo)?;
        self.store_photo(&made.photo, &made.thumbnail).await
    }

    async fn store_photo(self, photo: &[u8], thumbnail: &[u8]) -> Result<Digest, Refusal> {
        let inner = self.inner();
        let photos = inner.store.photos();
        let size = (photo.len() + thumbnail.len()) as u64;
        if !Space::look().await.holds(size) {
            // What can be had again makes room for what cannot.
            photos.shrink(0).await.map_err(Refusal::Store)?;
            if !Space::look().await.holds(size) {
                return Err(Refusal::Photo("photo_no_room".into()));
            }
        }
        let name = digest(photo);
        match photos.begin(name, photo, thumbnail, now()).await {
            Ok(()) => Ok(name),
            Err(StoreError::Full) => Err(Refusal::Photo("photo_no_room".into())),
            Err(error) => Err(Refusal::Store(error)),
        }
    }

    /// A form holds that photo no longer: it goes, unless another one holds it, or a command names it.
    pub(crate) async fn let_go_photo(self, photo: Digest) {
        // What cannot be forgotten now is swept away later.
        let _ = self.inner().store.photos().sweep(now(), Some(photo)).await;
    }

    /// A photo, or its small picture, from this phone or from the endpoint. `wanted` says whether anybody waits for it
    /// still.
    ///
    /// # Errors
    /// Why it cannot be had now.
    pub(crate) async fn photo(
        self,
        photo: Digest,
        small: bool,
        wanted: impl Fn() -> bool,
    ) -> Result<Vec<u8>, Absent> {
        if let Some(bytes) = self.stored_photo(photo, small).await {
            return Ok(bytes);
        }
        let inner = self.inner();
        let _turn = inner.album.fetching.lock().await;
        if !wanted() {
            return Err(Absent::Unwanted);
        }
        // Whoever had the turn before may have fetched it.
        if let Some(bytes) = self.stored_photo(photo, small).await {
            return Ok(bytes);
        }
        let bytes = match inner.transport.blob(photo).await {
            Ok(bytes) => bytes,
            Err(failure) if failure.is_missing() => return Err(Absent::NotYet),
            Err(_) => return Err(Absent::Unreachable),
        };
        let thumbnail = maker::shrink(&bytes).await.unwrap_or_default();
        let photos = inner.store.photos();
        // A phone that is too full to keep it can show it all the same.
        if photos.keep(photo, &bytes, &thumbnail, now()).await.is_ok() {
            let _ = photos.shrink(KEPT).await;
        }
        Ok(match small && !thumbnail.is_empty() {
            true => thumbnail,
            false => bytes,
        })
    }

    async fn stored_photo(self, photo: Digest, small: bool) -> Option<Vec<u8>> {
        let inner = self.inner();
        let photos = inner.store.photos();
        let thumbnail = match small {
            true => photos.thumbnail(photo).await.ok().flatten(),
            false => None,
        };
        let found = match thumbnail.filter(|bytes| !bytes.is_empty()) {
            Some(bytes) => bytes,
            None => photos.bytes(photo).await.ok().flatten()?,
        };
        if !inner.album.seen.borrow().contains(&photo) {
            inner.album.seen.borrow_mut().push(photo);
            let note = |known: &mut Photo| {
                if matches!(known.standing, Standing::Sent | Standing::Fetched) {
                    known.at = now();
                }
            };
            let _ = photos.change(photo, &note).await;
        }
        Some(found)
    }

    /// Photos that commands name and the endpoint has not acknowledged; read again when that changes.
    pub(crate) fn unsent_photos(self) -> usize {
        self.photos.with(Vec::len)
    }

    /// Whether that photo is still to be sent; read again when that changes.
    pub(crate) fn is_unsent(self, photo: Digest) -> bool {
        self.photos.with(|unsent| unsent.contains(&photo))
    }

    /// Looks again which photos are to be sent: after something was stored, here or in another tab.
    pub(crate) fn count_photos(self) {
        if self.inner().album.counting.replace(true) {
            return;
        }
        spawn_local(async move {
            let inner = self.inner();
            inner.album.counting.set(false);
            let Ok(all) = inner.store.photos().all().await else {
                return;
            };
            let unsent: Vec<Digest> = all
                .into_iter()
                .filter(|photo| photo.standing == Standing::Waiting)
                .map(|photo| photo.sha256)
                .collect();
            if self.photos.with_untracked(|shown| *shown != unsent) {
                self.photos.set(unsent);
            }
        });
    }

    /// What a start does for photos.
    pub(super) fn look_after_photos(self) {
        set_timeout(move || self.count_photos(), SOON);
        let later = move || {
            spawn_local(async move {
                let before = now().saturating_sub(LEFT_OVER);
                let _ = self.inner().store.photos().sweep(before, None).await;
                // A camera may be used where there is no network.
                maker::fetch().await;
            });
        };
        set_timeout(later, LATER);
    }
}

/// What the link needs; see `link::PhotoSender`.
impl Session {
    /// The photo that has waited longest to be sent.
    pub(crate) async fn next_photo(self) -> Result<Option<Photo>, StoreError> {
        let mut all = self.inner().store.photos().all().await?;
        all.retain(|photo| photo.standing == Standing::Waiting);
        Ok(all.into_iter().min_by_key(|photo| photo.at))
    }

    pub(crate) async fn photo_to_send(self, photo: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner().store.photos().bytes(photo).await
    }

    /// The endpoint may have it from now on.
    pub(crate) async fn doubt_photo(self, photo: Digest) -> Result<(), StoreError> {
        let doubt = |known: &mut Photo| known.doubt = true;
        self.inner().store.photos().change(photo, &doubt).await
    }

    /// The endpoint has it, or will never have it.
    pub(crate) async fn photo_sent(self, photo: Digest, arrived: bool) -> Result<(), StoreError> {
        let sent = |known: &mut Photo| {
            known.standing = match arrived {
                true => Standing::Sent,
                false => Standing::Refused,
            };
            known.doubt = false;
            known.at = now();
        };
        let inner = self.inner();
        inner.store.photos().change(photo, &sent).await?;
        self.photos
            .update(|unsent| unsent.retain(|one| *one != photo));
        Ok(())
    }
}

fn now() -> u64 {
    own().unsigned_abs()
}
