//! All questions at a glance, each one tap away; and the way out for a shop that cannot be inspected.

use std::sync::Arc;

use yishi_domain::patrol::{Checklist, Filled, Item, Verdict};

use super::skip::Skip;
use super::steps::{Place, go};
use crate::patrol::draft::{Book, Entry};
use crate::patrol::value;
use crate::text::t;
use crate::ui::{Button, Icon, Look};
use crate::view::prelude::*;

#[component]
pub(super) fn Overview(
    book: Book,
    list: Arc<Checklist>,
    place: Place,
    /// The sheet that it stands in
    open: RwSignal<bool>,
) -> View {
    // It is looked at for a moment, and built anew the next time.
    let filled = untrack(|| book.filled(&list));
    let jump = move |item: Option<u16>| {
        open.set(false);
        go(place, item);
    };
    let line = |item: &Item| {
        let number = item.item;
        let (icon, tone, told) = mark(item, &untrack(|| book.entry(number)), &filled);
        let here = (place.get_untracked() == Some(number)).then_some("step");
        view! {
            <li>
                <button type="button" class="line tall" aria-current=here on:click=move |_| jump(Some(number))>
                    <span class=format!("mark {tone}")><Icon name=icon /></span>
                    <span>{item.text.clone()} <small>{told}</small></span>
                </button>
            </li>
        }
    };
    let section = |section: &yishi_domain::patrol::Section| {
        let asked = section
            .items
            .iter()
            .filter(|item| filled.asked.contains(&item.item));
        let lines: Vec<View> = asked.map(line).collect();
        (!lines.is_empty()).then(|| {
            view! {
                <h3>{section.title.clone()}</h3>
                <div class="lines"><ul class="list">{View::Many(lines)}</ul></div>
            }
        })
    };
    let sections: Vec<Option<View>> = list.sections.iter().map(section).collect();
    let skip = (!book.is_trial()).then(|| view! { <Skip book /> });
    view! {
        {sections}
        <Button label=t().inspect.to_end() look=Look::Main on_press=move || jump(None) />
        {skip}
    }
}

/// The symbol, its colour and the words of an item.
fn mark(item: &Item, entry: &Entry, filled: &Filled) -> (&'static str, &'static str, String) {
    let texts = t().inspect;
    let Some(value) = entry
        .value
        .as_ref()
        .filter(|_| !filled.missing.contains(&item.item))
    else {
        return ("open", "none", texts.not_answered().to_owned());
    };
    if filled.without_photo.contains(&item.item) {
        return ("camera", "bad", texts.photo_missing().to_owned());
    }
    if filled.too_long.contains(&item.item) {
        return ("bad", "bad", texts.too_long().to_owned());
    }
    let told = value::words(item, value);
    match item.verdict(value) {
        Verdict::Passed | Verdict::Told => ("ok", "ok", told),
        Verdict::Failed => ("bad", "bad", told),
        Verdict::NotApplicable => ("none", "plain", told),
    }
}
