//! Taking back what was signed up for somebody else.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::volunteer::{CancelSignup, Shift};
use yishi_domain::{Command, MemberId, ShiftId, State};

use super::super::words;
use crate::form::{Ask, Refused};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Badge, Button, ConfirmSheet, List, Look, Section};

/// Somebody whom I may take off the list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Other {
    member: MemberId,
    name: String,
    standing: String,
}

fn others(state: &State, id: ShiftId, me: MemberId) -> Vec<Other> {
    let board = &state.volunteer;
    let open = |shift: &&Arc<Shift>| shift.cancelled.is_none() && now() < shift.starts_at;
    let Some(shift) = board.shifts.get(&id).filter(open) else {
        return Vec::new();
    };
    let may = shift
        .signups
        .iter()
        .filter(|signup| signup.member != me && board.may_take_back(state, shift, signup, me))
        .filter(|signup| shift.came_at(signup.member).is_none());
    may.filter_map(|signup| {
        Some(Other {
            member: signup.member,
            name: words::name(state, signup.member),
            standing: words::standing(shift.standing(signup.member)?).0,
        })
    })
    .collect()
}

/// The section; nothing where there is nobody.
#[component]
pub(super) fn TakeBack(id: ShiftId) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let others = session.part(move |state| others(state, id, me));
    let (open, chosen) = (RwSignal::new(false), RwSignal::new(None::<Other>));
    let texts = t().volunteer;
    let name = move || chosen.get().map(|other| other.name).unwrap_or_default();
    let title = Signal::derive(move || texts.proxy_cancel_question(name()));
    let text = Signal::derive(move || texts.proxy_cancel_text(name()));
    let confirm = Signal::derive(move || texts.proxy_cancel(name()));
    let cancel = move || {
        if let Some(other) = chosen.get_untracked() {
            let cancel = CancelSignup {
                shift: id,
                member: other.member,
            };
            ask.send(vec![Command::CancelSignup(cancel)], || {});
        }
    };
    let row = move |other: Other| {
        let (name, standing) = (other.name.clone(), other.standing.clone());
        let label = texts.proxy_cancel(&name);
        let press = move || {
            chosen.set(Some(other.clone()));
            open.set(true);
        };
        view! {
            <div class="card">
                <div class="meta"><strong>{name}</strong> <Badge text=standing /></div>
                <Button label on_press=press />
            </div>
        }
    };
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <Section title=texts.proxy_list()>
                <Refused error=ask.error() />
                <List items=others key=|other: &Other| (other.member, other.standing.clone()) row first=10 />
            </Section>
        </Show>
        <ConfirmSheet open title text confirm on_confirm=cancel look=Look::Danger keep=texts.keep_it() />
    }
}
