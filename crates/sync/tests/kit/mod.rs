//! A community behind an endpoint, and a phone's disk, for tests of both sides of the protocol.
#![allow(dead_code, unreachable_pub)] // each test file uses a part of it
#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)] // a test stops at the first surprise

mod disk;
mod rng;

pub use disk::Disk;
pub use rng::Rng;

use std::collections::BTreeMap;
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::roster::*;
use yishi_domain::*;
use yishi_sync::disk::Writes;
use yishi_sync::wire::{SyncAnswer, parse_answer};
use yishi_sync::{LocalEndpoint, Problem, Received, Replica};

/// 2026-11-23, 09:00 in the community.
pub const MONDAY: Timestamp = Timestamp(1_795_395_600_000);
pub const DAY: i64 = 24 * 3_600;

/// Ids as a phone would draw them: sorted by the time they are made, yet the same in each run.
#[derive(Clone)]
pub struct Ids {
    made: u64,
    random: Rng,
}

impl Ids {
    pub fn new(seed: u64) -> Self {
        Self {
            made: 0,
            random: Rng::new(seed),
        }
    }

    pub fn id(&mut self) -> Uuid {
        self.made += 1;
        let ms = MONDAY.0.cast_unsigned() + self.made;
        Uuid::from_u64_pair(
            ms << 16 | 0x7000 | (self.made & 0xfff),
            self.random.next() >> 2 | 1 << 63,
        )
    }
}

pub fn staff_record(
    member: MemberId,
    name: &str,
    household: Option<HouseholdId>,
    roles: &[Role],
) -> MemberRecorded {
    MemberRecorded {
        member,
        name: name.into(),
        household,
        roles: roles.iter().copied().collect(),
        owner: true,
        born: 1980,
        shop: None,
    }
}

/// An endpoint with two homes and the people of the story.
#[derive(Clone)]
pub struct Town {
    pub endpoint: LocalEndpoint,
    pub ids: Ids,
    pub now: Timestamp,
    pub homes: Vec<HouseholdId>,
    /// Lives in the first home.
    pub author: MemberId,
    /// Lives in the first home too.
    pub housemate: MemberId,
    /// Lives in the second home.
    pub resident: MemberId,
    pub staff: MemberId,
}

impl Town {
    pub fn new(seed: u64) -> Self {
        let mut ids = Ids::new(seed);
        let homes = vec![
            HouseholdId(ids.id()),
            HouseholdId(ids.id()),
            HouseholdId(ids.id()),
        ];
        let [author, housemate, resident, staff] = [(); 4].map(|()| MemberId(ids.id()));
        let endpoint = LocalEndpoint::new(EpochId(ids.id()));
        let mut town = Self {
            endpoint,
            ids,
            now: MONDAY,
            homes,
            author,
            housemate,
            resident,
            staff,
        };
        town.operate(Command::FoundCommunity(FoundCommunity {
            name: "幸福街社区".into(),
            utc_offset_minutes: 480,
        }));
        for (index, household) in town.homes.clone().into_iter().enumerate() {
            let room = format!("{}01", index + 1);
            let record = HouseholdRecorded {
                household,
                building: 1,
                unit: 1,
                room,
                area: Some(9_518),
            };
            town.operate(Command::RecordHousehold(record));
        }
        for (member, name, home, role) in [
            (author, "李梅", Some(0), Role::Resident),
            (housemate, "赵强", Some(0), Role::Resident),
            (resident, "孙艳", Some(1), Role::Resident),
            (staff, "王主任", None, Role::Committee),
        ] {
            let household = home.map(|index: usize| town.homes[index]);
            town.operate(Command::RecordMember(staff_record(
                member,
                name,
                household,
                &[role],
            )));
        }
        town
    }

    pub fn id(&mut self) -> Uuid {
        self.ids.id()
    }

    pub fn operate(&mut self, command: Command) {
        let Self {
            endpoint, ids, now, ..
        } = self;
        endpoint.operate(&command, *now, &mut || ids.id()).unwrap();
    }

    pub fn tick(&mut self) -> bool {
        let Self {
            endpoint, ids, now, ..
        } = self;
        endpoint.tick(*now, &mut || ids.id())
    }

    /// The raw answer to a raw request.
    pub fn ask(&mut self, member: MemberId, request: &str) -> Result<String, Problem> {
        let Self {
            endpoint, ids, now, ..
        } = self;
        endpoint.sync(member, request, *now, &mut || ids.id())
    }

    /// Everything that a phone of that member is sent, as raw JSON.
    pub fn pull(&mut self, member: MemberId) -> String {
        let client = self.id();
        let request = format!(r#"{{"protocol":1,"client":"{client}"}}"#);
        self.ask(member, &request).unwrap()
    }

    pub fn phone(&mut self, member: MemberId) -> Phone {
        let fresh = ClientId(self.id());
        let mut phone = Phone::new(member, fresh);
        phone.sync(self);
        phone
    }

    /// What a new phone of that member knows once it has pulled everything.
    pub fn fresh(&mut self, member: MemberId) -> State {
        self.phone(member).replica.confirmed().clone()
    }
}

/// A phone as the app drives it: each step is stored before it counts.
#[derive(Clone)]
pub struct Phone {
    pub disk: Disk,
    pub replica: Replica,
}

impl Phone {
    pub fn new(member: MemberId, fresh: ClientId) -> Self {
        let disk = Disk::default();
        Self {
            replica: Replica::open(member, disk.load(), fresh),
            disk,
        }
    }

    pub fn store(&mut self, writes: &Writes) {
        self.disk.write(writes).unwrap();
    }

    pub fn submit(&mut self, town: &mut Town, command: Command) -> Result<CommandId, Rejection> {
        let id = CommandId(town.id());
        let writes = self.replica.submit(id, &command, town.now)?;
        self.store(&writes);
        Ok(id)
    }

    pub fn receive(&mut self, answer: &str) -> Received {
        let answer: SyncAnswer = parse_answer(answer).unwrap();
        let log = self
            .replica
            .needs_log(&answer)
            .then(|| self.disk.pages().to_vec());
        let received = self.replica.receive(&answer, log.as_deref());
        self.store(&received.writes);
        received
    }

    /// Syncs until there is nothing more to fetch or to send.
    pub fn sync(&mut self, town: &mut Town) -> Vec<Received> {
        let mut answers = Vec::new();
        loop {
            let answer = town
                .ask(self.replica.member(), &self.replica.request())
                .unwrap();
            let received = self.receive(&answer);
            let done = !received.more && !self.replica.has_unsent();
            answers.push(received);
            if done {
                return answers;
            }
        }
    }

    /// Closes the app and opens it again.
    pub fn reopen(&mut self, town: &mut Town) {
        self.replica = Replica::open(self.replica.member(), self.disk.load(), ClientId(town.id()));
    }
}

/// Where each audience stands in an answer.
pub fn cursors(answer: &str) -> BTreeMap<String, u64> {
    parse_answer(answer).unwrap().cursors
}

pub fn raise(opinion: OpinionId, text: &str, anonymous: bool) -> Command {
    Command::RaiseOpinion(RaiseOpinion {
        opinion,
        text: text.into(),
        category: Category::Facilities,
        anonymous,
        photos: vec![],
        shop: None,
    })
}

pub fn vote(motion: MotionId, choice: Choice) -> Command {
    Command::CastBallot(CastBallot {
        motion,
        choice: vec![choice],
        seal: None,
    })
}
