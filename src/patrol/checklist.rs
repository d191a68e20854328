//! Checklists, for staff: which there are, what they ask, and building them.

mod editor;
mod import;
mod item_form;
mod kind_form;
mod list;
mod page;
mod raw;
mod section;

pub(super) use editor::{EditChecklist, NewChecklist};
pub(super) use list::Checklists;
pub(super) use page::ChecklistPage;

use super::draft::Book;
use super::fill::Steps;
use std::sync::Arc;

use yishi_domain::patrol::{Checklist, Item, ItemKind};

use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Look};
use crate::view::prelude::*;

/// What an item asks, in few words: 打分 0–5 · 权重 2 · 关键项.
fn about(item: &Item) -> String {
    let texts = t().checklist;
    let kind = match &item.kind {
        ItemKind::PassFail => texts.kind_pass_fail().to_owned(),
        ItemKind::Score { max } => texts.about_score(max),
        ItemKind::Choice { options } => texts.about_choice(options.len()),
        ItemKind::Number {
            unit,
            decimals,
            least,
            most,
        } => match super::value::range(*least, *most, *decimals, unit) {
            Some(range) => texts.about_range(range),
            None => texts.kind_number().to_owned(),
        },
        ItemKind::Text => texts.kind_text().to_owned(),
        ItemKind::Photo => texts.kind_photo().to_owned(),
    };
    let mut parts = vec![kind];
    if item.weight > 0 {
        parts.push(texts.about_weight(item.weight));
    }
    if item.critical {
        parts.push(t().inspect.critical().to_owned());
    }
    if item.photo_on_fail {
        parts.push(texts.about_photo().to_owned());
    }
    parts.join(" · ")
}

/// The checklist as a representative fills it in; nothing of it is kept.
#[component]
fn Preview(
    list: Arc<Checklist>,
    /// Whether it is looked at
    open: RwSignal<bool>,
) -> View {
    let book = Book::trial(session(), list.clone());
    let texts = t().checklist;
    view! {
        <p class="hint">{texts.preview_hint()}</p>
        <Button label=texts.preview_end() look=Look::Plain icon="back" on_press=move || open.set(false) />
        <div class="preview"><Steps book list /></div>
    }
}
