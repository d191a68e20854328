//! The code of this minute: six digits to type, and an address to scan. Made on this phone, without a network.

use crate::view::prelude::*;
use yishi_domain::volunteer::{Activity, Code, Shift};
use yishi_domain::{ShiftId, State, Timestamp};

use crate::navigation::address;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::tick;
use crate::ui::{Card, Qr, Section, number, time};

/// Milliseconds for which a code is shown.
const STEP: i64 = 60_000;

/// What there is to show.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    Code(Code),
    /// From then on
    Later(Timestamp),
    /// Not any more
    Over,
    /// This phone has no key
    None,
}

fn shown(state: &State, id: ShiftId, now: Timestamp) -> Option<Shown> {
    let shift: &Shift = state.volunteer.shifts.get(&id)?;
    let activity: &Activity = state.volunteer.activities.get(&shift.activity)?;
    let opens_at = shift.check_in_opens_at();
    Some(if now < opens_at {
        Shown::Later(opens_at)
    } else if now > shift.check_out_closes_at() {
        Shown::Over
    } else {
        Code::of(activity, id, shift, now).map_or(Shown::None, Shown::Code)
    })
}

/// The section.
#[component]
pub(super) fn CodeCard(id: ShiftId) -> View {
    let session = session();
    let time = tick::each_second();
    let known = Part::new(move || {
        let now = time.get();
        session.view().with(|state| shown(state, id, now))
    });
    let texts = t().volunteer;
    let part = move || {
        Some(match known.get()? {
            Shown::Code(code) => code_view(id, code, time),
            Shown::Later(at) => {
                let text = texts.code_soon(time::moment(at.0));
                view! { <p>{text}</p> }
            }
            Shown::Over => view! { <p>{texts.code_over()}</p> },
            Shown::None => view! { <p>{texts.code_none()}</p> },
        })
    };
    view! {
        <Section title=texts.code_title()>
            <Card>{part}</Card>
        </Section>
    }
}

fn code_view(id: ShiftId, code: Code, time: RwSignal<Timestamp>) -> View {
    let texts = t().volunteer;
    let until = code.until;
    let left = move || (until.0 - time.get().0).clamp(0, STEP);
    let width = move || {
        let share = number::per_mille(left().unsigned_abs(), STEP.unsigned_abs());
        format!("width:{}.{}%", share / 10, share % 10)
    };
    let seconds = move || texts.code_left((left() + 999) / 1_000);
    // Two groups are read out more easily than six digits.
    let (first, second) = code.digits.split_at(code.digits.len() / 2);
    let (first, second) = (first.to_owned(), second.to_owned());
    let spoken: String = code.digits.chars().flat_map(|digit| [digit, ' ']).collect();
    let address = address(&Route::CheckIn(id.0, code.long));
    view! {
        <p class="code" aria-label=spoken role="img"><span>{first}</span> <span>{second}</span></p>
        <div class="bar" aria-hidden="true"><i style=width></i></div>
        <p class="meta num">{seconds}</p>
        <Qr text=address label=texts.qr_label() />
        <p class="meta">{texts.code_hint()}</p>
    }
}
