//! My own place at a shift: where I stand, being there, taking it back.

use crate::view::prelude::*;
use yishi_domain::volunteer::{CancelSignup, Signup, Standing};
use yishi_domain::{Command, MemberId, ShiftId, State};

use super::super::check_in::OwnCheckIn;
use super::super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Badge, Button, ConfirmSheet, Look, Section};

/// What is known of my signup.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mine {
    signup: Signup,
    role: String,
    /// Nothing where the shift was cancelled.
    standing: Option<Standing>,
    by: Option<String>,
    whom_to_ask: String,
    overlaps: Vec<String>,
    begun: bool,
    /// Checking in is open, so that the signup is not what one has come to take back.
    opens: bool,
}

fn mine(state: &State, id: ShiftId, me: MemberId) -> Option<Mine> {
    let board = &state.volunteer;
    let shift = board.shifts.get(&id)?;
    let signup = *shift.signup(me)?;
    let mut roles = board.details(shift)?.roles.iter();
    let role = roles.find(|role| role.role == signup.role)?;
    let overlaps = board.overlaps(me, id).into_iter();
    Some(Mine {
        signup,
        role: role.name.clone(),
        standing: shift.standing(me),
        whom_to_ask: words::whom_to_ask(board, shift),
        by: signup.by.map(|by| words::name(state, by)),
        overlaps: overlaps.filter_map(|id| words::named(board, id)).collect(),
        opens: now() >= shift.check_in_opens_at(),
        begun: now() >= shift.starts_at || shift.came_at(me).is_some(),
    })
}

/// The section; nothing for who is not signed up.
#[component]
pub(super) fn Own(id: ShiftId) -> View {
    let session = session();
    let me = session.me();
    let known: Part<Option<Mine>> = session.part(move |state| mine(state, id, me));
    let placed = Part::new(move || {
        known.with(|mine| mine.as_ref().and_then(|mine| mine.standing) == Some(Standing::Placed))
    });
    let there = move || known.with(|mine| mine.as_ref().is_some_and(|m| m.standing.is_some()));
    view! {
        <Show when=there>
            <Section title=t().volunteer.your_signup()>
                <div class="card need" aria-live="polite">
                    <Place id known />
                    <Show when=move || placed.get()>
                        <OwnCheckIn id />
                    </Show>
                    <TakeBack id known />
                </div>
            </Section>
        </Show>
    }
}

#[component]
fn Place(id: ShiftId, known: Part<Option<Mine>>) -> View {
    let waiting = session().is_lingering(id.0);
    move || {
        let mine = known.get()?;
        let texts = t().volunteer;
        let standing = mine.standing?;
        let text = match standing {
            Standing::Placed => texts.you_are_in(&mine.role),
            Standing::Waiting(place) => texts.you_wait(&mine.role, place),
        };
        let (badge, tone) = words::standing(standing);
        let pending = waiting
            .get()
            .then(|| view! { <Badge text=t().app.pending() /> });
        let by = mine
            .by
            .map(|by| view! { <p class="meta">{texts.signed_by(by)}</p> });
        let overlaps = (!mine.overlaps.is_empty()).then(|| {
            let text = texts.overlaps(mine.overlaps.join(texts.between_names()));
            view! { <p class="error">{text}</p> }
        });
        Some(view! {
            <div class="meta"><Badge text=badge tone /> {pending}</div>
            <p>{text}</p>
            {by}
            {overlaps}
            <p class="meta">{texts.ask(mine.whom_to_ask)}</p>
        })
    }
}

/// Taking the signup back, before it begins.
#[component]
fn TakeBack(id: ShiftId, known: Part<Option<Mine>>) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let open = RwSignal::new(false);
    let may = Part::new(move || known.with(|mine| mine.as_ref().is_some_and(|mine| !mine.begun)));
    let waits =
        Part::new(move || known.with(|mine| mine.as_ref().is_some_and(|m| !m.signup.placed)));
    let label = Signal::derive(move || {
        let texts = t().volunteer;
        if waits.get() {
            texts.leave_waitlist()
        } else {
            texts.cancel_signup()
        }
        .to_owned()
    });
    let look = Part::new(move || {
        let opens = known.with(|mine| mine.as_ref().is_some_and(|mine| mine.opens));
        if opens { Look::Quiet } else { Look::Plain }
    });
    let cancel = move || {
        let cancel = CancelSignup {
            shift: id,
            member: me,
        };
        ask.send(vec![Command::CancelSignup(cancel)], || {});
    };
    let texts = t().volunteer;
    view! {
        <Show when=move || may.get()>
            <Refused error=ask.error() />
            {move || view! { <Button label look=look.get() busy=ask.busy() on_press=move || open.set(true) /> }}
            <ConfirmSheet
                open
                title=texts.cancel_question()
                text=texts.cancel_text()
                confirm=label
                on_confirm=cancel
                look=Look::Danger
                keep=texts.keep_it()
            />
        </Show>
    }
}
