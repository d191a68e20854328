//! One meeting of the council and its agenda.

use crate::view::prelude::*;
use yishi_domain::council::{AdvanceMeeting, Meeting, MeetingState, ScheduleTopic, TopicSource};
use yishi_domain::roster::Role;
use yishi_domain::{Command, MeetingId, TopicId};

use super::card::TopicCard;
use super::mark::{Mark, Pending};
use super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::route::{CouncilSection, Route};
use crate::session::{new_id, session};
use crate::text::t;
use crate::ui::{
    Actions, Button, Card, ConfirmSheet, Empty, Fact, Facts, Field, List, Look, Page, Section,
    Sheet, time,
};

/// The page.
#[component]
pub(crate) fn MeetingPage(
    /// Which meeting
    id: MeetingId,
) -> View {
    let session = session();
    let staff = session.has_role(Role::Committee);
    let meeting = session.part(move |state| state.council.meetings.get(&id).cloned());
    let agenda = session.part(move |state| {
        let topics = state.council.agenda(id).into_iter().map(|(id, _)| id);
        topics
            .enumerate()
            .map(|(n, id)| (n + 1, id))
            .collect::<Vec<(usize, TopicId)>>()
    });
    let waiting = session.is_waiting(id.0);
    let title = Signal::derive(move || {
        meeting.with(|meeting| match meeting {
            Some(meeting) => words::meeting_name(meeting),
            None => t().council.meeting().to_owned(),
        })
    });
    let running =
        move || meeting.with(|m| m.as_ref().is_some_and(|m| m.state < MeetingState::Closed));
    let unpublished = move || {
        meeting.with(|m| {
            m.as_ref()
                .is_some_and(|m| m.state < MeetingState::Published)
        })
    };
    view! {
        <Page title back=Route::Council(CouncilSection::Agenda) aloud=true long=true>
            <Show
                when=move || meeting.with(Option::is_some)
                fallback=|| view! { <Empty title=t().council.meeting_unknown() text=t().council.unknown_text() /> }
            >
                {move || {
                    meeting
                        .get()
                        .map(|meeting| {
                            view! {
                                <Card>
                                    <div class="meta">{Mark::meeting(&meeting).badge()} <Pending waiting /></div>
                                    <Facts items=facts(&meeting) />
                                </Card>
                            }
                        })
                }}
                <Section title=t().council.agenda_order()>
                    <List
                        items=agenda
                        key=|item: &(usize, TopicId)| *item
                        row=|(place, id)| view! { <TopicCard id place /> }
                        first=40
                    />
                    <Show when=move || agenda.with(Vec::is_empty)>
                        <Empty title=t().council.no_topics() text=t().council.no_topics_text() />
                    </Show>
                    <Show when=move || staff.get() && running()>
                        <AddTopic meeting=id />
                    </Show>
                </Section>
                <Show when=move || staff.get() && unpublished()>
                    <Advance id meeting />
                </Show>
            </Show>
        </Page>
    }
}

fn facts(meeting: &Meeting) -> Vec<Fact> {
    let texts = t().council;
    let mut facts = vec![
        Fact::new(texts.meeting_time(), words::meeting_time(meeting)),
        Fact::new(texts.meeting_place(), &meeting.place),
    ];
    facts.extend(
        meeting
            .reason
            .as_ref()
            .map(|reason| Fact::new(texts.meeting_reason(), reason)),
    );
    facts.extend(
        meeting
            .since
            .map(|at| Fact::new(words::meeting_state(meeting.state), time::moment(at.0))),
    );
    facts
}

/// Takes the meeting one state further.
#[component]
fn Advance(id: MeetingId, meeting: Part<Option<std::sync::Arc<Meeting>>>) -> View {
    let ask = Ask::new(session());
    let open = RwSignal::new(false);
    let next = Part::new(move || {
        meeting.with(|meeting| meeting.as_ref().and_then(|meeting| meeting.state.next()))
    });
    let label = Signal::derive(move || {
        next.get()
            .map(words::meeting_step)
            .unwrap_or_default()
            .to_owned()
    });
    let text = Signal::derive(move || {
        match next.get() {
            Some(MeetingState::Called) => t().council.meeting_call_text(),
            Some(MeetingState::Open) => t().council.meeting_begin_text(),
            Some(MeetingState::Closed) => t().council.meeting_end_text(),
            _ => t().council.meeting_publish_text(),
        }
        .to_owned()
    });
    let send = move || {
        if let Some(to) = next.get_untracked() {
            ask.send(
                vec![Command::AdvanceMeeting(AdvanceMeeting { meeting: id, to })],
                || {},
            );
        }
    };
    view! {
        <Actions>
            <Refused error=ask.error() />
            <Button label look=Look::Main busy=ask.busy() on_press=move || open.set(true) />
        </Actions>
        <ConfirmSheet open title=label text confirm=label on_confirm=send />
    }
}

/// Puts a topic of the committee's own on the agenda.
#[component]
fn AddTopic(meeting: MeetingId) -> View {
    let ask = Ask::new(session());
    let (open, title) = (RwSignal::new(false), RwSignal::new(String::new()));
    let send = move || {
        let schedule = ScheduleTopic {
            topic: TopicId(new_id()),
            title: title.get_untracked(),
            source: TopicSource::Member,
            meeting,
        };
        ask.send(vec![Command::ScheduleTopic(schedule)], move || {
            let _ = open.try_set(false);
            let _ = title.try_set(String::new());
        });
    };
    view! {
        <Button label=t().council.add_topic() icon="add" on_press=move || open.set(true) />
        <Sheet open title=t().council.add_topic()>
            <Field
                label=t().council.topic_title()
                hint=t().council.topic_title_hint()
                value=title
                most=60
                error=ask.error_of("title")
            />
            <Refused error=ask.error() />
            <Button label=t().council.add_topic() look=Look::Main busy=ask.busy() on_press=send />
        </Sheet>
    }
}
