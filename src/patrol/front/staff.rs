//! For the committee: how the patrol goes, what waits, and what is kept for it.

use crate::view::prelude::*;
use yishi_domain::patrol::{FindingState, PublishPatrol};
use yishi_domain::roster::Role;
use yishi_domain::{Command, Date, State, Timestamp};

use super::super::words;
use super::walker::Coming;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::route::{PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Button, ButtonLink, Card, ConfirmSheet, Empty, Look, Section, Tone, time};

#[component]
pub(super) fn Overview() -> View {
    let session = session();
    let planned = session.part(|state| state.patrol.plan.is_some());
    let walks = session.has_role(Role::Representative);
    let contested = session.part(|state| {
        let all = state.patrol.findings.values();
        all.filter(|finding| finding.state == FindingState::Contested)
            .count()
    });
    let no_plan = || {
        view! {
            <Empty title=t().patrol.no_plan() text=t().patrol.no_plan_text() icon="patrol">
                <ButtonLink label=t().patrol.make_plan() to=Route::PatrolPlan look=Look::Main />
            </Empty>
        }
    };
    let settle = move || {
        let count = contested.get();
        (count > 0).then(|| {
            view! {
                <Card need=true to=Route::Patrol(PatrolSection::Findings)>
                    <h3>{t().patrol.to_settle(count)}</h3>
                </Card>
            }
        })
    };
    view! {
        <Show when=move || planned.get() fallback=no_plan>
            <Progress />
            {settle}
            <ToPublish />
            // A representative of the committee has the list already.
            <Show when=move || !walks.get()><Coming /></Show>
        </Show>
        <Manage />
    }
}

/// The patrol, its day, who walks, shops that are done with and all shops.
type Told = (Date, Date, usize, usize, usize);

/// How the patrol of the day goes, or the next one.
#[component]
fn Progress() -> View {
    let session = session();
    let told: Part<Option<Told>> = session.part(|state| {
        let (id, patrol) = *state.patrol.coming(words::today(state)).first()?;
        let (mut done, mut all) = (0, 0);
        for round in &patrol.rounds {
            let (some, of) = patrol.progress(state, id, round);
            (done, all) = (done + some, all + of);
        }
        Some((id, patrol.day.unwrap_or(id), patrol.rounds.len(), done, all))
    });
    move || {
        let texts = t().patrol;
        let Some((id, day, walkers, done, all)) = told.get() else {
            return view! { <Empty title=texts.nothing_planned() text=texts.nothing_planned_text() icon="patrol" /> };
        };
        let share = (done * 100).checked_div(all).unwrap_or(0);
        view! {
            <Section title=texts.progress()>
                <Card>
                    <div class="meta"><Badge text=words::day_near(day) tone=Tone::Info /> <span>{texts.walkers(walkers)}</span></div>
                    <h3>{texts.progress_of(done, all)}</h3>
                    <div class="steps-bar" aria-hidden="true"><i style=format!("width:{share}%")></i></div>
                    <ButtonLink label=texts.see_rounds() to=Route::PatrolDay(id) />
                </Card>
            </Section>
        }
    }
}

/// Patrols whose results nobody but those concerned can see yet.
fn unpublished(state: &State) -> Vec<(Date, Date, Timestamp)> {
    let wait = state
        .patrol
        .plan
        .as_ref()
        .map_or(72, |plan| plan.publish_after);
    let walked = state.patrol.walked().into_iter();
    let waiting = walked.filter(|(_, _, patrol)| patrol.published_at.is_none());
    let told = waiting.map(|(id, day, patrol)| {
        let at = patrol.starts_at.plus_seconds(i64::from(wait) * 3_600);
        (id, day, at)
    });
    told.collect()
}

#[component]
fn ToPublish() -> View {
    let waiting = session().part(unpublished);
    move || {
        let cards = waiting.get().into_iter();
        cards
            .map(|(id, day, at)| view! { <Publish id day at /> })
            .collect_view()
    }
}

/// A card that publishes a patrol.
#[component]
pub(in crate::patrol) fn Publish(
    /// Which patrol
    id: Date,
    /// When it was walked
    day: Date,
    /// When it is published by itself
    at: Timestamp,
) -> View {
    let ask = Ask::new(session());
    let open = RwSignal::new(false);
    let texts = t().patrol;
    let send = move || {
        let publish = PublishPatrol { patrol: id };
        ask.send(vec![Command::PublishPatrol(publish)], || {});
    };
    view! {
        <Card need=true>
            <h3>{texts.to_publish(words::day(day))}</h3>
            <p class="meta">{texts.to_publish_text(time::moment(at.0))}</p>
            <Refused error=ask.error() />
            <Button label=texts.publish() busy=ask.busy() on_press=move || open.set(true) />
        </Card>
        <ConfirmSheet
            open
            title=texts.publish_question()
            text=texts.publish_text()
            confirm=texts.publish()
            on_confirm=send
        />
    }
}

/// What staff keep for the patrol.
#[component]
fn Manage() -> View {
    let texts = t().patrol;
    let link = |label: &'static str, to: Route| {
        view! {
            <li>
                <a class="line tall" href=to.href()>
                    <span>{label}</span>
                    <svg class="icon" aria-hidden="true"><use href="#i-go"></use></svg>
                </a>
            </li>
        }
    };
    view! {
        <Section title=texts.manage()>
            <div class="lines">
                <ul class="list">
                    {link(texts.plan(), Route::PatrolPlan)}
                    {link(texts.checklists(), Route::Checklists)}
                    {link(texts.shops(), Route::Shops)}
                    {link(texts.trends(), Route::PatrolTrends)}
                </ul>
            </div>
        </Section>
    }
}
