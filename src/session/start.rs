//! How a page comes to know who is at this phone.

use crate::view::prelude::*;
use yishi_domain::{ClientId, MemberId};
use yishi_sync::Replica;
use yishi_sync::disk::Loaded;
use yishi_sync::wire::JoinRequest;

use super::identity::{Identity, NOTE};
use super::moment::new_token;
use super::{Refusal, Session, ask_to_keep, new_id, screen};
use crate::clock;
use crate::demo::Demo;
use crate::link::{Config, Endpoint, News, Tabs, Transport, Turn, config};
use crate::store::{Early, Store, StoreError};
use crate::ui::SyncState;

/// The database of the member who joined with this phone.
const DATABASE: &str = "yishi";
/// Name of the note that holds the token while joining.
const JOINING: &str = "joining";

/// How far the start has come.
#[derive(Clone)]
pub(crate) enum Stage {
    /// The database is being read.
    Starting,
    /// Nobody has joined with this phone yet.
    Welcome(Config),
    /// Somebody is at the phone.
    Ready(Session),
    /// The phone cannot be used as it is; the code says why.
    Broken(String),
}

/// Finds out who is at this phone. What is stored on it comes first: the network is asked only if nobody is.
pub(crate) async fn start(stage: RwSignal<Stage>, sync: RwSignal<SyncState>) {
    let next = match restore(sync).await {
        Ok(Some(session)) => Stage::Ready(session),
        Ok(None) => match config::read().await {
            // Without the file, or with nothing in it, there is no endpoint: the demonstration.
            Some(Config { endpoint: None, .. }) => match Demo::open(sync).await {
                Ok(session) => Stage::Ready(session),
                Err(refusal) => Stage::Broken(refusal.code().to_owned()),
            },
            Some(config) => Stage::Welcome(config),
            None => Stage::Welcome(Config::unknown()),
        },
        Err(error) => Stage::Broken(error.code().to_owned()),
    };
    stage.set(next);
}

/// Joins with an invitation and begins a session.
///
/// # Errors
/// Why it did not work; a wrong code can be corrected and tried again.
pub(crate) async fn join(
    config: Config,
    code: &str,
    sync: RwSignal<SyncState>,
) -> Result<Session, Refusal> {
    let base = config.endpoint.unwrap_or_default();
    // The database is opened first: a code is spent only if the phone can keep what it gets for it.
    let store = Store::open(DATABASE).await.map_err(Refusal::Store)?;
    let request = JoinRequest {
        code: code.to_owned(),
        device: device_name(),
        token: Some(own_token(&store).await.map_err(Refusal::Store)?),
    };
    let answer = Endpoint::new(&base, "")
        .join(&request)
        .await
        .map_err(Refusal::Link)?;
    let identity = Identity::joined(answer, &base);
    keep(&store, &identity).await.map_err(Refusal::Store)?;
    wasm_bindgen_futures::spawn_local(async {
        let _ = ask_to_keep().await;
    });
    let session = open(identity, store, DATABASE, None, sync)
        .await
        .map_err(Refusal::Store)?;
    session.tell(News::Changed);
    Ok(session)
}

/// Keeps who has joined. The same member joining again (the device was removed, or the endpoint restored from an
/// older backup) goes on with everything that waits; anybody else begins with an empty phone.
async fn keep(store: &Store, identity: &Identity) -> Result<(), StoreError> {
    let before = store.notes().get(NOTE).await?;
    let before = before.as_deref().and_then(Identity::read);
    if before.is_some_and(|before| before.member == identity.member) {
        store.notes().put(NOTE, &identity.text()).await?;
        return store.notes().remove(JOINING).await;
    }
    screen::forget();
    store.begin_anew(NOTE, &identity.text()).await
}

/// Opens the session of an identity. `tabs` names what only one page at a time may talk to the authority of.
pub(crate) async fn open(
    identity: Identity,
    store: Store,
    tabs: &str,
    demo: Option<Demo>,
    sync: RwSignal<SyncState>,
) -> Result<Session, StoreError> {
    let loaded = store.load().await?;
    let replica = replica_of(&store, loaded, identity.member).await?;
    Ok(begin(identity, store, replica, tabs, demo, sync))
}

