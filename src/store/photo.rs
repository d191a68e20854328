//! Photos: their bytes, small pictures of them, and how each of them stands.
//!
//! Bytes and small pictures lie in tables of their own, so that looking through what is known of all photos reads no
//! picture. Whatever is stored of one photo is stored in one transaction.

use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability};
use wasm_bindgen::JsValue;
use yishi_domain::{Digest, sort_by_key};
use yishi_sync::disk::Writes;

use super::error::StoreError;
use super::schema::{BLOB, PHOTO, THUMBNAIL};
use super::{Store, record, room, step, value};

/// Every table that holds something of a photo.
const TABLES: [&str; 3] = [PHOTO, BLOB, THUMBNAIL];

/// Key in `blob` of what held room for words before that had a database of its own.
const RESERVE: &str = "reserve";

/// How a photo stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It was taken for a form that was not submitted.
    Begun,
    /// A command names it; the endpoint has not said that it has it.
    Waiting,
    /// The endpoint has it, from this phone.
    Sent,
    /// The endpoint does not take it.
    Refused,
    /// It came from the endpoint.
    Fetched,
}

/// What is known of a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Photo {
    /// Its name.
    pub(crate) sha256: Digest,
    /// How it stands.
    pub(crate) standing: Standing,
    /// Bytes of the photo and of its small picture.
    pub(crate) size: u64,
    /// When it was taken or, if the endpoint has it, last looked at; milliseconds of the phone's own clock.
    pub(crate) at: u64,
    /// The endpoint may have it, so it is asked before it is sent anything.
    pub(crate) doubt: bool,
}

impl Standing {
    const ALL: [Self; 5] = [
        Self::Begun,
        Self::Waiting,
        Self::Sent,
        Self::Refused,
        Self::Fetched,
    ];

    /// As the database writes it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Fetched => "fetched",
        }
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|standing| standing.word() == word)
    }

    /// Whether only this phone has it, as far as it knows.
    fn is_precious(self) -> bool {
        matches!(self, Self::Begun | Self::Waiting)
    }
}

/// What becomes of a photo that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Stays,
    Changes,
    Goes,
}

/// Looks at one photo after the other, changes it perhaps, and says what becomes of it.
type Judge<'a> = &'a dyn Fn(&mut Photo) -> Fate;

/// The photos of one phone.
pub(crate) struct Photos<'a> {
    store: &'a Store,
}

impl<'a> Photos<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        Self { store }
    }

    /// What is known of every photo.
    pub(crate) async fn all(&self) -> Result<Vec<Photo>, StoreError> {
        self.store
            .on_connection(async |connection| {
                connection.read(&[PHOTO], async |tx| all(tx).await).await
            })
            .await
    }

    /// The bytes of a photo.
    pub(crate) async fn bytes(&self, photo: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        record::bytes(self.store, BLOB, &photo.to_string()).await
    }

    /// The small picture of a photo.
    pub(crate) async fn thumbnail(&self, photo: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        record::bytes(self.store, THUMBNAIL, &photo.to_string()).await
    }

    /// Stores a photo that was taken, safe from a flat battery once this returns. One that was taken before stays as
    /// it stands.
    pub(crate) async fn begin(
        &self,
        photo: Digest,
        bytes: &[u8],
        thumbnail: &[u8],
        at: u64,
    ) -> Result<(), StoreError> {
        self.reserve().await?;
        let begun = |known: Option<Standing>| match known {
            Some(own @ (Standing::Waiting | Standing::Sent)) => own,
            _ => Standing::Begun,
        };
        self.put(photo, bytes, thumbnail, at, begun).await
    }

    /// Stores a photo that came from the endpoint.
    pub(crate) async fn keep(
        &self,
        photo: Digest,
        bytes: &[u8],
        thumbnail: &[u8],
        at: u64,
    ) -> Result<(), StoreError> {
        let fetched = |known: Option<Standing>| known.unwrap_or(Standing::Fetched);
        self.put(photo, bytes, thumbnail, at, fetched).await
    }

    async fn put(
        &self,
        photo: Digest,
        bytes: &[u8],
        thumbnail: &[u8],
        at: u64,
        standing: fn(Option<Standing>) -> Standing,
    ) -> Result<(), StoreError> {
        let size = (bytes.len() + thumbnail.len()) as u64;
        let key = photo.to_string();
        let (bytes, thumbnail) = (value::bytes(bytes), value::bytes(thumbnail));
        let durability = match standing(None).is_precious() {
            true => TransactionDurability::Strict,
            false => TransactionDurability::Relaxed,
        };
        self.store
            .on_connection(async |connection| {
                connection
                    .write(&TABLES, durability, async |tx| {
                        let mut known = all(tx).await?.into_iter();
                        let known = known.find(|known| known.sha256 == photo);
                        let photo = Photo {
                            sha256: photo,
                            standing: standing(known.as_ref().map(|known| known.standing)),
                            size,
                            at,
                            doubt: known.is_some_and(|known| known.doubt),
                        };
                        step::put(&tx.object_store(BLOB)?, &*key, &bytes)?;
                        step::put(&tx.object_store(THUMBNAIL)?, &*key, &thumbnail)?;
                        put(tx, &photo)
                    })
                    .await
            })
            .await
    }

    /// Changes what is known of a photo, if it is here.
    pub(crate) async fn change(
        &self,
        photo: Digest,
        change: &dyn Fn(&mut Photo),
    ) -> Result<(), StoreError> {
        self.judge(&|known| {
            if known.sha256 != photo {
                return Fate::Stays;
            }
            change(known);
            Fate::Changes
        })
        .await
    }

    /// Forgets photos that the endpoint has until those that are left have at most so many bytes: others' before the
    /// member's own, and of those the ones that nobody has looked at for longest. Says whether any went.
    pub(crate) async fn shrink(&self, most: u64) -> Result<bool, StoreError> {
        let mut held = self.all().await?;
        held.retain(|photo| !photo.standing.is_precious());
        sort_by_key(&mut held, |photo| {
            (photo.standing != Standing::Fetched, photo.at)
        });
        let mut bytes: u64 = held.iter().map(|photo| photo.size).sum();
        held.retain(|photo| {
            let over = bytes > most;
            bytes -= photo.size;
            over
        });
        if held.is_empty() {
            return Ok(false);
        }
        self.judge(&|photo| {
            // It may have been taken for a form again meanwhile.
            let goes = !photo.standing.is_precious()
                && held.iter().any(|gone| gone.sha256 == photo.sha256);
            if goes { Fate::Goes } else { Fate::Stays }
        })
        .await?;
        Ok(true)
    }

    /// Forgets photos that were taken before that time for forms that hold them no longer; of all of them, or of one.
    pub(crate) async fn sweep(&self, before: u64, one: Option<Digest>) -> Result<(), StoreError> {
        // A form that takes a photo after this has its time renewed first.
        let drafts = self.store.drafts().all().await?;
        self.judge(&|photo| {
            let name = photo.sha256.to_string();
            let goes = photo.standing == Standing::Begun
                && photo.at <= before
                && one.is_none_or(|one| photo.sha256 == one)
                && !drafts.iter().any(|draft| draft.contains(&name));
            if goes { Fate::Goes } else { Fate::Stays }
        })
        .await
    }

    /// Words need the room that is held for them, or the room of photos that the endpoint has too. Says whether there
    /// may be some now.
    pub(super) async fn make_way(&self) -> bool {
        self.store.inner.reserved.set(false);
        let freed = room::let_go(&self.store.inner.name).await;
        // An earlier version held it there.
        let before = record::remove(self.store, BLOB, RESERVE).await;
        match (freed, before, self.shrink(0).await) {
            (Ok(room), Ok(()), Ok(photos)) => room || photos,
            _ => false,
        }
    }

    async fn reserve(&self) -> Result<(), StoreError> {
        let reserved = &self.store.inner.reserved;
        if !reserved.get() {
            room::hold(&self.store.inner.name).await?;
            reserved.set(true);
        }
        Ok(())
    }

    async fn judge(&self, judge: Judge<'_>) -> Result<(), StoreError> {
        self.store
            .on_connection(async |connection| {
                connection
                    .write(&TABLES, TransactionDurability::Relaxed, async |tx| {
                        judge_all(tx, judge).await
                    })
                    .await
            })
            .await
    }
}

