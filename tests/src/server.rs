//! The release endpoint on a data folder: started, stopped, killed and started again on the same port.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use tokio::sync::oneshot;

use crate::place;
use crate::process::{Output, Owned};
use crate::proxy::Proxy;

/// How the endpoint is started.
#[derive(Clone, Debug)]
pub struct ServerOptions {
    /// What an empty data folder starts with: `small`, `sample` or `empty`.
    pub community: String,
    /// The program; `None` for the release endpoint.
    pub binary: Option<PathBuf>,
    /// The built app that is served beside the endpoint; `None` for the endpoint alone.
    pub app: Option<PathBuf>,
    /// More arguments of `yishi-endpoint serve`.
    pub arguments: Vec<String>,
    /// More environment, name and value.
    pub environment: Vec<(String, String)>,
    /// How long it may take until it is ready.
    pub patience: Duration,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            community: "small".into(),
            binary: None,
            app: Some(place::dist()),
            arguments: Vec::new(),
            environment: Vec::new(),
            patience: Duration::from_secs(60),
        }
    }
}

/// The line that the endpoint prints once it is ready.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Ready {
    /// The address of the app.
    pub url: String,
    /// The address of the endpoint.
    pub endpoint: String,
    /// A fresh invitation for each role: `resident`, `housemate`, `representative`, `merchant`, `committee`.
    #[serde(default)]
    pub links: BTreeMap<String, String>,
}

/// A running endpoint. Dropping it kills it; the data stay with their owner.
#[derive(Debug)]
pub struct Server {
    port: u16,
    data: PathBuf,
    options: ServerOptions,
    ready: Ready,
    process: Option<Owned>,
}

impl Server {
    /// Starts on a free port and waits until it says that it is ready.
    pub async fn start(data: &Path, options: ServerOptions) -> Result<Self> {
        let port = place::free_port()?;
        let mut server = Self {
            port,
            data: data.to_owned(),
            options,
            ready: Ready::default(),
            process: None,
        };
        server.start_again().await?;
        Ok(server)
    }

    /// Starts a stopped or killed endpoint on the same data and port. Its links are new, older ones stay as they are.
    pub async fn start_again(&mut self) -> Result<()> {
        anyhow::ensure!(self.process.is_none(), "the endpoint runs already");
        let log = self.log()?;
        let binary = self
            .options
            .binary
            .clone()
            .map_or_else(place::endpoint_binary, Ok)?;
        let mut process = Owned::spawn(binary, &log, Output::Piped, |command| {
            command
                .arg("serve")
                .args(["--listen", &format!("127.0.0.1:{}", self.port)])
                .arg("--data")
                .arg(&self.data);
            if let Some(app) = &self.options.app {
                command.arg("--app").arg(app);
            }
            command
                .args(["--sample", &self.options.community])
                .arg("--sample-dir")
                .arg(place::root().join("tests/data"));
            command
                .args(["--links", "--json"])
                .args(&self.options.arguments);
            command.envs(self.options.environment.iter().cloned());
        })?;
        let output = process
            .take_stdout()
            .context("the endpoint has no output")?;
        let (first, mut line) = oneshot::channel();
        let copy = log.clone();
        // A thread of its own, so that the pipe never fills up while the test does something else.
        std::thread::spawn(move || drain(output, first, &copy));
        let deadline = tokio::time::sleep(self.options.patience);
        tokio::select! {
            line = &mut line => {
                let line = line.with_context(|| format!("the endpoint ended before it was ready; see {}", log.display()))?;
                self.ready = serde_json::from_str(&line).with_context(|| format!("the endpoint says: {line}"))?;
            }
            () = deadline => bail!("the endpoint is not ready after {:?}; see {}", self.options.patience, log.display()),
        }
        self.process = Some(process);
        Ok(())
    }

    /// The port of 127.0.0.1, the same after a restart.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// What it said when it was ready.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// What its environment holds beside the test's own, for other programs that are to share its clock.
    pub fn environment(&self) -> &[(String, String)] {
        &self.options.environment
    }

    /// The process id, while it runs.
    pub fn id(&self) -> Option<u32> {
        self.process.as_ref().map(Owned::id)
    }

    /// The address of the app, without a slash at the end.
    pub fn url(&self) -> &str {
        self.ready.url.trim_end_matches('/')
    }

    /// The link with which a role joins.
    pub fn link(&self, role: &str) -> Result<&str> {
        let links = &self.ready.links;
        links
            .get(role)
            .map(String::as_str)
            .with_context(|| format!("no link for {role}, only {:?}", links.keys()))
    }

    /// The same link by way of the phone's own network.
    pub fn link_by(&self, proxy: &Proxy, role: &str) -> Result<String> {
        let link = self.link(role)?;
        let inside = link
            .strip_prefix(self.url())
            .with_context(|| format!("{link} does not lead to {}", self.url()))?;
        Ok(format!("{}{inside}", proxy.url()))
    }

    /// The invitation code at the end of a link.
    pub fn code(&self, role: &str) -> Result<&str> {
        let link = self.link(role)?;
        link.rsplit('/')
            .next()
            .with_context(|| format!("no code in {link}"))
    }

    /// Stops it in order (SIGTERM).
    pub async fn stop(&mut self) -> Result<ExitStatus> {
        let mut process = self.process.take().context("the endpoint does not run")?;
        process.stop(Duration::from_secs(20)).await
    }

    /// Kills it (SIGKILL), as a power cut would.
    pub fn kill(&mut self) -> Result<ExitStatus> {
        let mut process = self.process.take().context("the endpoint does not run")?;
        process.kill()
    }

    /// What it has logged so far, over all its starts.
    pub fn logged(&self) -> Result<String> {
        Ok(
            String::from_utf8_lossy(&std::fs::read(self.log()?).context("no log of the endpoint")?)
                .into_owned(),
        )
    }

    fn log(&self) -> Result<PathBuf> {
        Ok(place::logs()?.join(format!("endpoint-{}-{}.log", std::process::id(), self.port)))
    }
}

/// Hands on the first line and logs the others until the program ends.
fn drain(output: std::process::ChildStdout, first: oneshot::Sender<String>, log: &Path) {
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let Some(line) = lines.next() else { return };
    let _ = first.send(line);
    let Ok(mut log) = OpenOptions::new().append(true).open(log) else {
        return;
    };
    for line in lines {
        let _ = writeln!(log, "{line}");
    }
}
