//! For several nodes: PostgreSQL, or an engine that speaks its language.

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Executor, PgPool, Postgres, Transaction};
use uuid::Uuid;

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
        include_str!("../../migrations/postgres/0001_log.sql"),
    ),
    (
        2,
        "photo",
        include_str!("../../migrations/postgres/0002_photo.sql"),
    ),
    (
        3,
        "slip",
        include_str!("../../migrations/postgres/0003_slip.sql"),
    ),
];

/// A pool of connections to one PostgreSQL database. The community's row is the lock of its log.
#[derive(Debug, Clone)]
pub struct PostgresStorage {
    read: PgPool,
    write: PgPool,
}

impl PostgresStorage {
    /// Connects with at most so many connections and brings the schema up to date.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] when the server does not answer.
    pub async fn connect(url: &str, connections: u32) -> Result<Self, StorageError> {
        let options: PgConnectOptions = url.parse()?;
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // A node that is cut off within a transaction must not hold a community for hours.
                    connection
                        .execute(
                            "set lock_timeout = '10s'; \
                             set idle_in_transaction_session_timeout = '15s'",
                        )
                        .await?;
                    Ok(())
                })
            })
            .connect_with(options.statement_cache_capacity(128))
            .await?;
        migrate(&pool, STEPS).await?;
        Ok(Self {
            read: pool.clone(),
            write: pool,
        })
    }

    /// The default isolation is enough: moving the head locks the community's row.
    async fn begin(&self) -> Result<Transaction<'static, Postgres>, StorageError> {
        Ok(self.write.begin().await?)
    }

    /// Every append is a transaction of several statements here.
    #[allow(
        clippy::unused_async,
        reason = "the other engine has something to wait for"
    )]
    async fn append_at_once(&self, _: Uuid, _: &Append) -> Result<bool, StorageError> {
        Ok(false)
    }

    /// What was destroyed is gone with the next vacuum.
    #[allow(
        clippy::unused_async,
        reason = "the other engine has something to wait for"
    )]
    async fn destroyed(&self) {}

    async fn backup_to(&self, _: &Path) -> Result<(), StorageError> {
        Err(StorageError::BackupElsewhere(
            "a PostgreSQL database is backed up by its own tools: pg_dump, or a base backup with its log",
        ))
    }
}

sql_storage!(PostgresStorage);
