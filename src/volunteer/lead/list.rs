//! Who is there: each one checked in and out by hand where somebody has no phone.

use crate::view::prelude::*;
use yishi_domain::volunteer::{CheckIn, CheckOut, MarkNoShow, Proof, Signup};
use yishi_domain::{Command, MemberId, ShiftId, State, Timestamp};

use super::super::check_in::There;
use super::super::words;
use super::times::TimesSheet;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::{now, session};
use crate::text::t;
use crate::tick;
use crate::ui::{Badge, Button, Field, List, Look, Section, Tone};

/// From so many names on there is a field to find one.
const MANY: usize = 12;

/// Somebody on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    member: MemberId,
    name: String,
    role: String,
    /// The place on the waitlist, if they have no place at the shift.
    waiting: bool,
    there: There,
    early: bool,
    begun: bool,
    over: bool,
}

fn person(state: &State, id: ShiftId, member: MemberId) -> Option<Person> {
    let board = &state.volunteer;
    let shift = board.shifts.get(&id)?;
    let signup: &Signup = shift.signup(member)?;
    let mut roles = board.details(shift)?.roles.iter();
    let now = now();
    Some(Person {
        member,
        name: words::name(state, member),
        role: roles.find(|role| role.role == signup.role)?.name.clone(),
        waiting: !signup.placed,
        there: There::of(state, id, member)?,
        early: now < shift.check_in_opens_at(),
        begun: now >= shift.starts_at,
        over: now >= shift.ends_at,
    })
}

/// Those with a place first, then those who wait, each in order of arrival: nobody moves under the finger.
fn on_list(state: &State, id: ShiftId) -> Vec<(MemberId, String)> {
    let shift = state.volunteer.shifts.get(&id);
    let signups = shift
        .map(|shift| shift.signups.as_slice())
        .unwrap_or_default();
    let (placed, waiting): (Vec<&Signup>, Vec<&Signup>) =
        signups.iter().partition(|signup| signup.placed);
    let named = |signup: &Signup| (signup.member, words::name(state, signup.member));
    placed.into_iter().chain(waiting).map(named).collect()
}

/// The section.
#[component]
pub(super) fn Roll(id: ShiftId) -> View {
    let session = session();
    let all = session.part(move |state| on_list(state, id));
    let came = session.part(move |state| {
        let shift = state.volunteer.shifts.get(&id);
        let present = shift
            .map(|shift| shift.attendance.as_slice())
            .unwrap_or_default();
        present.iter().filter(|one| one.came_at.is_some()).count()
    });
    let query = RwSignal::new(String::new());
    let found = Part::new(move || {
        let query = query.get();
        let query = query.trim();
        all.with(|all| {
            let fits = all.iter().filter(|(_, name)| name.contains(query));
            fits.map(|(member, _)| *member).collect::<Vec<_>>()
        })
    });
    // What can be said of people changes as the shift opens, begins and ends.
    let time = tick::each_quarter();
    let phase = Part::new(move || {
        let now = time.get();
        session.view().with(|state| {
            let shift = state.volunteer.shifts.get(&id)?;
            Some([shift.check_in_opens_at(), shift.starts_at, shift.ends_at].map(|at| now >= at))
        })
    });
    let texts = t().volunteer;
    let many = move || all.with(Vec::len) >= MANY;
    view! {
        <Section title=texts.list_title()>
            <p class="meta" role="status">{move || texts.came_of(came.get(), all.with(Vec::len))}</p>
            <Show when=many>
                <Field label=texts.find_in_list() value=query kind="search" />
            </Show>
            <Show when=move || all.with(Vec::is_empty)>
                <p>{texts.nobody_to_list()}</p>
            </Show>
            <List
                items=found
                key=|member: &MemberId| *member
                row=move |member| view! { <Row id member phase /> }
                first=40
            />
        </Section>
    }
}

#[component]
fn Row(id: ShiftId, member: MemberId, phase: Part<Option<[bool; 3]>>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let known = Part::new(move || {
        phase.track();
        session.view().with(|state| person(state, id, member))
    });
    let editing = RwSignal::new(false);
    let row = move || {
        let person = known.get()?;
        let texts = t().volunteer;
        let waiting = person
            .waiting
            .then(|| view! { <Badge text=texts.waitlisted() tone=Tone::Warn /> });
        let name = person.name.clone();
        let role = person.role.clone();
        Some(view! {
            <div class="two">
                <strong>{name}</strong>
                <span>{role}</span>
            </div>
            <div class="meta">{waiting} {state(&person)}</div>
            <div class="row">{buttons(id, &person, ask, editing)}</div>
        })
    };
    let name = Signal::derive(move || {
        known.with(|person| person.as_ref().map(|p| p.name.clone()).unwrap_or_default())
    });
    view! {
        <div class="card">
            {row}
            <Refused error=ask.error() />
        </div>
        <TimesSheet id member open=editing title=name />
    }
}

/// How far somebody is with being there.
fn state(person: &Person) -> View {
    let texts = t().volunteer;
    let there = person.there;
    let (text, tone) = match (there.came_at, there.left_at) {
        (Some(_), Some(_)) => (texts.checked_out(), Tone::Ok),
        (Some(_), None) => (texts.checked_in(), Tone::Ok),
        (None, _) if there.no_show => (texts.no_show(), Tone::Bad),
        (None, _) => (texts.not_yet(), Tone::Plain),
    };
    let credited = there.minutes.map(|minutes| {
        let text = texts.hours_of_shift(words::hours(minutes.into()));
        view! { <span>{text}</span> }
    });
    view! { <Badge text tone /> <span>{there.times()}</span> {credited} }
}

/// What the lead can say of somebody now.
fn buttons(id: ShiftId, person: &Person, ask: Ask, editing: RwSignal<bool>) -> Vec<View> {
    let texts = t().volunteer;
    let member = person.member;
    let send = move |command: Command| ask.send(vec![command], || {});
    let check_in = move || {
        send(Command::CheckIn(CheckIn {
            shift: id,
            member,
            proof: hand(now()),
        }));
    };
    let check_out = move || {
        send(Command::CheckOut(CheckOut {
            shift: id,
            member,
            proof: hand(now()),
        }));
    };
    let no_show = move || send(Command::MarkNoShow(MarkNoShow { shift: id, member }));
    let times = move || editing.set(true);
    let there = person.there;
    let mut buttons = Vec::new();
    match (there.came_at, there.left_at) {
        _ if person.early => {}
        // Once it is over, now is no time to have come or gone.
        _ if person.over => {
            buttons.push(view! { <Button label=texts.set_times() on_press=times /> });
        }
        (None, _) => {
            buttons.push(
                view! { <Button label=texts.check_in() busy=ask.busy() on_press=check_in /> },
            );
            if person.begun && !there.no_show && !person.waiting {
                buttons.push(view! { <Button label=texts.mark_no_show() busy=ask.busy() on_press=no_show /> });
            }
        }
        (Some(_), None) => {
            if person.begun {
                buttons.push(
                    view! { <Button label=texts.check_out() busy=ask.busy() on_press=check_out /> },
                );
            }
            buttons
                .push(view! { <Button label=texts.set_times() look=Look::Quiet on_press=times /> });
        }
        (Some(_), Some(_)) => {
            buttons
                .push(view! { <Button label=texts.set_times() look=Look::Quiet on_press=times /> });
        }
    }
    buttons
}

fn hand(at: Timestamp) -> Proof {
    Proof::Hand(at)
}
