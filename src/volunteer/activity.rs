//! Activities: what is done here, how often, and who leads.

mod change;
mod end;
mod plan;

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::volunteer::{Activity, Details, Phase};
use yishi_domain::{ActivityId, ShiftId, State, Timestamp, sort_by_key};

use super::activity_form::cutoff_told;
use super::card::ShiftCard;
use super::{rule_form, words};
use crate::route::{Route, VolunteerSection};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{
    Actions, Badge, ButtonLink, Card, Empty, Fact, Facts, List, Look, Page, Section, time,
};
pub(crate) use change::ChangeActivity;
pub(super) use change::told as effect_told;
pub(crate) use plan::NewActivity;

/// Shifts to come that an activity's page shows.
const SHOWN: usize = 5;

/// All activities: those that go on first, by their next shift.
#[component]
pub(crate) fn Activities() -> View {
    let session = session();
    let me = session.me();
    let texts = t().activity;
    let may_plan = session.part(move |state| state.may(me, "plan_activity"));
    let listed = session.part(|state| {
        let now = now();
        let activities = state.volunteer.activities.keys();
        let mut listed: Vec<_> = activities
            .map(|id| (next(state, *id, now).first().map(|(_, at)| *at), *id))
            .collect();
        sort_by_key(&mut listed, |(next, id)| (next.is_none(), *next, *id));
        listed.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
    });
    view! {
        <Page title=texts.all() back=Route::Volunteer(VolunteerSection::Kinds)>
            <Show when=move || listed.with(Vec::is_empty)>
                <NoActivities />
            </Show>
            <List items=listed key=|id| *id row=|id| view! { <ActivityCard id /> } />
            <Show when=move || may_plan.get() && listed.with(|listed| !listed.is_empty())>
                <Actions>
                    <ButtonLink label=texts.new() to=Route::NewActivity look=Look::Main icon="add" />
                </Actions>
            </Show>
        </Page>
    }
}

/// Where there are none yet: who may plan one is led there.
#[component]
pub(super) fn NoActivities() -> View {
    let session = session();
    let me = session.me();
    let texts = t().activity;
    let may_plan = session.part(move |state| state.may(me, "plan_activity"));
    view! {
        <Empty title=texts.none() text=texts.none_text() icon="volunteer">
            <Show when=move || may_plan.get()>
                <ButtonLink label=texts.new() to=Route::NewActivity look=Look::Main icon="add" />
            </Show>
        </Empty>
    }
}

/// The shifts of an activity that are to come, the soonest first.
fn next(state: &State, id: ActivityId, now: Timestamp) -> Vec<(ShiftId, Timestamp)> {
    let shifts = state.volunteer.shifts_of(id);
    let mut next: Vec<_> = shifts
        .filter(|(_, shift)| shift.ends_at > now && shift.cancelled.is_none())
        .map(|(id, shift)| (id, shift.starts_at))
        .collect();
    sort_by_key(&mut next, |(_, starts_at)| *starts_at);
    next
}

/// How far an activity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Going {
    /// The phone waits for its days
    Waiting,
    On,
    /// Its next day lies beyond what is planned yet
    Later,
    Over,
}

fn going(state: &State, activity: &Activity, id: ActivityId, now: Timestamp) -> Going {
    let over = |(from, _): &(yishi_domain::Date, String)| *from <= state.date(now);
    if activity.ended.as_ref().is_some_and(over) {
        Going::Over
    } else if !next(state, id, now).is_empty() {
        Going::On
    } else {
        let rule = activity.latest().and_then(|phase| phase.rule.as_deref());
        match (rule, activity.planned_through) {
            (Some(_), None) => Going::Waiting,
            (Some(rule), Some(day)) => {
                let times = state.volunteer.shifts_of(id).count();
                match rule_form::may_go_on(rule, day, times) {
                    true => Going::Later,
                    false => Going::Over,
                }
            }
            (None, _) => Going::Over,
        }
    }
}

/// Through which day a series that goes on is planned yet.
fn through(state: &State, id: ActivityId) -> Option<String> {
    let activity = state.volunteer.activities.get(&id)?;
    let rule = activity.latest()?.rule.as_deref()?;
    let day = activity.planned_through?;
    let times = state.volunteer.shifts_of(id).count();
    let goes_on = activity.ended.is_none() && rule_form::may_go_on(rule, day, times);
    let midnight = day.at(0, state.community.utc_offset_minutes);
    goes_on.then(|| time::full_day(midnight.0))
}

/// When it takes place: its rule in words, or its day, and the hours.
fn told(state: &State, phase: &Phase) -> String {
    let offset = state.community.utc_offset_minutes;
    let starts_at = phase.first.at(phase.details.starts, offset);
    let ends_at = starts_at.plus_seconds(60 * i64::from(phase.details.lasts));
    let hours = words::clocks(starts_at.0, ends_at.0);
    match &phase.rule {
        Some(rule) => rule_form::told(rule, phase.first, &hours),
        None => t()
            .activity
            .rule_and_hours(time::full_day(starts_at.0), hours),
    }
}

