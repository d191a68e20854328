//! What the phone keeps, in IndexedDB. Nothing else touches the database.
//!
//! A [`Store`] answers the replica's calls with exactly one transaction each: [`Store::load`] reads what a start
//! needs, [`Store::write`] stores one step, all of it or nothing. Commands and drafts are stored with strict
//! durability, what can be pulled again with relaxed.
//!
//! Several tabs may have the same database open. Any of them may add a command: the number that it takes is
//! checked inside the transaction, and the tab that comes second is told [`StoreError::Stale`] and loads again.
//! A connection closes as soon as another tab wants to migrate or delete the database, and browsers cut those of
//! tabs in the background; the next call opens a new one.
//!
//! The shape of the database and its migrations stand in `schema`.

mod connection;
mod early;
mod error;
mod photo;
mod read;
mod record;
mod room;
mod schema;
mod step;
mod value;

#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

#[cfg(test)]
use indexed_db_futures::database::Database;
use yishi_sync::disk::{Loaded, Page, Writes};

use crate::clock;
use connection::Connection;
pub(crate) use early::Early;
pub(crate) use error::StoreError;
pub(crate) use photo::{Photo, Photos, Standing};
pub(crate) use record::{Blobs, Texts};
use step::Step;

/// The database of one member on one phone. Clones share the connection.
#[derive(Clone)]
pub(crate) struct Store {
    inner: Rc<Inner>,
}

struct Inner {
    name: String,
    connection: RefCell<Option<Rc<Connection>>>,
    /// Whether room is reserved for words.
    reserved: Cell<bool>,
}

impl Store {
    /// Opens the database of that name; creates or migrates it first where needed.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where the browser gives no storage, [`StoreError::Newer`] where a newer app has
    /// migrated the database already.
    pub(crate) async fn open(name: &str) -> Result<Self, StoreError> {
        let store = Self::named(name);
        store.connection().await?;
        Ok(store)
    }

    /// The database of that name, to be opened when it is first used.
    pub(crate) fn named(name: &str) -> Self {
        Self {
            inner: Rc::new(Inner {
                name: name.to_owned(),
                connection: RefCell::new(None),
                reserved: Cell::new(false),
            }),
        }
    }

    /// Reads everything that a start needs.
    pub(crate) async fn load(&self) -> Result<Loaded, StoreError> {
        self.on_connection(read::load).await
    }

    /// Stores one step in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Stale`] if another tab was first: nothing is stored, the replica loads and decides again.
    pub(crate) async fn write(&self, writes: &Writes) -> Result<(), StoreError> {
        if writes.is_precious() {
            let store = async || self.write_as_it_is(writes).await;
            return self.with_room(store).await;
        }
        let outcome = self.write_as_it_is(writes).await;
        if outcome == Err(StoreError::Full) {
            // It comes again with the next round.
            self.photos().make_way().await;
        }
        outcome
    }

    /// The same, in the room that there is.
    pub(crate) async fn write_as_it_is(&self, writes: &Writes) -> Result<(), StoreError> {
        let step = Step::new(writes)?;
        self.on_connection(async |connection| step.store(connection).await)
            .await
    }

    /// Words find room where photos did not: what is held for them is let go, and tried until the browser has taken
    /// notice of it, which takes seconds.
    async fn with_room(
        &self,
        store: impl AsyncFn() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut outcome = store().await;
        if outcome == Err(StoreError::Full) && self.photos().make_way().await {
            for millis in [0, 1_000, 2_000, 4_000, 8_000] {
                clock::pause(millis).await;
                outcome = store().await;
                if outcome != Err(StoreError::Full) {
                    break;
                }
            }
        }
        outcome
    }

    /// Every stored page of the log, for folding it again from its beginning.
    pub(crate) async fn all_pages(&self) -> Result<Vec<Page>, StoreError> {
        self.on_connection(read::all_pages).await
    }

    /// What forms hold that was not submitted.
    pub(crate) fn drafts(&self) -> Texts<'_> {
        Texts::drafts(self)
    }

    /// What the app notes for itself: the device's token, the endpoint's address.
    pub(crate) fn notes(&self) -> Texts<'_> {
        Texts::notes(self)
    }

    /// Photos, with how they stand.
    pub(crate) fn photos(&self) -> Photos<'_> {
        Photos::new(self)
    }

    /// Published bytes by their SHA-256 in hex.
    pub(crate) fn blobs(&self) -> Blobs<'_> {
        Blobs::new(self)
    }

    /// Forgets everything and begins with that note, in one step: nobody is left with neither.
    pub(crate) async fn begin_anew(&self, note: &str, text: &str) -> Result<(), StoreError> {
        self.on_connection(async |connection| step::begin_anew(connection, note, text).await)
            .await
    }

    /// Deletes the whole database with everything in it. The next call begins with an empty one.
    #[cfg(test)]
    pub(crate) async fn wipe(&self) -> Result<(), StoreError> {
        self.inner.connection.borrow_mut().take();
        let deleted = Database::delete_by_name(&self.inner.name).map_err(StoreError::from_open)?;
        Ok(deleted.await?)
    }

    /// Does the work on the connection at hand, or on a new one if that turns out to be cut.
    async fn on_connection<T>(
        &self,
        work: impl AsyncFn(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let connection = self.connection().await?;
        match work(&connection).await {
            Err(StoreError::Interrupted(_)) => {
                self.forget(&connection);
                work(&*self.connection().await?).await
            }
            outcome => outcome,
        }
    }

    async fn connection(&self) -> Result<Rc<Connection>, StoreError> {
        if let Some(open) = self.inner.connection.borrow().as_ref() {
            return Ok(Rc::clone(open));
        }
        let opened = match Connection::open(&self.inner.name).await {
            Err(StoreError::Interrupted(_)) => Connection::open(&self.inner.name).await?,
            outcome => outcome?,
        };
        let opened = Rc::new(opened);
        *self.inner.connection.borrow_mut() = Some(Rc::clone(&opened));
        Ok(opened)
    }

    /// Another call may have replaced it already.
    fn forget(&self, cut: &Rc<Connection>) {
        let mut held = self.inner.connection.borrow_mut();
        if held.as_ref().is_some_and(|held| Rc::ptr_eq(held, cut)) {
            held.take();
        }
    }
}
