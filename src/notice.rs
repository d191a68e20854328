//! Rejections in plain words, with the next step.

mod particulars;

use crate::view::prelude::*;
use yishi_domain::council::{CommitmentSource, Gathered, Gathering, TopicSource};
use yishi_domain::{Command, FindingId, MotionId, Proof, ShiftId, ShopId, State};
use yishi_sync::Notice;

use crate::route::{Route, VolunteerSection};
use crate::session::{Session, code_text, code_text_with};
use crate::text::{error_text, t};
use crate::ui::{Tone, toast};
use crate::volunteer::words;

/// Comes up over the page when the endpoint has refused something.
pub(crate) fn say(session: Session, notice: &Notice) {
    let text = said(session, notice);
    match step(notice) {
        Some((label, to)) => toast::say_with(Tone::Warn, text, label, to),
        None => toast::say(Tone::Warn, text),
    };
}

/// It was read elsewhere: it need not stand over the page any more.
pub(crate) fn unsay(session: Session, notice: &Notice) {
    toast::withdraw_said(&said(session, notice));
}

fn said(session: Session, notice: &Notice) -> String {
    let why = plainly(notice);
    let Some(command) = notice.command() else {
        return why;
    };
    let about = session
        .view()
        .with_untracked(|state| about(state, &command));
    match about {
        // A question or somebody's words end with a mark of their own.
        Some(words) if motion(&command).is_some() || finding(&command).is_some() => {
            t().app.refused_words(words, why)
        }
        Some(name) => t().volunteer.news_about(name, why),
        None => why,
    }
}

/// The same without its code: over the page there is little room, and the first screen has it for whoever helps.
fn plainly(notice: &Notice) -> String {
    match (error_text(&notice.code), particulars::told(notice)) {
        (_, Some(told)) if notice.code == "counted_already" => told,
        (Some(text), Some(told)) => t().council.sentences(text, told),
        (Some(text), None) => text.to_owned(),
        (None, _) => explained(notice),
    }
}

/// Why it was refused, with what a person needs to know of the particulars, and its code.
pub(crate) fn explained(notice: &Notice) -> String {
    match particulars::told(notice) {
        // Whose vote counts already, and how: that says all.
        Some(told) if notice.code == "counted_already" => {
            t().app.error_with_code(told, &notice.code)
        }
        Some(told) => code_text_with(&notice.code, &told),
        None => code_text(&notice.code),
    }
}

/// What to do next, in a word, and where.
pub(crate) fn step(notice: &Notice) -> Option<(&'static str, Route)> {
    let command = notice.command()?;
    let texts = t().volunteer;
    let to = place(&command)?;
    Some(match notice.code.as_str() {
        "wrong_code" | "code_of_other_shift" | "code_used" | "wrong_meeting_code" => {
            (texts.try_again(), to)
        }
        "signup_closed" | "shift_started" | "shift_over" | "shift_cancelled" => {
            (texts.see_others(), Route::Volunteer(VolunteerSection::Days))
        }
        _ => (t().app.see_matter(), to),
    })
}

/// The matter that a command is about, where the text of the rejection alone would not tell which one it was.
pub(crate) fn about(state: &State, command: &Command) -> Option<String> {
    if let Some(shift) = shift(command) {
        return words::named(&state.volunteer, shift);
    }
    if let Some(shop) = shop(command) {
        return state.shops.get(&shop).map(|shop| shop.name.clone());
    }
    if let Some(finding) = finding(command) {
        let finding = state.patrol.findings.get(&finding);
        return finding.map(|finding| finding.text.clone());
    }
    let motion = motion(command)?;
    let question = &state.council.motions.get(&motion)?.question;
    Some(question.clone())
}

/// The shop that a command is about, if somebody inspects it.
fn shop(command: &Command) -> Option<ShopId> {
    match command {
        Command::SaveAnswers(c) => Some(c.shop),
        Command::SubmitInspection(c) => Some(c.shop),
        Command::AmendInspection(c) => Some(c.shop),
        Command::SkipShop(c) => Some(c.shop),
        _ => None,
    }
}

