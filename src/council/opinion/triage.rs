//! What the committee and the representatives do with an opinion.

use crate::view::prelude::*;
use yishi_domain::council::{AnswerOpinion, DeclineOpinion, ProposeTopic, TopicSource};
use yishi_domain::roster::Role;
use yishi_domain::{Command, OpinionId, TopicId};

use super::super::topic::Schedule;
use super::merge::{Alike, Merge};
use crate::form::{Ask, Refused};
use crate::navigation;
use crate::route::Route;
use crate::session::{new_id, session};
use crate::text::t;
use crate::ui::{Button, Field, Look, Section, Sheet, TextArea};

/// The ways to go on with an opinion that waits. Which meeting deals with it is for the committee to say; a
/// representative proposes it.
#[component]
pub(super) fn Triage(id: OpinionId) -> View {
    let staff = session().has_role(Role::Committee);
    let sheet = || RwSignal::new(false);
    let (schedule, propose, merge) = (sheet(), sheet(), sheet());
    let (answer, decline) = (sheet(), sheet());
    let other = RwSignal::new(None::<String>);
    let texts = t().council;
    view! {
        <Alike id open=merge chosen=other />
        <Section title=t().matter.triage()>
            {move || match staff.get() {
                true => view! { <Button label=texts.schedule() on_press=move || schedule.set(true) /> },
                false => view! { <Button label=t().matter.propose_it() on_press=move || propose.set(true) /> },
            }}
            <Button label=texts.answer() on_press=move || answer.set(true) />
            <Button label=t().matter.merge_with() on_press=move || merge.set(true) />
            <Button label=texts.decline() on_press=move || decline.set(true) />
        </Section>
        <Schedule source=TopicSource::Opinion(id) open=schedule />
        <Propose id open=propose />
        <Merge id open=merge chosen=other />
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

/// Makes a topic of the opinion, for the committee to put on an agenda.
#[component]
fn Propose(id: OpinionId, open: RwSignal<bool>) -> View {
    let ask = Ask::new(session());
    let title = RwSignal::new(String::new());
    let send = move || {
        let topic = TopicId(new_id());
        let propose = ProposeTopic {
            topic,
            title: title.get_untracked(),
            text: String::new(),
            source: TopicSource::Opinion(id),
        };
        ask.send(vec![Command::ProposeTopic(propose)], move || {
            let _ = open.try_set(false);
            navigation::go(&Route::Topic(topic.0));
        });
    };
    view! {
        <Sheet open title=t().matter.propose_it()>
            <p class="hint">{t().matter.propose_it_text()}</p>
            <Field
                label=t().council.topic_title()
                hint=t().council.topic_title_hint()
                value=title
                most=60
                error=ask.error_of("title")
            />
            <Refused error=ask.error() />
            <Button label=t().matter.propose_it() look=Look::Main busy=ask.busy() on_press=send />
        </Sheet>
    }
}
