//! An endpoint of one's own, in a folder of its own.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::phone::{Phone, http};

const PATIENCE: Duration = Duration::from_secs(60);

/// The folder of the samples' tables.
pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data")
}

/// The program, killed by the kernel when the test's thread ends, so that no test leaves one behind.
pub(crate) fn program() -> Command {
    let mut command = Command::new("setpriv");
    command.args([
        "--pdeathsig",
        "KILL",
        "--",
        env!("CARGO_BIN_EXE_yishi-endpoint"),
    ]);
    command.env_remove("YISHI_BASE_URL");
    command
}

/// Runs the program to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

/// Runs the program, which must succeed, and gives its answer.
pub(crate) fn answer(arguments: &[&str]) -> String {
    let output = run(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// Runs the program, which must fail, and gives its complaint.
pub(crate) fn complaint(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(!output.status.success(), "{arguments:?} succeeded");
    String::from_utf8(output.stderr).unwrap()
}

/// A running endpoint; killed when dropped.
pub(crate) struct Endpoint {
    child: Child,
    ready: Value,
    log: PathBuf,
}

impl Endpoint {
    /// Starts the small community in that folder, with the limits off unless `arguments` set them.
    pub(crate) fn start(data: &Path, arguments: &[&str]) -> Self {
        let database = format!("sqlite:{}", data.join("yishi.sqlite").display());
        Self::start_on(&database, data, arguments)
    }

    /// As [`Self::start`], on another database; the folder holds the log only.
    pub(crate) fn start_on(database: &str, folder: &Path, arguments: &[&str]) -> Self {
        Self::start_as(program(), database, folder, arguments)
    }

    /// As [`Self::start_on`], by a command that ends with the program.
    pub(crate) fn start_as(
        mut command: Command,
        database: &str,
        folder: &Path,
        arguments: &[&str],
    ) -> Self {
        let log = folder.join(format!("log-{}", uuid::Uuid::now_v7().simple()));
        command
            .env("YISHI_SYNCS_PER_MINUTE", "0")
            .env("YISHI_FAILED_JOINS_PER_HOUR", "0")
            .env("YISHI_CALENDARS_PER_HOUR", "0")
            .env("YISHI_PHOTO_MIB_PER_HOUR", "0");
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", database]);
        command
            .args(["--sample", "small", "--sample-dir"])
            .arg(samples());
        command.args(["--links", "--json"]).args(arguments);
        command
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let output = child.stdout.take().unwrap();
        let (send, receive) = mpsc::channel();
        std::thread::spawn(move || {
            let mut lines = BufReader::new(output).lines();
            let _ = send.send(lines.next());
            // To the end, so that the program never waits for a full pipe, and a second line is seen.
            let _ = send.send(lines.next());
        });
        let first = receive.recv_timeout(PATIENCE).ok().flatten();
        let Some(Ok(line)) = first else {
            panic!(
                "the endpoint did not start:\n{}",
                std::fs::read_to_string(&log).unwrap()
            );
        };
        let ready =
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("no line of JSON: {line}"));
        Self { child, ready, log }
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        self.ready["url"].as_str().unwrap()
    }

    /// What it said when it was ready.
    pub(crate) fn ready(&self) -> &Value {
        &self.ready
    }

    /// The invitation of a role.
    pub(crate) fn code(&self, role: &str) -> &str {
        let link = self.ready["links"][role].as_str().unwrap();
        link.rsplit('/').next().unwrap()
    }

    /// A new phone that joined in that role.
    pub(crate) async fn phone(&self, role: &str) -> Phone {
        Phone::join(self.url(), self.code(role)).await.unwrap()
    }

    /// What `/metrics` says.
    pub(crate) async fn metrics(&self) -> String {
        let address = format!("{}/metrics", self.url());
        let answer = http().get(address).send().await.unwrap();
        answer.text().await.unwrap()
    }

    /// One figure of `/metrics`; 0 if it is not there yet.
    pub(crate) async fn figure(&self, name: &str) -> f64 {
        let text = self.metrics().await;
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.map_or(0.0, |figure| figure.parse().unwrap())
    }

    /// What it logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end.
    pub(crate) fn ask_to_stop(&self) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Asks it to end and waits until it has.
    pub(crate) fn stop(&mut self) -> ExitStatus {
        self.ask_to_stop();
        self.ended()
    }

    /// Waits until it has ended.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(
                Instant::now() < deadline,
                "the endpoint does not stop:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!(
                "--- log of the endpoint\n{}",
                std::fs::read_to_string(&self.log).unwrap_or_default()
            );
        }
    }
}

/// An endpoint with a folder that lives as long.
pub(crate) fn small(arguments: &[&str]) -> (Endpoint, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Endpoint::start(folder.path(), arguments), folder)
}

/// Waits until something holds.
pub(crate) async fn until<T>(what: &str, mut check: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(found) = check().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
