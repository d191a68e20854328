//! The sync loop: rounds of pushing and pulling, one at a time, whenever there is a reason for one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, ready};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use leptos::prelude::{GetUntracked, Set, document, window};
use wasm_bindgen_futures::spawn_local;
use yishi_sync::wire::ProblemAnswer;

use super::endpoint::Failure;
use super::line::Line;
use super::live::Poke;
use super::said;
use super::tabs::News;
use super::transport::Transport;
use crate::clock::own;
use crate::session::{Session, jitter};
use crate::store::StoreError;
use crate::ui::{SyncState, Tone, toast};
use crate::{notice, session};

/// Milliseconds until the first repetition after a failure; each further one waits twice as long.
const FIRST_RETRY: f64 = 1_000.0;
/// Milliseconds between repetitions at most.
const LAST_RETRY: f64 = 60_000.0;
/// Milliseconds between looks for news while the endpoint can poke, and while it cannot.
const LOOK_POKED: f64 = 300_000.0;
const LOOK_ALONE: f64 = 20_000.0;
/// Milliseconds between rounds that pokes ask for: in a lively vote there is news many times a second, and the
/// endpoint answers a device once a second.
const POKED_AGAIN: i64 = 1_200;

/// The loop of one session; copies are the same.
#[derive(Clone, Default)]
pub(crate) struct Rounds {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    leading: Cell<bool>,
    running: Cell<bool>,
    wanted: Cell<bool>,
    /// A poke came while a round was running.
    poked: Cell<bool>,
    /// What was told while a round was running: its answer may hold the same, and is looked at first.
    told: RefCell<Vec<String>>,
    stopped: Cell<bool>,
    failures: Cell<u32>,
    /// When the last round ended, and until when the endpoint wants to hear nothing (milliseconds since 1970).
    ended_at: Cell<i64>,
    quiet_until: Cell<i64>,
    timer: RefCell<Option<Timeout>>,
    line: Line,
    listeners: RefCell<Vec<EventListener>>,
}

/// What the authority answers.
pub(super) type Answer = Result<String, Failure>;

/// A round whose request is on its way.
pub(super) struct Asked {
    /// The count of the first command in it.
    pub(super) first: Option<u64>,
    pub(super) answer: LocalBoxFuture<'static, Answer>,
}

/// What a round says about the next one.
enum Next {
    /// At once: there is more to fetch or to send.
    Now,
    /// At once: it was asked for while the answer before was being taken in.
    Asked(LocalBoxFuture<'static, Answer>),
    /// When there is a reason.
    Idle,
    /// After a while: it failed.
    Later,
    /// Not before that many milliseconds: the endpoint asked for it.
    Quiet(i64),
    /// Never: the endpoint does not want this device or this version.
    Never,
}

impl Rounds {
    /// Whether this tab talks to the endpoint, for the others too.
    pub(crate) fn leads(&self) -> bool {
        self.inner.leading.get()
    }

    /// This tab leads: it syncs now, and whenever the network or the page comes back.
    pub(crate) fn lead(&self, session: Session) {
        self.inner.leading.set(true);
        let online = self.waking(session, &window(), "online");
        let visible = self.waking(session, &document(), "visibilitychange");
        self.inner.listeners.borrow_mut().extend([online, visible]);
        self.wake(session);
    }

    /// There is a reason for a round.
    pub(crate) fn wake(&self, session: Session) {
        let inner = &self.inner;
        inner.wanted.set(true);
        if self.begin() {
            let rounds = self.clone();
            return spawn_local(async move { rounds.run(session, None).await });
        }
        let quiet = inner.quiet_until.get() - own();
        if quiet > 0 && inner.leading.get() && !inner.running.get() {
            self.wake_in(session, quiet);
        }
    }

    /// Begins a round, unless one is running or none may.
    pub(super) fn begin(&self) -> bool {
        let inner = &self.inner;
        let quiet = inner.quiet_until.get() > own();
        let begins = inner.leading.get() && !inner.stopped.get() && !quiet && !inner.running.get();
        if begins {
            inner.running.set(true);
        }
        begins
    }

