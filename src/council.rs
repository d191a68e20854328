//! The council's pages: opinions, meetings, topics, votes and the public record.

use leptos::prelude::*;
use yishi_domain::{MeetingId, MotionId, OpinionId, TopicId};

use crate::route::CouncilSection;

#[component]
pub(crate) fn CouncilPage(section: CouncilSection) -> impl IntoView {
    let _ = section;
}
#[component]
pub(crate) fn NewOpinion() -> impl IntoView {}
#[component]
pub(crate) fn OpinionPage(id: OpinionId) -> impl IntoView {
    let _ = id;
}
#[component]
pub(crate) fn TopicPage(id: TopicId) -> impl IntoView {
    let _ = id;
}
#[component]
pub(crate) fn NewMotion(topic: TopicId) -> impl IntoView {
    let _ = topic;
}
#[component]
pub(crate) fn MotionPage(id: MotionId) -> impl IntoView {
    let _ = id;
}
#[component]
pub(crate) fn BallotsPage(motion: MotionId) -> impl IntoView {
    let _ = motion;
}
#[component]
pub(crate) fn MeetingPage(id: MeetingId) -> impl IntoView {
    let _ = id;
}
#[component]
pub(crate) fn PlanMeetings() -> impl IntoView {}
#[component]
pub(crate) fn Ledger() -> impl IntoView {}
