//! All communities that this endpoint serves.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::task::JoinHandle;
use uuid::Uuid;
use yishi_domain::{DeviceId, Digest, MemberId};

use crate::community::{Community, Driver};
use crate::storage::{Storage, StorageError};

/// How often other nodes, and the command line, are looked for.
const POLL: Duration = Duration::from_secs(1);

/// Who shows a token.
#[derive(Clone)]
pub struct Caller {
    /// The community.
    pub community: Community,
    /// The device.
    pub device: DeviceId,
    /// Whose it is.
    pub member: MemberId,
}

/// The communities of one storage, each with its task.
pub struct Communities {
    storage: Arc<dyn Storage>,
    active: RwLock<Arc<BTreeMap<Uuid, Community>>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    /// Held while looking, so that no community is started twice; true when nothing is to be started
    /// any more.
    looking: tokio::sync::Mutex<bool>,
}

impl Communities {
    /// Reads all communities and starts their tasks.
    ///
    /// # Errors
    /// Those of the storage.
    pub async fn open(storage: Arc<dyn Storage>) -> Result<Arc<Self>, StorageError> {
        let communities = Self {
            storage,
            active: RwLock::default(),
            tasks: Mutex::default(),
            looking: tokio::sync::Mutex::default(),
        };
        communities.look().await?;
        Ok(Arc::new(communities))
    }

    /// Where the logs are kept.
    #[must_use]
    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.storage
    }

    /// All of them, in order of id.
    #[must_use]
    pub fn all(&self) -> Arc<BTreeMap<Uuid, Community>> {
        self.active
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Who shows the token with this digest.
    #[must_use]
    pub fn by_token(&self, token: &Digest) -> Option<Caller> {
        self.all().values().find_map(|community| {
            let (device, member) = community.view().device(token)?;
            Some(Caller {
                community: community.clone(),
                device,
                member,
            })
        })
    }

    /// The community that issued the invitation whose code has this digest, and for whom.
    #[must_use]
    pub fn by_code(&self, code: &Digest) -> Option<(Community, MemberId)> {
        self.all().values().find_map(|community| {
            let member = community
                .view()
                .state()
                .roster
                .invitations
                .get(code)?
                .member;
            Some((community.clone(), member))
        })
    }

    /// Follows what other nodes and the command line append, until dropped.
    pub async fn follow(&self) {
        let mut failing = false;
        loop {
            tokio::time::sleep(POLL).await;
            match self.look().await {
                Ok(()) => failing = false,
                Err(error) => {
                    // Said once: the next requests say it again.
                    if !failing {
                        tracing::warn!(%error, "cannot look for news of other nodes");
                    }
                    failing = true;
                }
            }
        }
    }

    /// Looks once: starts communities that are new or whose task broke off, refreshes those that moved
    /// on elsewhere.
    ///
    /// # Errors
    /// Those of the storage; of several, the last.
    pub async fn look(&self) -> Result<(), StorageError> {
        let closed = self.looking.lock().await;
        if *closed {
            return Ok(());
        }
        let known = self.all();
        let mut active = (*known).clone();
        let mut looked = Ok(());
        for row in self.storage.communities().await? {
            match known.get(&row.id).filter(|community| community.runs()) {
                None => match self.start(row.id).await {
                    Ok(community) => drop(active.insert(row.id, community)),
                    Err(error) => looked = Err(error),
                },
                Some(community) => {
                    let view = community.view();
                    // Its own appends may be further than the row that was just read.
                    if row.head > view.head() || row.epoch != view.epoch().0 {
                        // A passing fault is over, or met again, at the next look.
                        let _ = community.refresh().await;
                    }
                }
            }
        }
        *self.active.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(active);
        looked
    }

    async fn start(&self, id: Uuid) -> Result<Community, StorageError> {
        let driver = Driver::load(self.storage.clone(), id).await?;
        tracing::info!(community = %id, head = driver.head(), "serving a community");
        let (community, task) = Community::start(driver);
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.retain(|task| !task.is_finished());
        tasks.push(task);
        Ok(community)
    }

    /// Finishes what waits, stores snapshots, closes the storage.
    pub async fn close(&self) {
        *self.looking.lock().await = true;
        for community in self.all().values() {
            community.close().await;
        }
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        for task in tasks {
            let _ = task.await;
        }
        self.storage.close().await;
    }
}