    /// The endpoint says that there is news, and perhaps what.
    pub(super) fn poked(&self, session: Session, poke: Poke) {
        let inner = &self.inner;
        let Poke::Told(news) = poke else {
            return self.announced(session);
        };
        if inner.stopped.get() {
            return;
        }
        inner.told.borrow_mut().push(news);
        if inner.running.replace(true) {
            return;
        }
        self.attend(session);
    }

    /// Looks at what has been told, and ends a round that has asked for nothing.
    pub(super) fn attend(&self, session: Session) {
        let rounds = self.clone();
        spawn_local(async move {
            rounds.listen(session).await;
            rounds.inner.running.set(false);
            if rounds.inner.wanted.get() {
                rounds.wake(session);
            } else if rounds.inner.poked.take() {
                rounds.announced(session);
            }
        });
    }

    /// There is news to ask for.
    fn announced(&self, session: Session) {
        if self.inner.running.get() {
            return self.inner.poked.set(true);
        }
        let since = own() - self.inner.ended_at.get();
        match POKED_AGAIN - since {
            wait @ 1..=POKED_AGAIN => self.wake_in(session, wait),
            // Long ago, or the phone's clock was set back meanwhile.
            _ => self.wake(session),
        }
    }

    /// Takes in what was told; what does not fit is asked for.
    async fn listen(&self, session: Session) {
        let mut heard = false;
        loop {
            let told = std::mem::take(&mut *self.inner.told.borrow_mut());
            if told.is_empty() {
                break;
            }
            for news in told {
                match session.hear(&news).await {
                    Ok(true) => heard = true,
                    Ok(false) => self.inner.poked.set(true),
                    Err(error) => {
                        cannot_store(&error);
                        self.inner.poked.set(true);
                    }
                }
            }
        }
        if heard && said::is_synced(session) {
            said::settled(session);
            self.tell(session);
        }
    }

    /// Tells the other tabs how things stand.
    pub(crate) fn tell(&self, session: Session) {
        match session.sync_state().get_untracked() {
            SyncState::Synced { .. } | SyncState::Busy { .. } => session.tell(News::Stored),
            SyncState::Offline { .. } => session.tell(News::Offline),
            _ => {}
        }
    }

    /// One round after the other, as long as there is a reason; the first may be `asked` for already.
    pub(super) async fn run(&self, session: Session, mut asked: Option<Asked>) {
        let inner = &self.inner;
        inner.timer.borrow_mut().take();
        let next = loop {
            inner.wanted.set(false);
            let next = match self.round(session, asked.take()).await {
                Next::Now => continue,
                Next::Asked(answer) => {
                    // What was asked for then had nothing to send.
                    asked = Some(Asked {
                        first: None,
                        answer,
                    });
                    continue;
                }
                next => next,
            };
            self.listen(session).await;
            if !(matches!(next, Next::Idle) && inner.wanted.get()) {
                break next;
            }
        };
        inner.running.set(false);
        inner.ended_at.set(own());
        if !matches!(next, Next::Idle) {
            said::unsettled(session);
        }
        self.tell(session);
        match next {
            Next::Never => {
                inner.stopped.set(true);
                inner.line.close();
            }
            Next::Quiet(millis) => {
                inner.quiet_until.set(own() + millis);
                self.wake_in(session, millis);
            }
            Next::Later => {
                let failures = inner.failures.get();
                inner.failures.set(failures.saturating_add(1));
                let wait = (FIRST_RETRY * f64::from(1 << failures.min(8))).min(LAST_RETRY);
                self.wake_after(session, wait);
            }
            Next::Now | Next::Asked(_) | Next::Idle => {
                inner.failures.set(0);
                session.sender().wake(session);
                if let Transport::Http(endpoint) = session.transport() {
                    inner.line.keep(&endpoint, self, session);
                }
                if inner.poked.take() {
                    self.wake_in(session, POKED_AGAIN);
                } else if inner.line.is_open() {
                    self.wake_after(session, LOOK_POKED);
                } else if let Some(wait) = inner.line.again_in() {
                    self.wake_in(session, wait);
                } else {
                    self.wake_after(session, LOOK_ALONE);
                }
            }
        }
    }

