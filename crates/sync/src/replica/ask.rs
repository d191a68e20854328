//! What a phone asks the authority.

use super::{Pending, Replica};
use crate::MOST_COMMANDS;
use crate::disk::OutboxEntry;
use crate::wire::{AnswerHead, request_json};

/// Bytes of commands that one push holds at most, so that the request stays below its limit.
const PUSH_BYTES: usize = 512 * 1024;
impl Replica {
    /// The next request, as JSON.
    #[must_use]
    pub fn request(&self) -> String {
        let mut bytes = 0;
        let waiting = self
            .pending
            .iter()
            .filter(|p| !p.acknowledged)
            .take(MOST_COMMANDS)
            .take_while(|p| {
                bytes += p.entry.text.len();
                bytes <= PUSH_BYTES || bytes == p.entry.text.len()
            });
        request_json(
            self.client,
            self.epoch,
            &self.cursors,
            waiting.map(|p| &p.entry),
        )
    }

    /// The request that follows an answer, before that is read and taken in: so the authority reads, too. None if the answer is the last one, or if something is to be sent.
    #[must_use]
    pub fn request_after(&self, answer: &AnswerHead) -> Option<String> {
        let unsent = |p: &Pending| !p.acknowledged && p.entry.n > answer.accepted_through;
        if !answer.more || self.pending.iter().any(unsent) {
            return None;
        }
        let nothing = std::iter::empty::<&OutboxEntry>();
        Some(request_json(
            self.client,
            Some(answer.epoch),
            &answer.cursors,
            nothing,
        ))
    }

    /// Whether there is something to push.
    #[must_use]
    pub fn has_unsent(&self) -> bool {
        self.pending.iter().any(|p| !p.acknowledged)
    }
}
