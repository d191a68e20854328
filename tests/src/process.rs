//! Programs that end when their owner does, with everything that they started.

use std::fs::{self, File, OpenOptions};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A running program. Dropping it kills it and all that came of it.
#[derive(Debug)]
pub struct Owned {
    child: Child,
    name: String,
}

impl Owned {
    /// Starts `program` with both outputs appended to `log`, unless `stdout` is wanted by the caller.
    ///
    /// `prepare` adds arguments and environment. The kernel kills the program when the thread that started it ends,
    /// so that an interrupted test leaves nothing behind.
    pub fn spawn(
        program: impl AsRef<std::ffi::OsStr>,
        log: &Path,
        stdout: Output,
        prepare: impl FnOnce(&mut Command),
    ) -> Result<Self> {
        let name = program.as_ref().to_string_lossy().into_owned();
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", "--"])
            .arg(program.as_ref());
        prepare(&mut command);
        let file = append(log)?;
        let second = file.try_clone().context("a log cannot be shared")?;
        let child = command
            .stdin(Stdio::null())
            .stdout(if stdout == Output::Piped {
                Stdio::piped()
            } else {
                second.into()
            })
            .stderr(file)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        Ok(Self { child, name })
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The program's output, once, when it was started with [`Output::Piped`].
    pub fn take_stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }

    /// How the program ended, `None` while it runs.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child
            .try_wait()
            .with_context(|| format!("cannot ask after {}", self.name))
    }

    /// Asks the program to end (SIGTERM) and waits; kills it when it takes longer than `patience`.
    pub async fn stop(&mut self, patience: Duration) -> Result<ExitStatus> {
        signal(self.id(), Signal::SIGTERM);
        let deadline = Instant::now() + patience;
        while Instant::now() < deadline {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            tokio::time::sleep(crate::wait::PAUSE).await;
        }
        self.kill()
    }

    /// Kills the program and all that came of it (SIGKILL), as a flat battery would.
    pub fn kill(&mut self) -> Result<ExitStatus> {
        if let Some(status) = self.ended()? {
            return Ok(status);
        }
        let family = descendants(self.id());
        // The oldest first, so that none of them sees another one end and starts it again.
        signal(self.id(), Signal::SIGKILL);
        for each in family {
            signal(each, Signal::SIGKILL);
        }
        self.child
            .wait()
            .with_context(|| format!("cannot wait for {}", self.name))
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // Nothing can be done about a failure here, and the kernel is told to do the same.
        let _ = self.kill();
    }
}

/// Where a program's standard output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// To the log, with its errors.
    Log,
    /// To the caller, by [`Owned::take_stdout`].
    Piped,
}

fn append(log: &Path) -> Result<File> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(log)
        .with_context(|| format!("cannot write {}", log.display()))
}

/// Sends a signal; a process that has ended already is as good as one that obeys.
fn signal(process: u32, what: Signal) {
    if let Ok(id) = i32::try_from(process) {
        let _ = kill(Pid::from_raw(id), what);
    }
}

/// All processes that a process has started, and those that these have started, parents before children.
fn descendants(ancestor: u32) -> Vec<u32> {
    let parents = processes()
        .into_iter()
        .filter_map(|id| Some((id, parent(id)?)))
        .collect::<Vec<_>>();
    let mut found = vec![ancestor];
    let mut next = 0;
    while let Some(&current) = found.get(next) {
        found.extend(
            parents
                .iter()
                .filter(|(_, parent)| *parent == current)
                .map(|(id, _)| *id),
        );
        next += 1;
    }
    found.split_off(1)
}

/// The processes whose command line holds `text`.
pub(crate) fn with_argument(text: &str) -> Vec<u32> {
    processes()
        .into_iter()
        .filter(|id| {
            fs::read(format!("/proc/{id}/cmdline"))
                .is_ok_and(|line| String::from_utf8_lossy(&line).contains(text))
        })
        .collect()
}

/// These processes and all that they have started.
pub(crate) fn with_descendants(processes: &[u32]) -> Vec<u32> {
    let started = processes.iter().flat_map(|&each| descendants(each));
    let mut family: Vec<u32> = processes.iter().copied().chain(started).collect();
    family.sort_unstable();
    family.dedup();
    family
}

/// Asks processes that are not direct children to end.
pub(crate) fn ask_to_end(processes: &[u32]) {
    processes
        .iter()
        .for_each(|&each| signal(each, Signal::SIGTERM));
}

/// Kills processes that are not direct children.
pub(crate) fn kill_all(processes: &[u32]) {
    processes
        .iter()
        .for_each(|&each| signal(each, Signal::SIGKILL));
}

/// Waits until none of the processes runs.
pub(crate) async fn gone(processes: &[u32]) -> Result<()> {
    crate::wait::until("processes to end", Duration::from_secs(15), || async {
        Ok(match processes.iter().find(|id| alive(**id)) {
            Some(id) => Err(format!("process {id} still runs")),
            None => Ok(()),
        })
    })
    .await
}

fn processes() -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect()
}

/// State and parent stand behind the command's name, which is in brackets and may hold anything.
fn stat(process: u32) -> Option<(char, u32)> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = text.rsplit_once(')')?.1.split_whitespace();
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}

fn parent(process: u32) -> Option<u32> {
    stat(process).map(|(_, parent)| parent)
}

fn alive(process: u32) -> bool {
    stat(process).is_some_and(|(state, _)| state != 'Z')
}
