//! The one who has the last word: decides commands on the whole truth and numbers the events.
//!
//! It does no I/O. Whoever drives it gives it pushes, takes the [`Batch`] that they led to, appends that
//! in one transaction and only then answers. If the append fails the driver goes back to the clone that
//! it took before; cloning is cheap.

mod press;
mod pull;
mod slips;
mod wrong_code;

pub use pull::PullPlan;
pub use slips::{KeptSlip, SlipChange};

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;
use yishi_domain::council::MotionState;
use yishi_domain::volunteer::{Calendar, NoCalendar};
use yishi_domain::{
    Actor, Audience, ClientId, Command, CommandId, Context, Digest, EpochId, EventId, Map,
    MemberId, Recorded, Rejection, Scope, State, Timestamp, decide, due,
};

use crate::wire::{
    Detail, IncomingCommand, Problem, Rejected, SyncRequest, event_json, parse_event,
    rejection_parts,
};

use press::{Draw, KeepingPress};
use slips::{Reach, Slips};
use wrong_code::WrongCodes;

/// An event as it is appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Its place in the log.
    pub seq: u64,
    /// Who may see it; nobody if empty.
    pub audiences: Vec<Audience>,
    /// Its JSON, as it will be sent.
    pub json: String,
    /// The photos that it names.
    pub photos: Vec<Digest>,
}

/// What became of one command of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandRecord {
    /// Whose outbox it came from.
    pub client: ClientId,
    /// The client's count of it.
    pub n: u64,
    /// The command.
    pub id: CommandId,
    /// The client's member.
    pub member: MemberId,
    /// Digest of the command's content.
    pub content: Digest,
    /// The rejection, if it was one.
    pub rejected: Option<Rejected>,
}

/// Bytes that an event names by their digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// Who may fetch them.
    pub audience: Audience,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What is to be appended in one transaction.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// The log's last `seq` before.
    pub expected_head: u64,
    /// Events, numbered from there on without a gap.
    pub events: Vec<Appended>,
    /// What became of which command.
    pub commands: Vec<CommandRecord>,
    /// Published bytes.
    pub published: Vec<Published>,
    /// What happens to the ballot box, in order.
    pub slips: Vec<SlipChange>,
}

impl Batch {
    /// Whether there is nothing to append.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.commands.is_empty()
    }
}

/// What a push is answered with once its batch is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PushOutcome {
    /// Commands up to this count are settled.
    pub accepted_through: u64,
    /// Those of the push that were rejected.
    pub rejected: Vec<Rejected>,
}

#[derive(Debug, Clone, PartialEq)]
struct Known {
    content: Digest,
    rejected: Option<Rejected>,
}

/// The authority of one community.
#[derive(Clone)]
pub struct Authority {
    epoch: EpochId,
    head: u64,
    state: State,
    commands: Map<CommandId, Known>,
    clients: Map<ClientId, (MemberId, u64)>,
    counts: Map<(ClientId, u64), CommandId>,
    wrong_codes: WrongCodes,
    slips: Slips,
    batch: Batch,
    calendar: Arc<dyn Calendar + Send + Sync>,
}

impl Authority {
    /// The authority of an empty log, or of a folded one.
    #[must_use]
    pub fn new(epoch: EpochId, head: u64, state: Option<State>) -> Self {
        let state = state.unwrap_or_else(|| State::new(Scope::Whole));
        let batch = Batch {
            expected_head: head,
            ..Batch::default()
        };
        Self {
            epoch,
            head,
            state,
            commands: Map::new(),
            clients: Map::new(),
            counts: Map::new(),
            wrong_codes: WrongCodes::default(),
            slips: Slips::default(),
            batch,
            calendar: Arc::new(NoCalendar),
        }
    }

    /// The same authority with a calendar, so that series are unrolled; without one they wait.
    #[must_use]
    pub fn with_calendar(self, calendar: Arc<dyn Calendar + Send + Sync>) -> Self {
        Self { calendar, ..self }
    }

    /// The calendar that it unrolls series with.
    #[must_use]
    pub fn calendar(&self) -> Arc<dyn Calendar + Send + Sync> {
        Arc::clone(&self.calendar)
    }

    /// The log's identity.
    #[must_use]
    pub fn epoch(&self) -> EpochId {
        self.epoch
    }

