//! Who plays in the stories: people with phones, a community with its endpoint, and someone who meddles in between.

mod board;
mod community;
mod council;
mod device;
mod feed;
mod meddler;
mod patrol;
mod phone;
mod photos;
mod polling;
mod screens;
mod season;
pub(crate) mod site;
mod trouble;
mod volunteering;
mod walking;

pub(crate) use board::Series;
pub(crate) use community::Community;
pub(crate) use council::in_other_roles;
pub(crate) use device::Device;
pub(crate) use feed::Feed;
pub(crate) use meddler::{Act, Meddler};
pub(crate) use patrol::Wrong;
pub(crate) use phone::Phone;
pub(crate) use photos::Posts;
pub(crate) use polling::{options, recounted, voters};
pub(crate) use season::Season;
pub(crate) use volunteering::helping;

/// Writes a test for each engine: `on_both!(story)` needs `async fn story(Engine) -> Result<()>`.
macro_rules! on_both {
    ($story:ident) => {
        mod $story {
            #[tokio::test(flavor = "multi_thread")]
            async fn on_chromium() -> anyhow::Result<()> {
                super::$story(yishi_tests::Engine::Chromium).await
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_webkit() -> anyhow::Result<()> {
                super::$story(yishi_tests::Engine::WebKit).await
            }
        }
    };
}
pub(crate) use on_both;
