//! What the QR code on the lead's phone opens. To scan it is to check in: whoever is there need press nothing.

use crate::view::prelude::*;
use yishi_domain::volunteer::Standing;
use yishi_domain::{MemberId, ShiftId, State};

use super::super::shift::{title, unknown};
use super::super::words;
use super::{There, handed_in, stamp};
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, ButtonLink, Card, Empty, Look, Page};

/// Whom the address has found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    /// Somebody without a signup
    Stranger { lead: Option<String> },
    /// Somebody who waits for a place
    Waiting,
    /// Somebody who is to come
    Expected,
    /// Somebody who is there
    There(There),
}

fn who(state: &State, id: ShiftId, me: MemberId) -> Option<Who> {
    let board = &state.volunteer;
    let shift = board.shifts.get(&id)?;
    Some(match shift.standing(me) {
        None => Who::Stranger {
            lead: board.lead(shift).map(|lead| words::name(state, lead)),
        },
        Some(_) if shift.came_at(me).is_some() => Who::There(There::of(state, id, me)?),
        Some(Standing::Waiting(_)) => Who::Waiting,
        Some(Standing::Placed) => Who::Expected,
    })
}

/// The page.
#[component]
pub(crate) fn CheckInPage(
    /// Which shift
    id: ShiftId,
    /// The long code
    code: String,
) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let who: Part<Option<Who>> = session.part(move |state| who(state, id, me));
    let waiting = session.is_waiting(id.0);
    let heading = title(id);
    let check_out = handed_in(id, me, code.clone(), true);
    let check_in = handed_in(id, me, code, false);
    // Once: what was said before is shown, not said again. The code that let somebody in does not let them out.
    let arrived = who.get_untracked();
    if arrived == Some(Who::Expected) {
        ask.send(vec![check_in], || {});
    }
    let leaves = matches!(arrived, Some(Who::There(_)));
    let texts = t().volunteer;
    let leave = StoredValue::new(check_out);
    let shown = move || match who.get() {
        None => unknown(),
        Some(Who::Stranger { lead }) => {
            let text = match lead {
                Some(lead) => texts.scan_not_signed_text(lead),
                None => texts.scan_not_signed_plain().to_owned(),
            };
            view! { <Empty title=texts.scan_not_signed() text icon="volunteer" /> }
        }
        Some(Who::Waiting) => {
            view! { <Empty title=texts.waitlisted() text=texts.check_in_waits() icon="warn" /> }
        }
        Some(Who::Expected) => view! {
            <Card>
                <h3>{move || heading.get()}</h3>
                <p class="meta">{t().app.busy()}</p>
            </Card>
        },
        Some(Who::There(there)) => {
            let pending = waiting.get();
            let told = if pending {
                texts.scan_waiting()
            } else {
                texts.scan_confirmed()
            };
            let out = (leaves && there.left_at.is_none()).then(|| {
                let send = move || ask.send(vec![leave.get_value()], || {});
                view! {
                    <p class="meta">{texts.check_out_hint()}</p>
                    <Button label=texts.scan_out() busy=ask.busy() on_press=send />
                }
            });
            view! {
                <Card need=true>
                    <h3>{move || heading.get()}</h3>
                    {stamp(there, pending)}
                    <p>{told}</p>
                    {out}
                </Card>
            }
        }
    };
    view! {
        <Page title=texts.scan_title() back=Route::Shift(id.0)>
            <div aria-live="polite">{shown}</div>
            <Refused error=ask.error() />
            <ButtonLink label=texts.see_shift() to=Route::Shift(id.0) look=Look::Quiet />
        </Page>
    }
}
