//! Room that is held for words: a phone on which the last photo has just found room must still take a vote, an answer
//! and a draft. It is a database of its own, because WebKit gives back what one has taken only when it is thrown away.

use std::cell::Cell;
use std::rc::Rc;

use indexed_db_futures::database::Database;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionDurability;

use super::connection::write;
use super::error::StoreError;
use super::value;

/// Bytes of it.
const HELD: usize = 1_000_000;
/// The only table, and the only key in it.
const ROOM: &str = "room";

/// Holds the room beside the database of that name.
pub(super) async fn hold(name: &str) -> Result<(), StoreError> {
    let opened = Database::open(beside(name))
        .with_version(1_u32)
        .with_on_upgrade_needed(|_, database| {
            database.create_object_store(ROOM).build()?;
            Ok(())
        })
        .build()
        .map_err(StoreError::from_open)?;
    let database = opened.await.map_err(StoreError::from_open)?;
    // Random, because databases press what repeats itself.
    let mut bytes = vec![0; HELD];
    let _ = getrandom::fill(&mut bytes);
    let bytes = value::bytes(&bytes);
    let durability = TransactionDurability::Strict;
    let held = write(&database, &[ROOM], durability, async |transaction| {
        let table = transaction.object_store(ROOM)?;
        let put = table.put(&bytes).with_key(ROOM).without_key_type();
        Ok(put.build().map(drop)?)
    });
    let held = held.await;
    database.as_sys().close();
    held
}

/// Gives it back. Says whether there may have been any: a phone that never had a photo holds none.
pub(super) async fn let_go(name: &str) -> Result<bool, StoreError> {
    let was_held = Rc::new(Cell::new(true));
    let not_held = Rc::clone(&was_held);
    let opened = Database::open(beside(name))
        .with_version(1_u32)
        .with_on_upgrade_needed(move |_, _| {
            not_held.set(false);
            Ok(())
        })
        .build()
        .map_err(StoreError::from_open)?;
    if let Ok(database) = opened.await {
        database.as_sys().close();
    }
    let gone = Database::delete_by_name(&beside(name)).map_err(StoreError::from_open)?;
    gone.await?;
    Ok(was_held.get())
}

fn beside(name: &str) -> String {
    format!("{name}-room")
}
