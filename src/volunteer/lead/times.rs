//! When somebody came and left, said by the lead afterwards.

use crate::view::prelude::*;
use yishi_domain::volunteer::{CheckIn, CheckOut, Proof};
use yishi_domain::{Command, MemberId, ShiftId, State, Timestamp};

use crate::form::{Ask, Refused};
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Field, Look, Sheet, time};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The sheet over the list.
#[component]
pub(super) fn TimesSheet(
    /// At which shift
    id: ShiftId,
    /// Whose times
    member: MemberId,
    /// Whether it is open
    open: RwSignal<bool>,
    /// The name
    #[prop(into)]
    title: Signal<String>,
) -> View {
    let session = session();
    let body = move || {
        let Some(times) = session
            .view()
            .with_untracked(|state| Times::of(state, id, member))
        else {
            return View::Nothing;
        };
        form(id, member, times, open)
    };
    view! { <Sheet open title>{body()}</Sheet> }
}

/// What the fields begin with.
#[derive(Clone, Copy)]
struct Times {
    starts_at: Timestamp,
    came_at: Option<Timestamp>,
    left_at: Option<Timestamp>,
    offset: i16,
}

impl Times {
    fn of(state: &State, id: ShiftId, member: MemberId) -> Option<Self> {
        let shift = state.volunteer.shifts.get(&id)?;
        let attendance = shift.attendance_of(member);
        Some(Self {
            starts_at: shift.starts_at,
            came_at: attendance.and_then(|a| a.came_at),
            left_at: attendance.and_then(|a| a.left_at),
            offset: state.community.utc_offset_minutes,
        })
    }
}

fn form(id: ShiftId, member: MemberId, times: Times, open: RwSignal<bool>) -> View {
    let ask = Ask::new(session());
    let texts = t().volunteer;
    let came = RwSignal::new(field(times.came_at.unwrap_or(times.starts_at)));
    let left = RwSignal::new(times.left_at.map(field).unwrap_or_default());
    let save = move || {
        let near = |text: &str| moment(text, times.starts_at, times.offset);
        // A field that was left alone stands for the moment as it is known, to the second.
        let known =
            |field_of: Option<Timestamp>, text: &str| field_of.filter(|at| field(*at) == text);
        let (came, left) = (came.get_untracked(), left.get_untracked());
        let Some(came_at) = known(times.came_at, &came).or_else(|| near(&came)) else {
            return ask.refuse("time", texts.time_missing());
        };
        let left_at = known(times.left_at, &left).or_else(|| near(&left));
        if left_at.is_some_and(|left_at| left_at <= came_at) {
            return ask.refuse("left", texts.time_wrong());
        }
        let check_in = CheckIn {
            shift: id,
            member,
            proof: Proof::Hand(came_at),
        };
        let mut commands = vec![Command::CheckIn(check_in)];
        commands.extend(left_at.map(|left_at| {
            Command::CheckOut(CheckOut {
                shift: id,
                member,
                proof: Proof::Hand(left_at),
            })
        }));
        ask.send(commands, move || open.set(false));
    };
    view! {
        <div class="form">
            <Field label=texts.came_time() value=came kind="time" error=ask.error_of("time") />
            <Field label=texts.left_time() hint=texts.left_hint() value=left kind="time" error=ask.error_of("left") />
            <Refused error=ask.error() />
            <Button label=texts.save_times() look=Look::Main busy=ask.busy() on_press=save />
        </div>
    }
}

/// 09:02, as a field for hours wants it.
fn field(at: Timestamp) -> String {
    let clock = time::clock(at.0);
    if clock.len() < 5 {
        format!("0{clock}")
    } else {
        clock
    }
}

/// The moment of that hour that lies nearest to the start: a shift may go on past midnight.
fn moment(clock: &str, starts_at: Timestamp, offset: i16) -> Option<Timestamp> {
    let (hour, minute) = clock.get(..5)?.split_once(':')?;
    let minutes = hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?;
    let east = i64::from(offset) * 60_000;
    let midnight = (starts_at.0 + east).div_euclid(DAY) * DAY - east;
    let at = midnight + minutes * 60_000;
    // An hour long before the start is meant to be after midnight.
    let next_day = at < starts_at.0 - DAY / 2;
    Some(Timestamp(at + if next_day { DAY } else { 0 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn hours_belong_to_the_day_of_the_shift() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (morning, evening) = (at("2026-12-05T01:00:00Z"), at("2026-12-05T14:00:00Z"));
        assert_eq!(
            moment("08:45", morning, 480),
            Some(at("2026-12-05T00:45:00Z"))
        );
        assert_eq!(
            moment("11:30", morning, 480),
            Some(at("2026-12-05T03:30:00Z"))
        );
        assert_eq!(
            moment("00:30", evening, 480),
            Some(at("2026-12-05T16:30:00Z"))
        );
        assert_eq!(moment("", morning, 480), None);
    }
}
