//! Whether the window is a desk's.

use crate::view::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// From here on a list stands beside what was chosen in it; style/shell.css has the same.
const DESK: &str = "(min-width: 900px)";

thread_local! {
    static WIDE: ArcRwSignal<bool> = followed();
}

/// Whether the window is as wide as a desk's; reactive.
pub fn wide() -> bool {
    WIDE.with(Clone::clone).get()
}

fn followed() -> ArcRwSignal<bool> {
    let query = window().match_media(DESK).ok().flatten();
    let signal = ArcRwSignal::new(query.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(query) = query {
        let (own, told) = (query.clone(), signal.clone());
        let changed = Closure::<dyn FnMut()>::new(move || told.set(own.matches()));
        let _ = query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        // It is followed for as long as the page is open.
        changed.forget();
    }
    signal
}
