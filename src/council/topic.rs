//! One topic of the council.

mod promise;
mod schedule;
mod settle;
mod statements;

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{DiscussTopic, MeetingState, Topic, TopicEnd, TopicState};
use yishi_domain::roster::Role;
use yishi_domain::{Actor, Command, FindingId, MeetingId, MotionId, OpinionId, TopicId};

use self::promise::Promises;
use self::settle::Settle;
use self::statements::Statements;
use super::card::{MeetingCard, MotionCard, OpinionCard};
use super::mark::{Mark, Pending};
use super::thread::{Matter, MatterThread};
use super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::route::{CouncilSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, Button, ButtonLink, Card, Empty, List, Look, Page, Section, When, time};

pub(crate) use schedule::Schedule;

/// The page.
#[component]
pub(crate) fn TopicPage(
    /// Which topic
    id: TopicId,
) -> View {
    let session = session();
    let topic = session.part(move |state| state.council.topics.get(&id).cloned());
    let motions = Part::new(move || {
        topic.with(|topic| {
            let motions = topic.as_ref().map(|topic| topic.motions.clone());
            let newest_first = motions.unwrap_or_default().into_iter().rev();
            newest_first.collect::<Vec<MotionId>>()
        })
    });
    let heading = Signal::derive(move || {
        topic.with(|topic| match topic {
            Some(topic) => topic.title.clone(),
            None => t().council.topic().to_owned(),
        })
    });
    let links = Part::new(move || {
        topic.with(|topic| {
            let topic = topic.as_ref()?;
            Some((topic.opinion(), topic.finding(), topic.meeting))
        })
    });
    let any_motion = move || motions.with(|motions| !motions.is_empty());
    view! {
        <Page title=heading back=Route::Council(CouncilSection::Agenda) aloud=true long=true>
            <Show
                when=move || topic.with(Option::is_some)
                fallback=|| view! { <Empty title=t().council.topic_unknown() text=t().council.unknown_text() /> }
            >
                <Head id topic />
                <Show when=any_motion>
                    <Section title=t().council.motions()>
                        <List items=motions key=|id: &MotionId| *id row=|id| view! { <MotionCard id /> } />
                    </Section>
                </Show>
                <Promises id />
                <Statements id />
                {move || {
                    let (opinion, finding, meeting) = links.get()?;
                    Some(origin(opinion, finding, meeting))
                }}
                <MatterThread matter=Part::new(move || Some(Matter::Topic(id))) here=Route::Topic(id.0) />
                <Conduct id topic />
            </Show>
        </Page>
    }
}

/// How far it is, who proposed it, and how it was settled.
#[component]
fn Head(id: TopicId, topic: Part<Option<Arc<Topic>>>) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let mark = session.part(move |state| {
        let topic = state.council.topics.get(&id)?;
        Some(Mark::topic(&state.council, topic))
    });
    let about = move || {
        let topic = topic.get()?;
        let end = topic
            .end()
            .filter(|(_, end, _)| end.state() == topic.state)
            .map(|(_, _, words)| words.to_owned());
        let proposer = topic.proposer.as_ref().map(words::speaker);
        if topic.text.is_empty() && end.is_none() && proposer.is_none() {
            return None;
        }
        let proposed = proposer.map(|proposer| {
            let by = t().matter.proposed_by(proposer);
            view! { <p class="meta"><span>{by}</span> <When at=topic.proposed_at.0 say=time::day_near /></p> }
        });
        let text =
            (!topic.text.is_empty()).then(|| view! { <p class="spoken">{topic.text.clone()}</p> });
        Some(view! {
            <Card>
                {text}
                {end.map(|words| view! { <p class="said">{words}</p> })}
                {proposed}
            </Card>
        })
    };
    view! {
        <div class="meta" role="status">{move || mark.get().map(Mark::badge)} <Pending waiting /></div>
        {about}
    }
}

/// The opinion or the finding that it comes from, and the meeting that deals with it.
fn origin(
    opinion: Option<OpinionId>,
    finding: Option<FindingId>,
    meeting: Option<MeetingId>,
) -> View {
    let finding = finding.map(|id| {
        view! {
            <Section title=t().council.topic_finding()>
                <Found id />
            </Section>
        }
    });
    let opinion = opinion.map(|id| {
        view! {
            <Section title=t().council.topic_opinion()>
                <OpinionCard id />
            </Section>
        }
    });
    let meeting = meeting.map(|id| {
        view! {
            <Section title=t().council.topic_meeting()>
                <MeetingCard id />
            </Section>
        }
    });
    view! {
        {opinion}
        {finding}
        {meeting}
    }
}

