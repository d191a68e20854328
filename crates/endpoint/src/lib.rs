//! The sync endpoint: it decides what phones send, keeps each community's log, and lets every phone
//! pull what it may see.
//!
//! From the bottom up: [`storage`] keeps the logs, [`photos`] the photos; [`community`] drives the authority of one community;
//! [`communities`] holds all that are served; [`server`] speaks HTTP; [`cli`] is the command line.

pub mod cli;
pub mod communities;
pub mod community;
pub mod photos;
pub mod server;
pub mod storage;
#[cfg(feature = "testing")]
pub mod testing;

mod activity_file;
mod clock;
mod feed;
mod invitation;
mod metric;
mod sample;
mod secret;
mod table;
