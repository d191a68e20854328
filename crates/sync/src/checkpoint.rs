//! The folded state as bytes: read by the code that wrote it only, so it needs no stable format.

use yishi_domain::State;

use crate::wire::{from_packed, pack};

/// The state as bytes.
#[must_use]
pub fn encode(state: &State) -> Vec<u8> {
    pack(state)
}

/// The state from bytes; nothing if they are damaged.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<State> {
    from_packed(bytes)
}
