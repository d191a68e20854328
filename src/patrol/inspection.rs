//! An inspection that was submitted: what was found, how the score came about, what was added.

mod amend;

use std::sync::Arc;

use yishi_domain::patrol::{
    Addendum, Checklist, Inspection, Item, Remark, Stop, Value, Verdict, score,
};
use yishi_domain::{Digest, FindingId, InspectionId, State};

use self::amend::Amend;
use super::score::ScoreTold;
use super::{value, words};
use crate::part::Part;
use crate::photo::Photos;
use crate::route::{PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Empty, Icon, Look, Page, Section, Tone, time};
use crate::view::prelude::*;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    inspection: Arc<Inspection>,
    list: Arc<Checklist>,
    by: String,
    shop: String,
}

fn told(state: &State, id: InspectionId) -> Option<Told> {
    let inspection = state.patrol.inspections.get(&id)?.clone();
    let list = state
        .patrol
        .checklist(inspection.template, inspection.version)?;
    Some(Told {
        list: list.clone(),
        by: words::walker(state, inspection.member),
        shop: words::shop_name(state, inspection.shop),
        inspection,
    })
}

/// The page.
#[component]
pub(super) fn InspectionPage(
    /// Which inspection
    id: InspectionId,
) -> View {
    let session = session();
    let known = session.part(move |state| {
        let known = state.patrol.inspections.get(&id);
        known.map(|known| (known.shop, words::shop_name(state, known.shop)))
    });
    let title = Signal::derive(move || match known.get() {
        Some((_, name)) => name,
        None => t().inspect.unknown_inspection().to_owned(),
    });
    let back = known
        .get_untracked()
        .map_or(Route::Patrol(PatrolSection::Street), |(shop, _)| {
            Route::Shop(shop.0)
        });
    view! {
        <Page title back aloud=true>
            <Submitted id />
        </Page>
    }
}

/// The inspection itself.
#[component]
pub(super) fn Submitted(id: InspectionId) -> View {
    let session = session();
    let me = session.me();
    let known = session.part(move |state| told(state, id));
    let waiting = session.is_lingering(id.0);
    move || {
        let Some(told) = known.get() else {
            return view! { <Empty title=t().inspect.unknown_inspection() text=t().patrol.unknown_text() /> };
        };
        let inspection = told.inspection.clone();
        let own = inspection.member == me;
        let score = score(told.list.items(), &inspection.answers);
        let pending = move || {
            waiting
                .get()
                .then(|| view! { <Badge text=t().app.pending() tone=Tone::Warn /> })
        };
        let texts = t().inspect;
        let (list, by) = (told.list.clone(), told.by.clone());
        let title = texts.submitted_at(
            time::moment(inspection.at.0),
            &list.title,
            inspection.version,
        );
        let answers = sections(id, &told);
        let amend = own.then(|| view! { <Amend id list=list.clone() /> });
        let addenda = inspection
            .addenda
            .iter()
            .map(|addendum| addendum_card(&told.list, addendum));
        let addenda: Vec<View> = addenda.collect();
        view! {
            <Card>
                <div class="meta"><Badge text=words::day_near(inspection.patrol) tone=Tone::Info /> {pending} <span>{by}</span></div>
                <ScoreTold list score />
                <p class="meta">{title}</p>
            </Card>
            {own.then(|| view! { <Next id /> })}
            {answers}
            {(!addenda.is_empty()).then(|| view! { <Section title=texts.addenda()>{View::Many(addenda)}</Section> })}
            {amend}
        }
    }
}

