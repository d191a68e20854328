//! The member at this phone: what is known, what can be asked for, and how the pages learn of changes.
//!
//! Every step of the replica is stored before anybody acts on it: it is taken on a clone, the clone's writes
//! go into one transaction, and only then the clone takes over and the screen changes.

mod identity;
mod linked;
mod moment;
mod photo;
mod read;
mod refusal;
mod screen;
mod space;
mod start;
mod submit;
mod time;
mod waiting;

use std::cell::RefCell;
use std::rc::Rc;

use crate::view::prelude::*;
use uuid::Uuid;
use yishi_domain::council::Publication;
use yishi_domain::roster::Role;
use yishi_domain::{BlobRef, Command, CommandId, Digest, MemberId, MotionId, State};
use yishi_sync::disk::Writes;
use yishi_sync::wire::parse_ballots;
use yishi_sync::{Notice, OwnSealed, Replica};

pub(crate) use crate::clock::now;
pub(crate) use identity::Identity;
pub(crate) use moment::{jitter, new_id, new_secret_id, new_token};
pub(crate) use photo::Absent;
use photo::Album;
pub(crate) use read::Read;
pub(crate) use refusal::{Refusal, code_text, code_text_with};
use screen::Screen;
pub(crate) use space::{Space, ask_to_keep};
pub(crate) use start::{Stage, join, open, start};
use waiting::Waiting;

use crate::link::{Failure, News, PhotoSender, Rounds, Tabs, Transport};
use crate::part::Part;
use crate::store::{Store, StoreError};
use crate::turn::Turns;
use crate::ui::SyncState;

/// A handle on the member at this phone; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    view: RwSignal<State>,
    waiting: Waiting,
    notices: RwSignal<Vec<Notice>>,
    /// Photos that are to be sent.
    photos: RwSignal<Vec<Digest>>,
    sync: RwSignal<SyncState>,
}

struct Inner {
    identity: Identity,
    store: Store,
    transport: Transport,
    replica: RefCell<Replica>,
    /// One step at a time: a step that awaits its transaction must not be overtaken by another.
    turn: Turns,
    tabs: RefCell<Option<Tabs>>,
    rounds: Rounds,
    sender: PhotoSender,
    album: Album,
    screen: Screen,
}

/// The member at this phone. Only where a page is shown, which is only when there is one.
pub(crate) fn session() -> Session {
    expect_context::<Session>()
}

impl Session {
    fn new(
        identity: Identity,
        store: Store,
        transport: Transport,
        replica: Replica,
        sync: RwSignal<SyncState>,
    ) -> Self {
        let session = Self {
            view: RwSignal::new(replica.view().clone()),
            waiting: Waiting::new(subjects(&replica)),
            notices: RwSignal::new(Vec::new()),
            photos: RwSignal::new(Vec::new()),
            sync,
            inner: StoredValue::new_local(Rc::new(Inner {
                identity,
                store,
                transport,
                replica: RefCell::new(replica),
                turn: Turns::default(),
                tabs: RefCell::new(None),
                rounds: Rounds::default(),
                sender: PhotoSender::default(),
                album: Album::default(),
                screen: Screen::default(),
            })),
        };
        session.publish();
        session
    }

    /// What is known, with what waits on top of it. Pages take memos of the parts that they show.
    pub(crate) fn view(self) -> RwSignal<State> {
        self.view
    }

