//! Building a checklist: its sections and items, tried out before it is published.

use std::sync::Arc;

use yishi_domain::patrol::{Checklist, PublishTemplate, TemplateFault};
use yishi_domain::{Command, Rejection, TemplateId};
use yishi_sync::wire::{from_json, to_json};

use super::Preview;
use super::import::Import;
use super::item_form::ItemSheet;
use super::raw::{RawList, RawSection};
use super::section::SectionForm;
use crate::form::{Ask, Refused, draft};
use crate::navigation;
use crate::route::Route;
use crate::session::{code_text, new_id, session};
use crate::text::t;
use crate::ui::{Actions, Button, Empty, Field, Look, Page, Tone, toast};
use crate::view::prelude::*;

/// The form for a new checklist.
#[component]
pub(in crate::patrol) fn NewChecklist() -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| state.may(me, "publish_template"));
    view! {
        <Page title=t().checklist.new() back=Route::Checklists>
            <Show when=move || may.get() fallback=|| view! { <Empty title=t().patrol.for_committee() /> }>
                <Form id=None />
            </Show>
        </Page>
    }
}

/// The form that changes a checklist.
#[component]
pub(in crate::patrol) fn EditChecklist(
    /// Which checklist
    id: TemplateId,
) -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| {
        state.patrol.templates.contains_key(&id) && state.may(me, "publish_template")
    });
    view! {
        <Page title=t().checklist.edit() back=Route::Checklist(id.0)>
            <Show when=move || may.get() fallback=|| view! { <Empty title=t().checklist.unknown() text=t().patrol.unknown_text() /> }>
                <Form id=Some(id) />
            </Show>
        </Page>
    }
}

/// What is wrong, and with which item; 0 is the whole.
pub(super) type Fault = RwSignal<Option<(u16, String)>>;

