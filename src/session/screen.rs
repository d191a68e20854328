//! Keeps the home screen as it stands, so that the next start can show it while the app is still on its way.
//!
//! `index.html` shows it before anything else is read, and the app draws the real one in its place. It stands beside
//! the letter size, where a page can read without waiting; it is shown only to the code that drew it, and goes when
//! the member does.

use std::cell::RefCell;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::Storage;
use yishi_sync::wire::to_json;

use super::Session;
use crate::route::Route;
use crate::view::prelude::{document, window};

/// Where `index.html` looks for it.
const KEY: &str = "yishi.screen";
/// Milliseconds in which nothing changes before it is kept.
const SETTLED: u32 = 500;
/// More than that is not read quickly either.
const MOST_BYTES: usize = 64 * 1024;

/// The screen of one session.
#[derive(Default)]
pub(super) struct Screen {
    timer: RefCell<Option<Timeout>>,
    kept: RefCell<String>,
    arrived: RefCell<Option<EventListener>>,
}

#[derive(Serialize)]
struct Kept {
    /// The code that drew it.
    code: String,
    lang: String,
    main: String,
}

impl Screen {
    /// Begins to keep it; the demonstration's is not kept.
    pub(super) fn follow(&self, session: Session) {
        let arrived = EventListener::new(&window(), "hashchange", move |_| {
            session.inner().screen.changed(session);
        });
        self.arrived.replace(Some(arrived));
        self.changed(session);
    }

    /// Something has changed: what is shown is kept when nothing changes any more.
    pub(super) fn changed(&self, session: Session) {
        if self.arrived.borrow().is_none() {
            return;
        }
        let timer = Timeout::new(SETTLED, move || session.inner().screen.keep());
        self.timer.replace(Some(timer));
    }

    fn keep(&self) {
        let screen = shown().filter(|screen| *screen != *self.kept.borrow());
        if let (Some(screen), Some(storage)) = (screen, storage()) {
            // Where there is no room the next start shows the empty frame.
            let _ = storage.set_item(KEY, &screen);
            self.kept.replace(screen);
        }
    }
}

/// Forgets the screen of a member who is no longer at this phone.
pub(super) fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The home screen, if it is shown and the page has named its code.
fn shown() -> Option<String> {
    let window = window();
    if Route::parse(&window.location().hash().ok()?) != Route::Home {
        return None;
    }
    let code = js_sys::Reflect::get(&window, &JsValue::from_str("yishiName")).ok()?;
    let main = document().query_selector("#app main").ok()??.inner_html();
    let kept = Kept {
        code: code.as_string()?,
        lang: document().document_element()?.get_attribute("lang")?,
        main,
    };
    Some(to_json(&kept)).filter(|text| text.len() <= MOST_BYTES)
}
