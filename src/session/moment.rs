//! The phone's dice: the only place of the app that has them.

use uuid::{Builder, Uuid};

use crate::clock::now;

/// A new id: a UUID of version 7 (RFC 9562), so that ids sort by the time they were made.
pub(crate) fn new_id() -> Uuid {
    let mut random = [0; 10];
    // The browser's random source does not fail; if it did, the time alone would still keep ids apart on one phone.
    let _ = getrandom::fill(&mut random);
    Builder::from_unix_timestamp_millis(now().0.unsigned_abs(), &random).into_uuid()
}

/// A new id that tells nothing of the phone or the time: a UUID of version 4.
pub(crate) fn new_secret_id() -> Uuid {
    let mut random = [0; 16];
    match getrandom::fill(&mut random) {
        Ok(()) => Builder::from_random_bytes(random).into_uuid(),
        Err(_) => new_id(),
    }
}

/// A new device token: 256 random bits in hexadecimal.
pub(crate) fn new_token() -> String {
    let mut random = [0; 32];
    // Without randomness a token could be guessed: then the endpoint is asked to refuse it.
    match getrandom::fill(&mut random) {
        Ok(()) => yishi_domain::Digest(random).to_string(),
        Err(_) => String::new(),
    }
}

/// A number from 0 to 1, for jitter only.
pub(crate) fn jitter() -> f64 {
    js_sys::Math::random()
}
