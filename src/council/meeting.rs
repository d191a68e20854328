//! One meeting of the council: when and where, who is there, what it deals with, and what was written down.

mod agenda;
mod attendance;
mod check_in;
mod conduct;
mod facts;
mod notice;

use crate::view::prelude::*;
use yishi_domain::MeetingId;
use yishi_domain::council::MeetingState;
use yishi_domain::roster::Role;

use self::agenda::AgendaList;
use self::check_in::CheckIn;
use self::conduct::Conduct;
use self::facts::Overview;
use super::panes::Panes;
use super::words;
use crate::route::{CouncilSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{ButtonLink, Empty, Look, Page, Section};

pub(crate) use attendance::AttendancePage;
pub(crate) use check_in::AttendPage;
pub(super) use facts::quorum;
pub(crate) use notice::NoticePage;

/// The page.
#[component]
pub(crate) fn MeetingPage(
    /// Which meeting
    id: MeetingId,
) -> View {
    let session = session();
    let staff = session.has_role(Role::Committee);
    let meeting = session.part(move |state| state.council.meetings.get(&id).cloned());
    let title = Signal::derive(move || {
        meeting.with(|meeting| match meeting {
            Some(meeting) => words::meeting_name(meeting),
            None => t().council.meeting().to_owned(),
        })
    });
    let state = session.part(move |state| {
        let meeting = state.council.meetings.get(&id)?;
        Some((meeting.state, meeting.cancelled.is_some()))
    });
    let is = move |fits: fn(MeetingState) -> bool| {
        state.with(|state| matches!(state, Some((state, false)) if fits(*state)))
    };
    let published = session.part(move |state| {
        let meeting = state.council.meetings.get(&id);
        meeting.is_some_and(|meeting| meeting.minutes.published.is_some())
    });
    let texts = t().meeting;
    view! {
        <Panes section=CouncilSection::Agenda>
        <Page title back=Route::Council(CouncilSection::Agenda) aloud=true long=true>
            <Show
                when=move || meeting.with(Option::is_some)
                fallback=|| view! { <Empty title=t().council.meeting_unknown() text=t().council.unknown_text() /> }
            >
                <Overview id meeting />
                <CheckIn id meeting />
                <Show when=move || published.get()>
                    <ButtonLink label=texts.read_minutes() to=Route::Minutes(id.0) look=Look::Main icon="paper" />
                </Show>
                <AgendaList id />
                <Show when=move || staff.get() && is(|s| s != MeetingState::Planned)>
                    <Section title=texts.at_the_desk()>
                        <Show when=move || is(|s| (MeetingState::Called..=MeetingState::Open).contains(&s))>
                            <ButtonLink label=texts.open_hall() to=Route::Hall(id.0) />
                        </Show>
                        <Show when=move || is(|s| (MeetingState::Called..=MeetingState::Closed).contains(&s))>
                            <ButtonLink label=texts.attendance() to=Route::Attendance(id.0) />
                        </Show>
                        <Show when=move || is(|s| s >= MeetingState::Open)>
                            <ButtonLink label=texts.write_minutes() to=Route::Minutes(id.0) />
                        </Show>
                        <ButtonLink label=texts.print_notice() to=Route::Notice(id.0) />
                    </Section>
                </Show>
                <Show when=move || staff.get()>
                    <Conduct id meeting />
                </Show>
            </Show>
        </Page>
        </Panes>
    }
}
