//! Writing by voice, where the browser offers it.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

use super::Icon;
use crate::prefs;
use crate::text::t;
use crate::view::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type Recognition;

    #[wasm_bindgen(method, setter)]
    fn set_lang(this: &Recognition, lang: &str);
    #[wasm_bindgen(method, setter)]
    fn set_continuous(this: &Recognition, on: bool);
    #[wasm_bindgen(method, setter)]
    fn set_onresult(this: &Recognition, act: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_onerror(this: &Recognition, act: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_onend(this: &Recognition, act: &JsValue);
    #[wasm_bindgen(method, catch)]
    fn start(this: &Recognition) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn stop(this: &Recognition);
}

/// What is listening now.
struct Listening {
    recognition: Recognition,
    _acts: [Closure<dyn FnMut(JsValue)>; 3],
}

/// The browser's own name for it, or its older one; most browsers of WeChat have neither.
fn maker() -> Option<Function> {
    let find = |name: &str| Reflect::get(&window(), &name.into()).ok()?.dyn_into().ok();
    find("SpeechRecognition").or_else(|| find("webkitSpeechRecognition"))
}

/// A button that writes what is said behind what is written. Nothing where the browser cannot do it.
#[component]
pub fn Dictation(
    /// What is written
    into: RwSignal<String>,
) -> View {
    let Some(maker) = maker() else {
        return View::Nothing;
    };
    let listening = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let now = StoredValue::new_local(None::<Listening>);
    let stop = move || {
        let _ = now.try_with_value(|now| now.as_ref().map(|now| now.recognition.stop()));
    };
    on_cleanup(stop);
    let press = move |_| {
        if listening.get_untracked() {
            return stop();
        }
        let begun = begin(&maker, into, listening, failed);
        failed.set(begun.is_none());
        listening.set(begun.is_some());
        now.set_value(begun);
    };
    let label = move || match listening.get() {
        true => t().app.dictate_stop(),
        false => t().app.dictate(),
    };
    view! {
        <button
            type="button"
            class="button quiet dictate"
            aria-pressed=move || if listening.get() { "true" } else { "false" }
            on:click=press
        >
            {move || match listening.get() {
                true => view! { <Icon name="stop" /> },
                false => view! { <Icon name="voice" /> },
            }}
            <span>{label}</span>
        </button>
        <div role="status">
            {move || failed.get().then(|| view! { <p class="hint">{t().app.dictate_failed()}</p> })}
        </div>
    }
}

fn begin(
    maker: &Function,
    into: RwSignal<String>,
    listening: RwSignal<bool>,
    failed: RwSignal<bool>,
) -> Option<Listening> {
    let made = Reflect::construct(maker, &js_sys::Array::new()).ok()?;
    let recognition: Recognition = made.unchecked_into();
    recognition.set_lang(prefs::language().tag());
    recognition.set_continuous(true);
    // The page may be gone when the voice arrives.
    let heard = Closure::new(move |event: JsValue| {
        let said = said(&event).unwrap_or_default();
        let _ = into.try_update(|text| text.push_str(&said));
    });
    let wrong = Closure::new(move |event: JsValue| {
        let code = Reflect::get(&event, &"error".into()).ok();
        let code = code.and_then(|code| code.as_string()).unwrap_or_default();
        if !matches!(code.as_str(), "no-speech" | "aborted") {
            let _ = failed.try_set(true);
        }
    });
    let ended = Closure::new(move |_| {
        let _ = listening.try_set(false);
    });
    recognition.set_onresult(heard.as_ref());
    recognition.set_onerror(wrong.as_ref());
    recognition.set_onend(ended.as_ref());
    recognition.start().ok()?;
    Some(Listening {
        recognition,
        _acts: [heard, wrong, ended],
    })
}

/// The words that are new in an event.
fn said(event: &JsValue) -> Option<String> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let at = |of: &JsValue, place: u32| Reflect::get_u32(of, place).ok();
    let results = get(event, "results")?;
    let count = |value: JsValue| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a small count
        value.as_f64().map(|count| count as u32)
    };
    let (first, all) = (
        count(get(event, "resultIndex")?)?,
        count(get(&results, "length")?)?,
    );
    let mut words = String::new();
    for place in first..all {
        let best = at(&at(&results, place)?, 0)?;
        words.push_str(&get(&best, "transcript")?.as_string()?);
    }
    Some(words)
}
