//! One community: a task owns its authority, takes all requests that wait, decides them in order, appends
//! what they led to in one transaction, and only then answers. Readers look at the [`View`] that the task
//! publishes after each append and never wait in the queue.

mod driver;
mod row;
mod task;
mod view;

pub use driver::{Driver, Work};
pub use view::{News, Stand, View};

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;
use yishi_domain::{Actor, Command, MemberId};
use yishi_sync::wire::SyncRequest;
use yishi_sync::{Problem, PushOutcome};

/// Requests that may wait; beyond that phones are asked to come again.
const MOST_WAITING: usize = 4_096;

/// A served community. Clones are the same one.
#[derive(Clone)]
pub struct Community {
    id: Uuid,
    queue: mpsc::Sender<task::Request>,
    view: watch::Receiver<Arc<View>>,
}

impl Community {
    /// Starts the task. It ends, after everything that waits and with a stored snapshot, when
    /// all clones of the handle are gone or after [`Self::close`].
    #[must_use]
    pub fn start(driver: Driver) -> (Self, tokio::task::JoinHandle<()>) {
        let (queue, requests) = mpsc::channel(MOST_WAITING);
        let (publish, view) = watch::channel(Arc::new(driver.view()));
        let id = driver.id();
        let task = tokio::spawn(task::run(driver, requests, publish));
        (Self { id, queue, view }, task)
    }

    /// Names the community.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Whether the task is there; a fault of the code may have ended it.
    #[must_use]
    pub fn runs(&self) -> bool {
        !self.queue.is_closed()
    }

    /// What is known and stored now.
    #[must_use]
    pub fn view(&self) -> Arc<View> {
        self.view.borrow().clone()
    }

    /// Follows what is known and stored.
    #[must_use]
    pub fn follow(&self) -> watch::Receiver<Arc<View>> {
        self.view.clone()
    }

    /// Decides a phone's commands; durable when this returns.
    ///
    /// # Errors
    /// The [`Problem`] to answer with; nothing of the push is applied then.
    pub async fn push(
        &self,
        member: MemberId,
        request: SyncRequest,
    ) -> Result<PushOutcome, Problem> {
        self.ask(Work::Push { member, request }).await
    }

    /// Decides commands that come from no outbox, all or none; durable when this returns.
    ///
    /// # Errors
    /// [`Problem::Refused`] with the first rejection, or a passing fault.
    pub async fn submit(&self, actor: Actor, commands: Vec<Command>) -> Result<(), Problem> {
        self.ask(Work::Submit { actor, commands }).await.map(drop)
    }

    /// Takes over what other nodes have appended.
    ///
    /// # Errors
    /// A passing fault.
    pub async fn refresh(&self) -> Result<(), Problem> {
        self.ask(Work::Refresh).await.map(drop)
    }

    /// Finishes what waits and stores a snapshot; what comes later is answered as unavailable.
    pub async fn close(&self) {
        let (reply, done) = oneshot::channel();
        if self
            .queue
            .send(task::Request::Close { reply })
            .await
            .is_ok()
        {
            // The task drops the channel if it ends for another reason: it is closed then too.
            let _ = done.await;
        }
    }

    async fn ask(&self, work: Work) -> Result<PushOutcome, Problem> {
        let (reply, answer) = oneshot::channel();
        // A full queue means that the storage cannot keep up: the phone comes again later.
        self.queue
            .try_send(task::Request::Work { work, reply })
            .map_err(|_| Problem::Unavailable)?;
        answer.await.map_err(|_| Problem::Unavailable)?
    }
}
