//! The lead's page at a shift: the code that volunteers type or scan, and the list of who is there.

mod code;
mod list;
mod times;

use crate::view::prelude::*;
use yishi_domain::ShiftId;

use self::code::CodeCard;
use self::list::Roll;
use super::shift::{Heading, not_now};
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{ButtonLink, Page};

/// The page.
#[component]
pub(crate) fn LeadPage(
    /// Of which shift
    id: ShiftId,
) -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| {
        let board = &state.volunteer;
        let shift = board.shifts.get(&id);
        shift.is_some_and(|shift| shift.cancelled.is_none() && board.may_lead(state, shift, me))
    });
    let texts = t().volunteer;
    view! {
        <Page title=texts.lead_page() back=Route::Shift(id.0)>
            <Show when=move || may.get() fallback=move || not_now(id)>
                <Heading id />
                <CodeCard id />
                <Roll id />
                <ButtonLink label=texts.add_latecomer() to=Route::SignUpFor(id.0) icon="add" />
            </Show>
        </Page>
    }
}
