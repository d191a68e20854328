//! A command that is sent while it is being stored: what is tapped is seen by others the sooner for it.

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, ready};
use wasm_bindgen_futures::spawn_local;
use yishi_sync::Replica;
use yishi_sync::disk::Writes;
use yishi_sync::wire::parse_answer;

use super::rounds::{Answer, Asked, Rounds, ask};
use super::said;
use crate::session::Session;

/// A command on its way, and the round that it has begun. Unless that goes on, what comes of it is not waited for.
pub(crate) struct Ahead {
    rounds: Rounds,
    session: Session,
    n: u64,
    /// None once the round goes on.
    answer: Option<LocalBoxFuture<'static, Answer>>,
}

impl Rounds {
    /// Sends what `next` has just queued, if nothing else is to be sent before, nothing else has to be stored with it,
    /// and nothing tells that it would not arrive. No other tab may queue a command of the same count meanwhile.
    pub(crate) fn ahead(&self, session: Session, next: &Replica, writes: &Writes) -> Option<Ahead> {
        let free = writes.only_queues()
            && session.is_alone()
            && session.first_unsent().is_none()
            && said::is_synced(session);
        let n = writes.enqueue.first()?.n;
        (free && self.begin()).then(|| Ahead {
            rounds: self.clone(),
            session,
            n,
            answer: Some(ask(session, next.request())),
        })
    }
}

impl Ahead {
    /// Waits for the answer. Whether it accepts the command, which then is not lost, whatever the phone could store.
    pub(crate) async fn is_accepted(&mut self) -> bool {
        let Some(answer) = &mut self.answer else {
            return false;
        };
        let answer = answer.await;
        let accepted =
            |text: &String| parse_answer(text).is_ok_and(|answer| answer.accepts(self.n));
        let is_accepted = answer.as_ref().is_ok_and(accepted);
        self.answer = Some(ready(answer).boxed_local());
        is_accepted
    }

    /// The command counts: the round goes on.
    pub(crate) fn go_on(mut self) {
        if let Some(answer) = self.answer.take() {
            let first = Some(self.n);
            let (rounds, session) = (self.rounds.clone(), self.session);
            spawn_local(async move { rounds.run(session, Some(Asked { first, answer })).await });
        }
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        if self.answer.is_some() {
            self.rounds.attend(self.session);
        }
    }
}
