//! One life: members who want things, phones, the network between, the authority and its backups.

mod fate;
mod first_day;
mod wish;

use self::first_day::open_a_vote;
use crate::board;
use crate::device::{Crash, Device, Step};
use crate::kit::{Rng, Town, staff_record};
use crate::matters;
use crate::news::News;
use crate::stats::Stats;
use crate::street;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use yishi_domain::roster::Role;
use yishi_domain::*;
use yishi_sync::wire::{parse_answer, parse_event, parse_head};
use yishi_sync::{Problem, Received, Replica};

pub type Trace = Arc<Mutex<Vec<String>>>;

/// A command that stood in a phone's outbox.
pub struct Submitted {
    pub device: usize,
    pub id: CommandId,
    pub command: Option<Command>,
}

enum Packet {
    Question {
        device: usize,
        number: u64,
        text: String,
    },
    Answer {
        device: usize,
        number: u64,
        answer: Result<String, Problem>,
        held: BTreeSet<String>,
    },
    News(News),
}

/// What a backup holds: the log up to an event, the commands up to one.
struct Backup {
    head: u64,
    commands: usize,
}

pub struct World {
    pub town: Town,
    pub devices: Vec<Device>,
    pub submitted: Vec<Submitted>,
    /// Commands whose rejection reached its phone's disk.
    pub noticed: BTreeSet<CommandId>,
    /// All that the restores may have lost: accepted after the backup, and its events told to its phone by the
    /// log that is gone, so that the outbox no longer holds it. What was accepted without the phone hearing of
    /// it is not among them.
    pub may_be_lost: BTreeSet<CommandId>,
    pub stats: Stats,
    pub rng: Rng,
    network: Vec<Packet>,
    backups: Vec<Backup>,
    asked: u64,
    trace: Trace,
}

impl World {
    pub fn new(seed: u64, trace: Trace) -> Self {
        let mut town = Town::new(seed);
        let newcomer = MemberId(town.id());
        let home = town.homes[2];
        town.operate(Command::RecordMember(staff_record(
            newcomer,
            "周文",
            Some(home),
            &[Role::Resident],
        )));
        open_a_vote(&mut town);
        board::open(&mut town);
        matters::open(&mut town);
        street::open(&mut town);
        // Two of one home, two phones of one member, one of the committee, one who joins and leaves it.
        let members = [
            town.author,
            town.housemate,
            town.resident,
            town.resident,
            town.staff,
            newcomer,
        ];
        let mut world = Self {
            devices: members.into_iter().map(Device::new).collect(),
            submitted: Vec::new(),
            noticed: BTreeSet::new(),
            may_be_lost: BTreeSet::new(),
            stats: Stats::default(),
            rng: Rng::new(seed ^ 0x5eed),
            network: Vec::new(),
            backups: Vec::new(),
            asked: 0,
            trace,
            town,
        };
        for device in 0..world.devices.len() {
            world.open(device);
        }
        world
    }

    pub fn live(&mut self) {
        let length = 180 + self.rng.below(220);
        for _ in 0..length {
            self.town.now = self
                .town
                .now
                .plus_seconds(1 + i64::try_from(self.rng.below(600)).unwrap());
            let device = self.rng.below(self.devices.len());
            match self.rng.below(100) {
                0..24 => self.submit(device),
                24..32 => self.tell(device),
                // A phone that waits asks again only when it has lost patience.
                32..44 if self.devices[device].waits_for.is_some() && self.rng.percent(85) => {
                    self.deliver();
                }
                32..44 => self.ask(device),
                44..81 => self.deliver(),
                81..85 => self.drop_or_double(),
                85..87 => self.kill(device),
                87..90 => self.maintain(device),
                90..93 => self.change_roster(),
                93..96 => self.pass_time(),
                96 => self.restart_authority(),
                97 => self.back_up(),
                98 if self.rng.percent(60) => self.restore(),
                _ => self.future_command(device),
            }
        }
    }

    /// The network heals, everybody opens the app and waits until nothing moves any more.
    pub fn settle_down(&mut self) {
        self.say("settle down".into());
        self.network.clear();
        for device in 0..self.devices.len() {
            if self.devices[device].replica.is_none() {
                self.open(device);
            }
        }
        for _ in 0..50 {
            let before: Vec<_> = self
                .devices
                .iter()
                .map(|device| device.disk.clone())
                .collect();
            for device in 0..self.devices.len() {
                self.ask_and_take(device);
            }
            if self
                .devices
                .iter()
                .map(|device| &device.disk)
                .eq(before.iter())
            {
                return;
            }
        }
        panic!("the phones do not come to rest");
    }

