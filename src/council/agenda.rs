//! The council's meetings, those to come first.

use crate::view::prelude::*;
use yishi_domain::council::{MeetingState, TopicState};
use yishi_domain::roster::Role;
use yishi_domain::{MeetingId, MonthlyPlan, TopicId, sort_by_key};

use super::card::{MeetingCard, TopicCard};
use super::words;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, ButtonLink, Empty, List, Look, Section};

/// The section.
#[component]
pub(super) fn Agenda(
    /// Without the buttons below it
    #[prop(optional)]
    bare: bool,
) -> View {
    let session = session();
    let coming = session.part(|state| {
        state
            .council
            .upcoming_meetings()
            .into_iter()
            .map(|(id, _)| id)
            .collect::<Vec<MeetingId>>()
    });
    let past = session.part(|state| {
        let over = state
            .council
            .meetings
            .iter()
            .filter(|(_, meeting)| meeting.state >= MeetingState::Closed);
        let mut over: Vec<_> = over.collect();
        sort_by_key(&mut over, |(_, meeting)| {
            std::cmp::Reverse(meeting.starts_at)
        });
        over.into_iter()
            .map(|(id, _)| *id)
            .collect::<Vec<MeetingId>>()
    });
    let plan = session.part(|state| state.community.meeting_plan.clone());
    view! {
        {move || plan.get().map(|plan| view! { <p class="hint">{planned(&plan)}</p> })}
        <Section title=t().council.meetings_coming()>
            <List items=coming key=|id: &MeetingId| *id row=|id| view! { <MeetingCard id /> } />
            <Show when=move || coming.with(Vec::is_empty)>
                <Empty title=t().council.no_meetings() text=t().council.no_meetings_text() icon="council" />
            </Show>
        </Section>
        <Proposals />
        <Show when=move || past.with(|past| !past.is_empty())>
            <Section title=t().council.meetings_past()>
                <List items=past key=|id: &MeetingId| *id row=|id| view! { <MeetingCard id /> } first=6 />
            </Section>
        </Show>
        {(!bare)
            .then(|| {
                view! {
                    <Actions>
                        <ButtonLink label=t().matter.propose() to=Route::ProposeTopic look=Look::Main icon="add" />
                        {plan_link()}
                    </Actions>
                }
            })}
    }
}

/// The way to the form that plans meetings, for staff.
pub(super) fn plan_link() -> View {
    let staff = session().has_role(Role::Committee);
    view! {
        <Show when=move || staff.get()>
            <ButtonLink label=t().council.plan() to=Route::PlanMeeting />
        </Show>
    }
}

/// Topics that wait for a meeting: proposed, put off, or not reached by theirs; the oldest first.
#[component]
fn Proposals() -> View {
    let session = session();
    let waiting = session.part(|state| {
        let council = &state.council;
        let all = council.topics.iter().filter(|(_, topic)| {
            matches!(topic.state, TopicState::Proposed | TopicState::Deferred)
                || council.is_left_over(topic)
        });
        let mut all: Vec<_> = all.collect();
        sort_by_key(&mut all, |(_, topic)| topic.proposed_at);
        all.into_iter().map(|(id, _)| *id).collect::<Vec<TopicId>>()
    });
    view! {
        <Show when=move || waiting.with(|waiting| !waiting.is_empty())>
            <Section title=t().matter.proposals()>
                <List items=waiting key=|id: &TopicId| *id row=|id| view! { <TopicCard id /> } first=6 />
            </Section>
        </Show>
    }
}

/// 每月第二个周四 9:00，社区活动中心
fn planned(plan: &MonthlyPlan) -> String {
    let clock = format!("{}:{:02}", plan.minute / 60, plan.minute % 60);
    t().council.monthly_plan(
        words::nth(plan.nth),
        words::weekday(plan.weekday),
        clock,
        &plan.place,
    )
}
