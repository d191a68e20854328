//! Sends the photos that commands name, behind the commands: one at a time, each until the endpoint has it.
//!
//! What is to be sent stands in the database, so a phone that was killed goes on where it was. Before the first try it
//! is written there that the endpoint may have the photo from now on; whoever finds that asks before sending again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yishi_sync::wire::{ProblemAnswer, digest};

use super::endpoint::Failure;
use super::tabs::News;
use crate::clock::own;
use crate::session::{self, Session, jitter};
use crate::store::{Photo, StoreError};
use crate::ui::{Tone, toast};

/// Milliseconds until the first repetition after a failure; each further one waits twice as long.
const FIRST_RETRY: f64 = 2_000.0;
/// Milliseconds between repetitions at most.
const LAST_RETRY: f64 = 300_000.0;

/// What sends the photos of one session; copies are the same.
#[derive(Clone, Default)]
pub(crate) struct PhotoSender {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    running: Cell<bool>,
    /// Somebody wanted it to run while it ran.
    wanted: Cell<bool>,
    stopped: Cell<bool>,
    failures: Cell<u32>,
    /// Milliseconds since 1970 before which nothing is tried: because it failed, because the endpoint asked for it.
    not_before: Cell<i64>,
    quiet_until: Cell<i64>,
    timer: RefCell<Option<Timeout>>,
}

/// What became of a photo.
enum Outcome {
    /// The endpoint has it.
    Arrived,
    /// It will never have it; the code says why.
    Refused(String),
    /// Not now.
    Later,
    /// Not before that many milliseconds: the endpoint asked for it.
    Quiet(i64),
    /// Never: the endpoint does not want this device.
    Never,
}

impl PhotoSender {
    /// The commands are through, or there are photos to send.
    pub(crate) fn wake(&self, session: Session) {
        let inner = &self.inner;
        if inner.stopped.get() || !session.rounds().leads() {
            return;
        }
        if inner.running.get() {
            return inner.wanted.set(true);
        }
        let wait = inner.not_before.get().max(inner.quiet_until.get()) - own();
        if wait > 0 {
            return self.wake_in(session, wait);
        }
        inner.running.set(true);
        inner.timer.borrow_mut().take();
        let sender = self.clone();
        spawn_local(async move { sender.run(session).await });
    }

    /// The network is back, or the page: what has failed is worth another try.
    pub(super) fn hurry(&self) {
        self.inner.failures.set(0);
        self.inner.not_before.set(0);
    }

    async fn run(&self, session: Session) {
        let inner = &self.inner;
        loop {
            inner.wanted.set(false);
            let next = self.send_all(session).await;
            match next {
                Ok(()) if inner.wanted.get() => continue,
                Ok(()) => inner.failures.set(0),
                Err(Outcome::Quiet(millis)) => inner.quiet_until.set(own() + millis),
                Err(Outcome::Never) => inner.stopped.set(true),
                Err(_) => {
                    let failures = inner.failures.get();
                    inner.failures.set(failures.saturating_add(1));
                    let wait = (FIRST_RETRY * f64::from(1 << failures.min(8))).min(LAST_RETRY);
                    #[allow(clippy::cast_possible_truncation)] // at most 300,000
                    inner
                        .not_before
                        .set(own() + (wait * (0.5 + jitter() / 2.0)) as i64);
                }
            }
            inner.running.set(false);
            if next.is_err() {
                self.wake(session);
            }
            return;
        }
    }

    /// Sends until nothing is left, or commands are to be sent first: their round wakes this again.
    async fn send_all(&self, session: Session) -> Result<(), Outcome> {
        while session.first_unsent().is_none() {
            let next = session.next_photo().await.map_err(|_| Outcome::Later)?;
            let Some(photo) = next else { break };
            let outcome = send(session, &photo).await.unwrap_or(Outcome::Later);
            match outcome {
                Outcome::Arrived => self.inner.failures.set(0),
                Outcome::Refused(code) => {
                    toast::say(Tone::Bad, session::code_text(&code));
                }
                other => return Err(other),
            }
            session.tell(News::Photos);
        }
        Ok(())
    }

    fn wake_in(&self, session: Session, millis: i64) {
        let sender = self.clone();
        let millis = u32::try_from(millis).unwrap_or(u32::MAX);
        let timer = Timeout::new(millis, move || sender.wake(session));
        self.inner.timer.borrow_mut().replace(timer);
    }
}

/// Sends one photo, and stores what became of it.
async fn send(session: Session, photo: &Photo) -> Result<Outcome, StoreError> {
    let name = photo.sha256;
    let transport = session.transport();
    if photo.doubt {
        match transport.has_blob(name).await {
            Ok(true) => return arrived(session, photo).await,
            Ok(false) => {}
            Err(_) => return Ok(Outcome::Later),
        }
    } else {
        session.doubt_photo(name).await?;
    }
    let Some(bytes) = session.photo_to_send(name).await? else {
        return refused(session, photo, "photo_lost").await;
    };
    match transport.put_blob(name, &bytes).await {
        Ok(()) => arrived(session, photo).await,
        Err(Failure::Problem(problem)) => match problem.code.as_str() {
            // It was damaged on the phone, and not on its way.
            "wrong_digest" if digest(&bytes) != name => refused(session, photo, "photo_lost").await,
            "not_an_image" | "body_too_large" => refused(session, photo, &problem.code).await,
            "too_many_requests" => Ok(Outcome::Quiet(retry_after(&problem) * 1_000)),
            "storage_full" => Ok(Outcome::Quiet(60_000)),
            "unknown_token" => Ok(Outcome::Never),
            _ => Ok(Outcome::Later),
        },
        Err(_) => Ok(Outcome::Later),
    }
}

fn retry_after(problem: &ProblemAnswer) -> i64 {
    let seconds = problem.detail.get("retry_after");
    let seconds = seconds.and_then(|seconds| seconds.as_u64());
    i64::try_from(seconds.unwrap_or(60)).unwrap_or(60).max(1)
}

async fn arrived(session: Session, photo: &Photo) -> Result<Outcome, StoreError> {
    session.photo_sent(photo.sha256, true).await?;
    Ok(Outcome::Arrived)
}

async fn refused(session: Session, photo: &Photo, code: &str) -> Result<Outcome, StoreError> {
    session.photo_sent(photo.sha256, false).await?;
    Ok(Outcome::Refused(code.to_owned()))
}
