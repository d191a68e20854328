//! New ids. The time comes from the app, the dice are the browser's.

use uuid::{Builder, Uuid};
use yishi_domain::Timestamp;

/// Draws ids: UUIDs of version 7 (RFC 9562) of that moment.
pub(crate) fn ids(now: Timestamp) -> impl FnMut() -> Uuid {
    move || {
        let mut random = [0; 10];
        // The browser's random source does not fail; if it did, ids would be told apart by time alone.
        let _ = getrandom::fill(&mut random);
        Builder::from_unix_timestamp_millis(now.0.unsigned_abs(), &random).into_uuid()
    }
}