/// What a step of the replica means for photos.
///
/// Those that its commands name are to be sent; what the endpoint has already may have been forgotten there, because
/// nothing named it, so it is asked first. Others' photos that the member may not see any more go. Another log is
/// asked after everything that was sent, and what was fetched goes.
pub(super) async fn follow(tx: &Transaction<'_>, step: &Concerned) -> Result<(), StoreError> {
    judge_all(tx, &|photo| {
        let (standing, name) = (photo.standing, &photo.sha256);
        let had = matches!(standing, Standing::Sent | Standing::Fetched);
        if step.named.contains(name) || step.doubt && standing == Standing::Sent {
            photo.doubt |= had;
            photo.standing = Standing::Waiting;
            Fate::Changes
        } else if standing == Standing::Fetched && (step.doubt || step.forgotten.contains(name)) {
            Fate::Goes
        } else {
            Fate::Stays
        }
    })
    .await
}

/// What a step of the replica says of photos.
pub(super) struct Concerned {
    named: Vec<Digest>,
    forgotten: Vec<Digest>,
    doubt: bool,
}

impl Concerned {
    /// Nothing for most steps.
    pub(super) fn by(writes: &Writes) -> Option<Self> {
        let concerned = Self {
            named: writes.photos.clone(),
            forgotten: writes.forget_photos.clone(),
            doubt: writes.doubt_photos,
        };
        let any = !concerned.named.is_empty() || !concerned.forgotten.is_empty();
        (any || concerned.doubt).then_some(concerned)
    }
}

async fn judge_all(tx: &Transaction<'_>, judge: Judge<'_>) -> Result<(), StoreError> {
    for mut photo in all(tx).await? {
        match judge(&mut photo) {
            Fate::Stays => {}
            Fate::Changes => put(tx, &photo)?,
            Fate::Goes => {
                let name = photo.sha256.to_string();
                for table in TABLES {
                    let table = tx.object_store(table)?;
                    table.delete(&*name).build().map(drop)?;
                }
            }
        }
    }
    Ok(())
}

async fn all(tx: &Transaction<'_>) -> Result<Vec<Photo>, StoreError> {
    let table = tx.object_store(PHOTO)?;
    let found = table.get_all::<JsValue>().primitive()?.await?;
    found.map(|photo| value::from_photo(&photo?)).collect()
}

fn put(tx: &Transaction<'_>, photo: &Photo) -> Result<(), StoreError> {
    let table = tx.object_store(PHOTO)?;
    Ok(table.put(value::photo(photo)).build().map(drop)?)
}
