//! The council's pages: opinions, meetings, topics, votes and the public record.

mod agenda;
mod ballots;
mod card;
mod commitment;
mod desk;
mod front;
mod hall;
mod ledger;
mod mark;
mod meeting;
mod mine;
mod minutes;
mod motion;
mod new_motion;
mod new_opinion;
mod opinion;
mod opinions;
mod panes;
mod plan;
mod propose;
mod resolution;
mod rule_words;
mod rules;
mod thread;
mod topic;
mod vote_words;
mod votes;
mod words;

use yishi_domain::{State, TopicId};

use crate::route::Route;
use crate::ui::Step;
use crate::view::prelude::*;

/// What has happened to a topic, and what comes next: how a matter goes on that came from elsewhere.
pub(crate) fn steps_of_topic(state: &State, topic: TopicId) -> Vec<Step> {
    thread::told(&state.council, thread::Matter::Topic(topic))
}

/// The screens of the council.
pub(crate) fn screen(route: &Route) -> View {
    match *route {
        Route::Council(section) => view! { <front::CouncilPage section /> },
        Route::NewOpinion => view! { <new_opinion::NewOpinion /> },
        Route::Opinion(id) => view! { <opinion::OpinionPage id=id.into() /> },
        Route::Topic(id) => view! { <topic::TopicPage id=id.into() /> },
        Route::ProposeTopic => view! { <propose::ProposeTopicPage /> },
        Route::NewMotion(topic) => view! { <new_motion::NewMotion topic=topic.into() /> },
        Route::Motion(id) => view! { <motion::MotionPage id=id.into() /> },
        Route::Ballots(motion) => view! { <ballots::BallotsPage motion=motion.into() /> },
        Route::Desk(motion) => view! { <desk::DeskPage id=motion.into() /> },
        Route::Paper(motion) => view! { <desk::PaperPage id=motion.into() /> },
        Route::Hands(motion) => view! { <desk::HandsPage id=motion.into() /> },
        Route::Rules => view! { <rules::RulesPage /> },
        Route::NewRule => view! { <rules::NewRulePage /> },
        Route::Meeting(id) => view! { <meeting::MeetingPage id=id.into() /> },
        Route::PlanMeeting => view! { <plan::PlanMeetings /> },
        Route::MyOpinions => view! { <mine::MyOpinions /> },
        Route::Attendance(id) => view! { <meeting::AttendancePage id=id.into() /> },
        Route::Minutes(id) => view! { <minutes::MinutesPage id=id.into() /> },
        Route::Notice(id) => view! { <meeting::NoticePage id=id.into() /> },
        Route::Hall(id) => view! { <hall::Hall id=id.into() /> },
        Route::Attend(id, ref code) => {
            view! { <meeting::AttendPage id=id.into() code=code.clone() /> }
        }
        Route::Commitment(id) => view! { <commitment::CommitmentPage id=id.into() /> },
        Route::Ledger => view! { <ledger::Ledger /> },
        Route::LedgerOf(year, month) => view! { <ledger::Ledger of=Some((year, month)) /> },
        _ => View::Nothing,
    }
}
