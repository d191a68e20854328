//! Lives of a community at random: what anybody does, in whatever order, at whatever time.

use crate::kit::steps::{self, Names};
use crate::kit::{self, DAY, Town, matters, patrol_steps};
use proptest::prelude::*;
use std::ops::Range;
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::roster::*;
use yishi_domain::*;

/// A command in small numbers, so that random ones often meet and shrink well.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) kind: u8,
    pub(crate) actor: u8,
    pub(crate) pick: [u8; 4],
    pub(crate) seconds: i64,
}

pub(crate) fn step(
    kinds: impl Strategy<Value = u8>,
    calm: u32,
    pace: i64,
) -> impl Strategy<Value = Step> {
    let seconds = prop_oneof![calm => 0..pace, 1 => -DAY..9 * DAY];
    (kinds, any::<u8>(), any::<[u8; 4]>(), seconds).prop_map(|(kind, actor, pick, seconds)| Step {
        kind,
        actor,
        pick,
        seconds,
    })
}

/// A life of the council, of a few days of voting, of the volunteer board, of the patrol, or of all.
pub(crate) fn life(steps: Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    let voting = prop_oneof![10 => 19..23u8, 20 => 25..MATTERS, 1 => 16..25u8];
    prop_oneof![
        2 => prop::collection::vec(step(0..MATTERS, 4, HOUR_AND_MORE), steps.clone()),
        2 => prop::collection::vec(step(voting, 60, 60), steps.clone()),
        2 => prop::collection::vec(step(0..BOARD, 16, HOUR_AND_MORE), steps.clone()),
        3 => prop::collection::vec(step(MATTERS..BOARD, 30, HOUR_AND_MORE), steps.clone()),
        4 => prop::collection::vec(step(BOARD..PATROL, 30, HOUR_AND_MORE), steps.clone()),
        1 => prop::collection::vec(step(PATROL..ALL, 10, HOUR_AND_MORE), steps.clone()),
        2 => prop::collection::vec(step(0..ALL, 10, HOUR_AND_MORE), steps),
    ]
}

pub(crate) const HOUR_AND_MORE: i64 = 2 * kit::HOUR;
/// Kinds of commands of the roster and the votes; those of the council's matters, the board and the patrol follow.
pub(crate) const MATTERS: u8 = 34;
pub(crate) const BOARD: u8 = MATTERS + matters::KINDS;
pub(crate) const PATROL: u8 = BOARD + steps::KINDS;
pub(crate) const ALL: u8 = PATROL + patrol_steps::KINDS;

pub(crate) fn id(space: u8, number: u8) -> Uuid {
    Uuid::from_u64_pair(
        0x0001_7000 | u64::from(space) << 32,
        u64::from(number % 5) << 56 | 1,
    )
}

pub(crate) const NAMES: Names = Names { id, text, time };

pub(crate) fn text(pick: u8) -> String {
    match pick % 8 {
        0 => String::new(),
        1 => "\u{0}\t ".into(),
        2 => "长".repeat(501),
        _ => format!("第{pick}件事"),
    }
}

pub(crate) fn time(now: Timestamp, pick: u8) -> Timestamp {
    match pick % 16 {
        0 => Timestamp(i64::MIN),
        1 => Timestamp(i64::MAX),
        2 => now,
        3 => now.plus_seconds(-DAY),
        more => now.plus_seconds(i64::from(more) * DAY / 4),
    }
}

pub(crate) fn place(pick: u8) -> Place {
    match pick % 4 {
        0 => Place::Buildings(vec![1, u16::from(pick)]),
        1 => Place::Unit {
            building: 1,
            unit: 1,
        },
        _ => Place::Everywhere,
    }
}

