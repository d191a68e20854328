//! Taking in what the authority tells of itself, without having been asked.

use super::{CHECKPOINT_EVERY, Received, Replica};
use crate::wire::{LiveNews, SyncAnswer};

/// What news were to a phone.
#[derive(Debug)]
pub enum Heard {
    /// Nothing that it had not seen.
    Known,
    /// They go on where the phone stands.
    Taken(Box<Received>),
    /// They do not fit: something is missing before them, the member's audiences have changed, or the log is
    /// another one. The phone asks.
    Beyond,
}

impl Replica {
    /// Takes news in, if the phone has seen everything that stands before them. What it has seen of them already
    /// is passed over, so they may come twice, late, or beside an answer that holds the same.
    ///
    /// Whoever waits for an answer takes no news meanwhile: the answer would find the log further than its request.
    pub fn hear(&mut self, mut news: LiveNews) -> Heard {
        let fits = self.epoch == Some(news.epoch)
            && self.cursors.keys().eq(news.cursors.keys())
            && self.cursors.values().all(|seen| *seen >= news.after);
        if !fits {
            return Heard::Beyond;
        }
        for (seen, reached) in self.cursors.values().zip(news.cursors.values_mut()) {
            *reached = (*reached).max(*seen);
        }
        if self.cursors == news.cursors {
            return Heard::Known;
        }
        news.events.retain(|arrived| {
            let mut seen = arrived.event.audiences.iter().map(|a| self.cursors.get(a));
            !seen.any(|seen| seen.is_some_and(|seen| arrived.event.seq <= *seen))
        });
        let first = news.events.first().map(|arrived| arrived.event.seq);
        if first.is_some_and(|seq| seq <= self.head) {
            return Heard::Beyond;
        }
        let answer = SyncAnswer {
            epoch: news.epoch,
            now: news.now,
            accepted_through: 0,
            rejected: Vec::new(),
            revoked: Vec::new(),
            events: news.events,
            cursors: news.cursors,
            // News may be older than the last answer: that a command was acknowledged does not mean that all
            // of its events stand in them.
            more: true,
        };
        let mut received = self.receive(&answer, None);
        received.more = false;
        if self.head >= self.checkpointed + CHECKPOINT_EVERY {
            received.writes.checkpoint = Some(self.checkpoint());
        }
        Heard::Taken(Box::new(received))
    }
}
