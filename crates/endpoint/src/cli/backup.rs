//! `backup` and `restore`

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use super::settings::{Database, Settings};
use crate::clock::{new_id, now};
use crate::photos::Photos;
use crate::storage::{SqliteSettings, SqliteStorage, Storage};

#[derive(Args)]
pub(super) struct Backup {
    /// A file that is not there yet; photos are copied to FILE.photos
    file: PathBuf,
}

#[derive(Args)]
pub(super) struct Restore {
    /// The backup. Leave it out after a PostgreSQL database was restored by its own tools: then only the
    /// logs get their new identity
    file: Option<PathBuf>,
}

impl Backup {
    pub(super) async fn run(self, settings: &Settings) -> Result<()> {
        if matches!(settings.database()?, Database::Postgres(_)) {
            bail!(
                "a PostgreSQL database is backed up by its own tools: pg_dump, or a base backup with its log"
            );
        }
        let storage = settings.open().await?;
        storage.backup(&self.file).await?;
        storage.close().await;
        // After the database: a photo is an object before the database knows of it, so none of those is missed.
        let folder = photos_beside(&self.file);
        let photos = Photos::in_folder(&folder)?;
        let copied = settings.photos()?.copy_to(&photos).await?;
        println!("{}", self.file.display());
        if copied > 0 {
            println!("{}", folder.display());
        } else {
            // Succeeds only if it is empty.
            let _ = fs::remove_dir(folder);
        }
        Ok(())
    }
}

impl Restore {
    pub(super) async fn run(self, settings: &Settings) -> Result<()> {
        match (settings.database()?, self.file) {
            (Database::Sqlite(path), Some(file)) => {
                restore(&file, &path, &settings.photos()?).await
            }
            (Database::Sqlite(_), None) => bail!("name the backup to restore"),
            (Database::Postgres(_), None) => {
                let storage = settings.open().await?;
                renew_epochs(&*storage).await?;
                storage.close().await;
                Ok(())
            }
            (Database::Postgres(_), Some(_)) => bail!(
                "restore a PostgreSQL database by pg_restore, then run `restore` without a file: \
                 it gives the logs their new identity"
            ),
            (Database::Memory, _) => bail!("what is kept in memory cannot be restored"),
        }
    }
}

async fn restore(backup: &Path, path: &Path, photos: &Photos) -> Result<()> {
    if !backup.is_file() {
        bail!("there is no backup at {}", backup.display());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let _lock = Lock::exclusive(path)?;
    let folder = photos_beside(backup);
    if folder.is_dir() {
        // Before the database, which names them. Photos that it does not know stay for a month.
        let copied = Photos::in_folder(&folder)?.copy_to(photos).await?;
        eprintln!("{copied} photos were missing and are back");
    }
    // Made ready beside the old one, so that a failure leaves that as it was.
    let ready = beside(path, "restoring");
    remove(&ready)?;
    fs::copy(backup, &ready).with_context(|| format!("{} cannot be copied", backup.display()))?;
    let storage = SqliteStorage::open(&ready, SqliteSettings::default()).await;
    let storage = storage.with_context(|| format!("{} is no backup", backup.display()))?;
    renew_epochs(&storage).await?;
    storage.close().await;
    File::open(&ready)?.sync_all()?;
    if path.exists() {
        // Opening it takes in what its write-ahead log holds, so that it is one file.
        match SqliteStorage::open(path, SqliteSettings::default()).await {
            Ok(storage) => storage.close().await,
            Err(error) => eprintln!("the database that was there cannot be read: {error}"),
        }
        let mut kept = beside(path, &format!("before-restore-{}", now().0 / 1_000));
        while kept.exists() {
            kept = with(&kept, "+");
        }
        keep(path, &kept)?;
        eprintln!("the database that was there is kept as {}", kept.display());
    }
    replace(&ready, path)
}

/// Gives a database a second name, with what its write-ahead log still holds if it cannot be opened. It
/// keeps the first one: after a power cut nobody must find that there is no database, and make a new one.
fn keep(path: &Path, kept: &Path) -> Result<()> {
    for ending in ["", "-wal"] {
        let (from, to) = (with(path, ending), with(kept, ending));
        if !from.exists() {
            continue;
        }
        // Not every file system has hard links.
        if fs::hard_link(&from, &to).is_err() {
            fs::copy(&from, &to).with_context(|| format!("{} cannot be kept", from.display()))?;
            File::open(&to)?.sync_all()?;
        }
    }
    sync_folder(path)
}

/// Puts a database in the place of another in one step.
fn replace(ready: &Path, path: &Path) -> Result<()> {
    // Of the former one; SQLite would read it into the new one.
    for ending in ["-wal", "-shm"] {
        remove_file(&with(path, ending))?;
    }
    fs::rename(ready, path)?;
    sync_folder(path)
}

/// Makes names last that were given in the folder of a file.
fn sync_folder(path: &Path) -> Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    Ok(File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?)
}

/// Where the photos of a backup stand.
fn photos_beside(backup: &Path) -> PathBuf {
    with(backup, ".photos")
}

/// Phones learn from the new identity that events which they have seen may be gone, and send again what
/// they have kept.
async fn renew_epochs(storage: &dyn Storage) -> Result<()> {
    for community in storage.communities().await? {
        storage.set_epoch(community.id, new_id()).await?;
        println!(
            "{}\t{} events\t{}",
            community.id, community.head, community.name
        );
    }
    Ok(())
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    with(path, &format!(".{ending}"))
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// Removes a database file with the files that SQLite keeps beside it.
fn remove(path: &Path) -> Result<()> {
    for ending in ["", "-wal", "-shm"] {
        remove_file(&with(path, ending))?;
    }
    Ok(())
}

fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Keeps a database from being replaced while somebody serves it.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// For an endpoint that serves it; there may be several.
    pub(super) fn shared(path: &Path) -> Result<Self> {
        Self::take(
            path,
            File::try_lock_shared,
            "the database is being restored; try again when that is done",
        )
    }

    fn exclusive(path: &Path) -> Result<Self> {
        Self::take(
            path,
            File::try_lock,
            "an endpoint serves this database; stop it first",
        )
    }

    fn take(
        path: &Path,
        lock: fn(&File) -> Result<(), TryLockError>,
        taken: &'static str,
    ) -> Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        let file = File::create(beside(path, "lock"))?;
        match lock(&file) {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => bail!(taken),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_keeps_its_place_until_another_takes_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (path, kept, ready) = (at("db"), at("kept"), at("ready"));
        fs::write(&path, "old").unwrap();
        fs::write(at("db-wal"), "old log").unwrap();
        fs::write(&ready, "new").unwrap();
        keep(&path, &kept).unwrap();
        // Here the power may go.
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        replace(&ready, &path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert!(!at("db-wal").exists(), "the old log would be read into it");
        assert_eq!(fs::read_to_string(&kept).unwrap(), "old");
        assert_eq!(fs::read_to_string(at("kept-wal")).unwrap(), "old log");
    }
}
