//! The embedded default: one file, one writer, many readers.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Sqlite, SqlitePool, Transaction};
use uuid::Uuid;
use yishi_domain::Digest;

use super::migration::{Step, migrate};
use super::shared::sql_storage;
use super::{
    Append, BlobRow, CommandRow, CommunityRow, Cursor, EventRow, Head, NewCommunity, NewPhoto,
    PhotoRow, SlipRow, Snapshot, Storage, StorageError, sql,
};

const STEPS: &[Step] = &[
    (
        1,
        "log",
        include_str!("../../migrations/sqlite/0001_log.sql"),
    ),
    (
        2,
        "photo",
        include_str!("../../migrations/sqlite/0002_photo.sql"),
    ),
    (
        3,
        "slip",
        include_str!("../../migrations/sqlite/0003_slip.sql"),
    ),
    (
        4,
        "append",
        include_str!("../../migrations/sqlite/0004_append.sql"),
    ),
];

const APPEND: &str = "insert into append (community, expected, head, events, audiences, commands) \
     values ($1, $2, $3, $4, $5, $6)";

/// How a SQLite file is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqliteSettings {
    /// Connections for reading.
    pub readers: u32,
    /// How long a writer waits for a writer of another process.
    pub busy_timeout: Duration,
    /// The most pages of 4 KiB that the file may have; beyond that appends say [`StorageError::Full`].
    pub max_pages: Option<u32>,
}

impl Default for SqliteSettings {
    fn default() -> Self {
        Self {
            readers: 4,
            busy_timeout: Duration::from_secs(5),
            max_pages: None,
        }
    }
}

/// A SQLite file in write-ahead mode; each append is on the disk when it returns.
#[derive(Debug, Clone)]
pub struct SqliteStorage {
    path: PathBuf,
    read: SqlitePool,
    write: SqlitePool,
}

impl SqliteStorage {
    /// Opens the file, makes it if it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] when the file cannot be opened, [`StorageError::Corrupt`] when it
    /// is no database, [`StorageError::Full`].
    pub async fn open(path: &Path, settings: SqliteSettings) -> Result<Self, StorageError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(settings.busy_timeout)
            .statement_cache_capacity(128)
            // What is deleted, such as the slips of a counted vote, is overwritten.
            .pragma("secure_delete", "on")
            .pragma("journal_size_limit", "67108864");
        let writing = match settings.max_pages {
            Some(pages) => options.clone().pragma("max_page_count", pages.to_string()),
            None => options.clone(),
        };
        let write = pool().max_connections(1).connect_with(writing).await?;
        migrate(&write, STEPS).await?;
        let read = pool()
            .max_connections(settings.readers)
            .connect_with(options.create_if_missing(false).pragma("query_only", "on"))
            .await?;
        let path = path.to_owned();
        Ok(Self { path, read, write })
    }

    /// Takes the write lock at once: a transaction that takes it later may find its view outdated.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StorageError> {
        Ok(self.write.begin_with("begin immediate").await?)
    }

    /// Appends by one statement, if there is nothing in it but events and commands: the connection's own thread is
    /// asked once instead of six times, and few appends have more. Says whether it was one of them.
    async fn append_at_once(&self, community: Uuid, append: &Append) -> Result<bool, StorageError> {
        let Some(lists) = Lists::of(append)? else {
            return Ok(false);
        };
        let inserted = sqlx::query(APPEND)
            .bind(community)
            .bind(sql::integer(append.expected_head)?)
            .bind(sql::integer(append.head()?)?)
            .bind(lists.events)
            .bind(lists.audiences)
            .bind(lists.commands)
            .execute(&self.write)
            .await;
        match inserted {
            Ok(_) => Ok(true),
            Err(error) if has_code(&error, RAISED) => Err(StorageError::Conflict {
                head: self.head(community).await?.seq,
            }),
            Err(error) if StorageError::is_unique_violation(&error) => Err(StorageError::Duplicate),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes what was destroyed out of the write-ahead log too, unless a reader still needs it: then the next
    /// checkpoint does.
    async fn destroyed(&self) {
        let checkpoint = sqlx::query("pragma wal_checkpoint(truncate)");
        if let Err(error) = checkpoint.execute(&self.write).await {
            tracing::debug!(%error, "the write-ahead log was not cut");
        }
    }

    /// Copies one state of the file while appends go on, under another name until the copy is whole.
    async fn backup_to(&self, path: &Path) -> Result<(), StorageError> {
        if path.exists() {
            return Err(StorageError::BackupExists);
        }
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        remove_if_there(&partial)?;
        let copied = self.copy_to(&partial).await;
        if copied.is_err() {
            remove_if_there(&partial)?;
            return copied;
        }
        fs::File::open(&partial)?.sync_all()?;
        fs::rename(&partial, path)?;
        Ok(())
    }

    async fn copy_to(&self, path: &Path) -> Result<(), StorageError> {
        let name = path
            .to_str()
            .ok_or(StorageError::Malformed("the backup's path must be UTF-8"))?;
        let mut connection: SqliteConnection = SqliteConnectOptions::new()
            .filename(&self.path)
            .connect()
            .await?;
        sqlx::query("vacuum into $1")
            .bind(name)
            .execute(&mut connection)
            .await?;
        connection.close().await?;
        Ok(())
    }
}

sql_storage!(SqliteStorage);

/// What an append at once consists of, as the trigger of `0004_append.sql` reads it.
struct Lists {
    events: String,
    audiences: String,
    commands: String,
}

impl Lists {
    /// Nothing if there is more to store than the log.
    fn of(append: &Append) -> Result<Option<Self>, StorageError> {
        let Append {
            expected_head: _,
            events,
            commands,
            blobs,
            photos,
            slips,
            emptied,
        } = append;
        if !(blobs.is_empty() && photos.is_empty() && slips.is_empty() && emptied.is_empty()) {
            return Ok(None);
        }
        let audiences = events
            .iter()
            .flat_map(|event| event.distinct_audiences().map(|name| (name, event.seq)));
        let commands = commands.iter().map(|command| {
            Ok((
                command.client.simple().to_string(),
                sql::integer(command.n)?,
                command.id.simple().to_string(),
                command.member.map(|member| member.simple().to_string()),
                Digest(command.digest).to_string(),
                &command.outcome,
            ))
        });
        let commands = commands.collect::<Result<Vec<_>, StorageError>>()?;
        Ok(Some(Self {
            events: list(events.iter().map(|event| (event.seq, &event.body)))?,
            audiences: list(audiences)?,
            commands: list(commands.into_iter())?,
        }))
    }
}

fn list(rows: impl Iterator<Item = impl Serialize>) -> Result<String, StorageError> {
    let rows: Vec<_> = rows.collect();
    serde_json::to_string(&rows).map_err(|_| StorageError::Malformed("what is no JSON"))
}

/// `SQLITE_CONSTRAINT_TRIGGER`: a trigger has said no.
const RAISED: &str = "1811";

fn has_code(error: &sqlx::Error, code: &str) -> bool {
    error
        .as_database_error()
        .is_some_and(|error| error.code().as_deref() == Some(code))
}

fn pool() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // A full disk makes SQLite roll back by itself, which sqlx does not learn: it would refuse
        // every further transaction on that connection. Such a connection is replaced.
        .before_acquire(|connection, _| {
            let clean = !connection.is_in_transaction();
            Box::pin(async move { Ok(clean) })
        })
}

fn remove_if_there(path: &Path) -> Result<(), StorageError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
