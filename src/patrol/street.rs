//! The street as whoever walks it sees it: the shops of each side by house number, each with its state.

use crate::view::prelude::*;
use yishi_domain::patrol::StreetShop;
use yishi_domain::{ShopId, State};

use super::words;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Empty, Icon, Section, Tone};

/// A shop as it stands on the street.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Front {
    shop: ShopId,
    number: u32,
    name: String,
    score: Option<u16>,
    mark: Mark,
}

/// The state of a shop in a word and a symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    tone: Tone,
    icon: &'static str,
    text: String,
}

/// One street.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Side {
    name: String,
    shops: Vec<Front>,
}

fn mark(shop: &StreetShop) -> Mark {
    let texts = t().street;
    let told = |tone, icon, text: String| Mark { tone, icon, text };
    match (shop.overdue, shop.open, shop.score) {
        (1.., ..) => told(Tone::Bad, "bad", texts.overdue(shop.overdue)),
        (_, _, Some(..600)) => told(Tone::Bad, "bad", texts.poor().into()),
        (_, 1.., _) => told(Tone::Warn, "warn", texts.open(shop.open)),
        (_, _, Some(900..)) => told(Tone::Ok, "ok", texts.good().into()),
        (_, _, Some(_)) => told(Tone::Info, "info", texts.fair().into()),
        (_, _, None) => told(Tone::Plain, "paper", texts.unseen().into()),
    }
}

/// The streets in the order of the way, each with its shops.
fn streets(state: &State) -> Vec<Side> {
    let mut streets: Vec<Side> = Vec::new();
    for told in state.patrol.street(state, words::today(state)) {
        let Some(shop) = state.shops.get(&told.shop) else {
            continue;
        };
        let front = Front {
            shop: told.shop,
            number: shop.number(),
            name: shop.name.clone(),
            score: told.score,
            mark: mark(&told),
        };
        match streets
            .iter_mut()
            .find(|street| street.name == shop.street())
        {
            Some(street) => street.shops.push(front),
            None => streets.push(Side {
                name: shop.street().to_owned(),
                shops: vec![front],
            }),
        }
    }
    for street in &mut streets {
        yishi_domain::sort_by_key(&mut street.shops, |front| front.number);
    }
    streets
}

#[component]
pub(super) fn Street() -> View {
    let streets = session().part(streets);
    let none =
        || view! { <Empty title=t().street.empty() text=t().street.empty_text() icon="patrol" /> };
    let sum = move || {
        let (mut all, mut bad) = (0, 0);
        for front in streets.get().iter().flat_map(|street| &street.shops) {
            all += 1;
            bad += usize::from(matches!(front.mark.tone, Tone::Bad | Tone::Warn));
        }
        t().street.sum(all, bad)
    };
    view! {
        <Show when=move || streets.with(|streets| !streets.is_empty()) fallback=none>
            <p class="hint">{sum}</p>
            {move || streets.get().into_iter().map(street).collect_view()}
            <Legend />
        </Show>
    }
}

/// One street with its two sides; a house without a number stands at the end.
fn street(street: Side) -> View {
    let texts = t().street;
    let (numbered, others): (Vec<Front>, Vec<Front>) =
        street.shops.into_iter().partition(|front| front.number > 0);
    let (odd, even): (Vec<Front>, Vec<Front>) = numbered
        .into_iter()
        .partition(|front| front.number % 2 == 1);
    let side = |label: &'static str, fronts: Vec<Front>| {
        view! {
            <div class="side">
                <h3>{label}</h3>
                <ol>{fronts.into_iter().map(front).collect_view()}</ol>
            </div>
        }
    };
    let others = (!others.is_empty()).then(|| {
        view! { <div class="street one">{side(texts.other(), others)}</div> }
    });
    let title = match street.name.is_empty() {
        true => t().patrol.street().to_owned(),
        false => street.name,
    };
    view! {
        <Section title>
            <div class="street">{side(texts.odd(), odd)} {side(texts.even(), even)}</div>
            {others}
        </Section>
    }
}

fn front(front: Front) -> View {
    let number = (front.number > 0)
        .then(|| view! { <small class="num">{t().street.number(front.number)}</small> });
    let score = front
        .score
        .map(|score| view! { <span class="num">{words::figure(score)}</span> });
    view! {
        <li>
            <a class=format!("front {}", tone_class(front.mark.tone)) href=Route::Shop(front.shop.0).href()>
                {number}
                <strong>{front.name}</strong>
                <span class="front-state"><Icon name=front.mark.icon />{front.mark.text} {score}</span>
            </a>
        </li>
    }
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Ok => "ok",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Info => "info",
    }
}

#[component]
fn Legend() -> View {
    let texts = t().street;
    let line = |tone: Tone, icon: &'static str, text: &'static str| {
        view! { <li class=format!("front-state {}", tone_class(tone))><Icon name=icon />{text}</li> }
    };
    view! {
        <Section title=texts.legend()>
            <ul class="legend">
                {line(Tone::Ok, "ok", texts.legend_good())}
                {line(Tone::Info, "info", texts.legend_fair())}
                {line(Tone::Warn, "warn", texts.legend_open())}
                {line(Tone::Bad, "bad", texts.legend_bad())}
                {line(Tone::Plain, "paper", texts.legend_unseen())}
            </ul>
        </Section>
    }
}
