//! One topic of the council.

use crate::view::prelude::*;
use yishi_domain::roster::Role;
use yishi_domain::{MotionId, TopicId};

use super::card::{MeetingCard, MotionCard, OpinionCard};
use super::mark::{Mark, Pending};
use super::thread::{Matter, MatterThread};
use crate::part::Part;
use crate::route::{CouncilSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, ButtonLink, Empty, List, Look, Page, Section};

/// The page.
#[component]
pub(crate) fn TopicPage(
    /// Which topic
    id: TopicId,
) -> View {
    let session = session();
    let staff = session.has_role(Role::Committee);
    let waiting = session.is_waiting(id.0);
    let title = session.part(move |state| {
        state
            .council
            .topics
            .get(&id)
            .map(|topic| topic.title.clone())
    });
    let mark = session.part(move |state| {
        state
            .council
            .topics
            .get(&id)
            .map(|topic| Mark::topic(&state.council, topic))
    });
    let links = session.part(move |state| {
        state
            .council
            .topics
            .get(&id)
            .map(|topic| (topic.opinion, topic.meeting))
    });
    let motions = session.part(move |state| {
        let motions = state
            .council
            .topics
            .get(&id)
            .map(|topic| topic.motions.clone());
        motions
            .unwrap_or_default()
            .into_iter()
            .rev()
            .collect::<Vec<MotionId>>()
    });
    let heading = Signal::derive(move || {
        title
            .get()
            .unwrap_or_else(|| t().council.topic().to_owned())
    });
    let any_motion = move || motions.with(|motions| !motions.is_empty());
    view! {
        <Page title=heading back=Route::Council(CouncilSection::Agenda) aloud=true long=true>
            <Show
                when=move || title.with(Option::is_some)
                fallback=|| view! { <Empty title=t().council.topic_unknown() text=t().council.unknown_text() /> }
            >
                <div class="meta">{move || mark.get().map(Mark::badge)} <Pending waiting /></div>
                <Show when=any_motion>
                    <Section title=t().council.motions()>
                        <List items=motions key=|id: &MotionId| *id row=|id| view! { <MotionCard id /> } />
                    </Section>
                </Show>
                {move || {
                    links
                        .get()
                        .map(|(opinion, meeting)| {
                            view! {
                                {opinion
                                    .map(|id| {
                                        view! {
                                            <Section title=t().council.topic_opinion()>
                                                <OpinionCard id />
                                            </Section>
                                        }
                                    })}
                                <Section title=t().council.topic_meeting()>
                                    <MeetingCard id=meeting />
                                </Section>
                            }
                        })
                }}
                <MatterThread matter=Part::new(move || Some(Matter::Topic(id))) here=Route::Topic(id.0) />
                <Show when=move || staff.get()>
                    <Actions>
                        <ButtonLink label=t().council.new_motion() to=Route::NewMotion(id.0) look=Look::Main icon="vote" />
                    </Actions>
                </Show>
            </Show>
        </Page>
    }
}
