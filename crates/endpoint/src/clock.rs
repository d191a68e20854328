//! The time and new ids, which the rules take as arguments.

use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;
use yishi_domain::Timestamp;

/// Now. A machine whose clock stands before 1970 is taken for 1970.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// A new id; ids grow with time, which keeps database indexes dense.
pub(crate) fn new_id() -> Uuid {
    Uuid::now_v7()
}
