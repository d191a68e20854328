//! The demonstration: a whole community in one browser, with the authority running inside the page.
//!
//! Everything but the network is real: each role has its own replica in a database of its own, and the
//! authority decides and numbers as the endpoint would. Its log is kept in a database too.

mod story;

use std::cell::RefCell;
use std::rc::Rc;

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
/// Names of its notes.
const EPOCH: &str = "epoch";
const COMMANDS: &str = "commands";
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
        };
        let demo = Self {
            inner: Rc::new(inner),
        };
        demo.run_clock();
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
        let store = Store::open(&database).await.map_err(Refusal::Store)?;
        let session = open(identity, store, &database, Some(self.clone()), sync)
            .await
            .map_err(Refusal::Store)?;
        self.inner.session.replace(Some(session));
        Ok(session)
    }

    /// One round of pushing and pulling, as the endpoint would answer it.
    pub(crate) async fn sync(&self, request: &str) -> Result<String, Failure> {
        let session = self.inner.session.borrow().map(Session::me);
        let member = session.ok_or(Failure::Unreachable)?;
        let before = self.inner.endpoint.borrow().log().len();
        let mut next = self.inner.endpoint.borrow().clone();
        let answer = next
            .sync(member, request, now(), &mut new_id)
            .map_err(|problem| {
                parse_problem(&problem_json(&problem))
                    .map_or(Failure::Garbled, |p| Failure::Problem(Box::new(p)))
            })?;
        self.replace(next, before).await?;
        Ok(answer)
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

    async fn replace(&self, next: LocalEndpoint, before: usize) -> Result<(), Failure> {
        if next.log().len() > before
            || next.settled().len() > self.inner.endpoint.borrow().settled().len()
        {
            Self::keep(&self.inner.store, &next, before)
                .await
                .map_err(|_| Failure::Unreachable)?;
        }
        self.inner.endpoint.replace(next);
        Ok(())
    }

    /// Motions open and close by themselves here too.
    fn run_clock(&self) {
        let demo = self.clone();
        let clock = Interval::new(1_000, move || {
            let demo = demo.clone();
            spawn_local(async move {
                let before = demo.inner.endpoint.borrow().log().len();
                let mut next = demo.inner.endpoint.borrow().clone();
                let session = *demo.inner.session.borrow();
                if next.tick(now(), &mut new_id)
                    && demo.replace(next, before).await.is_ok()
                    && let Some(session) = session
                {
                    session.rounds().wake(session);
                }
            });
        });
        self.inner.clock.replace(Some(clock));
    }

    async fn kept(store: &Store) -> Result<Option<LocalEndpoint>, crate::store::StoreError> {
        let Some(epoch) = store
            .notes()
            .get(EPOCH)
            .await?
            .and_then(|text| text.parse::<EpochId>().ok())
        else {
            return Ok(None);
        };
        let commands = store.notes().get(COMMANDS).await?.unwrap_or_default();
        let pages = store.all_pages().await?;
        Ok(LocalEndpoint::from_text(
            epoch,
            pages.iter().flat_map(|page| page.lines.lines()),
            &commands,
        ))
    }

    async fn keep(
        store: &Store,
        endpoint: &LocalEndpoint,
        before: usize,
    ) -> Result<(), crate::store::StoreError> {
        let new = &endpoint.log()[before..];
        if let (Some(first), Some(last)) = (new.first(), new.last()) {
            let lines = new
                .iter()
                .map(|event| format!("{}\n", event.json))
                .collect();
            let append = vec![Page {
                first: first.seq,
                last: last.seq,
                lines,
            }];
            store
                .write(&Writes {
                    append,
                    ..Writes::default()
                })
                .await?;
        }
        store
            .notes()
            .put(COMMANDS, &endpoint.settled_text())
            .await?;
        store
            .notes()
            .put(EPOCH, &endpoint.authority().epoch().to_string())
            .await
    }
}
