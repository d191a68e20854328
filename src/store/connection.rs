//! One open connection and the transactions on it.

use std::cell::OnceCell;
use std::rc::Rc;

use gloo::events::EventListener;
use indexed_db_futures::database::Database;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};

use wasm_bindgen::JsCast;
use web_sys::IdbRequest;

use super::error::StoreError;
use super::schema;

/// An open connection. It closes itself as soon as another tab wants to migrate or delete the database, and
/// when it is dropped; using it after that is an [`StoreError::Interrupted`].
pub(super) struct Connection {
    database: Database,
    _on_version_change: EventListener,
}

impl Connection {
    pub(super) async fn open(name: &str) -> Result<Self, StoreError> {
        let database = schema::open(name).await?;
        let on_version_change = EventListener::new(database.as_sys(), "versionchange", {
            let database = database.clone();
            move |_| database.as_sys().close()
        });
        Ok(Self {
            database,
            _on_version_change: on_version_change,
        })
    }

    /// Reads within one snapshot. Only requests to the given tables may be awaited in `work`.
    pub(super) async fn read<T>(
        &self,
        tables: &[&str],
        work: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let transaction = self
            .database
            .transaction(tables)
            .with_mode(TransactionMode::Readonly)
            .build()?;
        work(&transaction).await
    }

    /// Writes all that `work` writes or, when it fails, is dropped or the browser refuses, nothing of it. Only
    /// requests to the given tables may be awaited in `work`.
    pub(super) async fn write<T>(
        &self,
        tables: &[&str],
        durability: TransactionDurability,
        work: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let transaction = self
            .database
            .transaction(tables)
            .with_mode(TransactionMode::Readwrite)
            .with_options(TransactionOptions::new().with_durability(durability))
            .build()?;
        let raw = web_sys::IdbTransaction::from(transaction.as_sys().clone());
        // The crate's own listener throws at a second failed request.
        raw.set_onerror(None);
        // The first one is why: WebKit says nothing of it
        // any more once the transaction was aborted.
        let failed = Rc::new(OnceCell::new());
        let listener = EventListener::new(&raw, "error", {
            let failed = Rc::clone(&failed);
            move |event| {
                let request = event
                    .target()
                    .and_then(|it| it.dyn_into::<IdbRequest>().ok());
                let why = request.and_then(|request| request.error().ok().flatten());
                if let Some(why) = why.filter(|why| why.name() != "AbortError") {
                    let _ = failed.set(StoreError::from(why));
                }
            }
        });
        let outcome = match work(&transaction).await {
            Ok(value) => transaction
                .commit()
                .await
                .map(|()| value)
                .map_err(Into::into),
            Err(error) => Err(error),
        };
        // A full phone may show only here: requests and commit merely say that something was aborted.
        drop(listener);
        outcome.map_err(|error| {
            let reason = raw.error().map(StoreError::from);
            reason.or_else(|| failed.get().cloned()).unwrap_or(error)
        })
    }

    /// Cuts the connection, as a browser does with a tab in the background.
    #[cfg(test)]
    pub(super) fn cut(&self) {
        self.database.as_sys().close();
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.as_sys().close();
    }
}