#[component]
fn Form(id: Option<TemplateId>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().checklist;
    let known = session
        .view()
        .with_untracked(|state| state.patrol.templates.get(&id?).cloned());
    let begun = match &known {
        Some(template) => RawList::of(template),
        None => blank(),
    };
    let untouched = to_json(&begun);
    let raw = RwSignal::new(begun);
    // The whole is one value, so that its fields are those of its parts.
    let title = RwSignal::new(raw.with_untracked(|raw| raw.title.clone()));
    let kinds = RwSignal::new(raw.with_untracked(|raw| raw.kinds.clone()));
    Effect::new(move |before: Option<()>| {
        let (title, kinds) = (title.get(), kinds.get());
        if before.is_some() {
            raw.update(|raw| (raw.title, raw.kinds) = (title, kinds));
        }
    });
    let bring = move |list: RawList| {
        title.set(list.title.clone());
        kinds.set(list.kinds.clone());
        raw.set(list);
    };
    let draft_name = match id {
        Some(id) => format!("checklist-{id}"),
        None => "checklist".to_owned(),
    };
    let keep = move || {
        let kept = raw.with(to_json);
        match kept == untouched {
            true => String::new(),
            false => kept,
        }
    };
    draft::keep(session, draft_name.clone(), keep, move |kept| {
        if let Ok(list) = from_json::<RawList>(kept) {
            bring(list);
        }
    });
    let fault: Fault = RwSignal::new(None);
    let editing = RwSignal::new(None::<u16>);
    let preview = RwSignal::new(false);
    let tried = StoredValue::new(None::<Arc<Checklist>>);
    let read = move || match checked(&raw.get_untracked()) {
        Ok(list) => {
            fault.set(None);
            Some(list)
        }
        Err((item, text)) => {
            fault.set(Some((item, text)));
            None
        }
    };
    let look = move || {
        if let Some(list) = read() {
            tried.set_value(Some(Arc::new(list)));
            preview.set(true);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    };
    let draft_name = StoredValue::new(draft_name);
    let template = id.unwrap_or_else(|| TemplateId(new_id()));
    let new = id.is_none();
    let send = move || {
        let Some(checklist) = read() else { return };
        let publish = PublishTemplate {
            template,
            checklist,
        };
        ask.send(vec![Command::PublishTemplate(publish)], move || {
            draft::forget(session, draft_name.get_value());
            toast::say(Tone::Ok, t().checklist.published());
            match new {
                true => navigation::replace(&Route::Checklist(template.0)),
                false => navigation::back(&Route::Checklist(template.0)),
            }
        });
    };
    let add_section = move || {
        raw.update(|raw| {
            let key = raw.next();
            raw.sections.push(RawSection {
                key,
                ..RawSection::default()
            });
        });
    };
    let whole = Signal::derive(move || {
        let fault = fault.get();
        fault.filter(|(item, _)| *item == 0).map(|(_, text)| text)
    });
    let some = Signal::derive(move || {
        let fault = fault.get();
        fault
            .filter(|(item, _)| *item > 0)
            .map(|_| t().checklist.see_item().to_owned())
    });
    let versions = known.as_ref().map_or_else(Vec::new, |template| {
        let versions = template.versions.iter().rev();
        versions.map(|(_, list)| list.clone()).collect()
    });
    let sections = move || {
        raw.with(|raw| {
            raw.sections
                .iter()
                .map(|section| section.key)
                .collect::<Vec<_>>()
        })
    };
    let count = known
        .as_ref()
        .and_then(|template| template.newest())
        .map(|(version, _)| version);
    let hint = count.map(|version| view! { <p class="hint">{texts.edit_hint(version)}</p> });
    let shown = move || {
        tried
            .get_value()
            .map(|list| view! { <Preview list open=preview /> })
    };
    view! {
        <Show when=move || preview.get()>{shown()}</Show>
        <div class="form" hidden=move || preview.get()>
            {hint}
            <Field label=texts.title() value=title most=40 />
            <Field label=texts.kinds() hint=texts.kinds_hint() value=kinds />
            <Import raw versions bring=bring />
            <For each=sections key=|key| *key let:key>
                <SectionForm raw key editing fault />
            </For>
            <Button label=texts.add_section() icon="add" on_press=add_section />
        </div>
        <ItemSheet raw editing fault />
        <Show when=move || !preview.get()>
            <Actions>
                <Refused error=some />
                <Refused error=whole />
                <Refused error=ask.error() />
                <div class="row">
                    <Button label=t().checklist.preview() on_press=look />
                    <Button label=t().checklist.publish() look=Look::Main busy=ask.busy() on_press=send />
                </div>
            </Actions>
        </Show>
    }
}

/// A new checklist has a section to begin with.
fn blank() -> RawList {
    let mut raw = RawList::default();
    let key = raw.next();
    raw.sections.push(RawSection {
        key,
        ..RawSection::default()
    });
    raw
}

/// The checklist if shops can be inspected by it, or what is wrong and with which item.
fn checked(raw: &RawList) -> Result<Checklist, (u16, String)> {
    let list = raw.read().map_err(|(item, (_, text))| (item, text))?;
    list.checked().map_err(|rejection| match &rejection {
        Rejection::BadTemplate { item, why } => (*item, fault(*why).to_owned()),
        Rejection::TextEmpty { field } | Rejection::TextTooLong { field, .. } => {
            (unnamed(raw, field), words(field, &rejection))
        }
        other => (0, code_text(other.code())),
    })
}

/// The first item whose text the rules refuse.
fn unnamed(raw: &RawList, field: &str) -> u16 {
    let refused = |item: &&super::raw::RawItem| match field {
        "item" => item.text.trim().is_empty() || item.text.trim().chars().count() > 100,
        "help" => item.help.trim().chars().count() > 300,
        _ => false,
    };
    raw.items().find(refused).map_or(0, |item| item.number)
}

fn words(field: &str, rejection: &Rejection) -> String {
    let texts = t().checklist;
    let named = match field {
        "title" => texts.title(),
        "section" => texts.section_title(),
        "kind" => texts.kinds(),
        "help" => texts.help(),
        _ => texts.item_text(),
    };
    texts.field_wrong(named, code_text(rejection.code()))
}

fn fault(why: TemplateFault) -> &'static str {
    let texts = t().checklist;
    match why {
        TemplateFault::Empty => texts.fault_empty(),
        TemplateFault::SameNumber | TemplateFault::ShownIf => texts.fault_shown_if(),
        TemplateFault::Points => texts.max_wrong(),
        TemplateFault::Options => texts.fault_options(),
        TemplateFault::Range => texts.fault_range(),
        TemplateFault::Weight => texts.weight_wrong(),
    }
}
