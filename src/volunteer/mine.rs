//! What I have signed up for, what I lead, and where I was.

use crate::view::prelude::*;
use yishi_domain::{MemberId, ShiftId, State, sort_by_key};

use super::card::ShiftCard;
use super::hours::Links;
use super::need::TakenNeeds;
use super::words;
use crate::part::Part;
use crate::route::{Route, VolunteerSection};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Empty, List, Look, Section, Tone, time};

/// Shifts that I lead are shown so far ahead.
const LEAD_DAYS: i64 = 28;

/// A shift that I was signed up for and that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Past {
    shift: ShiftId,
    title: String,
    at: i64,
    /// Minutes that count; none if I was not there.
    minutes: Option<u32>,
    cancelled: bool,
}

/// The section.
#[component]
pub(super) fn Mine() -> View {
    let session = session();
    let me = session.me();
    let coming = session.part(move |state| coming(state, me));
    let led = session.part(move |state| led(state, me));
    let past = session.part(move |state| past(state, me));
    let none = move || coming.with(Vec::is_empty) && led.with(Vec::is_empty);
    view! {
        <Show when=none>
            <Empty title=t().volunteer.mine_none() text=t().volunteer.mine_none_text() icon="volunteer">
                <ButtonLink
                    label=t().volunteer.see_board()
                    to=Route::Volunteer(VolunteerSection::Days)
                    look=Look::Main
                />
            </Empty>
        </Show>
        <TakenNeeds />
        <Group title=t().volunteer.mine_coming() items=coming />
        <Group title=t().volunteer.mine_lead() items=led />
        <Show when=move || past.with(|past| !past.is_empty())>
            <Section title=t().volunteer.mine_past()>
                <List items=past key=|past: &Past| (past.shift, past.minutes) row=past_card first=10 />
            </Section>
        </Show>
        <Links />
    }
}

#[component]
fn Group(title: &'static str, items: Part<Vec<ShiftId>>) -> View {
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <Section title=title>
                <List items key=|id: &ShiftId| *id row=|id| view! { <ShiftCard id /> } first=10 />
            </Section>
        </Show>
    }
}

/// What is to come or goes on, the next first.
fn coming(state: &State, me: MemberId) -> Vec<ShiftId> {
    let now = now();
    let own = state.volunteer.of_member(me).into_iter();
    own.filter(|(_, shift, _)| shift.ends_at > now)
        .map(|(id, ..)| id)
        .collect()
}

fn led(state: &State, me: MemberId) -> Vec<ShiftId> {
    let (board, now) = (&state.volunteer, now());
    let near = board.between(now, now.plus_seconds(LEAD_DAYS * 86_400));
    near.into_iter()
        .filter(|(_, shift)| board.lead(shift) == Some(me) && shift.signup(me).is_none())
        .map(|(id, _)| id)
        .collect()
}

/// What is over, the last first.
fn past(state: &State, me: MemberId) -> Vec<Past> {
    let (board, now) = (&state.volunteer, now());
    let credits: Vec<(ShiftId, u32)> = board
        .credits(state, now)
        .filter(|credit| credit.member == me)
        .filter_map(|credit| Some((credit.shift?, credit.minutes)))
        .collect();
    let own = board.of_member(me).into_iter();
    let mut past: Vec<Past> = own
        .filter(|(_, shift, _)| shift.ends_at <= now)
        .filter_map(|(id, shift, signup)| {
            let credit = credits.iter().find(|(shift, _)| *shift == id);
            // Who only waited has missed nothing.
            if credit.is_none() && !signup.placed {
                return None;
            }
            Some(Past {
                shift: id,
                title: board.details(shift)?.title.clone(),
                at: shift.starts_at.0,
                minutes: credit.map(|(_, minutes)| *minutes),
                cancelled: shift.cancelled.is_some(),
            })
        })
        .collect();
    sort_by_key(&mut past, |past| std::cmp::Reverse(past.at));
    past
}

fn past_card(past: Past) -> View {
    let texts = t().volunteer;
    let (text, tone) = match past.minutes {
        _ if past.cancelled => (texts.cancelled().to_owned(), Tone::Plain),
        Some(minutes) => (texts.hours_of_shift(words::hours(minutes.into())), Tone::Ok),
        None => (texts.no_show().to_owned(), Tone::Plain),
    };
    view! {
        <Card to=Route::Shift(past.shift.0)>
            <div class="meta"><Badge text tone /> <span>{time::day(past.at)}</span></div>
            <h3>{past.title}</h3>
        </Card>
    }
}
