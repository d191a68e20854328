//! Why the storage refuses or fails.

use std::error::Error;
use std::io;

use sqlx::error::DatabaseError;
use sqlx::postgres::PgDatabaseError;

/// What the database or the operating system said.
pub type Cause = Box<dyn Error + Send + Sync>;

/// Why a call to the storage did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The log is not where the append expected it.
    #[error("the log's head is {head} by now")]
    Conflict {
        /// Where the log's head is.
        head: u64,
    },
    /// A command of the append is stored already, by its (client, n).
    #[error("a command of this batch is stored already")]
    Duplicate,
    /// There is no such community.
    #[error("there is no such community")]
    NotFound,
    /// The community's id is taken.
    #[error("the community exists already")]
    Exists,
    /// The disk, or what the database may use of it, is full. Nothing was stored.
    #[error("the disk is full")]
    Full,
    /// The database is busy or out of reach; the same call may succeed later.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] Cause),
    /// What is stored contradicts itself.
    #[error("the database is damaged: {0}")]
    Corrupt(#[source] Cause),
    /// The caller broke a rule of the call.
    #[error("malformed call: {0}")]
    Malformed(&'static str),
    /// Backups of this storage are made by another tool.
    #[error("{0}")]
    BackupElsewhere(&'static str),
    /// The file that the backup would be written to is there already.
    #[error("the backup's file exists already")]
    BackupExists,
    /// The address names none of the storages.
    #[error("the storage's address must be `memory:`, `sqlite:PATH` or `postgres://…`")]
    Address,
    /// Any other failure of the database.
    #[error("the database failed: {0}")]
    Database(#[source] Cause),
}

impl StorageError {
    /// Something that this code never writes was read.
    pub(super) fn damaged(what: &'static str) -> Self {
        Self::Corrupt(what.into())
    }

    /// A row that may be there only once is there already.
    pub(super) fn is_unique_violation(error: &sqlx::Error) -> bool {
        error
            .as_database_error()
            .is_some_and(DatabaseError::is_unique_violation)
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        let kind = match &error {
            sqlx::Error::Database(database) => {
                if database.try_downcast_ref::<PgDatabaseError>().is_some() {
                    postgres_kind(&database.code().unwrap_or_default())
                } else {
                    sqlite_kind(&database.code().unwrap_or_default())
                }
            }
            sqlx::Error::Io(io) => io_kind(io),
            sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Kind::Unavailable,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Kind::Corrupt,
            _ => Kind::Other,
        };
        match kind {
            Kind::Full => Self::Full,
            Kind::Unavailable => Self::Unavailable(error.into()),
            Kind::Corrupt => Self::Corrupt(error.into()),
            Kind::Other => Self::Database(error.into()),
        }
    }
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        match io_kind(&error) {
            Kind::Full => Self::Full,
            _ => Self::Database(error.into()),
        }
    }
}

#[derive(Debug, PartialEq)]
enum Kind {
    Full,
    Unavailable,
    Corrupt,
    Other,
}

fn io_kind(error: &io::Error) -> Kind {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Kind::Full,
        _ => Kind::Unavailable,
    }
}

/// By SQLSTATE (PostgreSQL's manual, appendix A).
fn postgres_kind(code: &str) -> Kind {
    match code {
        "53100" => Kind::Full,
        "XX001" | "XX002" => Kind::Corrupt,
        // Serialization failure, deadlock, lock not available, statement timeout, idle in transaction,
        // and a standby that became or was the primary.
        "40001" | "40P01" | "55P03" | "57014" | "25P03" | "25006" => Kind::Unavailable,
        // Connection exceptions, lack of resources, operator intervention, system error.
        _ if ["08", "53", "57P", "58"]
            .iter()
            .any(|class| code.starts_with(class)) =>
        {
            Kind::Unavailable
        }
        _ => Kind::Other,
    }
}

/// By SQLite's extended result codes (<https://www.sqlite.org/rescode.html>).
fn sqlite_kind(code: &str) -> Kind {
    const IOERR_SHMSIZE: i32 = 4874;
    let code: i32 = code.parse().unwrap_or_default();
    match code & 0xff {
        13 => Kind::Full,
        // The shared index of the write-ahead log is the one file whose growth fails under another name.
        _ if code == IOERR_SHMSIZE => Kind::Full,
        // Busy, locked, out of memory, I/O error, cannot open, locking protocol.
        5 | 6 | 7 | 10 | 14 | 15 => Kind::Unavailable,
        11 | 26 => Kind::Corrupt,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_a_passing_fault_and_from_damage() {
        assert_eq!(postgres_kind("53100"), Kind::Full);
        assert_eq!(postgres_kind("53300"), Kind::Unavailable);
        assert_eq!(postgres_kind("40001"), Kind::Unavailable);
        assert_eq!(postgres_kind("57P01"), Kind::Unavailable);
        assert_eq!(postgres_kind("XX001"), Kind::Corrupt);
        assert_eq!(postgres_kind("42601"), Kind::Other);
        assert_eq!(sqlite_kind("13"), Kind::Full);
        assert_eq!(sqlite_kind("4874"), Kind::Full);
        assert_eq!(sqlite_kind("517"), Kind::Unavailable);
        assert_eq!(sqlite_kind("778"), Kind::Unavailable);
        assert_eq!(sqlite_kind("26"), Kind::Corrupt);
        assert_eq!(sqlite_kind("1"), Kind::Other);
    }
}
