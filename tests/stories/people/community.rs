//! The community of a story: a release endpoint on a folder of its own, and its command line.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;
use yishi_domain::Timestamp;
use yishi_tests::{Server, ServerOptions, place};

/// The small sample community, served.
pub(crate) struct Community {
    server: Server,
    folder: TempDir,
}

impl Deref for Community {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

impl DerefMut for Community {
    fn deref_mut(&mut self) -> &mut Server {
        &mut self.server
    }
}

impl Community {
    /// Founds it and serves it beside the app.
    pub(crate) async fn start() -> Result<Self> {
        Self::start_with(ServerOptions::default()).await
    }

    /// Founds it and serves it otherwise.
    pub(crate) async fn start_with(options: ServerOptions) -> Result<Self> {
        let folder = tempfile::tempdir().context("no temporary folder")?;
        let server = Server::start(&folder.path().join("data"), options).await?;
        Ok(Self { server, folder })
    }

    /// A folder of the story's own, gone after it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the endpoint's command line on this community's data and takes what it prints.
    pub(crate) async fn command(&self, arguments: &[&str]) -> Result<String> {
        let output = tokio::process::Command::new(place::endpoint_binary()?)
            .args(arguments)
            .arg("--data")
            .arg(self.data())
            .envs(self.environment().iter().cloned())
            .output()
            .await?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{arguments:?} fails: {said}");
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Fresh invitation codes of that many members with this role.
    pub(crate) async fn invite(&self, role: &str, count: usize) -> Result<Vec<String>> {
        let count = count.to_string();
        let told = self
            .command(&["invite", "--role", role, "--count", &count])
            .await?;
        codes(&told)
    }

    /// A fresh invitation code of one member, by name and home.
    pub(crate) async fn invite_again(&self, name: &str, home: &str) -> Result<String> {
        let told = self
            .command(&["invite", "--member", name, "--home", home])
            .await?;
        codes(&told)?.pop().context("nobody was invited")
    }

    /// A fresh invitation code of one member whose name nobody else has.
    pub(crate) async fn invite_named(&self, name: &str) -> Result<String> {
        let told = self.command(&["invite", "--member", name]).await?;
        codes(&told)?.pop().context("nobody was invited")
    }

    /// An invitation that is void from the start.
    pub(crate) async fn invite_too_late(&self, role: &str) -> Result<String> {
        let told = self
            .command(&["invite", "--role", role, "--valid-days", "0"])
            .await?;
        codes(&told)?.pop().context("nobody was invited")
    }

    /// The time up to which the endpoint has done all that falls due, as its metrics tell it.
    pub(crate) async fn calendar(&self) -> Result<Option<Timestamp>> {
        let metrics = format!("{}/metrics", self.ready().endpoint);
        let text = reqwest::Client::builder().no_proxy().build()?;
        let text = text.get(metrics).send().await?.text().await?;
        let mut lines = text.lines();
        let line = lines.find(|line| line.starts_with("yishi_calendar_seconds{"));
        let Some((_, seconds)) = line.and_then(|line| line.rsplit_once(' ')) else {
            return Ok(None);
        };
        let milliseconds = Duration::from_secs_f64(seconds.parse()?).as_millis();
        Ok(Some(Timestamp(i64::try_from(milliseconds)?)))
    }

    /// How many photos the endpoint holds.
    pub(crate) async fn photos(&self) -> Result<usize> {
        let folder = tempfile::tempdir_in(self.folder())?;
        let export = folder.path().join("export");
        let path = export.to_str().context("a path is text")?;
        let told = self.command(&["export", path]).await?;
        let count = told.trim().strip_suffix(" photos");
        let count = count.and_then(|told| told.rsplit(' ').next());
        Ok(count.context("no count of photos")?.parse()?)
    }

    /// Every event that the endpoint holds.
    pub(crate) async fn log(&self) -> Result<Vec<Value>> {
        let folder = tempfile::tempdir_in(self.folder())?;
        let export = folder.path().join("export");
        let path = export.to_str().context("a path is text")?;
        self.command(&["export", path]).await?;
        let lines = std::fs::read_to_string(export.join("events.jsonl"))?;
        lines
            .lines()
            .map(|line| Ok(serde_json::from_str(line)?))
            .collect()
    }

    /// The events of one kind.
    pub(crate) async fn events(&self, kind: &str) -> Result<Vec<Value>> {
        let mut log = self.log().await?;
        log.retain(|event| event["type"] == kind);
        Ok(log)
    }
}

/// The codes in what `invite` prints: whom, code, link and picture, for each.
fn codes(told: &str) -> Result<Vec<String>> {
    let is_code = |line: &&str| {
        let letters = line.chars().filter(char::is_ascii_alphanumeric).count();
        letters == 10 && line.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let codes: Vec<String> = told.lines().filter(is_code).map(str::to_owned).collect();
    ensure!(!codes.is_empty(), "no code in: {told}");
    Ok(codes)
}
