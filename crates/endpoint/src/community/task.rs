//! The task that owns a community's driver.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use yishi_domain::FINGERPRINT;
use yishi_sync::{Problem, PushOutcome, encode};

use super::driver::{Driver, Work};
use super::view::View;
use crate::storage::Snapshot;

/// Requests that are decided together at most.
const MOST_AT_ONCE: usize = 256;
/// Events after which a snapshot is worth its while.
const SNAPSHOT_EVENTS: u64 = 2_000;
/// Under load snapshots are this far apart at least.
const SNAPSHOT_PAUSE: Duration = Duration::from_secs(30);

/// What the task is asked.
pub(super) enum Request {
    /// To decide something.
    Work {
        /// What.
        work: Work,
        /// Where the answer goes.
        reply: oneshot::Sender<Result<PushOutcome, Problem>>,
    },
    /// To end.
    Close {
        /// Told, or dropped, at the end.
        reply: oneshot::Sender<()>,
    },
}

pub(super) async fn run(
    mut driver: Driver,
    mut queue: mpsc::Receiver<Request>,
    publish: watch::Sender<Arc<View>>,
) {
    let mut second = interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut snapshots = Snapshots::new();
    let mut closing = Vec::new();
    loop {
        let mut requests = Vec::new();
        let mut clock = false;
        tokio::select! {
            received = queue.recv_many(&mut requests, MOST_AT_ONCE) => if received == 0 { break },
            _ = second.tick() => clock = true,
        }
        let (mut work, mut replies) = (
            Vec::with_capacity(requests.len()),
            Vec::with_capacity(requests.len()),
        );
        for request in requests {
            match request {
                Request::Work { work: piece, reply } => {
                    work.push(piece);
                    replies.push(reply);
                }
                Request::Close { reply } => {
                    // What waits is still taken, until the queue is empty.
                    queue.close();
                    closing.push(reply);
                }
            }
        }
        let answers = driver.settle(&work, clock).await;
        if !work.is_empty() || driver.head() != publish.borrow().head() {
            publish.send_replace(Arc::new(driver.view()));
        }
        for (reply, answer) in replies.into_iter().zip(answers) {
            // A phone that has gone asks again later.
            let _ = reply.send(answer);
        }
        if clock {
            snapshots.take_if_due(&driver);
        }
    }
    snapshots.take_last(&driver).await;
}

/// Stores snapshots beside the work.
struct Snapshots {
    head: Option<u64>,
    taken: Instant,
    running: Option<JoinHandle<()>>,
}

impl Snapshots {
    fn new() -> Self {
        Self {
            head: None,
            taken: Instant::now(),
            running: None,
        }
    }

    fn take_if_due(&mut self, driver: &Driver) {
        // What was there at the start is covered by the first snapshot after it.
        let last = *self.head.get_or_insert(driver.head());
        let idle = self.running.as_ref().is_none_or(JoinHandle::is_finished);
        if idle && driver.head() >= last + SNAPSHOT_EVENTS && self.taken.elapsed() >= SNAPSHOT_PAUSE
        {
            self.head = Some(driver.head());
            self.taken = Instant::now();
            self.running = Some(tokio::spawn(store(driver)));
        }
    }

    async fn take_last(mut self, driver: &Driver) {
        if let Some(running) = self.running.take() {
            let _ = running.await;
        }
        store(driver).await;
    }
}

/// A snapshot only saves time, so a failure to store it is no more than noted.
fn store(driver: &Driver) -> impl Future<Output = ()> + Send + 'static {
    let (id, head, state, storage) = (
        driver.id(),
        driver.head(),
        driver.state().clone(),
        driver.storage().clone(),
    );
    async move {
        let Ok(bytes) = tokio::task::spawn_blocking(move || encode(&state)).await else {
            return;
        };
        let snapshot = Snapshot {
            head,
            fingerprint: FINGERPRINT.to_owned(),
            bytes,
        };
        if let Err(error) = storage.put_snapshot(id, snapshot).await {
            tracing::warn!(community = %id, %error, "no snapshot was stored");
        }
    }
}
