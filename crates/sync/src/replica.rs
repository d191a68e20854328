//! The phone's side: what is confirmed, what waits, and what the screen shows of both.
//!
//! It does no I/O. Each step returns the [`Writes`] that it needs stored; the app works on a clone
//! (cloning is cheap), stores the writes in one transaction and only then lets the clone take over.

mod ask;
mod live;
mod pending;
mod rebuild;
mod sealed;

pub use live::Heard;
pub use pending::{Notice, Pending};
pub use sealed::OwnSealed;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use yishi_domain::council::{NoBox, Publication};
use yishi_domain::volunteer::NoCalendar;
use yishi_domain::{
    Actor, BlobRef, ClientId, Command, CommandId, Context, Digest, Entropy, EpochId, FINGERPRINT,
    MemberId, Press, Rejection, Scope, State, Timestamp, decide, sort_by_key,
};

use crate::checkpoint;
use crate::disk::{Checkpoint, Loaded, OutboxEntry, Page, Writes};
use crate::wire::{
    ArrivedEvent, IncomingEvent, SyncAnswer, command_json, from_json, notice_json, parse_event,
    parse_notice, to_json,
};

/// Bytes that one command has at most. Rules bound what is kept of a text, not the blanks around it; a
/// command larger than a request may be would stop the outbox for ever.
const COMMAND_BYTES: usize = 64 * 1024;
/// After so many events the folded state is stored anew.
const CHECKPOINT_EVERY: u64 = 500;

/// What an answer led to.
#[derive(Debug, Default)]
pub struct Received {
    /// What is to be stored.
    pub writes: Writes,
    /// Rejections that came with it.
    pub rejected: Vec<Notice>,
    /// Whether there is more to fetch at once.
    pub more: bool,
}

#[derive(Serialize, Deserialize)]
struct Record {
    client: ClientId,
    epoch: Option<EpochId>,
    cursors: BTreeMap<String, u64>,
    outdated: bool,
    /// What earlier versions of this code have not kept.
    sealed: Option<Vec<OwnSealed>>,
}

/// One member's phone.
#[derive(Clone)]
pub struct Replica {
    member: MemberId,
    client: ClientId,
    epoch: Option<EpochId>,
    cursors: BTreeMap<String, u64>,
    next_n: u64,
    head: u64,
    checkpointed: u64,
    outdated: bool,
    confirmed: State,
    view: State,
    pending: Vec<Pending>,
    notices: Vec<Notice>,
    sealed: Vec<OwnSealed>,
}

impl Replica {
    /// The replica of what a start has read. A phone that was never used gets `fresh` as its client id.
    ///
    /// If [`Replica::can_use`] says no to the checkpoint, `loaded` must hold every page and no checkpoint.
    #[must_use]
    pub fn open(member: MemberId, loaded: Loaded, fresh: ClientId) -> Self {
        let record = loaded
            .replica
            .as_deref()
            .and_then(|text| from_json::<Record>(text).ok());
        let record = record.unwrap_or(Record {
            client: fresh,
            epoch: None,
            cursors: BTreeMap::new(),
            outdated: false,
            sealed: None,
        });
        let mut replica = Self {
            member,
            client: record.client,
            epoch: record.epoch,
            cursors: record.cursors,
            next_n: loaded.next_n.max(1),
            head: 0,
            checkpointed: 0,
            outdated: false,
            confirmed: State::new(Scope::Partial),
            view: State::default(),
            pending: Vec::new(),
            notices: loaded
                .notices
                .iter()
                .filter_map(|(_, text)| parse_notice(text).ok())
                .collect(),
            sealed: record.sealed.unwrap_or_default(),
        };
        if let Some(saved) = loaded.checkpoint
            && let Some(state) = checkpoint::decode(&saved.bytes)
        {
            replica.confirmed = state;
            replica.head = saved.through;
            replica.checkpointed = saved.through;
            replica.outdated = record.outdated;
        }
        for page in &loaded.tail {
            for line in page.lines.lines() {
                // The first page may begin with events that the checkpoint covers; folding them again would
                // take their matters back to an earlier state.
                if let Ok(event) = parse_event(line)
                    && event.seq > replica.checkpointed
                {
                    replica.fold(&event);
                }
            }
        }
        replica.pending = loaded.outbox.into_iter().map(Pending::of).collect();
        replica.rebase();
        replica
    }

    /// Whether this code can use that checkpoint.
    #[must_use]
    pub fn can_use(saved: &Checkpoint) -> bool {
        saved.fingerprint == FINGERPRINT
    }

    /// What the screen shows: the confirmed state and on top of it what waits.
    #[must_use]
    pub fn view(&self) -> &State {
        &self.view
    }