pub(crate) fn command(step: &Step, town: &Town) -> Command {
    let now = town.now;
    let [a, b, c, d] = step.pick;
    let (opinion, topic) = (OpinionId(id(1, a)), TopicId(id(2, a)));
    let (meeting, motion) = (MeetingId(id(3, a)), MotionId(id(4, a)));
    let (household, member) = (HouseholdId(id(5, a)), MemberId(id(6, a)));
    let (device, code) = (DeviceId(id(7, a)), Digest([b % 5; 32]));
    match step.kind {
        PATROL.. => patrol_steps::command(&NAMES, step.kind - PATROL, step.pick, &town.state),
        BOARD.. => {
            let kind = step.kind - BOARD;
            steps::board_command(&NAMES, kind, step.actor % 12, step.pick, now)
        }
        MATTERS.. => matters::command(&NAMES, step.kind - MATTERS, step.pick, now),
        0 => Command::FoundCommunity(FoundCommunity {
            name: text(a),
            utc_offset_minutes: i16::from(b) * 99,
        }),
        1 => Command::RecordHousehold(HouseholdRecorded {
            household,
            building: u16::from(b % 3),
            unit: u16::from(c % 3),
            room: text(d),
            area: [None, Some(0), Some(u64::MAX), Some(u64::from(d))][usize::from(d % 4)],
        }),
        2 => Command::RecordMember(MemberRecorded {
            member,
            name: text(d),
            household: (b % 3 > 0).then(|| HouseholdId(id(5, b))),
            roles: Role::ALL
                .into_iter()
                .filter(|role| c & (1 << *role as u8) > 0)
                .collect(),
            owner: b % 2 == 0,
            born: if c == 0 {
                u16::MAX
            } else {
                1_900 + u16::from(c)
            },
            shop: (d % 3 == 0).then(|| text(b)),
        }),
        3 => Command::IssueInvitation(IssueInvitation {
            invitation: InvitationId(id(8, c)),
            member,
            code,
            expires_at: time(now, d),
        }),
        4 => Command::JoinDevice(JoinDevice {
            code,
            device,
            name: text(c),
            token: Digest([d % 5; 32]),
        }),
        5 => Command::RemoveDevice(RemoveDevice { device }),
        6 | 7 => Command::RaiseOpinion(RaiseOpinion {
            opinion,
            text: text(b),
            category: Category::ALL[usize::from(c % 7)],
            anonymous: d % 2 == 0,
            photos: (0..d % 7).map(|n| Digest([n; 32])).collect(),
            shop: (b % 3 == 0).then(|| ShopId(id(16, b))),
        }),
        8 => Command::SecondOpinion(SecondOpinion { opinion }),
        9 => Command::AnswerOpinion(AnswerOpinion {
            opinion,
            text: text(b),
        }),
        10 => Command::DeclineOpinion(DeclineOpinion {
            opinion,
            reason: text(b),
        }),
        11 => Command::SetMeetingPlan(SetMeetingPlan {
            plan: MonthlyPlan {
                nth: b % 7,
                weekday: Weekday::ALL[usize::from(c % 7)],
                minute: u16::from(d) * 6,
                place: text(c),
            },
        }),
        12 => Command::PlanMeeting(PlanMeeting {
            meeting,
            starts_at: time(now, b),
            place: text(c),
            reason: (d % 2 == 0).then(|| text(d)),
        }),
        13 => Command::AdvanceMeeting(AdvanceMeeting {
            meeting,
            to: [
                MeetingState::Planned,
                MeetingState::Called,
                MeetingState::Open,
                MeetingState::Closed,
                MeetingState::Published,
            ][usize::from(b % 5)],
        }),
        14 | 15 => Command::ScheduleTopic(ScheduleTopic {
            topic,
            title: text(c),
            source: matters::source(&NAMES, d),
            meeting: MeetingId(id(3, b)),
        }),
        16 | 17 => Command::NoticeMotion(NoticeMotion {
            motion,
            topic: TopicId(id(2, b)),
            question: text(d),
            electorate: Electorate {
                kind: [
                    ElectorateKind::Households,
                    ElectorateKind::Adults,
                    ElectorateKind::Representatives,
                    ElectorateKind::Merchants,
                ][usize::from(b % 4)],
                place: place(c),
            },
            options: options(a),
            rule: match c % 7 {
                6 => text(3),
                preset => Rule::presets()[usize::from(preset)].name.clone(),
            },
            sealed: a % 3 == 0,
            opens_at: (d % 2 == 0).then(|| time(now, b)),
            closes_at: time(now, d),
        }),
        18 => Command::OpenMotion(OpenMotion { motion }),
        19..=22 => Command::CastBallot(CastBallot {
            motion,
            choice: marks(b, c),
            seal: (d % 9 > 0).then(|| SealId(id(13, d))),
        }),
        23 => Command::CloseMotion(CloseMotion { motion }),
        24 => Command::CancelMotion(CancelMotion {
            motion,
            reason: text(b),
        }),
        _ => book_command(step.kind, motion, step.pick),
    }
}

