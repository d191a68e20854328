//! What the phone keeps, as the replica sees it: plain texts and bytes, read once at the start and
//! written in all-or-nothing steps. The app stores them in IndexedDB, the simulation in memory.

use yishi_domain::Digest;

/// Confirmed events as they came from the authority, many in one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// `seq` of the first event.
    pub first: u64,
    /// `seq` of the last event.
    pub last: u64,
    /// The events' JSON texts in order of `seq`, one a line.
    pub lines: String,
}

/// One command that waits for the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// This client's own count, without gaps.
    pub n: u64,
    /// The command with its id and the time it was recorded, as JSON.
    pub text: String,
}

/// The folded confirmed state, so that a start reads one record and the tail of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Names the code that wrote `bytes`; any other code ignores the checkpoint and folds the pages.
    pub fingerprint: String,
    /// The state covers every event up to this `seq`.
    pub through: u64,
    /// The state in a compact binary form.
    pub bytes: Vec<u8>,
}

/// Everything that a start reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// The replica's own record (client, epoch, cursors), as JSON; none on a new phone.
    pub replica: Option<String>,
    /// The count that the next command gets; 1 on a new phone.
    pub next_n: u64,
    /// The checkpoint, if there is one.
    pub checkpoint: Option<Checkpoint>,
    /// Pages whose last event lies beyond the checkpoint (all of them without one), in order of `first`. The
    /// first of them may begin with events that the checkpoint covers already.
    pub tail: Vec<Page>,
    /// Waiting commands in order of `n`.
    pub outbox: Vec<OutboxEntry>,
    /// Rejections that the member has not dismissed, in order of arrival: key (command id) and JSON.
    pub notices: Vec<(String, String)>,
}

/// What one step wants stored. All of it is stored in one transaction, or nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Writes {
    /// Drop every page and the checkpoint first: the log is being rewritten (another epoch, or an audience was lost).
    pub clear_log: bool,
    /// Pages to add, in order.
    pub append: Vec<Page>,
    /// Commands to add to the outbox. Their `n` goes on from what [`Loaded::next_n`] says now (from the
    /// renumbered count together with `renumber`); the store checks it inside the transaction and refuses the
    /// whole step if another tab was first.
    pub enqueue: Vec<OutboxEntry>,
    /// What [`Loaded::next_n`] must still say for this step to be stored. `enqueue` implies it; set it with
    /// `renumber`, so that a command which another tab has just added is never dropped with the old outbox.
    pub expect_n: Option<u64>,
    /// Outbox entries that are settled, by `n` (by the old `n` together with `renumber`).
    pub settle: Vec<u64>,
    /// Replace the whole outbox and the count: a new client id sends everything again from 1. Entries are
    /// numbered 1, 2, … and the next command gets the number after the last of them.
    pub renumber: Option<Vec<OutboxEntry>>,
    /// Rejections to keep until the member dismisses them: command id and JSON.
    pub notices: Vec<(String, String)>,
    /// Rejections that the member has dismissed, by command id.
    pub dismiss: Vec<String>,
    /// The replica's own record, if it changed.
    pub replica: Option<String>,
    /// A new checkpoint; pages that it covers stay stored and are merged by the store when that is cheap.
    pub checkpoint: Option<Checkpoint>,
    /// Photos that the commands of this step name. They are on the phone already, and are to be sent after them.
    pub photos: Vec<Digest>,
    /// Photos that no event names any more that the member may see: they go, unless they are the member's own.
    pub forget_photos: Vec<Digest>,
    /// The log is another one, which may lack photos: those of the member's own that were sent are asked after
    /// again, and those of others go, because nothing says yet that the member may still see them.
    pub doubt_photos: bool,
}

impl Writes {
    /// Whether there is nothing to store.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the step does nothing but queue. Nothing that is being stored has to be there before its commands are sent:
    /// they may travel meanwhile. If the step is lost after all, what the authority has of them comes back as events.
    #[must_use]
    pub fn only_queues(&self) -> bool {
        let queued = Self {
            enqueue: self.enqueue.clone(),
            ..Self::default()
        };
        !self.enqueue.is_empty() && *self == queued
    }

    /// Whether losing this step would lose something that no one else has: it then needs strict durability.
    #[must_use]
    pub fn is_precious(&self) -> bool {
        !self.enqueue.is_empty() || self.renumber.is_some()
    }
}
