//! What the link needs of the session: requests, and what comes of answers and pokes. See `link::Rounds`.

use leptos::prelude::*;
use yishi_sync::wire::{parse_answer, parse_head, parse_live};
use yishi_sync::{Heard, Notice};

use super::{Session, new_id};
use crate::clock::now;
use crate::link::{News, PhotoSender, Rounds, Tabs, Transport};
use crate::store::StoreError;
use crate::ui::SyncState;

/// What taking an answer in has led to.
pub(crate) struct Taken<T> {
    /// Rejections that came with it.
    pub(crate) rejected: Vec<Notice>,
    /// Whether there is more to fetch.
    pub(crate) more: bool,
    /// What asking for it gave, if that is under way already.
    pub(crate) asked: Option<T>,
}

impl Session {
    pub(crate) fn rounds(self) -> Rounds {
        self.inner().rounds.clone()
    }

    pub(crate) fn sender(self) -> PhotoSender {
        self.inner().sender.clone()
    }

    pub(crate) fn transport(self) -> Transport {
        self.inner().transport.clone()
    }

    pub(crate) fn sync_state(self) -> RwSignal<SyncState> {
        self.sync
    }

    /// The demonstration that this session is part of, if it is one.
    pub(crate) fn demo(self) -> Option<crate::demo::Demo> {
        match &self.inner().transport {
            Transport::Demo(demo) => Some(demo.clone()),
            Transport::Http(_) => None,
        }
    }

    pub(crate) fn request(self) -> String {
        self.inner().replica.borrow().request()
    }

    /// The count of the first command that was not sent yet.
    pub(crate) fn first_unsent(self) -> Option<u64> {
        let inner = self.inner();
        let replica = inner.replica.borrow();
        replica
            .pending()
            .iter()
            .find(|p| !p.acknowledged)
            .map(|p| p.entry.n)
    }

    /// Takes an answer in: stored first, then shown. If there is more to fetch and nothing to send, `ask` gets the
    /// request for it before anything else, so that the endpoint looks for the next events while the phone reads, folds
    /// and writes these. Nobody who taps waits for what comes of it.
    ///
    /// # Errors
    /// Why it could not be stored; `None` if it cannot be read.
    pub(crate) async fn receive<T>(
        self,
        text: &str,
        ask: impl FnOnce(String) -> T,
    ) -> Result<Taken<T>, Option<StoreError>> {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let mut next = inner.replica.borrow().clone();
        let asked = parse_head(text).and_then(|head| next.request_after(&head));
        let asked = asked.map(ask);
        let answer = parse_answer(text).map_err(|_| None)?;
        self.hear_the_time(answer.now);
        let log = match next.needs_log(&answer) {
            true => Some(inner.store.all_pages().await.map_err(Some)?),
            false => None,
        };
        let first = !next.has_synced();
        let received = next.receive(&answer, log.as_deref());
        if received.writes.is_empty() {
            inner.replica.replace(next);
        } else {
            // While more is coming the screen is drawn for the first page only: each drawing takes a cheap phone time.
            let draw = !received.more || first;
            let taken = self.take_over(&inner, next, &received.writes, draw);
            // What was asked for ahead is dropped where this fails: a later page must not stand alone.
            taken.await.map_err(Some)?;
        }
        Ok(Taken {
            rejected: received.rejected,
            more: received.more,
            asked,
        })
    }

    /// Takes in what the endpoint has told of itself: stored first, then shown. Returns whether it fitted; what
    /// does not is to be asked for.
    ///
    /// # Errors
    /// Why it could not be stored.
    pub(crate) async fn hear(self, text: &str) -> Result<bool, StoreError> {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let Ok(news) = parse_live(text) else {
            return Ok(false);
        };
        let mut next = inner.replica.borrow().clone();
        match next.hear(news) {
            Heard::Known => Ok(true),
            Heard::Beyond => Ok(false),
            Heard::Taken(received) => {
                self.take_over(&inner, next, &received.writes, true).await?;
                Ok(true)
            }
        }
    }

    /// The log is another one: pull it anew, send again what waits.
    pub(crate) async fn change_epoch(self) -> Result<(), StoreError> {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let mut next = inner.replica.borrow().clone();
        let writes = next.change_epoch(yishi_domain::ClientId(new_id()));
        match inner.store.write(&writes).await {
            Err(StoreError::Stale) => return self.reload(&inner).await,
            outcome => outcome?,
        }
        inner.replica.replace(next);
        self.count_photos();
        Ok(())
    }

    /// Whether events have come that this version does not know.
    pub(crate) fn is_outdated(self) -> bool {
        self.inner().replica.borrow().is_outdated()
    }

    /// Another tab has written something.
    pub(crate) async fn follow(self) {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        if self.reload(&inner).await.is_err() {
            return;
        }
        self.publish();
        self.count_photos();
    }

    /// A tab that does not lead shows what the leader says of the network.
    pub(crate) fn hear_of_network(self, there: bool) {
        if self.rounds().leads() {
            return;
        }
        let waiting = self.unsent_now();
        self.sync.set(match (there, waiting) {
            (false, _) => SyncState::Offline { waiting },
            (true, 0) => SyncState::Synced { at: now().0 },
            (true, _) => SyncState::Busy { waiting },
        });
    }

    /// Whether no other tab of this phone can write, as far as is known.
    pub(crate) fn is_alone(self) -> bool {
        self.inner()
            .tabs
            .borrow()
            .as_ref()
            .is_some_and(Tabs::is_alone)
    }

    /// Tells the other tabs.
    pub(crate) fn tell(self, news: News) {
        self.inner().tell(news);
    }
}
