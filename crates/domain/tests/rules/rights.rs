//! Who may ask for what: the whole table, every kind of actor against every command.

use crate::kit::board::details;
use crate::kit::patrol as street;
use crate::kit::{DAY, Town, notice};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::patrol::*;
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
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
            photos: vec![],
            shop: None,
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
            source: TopicSource::Member,
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
            seal: None,
        }),
        Command::CloseMotion(CloseMotion { motion }),
        Command::CancelMotion(CancelMotion {
            motion,
            reason: "误".into(),
        }),
    ]
    .into_iter()
    .chain(samples_of_the_board())
    .chain(samples_of_the_council())
    .chain(samples_of_the_book())
    .chain(samples_of_the_patrol())
    .collect()
}

fn samples_of_the_council() -> Vec<Command> {
    let id = Uuid::from_u128(7);
    let (topic, opinion, meeting) = (TopicId(id), OpinionId(id), MeetingId(id));
    let (member, statement, commitment) = (MemberId(id), StatementId(id), CommitmentId(id));
    let starts_at = crate::kit::MONDAY.plus_seconds(DAY);
    let (text, reason) = (|| "灯".to_owned(), || "误".to_owned());
    let part = MinutesPart::Opening;
    vec![
        Command::MergeOpinion(MergeOpinion {
            opinion,
            into: opinion,
        }),
        Command::RescheduleMeeting(RescheduleMeeting {
            meeting,
            starts_at,
            place: text(),
        }),
        Command::CancelMeeting(CancelMeeting {
            meeting,
            reason: reason(),
        }),
        Command::AttendMeeting(AttendMeeting {
            meeting,
            member,
            proof: Proof::Code("123456".into()),
        }),
        Command::StrikeAttendance(StrikeAttendance { meeting, member }),
        Command::WriteMinutes(WriteMinutes {
            meeting,
            part,
            base: 0,
            text: text(),
        }),
        Command::PublishMinutes(PublishMinutes {
            meeting,
            revision: 0,
            parts: vec![],
        }),
        Command::MakeStatement(MakeStatement {
            statement,
            topic,
            speaker: StatementBy::Guest(text()),
            text: text(),
        }),
        Command::CorrectStatement(CorrectStatement {
            statement,
            topic,
            text: text(),
        }),
        Command::MakeCommitment(MakeCommitment {
            commitment,
            source: CommitmentSource::Topic(topic),
            owner: member,
            text: text(),
            due: "2026-12-05".parse().unwrap(),
        }),
        Command::ReportProgress(ReportProgress {
            commitment,
            text: text(),
            photos: vec![],
            done: true,
        }),
        Command::ConfirmCommitment(ConfirmCommitment {
            commitment,
            text: text(),
        }),
        Command::ReturnCommitment(ReturnCommitment {
            commitment,
            reason: reason(),
        }),
        Command::ReleaseCommitment(ReleaseCommitment {
            commitment,
            reason: reason(),
        }),
        Command::BreakCommitment(BreakCommitment {
            commitment,
            reason: reason(),
        }),
        Command::ProposeTopic(ProposeTopic {
            topic,
            title: "灯".into(),
            text: String::new(),
            source: TopicSource::Member,
        }),
        Command::MoveTopic(MoveTopic {
            topic,
            before: None,
        }),
        Command::DiscussTopic(DiscussTopic { topic }),
        Command::SettleTopic(SettleTopic {
            topic,
            to: TopicEnd::Withdrawn,
            text: "误".into(),
        }),
    ]
}

fn samples_of_the_book() -> Vec<Command> {
    let id = Uuid::from_u128(7);
    let (motion, voter) = (MotionId(id), VoterId::Member(MemberId(id)));
    let seal = SealId(id);
    vec![
        Command::DefineRule(DefineRule {
            name: "公约".into(),
            since: "2026-01-01".parse().unwrap(),
            source: "楼栋公约".into(),
            notice_days: 0,
            participation: None,
            approval: Rule::presets()[0].approval,
        }),
        Command::CastForVoter(CastForVoter {
            motion,
            voter,
            choice: vec![Choice::Approve],
            reason: "不便".into(),
            seal: None,
        }),
        Command::EnterPaper(EnterPaper {
            motion,
            sheets: vec![],
            photos: vec![],
        }),
        Command::EnterVoters(EnterVoters {
            motion,
            by: Gathering::Envelopes,
            voters: vec![voter],
        }),
        Command::CountGathered(CountGathered {
            motion,
            count: Gathered::Sheets(vec![]),
            photos: vec![],
            seal,
        }),
        Command::TellTurnout(TellTurnout { motion }),
    ]
}

