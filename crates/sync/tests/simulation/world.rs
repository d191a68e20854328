//! One life: members who want things, phones, the network between, the authority and its backups.

use crate::board;
use crate::device::{Crash, Device};
use crate::intent::intent;
use crate::kit::{DAY, Rng, Town, staff_record, vote};
use crate::matters;
use crate::news::News;
use crate::stats::Stats;
use crate::street;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use yishi_domain::council::*;
use yishi_domain::roster::{RemoveMember, Role};
use yishi_domain::*;
use yishi_sync::disk::{OutboxEntry, Writes};
use yishi_sync::wire::{command_json, parse_answer, parse_command, parse_event};
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
        let length = 140 + self.rng.below(220);
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

    fn submit(&mut self, device: usize) {
        if self.devices[device].replica.is_none() {
            return self.open(device);
        }
        let (id, new, now) = (CommandId(self.town.id()), self.town.id(), self.town.now);
        let mut next = self.replica(device).clone();
        let member = self.devices[device].member;
        let wish = (0..4).find_map(|_| intent(next.view(), member, &mut self.rng, now, new));
        let Some(command) = wish else { return };
        // The phone's clock is its own.
        let clock = now.plus_seconds(i64::try_from(self.rng.below(4)).unwrap() * DAY - 2 * DAY);
        let Ok(writes) = next.submit(id, &command, clock) else {
            return;
        };
        let crash = self.crash();
        self.say(format!(
            "phone {device} submits {} {id} {command:?} {crash:?}",
            command.name()
        ));
        if self.devices[device].step(next, &writes, crash) {
            self.submitted.push(Submitted {
                device,
                id,
                command: Some(command),
            });
            self.stats.submitted += 1;
        }
    }

    /// A newer app left a command in the outbox that nobody here understands.
    fn future_command(&mut self, device: usize) {
        self.devices[device].close();
        let id = CommandId(self.town.id());
        let like = command_json(id, self.town.now, &vote(MotionId(id.0), Choice::Abstain));
        let text = like.replace("cast_ballot", "dance_together");
        let n = self.devices[device].disk.load().next_n;
        if self.devices[device].disk.load().replica.is_none() {
            return; // a phone that never synced has no client id to count under yet
        }
        self.say(format!("phone {device} holds an unknown command {id}"));
        let writes = Writes {
            enqueue: vec![OutboxEntry { n, text }],
            ..Writes::default()
        };
        self.devices[device].disk.write(&writes).unwrap();
        self.submitted.push(Submitted {
            device,
            id,
            command: None,
        });
        self.stats.submitted += 1;
        self.stats.unknown_commands += 1;
    }

    pub fn ask(&mut self, device: usize) {
        if self.devices[device].replica.is_none() {
            return self.open(device);
        }
        self.asked += 1;
        let number = self.asked;
        let mut text = self.replica(device).request();
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
            Err(Problem::UnknownEpoch { .. }) => {
                let fresh = ClientId(self.town.id());
                self.say(format!("phone {device} meets another log"));
                let writes = next.change_epoch(fresh);
                self.devices[device].step(next, &writes, crash);
                self.stats.epoch_changes += 1;
                return;
            }
            Err(other) => panic!("a phone that keeps the rules is answered by {other}"),
        };
        let answer = parse_answer(&text).unwrap();
        let log = next
            .needs_log(&answer)
            .then(|| self.devices[device].disk.pages().to_vec());
        let received = next.receive(&answer, log.as_deref());
        self.stats.answers_with_more += u64::from(answer.more);
        self.stats.audiences_lost += answer.revoked.len() as u64;
        self.stats.audiences_won += u64::from(log.is_some() && answer.revoked.is_empty());
        self.keep(device, answer.epoch, next, &received, held, crash);
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
        if self.devices[device].step(next, &received.writes, crash) {
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
        let causes: Vec<String> = settled.iter().map(ToString::to_string).collect();
        for event in self.town.endpoint.log() {
            let caused = causes
                .iter()
                .any(|id| event.json.contains(&format!("\"cause\":\"{id}\"")));
            let visible = event
                .audiences
                .iter()
                .any(|audience| held.contains(&audience.to_string()));
            if caused && visible {
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

    fn drop_or_double(&mut self) {
        if self.network.is_empty() {
            return;
        }
        let index = self.rng.below(self.network.len());
        let doubled = match &self.network[index] {
            Packet::Question {
                device,
                number,
                text,
            } if self.rng.percent(50) => Some(Packet::Question {
                device: *device,
                number: *number,
                text: text.clone(),
            }),
            Packet::News(news) if self.rng.percent(50) => Some(Packet::News(news.clone())),
            _ => None,
        };
        if let Some(copy) = doubled {
            match &copy {
                Packet::News(_) => self.stats.news_doubled += 1,
                _ => self.stats.requests_doubled += 1,
            }
            self.say("the network doubles a packet".into());
            self.network.push(copy);
            return;
        }
        match self.network.swap_remove(index) {
            Packet::Question { number, .. } => {
                self.say(format!("the network drops question #{number}"));
                self.stats.requests_dropped += 1;
            }
            Packet::Answer { number, .. } => {
                self.say(format!("the network drops answer #{number}"));
                self.stats.answers_dropped += 1;
            }
            Packet::News(_) => {
                self.say("the network drops news".into());
                self.stats.news_dropped += 1;
            }
        }
    }

    fn kill(&mut self, device: usize) {
        self.say(format!("phone {device} is killed"));
        self.devices[device].close();
    }

    /// What an app does beside: checkpoints, merged pages, an update that knows no checkpoint of before.
    fn maintain(&mut self, device: usize) {
        let phone = &mut self.devices[device];
        match (self.rng.below(4), &mut phone.replica) {
            (0 | 1, Some(replica)) => {
                let checkpoint = Some(replica.checkpoint());
                phone
                    .disk
                    .write(&Writes {
                        checkpoint,
                        ..Writes::default()
                    })
                    .unwrap();
                self.say(format!("phone {device} stores a checkpoint"));
            }
            (2, _) => {
                phone.disk.merge_pages();
                self.say(format!("phone {device} merges its pages"));
            }
            (_, None) => {
                phone.disk.forget_checkpoint();
                self.say(format!("phone {device} is updated"));
            }
            _ => {}
        }
    }

    fn change_roster(&mut self) {
        let roles: &[Role] = match self.rng.below(5) {
            0 => &[Role::Resident, Role::Committee],
            1 => &[Role::Resident],
            _ => &[Role::Resident, Role::Representative],
        };
        let newcomer = self.devices[5].member;
        if self.rng.percent(10) {
            self.say("周文 is off the roster".into());
            self.stats.removals += 1;
            let reason = "搬走了".into();
            let member = newcomer;
            let remove = Command::RemoveMember(RemoveMember { member, reason });
            return self.town.operate(remove);
        }
        let town = &mut self.town;
        let (member, name, home) = match self.rng.below(4) {
            0 if self.rng.percent(50) => {
                let home = town.homes[self.rng.below(3)];
                (town.housemate, "赵强", Some(home))
            }
            1 if self.rng.percent(50) => (town.resident, "孙艳", Some(town.homes[1])),
            _ => (newcomer, "周文", Some(town.homes[2])),
        };
        let said = format!("{name} is {roles:?} of home {home:?}");
        town.operate(Command::RecordMember(staff_record(
            member, name, home, roles,
        )));
        self.say(said);
    }

    fn pass_time(&mut self) {
        let seconds = i64::try_from(self.rng.below(60)).unwrap() * DAY / 40;
        self.town.now = self.town.now.plus_seconds(seconds);
        let done = self.town.tick();
        self.say(format!("{seconds} seconds pass, something was due: {done}"));
    }

    fn restart_authority(&mut self) {
        let endpoint = &self.town.endpoint;
        let (head, settled) = (endpoint.authority().head(), endpoint.settled().len());
        let restarted = endpoint.restored(head, settled, endpoint.authority().epoch());
        assert!(
            restarted.authority().state() == endpoint.authority().state(),
            "a restart knows what was known"
        );
        self.town.endpoint = restarted;
        self.stats.authority_restarts += 1;
        self.say("the authority restarts from its log".into());
    }

    fn back_up(&mut self) {
        let endpoint = &self.town.endpoint;
        let backup = Backup {
            head: endpoint.authority().head(),
            commands: endpoint.settled().len(),
        };
        self.say(format!(
            "a backup up to event {} and command {}",
            backup.head, backup.commands
        ));
        self.backups.push(backup);
    }

    fn restore(&mut self) {
        if self.backups.is_empty() {
            return;
        }
        let index = self.rng.below(self.backups.len());
        // Later backups are of a log that is gone.
        self.backups.truncate(index + 1);
        let Backup { head, commands } = self.backups[index];
        let waiting: BTreeSet<CommandId> = self
            .devices
            .iter()
            .flat_map(|device| device.disk.outbox().values())
            .map(|text| parse_command(text).unwrap().id)
            .collect();
        let endpoint = &self.town.endpoint;
        let after_the_backup = endpoint.settled()[commands..]
            .iter()
            .filter(|record| record.rejected.is_none());
        let lost: Vec<CommandId> = after_the_backup
            .map(|record| record.id)
            .filter(|id| !waiting.contains(id))
            .collect();
        self.stats.lost_by_restore += lost.len() as u64;
        self.may_be_lost.extend(lost);
        let epoch = EpochId(self.town.ids.id());
        self.town.endpoint = self.town.endpoint.restored(head, commands, epoch);
        self.stats.restores += 1;
        self.say(format!(
            "restored to event {head} and command {commands} as {epoch}"
        ));
    }
}

/// What the members can act on from the first day.
fn open_a_vote(town: &mut Town) {
    let (meeting, topic, motion) = (
        MeetingId(town.id()),
        TopicId(town.id()),
        MotionId(town.id()),
    );
    let at = town.now.plus_seconds(30 * DAY);
    let electorate = Electorate {
        kind: ElectorateKind::Households,
        place: Place::Everywhere,
    };
    town.operate(Command::PlanMeeting(PlanMeeting {
        meeting,
        starts_at: at,
        place: "厅".into(),
        reason: None,
    }));
    town.operate(Command::ScheduleTopic(ScheduleTopic {
        topic,
        title: "电梯".into(),
        source: TopicSource::Member,
        meeting,
    }));
    town.operate(Command::NoticeMotion(NoticeMotion {
        motion,
        topic,
        question: "加装电梯?".into(),
        options: Options::Approval,
        electorate,
        rule: "civil_code_278_ordinary".into(),
        sealed: false,
        opens_at: None,
        closes_at: at,
    }));
    town.operate(Command::OpenMotion(OpenMotion { motion }));
    let sealed = MotionId(town.id());
    town.operate(Command::NoticeMotion(NoticeMotion {
        motion: sealed,
        topic,
        question: "换灯?".into(),
        options: Options::Approval,
        electorate: Electorate {
            kind: ElectorateKind::Adults,
            place: Place::Everywhere,
        },
        rule: "simple_majority".into(),
        sealed: true,
        opens_at: None,
        closes_at: at,
    }));
    town.operate(Command::OpenMotion(OpenMotion { motion: sealed }));
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
