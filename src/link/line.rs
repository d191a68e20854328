//! The line on which the endpoint can poke: opened when the endpoint answers, and opened again when it is cut,
//! each time later if it does not last.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::endpoint::Endpoint;
use super::live::Live;
use super::rounds::Rounds;
use crate::clock::own;
use crate::session::Session;

/// A line that was open for so many milliseconds has worked.
const LASTING: i64 = 30_000;
/// Milliseconds until the line is tried again, at first and at most.
const FIRST_AGAIN: f64 = 1_000.0;
const LAST_AGAIN: f64 = 20_000.0;

/// The line of one session; copies are the same.
#[derive(Clone, Default)]
pub(super) struct Line {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    live: RefCell<Option<Live>>,
    cuts: Cell<u32>,
    opened_at: Cell<i64>,
    not_before: Cell<i64>,
}

impl Line {
    pub(super) fn is_open(&self) -> bool {
        self.inner.live.borrow().is_some()
    }

    pub(super) fn close(&self) {
        self.inner.live.borrow_mut().take();
    }

    /// Opens the line unless it is open, or was cut a moment ago.
    pub(super) fn keep(&self, endpoint: &Endpoint, rounds: &Rounds, session: Session) {
        if self.is_open() || own() < self.inner.not_before.get() {
            return;
        }
        self.inner.opened_at.set(own());
        let (poked, ended) = (rounds.clone(), rounds.clone());
        let line = self.clone();
        let live = Live::open(
            endpoint,
            move |poke| poked.poked(session, poke),
            move || ended.wake_after(session, line.cut()),
        );
        self.inner.live.borrow_mut().replace(live);
    }

    /// Whatever has cut it before is over: the network or the page is back.
    pub(super) fn forgive(&self) {
        self.inner.cuts.set(0);
        self.inner.not_before.set(0);
    }

    /// Milliseconds until it may be opened again; none if nothing is in its way.
    pub(super) fn again_in(&self) -> Option<i64> {
        let wait = self.inner.not_before.get() - own();
        (wait > 0).then_some(wait)
    }

    /// The line was cut. Returns after how many milliseconds to look again; a round that fails then says that
    /// the network is gone.
    fn cut(&self) -> f64 {
        self.close();
        let lasted = own() - self.inner.opened_at.get() > LASTING;
        let cuts = if lasted { 0 } else { self.inner.cuts.get() + 1 };
        self.inner.cuts.set(cuts);
        let wait = (FIRST_AGAIN * f64::from(1 << cuts.min(8))).min(LAST_AGAIN);
        #[allow(clippy::cast_possible_truncation)] // at most 20,000
        self.inner.not_before.set(own() + wait as i64 / 2);
        wait
    }
}
