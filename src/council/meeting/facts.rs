//! When and where a meeting is, how far it is, and who is there.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::MeetingId;
use yishi_domain::council::{Meeting, MeetingState};

use super::super::mark::{Mark, Pending};
use super::super::words;
use crate::part::Part;
use crate::session::session;
use crate::text::t;
use crate::ui::{Card, Fact, Facts, Meter, time};

#[component]
pub(super) fn Overview(id: MeetingId, meeting: Part<Option<Arc<Meeting>>>) -> View {
    let waiting = session().is_lingering(id.0);
    move || {
        let meeting = meeting.get()?;
        let called_off = meeting
            .cancelled
            .as_ref()
            .map(|(_, reason)| view! { <p class="said">{reason.clone()}</p> });
        Some(view! {
            <Card>
                <div class="meta" role="status">{Mark::meeting(&meeting).badge()} <Pending waiting /></div>
                {called_off}
                <Facts items=facts(&meeting) />
                {quorum(&meeting)}
            </Card>
        })
    }
}

fn facts(meeting: &Meeting) -> Vec<Fact> {
    let texts = t().council;
    let mut facts = vec![
        Fact::new(texts.meeting_time(), words::meeting_time(meeting)),
        Fact::new(texts.meeting_place(), &meeting.place),
    ];
    let reason = meeting.reason.as_ref();
    facts.extend(reason.map(|reason| Fact::new(texts.meeting_reason(), reason)));
    let since = meeting.since.filter(|_| meeting.cancelled.is_none());
    facts
        .extend(since.map(|at| Fact::new(words::meeting_state(meeting.state), time::moment(at.0))));
    facts
}

/// How many representatives are there, against how many must be; nothing before checking in.
pub(crate) fn quorum(meeting: &Meeting) -> Option<View> {
    let (seats, needed) = (meeting.seats?, meeting.quorum()?);
    let present = meeting.present;
    if meeting.state < MeetingState::Open && present.seats + present.guests == 0 {
        return None;
    }
    let texts = t().meeting;
    let figures = texts.present_of(present.seats, seats);
    let text = match needed.saturating_sub(present.seats) {
        0 => texts.quorum_reached(figures),
        missing => texts.quorum_missing(figures, missing),
    };
    let guests =
        (present.guests > 0).then(|| view! { <p class="meta">{texts.guests(present.guests)}</p> });
    Some(view! {
        <Meter
            label=texts.representatives_there()
            value=u64::from(present.seats)
            total=u64::from(seats.max(1))
            threshold=Some((1, 2))
            text
        />
        {guests}
    })
}