/// The finding that a command is about, if it is about one.
fn finding(command: &Command) -> Option<FindingId> {
    match command {
        Command::AnswerFinding(_)
        | Command::RecheckFinding(_)
        | Command::ContestFinding(_)
        | Command::SettleFinding(_) => Some(FindingId(command.subject())),
        _ => None,
    }
}

/// The vote that a command is about, if it is about one that was announced before.
fn motion(command: &Command) -> Option<MotionId> {
    match command {
        Command::OpenMotion(_)
        | Command::CastBallot(_)
        | Command::CloseMotion(_)
        | Command::CancelMotion(_)
        | Command::CastForVoter(_)
        | Command::EnterPaper(_)
        | Command::EnterVoters(_)
        | Command::CountGathered(_) => Some(MotionId(command.subject())),
        _ => None,
    }
}

/// The shift that a command is about, if it is about one.
fn shift(command: &Command) -> Option<ShiftId> {
    match command {
        Command::ChangeShift(_)
        | Command::CancelShift(_)
        | Command::SignUp(_)
        | Command::CancelSignup(_)
        | Command::CheckIn(_)
        | Command::CheckOut(_)
        | Command::MarkNoShow(_)
        | Command::ReportShift(_) => Some(ShiftId(command.subject())),
        _ => None,
    }
}

/// The page of the matter that a command is about.
fn place(command: &Command) -> Option<Route> {
    let subject = command.subject();
    match command {
        Command::RaiseOpinion(_) => Some(Route::NewOpinion),
        Command::SecondOpinion(_) | Command::AnswerOpinion(_) | Command::DeclineOpinion(_) => {
            Some(Route::Opinion(subject))
        }
        Command::ScheduleTopic(c) => Some(match c.source {
            TopicSource::Opinion(opinion) => Route::Opinion(opinion.0),
            TopicSource::Finding(finding) => Route::Finding(finding.0),
            TopicSource::Member => Route::Meeting(c.meeting.0),
        }),
        Command::ProposeTopic(c) => Some(match c.source {
            TopicSource::Opinion(opinion) => Route::Opinion(opinion.0),
            TopicSource::Finding(finding) => Route::Finding(finding.0),
            // What cannot be opened again is in the form for a new one, as it was written.
            TopicSource::Member => Route::ProposeTopic,
        }),
        Command::MergeOpinion(c) => Some(Route::Opinion(c.opinion.0)),
        Command::AttendMeeting(c) => Some(match c.proof {
            Proof::Hand(_) => Route::Attendance(subject),
            Proof::Code(_) => Route::Meeting(subject),
        }),
        Command::StrikeAttendance(_) => Some(Route::Attendance(subject)),
        Command::WriteMinutes(_) | Command::PublishMinutes(_) => Some(Route::Minutes(subject)),
        Command::RescheduleMeeting(_) | Command::CancelMeeting(_) => Some(Route::Meeting(subject)),
        Command::MakeStatement(c) => Some(Route::Topic(c.topic.0)),
        Command::CorrectStatement(c) => Some(Route::Topic(c.topic.0)),
        Command::MakeCommitment(c) => Some(match c.source {
            CommitmentSource::Topic(topic) => Route::Topic(topic.0),
            CommitmentSource::Motion(motion) => Route::Motion(motion.0),
        }),
        Command::ReportProgress(_)
        | Command::ConfirmCommitment(_)
        | Command::ReturnCommitment(_)
        | Command::ReleaseCommitment(_)
        | Command::BreakCommitment(_) => Some(Route::Commitment(subject)),
        Command::MoveTopic(_) | Command::DiscussTopic(_) | Command::SettleTopic(_) => {
            Some(Route::Topic(subject))
        }
        Command::NoticeMotion(c) => Some(Route::Topic(c.topic.0)),
        Command::OpenMotion(_)
        | Command::CastBallot(_)
        | Command::CloseMotion(_)
        | Command::CancelMotion(_) => Some(Route::Motion(subject)),
        // What the committee enters is entered again where it was.
        Command::CastForVoter(_) => Some(Route::Desk(subject)),
        Command::EnterPaper(_) => Some(Route::Paper(subject)),
        Command::EnterVoters(c) => Some(match c.by {
            Gathering::Envelopes => Route::Paper(subject),
            Gathering::Hands(_) => Route::Hands(subject),
        }),
        Command::CountGathered(c) => Some(match c.count {
            Gathered::Sheets(_) => Route::Paper(subject),
            Gathered::Hands(_) => Route::Hands(subject),
        }),
        Command::DefineRule(_) => Some(Route::NewRule),
        Command::PlanMeeting(_) | Command::AdvanceMeeting(_) => Some(Route::Meeting(subject)),
        // What was done by hand was done on the lead's list.
        Command::CheckIn(c) if matches!(c.proof, Proof::Hand(_)) => Some(Route::LeadShift(subject)),
        Command::CheckOut(c) if matches!(c.proof, Proof::Hand(_)) => {
            Some(Route::LeadShift(subject))
        }
        Command::MarkNoShow(_) => Some(Route::LeadShift(subject)),
        Command::ReportShift(_) => Some(Route::ReportShift(subject)),
        Command::ChangeShift(_) => Some(Route::ChangeShift(subject)),
        // What cannot be opened again is in the form for a new one, as it was written.
        Command::PlanActivity(_) => Some(Route::NewActivity),
        Command::ChangeActivity(_) => Some(Route::ChangeActivity(subject)),
        Command::EndActivity(_) => Some(Route::Activity(subject)),
        Command::ClaimHours(_) => Some(Route::ClaimHours),
        Command::ConfirmHours(_) | Command::RefuseHours(_) => Some(Route::SettleHours),
        Command::RaiseNeed(_) => Some(Route::NewNeed),
        Command::MatchNeed(_) | Command::ConcludeNeed(_) => Some(Route::Need(subject)),
        Command::RecordGroup(_) | Command::JoinGroup(_) | Command::LeaveGroup(_) => {
            Some(Route::Group(subject))
        }
        Command::SetCalendarLink(_) => Some(Route::Me),
        _ => of_patrol(command).or_else(|| shift(command).map(|shift| Route::Shift(shift.0))),
    }
}

