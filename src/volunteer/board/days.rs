//! The board by day: what lacks people first, then the days to come.

use crate::view::prelude::*;
use yishi_domain::{Date, ShiftId, State, Timestamp};

use super::super::card::ShiftCard;
use super::super::words;
use crate::part::Part;
use crate::prefs;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, Empty, List, Look, Section, time};

/// Days that are shown at first, and more at each request; half as many in elder mode.
const STEP_DAYS: i64 = 14;
/// Days to pick from; fewer in elder mode, so that each is as large as a finger.
const PICKED_DAYS: i64 = 7;
const PICKED_DAYS_ELDER: i64 = 5;

/// Shifts without enough people that are shown at first: the days must not be far below.
const SHORT: usize = 3;

/// One day's shifts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Day {
    date: Date,
    at: Timestamp,
    shifts: Vec<ShiftId>,
}

/// What is shown of the days to come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Coming {
    /// What begins soon without enough people.
    short: Vec<ShiftId>,
    /// The others, day by day.
    days: Vec<Day>,
    /// Whether there is more behind these days.
    more: bool,
}

impl Coming {
    fn of(state: &State, now: Timestamp, days: i64) -> Self {
        let board = &state.volunteer;
        let short = board.short(now).into_iter().map(|(id, _)| id);
        let mut coming = Self {
            short: short.collect(),
            ..Self::default()
        };
        let through = midnight(state, state.date(now).plus_days(days));
        for (id, shift) in board.between(now, Timestamp(i64::MAX)) {
            // A board whose first shift lies beyond the days shows that one's day.
            if shift.starts_at >= through && !coming.days.is_empty() {
                coming.more = true;
                break;
            }
            if !coming.short.contains(&id) {
                push(&mut coming.days, state, id, shift.starts_at);
            }
        }
        coming
    }
}

fn push(days: &mut Vec<Day>, state: &State, id: ShiftId, at: Timestamp) {
    let date = state.date(at);
    match days.last_mut() {
        Some(day) if day.date == date => day.shifts.push(id),
        _ => days.push(Day {
            date,
            at,
            shifts: vec![id],
        }),
    }
}

/// All shifts of one day.
fn of_day(state: &State, date: Date) -> Vec<Day> {
    let mut days = Vec::new();
    let (from, to) = (midnight(state, date), midnight(state, date.plus_days(1)));
    for (id, shift) in state.volunteer.between(from, to) {
        if shift.starts_at >= from {
            push(&mut days, state, id, shift.starts_at);
        }
    }
    days
}

fn midnight(state: &State, date: Date) -> Timestamp {
    date.at(0, state.community.utc_offset_minutes)
}

/// The section.
#[component]
pub(super) fn Days() -> View {
    let session = session();
    let picked = RwSignal::new(None::<Date>);
    let steps = RwSignal::new(1);
    let coming = Part::new(move || {
        let step = if prefs::elder() {
            STEP_DAYS / 2
        } else {
            STEP_DAYS
        };
        let days = steps.get() * step;
        let picked = picked.get();
        session.view().with(|state| match picked {
            Some(date) => Coming {
                days: of_day(state, date),
                ..Coming::default()
            },
            None => Coming::of(state, now(), days),
        })
    });
    let short = Part::new(move || coming.with(|coming| coming.short.clone()));
    let days = move || coming.with(|coming| coming.days.clone());
    let none = move || coming.with(|c| c.short.is_empty() && c.days.is_empty());
    let one = |id: ShiftId| view! { <ShiftCard id of_day=true /> };
    view! {
        <Strip picked />
        <Show when=move || short.with(|short| !short.is_empty())>
            <Section title=t().volunteer.needs_people()>
                <p class="meta">{t().volunteer.needs_people_text()}</p>
                <List items=short key=|id: &ShiftId| *id row=|id| view! { <ShiftCard id need=true /> } first=SHORT />
            </Section>
        </Show>
        <For each=days key=|day: &Day| format!("{day:?}") let:day>
            <Section title=words::day(day.at.0)>{day.shifts.into_iter().map(one).collect_view()}</Section>
        </For>
        <Show when=none>
            {match picked.get_untracked() {
                Some(_) => view! { <Empty title=t().volunteer.none_that_day() icon="volunteer" /> },
                None => view! { <Empty title=t().volunteer.none() text=t().volunteer.none_text() icon="volunteer" /> },
            }}
        </Show>
        <Show when=move || coming.with(|coming| coming.more)>
            <Button label=t().volunteer.more_days() look=Look::Quiet on_press=move || steps.update(|steps| *steps += 1) />
        </Show>
    }
}

fn days_from_today(state: &State, count: i64) -> Vec<(Date, Timestamp)> {
    let today = state.date(now());
    let day = |n| {
        let date: Date = today.plus_days(n);
        (date, midnight(state, date))
    };
    (0..count).map(day).collect()
}

/// The next days, to see one of them alone.
#[component]
fn Strip(picked: RwSignal<Option<Date>>) -> View {
    let session = session();
    let week = Part::new(move || {
        let count = if prefs::elder() {
            PICKED_DAYS_ELDER
        } else {
            PICKED_DAYS
        };
        session.view().with(|state| days_from_today(state, count))
    });
    let one = move |(date, at): (Date, Timestamp)| {
        let here = move || picked.get() == Some(date);
        let press = move |_| {
            picked.update(|picked| *picked = (*picked != Some(date)).then_some(date));
        };
        view! {
            <button type="button" aria-pressed=move || if here() { "true" } else { "false" } on:click=press>
                <span>{time::weekday(at.0)}</span>
                <b>{date.day.to_string()}</b>
            </button>
        }
    };
    view! {
        <div class="days" role="group" aria-label=t().volunteer.pick_day()>
            {move || week.get().into_iter().map(one).collect_view()}
        </div>
        {move || {
            picked
                .get()
                .map(|_| view! { <Button label=t().volunteer.all_days() look=Look::Quiet on_press=move || picked.set(None) /> })
        }}
    }
}
