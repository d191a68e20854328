//! Reading aloud with the phone's own voice.

use crate::view::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance};

use super::Icon;
use crate::prefs;
use crate::text::t;

/// Whether this browser can speak at all.
pub fn available() -> bool {
    synthesis().is_some()
}

/// Reads a text aloud, in the language that is set, after ending what is read now.
pub fn say(text: &str, ended: impl FnMut() + 'static) {
    let (Some(synthesis), Ok(utterance)) =
        (synthesis(), SpeechSynthesisUtterance::new_with_text(text))
    else {
        return;
    };
    synthesis.cancel();
    utterance.set_lang(prefs::language().tag());
    utterance.set_rate(0.9);
    let ended = wasm_bindgen::closure::Closure::once_into_js(ended);
    utterance.set_onend(Some(ended.unchecked_ref()));
    synthesis.speak(&utterance);
}

/// Ends what is read now.
pub fn stop() {
    if let Some(synthesis) = synthesis() {
        synthesis.cancel();
    }
}

/// The words of the page that stands in `<main>`: headings, paragraphs and facts, not buttons.
pub fn words_of_page() -> String {
    let Ok(nodes) =
        document().query_selector_all("main :is(h1, h2, h3, p, dt, dd, li > strong, label, .tag)")
    else {
        return String::new();
    };
    let mut words = String::new();
    for place in 0..nodes.length() {
        if let Some(text) = nodes.get(place).and_then(|node| node.text_content()) {
            words.push_str(text.trim());
            words.push_str("。\n");
        }
    }
    words
}

/// Some browsers lack it; asking by name instead of by binding keeps those from throwing.
fn synthesis() -> Option<SpeechSynthesis> {
    js_sys::Reflect::get(&window(), &JsValue::from_str("speechSynthesis"))
        .ok()?
        .dyn_into()
        .ok()
}

/// A button that reads the page aloud and, pressed again, ends it. Hidden where the browser cannot speak.
#[component]
pub fn ReadAloud(
    /// A pill in the header instead of a wide button
    #[prop(optional)]
    small: bool,
) -> View {
    let speaking = RwSignal::new(false);
    let press = move |_| {
        if speaking.get_untracked() {
            stop();
            speaking.set(false);
        } else {
            speaking.set(true);
            // The page may be gone when the voice ends.
            say(&words_of_page(), move || {
                let _ = speaking.try_set(false);
            });
        }
    };
    let label = move || match (speaking.get(), small) {
        (true, _) => t().app.read_stop(),
        (false, true) => t().app.read_aloud(),
        (false, false) => t().app.read_to_me(),
    };
    available().then(|| {
        view! {
            <button
                type="button"
                class=if small { "pill" } else { "button" }
                aria-pressed=move || if speaking.get() { "true" } else { "false" }
                on:click=press
            >
                {move || if speaking.get() { view! { <Icon name="stop" /> } } else { view! { <Icon name="sound" /> } }}
                {label}
            </button>
        }
    })
}