/// Begins the session of a replica.
fn begin(
    identity: Identity,
    store: Store,
    replica: Replica,
    tabs: &str,
    demo: Option<Demo>,
    sync: RwSignal<SyncState>,
) -> Session {
    let transport = match demo {
        Some(demo) => Transport::Demo(demo),
        None => Transport::Http(Endpoint::new(
            identity.endpoint.as_deref().unwrap_or_default(),
            &identity.token,
        )),
    };
    let demo = match &transport {
        Transport::Demo(demo) => Some(demo.clone()),
        Transport::Http(_) => None,
    };
    let session = Session::new(identity, store, transport, replica, sync);
    if demo.is_none() {
        session.inner().screen.follow(session);
    }
    let heard =
        move |news| wasm_bindgen_futures::spawn_local(async move { hear(session, news).await });
    let leads = move |turn| {
        wasm_bindgen_futures::spawn_local(async move {
            if let Some(demo) = demo {
                demo.take_over().await;
            }
            if turn == Turn::Later {
                // The one before may have stored something and gone before it could tell.
                session.follow().await;
            }
            session.rounds().lead(session);
        });
    };
    let tabs = Tabs::join(tabs, heard, leads);
    tabs.tell(News::Opened);
    session.inner().tabs.replace(Some(tabs));
    session.look_after_photos();
    session
}

/// The replica of what the database holds.
pub(super) async fn open_replica(store: &Store, member: MemberId) -> Result<Replica, StoreError> {
    let loaded = store.load().await?;
    replica_of(store, loaded, member).await
}

/// The replica of what was read; if the checkpoint is of another code, of the whole log.
async fn replica_of(
    store: &Store,
    mut loaded: Loaded,
    member: MemberId,
) -> Result<Replica, StoreError> {
    if loaded
        .checkpoint
        .as_ref()
        .is_some_and(|saved| !Replica::can_use(saved))
    {
        loaded.checkpoint = None;
        loaded.tail = store.all_pages().await?;
    }
    Ok(Replica::open(member, loaded, ClientId(new_id())))
}

async fn restore(sync: RwSignal<SyncState>) -> Result<Option<Session>, StoreError> {
    if let Some(early) = Early::take().await
        && let Some(identity) = Identity::read(&early.identity)
    {
        clock::known(early.clock.as_deref());
        let store = Store::named(DATABASE);
        let replica = replica_of(&store, early.loaded, identity.member).await?;
        return Ok(Some(begin(identity, store, replica, DATABASE, None, sync)));
    }
    let store = Store::open(DATABASE).await?;
    let note = store.notes().get(NOTE).await?;
    clock::known(store.notes().get(clock::NOTE).await?.as_deref());
    match note.as_deref().and_then(Identity::read) {
        Some(identity) => open(identity, store, DATABASE, None, sync).await.map(Some),
        None => {
            screen::forget();
            Ok(None)
        }
    }
}

async fn hear(session: Session, news: News) {
    match news {
        News::Queued => {
            session.follow().await;
            session.rounds().wake(session);
        }
        News::Stored => {
            session.follow().await;
            session.hear_of_network(true);
        }
        News::Offline => session.hear_of_network(false),
        News::Opened if session.rounds().leads() => session.rounds().tell(session),
        News::Opened => {}
        News::Photos => session.count_photos(),
        News::Changed => {
            let _ = window().location().reload();
        }
    }
}

/// The token that this device will show. It is kept before it is sent: if the answer is lost, or the page is
/// closed meanwhile, the same code with the same token gets in.
async fn own_token(store: &Store) -> Result<String, StoreError> {
    if let Some(token) = store.notes().get(JOINING).await? {
        return Ok(token);
    }
    let token = new_token();
    store.notes().put(JOINING, &token).await?;
    Ok(token)
}

/// What this browser calls itself, in few words, for the list of devices.
fn device_name() -> String {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let system = [
        "iPhone",
        "iPad",
        "HarmonyOS",
        "Android",
        "Windows",
        "Macintosh",
        "Linux",
    ];
    let system = system
        .iter()
        .find(|name| agent.contains(**name))
        .copied()
        .unwrap_or("?");
    if agent.contains("MicroMessenger") {
        format!("WeChat, {system}")
    } else {
        system.to_owned()
    }
}