    /// The last `seq`, that of the waiting batch included.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.head
    }

    /// The whole state, the waiting batch included.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Folds in an event that stands in the log already: at the start, or after another node appended.
    pub fn replay_event(&mut self, seq: u64, json: &str) {
        if let Ok(incoming) = parse_event(json)
            && let Some(recorded) = incoming.recorded
        {
            self.state.apply(&recorded);
        }
        self.head = seq;
        self.batch.expected_head = seq;
    }

    /// Remembers a command that was settled already.
    pub fn replay_command(&mut self, record: CommandRecord) {
        if !self.commands.contains_key(&record.id) {
            self.wrong_codes.count(&record);
        }
        let last = self.clients.get(&record.client).map_or(0, |(_, n)| *n);
        self.clients
            .insert(record.client, (record.member, last.max(record.n)));
        self.counts.insert((record.client, record.n), record.id);
        self.commands.insert(
            record.id,
            Known {
                content: record.content,
                rejected: record.rejected,
            },
        );
    }

    /// Whether sealed ballots may lie in the box: then it is to be read with the log.
    #[must_use]
    pub fn has_box(&self) -> bool {
        let mut motions = self.state.council.motions.values();
        motions.any(|motion| motion.sealed && matches!(motion.state, MotionState::Open { .. }))
    }

    /// The ballot box as it stands, the waiting batch included.
    pub fn slips(&self) -> impl Iterator<Item = KeptSlip> {
        self.slips.all()
    }

    /// Takes over the ballot box as it is kept.
    pub fn replay_slips(&mut self, kept: impl Iterator<Item = KeptSlip>) {
        self.slips = Slips::of(kept);
    }

    /// Whether the request is about this log; a phone that has seen more than there is, is not.
    ///
    /// # Errors
    /// [`Problem::UnknownEpoch`].
    pub fn check_epoch(&self, request: &SyncRequest) -> Result<(), Problem> {
        let other = request.epoch.is_some_and(|epoch| epoch != self.epoch);
        let ahead = request.cursors.values().any(|cursor| *cursor > self.head);
        if other || ahead {
            Err(Problem::UnknownEpoch { epoch: self.epoch })
        } else {
            Ok(())
        }
    }

    /// Decides the commands of a client in order. What they lead to joins the waiting batch.
    ///
    /// # Errors
    /// [`Problem::ClientGap`], [`Problem::ConflictingDuplicate`], [`Problem::ClientTaken`]: nothing of the
    /// push is applied then.
    pub fn push(
        &mut self,
        member: MemberId,
        client: ClientId,
        commands: &[IncomingCommand],
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<PushOutcome, Problem> {
        self.check_push(member, client, commands)?;
        let mut outcome = PushOutcome {
            accepted_through: 0,
            rejected: Vec::new(),
        };
        for command in commands {
            let rejected = if command.n <= self.last_n(client) {
                self.commands
                    .get(&command.id)
                    .and_then(|known| known.rejected.clone())
            } else {
                self.settle(member, client, command, now, new_id)
            };
            // Never beyond what this push held: a later command may be settled too, but by a rejection that
            // this answer does not carry; or the phone has lost it, and counts another one by the same number.
            outcome.accepted_through = command.n;
            // Sent again under a new client, a command has a new count.
            outcome
                .rejected
                .extend(rejected.map(|r| Rejected { n: command.n, ..r }));
        }
        Ok(outcome)
    }

    /// Decides a command that comes from no phone's outbox: from the command line, from somebody who joins,
    /// from the clock.
    ///
    /// # Errors
    /// The [`Rejection`]; nothing is applied then.
    pub fn submit(
        &mut self,
        actor: Actor,
        command: &Command,
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<(), Rejection> {
        let id = CommandId(new_id());
        self.decide(actor, id, command, now, new_id)
    }

    /// Does what has fallen due. Returns how many commands that took.
    pub fn tick(&mut self, now: Timestamp, new_id: &mut dyn FnMut() -> Uuid) -> usize {
        let commands = due(&self.state, now, &mut *new_id);
        let mut done = 0;
        for command in &commands {
            // What cannot be done (an electorate turned out empty) waits for staff, who see why when they try.
            done += usize::from(self.submit(Actor::Clock, command, now, new_id).is_ok());
        }
        done
    }

    /// Takes the waiting batch, to be appended.
    pub fn take(&mut self) -> Batch {
        let next = Batch {
            expected_head: self.head,
            ..Batch::default()
        };
        std::mem::replace(&mut self.batch, next)
    }

    /// What the member is to be sent.
    #[must_use]
    pub fn plan_pull(&self, member: MemberId, seen: &BTreeMap<String, u64>) -> PullPlan {
        PullPlan::of(&self.state, self.head, member, seen)
    }

    /// What the member is to be told who has seen everything up to `after`.
    #[must_use]
    pub fn plan_news(&self, member: MemberId, after: u64) -> PullPlan {
        let mut plan = self.plan_pull(member, &BTreeMap::new());
        for seen in plan.cursors.values_mut() {
            *seen = after;
        }
        plan
    }

    /// The count of the client's last settled command.
    #[must_use]
    pub fn last_n(&self, client: ClientId) -> u64 {
        self.clients.get(&client).map_or(0, |(_, n)| *n)
    }

    fn check_push(
        &self,
        member: MemberId,
        client: ClientId,
        commands: &[IncomingCommand],
    ) -> Result<(), Problem> {
        let (owner, last) = self.clients.get(&client).copied().unwrap_or((member, 0));
        if owner != member {
            return Err(Problem::ClientTaken);
        }
        let mut expected = last + 1;
        let mut earlier: BTreeMap<CommandId, Digest> = BTreeMap::new();
        for command in commands {
            if command.n > expected || command.n == 0 {
                return Err(Problem::ClientGap { expected });
            }
            let known = self.commands.get(&command.id).map(|known| known.content);
            let known = known.or_else(|| earlier.insert(command.id, command.content));
            let same_content = known.is_none_or(|content| content == command.content);
            let same_count =
                command.n >= expected || self.counts.get(&(client, command.n)) == Some(&command.id);
            if !same_content || !same_count {
                return Err(Problem::ConflictingDuplicate { n: command.n });
            }
            expected = expected.max(command.n + 1);
        }
        Ok(())
    }

    fn settle(
        &mut self,
        member: MemberId,
        client: ClientId,
        command: &IncomingCommand,
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Option<Rejected> {
        let rejected = match self.commands.get(&command.id) {
            // Known from before the phone took a new client id: it is settled, and stays so.
            Some(known) => known.rejected.clone(),
            None => self.first_decision(member, command, now, new_id),
        };
        let record = CommandRecord {
            client,
            n: command.n,
            id: command.id,
            member,
            content: command.content,
            rejected: rejected.clone(),
        };
        self.replay_command(record.clone());
        self.batch.commands.push(record);
        rejected
    }

    fn first_decision(
        &mut self,
        member: MemberId,
        command: &IncomingCommand,
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Option<Rejected> {
        let (code, detail) = match &command.command {
            Err(code) => (*code, Detail::default()),
            Ok(wanted) => match self.decide(Actor::Member(member), command.id, wanted, now, new_id)
            {
                Ok(()) => return None,
                Err(rejection) => rejection_parts(&rejection),
            },
        };
        Some(Rejected {
            n: command.n,
            id: command.id,
            code: code.to_owned(),
            detail,
        })
    }

    fn decide(
        &mut self,
        actor: Actor,
        id: CommandId,
        command: &Command,
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<(), Rejection> {
        let press = KeepingPress::default();
        let calendar = Arc::clone(&self.calendar);
        let draw = Draw(RefCell::new(&mut *new_id));
        let slips = self.slips.clone();
        let reach = Reach::into(&slips);
        let context = Context {
            now,
            command: id,
            press: &press,
            ballot_box: &reach,
            calendar: &*calendar,
            entropy: &draw,
            wrong_codes: self.wrong_codes.tried(actor, command),
        };
        let drafts = decide(&self.state, actor, command, &context)?;
        for draft in drafts {
            let audiences = draft.audiences.clone();
            let recorded: Recorded = draft.recorded(actor, &context);
            self.state.apply(&recorded);
            self.head += 1;
            let json = event_json(self.head, EventId(draw.id()), &audiences, &recorded);
            self.batch.events.push(Appended {
                seq: self.head,
                audiences,
                json,
                photos: recorded.event.photos(),
            });
        }
        self.batch.published.extend(press.published.into_inner());
        for change in reach.changes() {
            self.slips.change(&change);
            self.batch.slips.push(change);
        }
        Ok(())
    }
}
