//! The demonstration: a whole community in one browser, with the authority running inside the page.
//!
//! Everything but the network is real: each role has its own replica in a database of its own, and the
//! authority decides and numbers as the endpoint would. Its log is kept in a database too.

mod story;

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::lock::Mutex;
use gloo::timers::callback::Interval;
use leptos::prelude::RwSignal;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::roster::Role;
use yishi_domain::{Digest, EpochId, MemberId};
use yishi_sync::LocalEndpoint;
use yishi_sync::disk::{Page, Writes};
use yishi_sync::wire::{parse_problem, problem_json};

use crate::link::{Failure, config};
use crate::session::{Identity, Refusal, Session, new_id, now, open};
use crate::store::Store;
use crate::ui::SyncState;

/// The database of the demonstration's authority.
const DATABASE: &str = "yishi-demo";
/// Name of the note that holds whom it is seen as.
const ROLE: &str = "role";

/// The demonstration; copies are the same.
#[derive(Clone)]
pub(crate) struct Demo {
    inner: Rc<Inner>,
}

struct Inner {
    endpoint: RefCell<LocalEndpoint>,
    store: Store,
    session: RefCell<Option<Session>>,
    clock: RefCell<Option<Interval>>,
    /// One step at a time: a step that is being stored must not be overtaken by another.
    turn: Mutex<()>,
}

/// Somebody whom the demonstration can be seen as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// The member.
    pub(crate) member: MemberId,
    /// The name.
    pub(crate) name: String,
    /// The role that is shown.
    pub(crate) role: Role,
}

impl Demo {
    /// Opens the demonstration as the person it was left as; makes it up the first time.
    ///
    /// # Errors
    /// Why the phone cannot store it, or the sample cannot be had.
    pub(crate) async fn open(sync: RwSignal<SyncState>) -> Result<Session, Refusal> {
        let store = Store::open(DATABASE).await.map_err(Refusal::Store)?;
        let endpoint = match Self::kept(&store).await.map_err(Refusal::Store)? {
            Some(endpoint) => endpoint,
            None => {
                let roster = config::text("demo-roster.json")
                    .await
                    .ok_or(Refusal::Link(Failure::Unreachable))?;
                let endpoint = story::told(&roster);
                Self::keep(&store, &endpoint, 0)
                    .await
                    .map_err(Refusal::Store)?;
                endpoint
            }
        };
        let inner = Inner {
            endpoint: RefCell::new(endpoint),
            store,
            session: RefCell::new(None),
            clock: RefCell::new(None),
            turn: Mutex::new(()),
        };
        let demo = Self {
            inner: Rc::new(inner),
        };
        let role = demo.inner.store.notes().get(ROLE).await.ok().flatten();
        let member = role
            .and_then(|text| text.parse().ok())
            .or_else(|| demo.people().first().map(|p| p.member));
        let member = member.ok_or(Refusal::Link(Failure::Garbled))?;
        demo.session(member, sync).await
    }

    /// One person for each role that the demonstration shows, a resident first; the second resident shares
    /// the first one's home.
    pub(crate) fn people(&self) -> Vec<Person> {
        let endpoint = self.inner.endpoint.borrow();
        story::people(endpoint.authority().state())
    }

    /// The next start is that person's.
    ///
    /// # Errors
    /// Why the phone cannot store it.
    pub(crate) async fn choose(&self, member: MemberId) -> Result<(), Refusal> {
        let notes = self.inner.store.notes();
        notes
            .put(ROLE, &member.to_string())
            .await
            .map_err(Refusal::Store)
    }

    async fn session(
        &self,
        member: MemberId,
        sync: RwSignal<SyncState>,
    ) -> Result<Session, Refusal> {
        let (name, community) = {
            let endpoint = self.inner.endpoint.borrow();
            let state = endpoint.authority().state();
            (
                state.roster.name(member).unwrap_or_default().to_owned(),
                state.community.name.clone(),
            )
        };
        let identity = Identity {
            member,
            name,
            community,
            endpoint: None,
            token: String::new(),
        };
        let database = format!("{DATABASE}-{member}");
        // One page leads for all roles: there is one authority.
        let store = Store::open(&database).await.map_err(Refusal::Store)?;
        let session = open(identity, store, DATABASE, Some(self.clone()), sync)
            .await
            .map_err(Refusal::Store)?;
        self.inner.session.replace(Some(session));
        Ok(session)
    }

