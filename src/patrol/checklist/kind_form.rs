//! What an item asks, to fill in: its kind, and what that kind wants to know.

use super::item_form::{Bound, kind_name};
use super::raw::{Kind, RawItem};
use crate::text::t;
use crate::ui::{Choice, ChoiceGroup, Field, TextArea};
use crate::view::prelude::*;

#[component]
pub(super) fn KindFields(bound: Bound, item: RawItem, kind: RwSignal<Kind>) -> View {
    let texts = t().checklist;
    let place = Kind::ALL.iter().position(|one| *one == item.kind);
    let chosen = bound.chosen(place.map(|place| place.to_string()), move |item, chosen| {
        let place = chosen.and_then(|place| place.parse::<usize>().ok());
        let now = place
            .and_then(|place| Kind::ALL.get(place).copied())
            .unwrap_or_default();
        item.kind = now;
        kind.set(now);
    });
    let kinds = Kind::ALL.iter().enumerate();
    let kinds = kinds.map(|(place, kind)| Choice::new(place.to_string(), kind_name(*kind)));
    let max = bound.text(&item.max, |item, max| item.max = max);
    let options = bound.text(&item.options, |item, options| item.options = options);
    let unit = bound.text(&item.unit, |item, unit| item.unit = unit);
    let least = bound.text(&item.least, |item, least| item.least = least);
    let most = bound.text(&item.most, |item, most| item.most = most);
    let fields = move || match kind.get() {
        Kind::Score => {
            view! { <Field label=t().checklist.max() hint=t().checklist.max_hint() value=max kind="number" /> }
        }
        Kind::Choice => view! {
            <TextArea label=t().checklist.options() hint=t().checklist.options_hint() value=options rows=4 />
        },
        Kind::Number => view! {
            <Field label=t().checklist.unit() hint=t().checklist.unit_hint() value=unit most=10 />
            <div class="row">
                <Field label=t().checklist.least() value=least />
                <Field label=t().checklist.most() value=most />
            </div>
            <p class="hint">{t().checklist.range_hint()}</p>
        },
        Kind::PassFail | Kind::Text | Kind::Photo => View::Nothing,
    };
    view! {
        <div class="in-two">
            <ChoiceGroup label=texts.kind() choices=kinds.collect() value=chosen />
        </div>
        {fields}
    }
}