/// The way on: the next shop of the round.
#[component]
fn Next(id: InspectionId) -> View {
    let session = session();
    let me = session.me();
    let next: Part<Option<(Route, String)>> = session.part(move |state| {
        let patrol = state.patrol.inspections.get(&id)?.patrol;
        let known = state.patrol.patrols.get(&patrol)?;
        if known.day.is_none_or(|day| day < words::today(state)) {
            return None;
        }
        let round = known.round_of(me)?;
        let mut shops = known.shops_of(state, patrol, round).into_iter();
        let to_do = shops.find(|(_, stop)| *stop == Stop::ToDo);
        Some(match to_do {
            Some((shop, _)) => {
                let label = t().inspect.next_shop(words::shop_name(state, shop));
                (Route::Inspect(patrol, shop.0), label)
            }
            None => {
                let label = t().inspect.to_round().to_owned();
                (Route::Patrol(PatrolSection::Round), label)
            }
        })
    });
    move || {
        let (to, label) = next.get()?;
        Some(view! { <ButtonLink label to look=Look::Main /> })
    }
}

/// What was answered, section by section.
fn sections(id: InspectionId, told: &Told) -> View {
    let inspection = &told.inspection;
    let line = |item: &Item| {
        let value = inspection.answer(item.item)?;
        Some(answer_line(id, item, value, inspection.remark(item.item)))
    };
    let section = |section: &yishi_domain::patrol::Section| {
        let lines: Vec<View> = section.items.iter().filter_map(line).collect();
        (!lines.is_empty()).then(|| {
            view! {
                <Section title=section.title.clone()>
                    <div class="lines"><ul class="list">{View::Many(lines)}</ul></div>
                </Section>
            }
        })
    };
    told.list.sections.iter().map(section).collect_view()
}

/// One answer with what stands beside it, and the way to what became of it.
fn answer_line(id: InspectionId, item: &Item, value: &Value, remark: Option<&Remark>) -> View {
    let failed = item.verdict(value) == Verdict::Failed;
    let note = remark
        .map(|remark| remark.note.clone())
        .filter(|note| !note.is_empty());
    let finding = FindingId::of(id, item.item);
    let found = session().part(move |state| state.patrol.findings.contains_key(&finding));
    let to_finding = move || {
        (failed && found.get()).then(|| {
            view! { <a class="more-link" href=Route::Finding(finding.0).href()>{t().inspect.see_finding()} <Icon name="go" /></a> }
        })
    };
    let photos = match value {
        Value::Photos(photos) => photos.clone(),
        _ => remark
            .map(|remark| remark.photos.clone())
            .unwrap_or_default(),
    };
    let without = remark.is_some_and(|remark| remark.without_photo && remark.photos.is_empty());
    let without = without.then(|| view! { <p class="meta">{t().inspect.without_photo()}</p> });
    view! {
        <li class="answer">
            <div class="two-ends"><span>{item.text.clone()}</span> {value::badge(item, value)}</div>
            {note.map(|note| view! { <p class="said">{note}</p> })}
            <Photos photos />
            {without}
            {to_finding}
        </li>
    }
}

fn photos_of(addendum: &Addendum) -> Vec<Digest> {
    let of_remarks = addendum.remarks.iter().flat_map(|remark| &remark.photos);
    addendum.photos.iter().chain(of_remarks).copied().collect()
}

/// What was added afterwards.
fn addendum_card(list: &Checklist, addendum: &Addendum) -> View {
    let texts = t().inspect;
    let text = match addendum.text.is_empty() {
        true => texts.other_phone().to_owned(),
        false => addendum.text.clone(),
    };
    let answers = addendum.answers.iter().filter_map(|answer| {
        let item = list.item(answer.item)?;
        Some(view! { <li class="two-ends"><span>{item.text.clone()}</span> {value::badge(item, &answer.value)}</li> })
    });
    let answers: Vec<View> = answers.collect();
    let notes = addendum
        .remarks
        .iter()
        .filter(|remark| !remark.note.is_empty());
    let notes = notes.map(|remark| view! { <p class="said">{remark.note.clone()}</p> });
    let (notes, at) = (notes.collect_view(), addendum.at.0);
    let photos = photos_of(addendum);
    view! {
        <Card>
            <p>{text}</p>
            <ul class="list">{View::Many(answers)}</ul>
            {notes}
            <Photos photos />
            <p class="meta">{time::moment(at)}</p>
        </Card>
    }
}