/// What a ballot may say, or not.
pub(crate) fn marks(b: u8, c: u8) -> Vec<Choice> {
    match c % 8 {
        0 => vec![],
        1 => vec![Choice::Option(b % 5)],
        2 => vec![Choice::Option(b % 3 + 1), Choice::Option(c % 3 + 1)],
        3 => vec![Choice::Option(1), Choice::Option(2)],
        4 => vec![Choice::Abstain],
        _ => vec![Choice::ALL[usize::from(b % 3)]],
    }
}

pub(crate) fn options(pick: u8) -> Options {
    match pick % 4 {
        0 => kit::votes::choose(2, 3),
        1 => kit::votes::choose(pick % 5, usize::from(pick % 7)),
        _ => Options::Approval,
    }
}

pub(crate) fn voter(pick: u8) -> VoterId {
    match pick % 2 {
        0 => VoterId::Member(MemberId(id(6, pick / 2))),
        _ => VoterId::Household(HouseholdId(id(5, pick / 2))),
    }
}

/// What the committee enters into the ballot book, and its rules.
pub(crate) fn book_command(kind: u8, motion: MotionId, [_, b, c, d]: [u8; 4]) -> Command {
    let voters = || (0..c % 6).map(|n| voter(b.wrapping_add(n * 2)));
    let photos = vec![Digest([b % 7; 32]); usize::from(d % 6)];
    match kind {
        25 => Command::DefineRule(DefineRule {
            name: text(3),
            since: Date::of(kit::MONDAY, 480).plus_days(i64::from(b) - 200),
            source: text(c),
            notice_days: u16::from(d % 4),
            participation: (c % 2 == 0).then_some(Participation {
                heads: Some(Share {
                    of: u32::from(b % 3),
                    parts: 3,
                }),
                area: None,
                strict: d % 2 == 0,
            }),
            approval: Approval {
                base: Base::Participants,
                heads: (d % 3 > 0).then_some(Share { of: 1, parts: 2 }),
                area: None,
                strict: true,
            },
        }),
        26 | 27 => Command::CastForVoter(CastForVoter {
            motion,
            voter: voter(b),
            choice: marks(c, d),
            reason: text(c),
            seal: (d % 9 > 0).then(|| SealId(id(13, d))),
        }),
        28 | 29 => Command::EnterPaper(EnterPaper {
            motion,
            sheets: voters()
                .map(|voter| Sheet {
                    voter,
                    choice: marks(b, c),
                })
                .collect(),
            photos,
        }),
        30 | 31 => Command::EnterVoters(EnterVoters {
            motion,
            by: match d % 2 {
                0 => Gathering::Envelopes,
                _ => Gathering::Hands(MeetingId(id(3, 1))),
            },
            voters: voters().collect(),
        }),
        32 => Command::CountGathered(CountGathered {
            motion,
            count: match d % 2 {
                0 => Gathered::Sheets(vec![marks(b, 3 + c % 5); usize::from(c % 4)]),
                _ => Gathered::Hands(vec![Marked {
                    choice: [Choice::Approve, Choice::Abstain, Choice::Option(1)]
                        [usize::from(b % 3)],
                    heads: u64::from(c % 3 + 1),
                }]),
            },
            photos: photos.into_iter().filter(|_| b == 0).collect(),
            seal: SealId(id(13, b)),
        }),
        _ => Command::TellTurnout(TellTurnout { motion }),
    }
}

