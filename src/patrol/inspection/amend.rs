//! Adding to an own inspection: words, photos, and what was overlooked.

use std::sync::Arc;

use yishi_domain::patrol::{AmendInspection, Answer, Checklist, ItemKind, Remark, Value, Verdict};
use yishi_domain::{Command, InspectionId};

use super::super::written::written;
use crate::form::{Ask, Refused, draft};
use crate::photo::PhotoPicker;
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Choice, Dictation, Look, Section, Select, TextArea, Tone, toast};
use crate::view::prelude::*;

#[component]
pub(super) fn Amend(id: InspectionId, list: Arc<Checklist>) -> View {
    let open = RwSignal::new(false);
    let texts = t().inspect;
    view! {
        <Section title=texts.amend()>
            <p class="hint">{texts.amend_hint()}</p>
            <Show
                when=move || open.get()
                fallback=move || view! { <Button label=t().inspect.amend_open() icon="add" on_press=move || open.set(true) /> }
            >
                <Form id list=list.clone() open />
            </Show>
        </Section>
    }
}

#[component]
fn Form(id: InspectionId, list: Arc<Checklist>, open: RwSignal<bool>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().inspect;
    let (words, choice) = (format!("amend-{id}"), format!("amend-item-{id}"));
    let (text, picked) = written(session, words.clone());
    let overlooked = RwSignal::new(None::<String>);
    let write = move || overlooked.get().unwrap_or_default();
    draft::keep(session, choice.clone(), write, move |kept| {
        overlooked.set(Some(kept.to_owned()));
    });
    let inspection = session
        .view()
        .with_untracked(|state| state.patrol.inspections.get(&id).cloned());
    let Some(inspection) = inspection else {
        return View::Nothing;
    };
    // What passed and does not, after all.
    let passed = |item: &&yishi_domain::patrol::Item| {
        let value = inspection.answer(item.item);
        let passed = value.is_some_and(|value| item.verdict(value) == Verdict::Passed);
        passed && item.kind == ItemKind::PassFail
    };
    let choices = list.items().filter(passed);
    let choices: Vec<Choice> = choices
        .map(|item| Choice::new(item.item.to_string(), item.text.clone()))
        .collect();
    let (patrol, shop) = (inspection.patrol, inspection.shop);
    let amend = move || {
        let photos = untrack(|| picked.names());
        let item = overlooked
            .get_untracked()
            .and_then(|item| item.parse::<u16>().ok());
        let text = text.get_untracked();
        let value = Value::Fail;
        let answers = item.map(|item| Answer { item, value });
        let remarks = item.map(|item| Remark {
            note: text.chars().take(200).collect(),
            without_photo: photos.is_empty(),
            photos: photos.clone(),
            ..Remark::none(item)
        });
        // They are the finding's, where there is one.
        let beside = match item {
            Some(_) => Vec::new(),
            None => photos.clone(),
        };
        let amend = AmendInspection {
            patrol,
            shop,
            text,
            photos: beside,
            answers: answers.into_iter().collect(),
            remarks: remarks.into_iter().collect(),
        };
        let (words, choice) = (words.clone(), choice.clone());
        ask.send(vec![Command::AmendInspection(amend)], move || {
            draft::forget(session, words);
            draft::forget(session, choice);
            open.set(false);
            toast::say(Tone::Ok, t().inspect.amended());
        });
    };
    let send = move || picked.when_ready(amend.clone());
    let busy = Signal::derive(move || ask.busy().get() || picked.waits());
    view! {
        <div class="form">
            <TextArea label=texts.amend_text() value=text most=500 rows=3 error=ask.error_of("text") />
            <Dictation into=text />
            <PhotoPicker picked />
            <Select label=texts.overlooked() choices value=overlooked none=texts.overlooked_none() />
            <Refused error=ask.error() />
            <Button label=texts.amend_send() look=Look::Main busy on_press=send />
        </div>
    }
}
