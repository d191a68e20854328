//! Signing up: oneself with one press, somebody else by name.

mod other;
mod taken_back;

use crate::view::prelude::*;
use yishi_domain::volunteer::SignUp;
use yishi_domain::{Command, MemberId, ShiftId, State};

use super::card::{RoleTold, Told};
use super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Actions, Button, ConfirmSheet, Look};

pub(crate) use other::SignUpForPage;

/// The member's shifts at the time of this one, by name.
fn overlaps(state: &State, id: ShiftId, member: MemberId) -> Vec<String> {
    let board = &state.volunteer;
    let others = board.overlaps(member, id).into_iter();
    others.filter_map(|id| words::named(board, id)).collect()
}

/// The one button of a shift with one role, at the thumb.
#[component]
pub(super) fn SignUpAction(id: ShiftId) -> View {
    let session = session();
    let me = session.me();
    let role: Part<Option<RoleTold>> = session.part(move |state| {
        let told = Told::of(state, id, me)?;
        let open = told.standing.is_none() && told.is_open(now());
        match told.roles.as_slice() {
            [role] if open => Some(role.clone()),
            _ => None,
        }
    });
    move || {
        let role = role.get()?;
        Some(view! {
            <Actions>
                <SignUpButton shift=id role />
            </Actions>
        })
    }
}

/// Signs me up for a role. If I am somewhere else at that time it asks first.
#[component]
pub(super) fn SignUpButton(
    /// Which shift
    shift: ShiftId,
    /// As what
    role: RoleTold,
    /// The role stands on the button, where there are several
    #[prop(optional)]
    named: bool,
) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let asking = RwSignal::new(false);
    let others = session.part(move |state| overlaps(state, shift, me));
    let texts = t().volunteer;
    let number = role.role;
    let send = move || {
        let sign_up = SignUp {
            shift,
            role: number,
            member: me,
        };
        ask.send(vec![Command::SignUp(sign_up)], || {});
    };
    let press = move || {
        if others.with(Vec::is_empty) {
            send();
        } else {
            asking.set(true);
        }
    };
    let full = role.taken >= role.capacity;
    let label = match (named, full) {
        (true, true) => texts.wait_as(&role.name),
        (true, false) => texts.sign_up_as(&role.name),
        (false, true) => texts.join_waitlist().to_owned(),
        (false, false) => texts.sign_up().to_owned(),
    };
    let look = if full { Look::Plain } else { Look::Main };
    let warning = Signal::derive(move || {
        others.with(|others| texts.overlap_text(others.join(texts.between_names())))
    });
    view! {
        <Refused error=ask.error() />
        <Button label look busy=ask.busy() on_press=press />
        <ConfirmSheet
            open=asking
            title=texts.overlap_question()
            text=warning
            confirm=texts.overlap_go()
            on_confirm=send
        />
    }
}
