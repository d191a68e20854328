//! The demonstration: a whole community in one browser, with the authority running inside the page.
//!
//! Everything but the network is real: each role has its own replica in a database of its own, and the
//! authority decides and numbers as the endpoint would. It is a module of its own (`crates/demo`), which only a
//! demonstration loads; its log is kept in a database here, because the module keeps nothing.

mod module;

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Interval;
use leptos::prelude::RwSignal;
use wasm_bindgen::throw_val;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::roster::Role;
use yishi_domain::{Digest, MemberId};
use yishi_sync::disk::{Page, Writes};
use yishi_sync::wire::parse_problem;

use crate::link::Failure;
use crate::session::{Identity, Refusal, Session, now, open};
use crate::store::{Store, StoreError};
use crate::turn::Turns;
use crate::ui::SyncState;
use module::Module;

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
    authority: Module,
    store: Store,
    session: RefCell<Option<Session>>,
    clock: RefCell<Option<Interval>>,
    /// One step at a time: a step that is being stored must not be overtaken by another.
    turn: Turns,
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
    /// Why the phone cannot store it, or the module cannot be had.
    pub(crate) async fn open(sync: RwSignal<SyncState>) -> Result<Session, Refusal> {
        let store = Store::open(DATABASE).await.map_err(Refusal::Store)?;
        // Only where there is no network and no service worker has kept the module.
        let authority = module::load()
            .await
            .map_err(|_| Refusal::Link(Failure::Unreachable))?;
        let inner = Inner {
            authority,
            store,
            session: RefCell::new(None),
            clock: RefCell::new(None),
            turn: Turns::default(),
        };
        let demo = Self {
            inner: Rc::new(inner),
        };
        let kept = demo.kept().await.map_err(Refusal::Store)?;
        let (record, lines) = kept.unwrap_or_default();
        demo.inner.authority.open(&record, &lines, now().0 as f64);
        demo.keep().await.map_err(Refusal::Store)?;
        let role = demo.inner.store.notes().get(ROLE).await.ok().flatten();
        let chosen = role.and_then(|text| text.parse().ok());
        let (community, people) = demo.seen();
        let person = people.iter().find(|person| Some(person.member) == chosen);
        let person = person.or_else(|| people.first());
        let person = person.ok_or(Refusal::Link(Failure::Garbled))?.clone();
        demo.session(person, community, sync).await
    }

    /// One person for each role that the demonstration shows, a resident first; the second resident shares
    /// the first one's home.
    pub(crate) fn people(&self) -> Vec<Person> {
        self.seen().1
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

    /// The community's name, and whom it can be seen as.
    fn seen(&self) -> (String, Vec<Person>) {
        let text = self.inner.authority.people(now().0 as f64);
        let mut lines = text.lines();
        let community = lines.next().unwrap_or_default().to_owned();
        (community, lines.filter_map(Person::read).collect())
    }

    async fn session(
        &self,
        Person { member, name, .. }: Person,
        community: String,
        sync: RwSignal<SyncState>,
    ) -> Result<Session, Refusal> {
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
        let member = session.ok_or(Failure::Unreachable)?.to_string();
        let _turn = self.inner.turn.lock().await;
        let answered = self.inner.authority.sync(&member, request, now().0 as f64);
        let answer = answered.map_err(|thrown| match thrown.as_string() {
            Some(problem) => parse_problem(&problem).map_or(Failure::Garbled, |problem| {
                Failure::Problem(Box::new(problem))
            }),
            // The module has stopped: the page says so.
            None => throw_val(thrown),
        })?;
        self.keep().await.map_err(|_| Failure::Unreachable)?;
        Ok(answer)
    }

    /// Published bytes, and photos.
    pub(crate) async fn blob(&self, sha256: Digest) -> Result<Vec<u8>, Failure> {
        let name = sha256.to_string();
        if let Some(bytes) = self.inner.authority.blob(&name) {
            return Ok(bytes);
        }
        let sent = self.inner.store.blobs().get(&name).await;
        sent.ok().flatten().ok_or(Failure::Missing)
    }

    /// Takes a photo, as the endpoint would: into the database that all roles share.
    pub(crate) async fn put_blob(&self, sha256: Digest, bytes: &[u8]) -> Result<(), Failure> {
        let blobs = self.inner.store.blobs();
        let put = blobs.put(&sha256.to_string(), bytes).await;
        put.map_err(|_| Failure::Unreachable)
    }

    /// This page leads now. Another one may have led before, and have stored what this one does not know.
    pub(crate) async fn take_over(&self) {
        let _turn = self.inner.turn.lock().await;
        if let Ok(Some((record, lines))) = self.kept().await {
            self.inner.authority.open(&record, &lines, now().0 as f64);
            // Nothing is new, unless what was kept could not be read.
            let _ = self.keep().await;
        }
        self.run_clock();
    }

    /// Motions open and close by themselves here too.
    fn run_clock(&self) {
        let demo = self.clone();
        let clock = Interval::new(1_000, move || {
            let demo = demo.clone();
            spawn_local(async move {
                let done = demo.tick().await;
                let session = *demo.inner.session.borrow();
                if let (Ok(true), Some(session)) = (done, session) {
                    session.rounds().wake(session);
                }
            });
        });
        self.inner.clock.replace(Some(clock));
    }

    async fn tick(&self) -> Result<bool, StoreError> {
        let _turn = self.inner.turn.lock().await;
        let done = self.inner.authority.tick(now().0 as f64);
        self.keep().await?;
        Ok(done)
    }

    /// The kept record and log; nothing the first time.
    async fn kept(&self) -> Result<Option<(String, String)>, StoreError> {
        let loaded = self.inner.store.load().await?;
        let lines = loaded.tail.iter().map(|page| page.lines.as_str()).collect();
        Ok(loaded.replica.map(|record| (record, lines)))
    }

    /// Stores the step that the module has taken, if it was one, and only then lets it count. The log stands in
    /// pages as a phone's does, the rest in the place of a replica's record.
    async fn keep(&self) -> Result<(), StoreError> {
        let authority = &self.inner.authority;
        let Some(record) = authority.record() else {
            return Ok(());
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a count
        let (first, lines) = (authority.first() as u64, authority.lines());
        let count = lines.lines().count() as u64;
        let page = (count > 0).then(|| Page {
            first,
            last: first + count - 1,
            lines,
        });
        let writes = Writes {
            clear_log: first == 1,
            append: page.into_iter().collect(),
            replica: Some(record),
            ..Writes::default()
        };
        self.inner.store.write(&writes).await?;
        authority.keep();
        Ok(())
    }
}

impl Person {
    /// A line of what the module says of people.
    fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (member, role, name) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            member: member.parse().ok()?,
            name: name.to_owned(),
            role: *Role::ALL.get(role.parse::<usize>().ok()?)?,
        })
    }
}
