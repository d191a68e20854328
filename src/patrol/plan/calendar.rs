//! The next twelve patrols, holidays marked, and one more on any day.

use crate::view::prelude::*;
use yishi_domain::patrol::PlanPatrol;
use yishi_domain::{Command, Date};

use super::super::holiday::holiday;
use super::super::words;
use crate::form::{Ask, Refused};
use crate::navigation;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Button, Field, Section, Tone};

/// Days that are shown: twelve weeks.
const DAYS: i64 = 12 * 7 - 1;

#[component]
pub(super) fn Calendar() -> View {
    let session = session();
    let texts = t().patrol;
    let days: Part<Vec<(Date, bool, Option<String>)>> = session.part(|state| {
        let today = words::today(state);
        let plan = state.patrol.plan.as_ref();
        let of_plan = plan.map_or_else(Vec::new, |plan| plan.days(today, today.plus_days(DAYS)));
        let known = state.patrol.patrols.keys().filter(|day| **day >= today);
        let beside = known.filter(|day| !of_plan.contains(day));
        let mut days: Vec<(Date, bool)> = beside.map(|day| (*day, true)).collect();
        days.extend(of_plan.iter().map(|day| (*day, false)));
        days.sort_unstable();
        let told = days.into_iter().map(|(day, is_extra)| {
            let known = state.patrol.patrols.get(&day);
            let told = known.and_then(|patrol| match patrol.day {
                None => Some(t().patrol.called_off(&patrol.reason)),
                Some(other) if other != day => {
                    Some(t().patrol.moved_to(words::day(other), &patrol.reason))
                }
                Some(_) => None,
            });
            (day, is_extra, told)
        });
        told.collect()
    });
    let line = |(day, is_extra, told): (Date, bool, Option<String>)| {
        let extra =
            is_extra.then(|| view! { <Badge text=t().patrol.extra_badge() tone=Tone::Plain /> });
        let marked = holiday(day).map(|name| view! { <Badge text=name tone=Tone::Warn /> });
        let told = told.map(|told| view! { <small>{told}</small> });
        view! {
            <li>
                <a class="line tall" href=Route::PatrolDay(day).href()>
                    <span>{words::day(day)} {told}</span>
                    {extra}
                    {marked}
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || days.with(|days| !days.is_empty())>
            <Section title=texts.calendar()>
                <p class="hint">{texts.calendar_hint()}</p>
                <div class="lines">
                    <ul class="list">{move || days.get().into_iter().map(line).collect_view()}</ul>
                </div>
            </Section>
            <Extra />
        </Show>
    }
}

#[component]
fn Extra() -> View {
    let ask = Ask::new(session());
    let texts = t().patrol;
    let day = RwSignal::new(String::new());
    let send = move || {
        let Ok(patrol) = day.get_untracked().parse::<Date>() else {
            return ask.refuse("day", t().patrol.day_missing());
        };
        ask.send(
            vec![Command::PlanPatrol(PlanPatrol { patrol })],
            move || {
                navigation::go(&Route::PatrolDay(patrol));
            },
        );
    };
    view! {
        <Section title=texts.extra()>
            <p class="hint">{texts.extra_hint()}</p>
            <Field label=texts.other_day() value=day kind="date" error=ask.error_of("day") />
            <Refused error=ask.error() />
            <Button label=texts.extra_send() busy=ask.busy() on_press=send />
        </Section>
    }
}
