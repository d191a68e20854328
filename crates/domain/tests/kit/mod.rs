//! A community for tests: built in a few words, asked as its authority is asked.
#![allow(dead_code, unreachable_pub)] // each test file uses a part of it
#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)] // a test stops at the first surprise

pub mod board;
pub mod matters;
pub mod patrol;
pub mod patrol_steps;
pub mod steps;
pub mod votes;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
use yishi_domain::*;

/// 2026-11-23, 09:00 in the community.
pub const MONDAY: Timestamp = Timestamp(1_795_395_600_000);
pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;

/// Keeps what is published.
#[derive(Default)]
pub struct Archive(pub RefCell<Vec<(BlobRef, Publication)>>, Cell<u8>);

impl Press for Archive {
    fn ballots(&self, publication: &Publication) -> BlobRef {
        let mut published = self.0.borrow_mut();
        let number = u8::try_from(published.len() % 256).unwrap();
        let blob = BlobRef {
            sha256: Digest([number; 32]),
            size: publication.ballots.len() as u64,
        };
        published.push((blob, publication.clone()));
        blob
    }
}

impl Entropy for Archive {
    fn draw(&self) -> Digest {
        let drawn = self.1.get();
        self.1.set(drawn.wrapping_add(1));
        Digest([drawn; 32])
    }
}

/// The authority's ballot box.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slips(pub RefCell<BTreeMap<(MotionId, Uuid), Slip>>);

impl BallotBox for Slips {
    fn put(&self, motion: MotionId, owner: Uuid, slip: Slip) {
        self.0.borrow_mut().insert((motion, owner), slip);
    }

    fn slips(&self, motion: MotionId) -> Vec<Slip> {
        let slips = self.0.borrow();
        let of_motion = slips.iter().filter(|((of, _), _)| *of == motion);
        of_motion.map(|(_, slip)| slip.clone()).collect()
    }

    fn empty(&self, motion: MotionId) {
        self.0.borrow_mut().retain(|(of, _), _| *of != motion);
    }
}

/// A calendar whose rules are `EVERY 7`, in days from the first one on, and `NEVER`; it names so many days at most.
#[derive(Clone, Copy)]
pub struct EveryNDays(pub usize);

impl Calendar for EveryNDays {
    fn days(&self, rule: &str, span: &Span) -> Result<Vec<Date>, RuleProblem> {
        if rule == "NEVER" {
            return Err(RuleProblem::Never);
        }
        let step = rule.strip_prefix("EVERY ").and_then(|n| n.parse().ok());
        let years = 2_000..=2_200;
        let step: i64 = step
            .filter(|_| years.contains(&span.first.year))
            .ok_or_else(|| RuleProblem::Wrong { why: rule.into() })?;
        let named = (0..).map(|n| span.first.plus_days(n * step.max(1)));
        Ok(named
            .skip_while(|day| *day < span.from)
            .take_while(|day| *day <= span.through)
            .take(span.most.min(self.0))
            .collect())
    }
}

/// An event with whom it is for.
pub type Logged = (Vec<Audience>, Recorded);

pub struct Town {
    pub state: State,
    pub log: Vec<Logged>,
    pub now: Timestamp,
    pub archive: Archive,
    pub slips: Slips,
    pub staff: MemberId,
    pub calendar: EveryNDays,
    /// What the authority has counted for whoever gives the next command.
    pub wrong_codes: u32,
    ids: u64,
}

impl Town {
    /// A founded community with one member of the committee, who lives elsewhere.
    pub fn new() -> Self {
        let mut town = Self {
            state: State::new(Scope::Whole),
            log: Vec::new(),
            now: MONDAY,
            archive: Archive::default(),
            slips: Slips::default(),
            staff: MemberId(Uuid::nil()),
            calendar: EveryNDays(usize::MAX),
            wrong_codes: 0,
            ids: 0,
        };
        let found = FoundCommunity {
            name: "幸福街社区".into(),
            utc_offset_minutes: 480,
        };
        town.must(Actor::Operator, Command::FoundCommunity(found));
        town.staff = town.person("王主任", None, &[Role::Committee], 1975);
        town
    }

