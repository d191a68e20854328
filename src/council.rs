//! The council's pages: opinions, meetings, topics, votes and the public record.

mod agenda;
mod ballots;
mod card;
mod desk;
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
mod rule_words;
mod rules;
mod thread;
mod topic;
mod vote_words;
mod votes;
mod words;

pub(crate) use ballots::BallotsPage;
pub(crate) use desk::{DeskPage, HandsPage, PaperPage};
pub(crate) use front::CouncilPage;
pub(crate) use ledger::Ledger;
pub(crate) use meeting::MeetingPage;
pub(crate) use motion::MotionPage;
pub(crate) use new_motion::NewMotion;
pub(crate) use new_opinion::NewOpinion;
pub(crate) use opinion::OpinionPage;
pub(crate) use plan::PlanMeetings;
pub(crate) use rules::{NewRulePage, RulesPage};
pub(crate) use topic::TopicPage;
