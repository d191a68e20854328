//! Taking a meeting further: calling, opening, closing it; putting it off, calling it off.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{
    AdvanceMeeting, CancelMeeting, Meeting, MeetingState, RescheduleMeeting,
};
use yishi_domain::{Command, MeetingId};

use super::super::words;
use crate::form::{Ask, Moment, MomentField, Refused};
use crate::part::Part;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Actions, Button, ButtonLink, ConfirmSheet, Field, Look, Section, Sheet, TextArea};

#[component]
pub(super) fn Conduct(id: MeetingId, meeting: Part<Option<Arc<Meeting>>>) -> View {
    let next = Part::new(move || {
        meeting.with(|meeting| {
            let meeting = meeting.as_ref()?;
            meeting.state.next().filter(|_| meeting.cancelled.is_none())
        })
    });
    let to_come = move || matches!(next.get(), Some(MeetingState::Called | MeetingState::Open));
    view! {
        <Show when=to_come>
            <Change id meeting />
        </Show>
        {move || match next.get() {
            Some(MeetingState::Published) => {
                view! {
                    <Actions>
                        <ButtonLink label=t().meeting.to_minutes() to=Route::Minutes(id.0) look=Look::Main />
                    </Actions>
                }
            }
            Some(to) => view! { <Advance id meeting to /> },
            None => View::Nothing,
        }}
    }
}

/// Takes the meeting one state further.
#[component]
fn Advance(id: MeetingId, meeting: Part<Option<Arc<Meeting>>>, to: MeetingState) -> View {
    let ask = Ask::new(session());
    let open = RwSignal::new(false);
    let texts = t().meeting;
    let text = Signal::derive(move || {
        let without_quorum = meeting.with(|meeting| {
            let meeting = meeting.as_ref();
            meeting.is_some_and(|meeting| !meeting.has_quorum())
        });
        match to {
            MeetingState::Called => t().council.meeting_call_text(),
            MeetingState::Open if without_quorum => texts.begin_without_quorum(),
            MeetingState::Open => t().council.meeting_begin_text(),
            _ => t().council.meeting_end_text(),
        }
        .to_owned()
    });
    let label = words::meeting_step(to);
    let send = move || {
        ask.send(
            vec![Command::AdvanceMeeting(AdvanceMeeting { meeting: id, to })],
            || {},
        );
    };
    view! {
        <Actions>
            <Refused error=ask.error() />
            <Button label look=Look::Main busy=ask.busy() on_press=move || open.set(true) />
        </Actions>
        <ConfirmSheet open title=label text confirm=label on_confirm=send />
    }
}

/// Another time or place, or not at all.
#[component]
fn Change(id: MeetingId, meeting: Part<Option<Arc<Meeting>>>) -> View {
    let (moving, ending) = (RwSignal::new(false), RwSignal::new(false));
    let texts = t().meeting;
    view! {
        <Section title=texts.change()>
            <Button label=texts.reschedule() on_press=move || moving.set(true) />
            <Button label=texts.call_off() look=Look::Danger on_press=move || ending.set(true) />
        </Section>
        <Sheet open=moving title=texts.reschedule()>
            <Reschedule id meeting open=moving />
        </Sheet>
        <CallOff id open=ending />
    }
}

#[component]
fn Reschedule(id: MeetingId, meeting: Part<Option<Arc<Meeting>>>, open: RwSignal<bool>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let offset = session
        .view()
        .with_untracked(|state| state.community.utc_offset_minutes);
    let known = meeting.get_untracked();
    let starts_at = known.as_ref().map_or(now(), |meeting| meeting.starts_at);
    let starts_at = Moment::new(starts_at, offset);
    let place = RwSignal::new(
        known
            .map(|meeting| meeting.place.clone())
            .unwrap_or_default(),
    );
    let send = move || {
        let Some(starts_at) = untrack(|| starts_at.at()) else {
            return ask.refuse("time", t().council.time_missing());
        };
        if starts_at <= now() {
            return ask.refuse("time", t().council.time_past());
        }
        let reschedule = RescheduleMeeting {
            meeting: id,
            starts_at,
            place: place.get_untracked(),
        };
        ask.send(vec![Command::RescheduleMeeting(reschedule)], move || {
            let _ = open.try_set(false);
        });
    };
    view! {
        <MomentField label=t().council.meeting_day() value=starts_at error=ask.error_of("time") />
        <Field label=t().council.meeting_place() value=place most=60 error=ask.error_of("place") />
        <p class="hint">{t().meeting.reschedule_text()}</p>
        <Refused error=ask.error() />
        <Button label=t().meeting.reschedule() look=Look::Main busy=ask.busy() on_press=send />
    }
}

#[component]
fn CallOff(id: MeetingId, open: RwSignal<bool>) -> View {
    let ask = Ask::new(session());
    let reason = RwSignal::new(String::new());
    let texts = t().meeting;
    let send = move || {
        let cancel = CancelMeeting {
            meeting: id,
            reason: reason.get_untracked(),
        };
        ask.send(vec![Command::CancelMeeting(cancel)], move || {
            let _ = open.try_set(false);
        });
    };
    view! {
        <Sheet open title=texts.call_off()>
            <p>{texts.call_off_text()}</p>
            <TextArea label=t().matter.reason() value=reason most=200 rows=3 error=ask.error_of("reason") />
            <Refused error=ask.error() />
            <Button label=texts.call_off() look=Look::Danger busy=ask.busy() on_press=send />
        </Sheet>
    }
}
