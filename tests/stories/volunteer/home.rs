//! Those who live together sign each other up, from any of their phones.

use anyhow::Result;
use yishi_domain::ShiftId;
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, helping, on_both};

async fn a_daughter_signs_her_father_up_and_he_is_told(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let mut desk = Device::join(&community.ready().endpoint, community.code("committee")?).await?;
    let day = desk.view().date(Device::now()).plus_days(7);
    let activity = desk
        .plan_weekly(helping("楼道清扫", 2, None), day, 1)
        .await?;
    let shift = ShiftId::of(activity, day);
    let mut father = Phone::new(engine, &community).await?;
    father.join(community.code("resident")?).await?;
    let fathers_name = father.owner().await?;
    father.tap("首页").await?;
    let mut daughter = Phone::new(engine, &community).await?;
    daughter.join(community.code("housemate")?).await?;
    let daughters_name = daughter.owner().await?;
    let mut stranger = Phone::new(engine, &community).await?;
    stranger.join(community.code("merchant")?).await?;
    stranger.open_on_board(shift).await?;
    assert!(!stranger.shows("代家人报名").await?);

    // No network is needed for it; nobody but the home is offered.
    daughter.open_on_board(shift).await?;
    daughter.lose_network().await?;
    daughter.tap("代家人报名").await?;
    daughter.see("替同住的家人报名").await?;
    daughter.tap("代报名").await?;
    daughter.see("请选替谁报名").await?;
    daughter.settle().await?;
    daughter.screenshot("home-1-whom").await?;
    let offered: usize = daughter
        .eval("return document.querySelectorAll('main [type=radio]').length")
        .await?;
    assert_eq!(offered, 1);
    daughter.tap(&fathers_name).await?;
    daughter.tap(&format!("代{fathers_name}报名")).await?;
    daughter.see(&format!("{fathers_name}（您代报）")).await?;
    daughter.see("离线 · 1 项待同步").await?;
    daughter.regain_network().await?;
    daughter.sent().await?;
    daughter.screenshot("home-2-done").await?;

    father.see(&format!("{daughters_name}代您报了名")).await?;
    father.screenshot("home-3-told").await?;
    father.open_shift(shift).await?;
    father.see("您报了“帮手”。").await?;

    // Who has done it may take it back.
    daughter.tap("代家人报名").await?;
    daughter.tap(&format!("替{fathers_name}取消")).await?;
    daughter.tap("css=dialog[open] .button.danger").await?;
    daughter.gone(&format!("替{fathers_name}取消")).await?;
    father.see("我要报名").await?;
    father.tap("首页").await?;
    father.see("别人替您取消了报名").await?;
    for phone in [&mut father, &mut daughter, &mut stranger] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_daughter_signs_her_father_up_and_he_is_told);
