//! How far something has come towards a mark.

use crate::view::prelude::*;

use super::number::{per_mille, tenths};
use crate::text::t;

/// A bar with its figures in words above it, and a line where enough is reached.
#[component]
pub fn Meter(
    /// What is counted: 户数, 面积
    #[prop(into)]
    label: Signal<String>,
    /// How much there is
    #[prop(into)]
    value: Signal<u64>,
    /// How much there could be
    #[prop(into)]
    total: Signal<u64>,
    /// The share that is needed, as a fraction
    #[prop(optional_no_strip)]
    threshold: Option<(u64, u64)>,
    /// The figures in words: 13 / 24,还差 3 户
    #[prop(into)]
    text: Signal<String>,
) -> View {
    let width = move || format!("width:{}", percent(per_mille(value.get(), total.get())));
    let mark = threshold.map(|(part, whole)| format!("left:{}", percent(per_mille(part, whole))));
    let spoken = move || match threshold {
        Some((part, whole)) => format!(
            "{} {}",
            text.get(),
            t().app.threshold(format_args!("{part}/{whole}"))
        ),
        None => text.get(),
    };
    view! {
        <div class="meter">
            <p class="two">
                <span>{move || label.get()}</span>
                <strong>{move || text.get()}</strong>
            </p>
            <div
                class="bar"
                role="meter"
                aria-label=move || label.get()
                aria-valuemin="0"
                aria-valuemax="1000"
                aria-valuenow=move || per_mille(value.get(), total.get()).to_string()
                aria-valuetext=spoken
            >
                <i style=width></i>
                {mark.map(|mark| view! { <b style=mark></b> })}
            </div>
        </div>
    }
}

fn percent(per_mille: u64) -> String {
    format!("{}%", tenths(per_mille))
}
