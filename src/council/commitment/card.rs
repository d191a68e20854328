//! A promise or an action as it stands in a list.

use crate::view::prelude::*;
use yishi_domain::CommitmentId;

use super::super::mark::{Mark, Pending};
use super::super::words;
use crate::part::Part;
use crate::route::Route;
use crate::session::{now, session};
use crate::ui::{Card, List};

/// One.
#[component]
pub(crate) fn CommitmentCard(
    /// Which
    id: CommitmentId,
) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let known = session.part(move |state| {
        let commitment = state.council.commitments.get(&id)?;
        Some((commitment.clone(), state.date(now())))
    });
    move || {
        known.get().map(|(commitment, today)| {
            let mark = Mark::commitment(&commitment, today);
            view! {
                <Card to=Route::Commitment(id.0) bad=commitment.is_overdue(today)>
                    <div class="meta">{mark.badge()} <Pending waiting /></div>
                    <h3 class="clamp">{commitment.text.clone()}</h3>
                    <p class="meta">{words::undertaking_of(&commitment)}</p>
                </Card>
            }
        })
    }
}

/// Several.
#[component]
pub(crate) fn Commitments(
    /// In order
    items: Part<Vec<CommitmentId>>,
) -> View {
    view! { <List items key=|id: &CommitmentId| *id row=|id| view! { <CommitmentCard id /> } /> }
}
