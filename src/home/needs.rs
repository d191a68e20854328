//! What needs me now: votes that are open to me, refusals to read, and for staff what waits for an answer.

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::council::{ElectorateKind, Motion, MotionState};
use yishi_domain::{Command, MemberId, MotionId, State, sort_by_key};
use yishi_sync::Notice;

use super::entered::Entered;
use super::matters::Matters;
use super::patrol::Patrols;
use super::shifts::Shifts;
use crate::notice::{about, explained, step, unsay};
use crate::route::{CouncilSection, Route};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Badge, Button, ButtonLink, Card, Look, Section, Tone, time};

/// A vote that is open to this member.
#[derive(Clone, PartialEq, Eq)]
struct Vote {
    motion: MotionId,
    question: String,
    closes_at: i64,
    missing: Option<String>,
    voted: bool,
}

#[component]
pub(super) fn Needs() -> View {
    let session = session();
    let me = session.me();
    let votes = session.part(move |state| open_votes(state, me));
    let triages = session.part(move |state| state.may(me, "answer_opinion"));
    let untold = session.part(|state| {
        state
            .council
            .opinions
            .values()
            .filter(|o| o.outcome.is_none())
            .count()
    });
    let notices = session.notices();
    let triage = move || if triages.get() { untold.get() } else { 0 };
    let asked = move || {
        votes.with(|votes| {
            votes
                .iter()
                .filter(|vote| !vote.voted || session.is_waiting(vote.motion.0).get())
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let shifts = Shifts::new(session);
    let matters = Matters::new(session);
    let entered = Entered::new(session);
    let patrols = Patrols::new(session);
    let nothing = move || {
        asked().is_empty()
            && triage() == 0
            && notices.with(Vec::is_empty)
            && shifts.is_empty()
            && patrols.is_empty()
            && matters.is_empty()
            && entered.is_empty()
    };
    view! {
        <Section title=t().home.needs_you()>
            {move || notices.get().into_iter().map(|notice| view! { <Refused notice /> }).collect_view()}
            {matters.overdue()}
            {move || asked().into_iter().map(vote_card).collect_view()}
            {matters.cards()}
            {entered.cards()}
            {patrols.cards()}
            {shifts.cards()}
            {move || (triage() > 0).then(|| triage_card(triage()))}
            {move || {
                nothing()
                    .then(|| {
                        view! {
                            <Card>
                                <div class="meta">
                                    <Badge text=t().home.nothing_needs_you() tone=Tone::Ok />
                                </div>
                                <p class="meta">{t().home.nothing_needs_you_text()}</p>
                            </Card>
                        }
                    })
            }}
        </Section>
    }
}

fn open_votes(state: &State, me: MemberId) -> Vec<Vote> {
    let today = state.today(now());
    let open = state
        .council
        .motions
        .iter()
        .filter(|(_, motion)| matches!(motion.state, MotionState::Open { .. }));
    let mut votes: Vec<Vote> = open
        .filter_map(|(id, motion)| {
            let voter = motion.electorate.voter_of(state, me, today)?;
            Some(Vote {
                motion: *id,
                question: motion.question.clone(),
                closes_at: motion.closes_at.0,
                missing: missing(motion),
                voted: motion.ballots.contains_key(&voter.id),
            })
        })
        .collect();
    sort_by_key(&mut votes, |vote| vote.closes_at);
    votes
}

/// How many are still missing for the quorum, in words; nothing if any number will do or enough took part.
fn missing(motion: &Motion) -> Option<String> {
    let needed = motion
        .rule
        .needed(motion.size)?
        .heads
        .saturating_sub(motion.turnout.heads);
    let texts = t().home;
    let named = match motion.electorate.kind {
        ElectorateKind::Households => texts.homes(needed),
        _ => texts.people(needed),
    };
    (needed > 0).then(|| texts.short_of_heads(named))
}

fn vote_card(vote: Vote) -> View {
    let to = Route::Motion(vote.motion.0);
    view! {
        <Card need=true>
            <div class="meta">
                <Badge text=time::until(vote.closes_at) tone=Tone::Warn />
            </div>
            <h3>{vote.question}</h3>
            {vote.missing.map(|missing| view! { <p class="meta">{missing}</p> })}
            {if vote.voted {
                view! {
                    <p class="meta">{t().home.voted_waiting()}</p>
                    <ButtonLink label=t().app.see_matter() to />
                }
            } else {
                view! { <ButtonLink label=t().home.vote_now() to look=Look::Main /> }
            }}
        </Card>
    }
}

fn triage_card(count: usize) -> View {
    view! {
        <Card need=true>
            <h3>{t().home.to_triage(count)}</h3>
            <p class="meta">{t().home.to_triage_text()}</p>
            <ButtonLink label=t().home.open_list() to=Route::Council(CouncilSection::Opinions) />
        </Card>
    }
}

/// Something that the endpoint refused, with what was written, until the member has read it.
#[component]
fn Refused(notice: Notice) -> View {
    let session = session();
    let id = notice.id;
    let command = notice.command();
    let written = command
        .as_ref()
        .and_then(written)
        .filter(|text| !text.is_empty());
    let about = command
        .as_ref()
        .and_then(|command| session.view().with_untracked(|state| about(state, command)));
    let step = step(&notice);
    let read = notice.clone();
    let dismiss = move || {
        unsay(session, &read);
        spawn_local(session.dismiss(id));
    };
    view! {
        <Card bad=true>
            <div class="meta">
                <Badge text=t().home.rejected_badge() tone=Tone::Bad />
            </div>
            {about.map(|about| view! { <h3>{about}</h3> })}
            <p>{explained(&notice)}</p>
            {written.map(|text| view! { <p class="meta">{t().home.your_text()} " " {text}</p> })}
            <div class="row">
                <Button label=t().home.dismiss() on_press=dismiss />
                {step.map(|(label, to)| view! { <ButtonLink label to /> })}
            </div>
        </Card>
    }
}

/// What the member had written, so that it can be used again.
fn written(command: &Command) -> Option<String> {
    match command {
        Command::RaiseOpinion(c) => Some(c.text.clone()),
        Command::AnswerOpinion(c) => Some(c.text.clone()),
        Command::DeclineOpinion(c) => Some(c.reason.clone()),
        Command::ScheduleTopic(c) => Some(c.title.clone()),
        Command::ProposeTopic(c) => Some(c.title.clone()),
        Command::MakeStatement(c) => Some(c.text.clone()),
        Command::CorrectStatement(c) => Some(c.text.clone()),
        Command::MakeCommitment(c) => Some(c.text.clone()),
        Command::ReportProgress(c) => Some(c.text.clone()),
        Command::ConfirmCommitment(c) => Some(c.text.clone()),
        Command::ReturnCommitment(c) => Some(c.reason.clone()),
        Command::ReleaseCommitment(c) => Some(c.reason.clone()),
        Command::BreakCommitment(c) => Some(c.reason.clone()),
        Command::WriteMinutes(c) => Some(c.text.clone()),
        Command::CancelMeeting(c) => Some(c.reason.clone()),
        Command::SettleTopic(c) => Some(c.text.clone()),
        Command::NoticeMotion(c) => Some(c.question.clone()),
        Command::CancelMotion(c) => Some(c.reason.clone()),
        Command::CastForVoter(c) => Some(c.reason.clone()),
        Command::DefineRule(c) => Some(c.name.clone()),
        Command::ReportShift(c) => Some(c.text.clone()),
        Command::CancelShift(c) => Some(c.reason.clone()),
        Command::PlanActivity(c) => Some(c.details.title.clone()),
        Command::ChangeActivity(c) => Some(c.details.title.clone()),
        Command::EndActivity(c) => Some(c.reason.clone()),
        Command::ClaimHours(c) => Some(c.text.clone()),
        Command::RefuseHours(c) => Some(c.reason.clone()),
        Command::RaiseNeed(c) => Some(c.elder.clone()),
        Command::RecordGroup(c) => Some(c.name.clone()),
        Command::AnswerFinding(c) => Some(c.text.clone()),
        Command::ContestFinding(c) => Some(c.reason.clone()),
        Command::RecheckFinding(c) => Some(c.note.clone()),
        Command::SettleFinding(c) => Some(c.reason.clone()),
        Command::AmendInspection(c) => Some(c.text.clone()),
        Command::SkipShop(c) => Some(c.note.clone()),
        Command::MovePatrol(c) => Some(c.reason.clone()),
        Command::RecordShop(c) => Some(c.name.clone()),
        Command::PublishTemplate(c) => Some(c.checklist.title.clone()),
        _ => None,
    }
}
