//! The register of shops, for staff.

use crate::view::prelude::*;
use yishi_domain::{ShopId, State};

use crate::route::{PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Empty, Field, List, Look, Page, Tone};

/// A shop in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    id: ShopId,
    name: String,
    about: String,
    closed: bool,
    nobody: bool,
}

fn lines(state: &State) -> Vec<Line> {
    let line = |id: ShopId| {
        let shop = state.shops.get(&id)?;
        let people: Vec<&str> = state
            .merchants_of(id)
            .map(|(_, record)| record.name.as_str())
            .collect();
        Some(Line {
            id,
            name: shop.name.clone(),
            about: t().shop.line(&shop.address, &shop.kind, people.join("、")),
            closed: shop.closed,
            nobody: people.is_empty(),
        })
    };
    let open = state.shops_by_way().into_iter().map(|(id, _)| id);
    let closed = state
        .shops
        .iter()
        .filter(|(_, shop)| shop.closed)
        .map(|(id, _)| *id);
    open.chain(closed).filter_map(line).collect()
}

#[component]
pub(in crate::patrol) fn Shops() -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| state.may(me, "record_shop"));
    view! {
        <Page title=t().patrol.shops() back=Route::Patrol(PatrolSection::Round)>
            <Show when=move || may.get() fallback=|| view! { <Empty title=t().patrol.for_committee() /> }>
                <Register />
            </Show>
        </Page>
    }
}

#[component]
fn Register() -> View {
    let texts = t().shop;
    let all = session().part(lines);
    let wanted = RwSignal::new(String::new());
    let shown = Signal::derive(move || {
        let wanted = wanted.get();
        let mut shown = all.get();
        let wanted = wanted.trim();
        shown.retain(|line| line.name.contains(wanted) || line.about.contains(wanted));
        shown
    });
    let row = |line: Line| {
        let mark = match (line.closed, line.nobody) {
            (true, _) => Some((t().shop.closed(), Tone::Plain)),
            (false, true) => Some((t().shop.nobody(), Tone::Warn)),
            _ => None,
        };
        let mark = mark.map(|(text, tone)| view! { <Badge text tone /> });
        view! {
            <a class="line tall" href=Route::Shop(line.id.0).href()>
                <span>{line.name} <small>{line.about}</small></span>
                {mark}
            </a>
        }
    };
    let none = move || match all.with(Vec::is_empty) {
        true => {
            view! { <Empty title=t().street.empty() text=t().shop.none_text() icon="patrol" /> }
        }
        false => view! { <Empty title=t().shop.not_found() /> },
    };
    view! {
        <div class="row in-row">
            <ButtonLink label=texts.new() to=Route::NewShop look=Look::Main icon="add" />
            <ButtonLink label=texts.import() to=Route::ImportShops icon="paper" />
        </div>
        <Show when=move || all.with(|all| { all.len() > 10 })>
            <div role="search"><Field label=texts.search() value=wanted /></div>
        </Show>
        <Show when=move || shown.with(|shown| !shown.is_empty()) fallback=none>
            <div class="lines">
                <List items=shown key=|line: &Line| (line.id, line.about.clone(), line.closed, line.name.clone()) row first=60 />
            </div>
        </Show>
    }
}
