//! What a person, a desk or the clock may ask for.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::council::{
    AdvanceMeeting, AnswerOpinion, AttendMeeting, BreakCommitment, CancelMeeting, CancelMotion,
    CastBallot, CastForVoter, CloseMotion, ConfirmCommitment, CorrectStatement, CountGathered,
    DeclineOpinion, DefineRule, DiscussTopic, EnterPaper, EnterVoters, MakeCommitment,
    MakeStatement, MergeOpinion, MoveTopic, NoticeMotion, OpenMotion, PlanMeeting, ProposeTopic,
    PublishMinutes, RaiseOpinion, ReleaseCommitment, ReportProgress, RescheduleMeeting,
    ReturnCommitment, ScheduleTopic, SecondOpinion, SetMeetingPlan, SettleTopic, StrikeAttendance,
    TellTurnout, WriteMinutes,
};
use crate::patrol::subject_of_patrol;
use crate::patrol::{
    AmendInspection, AnswerFinding, ContestFinding, MovePatrol, OfferRound, PlanPatrol,
    PublishPatrol, PublishTemplate, RecheckFinding, RetireTemplate, SaveAnswers, SetPatrolPlan,
    SettleFinding, SkipShop, SubmitInspection, TakeRound, WithdrawOffer,
};
use crate::roster::{
    HouseholdRecorded, IssueInvitation, JoinDevice, MemberRecorded, RemoveDevice, RemoveMember,
    SetCalendarLink,
};
use crate::shop::ShopRecorded;
use crate::state::FoundCommunity;
use crate::volunteer::{
    CancelShift, CancelSignup, ChangeActivity, ChangeShift, CheckIn, CheckOut, ClaimHours,
    ConcludeNeed, ConfirmHours, EndActivity, GroupRecorded, JoinGroup, LeaveGroup, MarkNoShow,
    MatchNeed, PlanActivity, PlanShifts, RaiseNeed, RefuseHours, ReportShift, SignUp,
};

