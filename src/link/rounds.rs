//! The sync loop: rounds of pushing and pulling, one at a time, whenever there is a reason for one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use leptos::prelude::{GetUntracked, Set, document, window};
use wasm_bindgen_futures::spawn_local;
use yishi_sync::Notice;

use super::endpoint::Failure;
use super::live::Live;
use super::transport::Transport;
use crate::session::{Session, jitter, now};
use crate::store::StoreError;
use crate::ui::SyncState;
use crate::{notice, session};

/// Milliseconds until the first repetition after a failure; each further one waits twice as long.
const FIRST_RETRY: f64 = 1_000.0;
/// Milliseconds between repetitions at most.
const LAST_RETRY: f64 = 60_000.0;
/// Milliseconds between looks for news while the endpoint can poke, and while it cannot.
const LOOK_POKED: u32 = 300_000;
const LOOK_ALONE: u32 = 20_000;

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
    stopped: Cell<bool>,
    failures: Cell<u32>,
    timer: RefCell<Option<Timeout>>,
    live: RefCell<Option<Live>>,
    listeners: RefCell<Vec<EventListener>>,
}

/// What a round says about the next one.
enum Next {
    /// At once: there is more to fetch or to send.
    Now,
    /// When there is a reason.
    Idle,
    /// After a while: it failed.
    Later,
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
        if !inner.leading.get() || inner.running.get() || inner.stopped.get() {
            return;
        }
        inner.running.set(true);
        inner.timer.borrow_mut().take();
        let rounds = self.clone();
        spawn_local(async move { rounds.run(session).await });
    }

    async fn run(&self, session: Session) {
        let inner = &self.inner;
        let next = loop {
            inner.wanted.set(false);
            let next = self.round(session).await;
            let again =
                matches!(next, Next::Now) || (matches!(next, Next::Idle) && inner.wanted.get());
            if !again {
                break next;
            }
        };
        inner.running.set(false);
        match next {
            Next::Never => {
                inner.stopped.set(true);
                inner.live.borrow_mut().take();
            }
            Next::Later => {
                let failures = inner.failures.get();
                inner.failures.set(failures.saturating_add(1));
                let wait = (FIRST_RETRY * f64::from(1 << failures.min(8))).min(LAST_RETRY)
                    * (0.5 + jitter() / 2.0);
                self.wake_in(session, wait);
            }
            Next::Now | Next::Idle => {
                inner.failures.set(0);
                self.listen(session);
                let live = inner.live.borrow().is_some();
                self.wake_in(
                    session,
                    f64::from(if live { LOOK_POKED } else { LOOK_ALONE }),
                );
            }
        }
    }

    async fn round(&self, session: Session) -> Next {
        let state = session.sync_state();
        let first = session.first_unsent();
        // While the network is gone each try would make the line flicker.
        if first.is_some() && !matches!(state.get_untracked(), SyncState::Offline { .. }) {
            state.set(SyncState::Busy {
                waiting: session.unsent_now(),
            });
        }
        match session.transport().sync(session.request()).await {
            Ok(answer) => take_in(session, &answer, first).await,
            Err(Failure::Unreachable | Failure::Garbled | Failure::Altered) => {
                self.inner.live.borrow_mut().take();
                state.set(SyncState::Offline {
                    waiting: session.unsent_now(),
                });
                Next::Later
            }
            Err(Failure::Problem(problem)) => match problem.code.as_str() {
                "unknown_token" => {
                    state.set(SyncState::Revoked);
                    Next::Never
                }
                "client_too_old" => {
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
                _ => {
                    state.set(SyncState::Offline {
                        waiting: session.unsent_now(),
                    });
                    Next::Later
                }
            },
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
                rounds.wake(session);
            }
        })
    }

    fn wake_in(&self, session: Session, millis: f64) {
        let rounds = self.clone();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 300,000
        let timer = Timeout::new(millis as u32, move || rounds.wake(session));
        self.inner.timer.borrow_mut().replace(timer);
    }

    /// Keeps a line open on which the endpoint can poke.
    fn listen(&self, session: Session) {
        let Transport::Http(endpoint) = session.transport() else {
            return;
        };
        if self.inner.live.borrow().is_some() {
            return;
        }
        let (poked, ended) = (self.clone(), self.clone());
        let live = Live::open(
            &endpoint,
            move || poked.wake(session),
            move || {
                ended.inner.live.borrow_mut().take();
                // Looked at again soon; a round that fails then says that the network is gone.
                ended.wake_in(session, FIRST_RETRY * (0.5 + jitter()));
            },
        );
        self.inner.live.borrow_mut().replace(live);
    }
}

async fn take_in(session: Session, answer: &str, first: Option<u64>) -> Next {
    let (rejected, more) = match session.receive(answer).await {
        Ok(received) => received,
        Err(Some(error)) => return cannot_store(&error),
        Err(None) => {
            session.sync_state().set(SyncState::Offline {
                waiting: session.unsent_now(),
            });
            return Next::Later;
        }
    };
    rejected.iter().for_each(say);
    let unsent = session.first_unsent();
    if unsent.is_some() && unsent == first {
        // The endpoint answers but settles nothing: asking again at once would only heat the phone.
        return Next::Later;
    }
    if more || unsent.is_some() {
        return Next::Now;
    }
    let state = match session.transport() {
        Transport::Http(_) => SyncState::Synced { at: now().0 },
        Transport::Demo(_) => SyncState::Alone,
    };
    session.sync_state().set(state);
    Next::Idle
}

fn say(rejected: &Notice) {
    notice::say(rejected);
}

fn cannot_store(error: &StoreError) -> Next {
    crate::ui::toast::say(crate::ui::Tone::Bad, session::code_text(error.code()));
    Next::Later
}
