//! The list of who is there, for staff to tick: the council first, anybody else by name.

use crate::view::prelude::*;
use yishi_domain::council::{AttendMeeting, StrikeAttendance};
use yishi_domain::roster::Role;
use yishi_domain::volunteer::Person;
use yishi_domain::{Command, MeetingId, MemberId, Proof, State, sort_by_key};

use super::facts::quorum;
use crate::form::{Ask, PersonField, Refused};
use crate::part::Part;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, Card, Empty, Field, List, Look, Page, Section, time};

/// From so many names on there is a field to find one.
const MANY: usize = 12;

/// Somebody on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    member: MemberId,
    name: String,
    home: String,
    came: Option<i64>,
}

fn line(state: &State, meeting: MeetingId, member: MemberId) -> Option<Line> {
    let known = state.roster.members.get(&member)?;
    let home = known
        .household
        .and_then(|home| state.roster.households.get(&home));
    let meeting = state.council.meetings.get(&meeting)?;
    Some(Line {
        member,
        name: known.name.clone(),
        home: home.map(|home| home.label()).unwrap_or_default(),
        came: meeting.attendance.get(&member).map(|a| a.came_at.0),
    })
}

/// The council by name, then who else came in order of coming: nobody moves under the finger.
fn on_list(state: &State, id: MeetingId) -> Vec<MemberId> {
    let council = state.roster.members.iter();
    let council = council.filter(|(_, m)| m.roles.contains(&Role::Representative));
    let mut council: Vec<_> = council.collect();
    sort_by_key(&mut council, |(_, member)| member.name.clone());
    let mut listed: Vec<MemberId> = council.into_iter().map(|(id, _)| *id).collect();
    if let Some(meeting) = state.council.meetings.get(&id) {
        let guests = meeting
            .attendance
            .iter()
            .filter(|(id, _)| !listed.contains(id));
        let mut guests: Vec<_> = guests.map(|(id, a)| (a.came_at, *id)).collect();
        sort_by_key(&mut guests, |(at, _)| *at);
        listed.extend(guests.into_iter().map(|(_, id)| id));
    }
    listed
}

/// The page.
#[component]
pub(crate) fn AttendancePage(
    /// At which meeting
    id: MeetingId,
) -> View {
    let session = session();
    let staff = session.has_role(Role::Committee);
    let meeting = session.part(move |state| state.council.meetings.get(&id).cloned());
    let all = session.part(move |state| {
        let listed = on_list(state, id).into_iter();
        let named = listed.map(|member| (member, state.roster.name(member).map(str::to_owned)));
        named.collect::<Vec<_>>()
    });
    let query = RwSignal::new(String::new());
    let found = Part::new(move || {
        let query = query.get();
        let query = query.trim();
        all.with(|all| {
            let fits = all
                .iter()
                .filter(|(_, name)| name.as_ref().is_some_and(|name| name.contains(query)));
            fits.map(|(member, _)| *member).collect::<Vec<_>>()
        })
    });
    let many = move || all.with(Vec::len) >= MANY;
    let ready = move || staff.get() && meeting.with(Option::is_some);
    let texts = t().meeting;
    view! {
        <Page title=texts.attendance() back=Route::Meeting(id.0)>
            <Show
                when=ready
                fallback=|| view! { <Empty title=t().council.meeting_unknown() text=t().council.unknown_text() /> }
            >
                {move || meeting.get().and_then(|meeting| quorum(&meeting)).map(|meter| view! { <Card>{meter}</Card> })}
                <Section title=texts.list()>
                    <Show when=many>
                        <Field label=texts.find_name() value=query kind="search" />
                    </Show>
                    <div class="lines">
                        <List items=found key=|member: &MemberId| *member row=move |member| view! { <Tick id member /> } first=60 />
                    </div>
                    <Show when=move || all.with(Vec::is_empty)>
                        <p>{texts.nobody_in_council()}</p>
                    </Show>
                </Section>
                <Guest id />
            </Show>
        </Page>
    }
}

/// One person, ticked or not. The whole line is the button.
#[component]
fn Tick(id: MeetingId, member: MemberId) -> View {
    let session = session();
    let ask = Ask::new(session);
    let known = session.part(move |state| line(state, id, member));
    let toggle = move |came: bool| {
        let command = match came {
            true => Command::StrikeAttendance(StrikeAttendance {
                meeting: id,
                member,
            }),
            false => by_hand(id, member),
        };
        ask.send(vec![command], || {});
    };
    move || {
        let line = known.get()?;
        let came = line.came.is_some();
        let told = match line.came {
            Some(at) => t().meeting.came_at(time::clock(at)),
            None => line.home.clone(),
        };
        Some(view! {
            <button
                type="button"
                class="tick"
                role="checkbox"
                aria-checked=if came { "true" } else { "false" }
                on:click=move |_| toggle(came)
            >
                <i aria-hidden="true"></i>
                <strong>{line.name.clone()}</strong>
                <span class="meta">{told}</span>
            </button>
            <Refused error=ask.error() />
        })
    }
}

fn by_hand(meeting: MeetingId, member: MemberId) -> Command {
    Command::AttendMeeting(AttendMeeting {
        meeting,
        member,
        proof: Proof::Hand(now()),
    })
}

/// Somebody who does not sit in the council.
#[component]
fn Guest(id: MeetingId) -> View {
    let ask = Ask::new(session());
    let person = RwSignal::new(None::<Person>);
    let texts = t().meeting;
    let send = move || {
        let Some(who) = person.get_untracked() else {
            return ask.refuse("person", texts.guest_missing());
        };
        ask.send(vec![by_hand(id, who.member)], move || {
            let _ = person.try_set(None);
        });
    };
    view! {
        <Section title=texts.others()>
            <PersonField label=texts.guest() hint=texts.guest_hint() value=person error=ask.error_of("person") />
            <Refused error=ask.error() />
            <Button label=texts.check_in() look=Look::Plain busy=ask.busy() on_press=send />
        </Section>
    }
}