/// An activity in a list.
#[component]
fn ActivityCard(id: ActivityId) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let shown = session.part(move |state| {
        let activity = state.volunteer.activities.get(&id)?;
        let phase = activity.latest()?;
        let next = next(state, id, now()).first().map(|(_, at)| *at);
        let going = going(state, activity, id, now());
        Some((Arc::clone(&phase.details), told(state, phase), next, going))
    });
    move || {
        let (details, told, next, going) = shown.get()?;
        let texts = t().activity;
        let next = match (next, going) {
            (Some(at), _) => texts.next(words::day(at.0)),
            (None, Going::Waiting) => texts.days_to_come().to_owned(),
            (None, Going::Later) => texts.days_later().to_owned(),
            (None, _) => texts.no_more().to_owned(),
        };
        let pending = move || {
            waiting
                .get()
                .then(|| view! { <Badge text=t().app.pending() /> })
        };
        Some(view! {
            <Card to=Route::Activity(id.0)>
                <div class="meta">
                    <Badge text=words::kind(details.kind) />
                    {pending}
                </div>
                <h3>{details.title.clone()}</h3>
                <p class="meta">{told} " · " {details.place.clone()}</p>
                <p class="meta">{next}</p>
            </Card>
        })
    }
}

/// One activity: what it is, when, who leads, its next shifts.
#[component]
pub(crate) fn ActivityPage(
    /// Which activity
    id: ActivityId,
) -> View {
    let session = session();
    let me = session.me();
    let shown = session.part(move |state| {
        let activity = state.volunteer.activities.get(&id)?;
        let phase = activity.latest()?;
        let going = going(state, activity, id, now());
        Some((
            Arc::clone(&phase.details),
            told(state, phase),
            going,
            activity.ended.clone(),
        ))
    });
    let may_change = session.part(move |state| state.may(me, "change_activity"));
    let title = Signal::derive(move || {
        shown
            .with(|shown| shown.as_ref().map(|(details, ..)| details.title.clone()))
            .unwrap_or_else(|| t().volunteer.activity().to_owned())
    });
    let going = move || shown.with(|shown| shown.as_ref().map(|(_, _, going, _)| *going));
    view! {
        <Page title back=Route::Volunteer(VolunteerSection::Kinds) aloud=true long=true>
            {move || match shown.get() {
                None => {
                    view! { <Empty title=t().activity.unknown() text=t().volunteer.unknown_text() icon="volunteer" /> }
                }
                Some((details, told, going, ended)) => {
                    view! {
                        <What id details=details.clone() told going ended />
                        <Roles details />
                    }
                }
            }}
            <Show when=move || going().is_some()>
                <Coming id />
            </Show>
            <Show when=move || may_change.get() && matches!(going(), Some(Going::On | Going::Waiting | Going::Later))>
                <Section title=t().activity.manage()>
                    <ButtonLink label=t().activity.change() to=Route::ChangeActivity(id.0) />
                    <end::End id />
                </Section>
            </Show>
        </Page>
    }
}

#[component]
fn What(
    id: ActivityId,
    details: Arc<Details>,
    told: String,
    going: Going,
    ended: Option<(yishi_domain::Date, String)>,
) -> View {
    let texts = t().activity;
    let waiting = session().is_lingering(id.0);
    let offset = session()
        .view()
        .with_untracked(|state| state.community.utc_offset_minutes);
    let lead = match &details.lead {
        Some(lead) => lead.name.clone(),
        None => texts.nobody_leads().to_owned(),
    };
    let facts = vec![
        Fact::new(t().volunteer.time(), told),
        Fact::new(t().volunteer.place(), details.place.clone()),
        Fact::new(t().volunteer.lead(), lead),
        Fact::new(texts.cutoff(), cutoff_told(details.cutoff)),
    ];
    let ended = ended.map(|(from, reason)| {
        let day = time::full_day(from.at(720, offset).0);
        view! { <p><strong>{texts.ended_from(day)}</strong> {reason}</p> }
    });
    let over = (going == Going::Over).then(|| view! { <Badge text=texts.over() /> });
    let pending = move || {
        waiting
            .get()
            .then(|| view! { <Badge text=t().app.pending() /> })
    };
    let text = details.text.clone();
    view! {
        <Card>
            <div class="meta"><Badge text=words::kind(details.kind) /> {over} {pending}</div>
            {ended}
            {(!text.is_empty()).then(|| view! { <p class="spoken">{text}</p> })}
            <Facts items=facts />
        </Card>
    }
}

/// The roles of each shift, and how many it takes.
#[component]
fn Roles(details: Arc<Details>) -> View {
    let texts = t().activity;
    let facts: Vec<Fact> = details
        .roles
        .iter()
        .map(|role| Fact::new(&role.name, t().volunteer.people(role.capacity)))
        .collect();
    let minimum = (details.minimum > 0)
        .then(|| view! { <p class="meta">{texts.minimum_told(details.minimum)}</p> });
    view! {
        <Section title=texts.roles()>
            <Card>
                <Facts items=facts />
                {minimum}
            </Card>
        </Section>
    }
}

/// The shifts to come.
#[component]
fn Coming(id: ActivityId) -> View {
    let session = session();
    let texts = t().activity;
    let next = session.part(move |state| {
        let next = next(state, id, now());
        next.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    });
    let going = session.part(move |state| {
        let activity = state.volunteer.activities.get(&id)?;
        Some(going(state, activity, id, now()))
    });
    let through = session.part(move |state| through(state, id));
    let bound = move || {
        let through = through
            .get()
            .filter(|_| next.with(|next| !next.is_empty()))?;
        Some(view! { <p class="hint">{texts.days_through(through)}</p> })
    };
    let nothing = move || match going.get() {
        Some(Going::Waiting) => Some(texts.days_to_come()),
        Some(Going::Later) => Some(texts.days_later()),
        Some(Going::Over) if next.with(Vec::is_empty) => Some(texts.no_more()),
        _ => None,
    };
    view! {
        <Section title=texts.coming()>
            {move || nothing().map(|text| view! { <Card><p>{text}</p></Card> })}
            <List items=next key=|id| *id row=|id| view! { <ShiftCard id /> } first=SHOWN />
            {bound}
        </Section>
    }
}
