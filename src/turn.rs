//! Turns that are taken in the order in which they were asked for, so that what was tapped last is what stays.
//!
//! The lock of `futures_util` gives the turn to whoever comes by, and a tap could be overtaken by the one before it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// Whose turn it is, and who waits.
#[derive(Default)]
pub(crate) struct Turns {
    queue: RefCell<Queue>,
}

/// Whoever asks draws the next number. Those in the map have not had their turn yet; the first one has it.
#[derive(Default)]
struct Queue {
    next: u64,
    waiting: BTreeMap<u64, Option<Waker>>,
}

impl Turns {
    /// Waits for one's turn, which lasts until what this gives is dropped.
    pub(crate) fn lock(&self) -> Asked<'_> {
        let mut queue = self.queue.borrow_mut();
        let number = queue.next;
        queue.next += 1;
        queue.waiting.insert(number, None);
        Asked {
            turn: Some(Turn {
                turns: self,
                number,
            }),
        }
    }

    /// That one is done, or waits no more; the first one that is left may go.
    fn leave(&self, number: u64) {
        let woken = {
            let mut queue = self.queue.borrow_mut();
            queue.waiting.remove(&number);
            let first = queue.waiting.values_mut().next();
            first.and_then(Option::take)
        };
        if let Some(waker) = woken {
            waker.wake();
        }
    }
}

/// Waits for a turn.
pub(crate) struct Asked<'a> {
    turn: Option<Turn<'a>>,
}

impl<'a> Future for Asked<'a> {
    type Output = Turn<'a>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Turn<'a>> {
        let Some(turn) = self.turn.take() else {
            return Poll::Pending;
        };
        {
            let mut queue = turn.turns.queue.borrow_mut();
            let first = queue.waiting.keys().next() == Some(&turn.number);
            if !first {
                let own = queue
                    .waiting
                    .insert(turn.number, Some(context.waker().clone()));
                drop(queue);
                drop(own);
                self.turn = Some(turn);
                return Poll::Pending;
            }
        }
        Poll::Ready(turn)
    }
}

/// A turn; it ends when this is dropped.
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    number: u64,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.leave(self.number);
    }
}

/// Lets go first what was begun just before.
pub(crate) async fn give_way() {
    let mut given = false;
    poll_fn(|context| match std::mem::replace(&mut given, true) {
        true => Poll::Ready(()),
        false => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::Waker;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn poll<'a>(asked: &mut Asked<'a>) -> Option<Turn<'a>> {
        let mut context = Context::from_waker(Waker::noop());
        match Pin::new(asked).poll(&mut context) {
            Poll::Ready(turn) => Some(turn),
            Poll::Pending => None,
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn nobody_is_overtaken() {
        let turns = Turns::default();
        let first = poll(&mut turns.lock()).expect("nobody is before");
        let mut second = turns.lock();
        let mut third = turns.lock();
        assert!(poll(&mut second).is_none() && poll(&mut third).is_none());
        drop(first);
        // Whoever comes now is the last one, however early they look.
        let mut fourth = turns.lock();
        assert!(poll(&mut fourth).is_none() && poll(&mut third).is_none());
        let turn = poll(&mut second).expect("it is the second one's turn");
        assert!(poll(&mut third).is_none());
        drop(turn);
        drop(poll(&mut third).expect("it is the third one's turn"));
        assert!(poll(&mut fourth).is_some());
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn who_waits_no_more_holds_nobody_up() {
        let turns = Turns::default();
        let first = poll(&mut turns.lock()).expect("nobody is before");
        let mut second = turns.lock();
        let mut third = turns.lock();
        assert!(poll(&mut second).is_none() && poll(&mut third).is_none());
        drop(second);
        drop(first);
        assert!(poll(&mut third).is_some());
    }
}
