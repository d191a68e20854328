//! Everything that leaves the phone.

mod abort;
mod ahead;
pub(crate) mod config;
mod endpoint;
mod line;
mod live;
mod photos;
mod rounds;
mod said;
mod tabs;
mod transport;

pub(crate) use ahead::Ahead;
pub(crate) use config::Config;
pub(crate) use endpoint::{Endpoint, Failure};
pub(crate) use photos::PhotoSender;
pub(crate) use rounds::Rounds;
pub(crate) use tabs::{News, Tabs, Turn};
pub(crate) use transport::Transport;
