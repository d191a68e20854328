//! All opinions, the newest first, to search and to filter.

use crate::view::prelude::*;
use yishi_domain::council::{Category, Council, Opinion};
use yishi_domain::{OpinionId, sort_by_key};

use super::card::OpinionCard;
use super::words;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, ButtonLink, Choice, Empty, Field, List, Look, Select};

/// The section.
#[component]
pub(super) fn Opinions() -> View {
    let session = session();
    let (query, chosen) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let any = session.part(|state| !state.council.opinions.is_empty());
    let found = Part::new(move || {
        let category = chosen.with(|chosen| category_of(chosen.as_deref()));
        query.with(|query| {
            session
                .view()
                .with(|state| search(&state.council, query.trim(), category))
        })
    });
    let categories = || {
        Category::ALL
            .iter()
            .enumerate()
            .map(|(n, c)| Choice::new(n.to_string(), words::category(*c)))
    };
    let again = move || {
        query.set(String::new());
        chosen.set(None);
    };
    view! {
        <Show
            when=move || any.get()
            fallback=|| {
                view! { <Empty title=t().council.no_opinions() text=t().council.no_opinions_text() icon="council" /> }
            }
        >
            <div class="row" role="search">
                <Field label=t().council.search() value=query kind="search" />
                <Select label=t().council.category() choices=categories().collect() value=chosen none=t().council.all() />
            </div>
            <p class="unseen" role="status">{move || t().council.opinions_found(found.with(Vec::len))}</p>
            <List items=found key=|id: &OpinionId| *id row=|id| view! { <OpinionCard id /> } />
            <Show when=move || found.with(Vec::is_empty)>
                <Empty title=t().council.nothing_found() text=t().council.nothing_found_text()>
                    <crate::ui::Button label=t().council.show_all() on_press=again />
                </Empty>
            </Show>
        </Show>
        <Actions>
            <ButtonLink label=t().council.raise() to=Route::NewOpinion look=Look::Main icon="add" />
        </Actions>
    }
}

fn category_of(chosen: Option<&str>) -> Option<Category> {
    Category::ALL.get(chosen?.parse::<usize>().ok()?).copied()
}

/// The opinions that hold the words, the newest first.
fn search(council: &Council, query: &str, category: Option<Category>) -> Vec<OpinionId> {
    let query = query.to_lowercase();
    let fits = |opinion: &Opinion| {
        category.is_none_or(|category| opinion.category == category)
            && (query.is_empty() || holds(&opinion.text, &query) || author_holds(opinion, &query))
    };
    let mut found: Vec<_> = council
        .opinions
        .iter()
        .filter(|(_, opinion)| fits(opinion))
        .collect();
    // Ids carry the clocks of many phones; what counts is when the endpoint heard of it.
    sort_by_key(&mut found, |(id, opinion)| {
        std::cmp::Reverse((opinion.raised_at, **id))
    });
    found.into_iter().map(|(id, _)| *id).collect()
}

fn author_holds(opinion: &Opinion, query: &str) -> bool {
    opinion
        .author
        .as_ref()
        .is_some_and(|author| holds(&author.name, query))
}

/// Most opinions and most queries have no letters that come in two sizes: then nothing is copied.
fn holds(text: &str, query: &str) -> bool {
    text.contains(query)
        || (query.contains(|c: char| c.is_alphabetic() && c.is_lowercase())
            && text.to_lowercase().contains(query))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn search_finds_words_in_any_case() {
        assert!(holds("希望 WiFi 覆盖", "wifi"));
        assert!(holds("路灯不亮", "路灯"));
        assert!(!holds("路灯不亮", "电梯"));
    }
}
