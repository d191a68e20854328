//! When the same activity takes place again.

use crate::view::prelude::*;
use yishi_domain::{ShiftId, State};

use super::super::card::ShiftCard;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{ButtonLink, Section};

/// How many dates are shown.
const SHOWN: usize = 3;

/// The section; nothing for what happens once.
#[component]
pub(super) fn OtherDates(id: ShiftId) -> View {
    let session = session();
    let dates = session.part(move |state| dates(state, id));
    let activity = session.part(move |state| {
        let shift = state.volunteer.shifts.get(&id);
        shift.map(|shift| shift.activity)
    });
    let all = move || {
        let to = Route::Activity(activity.get()?.0);
        Some(view! { <ButtonLink label=t().volunteer.all_of_activity() to /> })
    };
    view! {
        <Show when=move || dates.with(|dates| !dates.is_empty())>
            <Section title=t().volunteer.other_dates()>
                <For each=move || dates.get() key=|id| *id let:id>
                    <ShiftCard id />
                </For>
                {all}
            </Section>
        </Show>
    }
}

fn dates(state: &State, id: ShiftId) -> Vec<ShiftId> {
    let (board, now) = (&state.volunteer, now());
    let Some(activity) = board.shifts.get(&id).map(|shift| shift.activity) else {
        return Vec::new();
    };
    let others = board.shifts_of(activity).filter(|(other, shift)| {
        *other != id && shift.starts_at > now && shift.cancelled.is_none()
    });
    let mut others: Vec<_> = others.map(|(id, shift)| (shift.starts_at, id)).collect();
    others.sort_unstable();
    others.into_iter().take(SHOWN).map(|(_, id)| id).collect()
}
