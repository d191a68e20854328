//! One finding, from the day it was seen until somebody else says that it is mended.

mod answer;
mod pair;
mod recheck;
mod settle;
mod story;

use std::sync::Arc;

use yishi_domain::patrol::{Finding, FindingState, FindingStep};
use yishi_domain::{FindingId, State};

use self::answer::Answer;
use self::recheck::Recheck;
use self::settle::Settle;
use super::words;
use crate::part::Part;
use crate::route::{PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Empty, Page, Section, Thread, Tone};
use crate::view::prelude::*;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    finding: Arc<Finding>,
    shop: String,
    today: yishi_domain::Date,
}

fn told(state: &State, id: FindingId) -> Option<Told> {
    let finding = state.patrol.findings.get(&id)?.clone();
    Some(Told {
        shop: words::shop_name(state, finding.shop),
        today: words::today(state),
        finding,
    })
}

/// The page.
#[component]
pub(super) fn FindingPage(
    /// Which finding
    id: FindingId,
) -> View {
    let session = session();
    let known = session.part(move |state| told(state, id));
    let title = Signal::derive(move || {
        known.with(|told| match told {
            Some(told) => told.finding.text.clone(),
            None => t().finding.unknown().to_owned(),
        })
    });
    let there = Part::new(move || known.with(Option::is_some));
    let none = || view! { <Empty title=t().finding.unknown() text=t().patrol.unknown_text() icon="patrol" /> };
    view! {
        <Page title back=Route::Patrol(PatrolSection::Findings) aloud=true long=true>
            <Show when=move || there.get() fallback=none>
                {move || known.get().map(|told| about(id, told))}
                <ToDo id />
                <Section title=t().finding.story()>
                    <Card><Thread steps=story::steps(id) photos=story::photos(id) /></Card>
                </Section>
            </Show>
        </Page>
    }
}

/// What is wrong, where, how bad it is and by when it has to be mended.
fn about(id: FindingId, told: Told) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let Told {
        finding,
        shop,
        today,
    } = told;
    let texts = t().finding;
    let pending = move || {
        waiting
            .get()
            .then(|| view! { <Badge text=t().app.pending() tone=Tone::Warn /> })
    };
    let council = finding
        .topic()
        .map(|_| view! { <Badge text=texts.at_council() tone=Tone::Info /> });
    let open = finding.state != FindingState::Closed;
    let due = open.then(|| view! { <span>{t().patrol.due(words::day_near(finding.due))}</span> });
    let repeated = finding
        .steps
        .iter()
        .filter(|step| matches!(step.step, FindingStep::Repeated { .. }))
        .count();
    let repeated = (repeated > 0).then(|| view! { <p class="meta">{texts.seen(repeated + 1)}</p> });
    let note =
        (!finding.note.is_empty()).then(|| view! { <p class="said">{finding.note.clone()}</p> });
    let hidden = (!finding.published).then(|| view! { <p class="meta">{texts.not_public()}</p> });
    let badge = words::state_badge(&finding, today);
    let severity = words::severity_badge(finding.severity);
    let to = Route::Shop(finding.shop.0);
    view! {
        <Card bad=finding.is_overdue(today)>
            <div class="meta">{badge} {severity} {council} {pending}</div>
            <div class="meta"><a class="more-link" href=to.href()>{shop}</a> {due}</div>
            {note}
            {pair::pair(&finding)}
            {repeated}
            {hidden}
        </Card>
    }
}

/// What this member can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    Nothing,
    /// The merchant answers, or contests.
    Answer {
        may_contest: bool,
        again: bool,
    },
    /// Somebody else looks.
    Recheck,
    /// Whoever found it does not look again.
    Own,
    /// The committee settles what is contested.
    Settle,
}

fn task(state: &State, id: FindingId, me: yishi_domain::MemberId) -> Task {
    let Some(finding) = state.patrol.findings.get(&id) else {
        return Task::Nothing;
    };
    let waits = matches!(finding.state, FindingState::Open | FindingState::Answered);
    let settled = |step: &FindingStep| matches!(step, FindingStep::Settled { .. });
    match finding.state {
        _ if waits && state.runs(me, finding.shop) => Task::Answer {
            may_contest: !finding.steps.iter().any(|step| settled(&step.step)),
            again: finding.state == FindingState::Answered,
        },
        FindingState::Contested if state.may(me, "settle_finding") => Task::Settle,
        _ if finding.may_recheck(state, me) => Task::Recheck,
        _ if waits && finding.finders.contains(&me) => Task::Own,
        _ => Task::Nothing,
    }
}

#[component]
fn ToDo(id: FindingId) -> View {
    let session = session();
    let me = session.me();
    let task = session.part(move |state| task(state, id, me));
    let topic = session.part(move |state| {
        let topic = state.patrol.findings.get(&id)?.topic()?;
        state.council.topics.contains_key(&topic).then_some(topic)
    });
    let to_topic = move || {
        topic.get().map(|topic| {
            view! { <ButtonLink label=t().finding.see_topic() to=Route::Topic(topic.0) /> }
        })
    };
    let to_do = move || match task.get() {
        Task::Nothing => View::Nothing,
        Task::Answer { may_contest, again } => view! { <Answer id may_contest again /> },
        Task::Recheck => view! { <Recheck id /> },
        Task::Own => view! { <p class="hint">{t().finding.own()}</p> },
        Task::Settle => view! { <Settle id /> },
    };
    view! {
        {to_topic}
        {to_do}
    }
}
