//! The merchant's turn: what was done about it, or why it is none.

use yishi_domain::patrol::{AnswerFinding, ContestFinding};
use yishi_domain::{Command, FindingId};

use crate::form::{Ask, Refused, draft};
use crate::patrol::written::written;
use crate::photo::PhotoPicker;
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, ConfirmSheet, Dictation, Look, Section, TextArea, Tone, toast};
use crate::view::prelude::*;

#[component]
pub(super) fn Answer(
    id: FindingId,
    may_contest: bool,
    /// It was answered before and nobody has looked yet
    again: bool,
) -> View {
    let contests = RwSignal::new(false);
    let texts = t().finding;
    let title = match again {
        true => texts.answer_again(),
        false => texts.answer(),
    };
    view! {
        <Section title>
            {move || match contests.get() {
                true => view! { <ContestForm id open=contests /> },
                false => view! { <AnswerForm id /> },
            }}
            <Show when=move || may_contest && !contests.get()>
                <Button label=t().finding.contest() look=Look::Quiet on_press=move || contests.set(true) />
            </Show>
        </Section>
    }
}

#[component]
fn AnswerForm(id: FindingId) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().finding;
    let name = format!("finding-answer-{id}");
    let (text, picked) = written(session, name.clone());
    let answer = move || {
        let answer = AnswerFinding {
            finding: id,
            text: text.get_untracked(),
            photos: untrack(|| picked.names()),
        };
        let name = name.clone();
        ask.send(vec![Command::AnswerFinding(answer)], move || {
            draft::forget(session, name);
            toast::say(Tone::Ok, t().finding.answered());
        });
    };
    let send = move || picked.when_ready(answer.clone());
    let busy = Signal::derive(move || ask.busy().get() || picked.waits());
    view! {
        <div class="form">
            <TextArea label=texts.answer_text() hint=texts.answer_hint() value=text most=500 rows=3 error=ask.error_of("text") />
            <Dictation into=text />
            <PhotoPicker picked title=texts.photo_after() />
            <Refused error=ask.error() />
            <Button label=texts.answer_send() look=Look::Main busy on_press=send />
        </div>
    }
}

#[component]
fn ContestForm(id: FindingId, open: RwSignal<bool>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().finding;
    let reason = RwSignal::new(String::new());
    let sure = RwSignal::new(false);
    let name = format!("finding-contest-{id}");
    draft::keep(
        session,
        name.clone(),
        move || reason.get(),
        move |kept| reason.set(kept.to_owned()),
    );
    let send = move || {
        let contest = ContestFinding {
            finding: id,
            reason: reason.get_untracked(),
        };
        let name = name.clone();
        ask.send(vec![Command::ContestFinding(contest)], move || {
            draft::forget(session, name);
            toast::say(Tone::Ok, t().finding.contested());
        });
    };
    view! {
        <div class="form">
            <TextArea label=texts.contest_text() hint=texts.contest_hint() value=reason most=500 rows=3 error=ask.error_of("reason") />
            <Refused error=ask.error() />
            <Button label=texts.contest_send() look=Look::Main busy=ask.busy() on_press=move || sure.set(true) />
            <Button label=t().app.cancel() look=Look::Quiet on_press=move || open.set(false) />
        </div>
        <ConfirmSheet
            open=sure
            title=texts.contest_question()
            text=texts.contest_once()
            confirm=texts.contest_send()
            on_confirm=send
        />
    }
}
