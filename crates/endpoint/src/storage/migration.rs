//! The schemas, built in; a database is brought up to date when it is opened.

use std::time::Duration;

use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::{Database, Pool, SqlSafeStr};

use super::StorageError;

/// One numbered step: its number, its name and its statements. Steps are only ever added.
pub(super) type Step = (i64, &'static str, &'static str);

/// Applies the steps that the database lacks.
///
/// No lock is taken, for not every engine that speaks PostgreSQL has one to give: of two nodes that
/// start at once one fails on the other's half-made tables, and finds the work done when it tries again.
pub(super) async fn migrate<DB>(pool: &Pool<DB>, steps: &[Step]) -> Result<(), StorageError>
where
    DB: Database,
    DB::Connection: Migrate,
{
    const ATTEMPTS: u32 = 5;
    let mut migrator = Migrator::with_migrations(
        steps
            .iter()
            .map(|&(version, name, sql)| {
                let kind = MigrationType::Simple;
                Migration::new(version, name.into(), kind, sql.into_sql_str(), false)
            })
            .collect(),
    );
    migrator.set_locking(false);
    let mut attempt = 1;
    loop {
        match migrator.run(pool).await {
            Ok(()) => return Ok(()),
            Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
                if attempt == ATTEMPTS || error.as_database_error().is_none() {
                    return Err(error.into());
                }
            }
            Err(other) => return Err(StorageError::Database(other.into())),
        }
        tokio::time::sleep(Duration::from_millis(100) * attempt).await;
        attempt += 1;
    }
}
