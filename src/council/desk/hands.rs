//! A show of hands in a meeting: who is there, and the numbers.

use crate::view::prelude::*;
use yishi_domain::council::{Gathering, MeetingState, Way};
use yishi_domain::{MeetingId, MotionId, sort_by_key};

use super::super::words;
use super::entered::{Entered, NotCounted};
use super::gather::Gather;
use super::numbers::Numbers;
use super::{DeskFrame, running};
use crate::part::Part;
use crate::route::{CouncilSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{ButtonLink, Choice, ChoiceGroup, Empty};

/// So many meetings are offered at most, the latest first.
const OFFERED: usize = 4;

/// The page.
#[component]
pub(crate) fn HandsPage(
    /// Which vote
    id: MotionId,
) -> View {
    view! {
        <DeskFrame id title=t().vote.hands()>
            <ByHands id />
            <NotCounted id />
            <Entered id way=Way::Hands />
        </DeskFrame>
    }
}

#[component]
fn ByHands(id: MotionId) -> View {
    let session = session();
    let texts = t().vote;
    let motion = running(session, id);
    let refused = Part::new(move || {
        motion.with(|motion| {
            motion.as_ref().and_then(|motion| match () {
                () if motion.sealed => Some(texts.hands_not_sealed()),
                () if motion.rule.counts_area() => Some(texts.hands_no_area()),
                () => None,
            })
        })
    });
    let meetings = session.part(move |state| {
        let held = state.council.meetings.iter();
        let mut held: Vec<(MeetingId, i64, String)> = held
            .filter(|(_, meeting)| meeting.state >= MeetingState::Open)
            .map(|(id, meeting)| {
                let name = format!(
                    "{} · {}",
                    words::meeting_name(meeting),
                    words::meeting_time(meeting)
                );
                (*id, meeting.starts_at.0, name)
            })
            .collect();
        sort_by_key(&mut held, |(_, at, _)| std::cmp::Reverse(*at));
        held.truncate(OFFERED);
        held
    });
    let chosen = RwSignal::new(None::<String>);
    // Mostly there is one meeting that is being held.
    Effect::new(move |_| {
        meetings.with(|meetings| {
            if chosen.with_untracked(Option::is_none) {
                chosen.set(meetings.first().map(|(id, ..)| id.to_string()));
            }
        });
    });
    let by = Signal::derive(move || {
        let meeting = chosen.get()?.parse().ok()?;
        Some(Gathering::Hands(meeting))
    });
    move || {
        if let Some(why) = refused.get() {
            return view! { <Empty title=texts.hands() text=why icon="vote" /> };
        }
        let held = meetings.get();
        if held.is_empty() {
            return view! {
                <Empty title=texts.hands_no_meeting() text=texts.hands_no_meeting_text() icon="council">
                    <ButtonLink label=t().council.agenda() to=Route::Council(CouncilSection::Agenda) />
                </Empty>
            };
        }
        let choices = held
            .into_iter()
            .map(|(id, _, name)| Choice::new(id.to_string(), name));
        let choices: Vec<Choice> = choices.collect();
        view! {
            <p class="hint">{texts.hands_hint()}</p>
            <ChoiceGroup label=texts.hands_meeting() choices value=chosen />
            <Gather id by />
            <Numbers id way=Way::Hands />
        }
    }
}
