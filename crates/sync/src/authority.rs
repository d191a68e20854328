//! The one who has the last word: decides commands on the whole truth and numbers the events.
//!
//! It does no I/O. Whoever drives it gives it pushes, takes the [`Batch`] that they led to, appends that
//! in one transaction and only then answers. If the append fails the driver goes back to the clone that
//! it took before; cloning is cheap.

mod wrong_code;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;
use yishi_domain::council::PublishedBallot;
use yishi_domain::volunteer::{Calendar, NoCalendar};
use yishi_domain::{
    Actor, Audience, BlobRef, ClientId, Command, CommandId, Context, Digest, Entropy, EpochId,
    EventId, Map, MemberId, Press, Recorded, Rejection, Scope, State, Timestamp, audiences_of,
    decide, due,
};

use crate::wire::{
    Detail, IncomingCommand, Problem, Rejected, SyncRequest, ballots_json, digest, event_json,
    parse_event, rejection_parts,
};

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

/// How far each audience of a member has been read, and what the member lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullPlan {
    /// The log's last `seq` as far as this answer knows.
    pub head: u64,
    /// The member's audiences with the `seq` after which each is read.
    pub cursors: BTreeMap<String, u64>,
    /// Audiences named in the request that the member has no longer.
    pub revoked: Vec<String>,
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
            accepted_through: self.last_n(client),
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
            // this answer does not carry.
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
        let context = Context {
            now,
            command: id,
            press: &press,
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
        Ok(())
    }
}

impl PullPlan {
    /// What a member is to be sent who has seen that much, in a state folded up to `head`.
    #[must_use]
    pub fn of(state: &State, head: u64, member: MemberId, seen: &BTreeMap<String, u64>) -> Self {
        let held = audiences_of(state, member)
            .into_iter()
            .map(|audience| audience.to_string());
        let mut cursors = BTreeMap::new();
        // Collecting would sort first, by code of its own.
        cursors.extend(
            held.map(|audience| (audience.clone(), seen.get(&audience).copied().unwrap_or(0))),
        );
        let revoked = seen
            .keys()
            .filter(|audience| !cursors.contains_key(*audience))
            .cloned()
            .collect();
        Self {
            head,
            cursors,
            revoked,
        }
    }

    /// Cuts what was read (in order of `seq`, up to one event more than `limit`) to this answer and moves
    /// the cursors. Returns whether there is more.
    pub fn finish(&mut self, events: &mut Vec<(u64, String)>, limit: usize) -> bool {
        // Events that were appended after the state was looked at belong to the next answer.
        events.retain(|(seq, _)| *seq <= self.head);
        let more = events.len() > limit;
        events.truncate(limit);
        let through = if more {
            events.last().map_or(0, |(seq, _)| *seq)
        } else {
            self.head
        };
        for cursor in self.cursors.values_mut() {
            *cursor = (*cursor).max(through);
        }
        more
    }
}

/// Publishes, and keeps what it published.
#[derive(Default)]
struct KeepingPress {
    published: RefCell<Vec<Published>>,
}

impl Press for KeepingPress {
    fn ballots(&self, ballots: &[PublishedBallot]) -> BlobRef {
        let bytes = ballots_json(ballots);
        let blob = BlobRef {
            sha256: digest(&bytes),
            size: bytes.len() as u64,
        };
        self.published.borrow_mut().push(Published {
            sha256: blob.sha256,
            audience: Audience::Public,
            bytes,
        });
        blob
    }
}

/// Draws ids, and secrets from them.
struct Draw<'a>(RefCell<&'a mut dyn FnMut() -> Uuid>);

impl Draw<'_> {
    fn id(&self) -> Uuid {
        (self.0.borrow_mut())()
    }
}

impl Entropy for Draw<'_> {
    /// An id of version 7 has at least 32 bits that are drawn for it alone, so eight have 256.
    fn draw(&self) -> Digest {
        let ids: Vec<u8> = (0..8).flat_map(|_| self.id().into_bytes()).collect();
        digest(&ids)
    }
}
