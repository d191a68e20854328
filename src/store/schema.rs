//! Names, versions and migrations of the database.
//!
//! | store | key | value | since |
//! |---|---|---|---|
//! | `meta` | name | text or number | 1 |
//! | `page` | `first` | `{first, last, lines}`, index `last` (2) | 1 |
//! | `outbox` | `n` | text of the command | 1 |
//! | `draft` | the form's own | text | 1 |
//! | `blob` | SHA-256 in hex | bytes | 1 |
//! | `notice` | id of the command | `{order, text}` | 2 |
//! | `checkpoint` | [`STATE`] | `{fingerprint, through, bytes}` | 2 |
//! | `photo` | `sha256` | `{sha256, standing, size, at, doubt}` | 3 |
//! | `thumbnail` | SHA-256 of the photo in hex | bytes | 3 |
//!
//! Version 1 kept the last number given (`last_n`), none at first; version 2 keeps the next one (`next_n`). Lines of a
//! page are UTF-8 as bytes since version 4 and were a text before; old pages stay as they are. The bytes of a photo
//! stand in `blob`. What is reserved for words has a database of its own, see `room`.

use std::cell::OnceCell;
use std::rc::Rc;

use indexed_db_futures::KeyPath;
use indexed_db_futures::database::Database;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionRef;

use super::error::StoreError;

/// The version that this app writes.
pub(super) const VERSION: u32 = 4;

/// Single facts: the replica's record, the counts, what the app notes for itself.
pub(super) const META: &str = "meta";
/// Confirmed events, many in one record.
pub(super) const PAGE: &str = "page";
/// Commands that wait for the authority.
pub(super) const OUTBOX: &str = "outbox";
/// What a form holds that was not submitted.
pub(super) const DRAFT: &str = "draft";
/// Photos and other bytes by their hash.
pub(super) const BLOB: &str = "blob";
/// Rejections that the member has not dismissed.
pub(super) const NOTICE: &str = "notice";
/// The folded confirmed state.
pub(super) const CHECKPOINT: &str = "checkpoint";

/// How photos stand, by their hash.
pub(super) const PHOTO: &str = "photo";
/// Small pictures by the hash of their photo.
pub(super) const THUMBNAIL: &str = "thumbnail";

/// Index of `page` by the `seq` of the last event.
pub(super) const LAST: &str = "last";
/// Key of the replica's record in `meta`.
pub(super) const REPLICA: &str = "replica";
/// Key in `meta` of the number that the next command gets.
pub(super) const NEXT_N: &str = "next_n";
/// Key in `meta` of the place that the next notice gets.
pub(super) const NEXT_NOTICE: &str = "next_notice";
/// Key of the only record in `checkpoint`.
pub(super) const STATE: &str = "state";

/// Opens the database, created or migrated to [`VERSION`] in one transaction or not at all. Waits for tabs with
/// an older version to let go, which they do as soon as they are asked.
pub(super) async fn open(name: &str) -> Result<Database, StoreError> {
    let opening = Rc::new(OnceCell::<web_sys::IdbOpenDbRequest>::new());
    let request = Database::open(name)
        .with_version(VERSION)
        .with_on_upgrade_needed_fut({
            let opening = Rc::clone(&opening);
            move |event, database| async move {
                let outcome = migrate(event.old_version(), &database).await;
                if outcome.is_err()
                    && let Some(transaction) = opening.get().and_then(|open| open.transaction())
                {
                    // Left alone it would commit half of a migration under the new version's number.
                    let _ = transaction.abort();
                }
                outcome
            }
        })
        .build()
        .map_err(StoreError::from_open)?;
    opening.get_or_init(|| request.as_sys().clone());
    request.await.map_err(StoreError::from_open)
}

/// Runs every step between the version found and [`VERSION`], in order. A new phone runs all of them. Version 4 has
/// none: its pages say by themselves in which form they are.
async fn migrate(from: f64, database: &Database) -> indexed_db_futures::Result<()> {
    if from < 1.0 {
        to_version_1(database)?;
    }
    if from < 2.0 {
        to_version_2(database).await?;
    }
    if from < 3.0 {
        to_version_3(database)?;
    }
    Ok(())
}

fn to_version_1(database: &Database) -> indexed_db_futures::Result<()> {
    for table in [META, OUTBOX, DRAFT, BLOB] {
        database.create_object_store(table).build()?;
    }
    database
        .create_object_store(PAGE)
        .with_key_path(KeyPath::from("first"))
        .build()?;
    Ok(())
}

async fn to_version_2(database: &Database) -> indexed_db_futures::Result<()> {
    database.create_object_store(CHECKPOINT).build()?;
    let notice = database.create_object_store(NOTICE).build()?;
    let upgrade = notice.transaction();
    upgrade
        .object_store(PAGE)?
        .create_index(LAST, KeyPath::from("last"))
        .build()?;
    count_from_next(upgrade).await
}

fn to_version_3(database: &Database) -> indexed_db_futures::Result<()> {
    database
        .create_object_store(PHOTO)
        .with_key_path(KeyPath::from("sha256"))
        .build()?;
    database.create_object_store(THUMBNAIL).build()?;
    Ok(())
}

/// `last_n`, the number given last, becomes `next_n`, the number to give next.
async fn count_from_next(upgrade: &TransactionRef<'_>) -> indexed_db_futures::Result<()> {
    let meta = upgrade.object_store(META)?;
    let last: Option<f64> = meta.get("last_n").primitive()?.await?;
    if let Some(last) = last {
        meta.put(last + 1.0).with_key(NEXT_N).await?;
        meta.delete("last_n").await?;
    }
    Ok(())
}
