//! The agenda: its topics in order. Staff put it in order by dragging or by buttons.

use crate::view::prelude::*;
use wasm_bindgen::JsCast;
use yishi_domain::council::{MoveTopic, ScheduleTopic, TopicSource};
use yishi_domain::roster::Role;
use yishi_domain::{Command, MeetingId, TopicId};

use super::super::card::TopicCard;
use crate::form::{Ask, Refused};
use crate::session::{new_id, session};
use crate::text::t;
use crate::ui::{Badge, Button, Empty, Field, Icon, List, Look, Section, Sheet, Tone};

/// A place on the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place {
    number: usize,
    topic: TopicId,
    title: String,
    /// The meeting deals with it now
    now: bool,
    /// The topic before which it would come by going up, if it can
    up: Option<TopicId>,
    /// The topic before which it would come by going down: the one behind the next; none for the end
    down: Option<Option<TopicId>>,
}

/// The section.
#[component]
pub(super) fn AgendaList(id: MeetingId) -> View {
    let session = session();
    let staff = session.has_role(Role::Committee);
    let places = session.part(move |state| {
        let agenda = state.council.agenda(id);
        let now = state.council.current_topic(id);
        let at = |place: usize| agenda.get(place).map(|(topic, _)| *topic);
        let places = agenda.iter().enumerate().map(|(n, (topic, known))| Place {
            number: n + 1,
            topic: *topic,
            title: known.title.clone(),
            now: now == Some(*topic),
            up: n.checked_sub(1).and_then(at),
            down: at(n + 1).map(|_| at(n + 2)),
        });
        places.collect::<Vec<Place>>()
    });
    let running = session.part(move |state| {
        let meeting = state.council.meetings.get(&id);
        meeting.is_some_and(|meeting| !meeting.is_over())
    });
    let sorting = RwSignal::new(false);
    let several = move || places.with(|places| places.len() > 1);
    let may_sort = move || staff.get() && running.get() && several();
    let sorted = move || sorting.get() && may_sort();
    let texts = t().meeting;
    view! {
        <Section title=t().council.agenda_order()>
            <Show
                when=sorted
                fallback=move || {
                    view! {
                        <List
                            items=places
                            key=Clone::clone
                            row=|place: Place| {
                                view! {
                                    {place.now.then(|| view! { <p class="now-here"><Badge text=t().meeting.now() tone=Tone::Warn /></p> })}
                                    <TopicCard id=place.topic place=place.number />
                                }
                            }
                            first=40
                        />
                    }
                }
            >
                <Sorting places />
            </Show>
            <Show when=move || places.with(Vec::is_empty)>
                <Empty title=t().council.no_topics() text=t().council.no_topics_text() />
            </Show>
            <Show when=may_sort>
                <Button
                    label=Signal::derive(move || {
                        let label = if sorting.get() { texts.sort_done() } else { texts.sort() };
                        label.to_owned()
                    })
                    on_press=move || sorting.update(|sorting| *sorting = !*sorting)
                />
            </Show>
            <Show when=move || staff.get() && running.get()>
                <AddTopic meeting=id />
            </Show>
        </Section>
    }
}

/// The agenda as lines that can be moved.
#[component]
fn Sorting(places: crate::part::Part<Vec<Place>>) -> View {
    let ask = Ask::new(session());
    let dragged = RwSignal::new(None::<TopicId>);
    let over = RwSignal::new(None::<TopicId>);
    let go = move |topic: TopicId, before: Option<TopicId>| {
        ask.send(vec![Command::MoveTopic(MoveTopic { topic, before })], || {});
    };
    // Dropped on a line it comes before it when it came from below, behind it when it came from above.
    let drop_on = move |target: TopicId| {
        let Some(topic) = dragged.get_untracked().filter(|topic| *topic != target) else {
            return;
        };
        let order: Vec<TopicId> =
            places.with(|places| places.iter().map(|place| place.topic).collect());
        let at = |id: TopicId| order.iter().position(|other| *other == id);
        let (Some(from), Some(to)) = (at(topic), at(target)) else {
            return;
        };
        let before = if from > to {
            Some(target)
        } else {
            order.get(to + 1).copied()
        };
        go(topic, before);
    };
    let line = move |place: Place| {
        let topic = place.topic;
        let texts = t().meeting;
        let (up, down) = (place.up, place.down);
        let title = t().council.numbered(place.number, &place.title);
        let (up_label, down_label) = (texts.up(&place.title), texts.down(&place.title));
        view! {
            <li
                class="sortable"
                class:dragged=move || dragged.get() == Some(topic)
                class:target=move || over.get() == Some(topic) && dragged.get() != Some(topic)
                draggable="true"
                on:dragstart=move |event: web_sys::Event| {
                    carry(&event, topic);
                    dragged.set(Some(topic));
                }
                on:dragend=move |_| {
                    dragged.set(None);
                    over.set(None);
                }
                on:dragover=move |event: web_sys::Event| {
                    event.prevent_default();
                    over.set(Some(topic));
                }
                on:drop=move |event: web_sys::Event| {
                    event.prevent_default();
                    untrack(|| drop_on(topic));
                }
            >
                <span class="grip" aria-hidden="true"></span>
                <strong>{title}</strong>
                <button
                    type="button"
                    class="back"
                    aria-label=up_label
                    aria-disabled=up.is_none().then_some("true")
                    on:click=move |_| if let Some(before) = up { go(topic, Some(before)) }
                >
                    <Icon name="up" />
                </button>
                <button
                    type="button"
                    class="back"
                    aria-label=down_label
                    aria-disabled=down.is_none().then_some("true")
                    on:click=move |_| if let Some(before) = down { go(topic, before) }
                >
                    <Icon name="down" />
                </button>
            </li>
        }
    };
    view! {
        <p class="hint">{t().meeting.sort_hint()}</p>
        <ol class="sorting">
            <For each=move || places.get() key=Clone::clone let:place>
                {line(place)}
            </For>
        </ol>
        <Refused error=ask.error() />
    }
}

/// Some browsers drag nothing that carries no data.
fn carry(event: &web_sys::Event, topic: TopicId) {
    let event = event.dyn_ref::<web_sys::DragEvent>();
    if let Some(carried) = event.and_then(web_sys::DragEvent::data_transfer) {
        let _ = carried.set_data("text/plain", &topic.to_string());
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
