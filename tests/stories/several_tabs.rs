//! Two tabs of one phone: one leads, the other follows, and takes over.

use anyhow::{Context, Result};
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone};

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_is_sent_by_the_leader_and_takes_over_from_it() -> Result<()> {
    let community = Community::start().await?;
    let mut neighbour =
        Device::join(&community.ready().endpoint, community.code("housemate")?).await?;
    let mut phone = Phone::new(Engine::Chromium, &community).await?;
    phone.join(community.code("resident")?).await?;
    let leader = phone.driver().window().await?;
    let follower = phone.driver().new_tab().await?;
    phone.driver().switch_to_window(follower.clone()).await?;
    phone.open_app().await?;
    phone.see("需要您").await?;
    phone.see("已同步").await?;

    phone.raise("第二个页面写的。", "其他").await?;
    phone.sent().await?;
    phone.screenshot("tabs-follower").await?;
    assert_eq!(community.events("opinion_raised").await?.len(), 1);
    phone.driver().switch_to_window(leader.clone()).await?;
    phone.see("第二个页面写的。").await?;
    phone.sent().await?;
    phone.raise("第一个页面写的。", "其他").await?;
    phone.sent().await?;
    phone.driver().switch_to_window(follower.clone()).await?;
    phone.tap("首页").await?;
    phone.see("第一个页面写的。").await?;

    phone.driver().switch_to_window(leader).await?;
    phone.driver().close_window().await?;
    phone.driver().switch_to_window(follower).await?;
    neighbour.raise("邻居写的。").await?;
    phone.see("邻居写的。").await?;
    phone.raise("只剩一个页面。", "其他").await?;
    phone.sent().await?;
    let raised = community.events("opinion_raised").await?;
    assert_eq!(raised.len(), 4, "{raised:#?}");
    let last = raised.last().context("four")?;
    assert_eq!(last["body"]["text"], "只剩一个页面。");
    phone.is_quiet().await
}
