//! One command of each name.

use crate::kit::board::details;
use crate::kit::patrol as street;
use crate::kit::{DAY, notice};
use std::collections::BTreeSet;
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::patrol::*;
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
use yishi_domain::*;

/// One command of each name, about things that need not exist: rights are asked before anything else.
pub(super) fn samples() -> Vec<Command> {
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
