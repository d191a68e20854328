//! One question: what to look at, how it was last time, what it is now.

use yishi_domain::patrol::{Item, Verdict};

use super::before::Before;
use super::control::Control;
use super::detail::Detail;
use crate::form::Refused;
use crate::part::Part;
use crate::patrol::draft::Book;
use crate::text::t;
use crate::ui::{Badge, Tone, bring_into_sight};
use crate::view::prelude::*;

#[component]
pub(super) fn Question(book: Book, item: Item, section: String) -> View {
    let texts = t().inspect;
    let number = item.item;
    let asked = item.clone();
    let failed = Part::new(move || {
        let value = book.entry(number).value;
        value.is_some_and(|value| asked.verdict(&value) == Verdict::Failed)
    });
    Effect::new(move |before: Option<bool>| {
        let now = failed.get();
        if now && before == Some(false) {
            // In large letters what is to be done next stands below the buttons that were pressed.
            bring_into_sight(&[".question .detail label.button"]);
        }
        now
    });
    let critical = item
        .critical
        .then(|| view! { <Badge text=texts.critical() tone=Tone::Warn /> });
    let help = (!item.help.is_empty()).then(|| view! { <p class="hint">{item.help.clone()}</p> });
    let detail = item.clone();
    view! {
        <section class="question" aria-labelledby="question">
            <div class="meta"><span>{section}</span> {critical}</div>
            <h2 id="question" tabindex="-1">{item.text.clone()}</h2>
            {help}
            <Before book number />
            <Control book item />
            <Refused error=book.failed() />
            {move || view! { <Detail book item=detail.clone() failed=failed.get() /> }}
        </section>
    }
}
