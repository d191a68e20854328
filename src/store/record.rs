//! Single records that come and go by key.

use indexed_db_futures::KeyRange;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionDurability;
use wasm_bindgen::JsValue;

use super::error::StoreError;
use super::schema::{BLOB, DRAFT, META};
use super::{Store, value};

/// What the keys of notes begin with.
const NOTES: &str = "note:";

/// Texts by key.
pub(crate) struct Texts<'a> {
    store: &'a Store,
    table: &'static str,
    prefix: &'static str,
}

impl<'a> Texts<'a> {
    pub(super) fn drafts(store: &'a Store) -> Self {
        Self {
            store,
            table: DRAFT,
            prefix: "",
        }
    }

    /// They share a table with the replica's record and the counts, under names that never meet.
    pub(super) fn notes(store: &'a Store) -> Self {
        Self {
            store,
            table: META,
            prefix: NOTES,
        }
    }

    /// The text under that key.
    pub(crate) async fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        let Some(found) = get(self.store, self.table, &self.key(key)).await? else {
            return Ok(None);
        };
        match found.as_string() {
            Some(text) => Ok(Some(text)),
            None => Err(StoreError::Corrupt("text expected".to_owned())),
        }
    }

    /// The texts whose keys begin so, by what their keys go on with.
    pub(crate) async fn under(&self, folder: &str) -> Result<Vec<(String, String)>, StoreError> {
        let from = self.key(folder);
        let cut = from.len();
        // No key of ours has this character, which comes after all others.
        let range = KeyRange::Bound(from.clone(), false, format!("{from}\u{ffff}"), true);
        let range = &range;
        self.store
            .on_connection(async |connection| {
                connection
                    .read(&[self.table], async |transaction| {
                        let table = transaction.object_store(self.table)?;
                        let keys = table.get_all_keys::<JsValue>();
                        let keys = keys.with_query::<String, _>(range.clone()).primitive()?;
                        let texts = table.get_all::<JsValue>();
                        let texts = texts.with_query::<String, _>(range.clone()).primitive()?;
                        let (keys, texts) = (keys.await?, texts.await?);
                        let mut found = Vec::new();
                        for (key, text) in keys.zip(texts) {
                            let (key, text) = (key?.as_string(), text?.as_string());
                            let rest = key.as_deref().and_then(|key| key.get(cut..));
                            found.extend(rest.map(str::to_owned).zip(text));
                        }
                        Ok(found)
                    })
                    .await
            })
            .await
    }

    /// Every text.
    pub(super) async fn all(&self) -> Result<Vec<String>, StoreError> {
        let table = self.table;
        self.store
            .on_connection(async |connection| {
                connection
                    .read(&[table], async |transaction| {
                        let table = transaction.object_store(table)?;
                        let found = table.get_all::<JsValue>().primitive()?.await?;
                        let mut texts = Vec::new();
                        for text in found {
                            texts.extend(text?.as_string());
                        }
                        Ok(texts)
                    })
                    .await
            })
            .await
    }

    /// Stores the text, safe from a flat battery once this returns.
    pub(crate) async fn put(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let (key, text) = (self.key(key), JsValue::from_str(text));
        let store = self.store;
        store
            .with_room(async || put(store, self.table, &key, &text).await)
            .await
    }

    /// Removes the text, if there is one.
    pub(crate) async fn remove(&self, key: &str) -> Result<(), StoreError> {
        remove(self.store, self.table, &self.key(key)).await
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}

/// The key of a note in its table.
pub(super) fn note_key(note: &str) -> String {
    format!("{NOTES}{note}")
}

/// Bytes by their SHA-256 in hex.
pub(crate) struct Blobs<'a> {
    store: &'a Store,
}

impl<'a> Blobs<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        Self { store }
    }

    /// The bytes with that hash.
    pub(crate) async fn get(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        bytes(self.store, BLOB, sha256).await
    }

    /// Stores the bytes, safe from a flat battery once this returns.
    pub(crate) async fn put(&self, sha256: &str, bytes: &[u8]) -> Result<(), StoreError> {
        put(self.store, BLOB, sha256, &value::bytes(bytes)).await
    }
}

/// The bytes under that key of a table.
pub(super) async fn bytes(
    store: &Store,
    table: &str,
    key: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = get(store, table, key).await?;
    found.map(value::from_bytes).transpose()
}

async fn get(store: &Store, table: &str, key: &str) -> Result<Option<JsValue>, StoreError> {
    store
        .on_connection(async |connection| {
            connection
                .read(&[table], async |transaction| {
                    let table = transaction.object_store(table)?;
                    Ok(table.get::<JsValue, _, _>(key).primitive()?.await?)
                })
                .await
        })
        .await
}

pub(super) async fn put(
    store: &Store,
    table: &str,
    key: &str,
    value: &JsValue,
) -> Result<(), StoreError> {
    store
        .on_connection(async |connection| {
            connection
                .write(
                    &[table],
                    TransactionDurability::Strict,
                    async |transaction| {
                        let table = transaction.object_store(table)?;
                        Ok(table
                            .put(value)
                            .with_key(key)
                            .without_key_type()
                            .build()
                            .map(drop)?)
                    },
                )
                .await
        })
        .await
}

pub(super) async fn remove(store: &Store, table: &str, key: &str) -> Result<(), StoreError> {
    store
        .on_connection(async |connection| {
            connection
                .write(
                    &[table],
                    TransactionDurability::Relaxed,
                    async |transaction| {
                        let table = transaction.object_store(table)?;
                        Ok(table.delete(key).build().map(drop)?)
                    },
                )
                .await
        })
        .await
}
