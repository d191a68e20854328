//! One part of the minutes at the desk. What another desk writes meanwhile is shown beside it, and nothing is lost.

use std::sync::Arc;

use crate::view::prelude::*;
use serde::{Deserialize, Serialize};
use yishi_domain::council::{MinutesPart, WriteMinutes, Written};
use yishi_domain::{Command, MeetingId};
use yishi_sync::wire::{from_json, to_json};

use super::compose::{self, Composed};
use super::versions::{Beside, Overtaken};
use crate::form::{Ask, Refused, draft};
use crate::part::Part;
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Look, TextArea};

/// What was begun at this desk, and on which revision.
#[derive(Serialize, Deserialize)]
struct Begun {
    base: u32,
    text: String,
}

#[component]
pub(super) fn PartDesk(
    meeting: MeetingId,
    part: MinutesPart,
    composed: Part<Vec<Composed>>,
    /// Parts that are written in and not kept yet
    unsaved: RwSignal<Vec<MinutesPart>>,
) -> View {
    let session = session();
    let ask = Ask::new(session);
    let written = session.part(move |state| {
        let meeting = state.council.meetings.get(&meeting)?;
        meeting.minutes.draft.get(&part).cloned()
    });
    let own =
        Part::new(move || composed.with(|all| all.iter().find(|one| one.part == part).cloned()));
    let minutes = session.part(move |state| {
        let meeting = state.council.meetings.get(&meeting)?;
        Some(meeting.minutes.clone())
    });
    let standing = Part::new(move || {
        let minutes = minutes.get();
        let known = own.get().zip(minutes);
        known
            .map(|(own, minutes)| compose::now(&own, &minutes))
            .unwrap_or_default()
    });
    let revision = Part::new(move || written.with(|w| w.as_ref().map_or(0, |w| w.revision)));
    let title = own.with(|own| {
        own.as_ref()
            .map(|own| own.title.clone())
            .unwrap_or_default()
    });
    let text = RwSignal::new(standing.get_untracked());
    let (base, loaded) = (
        RwSignal::new(revision.get_untracked()),
        RwSignal::new(standing.get_untracked()),
    );
    let dirty = Part::new(move || text.with(|text| loaded.with(|loaded| text != loaded)));
    // As long as nothing is begun here, the field follows what there is.
    Effect::new(move |_| {
        let (standing, revision) = (standing.get(), revision.get());
        if !dirty.get() {
            loaded.set(standing.clone());
            text.set(standing);
            base.set(revision);
        }
    });
    Effect::new(move |_| {
        let dirty = dirty.get();
        unsaved.update(|unsaved| {
            unsaved.retain(|other| *other != part);
            if dirty {
                unsaved.push(part);
            }
        });
    });
    on_cleanup(move || {
        let _ = unsaved.try_update(|unsaved| unsaved.retain(|other| *other != part));
    });
    let name = draft_name(meeting, part);
    let write = move || match dirty.get() {
        true => to_json(&Begun {
            base: base.get(),
            text: text.get(),
        }),
        false => String::new(),
    };
    draft::keep(session, name.clone(), write, move |draft| {
        if let Ok(begun) = from_json::<Begun>(draft) {
            base.set(begun.base);
            text.set(begun.text);
        }
    });
    let keep = move |on: u32| {
        let words = text.get_untracked();
        let write = WriteMinutes {
            meeting,
            part,
            base: on,
            text: words.clone(),
        };
        let name = draft_name(meeting, part);
        ask.send(vec![Command::WriteMinutes(write)], move || {
            draft::forget(session, name);
            // What was typed while it was stored is still to be kept.
            let _ = loaded.try_set(words.trim().to_owned());
            if text.try_get_untracked().is_some_and(|now| now == words) {
                let _ = text.try_set(words.trim().to_owned());
            }
            let _ = base.try_set(revision.get_untracked());
        });
    };
    let overtaken = move || dirty.get() && revision.get() != base.get();
    let beside =
        Part::new(move || written.with(|w| w.as_ref().filter(|w| !w.beside.is_empty()).cloned()));
    let texts = t().meeting;
    let with_revision: Part<Option<Arc<Written>>> = written;
    view! {
        <div class="part">
            <TextArea label=title value=text rows=6 most=3000 error=ask.error_of("text") />
            {move || {
                beside
                    .get()
                    .map(|written| {
                        let choose = move |chosen: String| text.set(chosen);
                        view! { <Beside written on_choose=choose /> }
                    })
            }}
            <Show when=overtaken>
                <Overtaken
                    written=with_revision
                    on_take=move || {
                        let theirs = standing.get_untracked();
                        loaded.set(theirs.clone());
                        text.set(theirs);
                        base.set(revision.get_untracked());
                    }
                    on_keep=move || keep(revision.get_untracked())
                />
            </Show>
            <Refused error=ask.error() />
            <Show when=move || (dirty.get() || beside.with(Option::is_some)) && !overtaken()>
                <Button
                    label=Signal::derive(move || {
                        let label = match beside.with(Option::is_some) {
                            true => texts.keep_as_one(),
                            false => texts.keep_part(),
                        };
                        label.to_owned()
                    })
                    look=Look::Main
                    busy=ask.busy()
                    on_press=move || keep(base.get_untracked())
                />
            </Show>
        </div>
    }
}

fn draft_name(meeting: MeetingId, part: MinutesPart) -> String {
    match part {
        MinutesPart::Opening => format!("minutes-{meeting}-opening"),
        MinutesPart::Topic(topic) => format!("minutes-{meeting}-{topic}"),
        MinutesPart::Closing => format!("minutes-{meeting}-closing"),
    }
}
