//! The authority with its storage: decides, appends, catches up, decides again.

use std::sync::Arc;

use uuid::Uuid;
use yishi_calendar::RuleCalendar;
use yishi_domain::{Actor, Command, EpochId, FINGERPRINT, MemberId, State, Timestamp};
use yishi_sync::wire::{SyncRequest, parse_event};
use yishi_sync::{Authority, KeptSlip, Problem, PushOutcome, decode};

use super::row;
use super::view::{Recent, View};
use crate::clock::{new_id, now};
use crate::metric;
use crate::storage::{Append, EventRow, NewEvent, Storage, StorageError};

/// Times that one batch is decided before the phones are asked to come again.
const ATTEMPTS: usize = 8;
/// Events read at once.
const PAGE: usize = 5_000;

/// Something to decide.
#[derive(Debug, Clone)]
pub enum Work {
    /// A phone's request, for its commands.
    Push {
        /// Whose phone it is.
        member: MemberId,
        /// The request.
        request: SyncRequest,
    },
    /// Commands that come from no outbox: all of them or none.
    Submit {
        /// Who asks.
        actor: Actor,
        /// What for.
        commands: Vec<Command>,
    },
    /// Nothing but to take over what other nodes have appended.
    Refresh,
}

/// Drives the authority of one community.
pub struct Driver {
    id: Uuid,
    storage: Arc<dyn Storage>,
    authority: Authority,
    recent: Recent,
    /// Commands that were stored before the log had this head are all known.
    commands_from: u64,
}

impl Driver {
    /// Reads a community from the storage: its snapshot, if this code wrote it, and what came after.
    ///
    /// # Errors
    /// Those of the storage.
    pub async fn load(storage: Arc<dyn Storage>, id: Uuid) -> Result<Self, StorageError> {
        let head = storage.head(id).await?;
        let (from, state) = stored_state(&*storage, id).await?;
        let mut authority =
            Authority::new(EpochId(head.epoch), from, state).with_calendar(Arc::new(RuleCalendar));
        loop {
            let events = storage.events_after(id, authority.head(), PAGE).await?;
            for event in &events {
                authority.replay_event(event.seq, &event.body);
            }
            if events.len() < PAGE {
                break;
            }
        }
        // Read after the events: a command that is missing here would be decided a second time.
        for command in storage.commands_from(id, 0).await? {
            authority.replay_command(row::command_record(command)?);
        }
        read_box(&*storage, id, &mut authority).await?;
        let head = authority.head();
        Ok(Self {
            id,
            storage,
            authority,
            recent: Recent::new(head),
            commands_from: head,
        })
    }

