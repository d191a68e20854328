//! What the stories in `tests/stories` and the benchmark need to play real phones against a real endpoint.
//!
//! - [`browser`]: a phone-sized Chromium or WebKit on a profile of its own, that can be closed, killed and opened again
//! - [`camera`]: the photos that its owner takes
//! - [`proxy`]: the phone's network, that can be cut, slowed and counted
//! - [`server`]: the release endpoint on a data folder, that can be stopped, killed and started again
//! - [`clock`]: the endpoint's calendar, that a story can turn forward by days
//! - [`static_server`]: a file server that knows nothing of the app, for hosting in a sub-folder
//! - [`place`]: where the things under test are; [`wait`]: polling with a deadline; [`process`]: programs that end with us
//!
//! Nothing here knows a screen of the app: stories say what a person sees and taps.

pub mod browser;
pub mod camera;
pub mod clock;
pub mod place;
pub mod process;
pub mod proxy;
pub mod server;
pub mod static_server;
pub mod wait;

pub use browser::{Browser, Engine, Options};
pub use clock::Clock;
pub use proxy::Proxy;
pub use server::{Server, ServerOptions};
pub use static_server::StaticServer;
