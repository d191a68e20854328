//! One open connection and the transactions on it.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use indexed_db_futures::database::Database;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use wasm_bindgen::JsCast;
use web_sys::{DomException, IdbRequest};

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
        write(&self.database, tables, durability, work).await
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

/// The same in a database that is open for this alone.
pub(super) async fn write<T>(
    database: &Database,
    tables: &[&str],
    durability: TransactionDurability,
    work: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = database
        .transaction(tables)
        .with_mode(TransactionMode::Readwrite)
        .with_options(TransactionOptions::new().with_durability(durability))
        .build()?;
    let raw = web_sys::IdbTransaction::from(transaction.as_sys().clone());
    // The crate's own listener throws at a second failed request; the reason is read where it is told.
    raw.set_onerror(None);
    let reason = Rc::new(RefCell::new(None::<DomException>));
    let _first_failure = EventListener::new(&raw, "error", {
        let reason = Rc::clone(&reason);
        move |event| {
            let failed = event.target();
            let failed = failed.and_then(|target| target.dyn_into::<IdbRequest>().ok());
            if let Some(error) = failed.and_then(|request| request.error().ok().flatten()) {
                reason.borrow_mut().get_or_insert(error);
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
    // A full phone may show only here: requests and commit merely say that something was aborted, and WebKit's
    // transaction knows no reason where its commit was asked for.
    outcome.map_err(|error| {
        let told = reason.take().or_else(|| raw.error());
        told.map_or(error, Into::into)
    })
}