    /// What the authority has confirmed.
    #[must_use]
    pub fn confirmed(&self) -> &State {
        &self.confirmed
    }

    /// Whose phone this is.
    #[must_use]
    pub fn member(&self) -> MemberId {
        self.member
    }

    /// The name of this browser's outbox.
    #[must_use]
    pub fn client(&self) -> ClientId {
        self.client
    }

    /// Commands that wait, in order.
    #[must_use]
    pub fn pending(&self) -> &[Pending] {
        &self.pending
    }

    /// Rejections that were not dismissed.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Whether events have come that this version of the app does not know: an update is due.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.outdated
    }

    /// The last `seq` that is folded in.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.head
    }

    /// Whether anything was ever pulled.
    #[must_use]
    pub fn has_synced(&self) -> bool {
        !self.cursors.is_empty()
    }

    /// Takes a command: shows it and queues it.
    ///
    /// # Errors
    /// The [`Rejection`], if the phone itself knows enough to refuse. Nothing changes then.
    pub fn submit(
        &mut self,
        id: CommandId,
        command: &Command,
        now: Timestamp,
    ) -> Result<Writes, Rejection> {
        let text = command_json(id, now, command);
        if text.len() > COMMAND_BYTES {
            let most = u32::try_from(COMMAND_BYTES).unwrap_or(u32::MAX);
            return Err(Rejection::TextTooLong {
                field: command.name().to_owned(),
                most,
            });
        }
        self.predict(id, command, now)?;
        let entry = OutboxEntry {
            n: self.next_n,
            text,
        };
        self.next_n += 1;
        self.pending.push(Pending {
            entry: entry.clone(),
            id,
            at: now,
            command: Some(command.clone()),
            acknowledged: false,
        });
        let mut writes = Writes {
            enqueue: vec![entry],
            photos: command.photos(),
            ..Writes::default()
        };
        let remembered = self.remember(id, command, now);
        if remembered || self.cursors.is_empty() && self.epoch.is_none() {
            // The client id must be as lasting as the first command that was counted under it, and so must what
            // nobody but this phone knows of a sealed ballot.
            writes.replica = Some(self.record());
        }
        Ok(writes)
    }

    /// Whether [`Replica::receive`] needs the whole stored log for this answer: an audience is new and its
    /// past comes now, or one was lost and its events must go.
    #[must_use]
    pub fn needs_log(&self, answer: &SyncAnswer) -> bool {
        let first = answer.events.first().map(|arrived| arrived.event.seq);
        !answer.revoked.is_empty() || first.is_some_and(|seq| seq <= self.head)
    }

    /// Takes an answer in. `log` is every stored page if [`Replica::needs_log`] asked for it.
    pub fn receive(&mut self, answer: &SyncAnswer, log: Option<&[Page]>) -> Received {
        let mut received = Received {
            more: answer.more,
            ..Received::default()
        };
        if let Some(log) = log {
            self.rebuild(answer, log, &mut received.writes);
        } else if let (Some(first), Some(last)) = (answer.events.first(), answer.events.last()) {
            let texts: Vec<&str> = answer.events.iter().map(|arrived| arrived.text).collect();
            let (first, last) = (first.event.seq, last.event.seq);
            received.writes.append = vec![Page {
                first,
                last,
                lines: rebuild::lines(&texts),
            }];
            for arrived in &answer.events {
                self.fold(&arrived.event);
            }
        }
        self.settle(answer, &mut received);
        let other_log = self.epoch != Some(answer.epoch);
        let forgotten = self.forget_refused(&received.rejected);
        let moved = forgotten || other_log || self.cursors != answer.cursors;
        self.epoch = Some(answer.epoch);
        self.cursors.clone_from(&answer.cursors);
        if moved || self.outdated {
            received.writes.replica = Some(self.record());
        }
        let changed = !answer.events.is_empty()
            || !received.writes.settle.is_empty()
            || received.writes.clear_log;
        if changed || other_log {
            self.rebase();
        }
        if !answer.more && self.head >= self.checkpointed + CHECKPOINT_EVERY {
            received.writes.checkpoint = Some(self.checkpoint());
        }
        received
    }

    /// The authority has another log (it was restored from a backup): everything is pulled anew, and
    /// everything that waits is sent again under a new client id and the same command ids.
    pub fn change_epoch(&mut self, fresh: ClientId) -> Writes {
        let expect_n = Some(self.next_n);
        self.client = fresh;
        self.epoch = None;
        self.cursors.clear();
        self.head = 0;
        self.checkpointed = 0;
        self.outdated = false;
        self.confirmed = State::new(Scope::Partial);
        for (n, pending) in (1..).zip(&mut self.pending) {
            pending.entry.n = n;
            pending.acknowledged = false;
        }
        self.next_n = self.pending.len() as u64 + 1;
        // The view stays what it was: the screen goes on showing the last known state until the pull is done.
        Writes {
            clear_log: true,
            renumber: Some(self.pending.iter().map(|p| p.entry.clone()).collect()),
            expect_n,
            replica: Some(self.record()),
            doubt_photos: true,
            ..Writes::default()
        }
    }

    /// The member has read a rejection.
    pub fn dismiss(&mut self, id: CommandId) -> Writes {
        self.notices.retain(|notice| notice.id != id);
        Writes {
            dismiss: vec![id.to_string()],
            ..Writes::default()
        }
    }

    /// The folded state to store, so that the next start is quick.
    #[must_use]
    pub fn checkpoint(&mut self) -> Checkpoint {
        self.checkpointed = self.head;
        Checkpoint {
            fingerprint: FINGERPRINT.to_owned(),
            through: self.head,
            bytes: checkpoint::encode(&self.confirmed),
        }
    }

    fn record(&self) -> String {
        let record = Record {
            client: self.client,
            epoch: self.epoch,
            cursors: self.cursors.clone(),
            outdated: self.outdated,
            sealed: Some(self.sealed.clone()),
        };
        to_json(&record)
    }

    fn fold_line(&mut self, line: &str) {
        if let Ok(event) = parse_event(line) {
            self.fold(&event);
        }
    }

    fn fold(&mut self, event: &IncomingEvent) {
        match &event.recorded {
            Some(recorded) => {
                self.confirmed.apply(recorded);
                self.confirmed.heard(recorded.at);
            }
            None => self.outdated = true,
        }
        self.head = self.head.max(event.seq);
    }

    fn settle(&mut self, answer: &SyncAnswer, received: &mut Received) {
        let mut settled: Vec<u64> = Vec::new();
        for rejected in &answer.rejected {
            let Some(pending) = self.pending.iter().find(|p| p.id == rejected.id) else {
                continue;
            };
            settled.push(pending.entry.n);
            let notice = Notice {
                id: rejected.id,
                code: rejected.code.clone(),
                detail: rejected.detail.clone(),
                command: pending.entry.text.clone(),
            };
            received
                .writes
                .notices
                .push((notice.id.to_string(), notice_json(&notice)));
            self.notices.push(notice.clone());
            received.rejected.push(notice);
        }
        for pending in &mut self.pending {
            pending.acknowledged |= pending.entry.n <= answer.accepted_through;
            // All events up to the answer's head are here now, unless it says that there are more. The events
            // of one command stand together, so they are here as well if the answer goes on behind them.
            let caused = |arrived: &ArrivedEvent| arrived.event.cause == Some(pending.id);
            let goes_on =
                answer.events.iter().any(caused) && !answer.events.last().is_some_and(caused);
            let arrived = !answer.more || goes_on;
            if pending.acknowledged && arrived {
                settled.push(pending.entry.n);
            }
        }
        sort_by_key(&mut settled, |n| *n);
        settled.dedup();
        self.pending.retain(|p| !settled.contains(&p.entry.n));
        received.writes.settle = settled;
    }

    /// Shows what waits on top of what is confirmed. What the phone would refuse by now is not shown, but
    /// stays queued: the authority's word is final.
    fn rebase(&mut self) {
        self.view = self.confirmed.clone();
        for pending in std::mem::take(&mut self.pending) {
            if let Some(command) = &pending.command {
                let _ = self.predict(pending.id, command, pending.at);
            }
            self.pending.push(pending);
        }
    }

    fn predict(
        &mut self,
        id: CommandId,
        command: &Command,
        at: Timestamp,
    ) -> Result<(), Rejection> {
        let context = Context {
            now: at,
            command: id,
            press: &Phone,
            ballot_box: &NoBox,
            calendar: &NoCalendar,
            entropy: &Phone,
            wrong_codes: 0,
        };
        let actor = Actor::Member(self.member);
        for draft in decide(&self.view, actor, command, &context)? {
            self.view.apply(&draft.recorded(actor, &context));
        }
        Ok(())
    }
}

/// A phone publishes nothing (it never sees more than its own ballot) and draws no secrets.
struct Phone;

impl Press for Phone {
    fn ballots(&self, _: &Publication) -> BlobRef {
        BlobRef {
            sha256: Digest([0; 32]),
            size: 0,
        }
    }
}

impl Entropy for Phone {
    fn draw(&self) -> Digest {
        Digest([0; 32])
    }
}
