//! The board by kind, and what a search finds on it: each activity once, with its next date.

use crate::view::prelude::*;
use yishi_domain::volunteer::{ActivityKind, Details};
use yishi_domain::{ShiftId, State};

use super::super::card::ShiftCard;
use super::super::words;
use super::{Next, coming};
use crate::part::Part;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, ButtonLink, Empty, List, Section};

/// The activities of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OfKind {
    kind: ActivityKind,
    activities: Vec<Next>,
}

fn by_kind(state: &State) -> Vec<OfKind> {
    let board = &state.volunteer;
    let all = coming(board, now(), |_| true);
    let kind_of = |shift: ShiftId| Some(board.details(board.shifts.get(&shift)?)?.kind);
    let of_kind = |kind| OfKind {
        kind,
        activities: all
            .iter()
            .filter(|next| kind_of(next.shift) == Some(kind))
            .copied()
            .collect(),
    };
    let mut kinds: Vec<OfKind> = ActivityKind::ALL.into_iter().map(of_kind).collect();
    kinds.retain(|kind| !kind.activities.is_empty());
    kinds
}

fn card(next: Next) -> View {
    let Next { shift, later, .. } = next;
    view! { <ShiftCard id=shift later /> }
}

/// The section.
#[component]
pub(super) fn Kinds() -> View {
    let kinds = session().part(by_kind);
    view! {
        <Show when=move || kinds.with(Vec::is_empty)>
            <Empty title=t().volunteer.none() text=t().volunteer.none_text() icon="volunteer" />
        </Show>
        <For each=move || kinds.get() key=|kind: &OfKind| format!("{kind:?}") let:of>
            <Section title=words::kind(of.kind)>{of.activities.into_iter().map(card).collect_view()}</Section>
        </For>
        <ButtonLink label=t().volunteer.all_activities() to=Route::Activities />
    }
}

/// What a search finds.
#[component]
pub(super) fn Found(query: RwSignal<String>) -> View {
    let session = session();
    let found = Part::new(move || {
        let query = query.with(|query| query.trim().to_lowercase());
        let fits = |details: &Details| holds(details, &query);
        session
            .view()
            .with(|state| coming(&state.volunteer, now(), fits))
    });
    view! {
        <p class="unseen" role="status">{move || t().volunteer.found(found.with(Vec::len))}</p>
        <List items=found key=|next: &Next| next.shift row=card />
        <Show when=move || found.with(Vec::is_empty)>
            <Empty title=t().volunteer.nothing_found() text=t().volunteer.nothing_found_text()>
                <Button label=t().volunteer.show_all() on_press=move || query.set(String::new()) />
            </Empty>
        </Show>
    }
}

/// Whether an activity has the words in its title, text, place, kind, roles or the name of its lead.
fn holds(details: &Details, query: &str) -> bool {
    let lead = details.lead.iter().map(|lead| lead.name.as_str());
    let roles = details.roles.iter().map(|role| role.name.as_str());
    let own = [&details.title, &details.text, &details.place].map(String::as_str);
    own.into_iter()
        .chain([words::kind(details.kind)])
        .chain(lead)
        .chain(roles)
        .any(|text| text.to_lowercase().contains(query))
}