    pub fn id(&mut self) -> Uuid {
        self.ids += 1;
        // Random bits as a phone would draw them, yet the same in each run.
        let bits = self.ids.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Uuid::from_u64_pair(self.ids << 16 | 0x7000, bits)
    }

    pub fn later(&mut self, seconds: i64) -> &mut Self {
        self.now = self.now.plus_seconds(seconds);
        self
    }

    /// Gives a command as the authority would take it.
    pub fn give(&mut self, actor: Actor, command: &Command) -> Result<Vec<Event>, Rejection> {
        let context = Context {
            now: self.now,
            command: CommandId(self.id()),
            press: &self.archive,
            ballot_box: &self.slips,
            calendar: &self.calendar,
            entropy: &self.archive,
            wrong_codes: self.wrong_codes,
        };
        let before = self.slips.clone();
        let decided = decide(&self.state, actor, command, &context);
        if decided.is_err() {
            assert_eq!(self.slips, before, "a refusal leaves the box as it is");
        }
        let mut events = Vec::new();
        for draft in decided? {
            let audiences = draft.audiences.clone();
            let recorded = draft.recorded(actor, &context);
            self.state.apply(&recorded);
            events.push(recorded.event.clone());
            self.log.push((audiences, recorded));
        }
        Ok(events)
    }

    pub fn must(&mut self, actor: Actor, command: Command) -> Vec<Event> {
        self.give(actor, &command)
            .unwrap_or_else(|rejection| panic!("{command:?}: {rejection}"))
    }

    pub fn member(&mut self, member: MemberId, command: Command) -> Result<Vec<Event>, Rejection> {
        self.give(Actor::Member(member), &command)
    }

    /// A command of the committee.
    pub fn staff(&mut self, command: Command) -> Result<Vec<Event>, Rejection> {
        self.member(self.staff, command)
    }

    pub fn home(&mut self, building: u16, unit: u16, room: &str, area: Option<u64>) -> HouseholdId {
        let household = HouseholdId(self.id());
        let record = HouseholdRecorded {
            household,
            building,
            unit,
            room: room.into(),
            area,
        };
        self.must(Actor::Operator, Command::RecordHousehold(record));
        household
    }

    pub fn person(
        &mut self,
        name: &str,
        household: Option<HouseholdId>,
        roles: &[Role],
        born: u16,
    ) -> MemberId {
        let member = MemberId(self.id());
        let roles: BTreeSet<Role> = roles.iter().copied().collect();
        let record = MemberRecorded {
            member,
            name: name.into(),
            household,
            roles,
            owner: true,
            born,
            shop: None,
        };
        self.must(Actor::Operator, Command::RecordMember(record));
        member
    }

    /// A home of 100 m² in building 1, unit 1, with one adult.
    pub fn resident(&mut self, room: &str, name: &str) -> MemberId {
        let home = self.home(1, 1, room, Some(10_000));
        self.person(name, Some(home), &[Role::Resident], 1980)
    }

    pub fn opinion(&mut self, author: MemberId, anonymous: bool) -> OpinionId {
        let opinion = OpinionId(self.id());
        let raise = RaiseOpinion {
            opinion,
            text: "楼道的灯坏了".into(),
            category: Category::Facilities,
            anonymous,
            photos: vec![],
            shop: None,
        };
        self.must(Actor::Member(author), Command::RaiseOpinion(raise));
        opinion
    }

    pub fn second(
        &mut self,
        member: MemberId,
        opinion: OpinionId,
    ) -> Result<Vec<Event>, Rejection> {
        self.member(member, Command::SecondOpinion(SecondOpinion { opinion }))
    }

    /// A special meeting a week ahead.
    pub fn meeting(&mut self) -> MeetingId {
        let meeting = MeetingId(self.id());
        let plan = PlanMeeting {
            meeting,
            starts_at: self.now.plus_seconds(7 * DAY),
            place: "议事厅".into(),
            reason: Some("电梯".into()),
        };
        self.must(Actor::Member(self.staff), Command::PlanMeeting(plan));
        meeting
    }