pub(crate) fn actor(town: &Town, step: &Step) -> Actor {
    match step.actor % 12 {
        // Most of what is entered into the book is entered by those who may.
        _ if (25..MATTERS).contains(&step.kind) && !step.actor.is_multiple_of(4) => {
            Actor::Member(town.staff)
        }
        0 => Actor::Operator,
        1 => Actor::Clock,
        2 => Actor::Guest,
        3..=5 => Actor::Member(town.staff),
        member => Actor::Member(MemberId(id(6, member))),
    }
}

/// A community where something is going on already: homes, a topic, an open vote and a sealed one.
pub(crate) fn lively() -> Town {
    let mut town = Town::new();
    for number in 0..5 {
        let household = HouseholdId(id(5, number));
        let room = format!("{number}01");
        let area = Some(9_000 + u64::from(number));
        let home = HouseholdRecorded {
            household,
            building: 1,
            unit: 1,
            room,
            area,
        };
        town.must(Actor::Operator, Command::RecordHousehold(home));
        let person = MemberRecorded {
            member: MemberId(id(6, number)),
            name: format!("居民{number}"),
            household: Some(HouseholdId(id(5, number / 2))),
            roles: [Role::Resident, Role::Representative].into(),
            owner: true,
            born: 1980,
            shop: None,
        };
        town.must(Actor::Operator, Command::RecordMember(person));
    }
    let meeting = MeetingId(id(3, 0));
    let starts_at = town.now.plus_seconds(30 * DAY);
    let plan = PlanMeeting {
        meeting,
        starts_at,
        place: "厅".into(),
        reason: None,
    };
    town.must(Actor::Operator, Command::PlanMeeting(plan));
    let topic = TopicId(id(2, 0));
    let schedule = ScheduleTopic {
        topic,
        title: "电梯".into(),
        source: TopicSource::Member,
        meeting,
    };
    town.must(Actor::Operator, Command::ScheduleTopic(schedule));
    let electorate = Electorate {
        kind: ElectorateKind::Households,
        place: Place::Everywhere,
    };
    let motion = MotionId(id(4, 0));
    let closes_at = town.now.plus_seconds(5 * DAY);
    let notice = kit::notice(
        motion,
        topic,
        electorate,
        "civil_code_278_ordinary",
        None,
        closes_at,
    );
    town.must(Actor::Operator, notice);
    town.must(Actor::Operator, Command::OpenMotion(OpenMotion { motion }));
    for (number, kind, sealed) in [
        (1, ElectorateKind::Adults, true),
        (2, ElectorateKind::Adults, false),
    ] {
        let motion = MotionId(id(4, number));
        let notice = NoticeMotion {
            motion,
            topic,
            question: "选谁?".into(),
            options: kit::votes::choose(2, 3),
            electorate: Electorate {
                kind,
                place: Place::Everywhere,
            },
            rule: "simple_majority".into(),
            sealed,
            opens_at: None,
            closes_at,
        };
        town.must(Actor::Operator, Command::NoticeMotion(notice));
        town.must(Actor::Operator, Command::OpenMotion(OpenMotion { motion }));
    }
    let code = Digest([0; 32]);
    let invite = IssueInvitation {
        invitation: InvitationId(id(8, 0)),
        member: MemberId(id(6, 0)),
        code,
        expires_at: closes_at,
    };
    town.must(Actor::Operator, Command::IssueInvitation(invite));
    let join = JoinDevice {
        code,
        device: DeviceId(id(7, 0)),
        name: "手机".into(),
        token: code,
    };
    town.must(Actor::Guest, Command::JoinDevice(join));
    // A year of shifts would be the same over and over.
    town.calendar = kit::EveryNDays(8);
    steps::enliven(&mut town, &NAMES);
    matters::enliven(&mut town, &NAMES);
    patrol_steps::enliven(&mut town, &NAMES);
    town
}

pub(crate) fn live_through(steps: &[Step]) -> Town {
    let mut town = lively();
    for step in steps {
        town.later(step.seconds);
        let command = command(step, &town);
        let _ = town.give(actor(&town, step), &command);
        if step.actor % 4 == 0 {
            town.tick();
        }
    }
    town
}
