//! A section of a checklist that is being built: its title, its items, their order.

use leptos::callback::Callable;

use super::about;
use super::editor::Fault;
use super::raw::{RawItem, RawList};
use crate::part::Part;
use crate::text::t;
use crate::ui::{Action, Button, Field, Icon, Look};
use crate::view::prelude::*;

/// An item in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    number: u16,
    text: String,
    about: String,
}

fn line(item: &RawItem) -> Line {
    let about = match item.read() {
        Ok(item) => about(&item),
        Err((_, text)) => text,
    };
    let text = match item.text.trim() {
        "" => t().checklist.item_new().to_owned(),
        text => text.to_owned(),
    };
    Line {
        number: item.number,
        text,
        about,
    }
}

#[component]
pub(super) fn SectionForm(
    raw: RwSignal<RawList>,
    /// Which section
    key: u16,
    /// The item whose form is open
    editing: RwSignal<Option<u16>>,
    fault: Fault,
) -> View {
    let texts = t().checklist;
    let own = move |raw: &RawList| raw.sections.iter().position(|section| section.key == key);
    let begun = raw.with_untracked(|raw| own(raw).map(|at| raw.sections[at].title.clone()));
    let title = RwSignal::new(begun.unwrap_or_default());
    Effect::new(move |before: Option<()>| {
        let title = title.get();
        if before.is_some() {
            raw.update(|raw| {
                if let Some(at) = own(raw) {
                    raw.sections[at].title = title;
                }
            });
        }
    });
    let lines = Part::new(move || {
        raw.with(|raw| {
            own(raw).map_or_else(Vec::new, |at| {
                raw.sections[at].items.iter().map(line).collect()
            })
        })
    });
    let place =
        Part::new(move || raw.with(|raw| (own(raw).unwrap_or_default(), raw.sections.len())));
    let add = move || {
        let number = raw.try_update(|raw| {
            let number = raw.next();
            let at = own(raw)?;
            raw.sections[at].items.push(RawItem::new(number));
            Some(number)
        });
        editing.set(number.flatten());
    };
    let move_section = move |by: isize| {
        raw.update(|raw| {
            let Some(at) = own(raw) else { return };
            let to = at
                .checked_add_signed(by)
                .filter(|to| *to < raw.sections.len());
            if let Some(to) = to {
                raw.sections.swap(at, to);
            }
        });
    };
    let remove = move |_| raw.update(|raw| raw.sections.retain(|section| section.key != key));
    let row = move |line: Line| {
        let number = line.number;
        let wrong = move || {
            fault
                .get()
                .filter(|(item, _)| *item == number)
                .map(|(_, text)| text)
        };
        view! {
            <li class="item-row">
                <button type="button" class="line tall" on:click=move |_| editing.set(Some(number))>
                    <span>
                        {line.text}
                        " "
                        <small>{line.about}</small>
                        {move || wrong().map(|text| view! { <small class="error">{text}</small> })}
                    </span>
                    <Icon name="go" />
                </button>
                <Order label=t().checklist.item_up() icon="up" act=move || shift(raw, number, -1) />
                <Order label=t().checklist.item_down() icon="down" act=move || shift(raw, number, 1) />
            </li>
        }
    };
    view! {
        <fieldset class="field section-form">
            <legend>{move || t().checklist.section_n(place.get().0 + 1)}</legend>
            <div class="section-head">
                <Field label=texts.section_title() value=title />
                <Show when=move || { place.get().1 > 1 }>
                    <Order label=t().checklist.section_up() icon="up" act=move || move_section(-1) />
                    <Order label=t().checklist.section_down() icon="down" act=move || move_section(1) />
                </Show>
            </div>
            <div class="lines">
                <ul class="list">
                    <For each=move || lines.get() key=|line| (line.number, line.text.clone(), line.about.clone()) let:line>
                        {row(line)}
                    </For>
                </ul>
            </div>
            <Button label=texts.add_item() icon="add" on_press=add />
            <Show when=move || lines.with(Vec::is_empty) && { place.get().1 > 1 }>
                <Button label=t().checklist.remove_section() look=Look::Quiet on_press=move || remove(()) />
            </Show>
        </fieldset>
    }
}

/// A small button that moves something.
#[component]
fn Order(label: &'static str, icon: &'static str, #[prop(into)] act: Action) -> View {
    view! {
        <button type="button" class="back" aria-label=label on:click=move |_| act.run(())>
            <Icon name=icon />
        </button>
    }
}

/// Moves an item, beyond the end of its section into the next one.
fn shift(raw: RwSignal<RawList>, number: u16, by: isize) {
    raw.update(|raw| {
        let found = raw
            .sections
            .iter()
            .enumerate()
            .find_map(|(section, known)| {
                let item = known.items.iter().position(|item| item.number == number)?;
                Some((section, item))
            });
        let Some((section, item)) = found else { return };
        let items = &mut raw.sections[section].items;
        match item.checked_add_signed(by).filter(|to| *to < items.len()) {
            Some(to) => items.swap(item, to),
            None => {
                let other = section
                    .checked_add_signed(by)
                    .filter(|to| *to < raw.sections.len());
                if let Some(other) = other {
                    let moved = raw.sections[section].items.remove(item);
                    let items = &mut raw.sections[other].items;
                    let at = if by < 0 { items.len() } else { 0 };
                    items.insert(at, moved);
                }
            }
        }
    });
}
