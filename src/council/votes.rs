//! All votes: those that run, those to come, those that were.

use crate::view::prelude::*;
use yishi_domain::council::{Council, MotionState};
use yishi_domain::{MotionId, sort_by_key};

use super::card::MotionCard;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{ButtonLink, Empty, List, Section};

/// The section.
#[component]
pub(super) fn Votes() -> View {
    let session = session();
    let now = session.part(|state| {
        of_state(
            &state.council,
            |s| matches!(s, MotionState::Open { .. }),
            false,
        )
    });
    let soon = session
        .part(|state| of_state(&state.council, |s| matches!(s, MotionState::Noticed), false));
    let over = session.part(|state| {
        of_state(
            &state.council,
            |s| {
                matches!(
                    s,
                    MotionState::Closed { .. } | MotionState::Cancelled { .. }
                )
            },
            true,
        )
    });
    let none =
        move || now.with(Vec::is_empty) && soon.with(Vec::is_empty) && over.with(Vec::is_empty);
    view! {
        <Show when=none>
            <Empty title=t().council.no_motions() text=t().council.no_motions_text() icon="vote" />
        </Show>
        <Group title=t().council.motions_now() items=now />
        <Group title=t().council.motions_soon() items=soon />
        <Group title=t().council.motions_over() items=over />
        <ButtonLink label=t().council.ledger() to=Route::Ledger icon="paper" />
        <ButtonLink label=t().vote.rules() to=Route::Rules />
    }
}

#[component]
fn Group(title: &'static str, items: Part<Vec<MotionId>>) -> View {
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <Section title=title>
                <List items key=|id: &MotionId| *id row=|id| view! { <MotionCard id /> } />
            </Section>
        </Show>
    }
}

/// The votes in such a state: the next to close first, or the last closed first.
fn of_state(council: &Council, fits: impl Fn(&MotionState) -> bool, over: bool) -> Vec<MotionId> {
    let mut found: Vec<_> = council
        .motions
        .iter()
        .filter(|(_, motion)| fits(&motion.state))
        .collect();
    sort_by_key(&mut found, |(_, motion)| match &motion.state {
        MotionState::Closed { at, .. } | MotionState::Cancelled { at, .. } => at.0,
        _ => motion.closes_at.0,
    });
    if over {
        found.reverse();
    }
    found.into_iter().map(|(id, _)| *id).collect()
}
