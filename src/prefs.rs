//! What a person set on this phone: letter size and language. Light and dark follow the phone, in the style sheet.
//!
//! `index.html` reads the same keys of the browser's storage before the first paint.

use crate::view::prelude::*;
use web_sys::Storage;

use crate::text::Language;

const ELDER_KEY: &str = "yishi.elder";
const LANGUAGE_KEY: &str = "yishi.lang";

#[derive(Clone)]
struct Prefs {
    elder: ArcRwSignal<bool>,
    language: ArcRwSignal<Language>,
}

thread_local! {
    static PREFS: Prefs = Prefs {
        elder: ArcRwSignal::new(stored(ELDER_KEY).as_deref() == Some("1")),
        language: ArcRwSignal::new(match stored(LANGUAGE_KEY).as_deref() {
            Some("en") => Language::English,
            _ => Language::Chinese,
        }),
    };
}

/// Whether letters and targets are large; reactive.
pub fn elder() -> bool {
    PREFS.with(|prefs| prefs.elder.clone()).get()
}

/// Changes between standard and elder mode, and remembers it.
pub fn set_elder(elder: bool) {
    store(ELDER_KEY, if elder { "1" } else { "0" });
    if let Some(root) = root() {
        let _ = root.class_list().toggle_with_force("elder", elder);
    }
    PREFS.with(|prefs| prefs.elder.clone()).set(elder);
}

/// The language now, without following its changes: the page is built anew when it changes.
pub fn language() -> Language {
    PREFS.with(|prefs| prefs.language.clone()).get_untracked()
}

/// The language, reactive; for the shell, which builds the page anew.
pub fn language_followed() -> Language {
    PREFS.with(|prefs| prefs.language.clone()).get()
}

/// Changes the language, and remembers it.
pub fn set_language(language: Language) {
    store(LANGUAGE_KEY, language.tag());
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", language.tag());
    }
    PREFS.with(|prefs| prefs.language.clone()).set(language);
}

fn root() -> Option<web_sys::Element> {
    document().document_element()
}

/// The browser may refuse its storage (private mode, blocked cookies); then a choice lasts until the page closes.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

pub(crate) fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

pub(crate) fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}
