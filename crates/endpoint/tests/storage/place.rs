//! Where a test's storage lives: each test has a place of its own and may open it several times.

use std::sync::{Arc, OnceLock};

use tempfile::TempDir;
use uuid::Uuid;
use yishi_endpoint::storage::{MemoryStorage, Storage, open};
use yishi_endpoint::testing::postgres::Cluster;

/// A place that outlives the storages opened on it.
pub(crate) enum Place {
    Memory(MemoryStorage),
    Sqlite(TempDir),
    Postgres(String),
}

impl Place {
    /// Opens the storage, as another node would.
    pub(crate) async fn open(&self) -> Arc<dyn Storage> {
        match self {
            Self::Memory(storage) => Arc::new(storage.clone()),
            Self::Sqlite(folder) => {
                let file = folder.path().join("yishi.sqlite");
                open(&format!("sqlite:{}", file.display())).await.unwrap()
            }
            Self::Postgres(url) => open(url).await.unwrap(),
        }
    }
}

pub(crate) fn memory() -> Place {
    Place::Memory(MemoryStorage::new())
}

pub(crate) fn sqlite() -> Place {
    Place::Sqlite(tempfile::tempdir().unwrap())
}

/// A database of its own in a cluster that all tests of this process share.
pub(crate) fn postgres() -> Place {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(|| {
        Cluster::start(&["fsync=off", "max_connections=300"]).unwrap_or_else(|why| panic!("{why}"))
    });
    let name = format!("test_{}", Uuid::now_v7().simple());
    Place::Postgres(cluster.create_database(&name).unwrap())
}
