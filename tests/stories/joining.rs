//! Invitations that work, and those that do not.

use anyhow::Result;
use yishi_tests::{Engine, Options};

use crate::people::{Community, Phone, on_both};

async fn a_bad_invitation_is_explained_and_a_good_one_still_works(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let expired = community.invite_too_late("resident").await?;
    let spent = community.code("merchant")?;
    let first = Phone::new(engine, &community).await?;
    first.join(spent).await?;
    drop(first);

    let phone = Phone::new(engine, &community).await?;
    phone.open_app().await?;
    phone.see("社区的事，大家商量着办").await?;
    phone.tap("加入").await?;
    phone.see("请输入邀请码").await?;
    phone.fill("邀请码", "7KQ2M-9XDAB").await?;
    phone.tap("加入").await?;
    phone.see("没有这个邀请码").await?;
    phone.screenshot("joining-mistyped").await?;

    phone.open_invitation(spent).await?;
    phone.tap("加入").await?;
    phone.see("这个邀请码已经用过了").await?;
    phone.screenshot("joining-spent").await?;
    phone.open_invitation(&expired).await?;
    phone.tap("加入").await?;
    phone.see("这个邀请码已经过期").await?;
    phone.screenshot("joining-expired").await?;

    // The same page takes the right code, as people write it.
    let code = community.code("resident")?.to_lowercase();
    let code = format!(" {} {}", &code[..5], &code[5..]);
    phone.fill("邀请码", &code).await?;
    phone.tap("加入").await?;
    phone.see("需要您").await?;
    phone.see("已同步").await
}
on_both!(a_bad_invitation_is_explained_and_a_good_one_still_works);

async fn a_phone_goes_over_to_another_member_only_when_nothing_waits(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    phone.lose_network().await?;
    phone.raise("这条意见要先送出去。", "其他").await?;
    phone.see("1 项待同步").await?;

    phone.open_invitation(community.code("housemate")?).await?;
    phone.see("还有 1 项没有送出").await?;
    assert!(!phone.shows("css=main .button.main").await?);
    phone.screenshot("joining-again-unsent").await?;

    phone.regain_network().await?;
    phone.tap("css=main .button.main").await?;
    phone.see("需要您").await?;
    phone.see("已同步").await?;
    // What the first member has said is everybody's now, and no longer "mine".
    phone.see("您还没有提过意见").await?;
    phone.see("这条意见要先送出去。").await?;
    let raised = community.events("opinion_raised").await?;
    assert_eq!(raised.len(), 1, "{raised:#?}");
    Ok(())
}
on_both!(a_phone_goes_over_to_another_member_only_when_nothing_waits);

async fn a_removed_phone_is_told_and_joins_again(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let lost = Phone::new(engine, &community).await?;
    lost.join(community.code("resident")?).await?;
    lost.tap("我的").await?;
    let name: String = lost
        .eval("return document.querySelector('main .card h3').innerText")
        .await?;
    let place: String = lost
        .eval("return document.querySelector('main .card p.meta').innerText")
        .await?;
    let home = place
        .split('·')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();

    let kept = Phone::new(engine, &community).await?;
    kept.join(&community.invite_again(&name, &home).await?)
        .await?;
    kept.tap("我的").await?;
    kept.see("我的设备").await?;
    kept.screenshot("joining-devices").await?;
    // The one that joined first stands first.
    kept.tap("移除").await?;
    kept.tap("css=dialog[open] .button.danger").await?;

    lost.see("本机已退出，请重新加入").await?;
    lost.see("这台设备已经退出社区").await?;
    lost.screenshot("joining-removed").await?;
    // What is known stays readable; a new invitation brings the phone back.
    lost.tap("首页").await?;
    lost.see("最近的事").await?;
    lost.open_invitation(&community.invite_again(&name, &home).await?)
        .await?;
    lost.tap("css=main .button.main").await?;
    lost.see("需要您").await?;
    lost.see("已同步").await?;
    assert!(!kept.shows("本机已退出").await?);
    Ok(())
}
on_both!(a_removed_phone_is_told_and_joins_again);

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_may_store_nothing_is_told_so_and_spends_no_code() -> Result<()> {
    let community = Community::start().await?;
    let code = community.code("resident")?;
    let options = Options {
        blocks_storage: true,
        ..Options::default()
    };
    let mut blocked = Phone::with(Engine::Chromium, &community, options).await?;
    blocked.open_invitation(code).await?;
    blocked.see("浏览器不让本页保存内容").await?;
    blocked.see("store_refused").await?;
    blocked.screenshot("joining-blocked").await?;
    blocked.is_quiet().await?;

    let phone = Phone::new(Engine::Chromium, &community).await?;
    phone.join(code).await
}
