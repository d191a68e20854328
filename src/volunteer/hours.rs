//! What it added up to: my time by year and activity, and what waits to be confirmed.

mod claim;
mod links;
mod settle;
mod summary;

use crate::view::prelude::*;
use yishi_domain::volunteer::{Claim, ClaimState};
use yishi_domain::{ClaimId, sort_by_key};

use super::words;
use crate::part::Part;
use crate::route::{Route, VolunteerSection};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{
    Actions, Badge, ButtonLink, Card, Choice, Fact, Facts, List, Look, Page, Section, Select, Tone,
    time,
};
pub(crate) use claim::ClaimHoursPage;
pub(super) use links::Links;
pub(crate) use settle::SettleHours;
pub(super) use summary::{Item, Year, years};

/// My time, and my claims.
#[component]
pub(crate) fn HoursPage() -> View {
    let session = session();
    let me = session.me();
    let texts = t().hours;
    let known = session.part(move |state| years(state, me, now()));
    let chosen = RwSignal::new(known.with(|years| years.first().map(ToString::to_string)));
    let year = Part::new(move || {
        let chosen = chosen.get().and_then(|year| year.parse().ok());
        chosen
            .or_else(|| known.with(|years| years.first().copied()))
            .unwrap_or_default()
    });
    let choice = move || {
        let choices = known.with(|years| {
            let choice = |year: &i32| Choice::new(year.to_string(), texts.year(year));
            years.iter().map(choice).collect::<Vec<_>>()
        });
        (choices.len() > 1)
            .then(|| view! { <Select label=texts.which_year() choices value=chosen /> })
    };
    let summed = Part::new(move || {
        let year = year.get();
        session
            .view()
            .with(|state| Year::of(state, me, year, now()))
    });
    let sum = move || {
        let summed = summed.get();
        let facts: Vec<Fact> = summed
            .items
            .iter()
            .map(|item| Fact::new(&item.title, words::hours(item.minutes)))
            .collect();
        let certificate = (summed.minutes > 0).then(|| {
            let to = Route::Certificate(year.get_untracked(), None);
            view! { <ButtonLink label=texts.certificate() to icon="paper" /> }
        });
        let by_activity =
            (!facts.is_empty()).then(|| view! { <div class="sums"><Facts items=facts /></div> });
        view! {
            <Card>
                <p class="meta">{texts.sum_of(year.get_untracked())}</p>
                <p class="figure-large num">{words::hours(summed.minutes)}</p>
                <p class="meta">{match summed.times {
                    0 => texts.none_text().to_owned(),
                    times => texts.times(times),
                }}</p>
                {by_activity}
                {certificate}
            </Card>
        }
    };
    view! {
        <Page title=texts.title() back=Route::Volunteer(VolunteerSection::Mine) aloud=true long=true>
            {choice}
            {sum}
            <Days year />
            <Claims />
            <Actions>
                <ButtonLink label=texts.claim() to=Route::ClaimHours look=Look::Main icon="add" />
            </Actions>
        </Page>
    }
}

/// Each time that counts, the latest first.
#[component]
fn Days(year: Part<i32>) -> View {
    let session = session();
    let me = session.me();
    let texts = t().hours;
    let days = Part::new(move || {
        let year = year.get();
        session.view().with(|state| {
            let credits = state.volunteer.year_of(state, me, year, now());
            let offset = state.community.utc_offset_minutes;
            let told = |(place, credit): (usize, yishi_domain::volunteer::Credit)| {
                let activity = credit
                    .activity
                    .and_then(|id| state.volunteer.activities.get(&id));
                let phase = activity.and_then(|activity| activity.on(credit.day));
                let title = phase.map(|phase| phase.details.title.clone());
                let title = title.unwrap_or_else(|| texts.other_work().to_owned());
                (
                    place,
                    credit.day.at(720, offset).0,
                    title,
                    u64::from(credit.minutes),
                )
            };
            credits
                .into_iter()
                .enumerate()
                .map(told)
                .rev()
                .collect::<Vec<_>>()
        })
    });
    let row = |(_, at, title, minutes): (usize, i64, String, u64)| {
        view! {
            <div class="line tall">
                <span>{title} <small>{time::day(at)}</small></span>
                <strong class="num">{words::hours(minutes)}</strong>
            </div>
        }
    };
    view! {
        <Show when=move || days.with(|days| !days.is_empty())>
            <Section title=texts.each_time()>
                <div class="lines">
                    <List items=days key=|day: &(usize, i64, String, u64)| day.clone() row first=10 />
                </div>
            </Section>
        </Show>
    }
}

/// My claims: those that wait, and what became of the others.
#[component]
fn Claims() -> View {
    let session = session();
    let me = session.me();
    let texts = t().hours;
    let claims = session.part(move |state| {
        let claims = state.volunteer.claims.iter();
        let mut own: Vec<(ClaimId, Claim)> = claims
            .filter(|(_, claim)| claim.member == me)
            .map(|(id, claim)| (*id, Claim::clone(claim)))
            .collect();
        sort_by_key(&mut own, |(id, claim)| {
            (
                claim.state != ClaimState::Open,
                std::cmp::Reverse(claim.day),
                *id,
            )
        });
        own
    });
    let offset = session
        .view()
        .with_untracked(|state| state.community.utc_offset_minutes);
    let row = move |(id, claim): (ClaimId, Claim)| {
        let waiting = session.is_lingering(id.0);
        let (mark, tone) = match &claim.state {
            ClaimState::Open => (texts.claim_open(), Tone::Warn),
            ClaimState::Confirmed => (texts.claim_confirmed(), Tone::Ok),
            ClaimState::Refused { .. } => (texts.claim_refused(), Tone::Bad),
        };
        let reason = match &claim.state {
            ClaimState::Refused { reason } => Some(texts.refused_because(reason)),
            _ => None,
        };
        let pending = move || {
            waiting
                .get()
                .then(|| view! { <Badge text=t().app.pending() /> })
        };
        let when = time::day(claim.day.at(720, offset).0);
        view! {
            <Card>
                <div class="meta"><Badge text=mark tone /> {pending}</div>
                <h3>{claim.text.clone()}</h3>
                <p class="meta">{when} " · " {words::hours(claim.minutes.into())}</p>
                {reason.map(|reason| view! { <p class="said">{reason}</p> })}
            </Card>
        }
    };
    view! {
        <Show when=move || claims.with(|claims| !claims.is_empty())>
            <Section title=texts.claims()>
                <List items=claims key=|(id, claim): &(ClaimId, Claim)| (*id, format!("{:?}", claim.state)) row first=10 />
            </Section>
        </Show>
    }
}
