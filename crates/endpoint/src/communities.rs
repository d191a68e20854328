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
    /// Held while looking, so that no community is started twice.
    looking: tokio::sync::Mutex<()>,
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

    /// Looks once: starts new communities, refreshes those that moved on elsewhere.
    ///
    /// # Errors
    /// Those of the storage.
    pub async fn look(&self) -> Result<(), StorageError> {
        let _looking = self.looking.lock().await;
        let known = self.all();
        let mut added = BTreeMap::new();
        for row in self.storage.communities().await? {
            match known.get(&row.id) {
                None => {
                    let driver = Driver::load(self.storage.clone(), row.id).await?;
                    let (community, task) = Community::start(driver);
                    self.tasks
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(task);
                    tracing::info!(community = %row.id, head = row.head, "serving a community");
                    added.insert(row.id, community);
                }
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
        if !added.is_empty() {
            added.extend(known.iter().map(|(id, community)| (*id, community.clone())));
            *self.active.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(added);
        }
        Ok(())
    }

    /// Finishes what waits, stores snapshots, closes the storage.
    pub async fn close(&self) {
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
