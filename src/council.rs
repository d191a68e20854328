//! The council's pages: opinions, meetings, topics, votes and the public record.

mod agenda;
mod ballots;
mod card;
mod front;
mod ledger;
mod mark;
mod meeting;
mod motion;
mod new_motion;
mod new_opinion;
mod opinion;
mod opinions;
mod plan;
mod thread;
mod topic;
mod votes;
mod words;

use crate::route::Route;
use crate::view::prelude::*;

/// The screens of the council.
pub(crate) fn screen(route: &Route) -> View {
    match *route {
        Route::Council(section) => view! { <front::CouncilPage section /> },
        Route::NewOpinion => view! { <new_opinion::NewOpinion /> },
        Route::Opinion(id) => view! { <opinion::OpinionPage id=id.into() /> },
        Route::Topic(id) => view! { <topic::TopicPage id=id.into() /> },
        Route::NewMotion(topic) => view! { <new_motion::NewMotion topic=topic.into() /> },
        Route::Motion(id) => view! { <motion::MotionPage id=id.into() /> },
        Route::Ballots(motion) => view! { <ballots::BallotsPage motion=motion.into() /> },
        Route::Meeting(id) => view! { <meeting::MeetingPage id=id.into() /> },
        Route::PlanMeeting => view! { <plan::PlanMeetings /> },
        Route::Ledger => view! { <ledger::Ledger /> },
        _ => View::Nothing,
    }
}
