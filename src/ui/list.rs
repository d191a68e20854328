//! Long lists, a part at a time.

use std::hash::Hash;

use crate::view::prelude::*;

use super::{Button, Look};
use crate::part::Part;
use crate::prefs;
use crate::text::t;

/// Shows the first items and, on request, more: a cheap phone need not draw what nobody has scrolled to.
/// Elder mode shows fewer at a time. What stands for an empty list is up to the page.
#[component]
pub fn List<T, K, KF, R, V>(
    /// All of them, in order
    #[prop(into)]
    items: Signal<Vec<T>>,
    /// What tells them apart: an id, never a position
    key: KF,
    /// One item
    row: R,
    /// How many are shown at first
    #[prop(default = 20)]
    first: usize,
    /// How many more are shown, where that outlives the list
    #[prop(optional)]
    extra: Option<RwSignal<usize>>,
) -> View
where
    T: Clone + Send + Sync + 'static,
    K: Eq + Hash + 'static,
    KF: Fn(&T) -> K + Clone + Send + Sync + 'static,
    R: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let part = move || {
        if prefs::elder() {
            first.div_ceil(2)
        } else {
            first
        }
    };
    let extra = extra.unwrap_or_else(|| RwSignal::new(0));
    let shown = move || part() + extra.get();
    let window =
        move || items.with(|items| items.iter().take(shown()).cloned().collect::<Vec<_>>());
    let hidden = Part::new(move || items.with(Vec::len).saturating_sub(shown()));
    let any_hidden = move || hidden.get() > 0;
    view! {
        <ul class="list">
            <For each=window key=key let:item>
                <li>{row(item)}</li>
            </For>
        </ul>
        <Show when=any_hidden>
            <Button
                label=Signal::derive(move || t().app.more(hidden.get()))
                look=Look::Quiet
                on_press=move || extra.update(|extra| *extra += part())
            />
        </Show>
    }
}
