//! The desk where the minutes are written: each part by itself, the whole beside it as it will stand on paper.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{Meeting, MeetingState, MinutesPart, PublishMinutes, PublishedPart};
use yishi_domain::{Command, MeetingId};

use super::Paper;
use super::compose::{self, Composed};
use super::part::PartDesk;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, Badge, Button, ConfirmSheet, Look, Section, Tone};

#[component]
pub(super) fn Desk(id: MeetingId, meeting: Part<Option<Arc<Meeting>>>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let composed = session.part(move |state| compose::parts(state, id));
    let names = Part::new(move || {
        composed.with(|parts| {
            parts
                .iter()
                .map(|part| part.part)
                .collect::<Vec<MinutesPart>>()
        })
    });
    // Parts that are written in and not kept yet.
    let unsaved = RwSignal::new(Vec::<MinutesPart>::new());
    let whole = Part::new(move || {
        let composed = composed.get();
        meeting.with(|meeting| assembled(&composed, meeting.as_ref()))
    });
    let (publishing, conflict) = (
        RwSignal::new(false),
        Part::new(move || meeting.with(|m| m.as_ref().is_some_and(|m| m.minutes.is_in_conflict()))),
    );
    let over = Part::new(move || {
        meeting.with(|m| m.as_ref().is_some_and(|m| m.state >= MeetingState::Closed))
    });
    let published = Part::new(move || {
        meeting.with(|m| m.as_ref().is_some_and(|m| m.minutes.published.is_some()))
    });
    let texts = t().meeting;
    let label = move || {
        if published.get() {
            texts.publish_again()
        } else {
            texts.publish()
        }
    };
    let begin = move || {
        if conflict.get_untracked() {
            ask.refuse("minutes", texts.conflict_first());
        } else if unsaved.with_untracked(|unsaved| !unsaved.is_empty()) {
            ask.refuse("minutes", texts.unsaved_first());
        } else {
            ask.clear();
            publishing.set(true);
        }
    };
    // What stood in the way is told until it is out of it.
    Effect::new(move |_| {
        if !conflict.get() && unsaved.with(Vec::is_empty) {
            ask.clear();
        }
    });
    let send = move || {
        let revision = meeting
            .get_untracked()
            .map_or(0, |meeting| meeting.minutes.revision);
        let publish = PublishMinutes {
            meeting: id,
            revision,
            parts: whole.get_untracked(),
        };
        ask.send(vec![Command::PublishMinutes(publish)], || {});
    };
    let paper = move || {
        let meeting = meeting.get()?;
        let community = session
            .view()
            .with_untracked(|state| state.community.name.clone());
        let parts = whole.get();
        Some(view! { <Paper community meeting parts edition=None /> })
    };
    view! {
        <Show when=move || published.get()>
            <p class="hint"><Badge text=texts.published_badge() tone=Tone::Ok /> " " {texts.published_hint()}</p>
        </Show>
        <div class="minutes-desk">
            <div class="form">
                <p class="hint">{texts.desk_hint()}</p>
                <For each=move || names.get() key=|part: &MinutesPart| *part let:part>
                    <PartDesk meeting=id part composed unsaved />
                </For>
            </div>
            <Section title=texts.preview()>
                {paper}
                <Button label=t().council.print() icon="paper" on_press=|| drop(window().print()) />
            </Section>
        </div>
        <Show when=move || over.get() fallback=move || view! { <p class="hint">{texts.publish_later()}</p> }>
            <Actions>
                <Refused error=ask.error() />
                <Refused error=ask.error_of("minutes") />
                <Refused error=ask.error_of("text") />
                <Button
                    label=Signal::derive(move || label().to_owned())
                    look=Look::Main
                    busy=ask.busy()
                    on_press=begin
                />
            </Actions>
        </Show>
        <ConfirmSheet
            open=publishing
            title=texts.publish_question()
            text=texts.publish_text()
            confirm=Signal::derive(move || label().to_owned())
            on_confirm=send
        />
    }
}

/// All parts as they stand now.
fn assembled(composed: &[Composed], meeting: Option<&Arc<Meeting>>) -> Vec<PublishedPart> {
    let Some(meeting) = meeting else {
        return Vec::new();
    };
    let parts = composed.iter().map(|part| {
        let heading = matches!(part.part, MinutesPart::Topic(_));
        PublishedPart {
            part: part.part,
            title: if heading {
                part.title.clone()
            } else {
                String::new()
            },
            text: compose::now(part, &meeting.minutes),
        }
    });
    let said = parts.filter(|part| !part.text.trim().is_empty());
    said.collect()
}
