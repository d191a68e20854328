//! Who may ask for what: the whole table, every kind of actor against every command.

use crate::kit::{DAY, Town, notice};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::roster::*;
use yishi_domain::*;

/// One command of each name, about things that need not exist: rights are asked before anything else.
fn samples() -> Vec<Command> {
    let id = Uuid::from_u128(7);
    let (opinion, topic, meeting, motion) =
        (OpinionId(id), TopicId(id), MeetingId(id), MotionId(id));
    let (member, household, device) = (MemberId(id), HouseholdId(id), DeviceId(id));
    let at = crate::kit::MONDAY.plus_seconds(DAY);
    let plan = MonthlyPlan {
        nth: 2,
        weekday: Weekday::Thursday,
        minute: 540,
        place: "议事厅".into(),
    };
    let code = Digest([0; 32]);
    vec![
        Command::FoundCommunity(FoundCommunity {
            name: "社区".into(),
            utc_offset_minutes: 480,
        }),
        Command::RecordHousehold(HouseholdRecorded {
            household,
            building: 1,
            unit: 1,
            room: "1".into(),
            area: None,
        }),
        Command::RecordMember(MemberRecorded {
            member,
            name: "某".into(),
            household: None,
            roles: BTreeSet::new(),
            owner: false,
            born: 1980,
            shop: None,
        }),
        Command::IssueInvitation(IssueInvitation {
            invitation: InvitationId(id),
            member,
            code,
            expires_at: at,
        }),
        Command::JoinDevice(JoinDevice {
            code,
            device,
            name: "手机".into(),
            token: code,
        }),
        Command::RemoveDevice(RemoveDevice { device }),
        Command::RaiseOpinion(RaiseOpinion {
            opinion,
            text: "灯".into(),
            category: Category::Other,
            anonymous: true,
        }),
        Command::SecondOpinion(SecondOpinion { opinion }),
        Command::AnswerOpinion(AnswerOpinion {
            opinion,
            text: "好".into(),
        }),
        Command::DeclineOpinion(DeclineOpinion {
            opinion,
            reason: "否".into(),
        }),
        Command::SetMeetingPlan(SetMeetingPlan { plan }),
        Command::PlanMeeting(PlanMeeting {
            meeting,
            starts_at: at,
            place: "厅".into(),
            reason: None,
        }),
        Command::AdvanceMeeting(AdvanceMeeting {
            meeting,
            to: MeetingState::Called,
        }),
        Command::ScheduleTopic(ScheduleTopic {
            topic,
            title: "灯".into(),
            opinion: None,
            meeting,
        }),
        notice(
            motion,
            topic,
            Electorate {
                kind: ElectorateKind::Adults,
                place: Place::Everywhere,
            },
            "two_thirds",
            None,
            at,
        ),
        Command::OpenMotion(OpenMotion { motion }),
        Command::CastBallot(CastBallot {
            motion,
            choice: vec![Choice::Approve],
        }),
        Command::CloseMotion(CloseMotion { motion }),
        Command::CancelMotion(CancelMotion {
            motion,
            reason: "误".into(),
        }),
    ]
}

/// Who may give the command, as the design says it in words.
fn allowed(command: &str) -> &'static [&'static str] {
    match command {
        "found_community" => &["operator"],
        "join_device" => &["guest"],
        "remove_device" | "raise_opinion" | "second_opinion" | "cast_ballot" => {
            &["member", "committee"]
        }
        "plan_meeting" | "open_motion" | "close_motion" => &["committee", "operator", "clock"],
        "record_household" | "record_member" | "issue_invitation" | "answer_opinion"
        | "decline_opinion" | "set_meeting_plan" | "advance_meeting" | "schedule_topic"
        | "notice_motion" | "cancel_motion" => &["committee", "operator"],
        other => panic!("{other} has no line in this test"),
    }
}

#[test]
fn every_command_stands_in_the_table_and_in_this_test() {
    let samples = samples();
    let sampled: BTreeSet<&str> = samples.iter().map(Command::name).collect();
    assert_eq!(sampled, Command::NAMES.iter().copied().collect());
    assert_eq!(sampled.len(), samples.len());
    for name in Command::NAMES {
        assert!(right(name).is_some(), "{name}");
    }
    assert_eq!(right("seize_power"), None);
}

#[test]
fn not_allowed_is_answered_exactly_where_the_table_says() {
    let mut town = Town::new();
    let mut actors: BTreeMap<String, (Actor, &str)> = BTreeMap::new();
    for role in Role::ALL {
        let member = town.person("某人", None, &[role], 1980);
        let kind = if role == Role::Committee {
            "committee"
        } else {
            "member"
        };
        actors.insert(format!("{role:?}"), (Actor::Member(member), kind));
    }
    actors.insert("operator".into(), (Actor::Operator, "operator"));
    actors.insert("clock".into(), (Actor::Clock, "clock"));
    actors.insert("guest".into(), (Actor::Guest, "guest"));
    for command in samples() {
        for (label, (actor, kind)) in &actors {
            let state = town.state.clone();
            let refused = town.give(*actor, &command) == Err(Rejection::NotAllowed);
            assert_eq!(
                refused,
                !allowed(command.name()).contains(kind),
                "{label}: {}",
                command.name()
            );
            town.state = state;
        }
    }
}

#[test]
fn nobody_off_the_roster_may_do_anything() {
    let mut town = Town::new();
    let stranger = MemberId(town.id());
    for command in samples() {
        assert_eq!(town.member(stranger, command), Err(Rejection::NotAMember));
    }
}

#[test]
fn whoever_leaves_the_committee_loses_its_rights_at_once() {
    let mut town = Town::new();
    let staff = town.staff;
    let record = MemberRecorded {
        member: staff,
        name: "王主任".into(),
        household: None,
        roles: [Role::Resident].into(),
        owner: false,
        born: 1975,
        shop: None,
    };
    town.staff(Command::RecordMember(record)).unwrap();
    let meeting = MeetingId(town.id());
    let starts_at = town.now.plus_seconds(DAY);
    let plan = PlanMeeting {
        meeting,
        starts_at,
        place: "厅".into(),
        reason: None,
    };
    assert_eq!(
        town.staff(Command::PlanMeeting(plan)),
        Err(Rejection::NotAllowed)
    );
}
