//! The minutes of a meeting: as they are published, and for staff the desk where they are written.

mod compose;
mod desk;
mod part;
mod versions;

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::MeetingId;
use yishi_domain::council::{Meeting, MeetingState, PublishedPart};
use yishi_domain::roster::Role;

use self::desk::Desk;
use super::words;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Empty, Page, time};

/// The page.
#[component]
pub(crate) fn MinutesPage(
    /// Of which meeting
    id: MeetingId,
) -> View {
    let session = session();
    let staff = session.has_role(Role::Committee);
    let meeting = session.part(move |state| state.council.meetings.get(&id).cloned());
    let writable = Part::new(move || {
        let begun = meeting.with(|meeting| {
            let meeting = meeting.as_ref();
            meeting.is_some_and(|meeting| meeting.state >= MeetingState::Open)
        });
        staff.get() && begun
    });
    let published = move || {
        let meeting = meeting.get()?;
        let minutes = meeting.minutes.published.clone()?;
        let edition = (minutes.edition > 1).then(|| {
            t().meeting
                .edition(minutes.edition, time::moment(minutes.at.0))
        });
        let community = session
            .view()
            .with_untracked(|state| state.community.name.clone());
        Some(view! {
            <Paper community meeting=meeting.clone() parts=minutes.parts.clone() edition />
            <Button label=t().council.print() icon="paper" on_press=|| drop(window().print()) />
        })
    };
    let none = move || {
        let known = meeting.with(|m| m.as_ref().is_some_and(|m| m.minutes.published.is_some()));
        (!known).then(|| {
            view! { <Empty title=t().meeting.no_minutes() text=t().meeting.no_minutes_text() /> }
        })
    };
    view! {
        <Page title=t().meeting.minutes() back=Route::Meeting(id.0) aloud=true>
            {move || match writable.get() {
                true => view! { <Desk id meeting /> },
                false => view! { {published} {none} },
            }}
        </Page>
    }
}

/// The minutes as they stand on paper.
#[component]
fn Paper(
    community: String,
    meeting: Arc<Meeting>,
    parts: Vec<PublishedPart>,
    edition: Option<String>,
) -> View {
    let texts = t().meeting;
    let parts = parts.into_iter().map(|part| {
        view! {
            <section>
                {(!part.title.is_empty()).then(|| view! { <h3>{part.title}</h3> })}
                <p>{part.text}</p>
            </section>
        }
    });
    let parts = parts.collect_view();
    view! {
        <article class="sheet-a4">
            <header>
                <p>{community.clone()}</p>
                <h2>{texts.minutes_title(words::meeting_name(&meeting))}</h2>
                {edition.map(|edition| view! { <p class="meta">{edition}</p> })}
            </header>
            {parts}
            <footer>
                <div>
                    <p>{texts.committee_of(&community)}</p>
                    <p>{time::full_day(meeting.starts_at.0)}</p>
                </div>
            </footer>
        </article>
    }
}
