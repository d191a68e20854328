//! Writing by voice, where the browser offers it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

use super::Icon;
use crate::clock::own;
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

/// What is listening now. It outlives its button: the last words are told a moment after it was stopped.
struct Listening {
    recognition: Recognition,
    _acts: [Closure<dyn FnMut(JsValue)>; 3],
}

/// For so many milliseconds the last words are waited for.
const LAST_WORDS: i64 = 3_000;

thread_local! {
    /// The only one: no browser listens twice at once.
    static NOW: RefCell<Option<Listening>> = const { RefCell::new(None) };
    /// When it was stopped, unless it has told that it has ended.
    static STOPPED: Cell<Option<i64>> = const { Cell::new(None) };
}

/// Whether words may still come that were said before the stop.
pub fn hears_out() -> bool {
    STOPPED
        .get()
        .is_some_and(|at| (own() - at).abs() < LAST_WORDS)
}

/// What takes the last words when their field is gone: whoever goes on has spoken until then.
#[derive(Clone, Default)]
pub struct Late(Option<Take>);

type Take = Rc<dyn Fn(&str)>;

impl Late {
    /// That takes them.
    pub fn new(take: impl Fn(&str) + 'static) -> Self {
        Self(Some(Rc::new(take)))
    }
}

/// The browser's own name for it, or its older one; most browsers of WeChat have neither.
fn maker() -> Option<Function> {
    let find = |name: &str| Reflect::get(&window(), &name.into()).ok()?.dyn_into().ok();
    find("SpeechRecognition").or_else(|| find("webkitSpeechRecognition"))
}

/// Why nothing is heard, in words; nothing where somebody has ended it.
fn why(code: &str) -> Option<&'static str> {
    let texts = t().app;
    match code {
        "aborted" => None,
        "no-speech" => Some(texts.dictate_silence()),
        "not-allowed" | "service-not-allowed" => Some(texts.dictate_forbidden()),
        "network" => Some(texts.dictate_no_network()),
        _ => Some(texts.dictate_failed()),
    }
}

/// A button that writes what is said behind what is written. Nothing where the browser cannot do it.
#[component]
pub fn Dictation(
    /// What is written
    into: RwSignal<String>,
    /// Takes the last words when `into` is gone
    #[prop(optional)]
    late: Late,
) -> View {
    let Some(maker) = maker() else {
        return View::Nothing;
    };
    let listening = RwSignal::new(false);
    let failed = RwSignal::new(None::<&'static str>);
    on_cleanup(move || {
        if listening.try_get_untracked() == Some(true) {
            stop();
        }
    });
    let press = move |_| {
        if listening.get_untracked() {
            return stop();
        }
        let begun = begin(&maker, into, late.clone(), listening, failed);
        failed.set(begun.is_none().then_some(t().app.dictate_failed()));
        listening.set(begun.is_some());
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
            {move || {
                let listens = listening.get().then(|| t().app.dictate_listening());
                listens.or(failed.get()).map(|told| view! { <p class="hint">{told}</p> })
            }}
        </div>
    }
}

fn stop() {
    NOW.with_borrow(|now| {
        if let Some(now) = now {
            STOPPED.set(Some(own()));
            now.recognition.stop();
        }
    });
}

fn begin(
    maker: &Function,
    into: RwSignal<String>,
    late: Late,
    listening: RwSignal<bool>,
    failed: RwSignal<Option<&'static str>>,
) -> Option<()> {
    let made = Reflect::construct(maker, &js_sys::Array::new()).ok()?;
    let recognition: Recognition = made.unchecked_into();
    recognition.set_lang(prefs::language().tag());
    recognition.set_continuous(true);
    let heard = Closure::new(move |event: JsValue| {
        let said = said(&event).unwrap_or_default();
        if into.try_update(|text| text.push_str(&said)).is_none()
            && let Some(take) = &late.0
        {
            take(&said);
        }
    });
    let wrong = Closure::new(move |event: JsValue| {
        let code = Reflect::get(&event, &"error".into()).ok();
        let code = code.and_then(|code| code.as_string()).unwrap_or_default();
        if let Some(why) = why(&code) {
            let _ = failed.try_set(Some(why));
        }
    });
    let ended = Closure::new(move |_| {
        STOPPED.set(None);
        let _ = listening.try_set(false);
    });
    recognition.set_onresult(heard.as_ref());
    recognition.set_onerror(wrong.as_ref());
    recognition.set_onend(ended.as_ref());
    // One that has not ended yet has nothing more to tell to anybody.
    let before = NOW.take();
    if let Some(before) = &before {
        let nobody = JsValue::NULL;
        before.recognition.set_onresult(&nobody);
        before.recognition.set_onerror(&nobody);
        before.recognition.set_onend(&nobody);
        before.recognition.stop();
    }
    STOPPED.set(None);
    recognition.start().ok()?;
    NOW.set(Some(Listening {
        recognition,
        _acts: [heard, wrong, ended],
    }));
    Some(())
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
