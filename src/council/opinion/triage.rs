//! What the committee does with an opinion.

use crate::view::prelude::*;
use yishi_domain::council::{AnswerOpinion, DeclineOpinion, TopicSource};
use yishi_domain::{Command, OpinionId};

use super::super::topic::Schedule;
use crate::form::{Ask, Refused};
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Look, Section, Sheet, TextArea};

/// Three ways to go on with an opinion that waits.
#[component]
pub(super) fn Triage(id: OpinionId) -> View {
    let (schedule, answer, decline) = (
        RwSignal::new(false),
        RwSignal::new(false),
        RwSignal::new(false),
    );
    let texts = t().council;
    view! {
        <Section title=texts.triage()>
            <Button label=texts.schedule() on_press=move || schedule.set(true) />
            <Button label=texts.answer() on_press=move || answer.set(true) />
            <Button label=texts.decline() on_press=move || decline.set(true) />
        </Section>
        <Schedule source=TopicSource::Opinion(id) open=schedule />
        <Reply
            open=answer
            title=texts.answer()
            label=texts.answer_text()
            hint=texts.answer_hint()
            field="text"
            command=move |text| Command::AnswerOpinion(AnswerOpinion { opinion: id, text })
        />
        <Reply
            open=decline
            title=texts.decline()
            label=texts.decline_text()
            hint=texts.decline_hint()
            field="reason"
            command=move |reason| Command::DeclineOpinion(DeclineOpinion { opinion: id, reason })
        />
    }
}

/// A text that settles the opinion. It stays as it is when the sheet is closed.
#[component]
fn Reply<F>(
    open: RwSignal<bool>,
    title: &'static str,
    label: &'static str,
    hint: &'static str,
    /// What the rules call the text
    field: &'static str,
    command: F,
) -> View
where
    F: Fn(String) -> Command + Copy + Send + Sync + 'static,
{
    let ask = Ask::new(session());
    let text = RwSignal::new(String::new());
    let send = move || {
        ask.send(vec![command(text.get_untracked())], move || {
            let _ = open.try_set(false);
        });
    };
    view! {
        <Sheet open title>
            <TextArea label hint value=text most=500 error=ask.error_of(field) />
            <Refused error=ask.error() />
            <Button label=t().council.publish() look=Look::Main busy=ask.busy() on_press=send />
        </Sheet>
    }
}