    fn ask_and_take(&mut self, device: usize) {
        for _ in 0..500 {
            self.devices[device].waits_for = None;
            self.ask(device);
            let Some(Packet::Question {
                device,
                number,
                text,
            }) = self.network.pop()
            else {
                panic!("no question")
            };
            let (answer, held) = self.answer(device, &text);
            let more = answer
                .as_ref()
                .is_ok_and(|text| parse_answer(text).unwrap().more)
                || answer.is_err();
            self.take(device, number, answer, &held, Crash::Not);
            if !more && !self.replica(device).has_unsent() {
                return;
            }
        }
        panic!("a phone never has everything");
    }

    pub fn replica(&self, device: usize) -> &Replica {
        self.devices[device].replica.as_ref().unwrap()
    }

    pub fn say(&self, what: String) {
        self.trace.lock().unwrap().push(what);
    }

    fn open(&mut self, device: usize) {
        let fresh = ClientId(self.town.id());
        self.say(format!("phone {device} opens"));
        let disk = &self.devices[device].disk;
        self.stats.starts_from_a_checkpoint += u64::from(disk.has_checkpoint());
        self.stats.starts_with_a_waiting_command += u64::from(!disk.outbox().is_empty());
        self.devices[device].open(fresh);
    }

    pub fn crash(&mut self) -> Crash {
        match self.rng.below(100) {
            0..5 => {
                self.stats.crashes_before_a_write += 1;
                Crash::BeforeTheWrite
            }
            5..10 => {
                self.stats.crashes_after_a_write += 1;
                Crash::AfterTheWrite
            }
            _ => Crash::Not,
        }
    }

    pub fn ask(&mut self, device: usize) {
        if self.devices[device].replica.is_none() {
            return self.open(device);
        }
        let text = self.replica(device).request();
        self.send(device, text);
    }

    fn send(&mut self, device: usize, mut text: String) {
        self.asked += 1;
        let number = self.asked;
        if self.rng.percent(60) {
            text = text.replacen(
                "\"limit\":1000",
                &format!("\"limit\":{}", 1 + self.rng.below(12)),
                1,
            );
        }
        self.say(format!("phone {device} asks #{number}"));
        self.devices[device].waits_for = Some(number);
        self.network.push(Packet::Question {
            device,
            number,
            text,
        });
    }

    fn deliver(&mut self) {
        if self.network.is_empty() {
            return;
        }
        let packet = self.network.swap_remove(self.rng.below(self.network.len()));
        match packet {
            Packet::Question {
                device,
                number,
                text,
            } => {
                let (answer, held) = self.answer(device, &text);
                self.say(format!(
                    "the authority answers #{number} of phone {device}: {}",
                    outline(&answer)
                ));
                self.network.push(Packet::Answer {
                    device,
                    number,
                    answer,
                    held,
                });
            }
            Packet::Answer {
                device,
                number,
                answer,
                held,
            } => {
                if self.devices[device].waits_for != Some(number)
                    || self.devices[device].replica.is_none()
                {
                    self.say(format!("phone {device} ignores the late answer #{number}"));
                    self.stats.late_answers_ignored += 1;
                    return;
                }
                let crash = self.crash();
                self.say(format!(
                    "phone {device} takes the answer #{number} {crash:?}"
                ));
                self.take(device, number, answer, &held, crash);
            }
            Packet::News(news) => self.hear(news),
        }
    }

    fn answer(&mut self, device: usize, text: &str) -> (Result<String, Problem>, BTreeSet<String>) {
        let member = self.devices[device].member;
        let head = self.head();
        let settled = self.town.endpoint.settled().len();
        let answer = self.town.ask(member, text);
        if answer.is_err() {
            assert_eq!(self.head(), head, "a problem applies nothing");
            assert_eq!(
                self.town.endpoint.settled().len(),
                settled,
                "a problem settles nothing"
            );
        }
        (answer, self.held(member))
    }

    pub fn head(&self) -> u64 {
        self.town.endpoint.authority().head()
    }

