//! Being there: with the six digits on the hall's screen, or by the address that its QR code holds.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{AttendMeeting, Attendee, Meeting, MeetingState};
use yishi_domain::roster::Role;
use yishi_domain::{Command, MeetingId, MemberId, Proof};

use super::super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::tick;
use crate::ui::{Badge, Button, ButtonLink, Card, Digits, Empty, Look, Page, Section, Tone, time};

/// Digits of a code that is typed.
const DIGITS: usize = 6;

/// The card on the meeting's page: for those who sit in the council, and for anybody else who asks for it.
#[component]
pub(super) fn CheckIn(id: MeetingId, meeting: Part<Option<Arc<Meeting>>>) -> View {
    let session = session();
    let me = session.me();
    let seated = session.has_role(Role::Representative);
    let there = Part::new(move || meeting.with(|meeting| attendee(meeting.as_ref(), me)));
    let clock = tick::each_quarter();
    let open = Part::new(move || {
        let now = clock.get();
        meeting.with(|meeting| meeting.as_ref().is_some_and(|m| m.takes_codes(now)))
    });
    let waiting = session.is_waiting(id.0);
    let asked = RwSignal::new(false);
    let texts = t().meeting;
    let card = move || match there.get() {
        Some(attendee) => {
            view! {
                <Card>
                    {stamp(&attendee, waiting)}
                </Card>
            }
        }
        None if open.get() && (seated.get() || asked.get()) => {
            view! {
                <Card need=true>
                    <p>{texts.check_in_hint()}</p>
                    <CodeForm id />
                </Card>
            }
        }
        None if open.get() => {
            view! { <Button label=texts.check_in_guest() on_press=move || asked.set(true) /> }
        }
        None => View::Nothing,
    };
    view! {
        <Show when=move || there.with(Option::is_some) || open.get()>
            <Section title=texts.check_in()>{card}</Section>
        </Show>
    }
}

fn attendee(meeting: Option<&Arc<Meeting>>, me: MemberId) -> Option<Arc<Attendee>> {
    meeting?.attendance.get(&me).cloned()
}

/// 已签到 9:02, and whether the endpoint has said so.
fn stamp(attendee: &Attendee, waiting: Part<bool>) -> View {
    let at = t().meeting.came_at(time::clock(attendee.came_at.0));
    view! {
        <div class="meta" role="status">
            <Badge text=t().meeting.checked_in() tone=Tone::Ok />
            {move || waiting.get().then(|| view! { <Badge text=t().app.pending() /> })}
            <span>{at}</span>
        </div>
    }
}

#[component]
fn CodeForm(id: MeetingId) -> View {
    let session = session();
    let ask = Ask::new(session);
    let code = RwSignal::new(String::new());
    let send = move || {
        let typed = code.get_untracked();
        if typed.len() != DIGITS {
            return ask.refuse("code", t().meeting.digits_missing());
        }
        ask.send(vec![handed_in(id, session.me(), typed)], || {});
    };
    view! {
        <Digits label=t().meeting.six_digits() value=code most=DIGITS error=ask.error_of("code") />
        <Refused error=ask.error() />
        <Button label=t().meeting.check_in() look=Look::Main busy=ask.busy() on_press=send />
    }
}

fn handed_in(meeting: MeetingId, member: MemberId, code: String) -> Command {
    Command::AttendMeeting(AttendMeeting {
        meeting,
        member,
        proof: Proof::Code(code),
    })
}

/// What the QR code in the hall opens. To scan it is to check in: whoever is there need press nothing.
#[component]
pub(crate) fn AttendPage(
    /// Which meeting
    id: MeetingId,
    /// The long code
    code: String,
) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let meeting = session.part(move |state| state.council.meetings.get(&id).cloned());
    let there = Part::new(move || meeting.with(|meeting| attendee(meeting.as_ref(), me)));
    let waiting = session.is_waiting(id.0);
    let takes = meeting.with(|meeting| {
        let called = (MeetingState::Called..MeetingState::Published)
            .contains(&meeting.as_ref().map_or(MeetingState::Planned, |m| m.state));
        called && attendee(meeting.as_ref(), me).is_none()
    });
    if takes {
        ask.send(vec![handed_in(id, me, code)], || {});
    }
    let texts = t().meeting;
    let name = Signal::derive(move || {
        meeting.with(|m| {
            m.as_ref()
                .map(|m| words::meeting_name(m))
                .unwrap_or_default()
        })
    });
    let shown = move || match (meeting.with(Option::is_some), there.get()) {
        (false, _) => {
            view! { <Empty title=t().council.meeting_unknown() text=t().council.unknown_text() /> }
        }
        (true, Some(attendee)) => {
            let told = if waiting.get() {
                texts.scan_waiting()
            } else {
                texts.scan_confirmed()
            };
            view! {
                <Card need=true>
                    <h3>{move || name.get()}</h3>
                    {stamp(&attendee, waiting)}
                    <p>{told}</p>
                </Card>
            }
        }
        (true, None) if takes => view! {
            <Card>
                <h3>{move || name.get()}</h3>
                <p class="meta">{t().app.busy()}</p>
            </Card>
        },
        (true, None) => {
            view! { <Empty title=texts.scan_too_late() text=texts.scan_too_late_text() /> }
        }
    };
    view! {
        <Page title=texts.check_in() back=Route::Meeting(id.0)>
            <div aria-live="polite">{shown}</div>
            <Refused error=ask.error() />
            <ButtonLink label=texts.see_meeting() to=Route::Meeting(id.0) look=Look::Quiet />
        </Page>
    }
}
