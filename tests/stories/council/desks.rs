//! Two people at the same matter, neither of whom hears of the other until the network is back.

use anyhow::{Result, ensure};
use yishi_tests::Engine;

use crate::people::{Community, Phone, on_both};

const SAID: &str = "快递车停在消防通道上，希望有人管。";

async fn two_of_the_staff_deal_with_the_same_opinion(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let staff = community.invite("committee", 2).await?;
    let mut first = Phone::new(engine, &community).await?;
    let mut second = Phone::new(engine, &community).await?;
    let mut resident = Phone::new(engine, &community).await?;
    first.join(&staff[0]).await?;
    second.join(&staff[1]).await?;
    resident.join(community.code("resident")?).await?;
    resident.raise(SAID, "安全").await?;
    let answers = "已请物业画线，明天起有人巡查。";
    let declines = "消防通道归交警管，已转告。";
    for phone in [&first, &second] {
        phone.see(SAID).await?;
        phone.open_matter("opinions", SAID).await?;
        phone.lose_network().await?;
    }
    first.tap("答复").await?;
    first.fill("css=dialog[open] textarea", answers).await?;
    first.confirm().await?;
    first.see("已答复").await?;
    second.tap("说明理由，不办").await?;
    second.fill("css=dialog[open] textarea", declines).await?;
    second.confirm().await?;
    second.see("不办，已说明").await?;
    first.regain_network().await?;
    resident.see(answers).await?;
    second.regain_network().await?;
    // What arrived first stands; the other is told so, with what was written, and loses nothing.
    second.see("已答复").await?;
    second.tap("首页").await?;
    second.see("没有成功").await?;
    second.see(declines).await?;
    second.screenshot("desks-01-refused").await?;
    second.tap("知道了").await?;
    second.gone(declines).await?;
    ensure!(
        community.events("opinion_declined").await?.is_empty(),
        "an opinion has two ends"
    );
    for phone in [&mut first, &mut second, &mut resident] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(two_of_the_staff_deal_with_the_same_opinion);

async fn a_representative_triages(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let mut representative = Phone::new(engine, &community).await?;
    let mut resident = Phone::new(engine, &community).await?;
    let mut merchant = Phone::new(engine, &community).await?;
    representative
        .join(community.code("representative")?)
        .await?;
    resident.join(community.code("resident")?).await?;
    merchant.join(community.code("merchant")?).await?;
    resident.raise(SAID, "安全").await?;
    merchant.open_matter("opinions", SAID).await?;
    merchant.see("附议").await?;
    ensure!(!merchant.shows("处理这条意见").await?, "a merchant triages");
    representative.open_matter("opinions", SAID).await?;
    representative.see("处理这条意见").await?;
    ensure!(
        !representative.shows("列入议题").await?,
        "which meeting deals with it is the committee's to say"
    );
    representative.tap("提为议题").await?;
    representative.fill("议题名称", "消防通道停车").await?;
    representative.confirm().await?;
    representative.see("等待列入").await?;
    representative.see("来自居民意见").await?;
    representative.screenshot("desks-02-proposed").await?;
    // The author follows it on the same page.
    resident.see("提出议题").await?;
    resident.see("等待列入会议").await?;
    for phone in [&mut representative, &mut resident, &mut merchant] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_representative_triages);
