//! Going from screen to screen: the browser's address and history on one side, the current [`Route`] on the other.
//!
//! Links are plain `<a href="#/…">`. Going back brings the screen back to where it was scrolled.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::route::Route;

/// A screen that was shown, and how far it was scrolled when it was left.
struct Visit {
    hash: String,
    scroll: f64,
}

struct Navigation {
    route: ArcRwSignal<Route>,
    visits: Vec<Visit>,
    moved: bool,
}

thread_local! {
    static NAVIGATION: std::cell::RefCell<Navigation> = std::cell::RefCell::new(Navigation {
        route: ArcRwSignal::new(Route::parse(&hash())),
        visits: vec![Visit { hash: hash(), scroll: 0.0 }],
        moved: false,
    });
}

fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

fn signal() -> ArcRwSignal<Route> {
    NAVIGATION.with(|navigation| navigation.borrow().route.clone())
}

/// The screen to show; reactive.
pub fn route() -> Route {
    signal().get()
}

/// Whether the person has gone anywhere since the app was opened: only then may the focus be moved.
pub fn moved() -> bool {
    NAVIGATION.with(|navigation| navigation.borrow().moved)
}

/// Begins to follow the address. Call once.
pub fn follow_address() {
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
    window_event_listener(ev::hashchange, |_| arrive());
}

/// Goes to a screen; the way back leads here.
pub fn go(route: &Route) {
    let _ = window().location().set_hash(&route.href());
}

/// Goes to a screen in place of this one: after sending a form, the way back must not lead into it again.
pub fn replace(route: &Route) {
    let href = route.href();
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&href));
    }
    NAVIGATION.with(|navigation| {
        let navigation = &mut *navigation.borrow_mut();
        navigation.moved = true;
        if let Some(visit) = navigation.visits.last_mut() {
            *visit = Visit {
                hash: href,
                scroll: 0.0,
            };
        }
    });
    show(0.0);
}

/// Goes back to the screen before; to `otherwise` if this one was opened directly.
pub fn back(otherwise: &Route) {
    let inside = NAVIGATION.with(|navigation| navigation.borrow().visits.len() > 1);
    match window().history() {
        Ok(history) if inside => {
            let _ = history.back();
        }
        _ => replace(otherwise),
    }
}

/// The address has changed, by a link, by the back button or by hand.
fn arrive() {
    let (hash, left_at) = (hash(), window().scroll_y().unwrap_or_default());
    let scroll = NAVIGATION.with(|navigation| {
        let navigation = &mut *navigation.borrow_mut();
        navigation.moved = true;
        if let Some(visit) = navigation.visits.last_mut() {
            visit.scroll = left_at;
        }
        let before = navigation
            .visits
            .len()
            .checked_sub(2)
            .and_then(|place| navigation.visits.get(place));
        match before {
            Some(visit) if visit.hash == hash => {
                let scroll = visit.scroll;
                navigation.visits.pop();
                scroll
            }
            _ => {
                navigation.visits.push(Visit { hash, scroll: 0.0 });
                0.0
            }
        }
    });
    show(scroll);
}

fn show(scroll: f64) {
    let (signal, next) = (signal(), Route::parse(&hash()));
    if signal.get_untracked() != next {
        signal.set(next);
    }
    // The new screen is drawn by the effects that run before the next frame.
    request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, scroll));
}
