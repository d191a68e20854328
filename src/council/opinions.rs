//! All opinions, the newest first, to search and to filter.

use std::cell::RefCell;

use crate::view::prelude::*;
use yishi_domain::council::{Category, Council, Opinion, OpinionOutcome};
use yishi_domain::roster::Role;
use yishi_domain::{MemberId, OpinionId, State, sort_by_key};

use super::card::OpinionCard;
use super::words;
use crate::navigation;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, ButtonLink, Choice, Empty, Field, List, Look, Select};

/// What is looked for: the words, the category, how far it is. And how many more are shown.
type Filter = (String, Option<String>, Option<String>, usize);

thread_local! {
    /// On a desk the list is built anew with each choice in it, on a phone whenever somebody comes back from an
    /// opinion; it is to look the same.
    static FILTER: RefCell<Option<Filter>> = const { RefCell::new(None) };
}

/// The section.
#[component]
pub(super) fn Opinions(
    /// Without the button below it
    #[prop(optional)]
    bare: bool,
) -> View {
    let session = session();
    let me = session.me();
    // Whose task it is to deal with them sees first what waits.
    let triages = session.has_role(Role::Committee).get_untracked();
    let kept = FILTER.take().filter(|_| bare || navigation::returned());
    let (words, category, how_far, more) = kept.unwrap_or_else(|| {
        let waiting = triages.then(|| Standing::Waiting.key().to_owned());
        (String::new(), None, waiting, 0)
    });
    let (query, chosen, standing, extra) = (
        RwSignal::new(words),
        RwSignal::new(category),
        RwSignal::new(how_far),
        RwSignal::new(more),
    );
    Effect::new(move |_| {
        let filter = (query.get(), chosen.get(), standing.get(), extra.get());
        FILTER.set(Some(filter));
    });
    let any = session.part(|state| !state.council.opinions.is_empty());
    let found = Part::new(move || {
        let wanted = Wanted {
            category: chosen.with(|chosen| category_of(chosen.as_deref())),
            standing: standing.with(|standing| Standing::of_key(standing.as_deref())),
            me,
        };
        query.with(|query| {
            session
                .view()
                .with(|state| search(state, query.trim(), &wanted))
        })
    });
    let categories = || {
        Category::ALL
            .iter()
            .enumerate()
            .map(|(n, c)| Choice::new(n.to_string(), words::category(*c)))
    };
    let standings = || {
        let all = Standing::ALL.into_iter();
        all.map(|one| Choice::new(one.key(), one.name()))
    };
    // Whose list is empty because all is dealt with has looked for nothing.
    let all_done = move || {
        let waiting = standing.with(|one| one.as_deref() == Some(Standing::Waiting.key()));
        waiting && chosen.with(Option::is_none) && query.with(|query| query.trim().is_empty())
    };
    let none = move || match all_done() {
        true => (t().council.none_waiting(), t().council.none_waiting_text()),
        false => (
            t().council.nothing_found(),
            t().council.nothing_found_text(),
        ),
    };
    let again = move || {
        query.set(String::new());
        chosen.set(None);
        standing.set(None);
    };
    view! {
        <Show
            when=move || any.get()
            fallback=|| {
                view! { <Empty title=t().council.no_opinions() text=t().council.no_opinions_text() icon="council" /> }
            }
        >
            <div class="filters" role="search">
                <Field label=t().council.search() value=query kind="search" />
                <div class="row">
                    <Select label=t().council.category() choices=categories().collect() value=chosen none=t().council.all() />
                    <Select label=t().matter.standing() choices=standings().collect() value=standing none=t().council.all() />
                </div>
            </div>
            <p class="unseen" role="status">{move || t().council.opinions_found(found.with(Vec::len))}</p>
            <List items=found key=|id: &OpinionId| *id row=|id| view! { <OpinionCard id /> } extra />
            <Show when=move || found.with(Vec::is_empty)>
                {move || {
                    let (title, text) = none();
                    view! {
                        <Empty title text>
                            <crate::ui::Button label=t().council.show_all() on_press=again />
                        </Empty>
                    }
                }}
            </Show>
        </Show>
        {(!bare)
            .then(|| {
                view! {
                    <Actions>
                        <ButtonLink label=t().council.raise() to=Route::NewOpinion look=Look::Main icon="add" />
                    </Actions>
                }
            })}
    }
}

fn category_of(chosen: Option<&str>) -> Option<Category> {
    Category::ALL.get(chosen?.parse::<usize>().ok()?).copied()
}

/// How far an opinion is, as people look for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Waiting,
    Council,
    Answered,
    Declined,
    Mine,
}

impl Standing {
    const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Council,
        Self::Answered,
        Self::Declined,
        Self::Mine,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Council => "council",
            Self::Answered => "answered",
            Self::Declined => "declined",
            Self::Mine => "mine",
        }
    }

    fn of_key(key: Option<&str>) -> Option<Self> {
        Self::ALL.into_iter().find(|one| Some(one.key()) == key)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Waiting => t().council.opinion_waiting(),
            Self::Council => t().matter.in_council(),
            Self::Answered => t().council.opinion_answered(),
            Self::Declined => t().council.opinion_declined(),
            Self::Mine => t().matter.mine(),
        }
    }
}

/// What is looked for beside the words.
struct Wanted {
    category: Option<Category>,
    standing: Option<Standing>,
    me: MemberId,
}

impl Wanted {
    fn fits(&self, council: &Council, id: OpinionId, opinion: &Opinion) -> bool {
        if self.category.is_some_and(|one| opinion.category != one) {
            return false;
        }
        let Some(standing) = self.standing else {
            return true;
        };
        if standing == Standing::Mine {
            return opinion.is_by(self.me);
        }
        // What was merged stands as the one that it goes on as, and waits no more by itself.
        let other = council.opinions.get(&council.going_on(id));
        let outcome = other.and_then(|other| other.outcome.as_ref());
        match outcome.map(|(_, outcome)| outcome) {
            None => standing == Standing::Waiting && opinion.outcome.is_none(),
            Some(OpinionOutcome::Answered { .. }) => standing == Standing::Answered,
            Some(OpinionOutcome::Declined { .. }) => standing == Standing::Declined,
            Some(OpinionOutcome::TakenUp { .. }) => standing == Standing::Council,
            Some(OpinionOutcome::Merged { .. }) => false,
        }
    }
}

/// The opinions that hold the words, the newest first.
fn search(state: &State, query: &str, wanted: &Wanted) -> Vec<OpinionId> {
    let council = &state.council;
    let query = query.to_lowercase();
    let fits = |id: OpinionId, opinion: &Opinion| {
        wanted.fits(council, id, opinion)
            && (query.is_empty()
                || holds(&opinion.text, &query)
                || author_holds(opinion, &query)
                || shop_holds(state, opinion, &query))
    };
    let mut found: Vec<_> = council
        .opinions
        .iter()
        .filter(|(id, opinion)| fits(**id, opinion))
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

fn shop_holds(state: &State, opinion: &Opinion, query: &str) -> bool {
    let shop = opinion.shop.and_then(|shop| state.shops.get(&shop));
    shop.is_some_and(|shop| holds(&shop.name, query))
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
