//! The end of an inspection: what is missing, what it comes to, and that it is submitted.

use std::sync::Arc;

use wasm_bindgen_futures::spawn_local;
use yishi_domain::Command;
use yishi_domain::patrol::{Checklist, Filled, SubmitInspection, Verdict, score};

use super::steps::{Place, go};
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::patrol::draft::Book;
use crate::patrol::score::ScoreTold;
use crate::patrol::words;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Button, Card, Icon, Look, Section, Tone, toast};
use crate::view::prelude::*;

/// What submits everything that was answered.
pub(super) fn command(book: Book) -> Option<Command> {
    let (begun, list) = (book.begun()?, book.list().get()?);
    let (mut answers, mut remarks) = book.all(&list);
    // What is not asked any more is nobody's concern.
    let asked = Filled::new(&list, &answers, &remarks).asked;
    answers.retain(|answer| asked.contains(&answer.item));
    remarks.retain(|remark| asked.contains(&remark.item));
    Some(Command::SubmitInspection(SubmitInspection {
        patrol: begun.patrol,
        shop: begun.shop,
        template: begun.template,
        version: begun.version,
        answers,
        remarks,
    }))
}

#[component]
pub(super) fn Submit(book: Book, list: Arc<Checklist>, place: Place) -> View {
    let list = StoredValue::new(list);
    let filled = Part::new(move || list.with_value(|list| book.filled(list)));
    let whole = Part::new(move || filled.with(Filled::is_whole));
    let told = move || match whole.get() {
        true => view! { <Result book list=list.get_value() /> },
        false => view! { <Missing book list=list.get_value() place /> },
    };
    view! {
        <section class="question" aria-labelledby="question">
            <h2 id="question" tabindex="-1">{t().inspect.end()}</h2>
            {told}
            <Show when=move || whole.get()>
                <Send book />
            </Show>
        </section>
    }
}

/// What has to be done yet, each one tap away.
#[component]
fn Missing(book: Book, list: Arc<Checklist>, place: Place) -> View {
    let filled = book.filled(&list);
    let texts = t().inspect;
    let line = |number: u16| {
        let item = list.item(number)?;
        let told = match () {
            () if filled.missing.contains(&number) => texts.not_answered(),
            () if filled.without_photo.contains(&number) => texts.photo_missing(),
            () => texts.too_long(),
        };
        Some(view! {
            <li>
                <button type="button" class="line tall" on:click=move |_| go(place, Some(number))>
                    <span>{item.text.clone()} <small>{told}</small></span>
                    <Icon name="go" />
                </button>
            </li>
        })
    };
    let to_do = filled.to_do();
    let count = to_do.len();
    let lines = to_do.into_iter().map(line).collect_view();
    view! {
        <div class="meta" role="status"><Badge text=texts.missing(count) tone=Tone::Warn /></div>
        <p class="hint">{texts.missing_text()}</p>
        <div class="lines"><ul class="list">{lines}</ul></div>
    }
}

/// The score and how it comes about, and what becomes of what fails.
#[component]
fn Result(book: Book, list: Arc<Checklist>) -> View {
    let texts = t().inspect;
    let (answers, remarks) = book.all(&list);
    let told = score(list.items(), &answers);
    let failing = answers.iter().filter_map(|answer| {
        let item = list.item(answer.item)?;
        if item.verdict(&answer.value) != Verdict::Failed {
            return None;
        }
        let remark = remarks.iter().find(|remark| remark.item == answer.item);
        let severity = remark.and_then(|remark| remark.severity).unwrap_or(item.severity);
        Some(view! {
            <li class="line tall"><span>{item.text.clone()} <small>{texts.days(severity.days())}</small></span> {words::severity_badge(severity)}</li>
        })
    });
    let failing: Vec<View> = failing.collect();
    let findings = (!failing.is_empty()).then(|| {
        view! {
            <Section title=texts.become_findings(failing.len())>
                <p class="hint">{texts.become_findings_text()}</p>
                <div class="lines"><ul class="list">{View::Many(failing)}</ul></div>
            </Section>
        }
    });
    view! {
        <ScoreTold list score=told />
        {findings}
    }
}

#[component]
fn Send(book: Book) -> View {
    if book.is_trial() {
        return view! { <Card><p>{t().inspect.trial_end()}</p></Card> };
    }
    let ask = Ask::new(session());
    let texts = t().inspect;
    let waits = RwSignal::new(false);
    let submit = move || {
        let Some(command) = untrack(|| command(book)) else {
            return;
        };
        ask.send(vec![command], move || {
            book.close();
            toast::say(Tone::Ok, t().inspect.submitted());
        });
    };
    // A photo may still be in the making.
    let send = move || {
        if waits.get_untracked() {
            return;
        }
        waits.set(true);
        spawn_local(async move {
            book.settle().await;
            if waits.try_set(false).is_none() {
                submit();
            }
        });
    };
    let busy = Signal::derive(move || ask.busy().get() || waits.get());
    view! {
        <p class="hint">{texts.submit_hint()}</p>
        <Refused error=ask.error() />
        <Refused error=ask.error_of("note") />
        <Refused error=ask.error_of("answer") />
        <Button label=texts.submit() look=Look::Main busy on_press=send />
    }
}
