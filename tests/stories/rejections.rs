//! What the endpoint refuses is told in plain words, stays until it is read, and blocks nothing.

use anyhow::Result;
use yishi_domain::Command;
use yishi_domain::council::DeclineOpinion;
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, on_both};

async fn a_vote_that_comes_too_late_is_told(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let endpoint = &community.ready().endpoint;
    let mut committee = Device::join(endpoint, community.code("committee")?).await?;
    let motion = committee.put_to_vote("加装扶手").await?;
    let mut phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    phone.can_start_offline().await?;

    phone.lose_network().await?;
    phone.tap("去投票").await?;
    phone.vote("同意").await?;
    phone.raise("这条在那一票之后。", "其他").await?;
    phone.see("2 项待同步").await?;
    committee.close(motion).await?;

    phone.regain_network().await?;
    phone.see("表决已经截止，这一票没有计入").await?;
    phone.screenshot("rejections-told").await?;
    phone.sent().await?;
    let raised = community.events("opinion_raised").await?;
    assert_eq!(raised.len(), 1, "what comes later is not blocked");
    assert!(community.events("ballot_cast").await?.is_empty());

    // It stays through a restart until it is read.
    phone.reopen().await?;
    phone.see("没有成功").await?;
    phone.see("表决已经截止，这一票没有计入").await?;
    phone.screenshot("rejections-kept").await?;
    phone.tap("知道了").await?;
    phone.gone("没有成功").await?;
    phone.reopen().await?;
    phone.see("需要您").await?;
    phone.sent().await?;
    assert!(!phone.shows("没有成功").await?);
    phone.is_quiet().await
}
on_both!(a_vote_that_comes_too_late_is_told);

async fn a_refused_text_is_not_lost(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let endpoint = &community.ready().endpoint;
    let staff = community.invite("committee", 2).await?;
    let mut resident = Device::join(endpoint, community.code("resident")?).await?;
    let mut colleague = Device::join(endpoint, &staff[0]).await?;
    let opinion = resident.raise("路灯坏了。").await?;
    let phone = Phone::new(engine, &community).await?;
    phone.join(&staff[1]).await?;

    phone.lose_network().await?;
    phone.open_matter("opinions", "路灯坏了。").await?;
    phone.tap("答复").await?;
    phone
        .fill("css=dialog[open] textarea", "物业明天来修。")
        .await?;
    phone.confirm().await?;
    phone.see("1 项待同步").await?;
    let reason = "这盏灯归市政管。".to_owned();
    colleague
        .act(&Command::DeclineOpinion(DeclineOpinion { opinion, reason }))
        .await?;

    phone.regain_network().await?;
    phone.see("这条意见已经处理过了").await?;
    phone.see("这盏灯归市政管。").await?;
    phone.tap("首页").await?;
    phone.see("没有成功").await?;
    phone.see("您写的： 物业明天来修。").await?;
    phone.screenshot("rejections-text").await?;
    phone.sent().await
}
on_both!(a_refused_text_is_not_lost);