    pub fn topic(&mut self) -> TopicId {
        let meeting = self.meeting();
        let topic = TopicId(self.id());
        let schedule = ScheduleTopic {
            topic,
            title: "加装电梯".into(),
            source: TopicSource::Member,
            meeting,
        };
        self.must(Actor::Member(self.staff), Command::ScheduleTopic(schedule));
        topic
    }

    /// Notice of a motion that staff open, and that closes in a week.
    pub fn notice(&mut self, kind: ElectorateKind, place: Place, rule: &str) -> MotionId {
        let topic = self.topic();
        let motion = MotionId(self.id());
        let closes_at = self.now.plus_seconds(7 * DAY);
        let notice = notice(
            motion,
            topic,
            Electorate { kind, place },
            rule,
            None,
            closes_at,
        );
        self.must(Actor::Member(self.staff), notice);
        motion
    }

    pub fn open(&mut self, motion: MotionId) -> Result<Vec<Event>, Rejection> {
        self.staff(Command::OpenMotion(OpenMotion { motion }))
    }

    /// An open vote of all homes by simple majority.
    pub fn vote_of_homes(&mut self) -> MotionId {
        let motion = self.notice(
            ElectorateKind::Households,
            Place::Everywhere,
            "simple_majority",
        );
        self.open(motion).unwrap();
        motion
    }

    pub fn cast(
        &mut self,
        member: MemberId,
        motion: MotionId,
        choice: Choice,
    ) -> Result<Vec<Event>, Rejection> {
        self.member(
            member,
            Command::CastBallot(CastBallot {
                motion,
                choice: vec![choice],
                seal: None,
            }),
        )
    }

    pub fn close(&mut self, motion: MotionId) -> Result<MotionClosed, Rejection> {
        let events = self.staff(Command::CloseMotion(CloseMotion { motion }))?;
        match &events[..] {
            [Event::MotionClosed(closed)] => Ok(closed.clone()),
            other => panic!("{other:?}"),
        }
    }

    pub fn cancel(&mut self, motion: MotionId) -> Result<Vec<Event>, Rejection> {
        self.staff(Command::CancelMotion(CancelMotion {
            motion,
            reason: "材料有误".into(),
        }))
    }

    /// Does what has fallen due, as the authority's clock does.
    pub fn tick(&mut self) -> Vec<Command> {
        let (state, now) = (self.state.clone(), self.now);
        let commands = due(&state, now, || self.id());
        for command in &commands {
            let _ = self.give(Actor::Clock, command);
        }
        commands
    }

    /// The part of the log that a member is sent.
    pub fn sent_to(&self, member: MemberId) -> Vec<&Recorded> {
        let held = audiences_of(&self.state, member);
        let seen = self
            .log
            .iter()
            .filter(|(audiences, _)| audiences.iter().any(|a| held.contains(a)));
        seen.map(|(_, recorded)| recorded).collect()
    }

    /// What a member's phone knows once it has pulled everything.
    pub fn phone(&self, member: MemberId) -> State {
        let mut state = State::new(Scope::Partial);
        for recorded in self.sent_to(member) {
            state.apply(recorded);
            state.heard(recorded.at);
        }
        state
    }

    pub fn motion(&self, motion: MotionId) -> &Motion {
        &self.state.council.motions[&motion]
    }
}

pub fn notice(
    motion: MotionId,
    topic: TopicId,
    electorate: Electorate,
    rule: &str,
    opens_at: Option<Timestamp>,
    closes_at: Timestamp,
) -> Command {
    Command::NoticeMotion(NoticeMotion {
        motion,
        topic,
        question: "是否同意加装电梯?".into(),
        options: Options::Approval,
        electorate,
        rule: rule.into(),
        sealed: false,
        opens_at,
        closes_at,
    })
}

/// Decides as a phone does for its prediction.
pub fn predict(
    state: &State,
    member: MemberId,
    command: &Command,
    now: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let archive = Archive::default();
    let context = Context {
        now,
        command: CommandId(Uuid::nil()),
        press: &archive,
        ballot_box: &NoBox,
        calendar: &NoCalendar,
        entropy: &archive,
        wrong_codes: 0,
    };
    let drafts = decide(state, Actor::Member(member), command, &context)?;
    Ok(drafts.into_iter().map(|draft| draft.event).collect())
}