/// The page of what a command of the patrol is about.
fn of_patrol(command: &Command) -> Option<Route> {
    let subject = command.subject();
    match command {
        Command::RecordShop(_) => Some(Route::EditShop(subject)),
        Command::PublishTemplate(_) | Command::RetireTemplate(_) => Some(Route::Checklist(subject)),
        Command::SetPatrolPlan(_) => Some(Route::PatrolPlan),
        Command::PlanPatrol(c) => Some(Route::PatrolDay(c.patrol)),
        Command::MovePatrol(c) => Some(Route::PatrolDay(c.patrol)),
        Command::OfferRound(c) => Some(Route::PatrolDay(c.patrol)),
        Command::WithdrawOffer(c) => Some(Route::PatrolDay(c.patrol)),
        Command::TakeRound(c) => Some(Route::PatrolDay(c.patrol)),
        Command::PublishPatrol(c) => Some(Route::PatrolReport(c.patrol)),
        Command::SaveAnswers(c) => Some(Route::Inspect(c.patrol, c.shop.0)),
        Command::SubmitInspection(c) => Some(Route::Inspect(c.patrol, c.shop.0)),
        Command::AmendInspection(c) => Some(Route::Inspect(c.patrol, c.shop.0)),
        Command::SkipShop(c) => Some(Route::Inspect(c.patrol, c.shop.0)),
        Command::AnswerFinding(_)
        | Command::RecheckFinding(_)
        | Command::ContestFinding(_)
        | Command::SettleFinding(_) => Some(Route::Finding(subject)),
        _ => None,
    }
}
