//! 代投: voting for somebody who is there and cannot do it alone.

use crate::view::prelude::*;
use yishi_domain::council::{CastForVoter, Choice, Options, Way, sealed_receipt};
use yishi_domain::{Command, MotionId, SealId};

use super::super::motion::Marks;
use super::super::vote_words;
use super::entered::Entered;
use super::search::{Candidate, candidates};
use super::voter_field::{ChosenVoter, VoterField};
use super::{DeskFrame, running};
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::{new_secret_id, session};
use crate::text::t;
use crate::ui::{self, Button, Card, ChoiceGroup, ConfirmSheet, Field, Section, Tone, toast};

/// The page.
#[component]
pub(crate) fn DeskPage(
    /// Which vote
    id: MotionId,
) -> View {
    view! {
        <DeskFrame id title=t().vote.desk()>
            <Assist id />
            <Entered id way=Way::Desk />
        </DeskFrame>
    }
}

/// The value that stands for a reason of one's own words.
const OTHER: &str = "other";

#[component]
fn Assist(id: MotionId) -> View {
    let session = session();
    let texts = t().vote;
    let ask = Ask::new(session);
    let motion = running(session, id);
    let all = session.part(move |state| {
        let motion = state.council.motions.get(&id);
        motion
            .map(|motion| candidates(state, motion))
            .unwrap_or_default()
    });
    let chosen = RwSignal::new(None::<Candidate>);
    let (reason, own_reason) = (RwSignal::new(None::<String>), RwSignal::new(String::new()));
    let (picked, confirming) = (RwSignal::new(Vec::<Choice>::new()), RwSignal::new(false));
    // The receipt of the last sealed ballot: for the voter to note, and for nobody else.
    let receipt = RwSignal::new(None::<String>);
    let options =
        Part::new(move || motion.with(|m| m.as_ref().map(|m| (m.options.clone(), m.sealed))));
    let reason_now = move || match reason.get().as_deref() {
        Some(OTHER) | None => own_reason.get(),
        Some(said) => said.to_owned(),
    };
    // A reason that was missing is there.
    Effect::new(move |_| {
        if !reason_now().trim().is_empty() {
            ask.clear();
        }
    });
    let choose = move |one: Candidate| {
        receipt.set(None);
        ask.clear();
        chosen.set(Some(one));
    };
    let pick = move |marks: Vec<Choice>| {
        ask.clear();
        if untrack(reason_now).trim().is_empty() {
            return ask.refuse("reason", texts.reason_missing());
        }
        picked.set(marks);
        confirming.set(true);
    };
    let send = move || {
        let (Some(one), Some((_, sealed))) = (chosen.get_untracked(), options.get_untracked())
        else {
            return;
        };
        let seal = sealed.then(|| SealId(new_secret_id()));
        let cast = CastForVoter {
            motion: id,
            voter: one.id,
            choice: picked.get_untracked(),
            reason: untrack(reason_now),
            seal,
        };
        ask.send(vec![Command::CastForVoter(cast)], move || {
            let _ = receipt.try_set(seal.map(sealed_receipt));
            let _ = chosen.try_set(None);
            let _ = picked.try_set(Vec::new());
            toast::say(Tone::Ok, t().vote.entered_for(&one.label));
        });
    };
    let question = Signal::derive(move || {
        let choice = options.with(|options| {
            let options = options.as_ref().map(|(options, _)| options.clone());
            vote_words::marks(&options.unwrap_or_default(), &picked.get())
        });
        let label = chosen.get().map(|one| one.label).unwrap_or_default();
        t().vote.desk_question(label, choice)
    });
    let reasons = [
        texts.reason_sight(),
        texts.reason_phone(),
        texts.reason_none(),
    ];
    let reasons = reasons.map(|reason| ui::Choice::new(reason, reason));
    let reasons: Vec<ui::Choice> = reasons
        .into_iter()
        .chain([ui::Choice::new(OTHER, texts.reason_other())])
        .collect();
    let body = move || match chosen.get() {
        None => view! { <VoterField all on_choose=choose /> },
        Some(one) => {
            let (choices, sealed) = options.get().unwrap_or((Options::Approval, false));
            let again = one.earlier;
            let mark = match again {
                Some(way) if way != Way::Desk => View::Nothing,
                _ => {
                    let private =
                        sealed.then(|| view! { <p class="means">{texts.desk_private()}</p> });
                    view! {
                        <div class="in-two">
                            <ChoiceGroup label=texts.reason() choices=reasons.clone() value=reason error=ask.error_of("reason") />
                        </div>
                        <Show when=move || reason.with(|reason| reason.as_deref() == Some(OTHER))>
                            <Field label=texts.reason_own() value=own_reason most=100 />
                        </Show>
                        {private}
                        <Marks options=choices busy=ask.busy() on_mark=pick />
                    }
                }
            };
            view! {
                <ChosenVoter one on_other=move || chosen.set(None) />
                {mark}
            }
        }
    };
    let noted = move || {
        receipt.get().map(|code| {
            view! {
                <Card need=true>
                    <h3>{texts.desk_receipt()}</h3>
                    <p class="code">{code}</p>
                    <p class="meta">{texts.desk_receipt_text()}</p>
                    <Button label=texts.desk_receipt_done() on_press=move || receipt.set(None) />
                </Card>
            }
        })
    };
    view! {
        <p class="hint">{texts.desk_hint()}</p>
        <div aria-live="polite">{noted}</div>
        <Section title=texts.desk_whose()>
            {body}
            <Refused error=ask.error() />
        </Section>
        <ConfirmSheet
            open=confirming
            title=question
            text=texts.desk_text().to_owned()
            confirm=t().council.cast()
            on_confirm=send
        />
    }
}
