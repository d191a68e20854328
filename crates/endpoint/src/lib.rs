//! The sync endpoint: it decides what phones send, keeps each community's log, and lets every phone
//! pull what it may see.

pub mod storage;
#[cfg(feature = "testing")]
pub mod testing;
