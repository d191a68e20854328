//! Cancelling one shift, with a reason that everybody reads.

use crate::view::prelude::*;
use yishi_domain::volunteer::CancelShift;
use yishi_domain::{Command, ShiftId};

use super::{Heading, not_now};
use crate::form::{Ask, Refused, draft};
use crate::navigation;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, Button, Look, Page, TextArea, Tone, toast};

/// Characters of a reason.
const MOST: usize = 200;

/// The form.
#[component]
pub(crate) fn CancelShiftPage(
    /// Which shift
    id: ShiftId,
) -> View {
    let session = session();
    let may = super::tools::may_change(id);
    let texts = t().volunteer;
    view! {
        <Page title=texts.cancel_shift() back=Route::Shift(id.0)>
            <Show when=move || may.get() fallback=move || not_now(id)>
                {move || form(session, id)}
            </Show>
        </Page>
    }
}

fn form(session: crate::session::Session, id: ShiftId) -> View {
    let ask = Ask::new(session);
    let reason = RwSignal::new(String::new());
    let name = format!("cancel {id}");
    draft::keep(
        session,
        name.clone(),
        move || reason.get(),
        move |draft| reason.set(draft.to_owned()),
    );
    let told = session.view().with_untracked(|state| {
        let shift = state.volunteer.shifts.get(&id);
        shift.map(|shift| shift.signups.len()).unwrap_or_default()
    });
    let texts = t().volunteer;
    let hint = match told {
        0 => texts.cancel_shift_hint_none().to_owned(),
        told => texts.cancel_shift_hint(told),
    };
    let send = move || {
        let cancel = CancelShift {
            shift: id,
            reason: reason.get_untracked(),
        };
        let name = name.clone();
        ask.send(vec![Command::CancelShift(cancel)], move || {
            draft::forget(session, name);
            toast::say(Tone::Ok, t().volunteer.cancel_shift_done());
            navigation::back(&Route::Shift(id.0));
        });
    };
    view! {
        <Heading id />
        <div class="form">
            <TextArea
                label=texts.cancel_shift_why()
                hint
                value=reason
                most=MOST
                rows=3
                error=ask.error_of("reason")
            />
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label=texts.cancel_shift_send() look=Look::Danger busy=ask.busy() on_press=send />
        </Actions>
    }
}
