//! The code by which a voter finds the own ballot among the published ones.

use sha2::{Digest as _, Sha256};

use crate::{CommandId, Digest, SealId};

/// The receipt of an open ballot: 40 of the random bits of the command's id. The phone knows it at once, also
/// without a network, and it says nothing of when.
#[must_use]
pub fn receipt(command: CommandId) -> String {
    written(&command.0.as_bytes()[11..])
}

/// The receipt of a sealed ballot: 40 bits of the SHA-256 of what the phone has drawn for it alone. Nobody who has
/// the receipt finds the seal, and nothing that anybody is ever sent holds either of them beside a voter.
#[must_use]
pub fn sealed_receipt(seal: SealId) -> String {
    written(&Sha256::digest(seal.0.as_bytes()))
}

/// The receipt of one of many ballots that one command enters.
pub(super) fn receipt_of_row(command: CommandId, row: usize) -> String {
    let mut hash = Sha256::new();
    hash.update(command.0.as_bytes());
    hash.update((row as u64).to_be_bytes());
    written(&hash.finalize())
}

/// The receipt of a sealed sheet of paper, which nobody is told: it makes the sheet look like all other ballots.
pub(super) fn drawn_receipt(drawn: Digest) -> String {
    written(&drawn.0[16..])
}

/// The first 40 bits in Crockford's base 32.
fn written(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = bytes
        .iter()
        .take(5)
        .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    let digit = |place: u32| char::from(DIGITS[(bits >> (5 * place) & 31) as usize]);
    let mut receipt: String = (4..8).rev().map(digit).collect();
    receipt.push('-');
    receipt.extend((0..4).rev().map(digit));
    receipt
}