    /// Reads a part of what is known, and reads it again when it has changed.
    pub(crate) fn part<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&State) -> T + Send + Sync + 'static,
    ) -> Part<T> {
        Part::new(move || self.view.with(&read))
    }

    /// Who this is.
    pub(crate) fn identity(self) -> Identity {
        self.inner().identity.clone()
    }

    /// Who this is, in the rules' terms.
    pub(crate) fn me(self) -> MemberId {
        self.inner().identity.member
    }

    /// Whether the member holds a role, as far as this phone knows.
    pub(crate) fn has_role(self, role: Role) -> Part<bool> {
        let me = self.me();
        self.part(move |state| state.roster.has_role(me, role))
    }

    /// Whether something about that matter waits for the endpoint.
    pub(crate) fn is_waiting(self, subject: Uuid) -> Part<bool> {
        let waiting = self.waiting.all();
        Part::new(move || waiting.with(|all| all.contains(&subject)))
    }

    /// The same for a mark, which is set only on what has waited for longer than a moment.
    pub(crate) fn is_lingering(self, subject: Uuid) -> Part<bool> {
        let waiting = self.waiting.lingering();
        Part::new(move || waiting.with(|all| all.contains(&subject)))
    }

    /// How many changes the endpoint has not confirmed; read again when that changes.
    pub(crate) fn unsent(self) -> usize {
        self.waiting.all().with(Vec::len)
    }

    /// The same, as it is now.
    pub(crate) fn unsent_now(self) -> usize {
        self.waiting.all().with_untracked(Vec::len)
    }

    /// The sealed ballot that a command has cast, if it was cast on this phone.
    pub(crate) fn own_sealed(
        self,
        motion: MotionId,
        command: Option<CommandId>,
    ) -> Option<OwnSealed> {
        let inner = self.inner();
        let replica = inner.replica.borrow();
        let mut own = replica.own_sealed(motion);
        own.find(|own| Some(own.command) == command).cloned()
    }

    /// Rejections that were not dismissed.
    pub(crate) fn notices(self) -> RwSignal<Vec<Notice>> {
        self.notices
    }

    /// The member has read a rejection.
    pub(crate) async fn dismiss(self, id: CommandId) {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let mut next = inner.replica.borrow().clone();
        let writes = next.dismiss(id);
        if inner.store.write(&writes).await.is_ok() {
            inner.replica.replace(next);
            self.publish();
        }
    }

    /// The published ballots of a closed vote: from this phone, or from the endpoint, checked by their digest.
    ///
    /// # Errors
    /// Why they cannot be had now.
    pub(crate) async fn ballots(self, blob: BlobRef) -> Result<Publication, Failure> {
        let inner = self.inner();
        let name = blob.sha256.to_string();
        let bytes = match inner.store.blobs().get(&name).await {
            Ok(Some(bytes)) => bytes,
            _ => {
                let bytes = inner.transport.blob(blob.sha256).await?;
                // A phone that is too full to keep them can count them all the same.
                let _ = inner.store.blobs().put(&name, &bytes).await;
                bytes
            }
        };
        parse_ballots(&bytes).map_err(|_| Failure::Garbled)
    }

    /// What a form held when it was left, kept under the form's name.
    pub(crate) async fn draft(self, name: &str) -> Option<String> {
        self.inner().store.drafts().get(name).await.ok().flatten()
    }

    /// Keeps what a form holds; an empty text forgets it.
    pub(crate) async fn keep_draft(self, name: &str, text: &str) {
        let inner = self.inner();
        let drafts = inner.store.drafts();
        let _ = if text.is_empty() {
            drafts.remove(name).await
        } else {
            drafts.put(name, text).await
        };
    }

    /// The same, where it has to be known whether it is kept.
    ///
    /// # Errors
    /// Why the phone cannot store it: what was kept before is still there.
    pub(crate) async fn keep_draft_surely(self, name: &str, text: &str) -> Result<(), StoreError> {
        self.inner().store.drafts().put(name, text).await
    }

    /// The drafts whose names begin so, by what their names go on with.
    pub(crate) async fn drafts_under(self, folder: &str) -> Vec<(String, String)> {
        let found = self.inner().store.drafts().under(folder).await;
        found.unwrap_or_default()
    }

    /// What the app has noted for itself on this phone.
    pub(crate) async fn note(self, name: &str) -> Option<String> {
        self.inner().store.notes().get(name).await.ok().flatten()
    }

    /// Notes something for itself, before anybody relies on it; an empty text forgets it.
    ///
    /// # Errors
    /// Why the phone cannot store it.
    pub(crate) async fn keep_note(self, name: &str, text: &str) -> Result<(), StoreError> {
        let inner = self.inner();
        let notes = inner.store.notes();
        match text.is_empty() {
            true => notes.remove(name).await,
            false => notes.put(name, text).await,
        }
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// Tells the pages what has changed.
    fn publish(self) {
        self.show(&self.inner().replica.borrow());
    }

    /// Stores what the authority has confirmed and lets it count. It is drawn while it is being stored: if that fails,
    /// or the page is closed before, the next round brings the same facts again.
    async fn take_over(
        self,
        inner: &Inner,
        next: Replica,
        writes: &Writes,
        draw: bool,
    ) -> Result<(), StoreError> {
        let drawn = async {
            if draw {
                self.show(&next);
            }
        };
        let (stored, ()) = futures_util::future::join(inner.store.write(writes), drawn).await;
        if stored.is_ok() {
            inner.replica.replace(next);
        } else if draw {
            self.publish();
        }
        stored
    }

    fn show(self, replica: &Replica) {
        let inner = self.inner();
        self.view.set(replica.view().clone());
        self.waiting.set(subjects(replica));
        if self
            .notices
            .with_untracked(|shown| shown != replica.notices())
        {
            self.notices.set(replica.notices().to_vec());
        }
        inner.screen.changed(self);
    }

    /// Reads everything from the database again, after another tab has written.
    async fn reload(self, inner: &Inner) -> Result<(), StoreError> {
        let replica = start::open_replica(&inner.store, inner.identity.member).await?;
        inner.replica.replace(replica);
        Ok(())
    }
}

/// The matters that the waiting commands are about.
fn subjects(replica: &Replica) -> Vec<Uuid> {
    let of = |command: &Option<Command>| command.as_ref().map_or(Uuid::nil(), Command::subject);
    replica
        .pending()
        .iter()
        .map(|one| of(&one.command))
        .collect()
}

impl Inner {
    fn tell(&self, news: News) {
        if let Some(tabs) = &*self.tabs.borrow() {
            tabs.tell(news);
        }
    }
}
