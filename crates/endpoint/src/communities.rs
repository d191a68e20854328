//! All communities that this endpoint serves.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;
use uuid::Uuid;
use yishi_domain::{DeviceId, Digest, MemberId};

use crate::community::{Community, Driver};
use crate::storage::{Storage, StorageError};

/// How often other nodes, and the command line, are looked for.
const POLL: Duration = Duration::from_secs(1);
/// Between two looks that callers cause.
const PAUSE: Duration = Duration::from_secs(1);

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
    looking: tokio::sync::Mutex<Looking>,
    /// How many looks have begun.
    begun: AtomicU64,
}

#[derive(Default)]
struct Looking {
    /// Nothing is to be started any more.
    closed: bool,
    /// Which look was the last that came to its end, and whether it found what is there.
    finished: u64,
    succeeded: bool,
    /// When a caller last had one begin.
    asked: Option<Instant>,
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
            begun: AtomicU64::new(0),
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

    /// The community and the member whose calendar has a link with this digest.
    #[must_use]
    pub fn by_calendar(&self, link: &Digest) -> Option<(Community, MemberId)> {
        self.all().values().find_map(|community| {
            let view = community.view();
            let member = view.state().roster.member_by_calendar_link(link)?;
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

    /// Looks for what a caller knows and this node does not: it may have been issued elsewhere a moment
    /// ago. Whatever callers show, they cause one look a second: those that come meanwhile wait for the
    /// next one and share what it finds. Returns whether the storage answered.
    pub async fn seek(&self) -> bool {
        // A look that has begun already may have read before it was issued.
        let begun = self.begun.load(Ordering::SeqCst);
        loop {
            let mut looking = self.looking.lock().await;
            if looking.closed || looking.finished > begun {
                return looking.closed || looking.succeeded;
            }
            let now = Instant::now();
            match looking.asked.map(|asked| asked + PAUSE) {
                Some(next) if next > now => {
                    drop(looking);
                    tokio::time::sleep_until(next).await;
                }
                _ => {
                    looking.asked = Some(now);
                    return self.look_alone(&mut looking).await.is_ok();
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
        let mut looking = self.looking.lock().await;
        if looking.closed {
            return Ok(());
        }
        self.look_alone(&mut looking).await
    }

    async fn look_alone(&self, looking: &mut Looking) -> Result<(), StorageError> {
        let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let looked = self.refresh().await;
        looking.finished = number;
        looking.succeeded = looked.is_ok();
        looked
    }

    async fn refresh(&self) -> Result<(), StorageError> {
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
        self.looking.lock().await.closed = true;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::{MemoryStorage, NewCommunity};

    #[tokio::test]
    async fn callers_share_looks_and_each_finds_what_was_there_before_it_came() {
        let storage = Arc::new(MemoryStorage::new());
        let communities = Communities::open(storage.clone()).await.unwrap();
        let begun = || communities.begun.load(Ordering::SeqCst);
        let before = begun();
        let start = Instant::now();
        assert!(communities.seek().await);
        assert!(start.elapsed() < PAUSE, "the first one waits");
        assert_eq!(begun(), before + 1);

        let community = NewCommunity {
            id: Uuid::from_u128(1),
            name: "幸福街社区".to_owned(),
            epoch: Uuid::from_u128(2),
            settings: "{}".to_owned(),
        };
        storage.create_community(community).await.unwrap();
        let mut callers = tokio::task::JoinSet::new();
        for _ in 0..1_000 {
            let communities = communities.clone();
            callers.spawn(async move { communities.seek().await && !communities.all().is_empty() });
        }
        assert!(callers.join_all().await.into_iter().all(|found| found));
        assert_eq!(begun(), before + 2, "callers look each for itself");
        assert!(start.elapsed() >= PAUSE, "looks follow one another at once");
    }

    #[tokio::test]
    async fn a_caller_that_goes_away_does_not_end_the_looks_of_others() {
        let communities = Communities::open(Arc::new(MemoryStorage::new()))
            .await
            .unwrap();
        // It looks by itself as soon as it may, whoever went away before.
        let held = communities.looking.lock().await;
        let gone = tokio::spawn({
            let communities = communities.clone();
            async move { communities.seek().await }
        });
        tokio::task::yield_now().await;
        gone.abort();
        drop(held);
        assert!(communities.seek().await);
    }
}
