//! The time. A phone's own clock may be wrong by hours or days; once the endpoint has been heard, its time counts
//! here too, also offline and after a restart, so that "today", closing times and check-in codes are right.

use std::cell::Cell;

use js_sys::{Date, Function, Promise};
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;
use yishi_domain::Timestamp;

use crate::prefs;

/// Name of the note of how far the phone's clock is behind, in milliseconds: what a phone has heard must survive a flat
/// battery, or it would answer for another day.
pub(crate) const NOTE: &str = "clock";

/// Name of a copy in the browser's other storage, which is read at once and may be older.
const KEY: &str = "yishi.clock";

/// A difference below this may as well be the answer's way through the network.
const TOLERANCE: i64 = 30_000;

thread_local! {
    static BEHIND: Cell<i64> = Cell::new(
        prefs::stored(KEY).and_then(|text| text.parse().ok()).unwrap_or_default(),
    );
    /// What the note says.
    static NOTED: Cell<i64> = const { Cell::new(0) };
}

/// Now, as the endpoint would say. It is shown, and it proves nothing: what is decided takes the endpoint's time.
pub(crate) fn now() -> Timestamp {
    Timestamp(own().saturating_add(BEHIND.get()))
}

/// The phone's own clock, to measure how long something takes.
#[allow(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 are whole and far below 2^53"
)]
pub(crate) fn own() -> i64 {
    Date::now() as i64
}

/// Lets so many milliseconds pass.
pub(crate) async fn pause(millis: i32) {
    let mut later = |done: Function, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, millis);
    };
    let _ = JsFuture::from(Promise::new(&mut later)).await;
}

/// What was noted before this start.
pub(crate) fn known(note: Option<&str>) {
    if let Some(behind) = note.and_then(|text| text.parse().ok()) {
        BEHIND.set(behind);
        NOTED.set(behind);
    }
}

/// The endpoint has just said what time it is. What this gives is to be noted, if anything.
pub(crate) fn heard(time: Timestamp) -> Option<i64> {
    let behind = corrected(BEHIND.get(), time.0.saturating_sub(own()));
    BEHIND.set(behind);
    (behind != NOTED.get()).then_some(behind)
}

/// It is noted.
pub(crate) fn noted(behind: i64) {
    NOTED.set(behind);
    prefs::store(KEY, &behind.to_string());
}

/// How far the clock is behind, from what was known and what was heard. A phone whose clock was set right again
/// goes by it.
fn corrected(known: i64, heard: i64) -> i64 {
    match () {
        () if heard.abs() < TOLERANCE => 0,
        () if (heard - known).abs() < TOLERANCE => known,
        () => heard,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_wrong_clock_is_corrected_and_a_right_one_left_alone() {
        let day = 86_400_000;
        assert_eq!(corrected(0, 1_200), 0);
        assert_eq!(corrected(0, day), day);
        assert_eq!(corrected(day, day - 4_000), day);
        assert_eq!(corrected(day, -day), -day);
        assert_eq!(corrected(day, 300), 0);
    }
}