    /// Names the community.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Where the log is kept.
    #[must_use]
    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.storage
    }

    /// Everything that is known.
    #[must_use]
    pub fn state(&self) -> &State {
        self.authority.state()
    }

    /// The last `seq`.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.authority.head()
    }

    /// What readers may see.
    #[must_use]
    pub fn view(&self) -> View {
        View::new(self.authority.clone(), self.recent.clone())
    }

    /// Submits commands of the operator, all or none.
    ///
    /// # Errors
    /// [`Problem::Refused`] with the first rejection, or a passing fault.
    pub async fn operate(&mut self, commands: Vec<Command>) -> Result<(), Problem> {
        let work = [Work::Submit {
            actor: Actor::Operator,
            commands,
        }];
        self.settle(&work, false)
            .await
            .pop()
            .unwrap_or(Err(Problem::Unavailable))
            .map(drop)
    }

    /// Decides the work in order, and with `clock` also what has fallen due, and appends all of it in one
    /// transaction. Gives one answer for each piece; what is answered is durable.
    pub async fn settle(
        &mut self,
        work: &[Work],
        clock: bool,
    ) -> Vec<Result<PushOutcome, Problem>> {
        let failed = |error: &StorageError| {
            let problem = problem(error);
            work.iter().map(|_| Err(problem.clone())).collect()
        };
        if work.iter().any(|piece| matches!(piece, Work::Refresh))
            && let Err(error) = self.refresh().await
        {
            return failed(&error);
        }
        let mut caught_up = false;
        for _ in 0..ATTEMPTS {
            let now = now();
            let mut next = self.authority.clone();
            let answers: Vec<_> = work
                .iter()
                .map(|piece| decide(&mut next, piece, now))
                .collect();
            if clock {
                next.tick(now, &mut new_id);
            }
            if !caught_up && answers.iter().any(may_be_behind) {
                caught_up = true;
                if let Err(error) = self.catch_up().await {
                    return failed(&error);
                }
                continue;
            }
            let batch = next.take();
            if batch.is_empty() {
                self.done_by(clock, now);
                return answers;
            }
            let append = row::append(batch);
            match self.append(&append).await {
                Ok(()) => {
                    self.advance(next, append);
                    self.done_by(clock, now);
                    return answers;
                }
                Err(StorageError::Conflict { .. } | StorageError::Duplicate) => {
                    metric::conflict();
                    if let Err(error) = self.catch_up().await {
                        return failed(&error);
                    }
                    // An append whose answer was lost conflicts with itself.
                    let first = append.events.first();
                    if first.is_some_and(|event| self.recent.holds(event)) {
                        return answers;
                    }
                }
                Err(error) => return failed(&error),
            }
        }
        failed(&StorageError::Unavailable(
            format!("other nodes were first {ATTEMPTS} times").into(),
        ))
    }

    fn done_by(&self, clock: bool, now: Timestamp) {
        if clock {
            metric::calendar(self.id, now);
        }
    }

    /// Catches up if the log has moved on.
    async fn refresh(&mut self) -> Result<(), StorageError> {
        let head = self.storage.head(self.id).await?;
        if (EpochId(head.epoch), head.seq) == (self.authority.epoch(), self.authority.head()) {
            return Ok(());
        }
        self.catch_up().await
    }

    /// Takes over what other nodes have appended, or the whole log if it is another one now.
    async fn catch_up(&mut self) -> Result<(), StorageError> {
        let head = self.storage.head(self.id).await?;
        if EpochId(head.epoch) != self.authority.epoch() || head.seq < self.authority.head() {
            tracing::warn!(community = %self.id, "the log was replaced, reading it anew");
            *self = Self::load(self.storage.clone(), self.id).await?;
            return Ok(());
        }
        let (storage, id) = (&self.storage, self.id);
        let (mut authority, mut recent) = (self.authority.clone(), self.recent.clone());
        loop {
            let events = storage.events_after(id, authority.head(), PAGE).await?;
            let more = events.len() == PAGE;
            for event in events {
                authority.replay_event(event.seq, &event.body);
                recent.push(with_audiences(event)?);
            }
            if !more {
                break;
            }
        }
        // Also without a new event: a batch of rejections does not move the head.
        for command in storage.commands_from(id, self.commands_from).await? {
            authority.replay_command(row::command_record(command)?);
        }
        // Should somebody have appended between the log and the box, this node's own append is a conflict.
        read_box(&**storage, id, &mut authority).await?;
        self.commands_from = authority.head();
        (self.authority, self.recent) = (authority, recent);
        Ok(())
    }

    /// When the storage cannot say whether it has stored something, the same append tells.
    async fn append(&self, append: &Append) -> Result<(), StorageError> {
        match self.storage.append(self.id, append).await {
            Err(StorageError::Unavailable(_)) => self.storage.append(self.id, append).await,
            known => known,
        }
    }

    fn advance(&mut self, authority: Authority, append: Append) {
        let rejected = append
            .commands
            .iter()
            .filter(|command| command.outcome.is_some())
            .count();
        metric::batch(
            append.commands.len() - rejected,
            rejected,
            append.events.len(),
        );
        self.authority = authority;
        for event in append.events {
            self.recent.push(event);
        }
    }
}

/// Takes over the ballot box, where there can be anything in it.
async fn read_box(
    storage: &dyn Storage,
    id: Uuid,
    authority: &mut Authority,
) -> Result<(), StorageError> {
    let slips = match authority.has_box() {
        true => storage.slips(id).await?,
        false => Vec::new(),
    };
    let kept: Vec<KeptSlip> = slips.iter().map(row::kept_slip).collect::<Result<_, _>>()?;
    authority.replay_slips(kept.into_iter());
    Ok(())
}

async fn stored_state(
    storage: &dyn Storage,
    id: Uuid,
) -> Result<(u64, Option<State>), StorageError> {
    let snapshot = storage
        .snapshot(id)
        .await?
        .filter(|snapshot| snapshot.fingerprint == FINGERPRINT);
    let decoded =
        snapshot.and_then(|snapshot| Some((snapshot.head, Some(decode(&snapshot.bytes)?))));
    Ok(decoded.unwrap_or((0, None)))
}

fn decide(authority: &mut Authority, work: &Work, now: Timestamp) -> Result<PushOutcome, Problem> {
    match work {
        Work::Push { member, request } => {
            authority.check_epoch(request)?;
            authority.push(*member, request.client, &request.push, now, &mut new_id)
        }
        Work::Submit { actor, commands } => {
            let before = authority.clone();
            for command in commands {
                if let Err(rejection) = authority.submit(*actor, command, now, &mut new_id) {
                    *authority = before;
                    return Err(Problem::Refused(rejection));
                }
            }
            Ok(PushOutcome::default())
        }
        Work::Refresh => Ok(PushOutcome::default()),
    }
}

/// Whether another node may know better: it may have settled the missing commands, issued the
/// invitation, or sent events that this node has not read yet.
fn may_be_behind(answer: &Result<PushOutcome, Problem>) -> bool {
    matches!(
        answer,
        Err(Problem::ClientGap { .. }
            | Problem::ConflictingDuplicate { .. }
            | Problem::UnknownEpoch { .. })
    )
}

fn with_audiences(event: EventRow) -> Result<NewEvent, StorageError> {
    let parsed = parse_event(&event.body).map_err(|error| StorageError::Corrupt(error.into()))?;
    Ok(NewEvent {
        seq: event.seq,
        audiences: parsed.audiences,
        body: event.body,
    })
}

fn problem(error: &StorageError) -> Problem {
    tracing::error!(%error, "the storage failed");
    match error {
        StorageError::Full => Problem::StorageFull,
        _ => Problem::Unavailable,
    }
}
