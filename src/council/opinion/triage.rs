//! What the committee does with an opinion.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{AnswerOpinion, DeclineOpinion, Meeting, ScheduleTopic};
use yishi_domain::{Command, MeetingId, OpinionId, TopicId};

use super::super::words;
use crate::form::{Ask, Refused};
use crate::navigation;
use crate::route::Route;
use crate::session::{new_id, now, session};
use crate::text::t;
use crate::ui::{
    Button, ButtonLink, Choice, ChoiceGroup, Empty, Field, Look, Section, Sheet, TextArea,
};

/// Three ways to go on with an opinion that waits.
#[component]
pub(super) fn Triage(id: OpinionId) -> View {
    let (schedule, answer, decline) = (
        RwSignal::new(false),
        RwSignal::new(false),
        RwSignal::new(false),
    );
    let texts = t().council;
    view! {
        <Section title=texts.triage()>
            <Button label=texts.schedule() on_press=move || schedule.set(true) />
            <Button label=texts.answer() on_press=move || answer.set(true) />
            <Button label=texts.decline() on_press=move || decline.set(true) />
        </Section>
        <Schedule id open=schedule />
        <Reply
            open=answer
            title=texts.answer()
            label=texts.answer_text()
            hint=texts.answer_hint()
            field="text"
            command=move |text| Command::AnswerOpinion(AnswerOpinion { opinion: id, text })
        />
        <Reply
            open=decline
            title=texts.decline()
            label=texts.decline_text()
            hint=texts.decline_hint()
            field="reason"
            command=move |reason| Command::DeclineOpinion(DeclineOpinion { opinion: id, reason })
        />
    }
}

/// A text that settles the opinion. It stays as it is when the sheet is closed.
#[component]
fn Reply<F>(
    open: RwSignal<bool>,
    title: &'static str,
    label: &'static str,
    hint: &'static str,
    /// What the rules call the text
    field: &'static str,
    command: F,
) -> View
where
    F: Fn(String) -> Command + Copy + Send + Sync + 'static,
{
    let ask = Ask::new(session());
    let text = RwSignal::new(String::new());
    let send = move || {
        ask.send(vec![command(text.get_untracked())], move || {
            let _ = open.try_set(false);
        });
    };
    view! {
        <Sheet open title>
            <TextArea label hint value=text most=500 error=ask.error_of(field) />
            <Refused error=ask.error() />
            <Button label=t().council.publish() look=Look::Main busy=ask.busy() on_press=send />
        </Sheet>
    }
}

/// Puts the opinion on a meeting's agenda.
#[component]
fn Schedule(id: OpinionId, open: RwSignal<bool>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let title = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<String>);
    let meetings = session.part(|state| {
        let coming = state.council.upcoming_meetings().into_iter();
        coming
            .filter_map(|(id, _)| Some((id, state.council.meetings.get(&id)?.clone())))
            .collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        let monthly = meetings.with(|meetings| {
            let to_come = |(_, meeting): &&(MeetingId, Arc<Meeting>)| {
                meeting.reason.is_none() && meeting.starts_at > now()
            };
            let monthly = meetings.iter().find(to_come).or(meetings.first());
            monthly.map(|(id, _)| id.to_string())
        });
        if chosen.with_untracked(Option::is_none) {
            chosen.set(monthly);
        }
    });
    let send = move || {
        let Some(meeting) = chosen
            .get_untracked()
            .and_then(|id| id.parse::<MeetingId>().ok())
        else {
            return ask.refuse("meeting", t().council.meeting_missing());
        };
        let topic = TopicId(new_id());
        let schedule = ScheduleTopic {
            topic,
            title: title.get_untracked(),
            opinion: Some(id),
            meeting,
        };
        ask.send(vec![Command::ScheduleTopic(schedule)], move || {
            let _ = open.try_set(false);
            navigation::go(&Route::Topic(topic.0));
        });
    };
    let choices = move || {
        meetings.with(|meetings| {
            let choice = |(id, meeting): &(MeetingId, Arc<Meeting>)| {
                Choice::new(id.to_string(), words::meeting_time(meeting))
                    .hint(words::meeting_name(meeting))
            };
            meetings.iter().map(choice).collect::<Vec<_>>()
        })
    };
    view! {
        <Sheet open title=t().council.schedule()>
            {move || match meetings.with(Vec::is_empty) {
                true => {
                    view! {
                        <Empty title=t().council.no_meetings() text=t().council.no_meetings_staff() icon="council">
                            <ButtonLink label=t().council.plan() to=Route::PlanMeeting />
                        </Empty>
                    }
                }
                false => {
                    view! {
                        <Field
                            label=t().council.topic_title()
                            hint=t().council.topic_title_hint()
                            value=title
                            most=60
                            error=ask.error_of("title")
                        />
                        <ChoiceGroup
                            label=t().council.which_meeting()
                            choices=choices()
                            value=chosen
                            error=ask.error_of("meeting")
                        />
                        <Refused error=ask.error() />
                        <Button label=t().council.schedule() look=Look::Main busy=ask.busy() on_press=send />
                    }
                }
            }}
        </Sheet>
    }
}