macro_rules! commands {
    ($($(#[$doc:meta])* $name:literal $variant:ident($body:ty) about $subject:expr;)*) => {
        /// An intent. Its name on the wire stands in the table.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Command {
            $($(#[$doc])* #[serde(rename = $name)] $variant($body),)*
        }

        impl Command {
            /// Every name that a command may have on the wire.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The command's name on the wire.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }

            /// The matter that the command is about, so that its page can mark what is not confirmed yet.
            #[must_use]
            pub fn subject(&self) -> Uuid {
                match self { $(Self::$variant(body) => {
                    let subject: fn(&$body) -> Uuid = $subject;
                    subject(body)
                })* }
            }
        }
    };
}

commands! {
    /// Founds the community: the first command of every log.
    "found_community" FoundCommunity(FoundCommunity) about |_| Uuid::nil();
    /// States a home as it is now.
    "record_household" RecordHousehold(HouseholdRecorded) about |c| c.household.0;
    /// States a person as the roster has them now.
    "record_member" RecordMember(MemberRecorded) about |c| c.member.0;
    /// Gives a member the right to join with one more device.
    "issue_invitation" IssueInvitation(IssueInvitation) about |c| c.member.0;
    /// Joins with a device.
    "join_device" JoinDevice(JoinDevice) about |c| c.device.0;
    /// Takes a device's token away.
    "remove_device" RemoveDevice(RemoveDevice) about |c| c.device.0;
    /// Says what one wants or objects to.
    "raise_opinion" RaiseOpinion(RaiseOpinion) about |c| c.opinion.0;
    /// Joins somebody else's opinion.
    "second_opinion" SecondOpinion(SecondOpinion) about |c| c.opinion.0;
    /// Answers an opinion.
    "answer_opinion" AnswerOpinion(AnswerOpinion) about |c| c.opinion.0;
    /// Declines an opinion with a reason.
    "decline_opinion" DeclineOpinion(DeclineOpinion) about |c| c.opinion.0;
    /// Sets when the council meets each month.
    "set_meeting_plan" SetMeetingPlan(SetMeetingPlan) about |_| Uuid::nil();
    /// Plans one meeting.
    "plan_meeting" PlanMeeting(PlanMeeting) about |c| c.meeting.0;
    /// Takes a meeting to its next state.
    "advance_meeting" AdvanceMeeting(AdvanceMeeting) about |c| c.meeting.0;
    /// Puts a topic on a meeting's agenda.
    "schedule_topic" ScheduleTopic(ScheduleTopic) about |c| c.topic.0;
    /// Gives notice of a motion.
    "notice_motion" NoticeMotion(NoticeMotion) about |c| c.motion.0;
    /// Opens a motion: its electorate is frozen.
    "open_motion" OpenMotion(OpenMotion) about |c| c.motion.0;
    /// Votes, or changes the vote.
    "cast_ballot" CastBallot(CastBallot) about |c| c.motion.0;
    /// Closes a motion: it is counted and published.
    "close_motion" CloseMotion(CloseMotion) about |c| c.motion.0;
    /// Cancels a motion with a reason.
    "cancel_motion" CancelMotion(CancelMotion) about |c| c.motion.0;
    /// Takes a person off the roster.
    "remove_member" RemoveMember(RemoveMember) about |c| c.member.0;
    /// Sets or revokes the secret link of the own calendar feed.
    "set_calendar_link" SetCalendarLink(SetCalendarLink) about |_| Uuid::nil();
    /// Plans an activity.
    "plan_activity" PlanActivity(PlanActivity) about |c| c.activity.0;
    /// Changes an activity from a day on, or whole.
    "change_activity" ChangeActivity(ChangeActivity) about |c| c.activity.0;
    /// Ends an activity from a day on, or whole.
    "end_activity" EndActivity(EndActivity) about |c| c.activity.0;
    /// Plans a series further ahead.
    "plan_shifts" PlanShifts(PlanShifts) about |c| c.activity.0;
    /// Changes one shift.
    "change_shift" ChangeShift(ChangeShift) about |c| c.shift.0;
    /// Cancels one shift.
    "cancel_shift" CancelShift(CancelShift) about |c| c.shift.0;
    /// Signs somebody up.
    "sign_up" SignUp(SignUp) about |c| c.shift.0;
    /// Takes a signup back.
    "cancel_signup" CancelSignup(CancelSignup) about |c| c.shift.0;
    /// Checks in at a shift.
    "check_in" CheckIn(CheckIn) about |c| c.shift.0;
    /// Checks out of a shift.
    "check_out" CheckOut(CheckOut) about |c| c.shift.0;
    /// Says that somebody did not come.
    "mark_no_show" MarkNoShow(MarkNoShow) about |c| c.shift.0;
    /// Claims ad-hoc hours.
    "claim_hours" ClaimHours(ClaimHours) about |c| c.claim.0;
    /// Confirms ad-hoc hours of somebody else.
    "confirm_hours" ConfirmHours(ConfirmHours) about |c| c.claim.0;
    /// Refuses ad-hoc hours.
    "refuse_hours" RefuseHours(RefuseHours) about |c| c.claim.0;
    /// Thanks those who came and says how it was.
    "report_shift" ReportShift(ReportShift) about |c| c.shift.0;
    /// Says what an elder needs.
    "raise_need" RaiseNeed(RaiseNeed) about |c| c.need.0;
    /// Gives a need to a volunteer.
    "match_need" MatchNeed(MatchNeed) about |c| c.need.0;
    /// Is done with a need.
    "conclude_need" ConcludeNeed(ConcludeNeed) about |c| c.need.0;
    /// States a group as it is now.
    "record_group" RecordGroup(GroupRecorded) about |c| c.group.0;
    /// Joins a group.
    "join_group" JoinGroup(JoinGroup) about |c| c.group.0;
    /// Leaves a group.
    "leave_group" LeaveGroup(LeaveGroup) about |c| c.group.0;
    /// Says that an opinion is the same as another one.
    "merge_opinion" MergeOpinion(MergeOpinion) about |c| c.opinion.0;
    /// Proposes a topic to the council.
    "propose_topic" ProposeTopic(ProposeTopic) about |c| c.topic.0;
    /// Moves a topic on its meeting's agenda.
    "move_topic" MoveTopic(MoveTopic) about |c| c.topic.0;
    /// Says that the meeting turns to a topic.
    "discuss_topic" DiscussTopic(DiscussTopic) about |c| c.topic.0;
    /// Settles a topic without a vote.
    "settle_topic" SettleTopic(SettleTopic) about |c| c.topic.0;
    /// Gives a meeting another time or place.
    "reschedule_meeting" RescheduleMeeting(RescheduleMeeting) about |c| c.meeting.0;
    /// Calls a meeting off.
    "cancel_meeting" CancelMeeting(CancelMeeting) about |c| c.meeting.0;
    /// Says that somebody is at a meeting.
    "attend_meeting" AttendMeeting(AttendMeeting) about |c| c.meeting.0;
    /// Says that somebody is not at a meeting after all.
    "strike_attendance" StrikeAttendance(StrikeAttendance) about |c| c.meeting.0;
    /// Writes a part of the minutes.
    "write_minutes" WriteMinutes(WriteMinutes) about |c| c.meeting.0;
    /// Publishes the minutes.
    "publish_minutes" PublishMinutes(PublishMinutes) about |c| c.meeting.0;
    /// Makes a statement on a topic.
    "make_statement" MakeStatement(MakeStatement) about |c| c.topic.0;
    /// Corrects the words of a statement.
    "correct_statement" CorrectStatement(CorrectStatement) about |c| c.topic.0;
    /// Makes a commitment.
    "make_commitment" MakeCommitment(MakeCommitment) about |c| c.commitment.0;
    /// Says how a commitment goes on.
    "report_progress" ReportProgress(ReportProgress) about |c| c.commitment.0;
    /// Says that a commitment is kept.
    "confirm_commitment" ConfirmCommitment(ConfirmCommitment) about |c| c.commitment.0;
    /// Says that a commitment is not done yet.
    "return_commitment" ReturnCommitment(ReturnCommitment) about |c| c.commitment.0;
    /// Says that a commitment need not be kept.
    "release_commitment" ReleaseCommitment(ReleaseCommitment) about |c| c.commitment.0;
    /// Says that a commitment is broken.
    "break_commitment" BreakCommitment(BreakCommitment) about |c| c.commitment.0;
    /// Defines a voting rule of the community's own, or its next version.
    "define_rule" DefineRule(DefineRule) about |_| Uuid::nil();
    /// Votes for somebody at the committee's desk.
    "cast_for_voter" CastForVoter(CastForVoter) about |c| c.motion.0;
    /// Enters sheets of paper of an open vote.
    "enter_paper" EnterPaper(EnterPaper) about |c| c.motion.0;
    /// Enters who takes part by a sealed envelope or a raised hand.
    "enter_voters" EnterVoters(EnterVoters) about |c| c.motion.0;
    /// Enters what those envelopes held, or how the hands went.
    "count_gathered" CountGathered(CountGathered) about |c| c.motion.0;
    /// Tells the turnout of a motion, if it is time.
    "tell_turnout" TellTurnout(TellTurnout) about |c| c.motion.0;
    /// States a shop as it is now.
    "record_shop" RecordShop(ShopRecorded) about |c| c.shop.0;
    /// Publishes a checklist, or its next version.
    "publish_template" PublishTemplate(PublishTemplate) about |c| c.template.0;
    /// Uses a checklist no more.
    "retire_template" RetireTemplate(RetireTemplate) about |c| c.template.0;
    /// Sets when the street is walked, and by whom.
    "set_patrol_plan" SetPatrolPlan(SetPatrolPlan) about |_| Uuid::nil();
    /// Plans a patrol.
    "plan_patrol" PlanPatrol(PlanPatrol) about |c| subject_of_patrol(c.patrol);
    /// Moves a patrol to another day, or calls it off.
    "move_patrol" MovePatrol(MovePatrol) about |c| subject_of_patrol(c.patrol);
    /// Says that one cannot walk the own round.
    "offer_round" OfferRound(OfferRound) about |c| subject_of_patrol(c.patrol);
    /// Walks the own round after all.
    "withdraw_offer" WithdrawOffer(WithdrawOffer) about |c| subject_of_patrol(c.patrol);
    /// Gives a round to somebody else.
    "take_round" TakeRound(TakeRound) about |c| subject_of_patrol(c.patrol);
    /// Keeps what was answered so far.
    "save_answers" SaveAnswers(SaveAnswers) about |c| c.shop.0;
    /// Submits an inspection.
    "submit_inspection" SubmitInspection(SubmitInspection) about |c| c.shop.0;
    /// Adds something to an inspection.
    "amend_inspection" AmendInspection(AmendInspection) about |c| c.shop.0;
    /// Says that a shop could not be inspected.
    "skip_shop" SkipShop(SkipShop) about |c| c.shop.0;
    /// Answers a finding.
    "answer_finding" AnswerFinding(AnswerFinding) about |c| c.finding.0;
    /// Says whether a finding is mended.
    "recheck_finding" RecheckFinding(RecheckFinding) about |c| c.finding.0;
    /// Contests a finding.
    "contest_finding" ContestFinding(ContestFinding) about |c| c.finding.0;
    /// Settles a finding that is contested.
    "settle_finding" SettleFinding(SettleFinding) about |c| c.finding.0;
    /// Publishes what a patrol has found.
    "publish_patrol" PublishPatrol(PublishPatrol) about |c| subject_of_patrol(c.patrol);
}
