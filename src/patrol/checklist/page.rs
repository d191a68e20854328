//! One checklist: what it asks, how it is filled in, what earlier versions asked.

use std::sync::Arc;

use yishi_domain::patrol::{Checklist, Item, RetireTemplate, Template};
use yishi_domain::{Command, TemplateId};

use super::{Preview, about};
use crate::form::{Ask, Refused};
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Button, ButtonLink, Card, ConfirmSheet, Empty, Look, Page, Section, Tone};
use crate::view::prelude::*;

/// Earlier versions that are shown.
const MOST_EARLIER: usize = 20;

#[component]
pub(in crate::patrol) fn ChecklistPage(
    /// Which checklist
    id: TemplateId,
) -> View {
    let session = session();
    let template = session.part(move |state| state.patrol.templates.get(&id).cloned());
    let title = Signal::derive(move || {
        let template = template.get();
        let newest = template.as_ref().and_then(|template| template.newest());
        newest.map_or_else(
            || t().checklist.unknown().to_owned(),
            |(_, list)| list.title.clone(),
        )
    });
    let none = || view! { <Empty title=t().checklist.unknown() text=t().patrol.unknown_text() icon="paper" /> };
    view! {
        <Page title back=Route::Checklists>
            {move || match template.get() {
                None => none(),
                Some(template) => view! { <Shown id template /> },
            }}
        </Page>
    }
}

#[component]
fn Shown(id: TemplateId, template: Arc<Template>) -> View {
    let preview = RwSignal::new(false);
    move || match (preview.get(), template.newest()) {
        (true, Some((_, list))) => view! { <Preview list=list.clone() open=preview /> },
        _ => overview(id, &template, preview),
    }
}

fn overview(id: TemplateId, template: &Template, preview: RwSignal<bool>) -> View {
    let Some((version, list)) = template.newest() else {
        return View::Nothing;
    };
    let session = session();
    let me = session.me();
    let may = session.part(move |state| state.may(me, "publish_template"));
    let texts = t().checklist;
    let kinds = match list.kinds.is_empty() {
        true => texts.all_kinds().to_owned(),
        false => list.kinds.join("、"),
    };
    let told = texts.about(list.items().count(), kinds);
    let retired = template.retired;
    let badge = match retired {
        true => view! { <Badge text=texts.retired() /> },
        false => view! { <Badge text=texts.version(version) tone=Tone::Info /> },
    };
    let earlier = template.versions.iter().rev().skip(1).take(MOST_EARLIER);
    let earlier = earlier.map(|(version, list)| {
        let (title, asked) = (texts.version(*version), sections(list));
        view! { <details class="figures"><summary>{title}</summary>{asked}</details> }
    });
    let earlier: Vec<View> = earlier.collect();
    let earlier = (!earlier.is_empty())
        .then(|| view! { <Section title=texts.earlier()>{View::Many(earlier)}</Section> });
    view! {
        <Card><div class="meta">{badge} <span>{told}</span></div></Card>
        <div class="row in-row">
            <Button label=texts.preview() look=Look::Main on_press=move || preview.set(true) />
            <Show when=move || may.get()>
                <ButtonLink label=t().checklist.edit() to=Route::EditChecklist(id.0) />
            </Show>
        </div>
        {sections(list)}
        {earlier}
        <Show when=move || may.get() && !retired><Retire id /></Show>
    }
}

/// What is asked, section by section.
fn sections(list: &Checklist) -> View {
    let line = |item: &Item| {
        let help = (!item.help.is_empty()).then(|| view! { <small>{item.help.clone()}</small> });
        let shown_if = item.shown_if.and_then(|shown| list.item(shown.item));
        let shown_if = shown_if.map(|other| {
            view! { <small>{t().checklist.asked_only(&other.text)}</small> }
        });
        view! {
            <li class="line tall">
                <span>{item.text.clone()} <small>{about(item)}</small> {help} {shown_if}</span>
            </li>
        }
    };
    let section = |section: &yishi_domain::patrol::Section| {
        let lines = section.items.iter().map(line).collect_view();
        view! {
            <Section title=section.title.clone()>
                <div class="lines"><ul class="list">{lines}</ul></div>
            </Section>
        }
    };
    list.sections.iter().map(section).collect_view()
}

#[component]
fn Retire(id: TemplateId) -> View {
    let ask = Ask::new(session());
    let open = RwSignal::new(false);
    let texts = t().checklist;
    let send = move || {
        let retire = RetireTemplate { template: id };
        ask.send(vec![Command::RetireTemplate(retire)], || {});
    };
    view! {
        <Refused error=ask.error() />
        <Button label=texts.retire() look=Look::Quiet busy=ask.busy() on_press=move || open.set(true) />
        <ConfirmSheet
            open
            title=texts.retire_question()
            text=texts.retire_text()
            confirm=texts.retire()
            on_confirm=send
        />
    }
}
