//! The page of a shop.

use std::cmp::Reverse;

use crate::view::prelude::*;
use yishi_domain::patrol::{Finding, FindingStep};
use yishi_domain::{FindingId, InspectionId, ShopId, State, sort_by_key};

use super::super::card::FindingCard;
use super::super::words;
use crate::part::Part;
use crate::route::{PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::plot::{Figures, Row, Say, Shape};
use crate::ui::{Badge, ButtonLink, Card, Empty, Fact, Facts, List, Page, Plot, Section, time};

/// What a merchant said last, at most so often.
const SAYINGS: usize = 5;
/// Marks of the plot: a patrol a week for a quarter of a year.
const MARKS: usize = 13;

#[component]
pub(in crate::patrol) fn ShopPage(
    /// Which shop
    id: ShopId,
) -> View {
    let session = session();
    let shop = session.part(move |state| state.shops.get(&id).cloned());
    let title = Signal::derive(move || match shop.get() {
        Some(shop) => shop.name.clone(),
        None => t().shop.unknown().to_owned(),
    });
    let known = Part::new(move || shop.with(Option::is_some));
    let none = || view! { <Empty title=t().shop.unknown() text=t().patrol.unknown_text() icon="patrol" /> };
    view! {
        <Page title back=Route::Patrol(PatrolSection::Street) aloud=true long=true>
            <Show when=move || known.get() fallback=none>
                <About id />
                <Waiting id />
                <Promises id />
                <Prices id />
                <Scores id />
                <Sayings id />
                <Closed id />
                <Visits id />
            </Show>
        </Page>
    }
}

/// Where it is, how it does, who runs it.
#[component]
fn About(id: ShopId) -> View {
    let session = session();
    let me = session.me();
    let told = session.part(move |state| {
        let shop = state.shops.get(&id)?.clone();
        let scores = state.patrol.scores_of(id);
        let people: Vec<String> = state
            .merchants_of(id)
            .map(|(_, record)| record.name.clone())
            .collect();
        Some((shop, scores.last().copied(), people))
    });
    let staff = session.part(move |state| state.is_staff(me));
    move || {
        let (shop, last, people) = told.get()?;
        let texts = t().shop;
        let closed = shop.closed.then(|| view! { <Badge text=texts.closed() /> });
        let score = match last {
            Some((day, score)) => view! {
                <p class="shop-score">
                    <strong class="num">{score.map_or_else(|| "–".to_owned(), words::figure)}</strong>
                    <span>{texts.last_score(words::day(day))}</span>
                </p>
            },
            None => view! { <p class="meta">{texts.no_score()}</p> },
        };
        // Who runs it is known to staff, and to whoever does.
        let merchants = match (people.is_empty(), staff.get()) {
            (false, _) => Some(texts.run_by(people.join("、"))),
            (true, true) => Some(texts.run_by_nobody().to_owned()),
            _ => None,
        };
        let merchants = merchants.map(|told| view! { <p class="meta">{told}</p> });
        let edit = staff
            .get()
            .then(|| view! { <ButtonLink label=texts.edit() to=Route::EditShop(id.0) /> });
        Some(view! {
            <Card>
                <div class="meta"><Badge text=shop.kind.clone() /> {closed} <span>{shop.address.clone()}</span></div>
                {score}
                {merchants}
            </Card>
            {edit}
        })
    }
}

fn findings(state: &State, id: ShopId, open: bool) -> Vec<FindingId> {
    let mut all: Vec<(FindingId, &Finding)> = state.patrol.findings_of(id).collect();
    all.retain(|(_, finding)| finding.is_open() == open);
    sort_by_key(&mut all, |(_, finding)| match open {
        true => (Some((finding.severity, finding.due)), Reverse(None)),
        false => (None, Reverse(finding.closed_at())),
    });
    all.into_iter().map(|(id, _)| id).collect()
}

/// What is not mended yet.
#[component]
fn Waiting(id: ShopId) -> View {
    let open = session().part(move |state| findings(state, id, true));
    view! {
        <Show when=move || open.with(|open| !open.is_empty())>
            <Section title=t().shop.open()>
                <List items=open key=|id: &FindingId| *id row=move |finding: FindingId| view! { <FindingCard id=finding of=id /> } first=10 />
            </Section>
        </Show>
    }
}

#[component]
fn Closed(id: ShopId) -> View {
    let closed = session().part(move |state| findings(state, id, false));
    view! {
        <Show when=move || closed.with(|closed| !closed.is_empty())>
            <Section title=t().shop.mended()>
                <List items=closed key=|id: &FindingId| *id row=move |finding: FindingId| view! { <FindingCard id=finding of=id /> } first=3 />
            </Section>
        </Show>
    }
}

#[component]
fn Promises(id: ShopId) -> View {
    let promises = session().part(move |state| {
        let shop = state.shops.get(&id);
        shop.map(|shop| shop.promises.clone()).unwrap_or_default()
    });
    let line = |promise: String| view! { <li>{promise}</li> };
    view! {
        <Show when=move || promises.with(|promises| !promises.is_empty())>
            <Section title=t().shop.promises()>
                <Card><ul class="steps">{move || promises.get().into_iter().map(line).collect_view()}</ul></Card>
            </Section>
        </Show>
    }
}

#[component]
fn Prices(id: ShopId) -> View {
    let prices = session().part(move |state| {
        let shop = state.shops.get(&id);
        shop.map(|shop| shop.prices.clone()).unwrap_or_default()
    });
    let items = Signal::derive(move || {
        let fact = |price: yishi_domain::shop::Price| {
            let value = match price.fen {
                0 => t().shop.free().to_owned(),
                _ => t().shop.yuan(price.yuan()),
            };
            Fact::new(price.item, value)
        };
        prices.get().into_iter().map(fact).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || prices.with(|prices| !prices.is_empty())>
            <Section title=t().shop.prices()>
                <div class="sums"><Card><Facts items /></Card></div>
            </Section>
        </Show>
    }
}

#[component]
fn Scores(id: ShopId) -> View {
    let scores = session().part(move |state| {
        let mut scores = state.patrol.scores_of(id);
        scores.retain(|(_, score)| score.is_some());
        scores.split_off(scores.len().saturating_sub(MARKS))
    });
    let figures = Signal::derive(move || {
        let texts = t().shop;
        let scores = scores.get();
        Figures {
            title: texts.scores().to_owned(),
            along: t().report.weeks_along().to_owned(),
            labels: scores
                .iter()
                .map(|(day, _)| format!("{}/{}", day.month, day.day))
                .collect(),
            rows: vec![Row {
                name: texts.score().to_owned(),
                values: scores
                    .iter()
                    .map(|(_, score)| score.unwrap_or_default().into())
                    .collect(),
                shape: Shape::Line,
            }],
            unit: 10,
            say: Say(|tenths| words::figure(u16::try_from(tenths).unwrap_or_default())),
            file: texts.scores_file().to_owned(),
        }
    });
    view! {
        <Show when=move || scores.with(|scores| scores.len() > 1)>
            <Card><Plot figures /></Card>
        </Show>
    }
}

/// The merchant's words: what was answered to findings, the newest first.
#[component]
fn Sayings(id: ShopId) -> View {
    let said = session().part(move |state| {
        let mut said = Vec::new();
        for (finding, known) in state.patrol.findings_of(id) {
            for step in &known.steps {
                let text = match &step.step {
                    FindingStep::Answered { text, .. } => text,
                    FindingStep::Contested { reason } => reason,
                    _ => continue,
                };
                said.push((step.at.0, text.clone(), known.text.clone(), finding));
            }
        }
        sort_by_key(&mut said, |(at, ..)| Reverse(*at));
        said.truncate(SAYINGS);
        said
    });
    let card = |(at, text, about, finding): (i64, String, String, FindingId)| {
        view! {
            <Card to=Route::Finding(finding.0)>
                <p class="said">{text}</p>
                <p class="meta"><span>{about}</span><span>{time::day(at)}</span></p>
            </Card>
        }
    };
    view! {
        <Show when=move || said.with(|said| !said.is_empty())>
            <Section title=t().shop.sayings()>
                {move || said.get().into_iter().map(card).collect_view()}
            </Section>
        </Show>
    }
}

/// A visit in a line: which one, when, its score, by whom.
type Visit = (InspectionId, i64, Option<u16>, String);

/// The inspections themselves, for whoever may see them.
#[component]
fn Visits(id: ShopId) -> View {
    let visits: Part<Vec<Visit>> = session().part(move |state| {
        let visits = state.patrol.visits(id).rev();
        let told = visits.map(|(id, visit)| {
            let by = words::walker(state, visit.member);
            (id, visit.at.0, visit.score, by)
        });
        told.collect()
    });
    let line = |(id, at, score, by): Visit| {
        view! {
            <a class="line tall" href=Route::Inspection(id.0).href()>
                <span>{time::day(at)} <small>{by}</small></span>
                <strong class="num">{words::score(score)}</strong>
            </a>
        }
    };
    view! {
        <Show when=move || visits.with(|visits| !visits.is_empty())>
            <Section title=t().shop.visits()>
                <div class="lines">
                    <List items=visits key=|visit: &Visit| visit.0 row=line first=6 />
                </div>
            </Section>
        </Show>
    }
}
