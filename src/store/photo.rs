//! Photos: their bytes, small pictures of them, and how each of them stands.
//!
//! Bytes and small pictures lie in tables of their own, so that looking through what is known of all photos reads no
//! picture. Whatever is stored of one photo is stored in one transaction.

use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability};
use wasm_bindgen::JsValue;
use yishi_domain::{Digest, sort_by_key};

use super::error::StoreError;
use super::schema::{BLOB, DRAFT, PHOTO, THUMBNAIL};
use super::{Store, record, step, value};

/// Every table that holds something of a photo.
const TABLES: [&str; 3] = [PHOTO, BLOB, THUMBNAIL];

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
        let standing = |known: Option<Standing>| match known {
            Some(own @ (Standing::Waiting | Standing::Sent)) => own,
            _ => Standing::Begun,
        };
        let durability = TransactionDurability::Strict;
        self.put(photo, bytes, thumbnail, at, durability, standing)
            .await
    }

    /// Stores a photo that came from the endpoint.
    pub(crate) async fn keep(
        &self,
        photo: Digest,
        bytes: &[u8],
        thumbnail: &[u8],
        at: u64,
    ) -> Result<(), StoreError> {
        let standing = |known: Option<Standing>| known.unwrap_or(Standing::Fetched);
        let durability = TransactionDurability::Relaxed;
        self.put(photo, bytes, thumbnail, at, durability, standing)
            .await
    }

    async fn put(
        &self,
        photo: Digest,
        bytes: &[u8],
        thumbnail: &[u8],
        at: u64,
        durability: TransactionDurability,
        standing: impl Fn(Option<Standing>) -> Standing,
    ) -> Result<(), StoreError> {
        let size = (bytes.len() + thumbnail.len()) as u64;
        let (key, bytes, thumbnail) = (name(photo), value::bytes(bytes), value::bytes(thumbnail));
        let standing = &standing;
        self.store
            .on_connection(async |connection| {
                connection
                    .write(&TABLES, durability, async |tx| {
                        let known = get(tx, photo).await?;
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
        change: impl Fn(&mut Photo),
    ) -> Result<(), StoreError> {
        let change = &change;
        self.store
            .on_connection(async |connection| {
                connection
                    .write(&[PHOTO], TransactionDurability::Relaxed, async |tx| {
                        let Some(mut known) = get(tx, photo).await? else {
                            return Ok(());
                        };
                        change(&mut known);
                        put(tx, &known)
                    })
                    .await
            })
            .await
    }

    /// Forgets photos that the endpoint has until those that are left have at most so many bytes: others' before the
    /// member's own, and of those the ones that nobody has looked at for longest.
    pub(crate) async fn shrink(&self, most: u64) -> Result<(), StoreError> {
        let mut held = self.all().await?;
        held.retain(|photo| !photo.standing.is_precious());
        sort_by_key(&mut held, |photo| {
            (photo.standing != Standing::Fetched, photo.at)
        });
        let mut bytes: u64 = held.iter().map(|photo| photo.size).sum();
        let gone: Vec<Digest> = held
            .iter()
            .take_while(|photo| {
                let over = bytes > most;
                bytes -= photo.size;
                over
            })
            .map(|photo| photo.sha256)
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        let gone = &gone;
        self.write(&TABLES, async |tx| {
            // It may have been taken for a form again meanwhile.
            for photo in known(tx, gone).await? {
                if !photo.standing.is_precious() {
                    remove(tx, photo.sha256)?;
                }
            }
            Ok(())
        })
        .await
    }

    /// Forgets photos that were taken before that time for forms that hold them no longer; of all of them, or of one.
    pub(crate) async fn sweep(&self, before: u64, one: Option<Digest>) -> Result<(), StoreError> {
        let tables = [PHOTO, BLOB, THUMBNAIL, DRAFT];
        self.write(&tables, async |tx| {
            let drafts = tx.object_store(DRAFT)?;
            let drafts = drafts.get_all::<JsValue>().primitive()?;
            let mut photos = all(tx).await?;
            let mut texts = Vec::new();
            for draft in drafts.await? {
                texts.extend(draft?.as_string());
            }
            photos.retain(|photo| {
                photo.standing == Standing::Begun
                    && photo.at <= before
                    && one.is_none_or(|one| photo.sha256 == one)
            });
            for photo in photos {
                let name = name(photo.sha256);
                if !texts.iter().any(|text| text.contains(&name)) {
                    remove(tx, photo.sha256)?;
                }
            }
            Ok(())
        })
        .await
    }

    async fn write(
        &self,
        tables: &[&str],
        work: impl AsyncFn(&Transaction<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let work = &work;
        self.store
            .on_connection(async |connection| {
                connection
                    .write(tables, TransactionDurability::Relaxed, async |tx| {
                        work(tx).await
                    })
                    .await
            })
            .await
    }
}

/// A command names these from now on. What the endpoint has already may have been forgotten there, because nothing
/// named it, so it is asked.
pub(super) async fn name_all(tx: &Transaction<'_>, photos: &[Digest]) -> Result<(), StoreError> {
    for mut photo in known(tx, photos).await? {
        photo.doubt |= matches!(photo.standing, Standing::Sent | Standing::Fetched);
        photo.standing = Standing::Waiting;
        put(tx, &photo)?;
    }
    Ok(())
}

/// The member may not see these any more.
pub(super) async fn forget_all(tx: &Transaction<'_>, photos: &[Digest]) -> Result<(), StoreError> {
    for photo in known(tx, photos).await? {
        if photo.standing == Standing::Fetched {
            remove(tx, photo.sha256)?;
        }
    }
    Ok(())
}

/// The endpoint may lack whatever it had.
pub(super) async fn doubt_all(tx: &Transaction<'_>) -> Result<(), StoreError> {
    for mut photo in all(tx).await? {
        match photo.standing {
            Standing::Fetched => remove(tx, photo.sha256)?,
            Standing::Sent => {
                photo.standing = Standing::Waiting;
                photo.doubt = true;
                put(tx, &photo)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn name(photo: Digest) -> String {
    photo.to_string()
}

async fn all(tx: &Transaction<'_>) -> Result<Vec<Photo>, StoreError> {
    let table = tx.object_store(PHOTO)?;
    let found = table.get_all::<JsValue>().primitive()?.await?;
    found.map(|photo| value::from_photo(&photo?)).collect()
}

async fn get(tx: &Transaction<'_>, photo: Digest) -> Result<Option<Photo>, StoreError> {
    let table = tx.object_store(PHOTO)?;
    let found = table.get::<JsValue, _, _>(name(photo)).primitive()?.await?;
    found.map(|photo| value::from_photo(&photo)).transpose()
}

/// Those of them that are here.
async fn known(tx: &Transaction<'_>, photos: &[Digest]) -> Result<Vec<Photo>, StoreError> {
    let mut known = Vec::new();
    for photo in photos {
        known.extend(get(tx, *photo).await?);
    }
    Ok(known)
}

fn put(tx: &Transaction<'_>, photo: &Photo) -> Result<(), StoreError> {
    let table = tx.object_store(PHOTO)?;
    Ok(table.put(value::photo(photo)).build().map(drop)?)
}

fn remove(tx: &Transaction<'_>, photo: Digest) -> Result<(), StoreError> {
    for table in TABLES {
        let table = tx.object_store(table)?;
        table.delete(&*name(photo)).build().map(drop)?;
    }
    Ok(())
}
