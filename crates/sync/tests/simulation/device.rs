//! A phone as the app drives it, that may be killed at any moment.

use crate::kit::Disk;
use yishi_domain::{ClientId, MemberId};
use yishi_sync::Replica;
use yishi_sync::disk::Writes;

pub struct Device {
    pub member: MemberId,
    pub disk: Disk,
    /// None while the app is closed.
    pub replica: Option<Replica>,
    /// The one request whose answer the app waits for; it takes no other.
    pub waits_for: Option<u64>,
    /// The line that the app holds open: up to where the authority has told it everything.
    pub line: Option<u64>,
}

/// When the phone is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    Not,
    BeforeTheWrite,
    AfterTheWrite,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Stored,
    Lost,
    /// The count of commands was another one: the app has read everything again, and may decide again.
    Stale,
}

impl Device {
    pub fn new(member: MemberId) -> Self {
        Self {
            member,
            disk: Disk::default(),
            replica: None,
            waits_for: None,
            line: None,
        }
    }

    pub fn open(&mut self, fresh: ClientId) {
        self.replica = Some(Replica::open(self.member, self.disk.load(), fresh));
        self.waits_for = None;
    }

    pub fn close(&mut self) {
        self.replica = None;
        self.waits_for = None;
        self.line = None;
    }

    /// Stores a step of `next` and lets it take over, as far as the crash allows.
    pub fn step(&mut self, next: Replica, writes: &Writes, crash: Crash) -> Step {
        if crash == Crash::BeforeTheWrite {
            self.close();
            return Step::Lost;
        }
        if self.disk.write(writes).is_err() {
            // What it holds in memory has no place on the disk.
            self.replica = Some(Replica::open(self.member, self.disk.load(), next.client()));
            return Step::Stale;
        }
        if crash == Crash::AfterTheWrite {
            self.close();
        } else {
            self.replica = Some(next);
        }
        Step::Stored
    }
}
