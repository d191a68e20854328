//! One shift: what, when, where, who comes, what has happened.

mod cancel;
mod change;
mod other_dates;
mod own;
mod people;
mod story;
mod tools;

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::volunteer::{Details, Shift};
use yishi_domain::{ShiftId, State};

use self::other_dates::OtherDates;
use self::own::Own;
use self::people::People;
use self::story::Story;
use self::tools::Tools;
use super::card::Told;
use super::need::TakenNeeds;
use super::report::Reported;
use super::signup::SignUpAction;
use super::words;
use crate::part::Part;
use crate::route::{Route, VolunteerSection};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Empty, Fact, Facts, Page, time};

pub(crate) use self::cancel::CancelShiftPage;
pub(crate) use self::change::ChangeShiftPage;

/// A shift and what it is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) shift: Arc<Shift>,
    pub(super) details: Details,
}

impl Known {
    pub(super) fn of(state: &State, id: ShiftId) -> Option<Self> {
        let shift = state.volunteer.shifts.get(&id)?;
        let details = state.volunteer.details(shift)?;
        Some(Self {
            shift: shift.clone(),
            details: details.clone(),
        })
    }
}

/// The title of a shift, for the pages about it.
pub(super) fn title(id: ShiftId) -> Signal<String> {
    let title = session().part(move |state| {
        let known = Known::of(state, id);
        known.map(|known| known.details.title)
    });
    Signal::derive(move || title.get().unwrap_or_else(|| t().volunteer.shift().into()))
}

/// The shift with its time, above the forms about it.
#[component]
pub(super) fn Heading(id: ShiftId) -> View {
    let named = session().part(move |state| words::named(&state.volunteer, id));
    view! { <p class="spoken">{move || named.get()}</p> }
}

/// The page.
#[component]
pub(crate) fn ShiftPage(
    /// Which shift
    id: ShiftId,
) -> View {
    let known = session().part(move |state| Known::of(state, id).is_some());
    view! {
        <Page title=title(id) back=Route::Volunteer(VolunteerSection::Days) aloud=true long=true>
            <Show when=move || known.get() fallback=unknown>
                <About id />
                <Own id />
                <TakenNeeds shift=id />
                <People id />
                <Reported id />
                <Tools id />
                <Story id />
                <OtherDates id />
                <SignUpAction id />
            </Show>
        </Page>
    }
}

/// What stands in place of a shift that is not known here.
pub(super) fn unknown() -> View {
    view! { <Empty title=t().volunteer.shift_unknown() text=t().volunteer.unknown_text() icon="volunteer" /> }
}

/// What stands in place of a form about a shift that cannot be filled in: nobody knows the shift here, it is too
/// late, or somebody else has to do it.
pub(super) fn not_now(id: ShiftId) -> View {
    let known = session()
        .view()
        .with_untracked(|state| state.volunteer.shifts.contains_key(&id));
    if !known {
        return unknown();
    }
    view! {
        <Empty title=t().volunteer.not_now() text=t().volunteer.not_now_text() icon="volunteer">
            <ButtonLink label=t().volunteer.see_shift() to=Route::Shift(id.0) />
        </Empty>
    }
}

/// What, when, where, with whom.
#[component]
fn About(id: ShiftId) -> View {
    let session = session();
    let me = session.me();
    let waiting = session.is_lingering(id.0);
    let known: Part<Option<(Told, Known, String)>> = session.part(move |state| {
        let known = Known::of(state, id)?;
        let whom = words::whom_to_ask(&state.volunteer, &known.shift);
        Some((Told::of(state, id, me)?, known, whom))
    });
    move || {
        let (told, known, whom) = known.get()?;
        let now = now();
        let pending = waiting
            .get()
            .then(|| view! { <Badge text=t().app.pending() /> });
        let said = why_not(&told, &known.shift, &whom);
        let text = known.details.text.clone();
        let text = (!text.is_empty()).then(|| view! { <p class="spoken">{text}</p> });
        Some(view! {
            <Card>
                <div class="meta" role="status">
                    {told.badge(now)} {pending} <span>{words::kind(told.kind)}</span>
                </div>
                <Facts items=facts(&told, &known) />
                {text}
                {said.map(|said| view! { <p>{said}</p> })}
            </Card>
        })
    }
}

fn facts(told: &Told, known: &Known) -> Vec<Fact> {
    let texts = t().volunteer;
    let lead = known.details.lead.as_ref();
    let lead = lead.map_or(texts.nobody_leads(), |lead| lead.name.as_str());
    let mut facts = vec![
        Fact::new(texts.time(), words::span(told.starts_at.0, told.ends_at.0)),
        Fact::new(texts.place(), &told.place),
        Fact::new(texts.lead(), lead),
    ];
    let now = now();
    if told.is_open(now) && told.closes_at < told.starts_at {
        facts.push(Fact::new(
            texts.sign_until(),
            time::moment(told.closes_at.0),
        ));
    }
    if known.details.minimum > 0 && now < told.ends_at && !told.cancelled {
        let minimum = texts.minimum(known.details.minimum);
        facts.push(Fact::new(texts.minimum_fact(), minimum));
    }
    facts
}

/// Why nobody can sign up any more, and what to do then.
fn why_not(told: &Told, shift: &Shift, whom: &str) -> Option<String> {
    let texts = t().volunteer;
    let now = now();
    match &shift.cancelled {
        Some((_, Some(reason))) => Some(texts.cancelled_text(reason)),
        Some((_, None)) => Some(texts.cancelled_plain().to_owned()),
        None if now >= told.ends_at => Some(texts.over_text().to_owned()),
        None if told.standing.is_some() || told.is_open(now) => None,
        None if now >= told.starts_at => Some(texts.running_text(whom)),
        None => Some(texts.closed_text(time::moment(told.closes_at.0), whom)),
    }
}
