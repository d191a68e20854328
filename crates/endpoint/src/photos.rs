//! The bytes of photos: a folder, or any store that speaks S3. What is known of a photo stands in the database.
//!
//! Each photo's bytes are an object of their own name under its community. An object is written before the database
//! knows of it and removed after the database has forgotten it, so whatever the database names is there.

use std::error::Error;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as ObjectPath;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use uuid::Uuid;

use crate::clock;
use crate::storage::{NewPhoto, Storage, StorageError};

/// A photo that no event names is forgotten after that many milliseconds: its command may still be on the way.
const UNNAMED_MILLIS: i64 = 7 * 24 * 3_600 * 1_000;
/// An object that the database does not know is removed after that long: it was written when the power went, or
/// belongs to a database that was replaced by a backup, which may come back.
const UNKNOWN_MILLIS: i64 = 30 * 24 * 3_600 * 1_000;
/// Between two times of tidying.
const TIDY: Duration = Duration::from_hours(1);

/// The objects. Clones are the same ones.
#[derive(Clone)]
pub struct Photos {
    objects: Arc<dyn ObjectStore>,
}

/// Why the objects cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PhotosError {
    /// The address names no store.
    #[error("the photos' place must be a folder, `s3://BUCKET` or `s3://BUCKET/PREFIX`")]
    Address,
    /// No room; nothing was stored.
    #[error("there is no room for photos")]
    Full,
    /// The store failed or is out of reach.
    #[error("the store of the photos failed: {0}")]
    Store(#[source] object_store::Error),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] StorageError),
}

impl From<object_store::Error> for PhotosError {
    fn from(error: object_store::Error) -> Self {
        let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
        while let Some(found) = cause {
            if let Some(io) = found.downcast_ref::<io::Error>()
                && matches!(
                    io.kind(),
                    io::ErrorKind::StorageFull
                        | io::ErrorKind::QuotaExceeded
                        | io::ErrorKind::FileTooLarge
                )
            {
                return Self::Full;
            }
            cause = found.source();
        }
        Self::Store(error)
    }
}

/// What tidying has removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Photos that no event names.
    pub unnamed: usize,
    /// Objects that the database does not know.
    pub unknown: usize,
}

impl Photos {
    /// In memory, for tests and for trying things out.
    #[must_use]
    pub fn in_memory() -> Self {
        Self {
            objects: Arc::new(InMemory::new()),
        }
    }

