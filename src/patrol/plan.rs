//! The plan, for staff: on which day, who takes turns; and the calendar with its holidays.

mod calendar;
mod team;

use crate::view::prelude::*;
use yishi_domain::patrol::{PatrolPlan, SetPatrolPlan};
use yishi_domain::volunteer::Person;
use yishi_domain::{Command, Weekday};

use crate::form::{Ask, Refused};
use crate::navigation;
use crate::route::{PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{
    Actions, Button, Choice, ChoiceGroup, Empty, Field, Look, Page, Select, Switch, Tone, toast,
};

/// Hours after which a patrol may be published by itself.
const WAITS: [u16; 5] = [24, 48, 72, 120, 168];

/// The page.
#[component]
pub(super) fn PlanPage() -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| state.may(me, "set_patrol_plan"));
    view! {
        <Page title=t().patrol.plan() back=Route::Patrol(PatrolSection::Round)>
            <Show when=move || may.get() fallback=|| view! { <Empty title=t().patrol.for_committee() /> }>
                <Form />
                <calendar::Calendar />
            </Show>
        </Page>
    }
}

fn weekday(day: Weekday) -> &'static str {
    let texts = t().patrol;
    match day {
        Weekday::Monday => texts.weekday_monday(),
        Weekday::Tuesday => texts.weekday_tuesday(),
        Weekday::Wednesday => texts.weekday_wednesday(),
        Weekday::Thursday => texts.weekday_thursday(),
        Weekday::Friday => texts.weekday_friday(),
        Weekday::Saturday => texts.weekday_saturday(),
        Weekday::Sunday => texts.weekday_sunday(),
    }
}

fn wait(hours: u16) -> String {
    let texts = t().patrol;
    match hours % 24 {
        0 => texts.days_n(hours / 24),
        _ => texts.hours(hours),
    }
}

/// Minutes after midnight of a time such as 09:00.
fn minutes(clock: &str) -> Option<u16> {
    let (hours, minutes) = clock.trim().split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[component]
fn Form() -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().patrol;
    let known = session
        .view()
        .with_untracked(|state| state.patrol.plan.clone());
    let known = known.as_deref();
    let place = |day: Weekday| Weekday::ALL.iter().position(|one| *one == day);
    let day = known.map_or(Weekday::Friday, |plan| plan.weekday);
    let day = RwSignal::new(place(day).map(|place| place.to_string()));
    let starts = known.map_or(540, |plan| plan.starts);
    let starts = RwSignal::new(format!("{:02}:{:02}", starts / 60, starts % 60));
    let walkers = RwSignal::new(known.map_or(0, |plan| plan.walkers).to_string());
    let pairs = RwSignal::new(known.is_some_and(|plan| plan.pairs));
    let publish = known.map_or(72, |plan| plan.publish_after);
    let publish = RwSignal::new(Some(publish.to_string()));
    let team = RwSignal::new(known.map(|plan| plan.team.clone()).unwrap_or_default());
    let send = move || {
        let chosen = day
            .get_untracked()
            .and_then(|place| place.parse::<usize>().ok());
        let Some(weekday) = chosen.and_then(|place| Weekday::ALL.get(place).copied()) else {
            return;
        };
        let Some(starts) = minutes(&starts.get_untracked()) else {
            return ask.refuse("starts", t().patrol.time_wrong());
        };
        let walkers = walkers.get_untracked().trim().parse::<u8>().ok();
        let Some(walkers) = walkers.filter(|walkers| *walkers <= 60) else {
            return ask.refuse("walkers", t().patrol.number_wrong());
        };
        let team: Vec<Person> = team.get_untracked();
        if team.is_empty() {
            return ask.refuse("team", t().patrol.plan_team_missing());
        }
        let publish_after = publish.get_untracked().and_then(|hours| hours.parse().ok());
        let plan = PatrolPlan {
            weekday,
            starts,
            team,
            walkers,
            pairs: pairs.get_untracked(),
            publish_after: publish_after.unwrap_or(72),
        };
        ask.send(vec![Command::SetPatrolPlan(SetPatrolPlan { plan })], || {
            toast::say(Tone::Ok, t().patrol.saved());
            navigation::back(&Route::Patrol(PatrolSection::Round));
        });
    };
    let days = Weekday::ALL.iter().enumerate();
    let days = days.map(|(place, day)| Choice::new(place.to_string(), weekday(*day)));
    let waits = WAITS.map(|hours| Choice::new(hours.to_string(), wait(hours)));
    view! {
        <div class="form">
            <Select label=texts.plan_weekday() choices=days.collect() value=day />
            <Field label=texts.plan_starts() value=starts kind="time" error=ask.error_of("starts") />
            <team::Team team ask />
            <Field
                label=texts.plan_walkers()
                hint=texts.plan_walkers_hint()
                value=walkers
                kind="number"
                error=ask.error_of("walkers")
            />
            <Switch
                label=texts.plan_pairs()
                hint=texts.plan_pairs_hint()
                on=pairs
                on_change=move |on| pairs.set(on)
            />
            <div class="chips">
                <ChoiceGroup label=texts.plan_publish() choices=waits.into() value=publish />
            </div>
            <p class="hint">{texts.plan_publish_hint()}</p>
            <p class="hint">{texts.plan_means()}</p>
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label=texts.plan_save() look=Look::Main busy=ask.busy() on_press=send />
        </Actions>
    }
}
