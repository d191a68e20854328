//! From an intent to facts, or to a refusal.

use serde::{Deserialize, Serialize};

use crate::council::{self, BallotBox, Publication};
use crate::volunteer::Calendar;
use crate::{
    Audience, Command, CommandId, Digest, Event, MemberId, Recorded, Rejection, State, Timestamp,
};
use crate::{patrol, rights, roster, shop, state, volunteer};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A member, on a phone that joined.
    Member(MemberId),
    /// Whoever runs the endpoint.
    Operator,
    /// The authority itself, when something is due.
    Clock,
    /// Somebody with an invitation.
    Guest,
}

/// What a decision may know beyond the state.
pub struct Context<'a> {
    /// Now: the authority's time, or the phone's for a prediction.
    pub now: Timestamp,
    /// The command that is decided.
    pub command: CommandId,
    /// Turns ballots into the bytes that are published.
    pub press: &'a dyn Press,
    /// Where sealed ballots lie. What a refused command has done to it is to be undone.
    pub ballot_box: &'a dyn BallotBox,
    /// Unrolls the rules of series.
    pub calendar: &'a dyn Calendar,
    /// Draws secrets.
    pub entropy: &'a dyn Entropy,
    /// Codes that the actor has tried in vain at the shift or meeting that the command is about.
    pub wrong_codes: u32,
}

/// Publishes ballots: only the wire knows how they are written.
pub trait Press {
    /// Names the published form of a vote's ballots by its digest and size in bytes.
    fn ballots(&self, publication: &Publication) -> BlobRef;
}

/// Draws what nobody can guess. Only an authority is ever asked.
pub trait Entropy {
    /// 256 secret bits, others each time.
    fn draw(&self) -> Digest;
}

/// A published thing, named by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobRef {
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// Bytes.
    pub size: u64,
}

/// An event that was decided but is not in the log yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Who may see it; nobody but the authority if empty.
    pub audiences: Vec<Audience>,
    /// Whether all who see it may see who caused it, and by which command.
    pub signed: bool,
    /// What happened.
    pub event: Event,
}

impl Draft {
    pub(crate) fn signed(audiences: Vec<Audience>, event: Event) -> Self {
        Self {
            audiences,
            signed: true,
            event,
        }
    }

    pub(crate) fn unsigned(audiences: Vec<Audience>, event: Event) -> Self {
        Self {
            audiences,
            signed: false,
            event,
        }
    }

    /// The event as the log will tell it.
    #[must_use]
    pub fn recorded(self, actor: Actor, context: &Context) -> Recorded {
        let by = match actor {
            Actor::Member(member) if self.signed => Some(member),
            _ => None,
        };
        Recorded {
            at: context.now,
            by,
            cause: self.signed.then_some(context.command),
            event: self.event,
        }
    }
}

