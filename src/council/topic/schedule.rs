//! The sheet that puts a topic on a meeting's agenda: an opinion, or a topic that there is already.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{Meeting, ScheduleTopic, TopicSource};
use yishi_domain::{Command, MeetingId, TopicId};

use super::super::words;
use crate::form::{Ask, Refused};
use crate::navigation;
use crate::route::Route;
use crate::session::{new_id, now, session};
use crate::text::t;
use crate::ui::{Button, ButtonLink, Choice, ChoiceGroup, Empty, Field, Look, Sheet};

/// The sheet. Once the topic is on an agenda its page is shown.
#[component]
pub(crate) fn Schedule(
    /// The topic, if there is one already
    #[prop(optional_no_strip)]
    topic: Option<TopicId>,
    /// Where a new one comes from
    source: TopicSource,
    /// What it is called so far
    #[prop(optional, into)]
    called: String,
    /// Whether it is open
    open: RwSignal<bool>,
) -> View {
    let session = session();
    let ask = Ask::new(session);
    let title = RwSignal::new(called);
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
        let topic = topic.unwrap_or_else(|| TopicId(new_id()));
        let schedule = ScheduleTopic {
            topic,
            title: title.get_untracked(),
            source,
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