    /// In a folder, which is made if it is missing. What is put there is on the disk when [`Self::keep`] returns.
    ///
    /// # Errors
    /// [`PhotosError::Store`] if there can be no such folder.
    pub fn in_folder(folder: &Path) -> Result<Self, PhotosError> {
        let store = |source: io::Error| object_store::Error::Generic {
            store: "photos",
            source: source.into(),
        };
        std::fs::create_dir_all(folder).map_err(store)?;
        let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self {
            objects: Arc::new(objects),
        })
    }

    /// At a place: a folder, or `s3://BUCKET/PREFIX` with the rest of the settings in the environment, as
    /// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ALLOW_HTTP`.
    ///
    /// # Errors
    /// [`PhotosError`].
    pub fn at(place: &str) -> Result<Self, PhotosError> {
        let Some(place) = place.strip_prefix("s3://") else {
            return match place.contains("://") {
                true => Err(PhotosError::Address),
                false => Self::in_folder(Path::new(place)),
            };
        };
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        if bucket.is_empty() {
            return Err(PhotosError::Address);
        }
        // Fails only if it was done before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let store = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .build()?;
        let objects: Arc<dyn ObjectStore> = match prefix.trim_matches('/') {
            "" => Arc::new(store),
            prefix => Arc::new(PrefixStore::new(store, prefix)),
        };
        Ok(Self { objects })
    }

    /// Keeps a photo that a member has sent; durable when this returns. The same again changes nothing.
    ///
    /// # Errors
    /// [`PhotosError`]; the photo is not known then, or was before.
    pub async fn keep(
        &self,
        storage: &dyn Storage,
        community: Uuid,
        member: Uuid,
        sha256: [u8; 32],
        bytes: Bytes,
    ) -> Result<(), PhotosError> {
        let sent_at = clock::now().0;
        let known = storage
            .touch_photo(community, sha256, member, sent_at)
            .await?;
        if let Some(object) = known {
            // A database that came back without its objects gets them back as phones send them again.
            return match self.objects.head(&path(community, object)).await {
                Err(object_store::Error::NotFound { .. }) => {
                    self.put(community, object, bytes).await
                }
                found => Ok(found.map(drop)?),
            };
        }
        let object = clock::new_id();
        let size = bytes.len() as u64;
        self.put(community, object, bytes).await?;
        let photo = NewPhoto {
            sha256,
            object,
            size,
            member,
            sent_at,
        };
        if storage.add_photo(community, &photo).await? != object {
            // Somebody was first with the same photo.
            self.remove(community, object).await?;
        }
        Ok(())
    }

    /// The bytes of an object; nothing if it is not there.
    ///
    /// # Errors
    /// [`PhotosError::Store`].
    pub async fn bytes(&self, community: Uuid, object: Uuid) -> Result<Option<Bytes>, PhotosError> {
        match self.objects.get(&path(community, object)).await {
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            found => Ok(Some(found?.bytes().await?)),
        }
    }

    /// Puts bytes where an object's are, for one that comes back from a backup.
    ///
    /// # Errors
    /// [`PhotosError::Full`], [`PhotosError::Store`].
    pub async fn put(
        &self,
        community: Uuid,
        object: Uuid,
        bytes: Bytes,
    ) -> Result<(), PhotosError> {
        let payload = PutPayload::from_bytes(bytes);
        self.objects.put(&path(community, object), payload).await?;
        Ok(())
    }

    /// Copies every object that the other place lacks. Gives how many that were.
    ///
    /// # Errors
    /// [`PhotosError::Full`], [`PhotosError::Store`]; what was copied stays.
    pub async fn copy_to(&self, other: &Self) -> Result<usize, PhotosError> {
        let mut copied = 0;
        let mut objects = self.objects.list(None);
        while let Some(object) = objects.try_next().await? {
            match other.objects.head(&object.location).await {
                Err(object_store::Error::NotFound { .. }) => {}
                there => {
                    there?;
                    continue;
                }
            }
            let bytes = match self.objects.get(&object.location).await {
                // Removed meanwhile: no event names it.
                Err(object_store::Error::NotFound { .. }) => continue,
                found => found?.bytes().await?,
            };
            let payload = PutPayload::from_bytes(bytes);
            other.objects.put(&object.location, payload).await?;
            copied += 1;
        }
        Ok(copied)
    }

    /// Forgets photos that no event has named in a week, and removes objects that the database has not known for a
    /// month, as of that time in milliseconds since 1970.
    ///
    /// # Errors
    /// [`PhotosError`]; what was not removed is removed the next time.
    pub async fn tidy(
        &self,
        storage: &dyn Storage,
        community: Uuid,
        now: i64,
    ) -> Result<Tidied, PhotosError> {
        let unnamed = storage
            .forget_photos(community, now - UNNAMED_MILLIS)
            .await?;
        for object in &unnamed {
            self.remove(community, *object).await?;
        }
        let folder = ObjectPath::from(community.to_string());
        let all: Vec<_> = self.objects.list(Some(&folder)).try_collect().await?;
        let old = |at: i64| at < now - UNKNOWN_MILLIS;
        let candidates = all
            .iter()
            .filter(|object| old(object.last_modified.timestamp_millis()));
        // Asked after the listing: whatever was known by then is kept.
        let known = storage.photos(community).await?;
        let mut unknown = 0;
        for object in candidates {
            let name = object.location.filename().unwrap_or_default();
            let named = name
                .parse()
                .is_ok_and(|name: Uuid| known.iter().any(|(_, object)| *object == name));
            if !named {
                self.objects.delete(&object.location).await?;
                unknown += 1;
            }
        }
        Ok(Tidied {
            unnamed: unnamed.len(),
            unknown,
        })
    }

    async fn remove(&self, community: Uuid, object: Uuid) -> Result<(), PhotosError> {
        match self.objects.delete(&path(community, object)).await {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            removed => Ok(removed?),
        }
    }
}

