//! Where the logs of the communities are kept: one trait, three implementations.
//!
//! A community's log has one head. An append names the head that it was decided on and is refused
//! when the log has moved on since, so any number of nodes may serve one community and its log has
//! neither a gap nor two heads. Every statement but the listing of the communities names its
//! community by equality, so the tables can be distributed by it.

mod error;
mod memory;
mod migration;
mod postgres;
mod row;
mod shared;
mod sql;
mod sqlite;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use uuid::Uuid;

pub use error::{Cause, StorageError};
pub use memory::MemoryStorage;
pub use postgres::PostgresStorage;
pub use row::{
    Append, BlobRow, CommandRow, CommunityRow, Cursor, EventRow, Head, NewCommunity, NewEvent,
    NewPhoto, PhotoRow, SlipRow, Snapshot,
};
pub use sqlite::{SqliteSettings, SqliteStorage};

/// The logs of all communities of one endpoint, and what is stored in one step with them.
#[async_trait]
pub trait Storage: Send + Sync + 'static {
    /// Answers whether the storage can be used right now.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] when it cannot.
    async fn ready(&self) -> Result<(), StorageError>;

    /// Adds a community with an empty log.
    ///
    /// # Errors
    /// [`StorageError::Exists`] when its id is taken.
    async fn create_community(&self, community: NewCommunity) -> Result<(), StorageError>;

    /// Every community, in order of id.
    ///
    /// # Errors
    /// Those of the database.
    async fn communities(&self) -> Result<Vec<CommunityRow>, StorageError>;

    /// One community.
    ///
    /// # Errors
    /// [`StorageError::NotFound`].
    async fn community(&self, community: Uuid) -> Result<CommunityRow, StorageError>;

    /// The epoch and the last `seq` of a community's log.
    ///
    /// # Errors
    /// [`StorageError::NotFound`].
    async fn head(&self, community: Uuid) -> Result<Head, StorageError>;

    /// Stores a batch in one transaction: all of it, durably, or nothing.
    ///
    /// A batch without events (only rejected commands) leaves the head where it is and is guarded by
    /// it all the same. A blob that is stored already keeps its first audience and media type.
    /// Whoever drops the future before it ends knows as little as after `Unavailable`.
    ///
    /// # Errors
    /// - [`StorageError::Conflict`]: the log has moved on; catch up and decide again.
    /// - [`StorageError::Duplicate`]: one of the commands is stored already; load the commands again.
    /// - [`StorageError::Full`]: nothing was stored.
    /// - [`StorageError::Unavailable`]: the batch may have been stored or not. The same append again
    ///   is safe: it is stored now, or refused as `Conflict` or `Duplicate`.
    /// - [`StorageError::NotFound`], [`StorageError::Malformed`].
    async fn append(&self, community: Uuid, append: &Append) -> Result<(), StorageError>;

    /// All events with a `seq` above `after`, whatever their audience, in order, at most `limit`.
    ///
    /// # Errors
    /// Those of the database; an unknown community has no events.
    async fn events_after(
        &self,
        community: Uuid,
        after: u64,
        limit: usize,
    ) -> Result<Vec<EventRow>, StorageError>;

    /// The events that any of the cursors has not seen: each once, in order of `seq`, the first
    /// `limit` of them. Ask for one more than is wanted to learn whether there are more.
    ///
    /// Everything up to the last `seq` of the answer is in the answer or lies before its cursor, so
    /// all cursors may be moved there.
    ///
    /// # Errors
    /// Those of the database; an unknown community has no events.
    async fn pull(
        &self,
        community: Uuid,
        cursors: &[Cursor],
        limit: usize,
    ) -> Result<Vec<EventRow>, StorageError>;

    /// Commands that were stored when the log's head was `head` or later, in the order of that head;
    /// 0 gives all of them.
    ///
    /// `head` itself is included because a batch of rejections does not move the head: whoever
    /// remembers the commands up to a head asks from that same head on and gets some of them again.
    ///
    /// # Errors
    /// Those of the database; an unknown community has no commands.
    async fn commands_from(
        &self,
        community: Uuid,
        head: u64,
    ) -> Result<Vec<CommandRow>, StorageError>;

    /// The ballot box: every slip of a sealed ballot that has not been counted yet.
    ///
    /// # Errors
    /// Those of the database; an unknown community has no slips.
    async fn slips(&self, community: Uuid) -> Result<Vec<SlipRow>, StorageError>;

    /// A blob by the SHA-256 of its bytes.
    ///
    /// # Errors
    /// Those of the database.
    async fn blob(
        &self,
        community: Uuid,
        sha256: [u8; 32],
    ) -> Result<Option<BlobRow>, StorageError>;

    /// A photo that has arrived, with who may see it.
    ///
    /// # Errors
    /// Those of the database.
    async fn photo(
        &self,
        community: Uuid,
        sha256: [u8; 32],
    ) -> Result<Option<PhotoRow>, StorageError>;

    /// Every photo that has arrived: its hash and the object that holds its bytes.
    ///
    /// # Errors
    /// Those of the database; an unknown community has no photos.
    async fn photos(&self, community: Uuid) -> Result<Vec<([u8; 32], Uuid)>, StorageError>;

    /// Notes that a photo has arrived once more, if it is known: its sender may see it, and it counts as sent now.
    /// Gives the object that holds its bytes.
    ///
    /// # Errors
    /// Those of the database.
    async fn touch_photo(
        &self,
        community: Uuid,
        sha256: [u8; 32],
        member: Uuid,
        sent_at: i64,
    ) -> Result<Option<Uuid>, StorageError>;

    /// Notes that a photo has arrived. Gives the object that holds its bytes from now on: another one than was
    /// asked for if somebody was first.
    ///
    /// # Errors
    /// Those of the database.
    async fn add_photo(&self, community: Uuid, photo: &NewPhoto) -> Result<Uuid, StorageError>;

    /// Forgets photos that were sent before that time and that no event names. Gives the objects that held their
    /// bytes and that nothing refers to any more.
    ///
    /// # Errors
    /// Those of the database.
    async fn forget_photos(
        &self,
        community: Uuid,
        sent_before: i64,
    ) -> Result<Vec<Uuid>, StorageError>;

    /// The folded state that was put last, if any.
    ///
    /// # Errors
    /// Those of the database.
    async fn snapshot(&self, community: Uuid) -> Result<Option<Snapshot>, StorageError>;

    /// Keeps a folded state in place of the former one.
    ///
    /// # Errors
    /// [`StorageError::NotFound`].
    async fn put_snapshot(&self, community: Uuid, snapshot: Snapshot) -> Result<(), StorageError>;

    /// Gives the log another identity, after a restore: phones then pull it anew.
    ///
    /// # Errors
    /// [`StorageError::NotFound`].
    async fn set_epoch(&self, community: Uuid, epoch: Uuid) -> Result<(), StorageError>;

    /// Writes a consistent copy of everything to a new file while the endpoint goes on serving.
    ///
    /// # Errors
    /// [`StorageError::BackupElsewhere`] where the database has a tool of its own for that;
    /// [`StorageError::BackupExists`] when the file is there already; [`StorageError::Full`].
    async fn backup(&self, path: &Path) -> Result<(), StorageError>;

    /// Finishes what is under way and closes the database.
    async fn close(&self);
}

/// Opens the storage that an address names: `memory:`, `sqlite:PATH` or `postgres://…`.
///
/// # Errors
/// [`StorageError::Address`] for any other address; otherwise what opening the database says.
pub async fn open(address: &str) -> Result<Arc<dyn Storage>, StorageError> {
    if address == "memory:" {
        Ok(Arc::new(MemoryStorage::new()))
    } else if let Some(path) = address.strip_prefix("sqlite:") {
        Ok(Arc::new(
            SqliteStorage::open(Path::new(path), SqliteSettings::default()).await?,
        ))
    } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        Ok(Arc::new(PostgresStorage::connect(address, 10).await?))
    } else {
        Err(StorageError::Address)
    }
}
