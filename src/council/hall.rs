//! The hall's big screen at a meeting: read from the last row, and changing by itself as the meeting goes on.

mod code;
mod topic;
mod vote;

use crate::view::prelude::*;
use yishi_domain::council::MotionState;
use yishi_domain::{MeetingId, MotionId, State, TopicId};

use self::code::CodeAside;
use self::topic::{AgendaBoard, TopicBoard};
use self::vote::VoteBoard;
use super::meeting::quorum;
use super::words;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Empty, Icon};

/// What the screen is about now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// A motion that is open, or that was counted on the topic of the moment.
    Vote(MotionId),
    /// The topic of the moment.
    Topic(TopicId),
    /// All topics.
    Agenda,
}

fn about(state: &State, id: MeetingId) -> About {
    let council = &state.council;
    let current = council.current_topic(id);
    let of_topic = |topic: TopicId, fits: fn(&MotionState) -> bool| {
        let topic = council.topics.get(&topic)?;
        let mut motions = topic.motions.iter().rev();
        motions
            .find(|id| council.motions.get(id).is_some_and(|m| fits(&m.state)))
            .copied()
    };
    let is_open: fn(&MotionState) -> bool = |s| matches!(s, MotionState::Open { .. });
    let agenda = council.agenda(id).into_iter().map(|(topic, _)| topic);
    // The topic of the moment first, whatever else is open meanwhile.
    let mut topics = current.into_iter().chain(agenda);
    let open = topics.find_map(|topic| of_topic(topic, is_open));
    let counted = current.and_then(|topic| {
        let closed = of_topic(topic, |s| matches!(s, MotionState::Closed { .. }))?;
        // A vote of last month on the same topic is none of this meeting's.
        let opened_at = council.meetings.get(&id)?.opened_at?;
        match council.motions.get(&closed)?.state {
            MotionState::Closed { at, .. } if at >= opened_at => Some(closed),
            _ => None,
        }
    });
    let vote = match (open, counted) {
        (Some(open), Some(counted)) => {
            let own = council.motions.get(&open).map(|motion| motion.topic);
            Some(if own == current { open } else { counted })
        }
        (open, counted) => open.or(counted),
    };
    match (vote, current) {
        (Some(motion), _) => About::Vote(motion),
        (None, Some(topic)) => About::Topic(topic),
        (None, None) => About::Agenda,
    }
}

/// The screen.
#[component]
pub(crate) fn Hall(
    /// At which meeting
    id: MeetingId,
) -> View {
    let session = session();
    let meeting = session.part(move |state| state.council.meetings.get(&id).cloned());
    let shown = session.part(move |state| about(state, id));
    let number = session.part(move |state| {
        let current = match about(state, id) {
            About::Vote(motion) => Some(state.council.motions.get(&motion)?.topic),
            About::Topic(topic) => Some(topic),
            About::Agenda => None,
        };
        let agenda = state.council.agenda(id);
        agenda.iter().position(|(topic, _)| Some(*topic) == current)
    });
    let community = session.part(|state| state.community.name.clone());
    let title = move || {
        let name = meeting.with(|m| m.as_ref().map(|m| words::meeting_name(m)))?;
        Some(match number.get() {
            Some(number) => t().meeting.hall_title(name, number + 1),
            None => name,
        })
    };
    Effect::new(move |_| document().set_title(&title().unwrap_or_default()));
    let board = move || match shown.get() {
        About::Vote(motion) => view! { <VoteBoard id=motion /> },
        About::Topic(topic) => view! { <TopicBoard id=topic /> },
        About::Agenda => view! { <AgendaBoard id /> },
    };
    view! {
        <div class="hall">
            <header>
                <p>{move || community.get()}</p>
                <a class="back" href=Route::Meeting(id.0).href() aria-label=t().meeting.leave_hall()>
                    <Icon name="close" />
                </a>
            </header>
            <Show
                when=move || meeting.with(Option::is_some)
                fallback=|| view! { <Empty title=t().council.meeting_unknown() text=t().council.unknown_text() /> }
            >
                <h1>{title}</h1>
                <div class="cols">
                    <div class="board" role="status">
                        {board}
                        {move || meeting.get().and_then(|meeting| quorum(&meeting))}
                    </div>
                    <CodeAside id meeting />
                </div>
            </Show>
        </div>
    }
}
