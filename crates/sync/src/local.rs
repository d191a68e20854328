//! An authority with its log in memory: the demonstration's endpoint, and the simulation's.

use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;
use yishi_domain::volunteer::Calendar;
use yishi_domain::{Actor, Command, Digest, EpochId, MemberId, Rejection, Timestamp};

use crate::authority::{Appended, Authority, Batch, CommandRecord, KeptSlip, PullPlan, SlipChange};
use crate::wire::{
    AnswerParts, LiveParts, Problem, SyncRequest, answer_json, digest, live_json, parse_event,
    parse_record, parse_slip, record_json, slip_json,
};

/// What a line of the kept text is.
const COMMAND: &str = "c";
const BLOB: &str = "b";
const SLIP: &str = "s";

/// A whole endpoint for one page or one test.
#[derive(Clone)]
pub struct LocalEndpoint {
    authority: Authority,
    events: Vec<Appended>,
    commands: Vec<CommandRecord>,
    blobs: BTreeMap<Digest, Vec<u8>>,
    /// All that has happened to the ballot box, with the head after it: a backup holds the box of its time.
    slips: Vec<(u64, SlipChange)>,
}

impl LocalEndpoint {
    /// An endpoint with an empty log.
    #[must_use]
    pub fn new(epoch: EpochId) -> Self {
        Self {
            authority: Authority::new(epoch, 0, None),
            events: Vec::new(),
            commands: Vec::new(),
            blobs: BTreeMap::new(),
            slips: Vec::new(),
        }
    }

    /// The same endpoint with a calendar, so that series are unrolled; without one they wait.
    #[must_use]
    pub fn with_calendar(self, calendar: Arc<dyn Calendar + Send + Sync>) -> Self {
        Self {
            authority: self.authority.with_calendar(calendar),
            ..self
        }
    }

    /// The authority.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// The whole log in order.
    #[must_use]
    pub fn log(&self) -> &[Appended] {
        &self.events
    }

    /// A published blob.
    #[must_use]
    pub fn blob(&self, sha256: Digest) -> Option<&[u8]> {
        self.blobs.get(&sha256).map(Vec::as_slice)
    }