/// Tidies now and then, until dropped.
pub(crate) async fn tidy_for_ever(
    photos: &Photos,
    storage: &dyn Storage,
    communities: impl Fn() -> Vec<Uuid>,
) {
    loop {
        tokio::time::sleep(TIDY).await;
        for community in communities() {
            match photos.tidy(storage, community, clock::now().0).await {
                Ok(tidied) if tidied != Tidied::default() => {
                    tracing::info!(%community, tidied.unnamed, tidied.unknown, "tidied the photos");
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(%community, %error, "cannot tidy the photos"),
            }
        }
    }
}

/// Where an object's bytes are.
fn path(community: Uuid, object: Uuid) -> ObjectPath {
    ObjectPath::from_iter([community.to_string(), object.to_string()])
}

/// The media type of a photo, told by its first bytes: JPEG, PNG or WebP, nothing else.
pub(crate) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some("image/png"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::storage::{Append, MemoryStorage, NewCommunity};

    const WEEK: i64 = UNNAMED_MILLIS;

    async fn community(storage: &MemoryStorage) -> Uuid {
        let id = Uuid::now_v7();
        let new = NewCommunity {
            id,
            name: "幸福街社区".into(),
            epoch: Uuid::now_v7(),
            settings: "{}".into(),
        };
        storage.create_community(new).await.unwrap();
        id
    }

    async fn held(photos: &Photos, storage: &MemoryStorage, id: Uuid, first: u8) -> Option<Bytes> {
        let known = storage.photo(id, [first; 32]).await.unwrap()?;
        photos.bytes(id, known.object).await.unwrap()
    }

    #[tokio::test]
    async fn what_no_event_names_goes_after_a_week_and_may_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let photos = Photos::in_folder(folder.path()).unwrap();
        let storage = MemoryStorage::new();
        let id = community(&storage).await;
        let (member, now) = (Uuid::now_v7(), clock::now().0);
        for first in [1, 2] {
            let bytes = Bytes::from(vec![first; 9]);
            let kept = photos.keep(&storage, id, member, [first; 32], bytes).await;
            kept.unwrap();
        }
        let naming = Append {
            photos: vec![([2; 32], "public".into())],
            ..Append::default()
        };
        storage.append(id, &naming).await.unwrap();

        let soon = photos
            .tidy(&storage, id, now + WEEK - 60_000)
            .await
            .unwrap();
        assert_eq!(soon, Tidied::default());
        let later = photos
            .tidy(&storage, id, now + WEEK + 60_000)
            .await
            .unwrap();
        assert_eq!((later.unnamed, later.unknown), (1, 0));
        assert_eq!(held(&photos, &storage, id, 1).await, None);
        assert!(held(&photos, &storage, id, 2).await.is_some());

        let again = Bytes::from(vec![1; 9]);
        let kept = photos
            .keep(&storage, id, member, [1; 32], again.clone())
            .await;
        kept.unwrap();
        assert_eq!(held(&photos, &storage, id, 1).await, Some(again));
    }

    #[tokio::test]
    async fn an_object_that_the_database_does_not_know_goes_after_a_month() {
        let photos = Photos::in_memory();
        let storage = MemoryStorage::new();
        let id = community(&storage).await;
        photos
            .put(id, Uuid::now_v7(), Bytes::from_static(b"left over"))
            .await
            .unwrap();
        let kept = photos
            .keep(
                &storage,
                id,
                Uuid::now_v7(),
                [1; 32],
                Bytes::from_static(b"x"),
            )
            .await;
        kept.unwrap();
        let naming = Append {
            photos: vec![([1; 32], "public".into())],
            ..Append::default()
        };
        storage.append(id, &naming).await.unwrap();
        let now = clock::now().0;
        let soon = photos.tidy(&storage, id, now + 2 * WEEK).await.unwrap();
        assert_eq!(soon, Tidied::default());
        let later = photos.tidy(&storage, id, now + 5 * WEEK).await.unwrap();
        assert_eq!((later.unnamed, later.unknown), (0, 1));
        assert!(held(&photos, &storage, id, 1).await.is_some());
    }

    #[tokio::test]
    async fn a_photo_whose_bytes_were_lost_gets_them_back_when_it_is_sent_again() {
        let photos = Photos::in_memory();
        let storage = MemoryStorage::new();
        let id = community(&storage).await;
        let member = Uuid::now_v7();
        let bytes = Bytes::from_static(b"x");
        for _ in 0..2 {
            let kept = photos
                .keep(&storage, id, member, [1; 32], bytes.clone())
                .await;
            kept.unwrap();
            assert_eq!(held(&photos, &storage, id, 1).await, Some(bytes.clone()));
            let known = storage.photo(id, [1; 32]).await.unwrap().unwrap();
            photos.remove(id, known.object).await.unwrap();
            assert_eq!(held(&photos, &storage, id, 1).await, None);
        }
    }

    #[test]
    fn a_full_disk_is_told_wherever_it_stands_in_the_error() {
        let full = |kind: io::ErrorKind| object_store::Error::Generic {
            store: "test",
            source: Box::new(PhotosError::Store(object_store::Error::Generic {
                store: "inner",
                source: Box::new(io::Error::from(kind)),
            })),
        };
        let told = |kind| PhotosError::from(full(kind));
        assert!(matches!(
            told(io::ErrorKind::StorageFull),
            PhotosError::Full
        ));
        assert!(matches!(
            told(io::ErrorKind::QuotaExceeded),
            PhotosError::Full
        ));
        assert!(matches!(
            told(io::ErrorKind::TimedOut),
            PhotosError::Store(_)
        ));
    }

    #[test]
    fn a_photo_is_told_by_its_bytes() {
        assert_eq!(media_type(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n..."), Some("image/png"));
        assert_eq!(media_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        let others: [&[u8]; 6] = [
            b"",
            b"\xff\xd8",
            b"GIF89a",
            b"<svg xmlns=",
            b"RIFF\0\0\0\0WAVE",
            b"%PDF-1.7",
        ];
        assert!(others.iter().all(|bytes| media_type(bytes).is_none()));
    }
}
