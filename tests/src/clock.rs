//! A clock that a story turns forward: the endpoint runs under libfaketime, and phones go by the endpoint.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

/// The endpoint's calendar; copies would turn the same one.
#[derive(Debug)]
pub struct Clock {
    folder: tempfile::TempDir,
    ahead: Duration,
}

impl Clock {
    /// A clock that is right.
    ///
    /// # Errors
    /// If there is no libfaketime (Debian's package of that name), or no temporary folder.
    pub fn new() -> Result<Self> {
        library()?;
        let clock = Self {
            folder: tempfile::tempdir().context("no temporary folder")?,
            ahead: Duration::ZERO,
        };
        clock.write()?;
        Ok(clock)
    }

    /// What a program's environment must hold so that it goes by this clock.
    ///
    /// # Errors
    /// If there is no libfaketime.
    pub fn environment(&self) -> Result<Vec<(String, String)>> {
        let library = library()?.display().to_string();
        let file = self.file().display().to_string();
        let pairs = [
            ("LD_PRELOAD", library.as_str()),
            ("FAKETIME_TIMESTAMP_FILE", file.as_str()),
            // Read at each look, or a turned clock would go unnoticed for ten seconds.
            ("FAKETIME_NO_CACHE", "1"),
            // Waiting and timeouts go on as they are.
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ];
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Ok(pairs.map(owned).to_vec())
    }

    /// How far it is ahead of this machine's.
    #[must_use]
    pub fn ahead(&self) -> Duration {
        self.ahead
    }

    /// Turns it forward.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn forward(&mut self, by: Duration) -> Result<()> {
        self.ahead += by;
        self.write()
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("clock")
    }

    /// Replaced in one step: a half-written clock would be read as no clock.
    fn write(&self) -> Result<()> {
        let next = self.folder.path().join("next");
        std::fs::write(&next, format!("+{:.3}s\n", self.ahead.as_secs_f64()))?;
        std::fs::rename(&next, self.file()).context("the clock cannot be turned")
    }
}

/// Debian keeps it in a folder named after the machine's architecture.
fn library() -> Result<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib")?.flatten();
    folders
        .map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"))
        .find(|path| path.exists())
        .context(
            "no libfaketime: run scripts/setup.sh test, or install Debian's package libfaketime",
        )
}