    /// One round of pushing and pulling, as the endpoint would answer it.
    pub(crate) async fn sync(&self, request: &str) -> Result<String, Failure> {
        let session = self.inner.session.borrow().map(Session::me);
        let member = session.ok_or(Failure::Unreachable)?;
        self.step(|next| {
            next.sync(member, request, now(), &mut new_id)
                .map_err(|problem| {
                    parse_problem(&problem_json(&problem))
                        .map_or(Failure::Garbled, |p| Failure::Problem(Box::new(p)))
                })
        })
        .await
    }

    /// Published bytes.
    pub(crate) fn blob(&self, sha256: Digest) -> Result<Vec<u8>, Failure> {
        self.inner
            .endpoint
            .borrow()
            .blob(sha256)
            .map(<[u8]>::to_vec)
            .ok_or(Failure::Garbled)
    }

    /// This page leads now. Another one may have led before, and have stored what this one does not know.
    pub(crate) async fn take_over(&self) {
        let _turn = self.inner.turn.lock().await;
        if let Ok(Some(endpoint)) = Self::kept(&self.inner.store).await {
            self.inner.endpoint.replace(endpoint);
        }
        self.run_clock();
    }

    /// Takes a step on a clone, stores what it led to, and lets the clone take over.
    async fn step<T>(
        &self,
        take: impl FnOnce(&mut LocalEndpoint) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let _turn = self.inner.turn.lock().await;
        let mut next = self.inner.endpoint.borrow().clone();
        let before = (next.log().len(), next.settled().len());
        let taken = take(&mut next)?;
        if before != (next.log().len(), next.settled().len()) {
            Self::keep(&self.inner.store, &next, before.0)
                .await
                .map_err(|_| Failure::Unreachable)?;
        }
        self.inner.endpoint.replace(next);
        Ok(taken)
    }

    /// Motions open and close by themselves here too.
    fn run_clock(&self) {
        let demo = self.clone();
        let clock = Interval::new(1_000, move || {
            let demo = demo.clone();
            spawn_local(async move {
                let done = demo.step(|next| Ok(next.tick(now(), &mut new_id))).await;
                let session = *demo.inner.session.borrow();
                if let (Ok(true), Some(session)) = (done, session) {
                    session.rounds().wake(session);
                }
            });
        });
        self.inner.clock.replace(Some(clock));
    }

    /// The kept demonstration; nothing if there is none, or if it cannot be read: then it is made up anew.
    async fn kept(store: &Store) -> Result<Option<LocalEndpoint>, crate::store::StoreError> {
        let loaded = store.load().await?;
        let Some((epoch, commands)) = loaded.replica.as_deref().and_then(|text| {
            let (epoch, commands) = text.split_once('\n')?;
            Some((epoch.parse::<EpochId>().ok()?, commands))
        }) else {
            return Ok(None);
        };
        let lines = loaded.tail.iter().flat_map(|page| page.lines.lines());
        Ok(LocalEndpoint::from_text(epoch, lines, commands))
    }

    /// Stores the events after the first `before` and what became of all commands, in one step. The log stands
    /// in pages as a phone's does, the rest in the place of a replica's record.
    async fn keep(
        store: &Store,
        endpoint: &LocalEndpoint,
        before: usize,
    ) -> Result<(), crate::store::StoreError> {
        let new = &endpoint.log()[before..];
        let mut append = Vec::new();
        if let (Some(first), Some(last)) = (new.first(), new.last()) {
            let lines = new
                .iter()
                .map(|event| format!("{}\n", event.json))
                .collect();
            append.push(Page {
                first: first.seq,
                last: last.seq,
                lines,
            });
        }
        let epoch = endpoint.authority().epoch();
        let writes = Writes {
            clear_log: before == 0,
            append,
            replica: Some(format!("{epoch}\n{}", endpoint.settled_text())),
            ..Writes::default()
        };
        store.write(&writes).await
    }
}