    pub fn held(&self, member: MemberId) -> BTreeSet<String> {
        let state = self.town.endpoint.authority().state();
        audiences_of(state, member)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    fn take(
        &mut self,
        device: usize,
        number: u64,
        answer: Result<String, Problem>,
        held: &BTreeSet<String>,
        crash: Crash,
    ) {
        assert_eq!(self.devices[device].waits_for, Some(number));
        self.devices[device].waits_for = None;
        let mut next = self.replica(device).clone();
        let text = match answer {
            Ok(text) => text,
            Err(
                problem @ (Problem::UnknownEpoch { .. } | Problem::ConflictingDuplicate { .. }),
            ) => {
                let fresh = ClientId(self.town.id());
                self.say(format!("phone {device} begins anew: {problem}"));
                let writes = next.change_epoch(fresh);
                self.devices[device].step(next, &writes, crash);
                match problem {
                    Problem::UnknownEpoch { .. } => self.stats.epoch_changes += 1,
                    _ => self.stats.counts_used_twice += 1,
                }
                return;
            }
            Err(other) => panic!("a phone that keeps the rules is answered by {other}"),
        };
        let ahead = parse_head(&text).and_then(|head| next.request_after(&head));
        let answer = parse_answer(&text).unwrap();
        let log = next
            .needs_log(&answer)
            .then(|| self.devices[device].disk.pages().to_vec());
        let received = next.receive(&answer, log.as_deref());
        self.stats.answers_with_more += u64::from(answer.more);
        self.stats.audiences_lost += answer.revoked.len() as u64;
        self.stats.audiences_won += u64::from(log.is_some() && answer.revoked.is_empty());
        self.keep(device, answer.epoch, next, &received, held, crash);
        // What was asked for ahead is awaited by who could store what came before.
        if let Some(ahead) = ahead.filter(|_| self.devices[device].replica.is_some()) {
            self.send(device, ahead);
            self.stats.asked_ahead += 1;
        }
    }

    /// Stores what an answer or news led to, and looks whether it may be so.
    pub fn keep(
        &mut self,
        device: usize,
        epoch: EpochId,
        next: Replica,
        received: &Received,
        held: &BTreeSet<String>,
        crash: Crash,
    ) {
        let pages = received.writes.append.iter();
        for line in pages.flat_map(|page| page.lines.lines()) {
            let event = parse_event(line).unwrap();
            assert!(
                event.audiences.iter().any(|a| held.contains(a)),
                "phone {device} was sent {line}, holding {held:?}"
            );
        }
        let of_a_lost_log = epoch != self.town.endpoint.authority().epoch();
        let waited = self.replica(device).pending().iter();
        let settled = waited
            .filter(|p| received.writes.settle.contains(&p.entry.n))
            .map(|p| p.id);
        let settled: BTreeSet<CommandId> = settled.collect();
        if self.devices[device].step(next, &received.writes, crash) == Step::Stored {
            if !of_a_lost_log {
                self.check_that_events_are_here(device, &settled, held);
            }
            if of_a_lost_log {
                // The answer was on its way when the log was lost.
                self.may_be_lost.extend(settled);
            }
            let ids = received.rejected.iter().map(|notice| notice.id);
            self.stats.rejected += received.rejected.len() as u64;
            self.noticed.extend(ids);
        }
    }

    /// A phone lets go of a command only with all of its events on the disk.
    fn check_that_events_are_here(
        &self,
        device: usize,
        settled: &BTreeSet<CommandId>,
        held: &BTreeSet<String>,
    ) {
        let causes: Vec<String> = settled
            .iter()
            .map(|id| format!("\"cause\":\"{id}\""))
            .collect();
        for event in self.town.endpoint.log() {
            let caused = causes.iter().any(|cause| event.json.contains(cause));
            let visible = || {
                let mut audiences = event.audiences.iter();
                audiences.any(|audience| held.contains(&audience.to_string()))
            };
            if caused && visible() {
                let is_here = self.devices[device]
                    .disk
                    .events()
                    .any(|line| line == event.json);
                assert!(
                    is_here,
                    "phone {device} let go of a command before {} came",
                    event.json
                );
            }
        }
    }

    pub fn send_news(&mut self, news: News) {
        self.network.push(Packet::News(news));
    }
}

fn outline(answer: &Result<String, Problem>) -> String {
    match answer {
        Err(problem) => problem.to_string(),
        Ok(text) => {
            let answer = parse_answer(text).unwrap();
            let (events, through) = (answer.events.len(), answer.accepted_through);
            let (rejected, revoked) = (&answer.rejected, &answer.revoked);
            format!(
                "{events} events, through {through}, {rejected:?}, {revoked:?}, more {}",
                answer.more
            )
        }
    }
}
