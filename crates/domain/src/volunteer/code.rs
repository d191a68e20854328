//! Which keys the codes at a shift are made of. The key of a shift is the HMAC of its id under its activity's key, so
//! that a code of one shift is none of another.

use super::{Activity, Phase, Shift};
use crate::code::{Code, key_within};
use crate::{Digest, ShiftId, Timestamp};

impl Code {
    /// The code of a shift at a moment; none on a phone that has no key for it.
    #[must_use]
    pub fn of(activity: &Activity, id: ShiftId, shift: &Shift, at: Timestamp) -> Option<Self> {
        let keys = keys(activity, id, shift);
        keys.first().map(|key| Self::at(key, at))
    }
}

/// The key that the codes of a shift are made of: the one of who leads it in somebody's place, or else the newest of
/// its activity's lead of that day that was issued before it begins.
pub(super) fn keys(activity: &Activity, id: ShiftId, shift: &Shift) -> Vec<Digest> {
    let mut keys: Vec<Digest> = shift.key.into_iter().collect();
    keys.extend(shift_key(activity, id, shift));
    keys.dedup();
    keys
}

/// The key that a shift has from its activity.
pub(super) fn shift_key(activity: &Activity, id: ShiftId, shift: &Shift) -> Option<Digest> {
    let lead = activity.on(shift.day).and_then(Phase::lead);
    let keys = activity.keys.iter().rev();
    let mut keys = keys.filter(|key| key.since <= shift.starts_at);
    let of_lead = keys.clone().find(|key| key.lead == lead);
    let key = of_lead.or_else(|| keys.next())?;
    Some(key_within(&key.key, id.0.as_bytes()))
}
