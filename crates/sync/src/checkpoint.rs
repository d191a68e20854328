//! The folded state as bytes: read by the code that wrote it only, so it needs no stable format.

use yishi_domain::State;

/// The state as bytes.
///
/// # Panics
/// Never: writing to memory cannot fail, and every part of a state has a known length.
#[must_use]
pub fn encode(state: &State) -> Vec<u8> {
    postcard::to_stdvec(state).expect("a state has only parts of known length")
}

/// The state from bytes; nothing if they are damaged.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<State> {
    postcard::from_bytes(bytes).ok()
}
