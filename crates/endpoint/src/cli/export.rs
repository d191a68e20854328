//! `export`

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use yishi_domain::Digest;
use yishi_domain::council::MotionState;
use yishi_sync::wire::digest;

use super::settings::Settings;
use super::vote;
use crate::clock::now;
use crate::community::Driver;
use crate::photos::Photos;

/// Events read at once.
const PAGE: usize = 5_000;

#[derive(Args)]
pub(super) struct Export {
    /// A new or empty folder
    folder: PathBuf,
    /// Name or id of the community, if there are several
    #[arg(long)]
    community: Option<String>,
}

impl Export {
    pub(super) async fn run(self, settings: &Settings) -> Result<()> {
        let driver = settings.community(self.community.as_deref()).await?;
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("{} cannot be made", self.folder.display()))?;
        if fs::read_dir(&self.folder)?.next().is_some() {
            bail!("{} is not empty", self.folder.display());
        }
        let events = events(&driver, &self.folder.join("events.jsonl")).await?;
        let blobs = blobs(&driver, &self.folder.join("blobs")).await?;
        let votes = votes(&driver, &self.folder.join("votes")).await?;
        let photos = photos(&driver, &settings.photos()?, &self.folder.join("blobs")).await?;
        let row = driver.storage().community(driver.id()).await?;
        let manifest = serde_json::json!({
            "community": row.id,
            "name": driver.state().community.name,
            "epoch": row.epoch,
            "events": driver.head(),
            "events_sha256": events,
            "blobs": blobs,
            "votes": votes,
            "photos": photos,
            "exported_at": now(),
            "by": concat!("yishi-endpoint ", env!("CARGO_PKG_VERSION")),
        });
        // Last, so that a folder with a manifest is whole.
        fs::write(self.folder.join("manifest.json"), format!("{manifest:#}\n"))?;
        println!("{} events, {blobs} blobs, {photos} photos", driver.head());
        Ok(())
    }
}

/// One event a line, in order, as far as the driver has read. Gives the digest of the file.
async fn events(driver: &Driver, path: &Path) -> Result<String> {
    let mut file = BufWriter::new(fs::File::create(path)?);
    let mut after = 0;
    while after < driver.head() {
        let page = driver
            .storage()
            .events_after(driver.id(), after, PAGE)
            .await?;
        for event in page.iter().filter(|event| event.seq <= driver.head()) {
            writeln!(file, "{}", event.body)?;
        }
        after = page.last().context("the log ends before its head")?.seq;
    }
    file.into_inner()?.sync_all()?;
    Ok(digest(&fs::read(path)?).to_string())
}

/// The ballots of every closed motion, each a file named by its digest.
async fn blobs(driver: &Driver, folder: &Path) -> Result<usize> {
    fs::create_dir(folder)?;
    let mut written = 0;
    for motion in driver.state().council.motions.values() {
        let MotionState::Closed { ballots, .. } = &motion.state else {
            continue;
        };
        let blob = driver.storage().blob(driver.id(), ballots.sha256.0).await?;
        let blob =
            blob.with_context(|| format!("the published ballots {} are missing", ballots.sha256))?;
        fs::write(folder.join(ballots.sha256.to_string()), blob.bytes)?;
        written += 1;
    }
    Ok(written)
}

/// Every closed vote with its ballots, as JSON and as a table, each file named by the motion.
async fn votes(driver: &Driver, folder: &Path) -> Result<usize> {
    fs::create_dir(folder)?;
    let closed = vote::closed(driver);
    for (id, _) in &closed {
        let file = vote::file(driver, *id).await?;
        fs::write(folder.join(format!("{id}.json")), file.json())?;
        fs::write(folder.join(format!("{id}.csv")), file.csv())?;
    }
    Ok(closed.len())
}

/// Every photo that has arrived, each a file named by its digest.
async fn photos(driver: &Driver, photos: &Photos, folder: &Path) -> Result<usize> {
    let mut written = 0;
    for (sha256, object) in driver.storage().photos(driver.id()).await? {
        let sha256 = Digest(sha256);
        match photos.bytes(driver.id(), object).await? {
            Some(bytes) => {
                fs::write(folder.join(sha256.to_string()), bytes)?;
                written += 1;
            }
            None => eprintln!("the photo {sha256} is missing"),
        }
    }
    Ok(written)
}