    /// One round, or the rest of one that was `asked` for already.
    async fn round(&self, session: Session, asked: Option<Asked>) -> Next {
        let Asked { first, answer } = asked.unwrap_or_else(|| Asked {
            first: session.first_unsent(),
            answer: ask(session, session.request()),
        });
        let _mention = first.and_then(|_| said::sending(session));
        match answer.await {
            Ok(answer) => take_in(session, &answer, first).await,
            Err(Failure::Unreachable | Failure::Garbled | Failure::Altered | Failure::Missing) => {
                self.inner.line.close();
                offline(session)
            }
            Err(Failure::Problem(problem)) => refused(session, &problem).await,
        }
    }

    fn waking(
        &self,
        session: Session,
        target: &web_sys::EventTarget,
        event: &'static str,
    ) -> EventListener {
        let rounds = self.clone();
        EventListener::new(target, event, move |_| {
            if document().visibility_state() != web_sys::VisibilityState::Hidden {
                rounds.inner.failures.set(0);
                session.sender().hurry();
                rounds.inner.line.forgive();
                rounds.wake(session);
            }
        })
    }

    /// Wakes after that many milliseconds, with jitter, so that a thousand phones do not come back at once.
    pub(super) fn wake_after(&self, session: Session, millis: f64) {
        #[allow(clippy::cast_possible_truncation)] // between 0 and 300,000
        self.wake_in(session, (millis * (0.5 + jitter() / 2.0)) as i64);
    }

    fn wake_in(&self, session: Session, millis: i64) {
        let rounds = self.clone();
        let millis = u32::try_from(millis).unwrap_or_default();
        let timer = Timeout::new(millis, move || rounds.wake(session));
        self.inner.timer.borrow_mut().replace(timer);
    }
}

/// Asks the authority; the request is on its way before the answer is waited for.
pub(super) fn ask(session: Session, request: String) -> LocalBoxFuture<'static, Answer> {
    let transport = session.transport();
    let mut asked = async move { transport.sync(request).await }.boxed_local();
    // Looked at once, it is on its way.
    match (&mut asked).now_or_never() {
        Some(answer) => ready(answer).boxed_local(),
        None => asked,
    }
}

async fn take_in(session: Session, answer: &str, first: Option<u64>) -> Next {
    let received = session.receive(answer, |request| ask(session, request));
    let taken = match received.await {
        Ok(taken) => taken,
        Err(Some(error)) => return cannot_store(&error),
        Err(None) => return offline(session),
    };
    for notice in &taken.rejected {
        notice::say(session, notice);
    }
    let unsent = session.first_unsent();
    if unsent.is_some() && unsent == first {
        // The endpoint answers but settles nothing: asking again at once would only heat the phone.
        return Next::Later;
    }
    match taken.asked {
        Some(asked) => return Next::Asked(asked),
        None if taken.more || unsent.is_some() => return Next::Now,
        None => {}
    }
    said::settled(session);
    Next::Idle
}

/// The endpoint has said no, to all of the request.
async fn refused(session: Session, problem: &ProblemAnswer) -> Next {
    let state = session.sync_state();
    match problem.code.as_str() {
        "unknown_token" => {
            state.set(SyncState::Revoked);
            Next::Never
        }
        "client_too_old" | "protocol_unknown" => {
            state.set(SyncState::TooOld);
            Next::Never
        }
        // The endpoint knows this outbox otherwise than the phone does: everything is pulled anew and
        // sent again under a new client id; command ids keep anything from counting twice.
        "unknown_epoch" | "client_gap" | "conflicting_duplicate" | "client_taken" => {
            match session.change_epoch().await {
                Ok(()) => Next::Now,
                Err(error) => cannot_store(&error),
            }
        }
        "too_many_requests" => Next::Quiet(2_000),
        code => {
            toast::say(Tone::Warn, session::code_text(code));
            offline(session)
        }
    }
}

fn offline(session: Session) -> Next {
    said::offline(session);
    Next::Later
}

fn cannot_store(error: &StoreError) -> Next {
    toast::say(Tone::Bad, session::code_text(error.code()));
    Next::Later
}
