//! Going from screen to screen: the browser's address and history on one side, the current [`Route`] on the other.
//!
//! Links are plain `<a href="#/…">`. Going back brings the screen back to where it was scrolled: each entry of
//! the browser's history carries its place in the row, so that going back is told from following a link.

use std::cell::RefCell;

use crate::view::prelude::*;
use leptos::ev;
use wasm_bindgen::JsValue;
use web_sys::{History, ScrollRestoration};

use crate::route::Route;

struct Navigation {
    route: ArcRwSignal<Route>,
    /// How far each screen of the row was scrolled when it was left
    scrolls: Vec<f64>,
    /// The place in the row of the screen that is shown
    place: usize,
    moved: bool,
    returned: bool,
}

thread_local! {
    static NAVIGATION: RefCell<Navigation> = RefCell::new(Navigation {
        route: ArcRwSignal::new(Route::parse(&hash())),
        scrolls: Vec::new(),
        place: 0,
        moved: false,
        returned: false,
    });
}

/// The screen to show; reactive.
pub fn route() -> Route {
    signal().get()
}

/// The address of a screen, as another phone opens it: this page's, with the screen's place.
pub fn address(to: &Route) -> String {
    let here = window().location().href().unwrap_or_default();
    let page = here.split('#').next().unwrap_or_default();
    format!("{page}{}", to.href())
}

/// Whether the person has gone anywhere since the app was opened: only then may the focus be moved.
pub fn moved() -> bool {
    NAVIGATION.with_borrow(|navigation| navigation.moved)
}

/// Whether the screen is shown again because the person came back to it: it is to look as it was left.
pub fn returned() -> bool {
    NAVIGATION.with_borrow(|navigation| navigation.returned)
}

/// Begins to follow the address. Call once.
pub fn follow_address() {
    if let Some(history) = history() {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
    // After a reload the entry still knows its place.
    let place = marked_place().unwrap_or(0);
    NAVIGATION.with_borrow_mut(|navigation| navigation.place = place);
    mark(place, None);
    window_event_listener(ev::hashchange, |_| arrive());
}

/// Goes to a screen; the way back leads here.
pub fn go(route: &Route) {
    let _ = window().location().set_hash(&route.href());
}

/// Goes to a screen in place of this one: after sending a form, the way back must not lead into it again.
pub fn replace(route: &Route) {
    let place = NAVIGATION.with_borrow_mut(|navigation| {
        navigation.moved = true;
        navigation.returned = false;
        navigation.place
    });
    mark(place, Some(&route.href()));
    show(0.0);
}

/// Goes back to the screen before; to `otherwise` if this one was opened directly.
pub fn back(otherwise: &Route) {
    let inside = NAVIGATION.with_borrow(|navigation| navigation.place > 0);
    match history() {
        Some(history) if inside => {
            let _ = history.back();
        }
        _ => replace(otherwise),
    }
}

/// Something that lies over the screen and that the phone's way back takes away, instead of leaving the screen. It
/// has an entry of its own in the browser's history; copies are the same.
#[derive(Clone, Copy)]
pub struct Cover {
    lies: StoredValue<bool>,
}

impl Cover {
    /// Nothing yet. `lifted` is called when it was taken away.
    pub fn new(lifted: impl Fn() + 'static) -> Self {
        let lies = StoredValue::new(false);
        let back = window_event_listener(ev::popstate, move |_| {
            if lies.try_get_value() == Some(true) {
                lies.set_value(false);
                lifted();
            }
        });
        on_cleanup(move || back.remove());
        Self { lies }
    }

    /// It lies over the screen from now on.
    pub fn put(self) {
        let place = NAVIGATION.with_borrow(|navigation| navigation.place);
        #[allow(clippy::cast_precision_loss, reason = "nobody goes to 2^53 screens")]
        let place = JsValue::from_f64(place as f64);
        if let Some(history) = history() {
            self.lies
                .set_value(history.push_state_with_url(&place, "", None).is_ok());
        }
    }

    /// Takes it away, as the way back would.
    pub fn lift(self) {
        if self.lies.get_value()
            && let Some(history) = history()
        {
            let _ = history.back();
        }
    }
}

/// Begins anew on the home page: after the phone has gone over to another member nothing of the one before
/// may go on.
pub fn begin_anew() {
    let location = window().location();
    let _ = location.set_hash("#/");
    let _ = location.reload();
}

/// The address has changed, by a link, by the back button or by hand.
fn arrive() {
    let left_at = window().scroll_y().unwrap_or_default();
    let marked = marked_place();
    let (place, scroll) = NAVIGATION.with_borrow_mut(|navigation| {
        let left = navigation.place;
        if navigation.scrolls.len() <= left {
            navigation.scrolls.resize(left + 1, 0.0);
        }
        navigation.scrolls[left] = left_at;
        navigation.moved = true;
        navigation.place = marked.unwrap_or(left + 1);
        navigation.returned = navigation.place < left;
        let scroll = marked.and_then(|place| navigation.scrolls.get(place).copied());
        (navigation.place, scroll.unwrap_or_default())
    });
    if marked.is_none() {
        mark(place, None);
    }
    show(scroll);
}

fn show(scroll: f64) {
    let (signal, next) = (signal(), Route::parse(&hash()));
    if signal.get_untracked() != next {
        signal.set(next);
    }
    if scroll > 0.0 {
        // The new screen is drawn by the effects that run before the next frame.
        request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, scroll));
    } else {
        // At once: a busy phone's next frame may come after somebody has begun to scroll what is there already.
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

fn signal() -> ArcRwSignal<Route> {
    NAVIGATION.with_borrow(|navigation| navigation.route.clone())
}

fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

fn history() -> Option<History> {
    window().history().ok()
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "only `mark` writes it, from a place"
)]
fn marked_place() -> Option<usize> {
    Some(history()?.state().ok()?.as_f64()? as usize)
}

/// Writes its place into the current entry of the history, and another address if there is one.
#[allow(clippy::cast_precision_loss, reason = "nobody goes to 2^53 screens")]
fn mark(place: usize, href: Option<&str>) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::from_f64(place as f64), "", href);
    }
}
