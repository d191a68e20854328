//! Finding something to do: by its words, by its kind, among what one has signed up for; with and without a network.

use anyhow::{Result, ensure};
use yishi_domain::ShiftId;
use yishi_domain::roster::Role;
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, helping, in_other_roles, on_both};

const CLEANING: &str = "楼道清扫";
const WATERING: &str = "花坛浇水";

async fn a_board_is_looked_through_without_a_network(engine: Engine) -> Result<()> {
    let season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let mut desk = Device::join(&endpoint, season.code("committee")?).await?;
    let day = season.day(2);
    let cleaning = desk.plan_weekly(helping(CLEANING, 5, None), day, 3).await?;
    let mut details = helping(WATERING, 5, None);
    details.place = "南门花坛".into();
    desk.plan_weekly(details, day, 3).await?;
    let shift = ShiftId::of(cleaning, day);
    let mut phone = Phone::new(engine, &season).await?;
    phone.join(season.code("resident")?).await?;
    phone.can_start_offline().await?;
    phone.lose_network().await?;
    phone.reopen().await?;
    phone.see("离线").await?;

    phone.go("#/volunteer").await?;
    phone.fill("找活动、地点、带队人", "花坛").await?;
    phone.see(WATERING).await?;
    phone.gone(CLEANING).await?;
    phone.see("之后还有 2 次").await?;
    phone.fill("找活动、地点、带队人", "南门").await?;
    phone.see(WATERING).await?;
    phone.screenshot("find-1-by-place").await?;
    phone.fill("找活动、地点、带队人", "游泳").await?;
    phone.see("没有找到").await?;
    phone.see("换个词试试").await?;
    phone.screenshot("find-2-nothing").await?;
    phone.tap("看全部").await?;
    phone.gone("没有找到").await?;

    phone.go("#/volunteer/kinds").await?;
    phone.see("上门助老").await?;
    phone.see(CLEANING).await?;
    phone.screenshot("find-3-by-kind").await?;

    // What was signed up for stands among the own shifts at once.
    phone.go("#/volunteer/mine").await?;
    phone.see("您还没有报名").await?;
    phone.screenshot("find-4-none").await?;
    phone.open_shift(shift).await?;
    phone.tap("我要报名").await?;
    phone.see("您报了“帮手”。").await?;
    phone.go("#/volunteer/mine").await?;
    phone.see(CLEANING).await?;
    ensure!(!phone.shows(WATERING).await?, "somebody else's shift");
    phone.see("离线 · 1 项待同步").await?;
    phone.screenshot("find-5-mine").await?;
    phone.regain_network().await?;
    phone.sent().await?;
    ensure!(season.events("signed_up").await?.len() == 1);
    phone.is_quiet().await
}
on_both!(a_board_is_looked_through_without_a_network);

/// Whoever looks after a stairwell tells of an elder; the committee finds somebody; the address is for neither's neighbours.
async fn a_link_member_tells_of_a_need(engine: Engine) -> Result<()> {
    const ELDER: &str = "陈桂兰";
    const ADDRESS: &str = "3 号楼 2 单元 401，敲三下";
    let season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let codes = season.invite("committee", 2).await?;
    let mut desk = Device::join(&endpoint, &codes[0]).await?;
    let mut link = Phone::new(engine, &season).await?;
    link.join(season.code("resident")?).await?;
    let id = desk.called(&link.owner().await?)?;
    link.go("#/need").await?;
    link.see("只有居委会和联户党员能看").await?;
    let becomes = in_other_roles(id, &desk.view().roster.members[&id], |roles| {
        roles.insert(Role::LinkMember);
    });
    desk.act(&becomes).await?;

    link.see("没有登记的需求").await?;
    link.tap("登记需求").await?;
    link.tap("登记").await?;
    link.see("请选需要什么。").await?;
    link.tap("理发").await?;
    link.tap("css=.actions .button.main").await?;
    link.see("还有内容没有填写。").await?;
    link.fill("老人姓名", ELDER).await?;
    // What is being mended is no fault any more.
    link.gone("还有内容没有填写。").await?;
    link.fill("地址", ADDRESS).await?;
    link.fill("要注意的", "耳背，说话大声一点。").await?;
    link.screenshot("find-6-need").await?;
    link.lose_network().await?;
    link.tap("css=.actions .button.main").await?;
    link.see("等人接").await?;
    link.see("离线 · 1 项待同步").await?;
    link.regain_network().await?;
    link.sent().await?;
    link.screenshot("find-7-raised").await?;

    let mut staff = Phone::new(engine, &season).await?;
    staff.join(&codes[1]).await?;
    let mut neighbour = Phone::new(engine, &season).await?;
    neighbour.join(season.code("housemate")?).await?;
    staff.go("#/need").await?;
    staff.tap(ELDER).await?;
    staff.see(ADDRESS).await?;
    staff.see("耳背，说话大声一点。").await?;
    neighbour.go("#/need").await?;
    neighbour.see("只有居委会和联户党员能看").await?;
    ensure!(!neighbour.shows(ELDER).await?, "a neighbour is told of it");
    ensure!(
        !neighbour.stored().await?.contains(ELDER),
        "a neighbour's phone holds it"
    );

    // It is done by hand, once it was asked whether it is.
    link.tap("办好了").await?;
    link.see("这个需求办好了吗？").await?;
    link.confirm().await?;
    link.see("已办好").await?;
    staff.see("已办好").await?;
    link.screenshot("find-8-done").await?;
    for phone in [&mut link, &mut staff, &mut neighbour] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_link_member_tells_of_a_need);