/// Decides a command on a state.
///
/// On a phone the state is partial: what the phone cannot know it does not refuse, and events that only
/// the whole state can tell (an electorate, a count) are left out of the prediction.
///
/// # Errors
/// The [`Rejection`] that names the cause. Nothing changes then.
pub fn decide(
    state: &State,
    actor: Actor,
    command: &Command,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let right = rights::right(command.name()).ok_or(Rejection::NotAllowed)?;
    if !rights::holds(state, actor, right) {
        return Err(match actor {
            Actor::Member(member) if !state.roster.members.contains_key(&member) => {
                Rejection::NotAMember
            }
            _ => Rejection::NotAllowed,
        });
    }
    match command {
        Command::FoundCommunity(c) => state::decide_found(state, c),
        Command::RecordHousehold(c) => roster::decide_household(state, c),
        Command::RecordMember(c) => roster::decide_member(state, c),
        Command::IssueInvitation(c) => roster::decide_issue(state, c),
        Command::JoinDevice(c) => roster::decide_join(state, c, context),
        Command::RemoveDevice(c) => roster::decide_remove(state, actor, c),
        Command::RaiseOpinion(c) => council::decide_raise(state, actor, c),
        Command::SecondOpinion(c) => council::decide_second(state, actor, c),
        Command::AnswerOpinion(c) => council::decide_answer(state, actor, c),
        Command::DeclineOpinion(c) => council::decide_decline(state, actor, c),
        Command::SetMeetingPlan(c) => council::decide_plan(c),
        Command::PlanMeeting(c) => council::decide_meeting(state, c, context),
        Command::AdvanceMeeting(c) => council::decide_advance(state, c, context),
        Command::ScheduleTopic(c) => council::decide_schedule(state, c),
        Command::NoticeMotion(c) => council::decide_notice(state, c, context),
        Command::OpenMotion(c) => council::decide_open(state, c, context),
        Command::CastBallot(c) => council::decide_cast(state, actor, c, context),
        Command::CloseMotion(c) => council::decide_close(state, c, context),
        Command::CancelMotion(c) => council::decide_cancel(state, c, context),
        Command::RemoveMember(c) => roster::decide_remove_member(state, c, context),
        Command::SetCalendarLink(c) => roster::decide_calendar_link(state, actor, c),
        Command::PlanActivity(c) => volunteer::decide_plan(state, c, context),
        Command::ChangeActivity(c) => volunteer::decide_change(state, c, context),
        Command::EndActivity(c) => volunteer::decide_end(state, c, context),
        Command::PlanShifts(c) => volunteer::decide_plan_shifts(state, c, context),
        Command::ChangeShift(c) => volunteer::decide_change_shift(state, actor, c, context),
        Command::CancelShift(c) => volunteer::decide_cancel_shift(state, actor, c, context),
        Command::SignUp(c) => volunteer::decide_sign_up(state, actor, c, context),
        Command::CancelSignup(c) => volunteer::decide_cancel_signup(state, actor, c, context),
        Command::CheckIn(c) => volunteer::decide_check_in(state, actor, c, context),
        Command::CheckOut(c) => volunteer::decide_check_out(state, actor, c, context),
        Command::MarkNoShow(c) => volunteer::decide_no_show(state, actor, c, context),
        Command::ClaimHours(c) => volunteer::decide_claim(state, actor, c, context),
        Command::ConfirmHours(c) => volunteer::decide_confirm(state, actor, c),
        Command::RefuseHours(c) => volunteer::decide_refuse(state, actor, c),
        Command::ReportShift(c) => volunteer::decide_report(state, actor, c, context),
        Command::RaiseNeed(c) => volunteer::decide_raise_need(state, actor, c),
        Command::MatchNeed(c) => volunteer::decide_match_need(state, actor, c, context),
        Command::ConcludeNeed(c) => volunteer::decide_conclude_need(state, actor, c),
        Command::RecordGroup(c) => volunteer::decide_group(state, c),
        Command::JoinGroup(c) => volunteer::decide_join_group(state, actor, c),
        Command::LeaveGroup(c) => volunteer::decide_leave_group(state, actor, c),
        Command::MergeOpinion(c) => council::decide_merge(state, actor, c),
        Command::ProposeTopic(c) => council::decide_propose(state, actor, c),
        Command::MoveTopic(c) => council::decide_move(state, c),
        Command::DiscussTopic(c) => council::decide_discuss(state, c),
        Command::SettleTopic(c) => council::decide_settle(state, actor, c),
        Command::RescheduleMeeting(c) => council::decide_reschedule(state, c, context),
        Command::CancelMeeting(c) => council::decide_cancel_meeting(state, c),
        Command::AttendMeeting(c) => council::decide_attend(state, actor, c, context),
        Command::StrikeAttendance(c) => council::decide_strike(state, c),
        Command::WriteMinutes(c) => council::decide_write(state, c),
        Command::PublishMinutes(c) => council::decide_publish(state, c),
        Command::MakeStatement(c) => council::decide_state(state, actor, c),
        Command::CorrectStatement(c) => council::decide_correct(state, actor, c),
        Command::MakeCommitment(c) => council::decide_make(state, actor, c, context),
        Command::ReportProgress(c) => council::decide_progress(state, actor, c),
        Command::ConfirmCommitment(c) => council::decide_confirm(state, actor, c),
        Command::ReturnCommitment(c) => council::decide_return(state, actor, c),
        Command::ReleaseCommitment(c) => council::decide_release(state, actor, c),
        Command::BreakCommitment(c) => council::decide_break(state, actor, c),
        Command::DefineRule(c) => council::decide_define(state, c),
        Command::CastForVoter(c) => council::decide_cast_for(state, actor, c, context),
        Command::EnterPaper(c) => council::decide_paper(state, actor, c, context),
        Command::EnterVoters(c) => council::decide_voters(state, actor, c, context),
        Command::CountGathered(c) => council::decide_count(state, actor, c, context),
        Command::TellTurnout(c) => council::decide_turnout(state, c, context),
        Command::RecordShop(c) => shop::decide_shop(state, c),
        Command::PublishTemplate(c) => patrol::decide_publish_template(state, c),
        Command::RetireTemplate(c) => patrol::decide_retire_template(state, c),
        Command::SetPatrolPlan(c) => patrol::decide_set_plan(state, c, context),
        Command::PlanPatrol(c) => patrol::decide_plan_patrol(state, actor, c, context),
        Command::MovePatrol(c) => patrol::decide_move_patrol(state, c, context),
        Command::OfferRound(c) => patrol::decide_offer(state, actor, c, context),
        Command::WithdrawOffer(c) => patrol::decide_withdraw(state, actor, c),
        Command::TakeRound(c) => patrol::decide_take(state, actor, c, context),
        Command::SaveAnswers(c) => patrol::decide_save(state, actor, c, context),
        Command::SubmitInspection(c) => patrol::decide_submit(state, actor, c, context),
        Command::AmendInspection(c) => patrol::decide_amend(state, actor, c, context),
        Command::SkipShop(c) => patrol::decide_skip(state, actor, c, context),
        Command::AnswerFinding(c) => patrol::decide_answer_finding(state, actor, c),
        Command::RecheckFinding(c) => patrol::decide_recheck(state, actor, c, context),
        Command::ContestFinding(c) => patrol::decide_contest(state, actor, c),
        Command::SettleFinding(c) => patrol::decide_settle(state, c, context),
        Command::PublishPatrol(c) => patrol::decide_publish(state, c),
    }
}