    /// The endpoint of a log that was kept as text: an event a line, and [`LocalEndpoint::kept_text`].
    /// Nothing if the texts do not fit together.
    #[must_use]
    pub fn from_text<'a>(
        epoch: EpochId,
        events: impl Iterator<Item = &'a str>,
        kept: &str,
    ) -> Option<Self> {
        let mut endpoint = Self::new(epoch);
        for (place, json) in (1..).zip(events) {
            let event = parse_event(json).ok().filter(|event| event.seq == place)?;
            endpoint.authority.replay_event(event.seq, json);
            let audiences = event
                .audiences
                .iter()
                .filter_map(|audience| audience.parse().ok())
                .collect();
            endpoint.events.push(Appended {
                seq: event.seq,
                audiences,
                json: json.to_owned(),
                photos: event
                    .recorded
                    .map(|recorded| recorded.event.photos())
                    .unwrap_or_default(),
            });
        }
        let head = endpoint.authority.head();
        for line in kept.lines() {
            match line.split_at_checked(1)? {
                (COMMAND, json) => {
                    let record = parse_record(json).ok()?;
                    endpoint.authority.replay_command(record.clone());
                    endpoint.commands.push(record);
                }
                (BLOB, text) => {
                    let bytes = text.as_bytes();
                    endpoint.blobs.insert(digest(bytes), bytes.to_vec());
                }
                (SLIP, json) => {
                    let slip = parse_slip(json).ok()?;
                    endpoint.slips.push((head, SlipChange::Put(slip)));
                }
                _ => return None,
            }
        }
        endpoint.fill_the_box(head);
        Some(endpoint)
    }

    /// What is kept beside the events, one a line: what became of every command, what was published, and the ballot
    /// box as it stands.
    #[must_use]
    pub fn kept_text(&self) -> String {
        let commands = self.commands.iter().map(record_json);
        let commands = commands.map(|json| (COMMAND, json));
        // Nothing but texts is published.
        let blobs = self
            .blobs
            .values()
            .map(|bytes| String::from_utf8_lossy(bytes));
        let blobs = blobs.map(|text| (BLOB, text.into_owned()));
        let slips = self.authority.slips().map(|slip| (SLIP, slip_json(&slip)));
        let lines = commands.chain(blobs).chain(slips);
        lines
            .map(|(kind, text)| format!("{kind}{text}\n"))
            .collect()
    }

    /// Gives the authority the box as it stood when the log ended at `head`.
    fn fill_the_box(&mut self, head: u64) {
        let changes = self.slips.iter().filter(|(at, _)| *at <= head);
        let mut kept: Vec<KeptSlip> = Vec::new();
        for (_, change) in changes {
            match change {
                SlipChange::Put(slip) => kept.push(slip.clone()),
                SlipChange::Empty(motion) => kept.retain(|slip| slip.motion != *motion),
            }
        }
        self.authority.replay_slips(kept.into_iter());
    }

    /// Does what a member asks, without a phone.
    ///
    /// # Errors
    /// The rejection.
    pub fn act(
        &mut self,
        actor: Actor,
        command: &Command,
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<(), Rejection> {
        self.authority.submit(actor, command, now, new_id)?;
        self.append();
        Ok(())
    }

    /// Does what the operator asks.
    ///
    /// # Errors
    /// The rejection.
    pub fn operate(
        &mut self,
        command: &Command,
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<(), Rejection> {
        self.act(Actor::Operator, command, now, new_id)
    }

    /// Does what has fallen due. Returns whether anything did.
    pub fn tick(&mut self, now: Timestamp, new_id: &mut dyn FnMut() -> Uuid) -> bool {
        let done = self.authority.tick(now, new_id) > 0;
        self.append();
        done
    }

    /// Answers one sync request of a member.
    ///
    /// # Errors
    /// The [`Problem`] to answer with instead.
    pub fn sync(
        &mut self,
        member: MemberId,
        request: &str,
        now: Timestamp,
        new_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<String, Problem> {
        let request = SyncRequest::parse(request)?;
        self.authority.check_epoch(&request)?;
        let outcome = self
            .authority
            .push(member, request.client, &request.push, now, new_id)?;
        self.append();
        let mut plan = self.authority.plan_pull(member, &request.cursors);
        let mut events = self.beyond(&plan, request.limit + 1);
        let more = plan.finish(&mut events, request.limit);
        Ok(answer_json(&AnswerParts {
            epoch: self.authority.epoch(),
            now,
            accepted_through: outcome.accepted_through,
            rejected: &outcome.rejected,
            revoked: &plan.revoked,
            events: &events,
            cursors: &plan.cursors,
            more,
        }))
    }

    /// What a line would tell a phone of that member which has seen everything up to `after`.
    #[must_use]
    pub fn news(&self, member: MemberId, after: u64, now: Timestamp) -> String {
        let mut plan = self.authority.plan_news(member, after);
        let mut events = self.beyond(&plan, self.events.len());
        plan.finish(&mut events, self.events.len());
        live_json(&LiveParts {
            epoch: self.authority.epoch(),
            now,
            after,
            cursors: &plan.cursors,
            events: &events,
        })
    }

    /// The events beyond the plan's cursors.
    fn beyond(&self, plan: &PullPlan, most: usize) -> Vec<(u64, String)> {
        let wanted = |event: &&Appended| {
            event.audiences.iter().any(|audience| {
                plan.cursors
                    .get(&audience.to_string())
                    .is_some_and(|seen| event.seq > *seen)
            })
        };
        let events = self.events.iter().filter(wanted).take(most);
        events
            .map(|event| (event.seq, event.json.clone()))
            .collect()
    }

    /// The endpoint as a backup taken when the log ended at `head` would bring it back, as another log.
    /// Later events and commands are gone.
    #[must_use]
    pub fn restored(&self, head: u64, commands: usize, epoch: EpochId) -> Self {
        let mut restored = Self::new(epoch).with_calendar(self.authority.calendar());
        for event in self.events.iter().filter(|event| event.seq <= head) {
            restored.authority.replay_event(event.seq, &event.json);
            restored.events.push(event.clone());
        }
        for record in self.commands.iter().take(commands) {
            restored.authority.replay_command(record.clone());
            restored.commands.push(record.clone());
        }
        restored.blobs.clone_from(&self.blobs);
        let slips = self.slips.iter().filter(|(at, _)| *at <= head);
        restored.slips = slips.cloned().collect();
        restored.fill_the_box(head);
        restored
    }

    /// How many commands have been settled.
    #[must_use]
    pub fn settled(&self) -> &[CommandRecord] {
        &self.commands
    }

    fn append(&mut self) {
        let Batch {
            events,
            commands,
            published,
            slips,
            ..
        } = self.authority.take();
        self.events.extend(events);
        self.commands.extend(commands);
        let head = self.authority.head();
        self.slips
            .extend(slips.into_iter().map(|change| (head, change)));
        self.blobs
            .extend(published.into_iter().map(|blob| (blob.sha256, blob.bytes)));
    }
}
