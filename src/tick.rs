//! The time as it goes, for what changes with it.

use std::time::Duration;

use crate::view::prelude::*;
use leptos::prelude::set_interval_with_handle;
use yishi_domain::Timestamp;

use crate::session::now;

/// The time, told each second for as long as the page is shown.
pub(crate) fn each_second() -> RwSignal<Timestamp> {
    every(Duration::from_secs(1))
}

/// The time, told often enough for what begins and ends with a minute.
pub(crate) fn each_quarter() -> RwSignal<Timestamp> {
    every(Duration::from_secs(15))
}

fn every(pause: Duration) -> RwSignal<Timestamp> {
    let time = RwSignal::new(now());
    let tell = move || {
        let _ = time.try_set(now());
    };
    if let Ok(handle) = set_interval_with_handle(tell, pause) {
        on_cleanup(move || handle.clear());
    }
    time
}