/// What a patrol has found, and the way to all that happened to it.
#[component]
fn Found(id: FindingId) -> View {
    let told = session().part(move |state| {
        let finding = state.patrol.findings.get(&id)?;
        let shop = state.shops.get(&finding.shop).map(|shop| shop.name.clone());
        Some((finding.text.clone(), shop.unwrap_or_default()))
    });
    move || {
        let (text, shop) = told.get()?;
        Some(view! {
            <Card to=Route::Finding(id.0)>
                <h3>{text}</h3>
                <p class="meta">{shop}</p>
            </Card>
        })
    }
}

/// What the committee can do with it now; whoever proposed it may withdraw it.
#[component]
fn Conduct(id: TopicId, topic: Part<Option<Arc<Topic>>>) -> View {
    let session = session();
    let me = session.me();
    let staff = session.has_role(Role::Committee);
    let scheduling = RwSignal::new(false);
    let ends = session.part(move |state| {
        let Some(topic) = state.council.topics.get(&id) else {
            return Vec::new();
        };
        if state.council.is_to_be_voted_on(topic) {
            return Vec::new();
        }
        let all = [TopicEnd::Resolved, TopicEnd::Deferred, TopicEnd::Withdrawn];
        let may = |end: &TopicEnd| {
            topic.state.may_be_settled(*end)
                && topic.may_be_settled_by(state, Actor::Member(me), *end)
        };
        all.into_iter().filter(may).collect::<Vec<_>>()
    });
    let schedulable = move || {
        staff.get()
            && topic.with(|topic| topic.as_ref().is_some_and(|t| t.state.may_be_scheduled()))
    };
    let votable =
        move || staff.get() && topic.with(|t| t.as_ref().is_some_and(|t| !t.state.is_over()));
    let discussable = session.part(move |state| {
        let topic = state.council.topics.get(&id);
        let meeting = topic.and_then(|topic| Some((topic, topic.meeting?)));
        meeting.is_some_and(|(topic, meeting)| {
            let held = state.council.meetings.get(&meeting);
            let begun = topic.discussed_at(meeting).is_some();
            let now = state.council.current_topic(meeting) == Some(id);
            match held.map(|held| held.state) {
                Some(MeetingState::Open) => !now && !topic.state.is_over(),
                // What was forgotten on the day.
                Some(MeetingState::Closed) => !begun && topic.state == TopicState::Scheduled,
                _ => false,
            }
        })
    });
    let may_discuss = move || staff.get() && discussable.get();
    let ask = Ask::new(session);
    let discuss = move || {
        ask.send(
            vec![Command::DiscussTopic(DiscussTopic { topic: id })],
            || {},
        );
    };
    // A resident who may take the own topic back is not the committee.
    let heading = Signal::derive(move || {
        let heading = match staff.get() {
            true => t().matter.conduct_topic(),
            false => t().matter.own_topic(),
        };
        heading.to_owned()
    });
    let any = move || may_discuss() || schedulable() || ends.with(|ends| !ends.is_empty());
    let named = session.part(move |state| {
        let topic = state.council.topics.get(&id)?;
        Some((topic.source, topic.title.clone()))
    });
    let sheet = move || {
        let (source, called) = named.get()?;
        Some(view! { <Schedule topic=Some(id) source called open=scheduling /> })
    };
    view! {
        <Show when=any>
            <Section title=heading>
                <Refused error=ask.error() />
                <Show when=may_discuss>
                    <Button label=t().matter.discuss() look=Look::Main busy=ask.busy() on_press=discuss />
                </Show>
                <Show when=schedulable>
                    <Button label=t().matter.schedule_again() on_press=move || scheduling.set(true) />
                </Show>
                {move || ends.get().into_iter().map(|to| view! { <Settle id to /> }).collect_view()}
            </Section>
        </Show>
        {sheet}
        <Show when=votable>
            <Actions>
                <ButtonLink label=t().council.new_motion() to=Route::NewMotion(id.0) look=Look::Main icon="vote" />
            </Actions>
        </Show>
    }
}