fn samples_of_the_board() -> Vec<Command> {
    let id = Uuid::from_u128(7);
    let (activity, shift, claim) = (ActivityId(id), ShiftId(id), ClaimId(id));
    let (need, group, member) = (NeedId(id), GroupId(id), MemberId(id));
    let (details, day) = (details(5), "2026-12-05".parse().unwrap());
    let reason = || "误".to_owned();
    let proof = || Proof::Code("123456".into());
    vec![
        Command::RemoveMember(RemoveMember {
            member,
            reason: reason(),
        }),
        Command::SetCalendarLink(SetCalendarLink { link: None }),
        Command::PlanActivity(PlanActivity {
            activity,
            details: details.clone(),
            first: day,
            rule: None,
        }),
        Command::ChangeActivity(ChangeActivity {
            activity,
            from: None,
            details: details.clone(),
            first: day,
            rule: None,
        }),
        Command::EndActivity(EndActivity {
            activity,
            from: None,
            reason: reason(),
        }),
        Command::PlanShifts(PlanShifts { activity }),
        Command::ChangeShift(ChangeShift {
            shift,
            day,
            details,
        }),
        Command::CancelShift(CancelShift {
            shift,
            reason: reason(),
        }),
        Command::SignUp(SignUp {
            shift,
            role: 1,
            member,
        }),
        Command::CancelSignup(CancelSignup { shift, member }),
        Command::CheckIn(CheckIn {
            shift,
            member,
            proof: proof(),
        }),
        Command::CheckOut(CheckOut {
            shift,
            member,
            proof: proof(),
        }),
        Command::MarkNoShow(MarkNoShow { shift, member }),
        Command::ClaimHours(ClaimHours {
            claim,
            activity: None,
            day,
            minutes: 30,
            text: "送水".into(),
        }),
        Command::ConfirmHours(ConfirmHours { claim }),
        Command::RefuseHours(RefuseHours {
            claim,
            reason: reason(),
        }),
        Command::ReportShift(ReportShift {
            shift,
            text: "谢谢".into(),
            photos: vec![],
        }),
        Command::RaiseNeed(RaiseNeed {
            need,
            kind: NeedKind::Cleaning,
            elder: "陈奶奶".into(),
            address: "3-2-301".into(),
            note: String::new(),
        }),
        Command::MatchNeed(MatchNeed {
            need,
            shift,
            member,
        }),
        Command::ConcludeNeed(ConcludeNeed { need }),
        Command::RecordGroup(GroupRecorded {
            group,
            name: "合唱队".into(),
            kind: GroupKind::Choir,
            lead: None,
            schedule: String::new(),
            activity: None,
            closed: false,
        }),
        Command::JoinGroup(JoinGroup { group, member }),
        Command::LeaveGroup(LeaveGroup { group, member }),
    ]
}

fn samples_of_the_patrol() -> Vec<Command> {
    let id = Uuid::from_u128(7);
    let (shop, template, finding) = (ShopId(id), TemplateId(id), FindingId(id));
    let (patrol, member) = (street::FRIDAY, MemberId(id));
    let (answers, remarks) = (street::all_well(), vec![]);
    let (text, photos) = (|| "好了".to_owned(), vec![Digest([0; 32])]);
    vec![
        Command::RecordShop(street::record(shop, "蔬菜店", 5)),
        Command::PublishTemplate(PublishTemplate {
            template,
            checklist: street::checklist(),
        }),
        Command::RetireTemplate(RetireTemplate { template }),
        Command::SetPatrolPlan(SetPatrolPlan {
            plan: street::plan(&[], false),
        }),
        Command::PlanPatrol(PlanPatrol { patrol }),
        Command::MovePatrol(MovePatrol {
            patrol,
            day: None,
            reason: text(),
        }),
        Command::OfferRound(OfferRound {
            patrol,
            instead: vec![],
        }),
        Command::WithdrawOffer(WithdrawOffer { patrol }),
        Command::TakeRound(TakeRound {
            patrol,
            from: member,
            to: member,
            instead: None,
        }),
        Command::SaveAnswers(SaveAnswers {
            patrol,
            shop,
            template,
            version: 1,
            answers: answers.clone(),
            remarks: remarks.clone(),
        }),
        Command::SubmitInspection(SubmitInspection {
            patrol,
            shop,
            template,
            version: 1,
            answers: answers.clone(),
            remarks: remarks.clone(),
        }),
        Command::AmendInspection(AmendInspection {
            patrol,
            shop,
            text: text(),
            photos: photos.clone(),
            answers,
            remarks,
        }),
        Command::SkipShop(SkipShop {
            patrol,
            shop,
            reason: MissReason::Shut,
            note: String::new(),
        }),
        Command::AnswerFinding(AnswerFinding {
            finding,
            text: text(),
            photos: photos.clone(),
        }),
        Command::RecheckFinding(RecheckFinding {
            finding,
            passed: true,
            note: String::new(),
            photos,
        }),
        Command::ContestFinding(ContestFinding {
            finding,
            reason: text(),
        }),
        Command::SettleFinding(SettleFinding {
            finding,
            upheld: true,
            reason: text(),
        }),
        Command::PublishPatrol(PublishPatrol { patrol }),
    ]
}

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
