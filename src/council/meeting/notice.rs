//! The notice of a meeting, for one sheet of A4 on the door of each building.

use crate::view::prelude::*;
use yishi_domain::MeetingId;
use yishi_domain::council::MeetingState;

use super::super::words;
use crate::navigation::address;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, Empty, Look, Page, Qr, time};

/// The page.
#[component]
pub(crate) fn NoticePage(
    /// Of which meeting
    id: MeetingId,
) -> View {
    let session = session();
    let known = session.part(move |state| {
        let meeting = state.council.meetings.get(&id)?.clone();
        let agenda = state.council.agenda(id).into_iter();
        let titles: Vec<String> = agenda.map(|(_, topic)| topic.title.clone()).collect();
        Some((state.community.name.clone(), meeting, titles))
    });
    let texts = t().meeting;
    let print = || drop(window().print());
    let sheet = move || {
        let Some((community, meeting, titles)) = known.get() else {
            return view! { <Empty title=t().council.meeting_unknown() text=t().council.unknown_text() /> };
        };
        let at = meeting.starts_at.0;
        let when = format!(
            "{} {} {}",
            time::full_day(at),
            time::weekday(at),
            time::clock(at)
        );
        let agenda_head = (!titles.is_empty()).then(|| {
            view! { <h3>{t().council.agenda_order()}</h3> }
        });
        let agenda = titles.into_iter().map(|title| view! { <li>{title}</li> });
        let agenda = agenda.collect_view();
        let called = meeting
            .since
            .filter(|_| meeting.state >= MeetingState::Called)
            .unwrap_or(now());
        let reason = meeting.reason.clone().map(|reason| {
            view! { <dt>{t().council.meeting_reason()}</dt><dd>{reason}</dd> }
        });
        view! {
            <article class="sheet-a4 notice-a4">
                <header>
                    <p>{community.clone()}</p>
                    <h2>{texts.notice_title(words::meeting_name(&meeting))}</h2>
                </header>
                <dl class="facts">
                    <dt>{t().council.meeting_time()}</dt>
                    <dd>{when}</dd>
                    <dt>{t().council.meeting_place()}</dt>
                    <dd>{meeting.place.clone()}</dd>
                    {reason}
                </dl>
                {agenda_head}
                <ol class="steps numbers">{agenda}</ol>
                <p>{texts.notice_text()}</p>
                <footer>
                    <div>
                        <p>{texts.committee_of(&community)}</p>
                        <p>{time::full_day(called.0)}</p>
                    </div>
                    <div class="scan">
                        <Qr text=address(&Route::Meeting(id.0)) label=texts.notice_scan() />
                        <p>{texts.notice_scan()}</p>
                    </div>
                </footer>
            </article>
        }
    };
    view! {
        <Page title=texts.notice() back=Route::Meeting(id.0)>
            {sheet}
            <Button label=t().council.print() look=Look::Main icon="paper" on_press=print />
        </Page>
    }
}
