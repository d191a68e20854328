//! Who may ask for what: the whole table, every kind of actor against every command.

mod samples;

use self::samples::samples;
use crate::kit::{DAY, Town};
use std::collections::{BTreeMap, BTreeSet};
use yishi_domain::council::*;
use yishi_domain::roster::*;
use yishi_domain::*;

const MEMBERS: &[&str] = &["member", "link", "representative", "merchant", "committee"];
const MEMBERS_AND_OPERATOR: &[&str] = &[
    "member",
    "link",
    "representative",
    "merchant",
    "committee",
    "operator",
];

/// Who may give the command, as the design says it in words.
fn allowed(command: &str) -> &'static [&'static str] {
    match command {
        "found_community" => &["operator"],
        "join_device" => &["guest"],
        "remove_device" | "raise_opinion" | "second_opinion" | "cast_ballot"
        | "set_calendar_link" | "sign_up" | "cancel_signup" | "check_in" | "check_out"
        | "claim_hours" | "join_group" | "leave_group" | "propose_topic" | "attend_meeting" => {
            MEMBERS
        }
        // Of a matter that does not exist nobody is known not to lead it.
        "change_shift" | "cancel_shift" | "mark_no_show" | "confirm_hours" | "refuse_hours"
        | "report_shift" | "settle_topic" | "make_statement" | "correct_statement"
        | "make_commitment" | "report_progress" => MEMBERS_AND_OPERATOR,
        "answer_opinion" | "decline_opinion" | "merge_opinion" | "confirm_commitment"
        | "return_commitment" | "take_round" => &["representative", "committee", "operator"],
        "raise_need" | "match_need" => &["link", "committee", "operator"],
        "conclude_need" => &["link", "committee", "operator", "clock"],
        "plan_meeting" | "open_motion" | "close_motion" | "plan_shifts" | "tell_turnout"
        | "plan_patrol" | "publish_patrol" => &["committee", "operator", "clock"],
        "record_household" | "record_member" | "issue_invitation" | "set_meeting_plan"
        | "advance_meeting" | "schedule_topic" | "notice_motion" | "cancel_motion"
        | "remove_member" | "plan_activity" | "change_activity" | "end_activity"
        | "record_group" | "move_topic" | "discuss_topic" | "reschedule_meeting"
        | "cancel_meeting" | "strike_attendance" | "write_minutes" | "publish_minutes"
        | "release_commitment" | "break_commitment" | "define_rule" | "cast_for_voter"
        | "enter_paper" | "enter_voters" | "count_gathered" | "record_shop"
        | "publish_template" | "retire_template" | "set_patrol_plan" | "move_patrol"
        | "settle_finding" => &["committee", "operator"],
        "offer_round" | "withdraw_offer" | "save_answers" | "submit_inspection"
        | "amend_inspection" | "skip_shop" | "recheck_finding" => &["representative"],
        "answer_finding" | "contest_finding" => &["merchant"],
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
        let kind = match role {
            Role::Committee => "committee",
            Role::LinkMember => "link",
            Role::Representative => "representative",
            Role::Merchant => "merchant",
            _ => "member",
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
