//! What changes after people have signed up: they are told, and nobody who arrived earlier stands behind.

use anyhow::{Context, Result, ensure};
use yishi_domain::roster::RemoveMember;
use yishi_domain::{Command, Date, ShiftId};
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, helping, on_both};

const TITLE: &str = "楼道清扫";

/// A committee member without a screen, and a shift in a week with so many places.
async fn planned(community: &Community, places: u16) -> Result<(Device, ShiftId)> {
    let endpoint = &community.ready().endpoint;
    let mut desk = Device::join(endpoint, community.code("committee")?).await?;
    let first = in_a_week(&desk);
    let details = helping(TITLE, places, None);
    let activity = desk.plan_weekly(details, first, 2).await?;
    Ok((desk, ShiftId::of(activity, first)))
}

fn in_a_week(device: &Device) -> Date {
    device.view().date(Device::now()).plus_days(7)
}

async fn who_stays_when_places_go_is_decided_by_arrival(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let endpoint = &community.ready().endpoint;
    let (mut desk, shift) = planned(&community, 3).await?;
    for role in ["merchant", "representative"] {
        let mut earlier = Device::join(endpoint, community.code(role)?).await?;
        earlier.sign_up(shift, 1).await?;
    }
    let mut phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    phone.open_on_board(shift).await?;
    phone.tap("我要报名").await?;
    phone.see("您报了“帮手”。").await?;
    phone.tap("首页").await?;
    phone.sent().await?;

    let activity = activity_of(&desk, shift)?;
    desk.change_weekly(activity, None, |details| details.roles[0].capacity = 2)
        .await?;
    phone.see("候补第 1 位").await?;
    phone.screenshot("changes-fewer-places").await?;
    phone.open_on_board(shift).await?;
    phone.see("为您候补第 1 位").await?;

    // A change of the whole series is told too, and the order stays.
    let from = Some(in_a_week(&desk));
    desk.change_weekly(activity, from, |details| details.starts = 14 * 60)
        .await?;
    phone.see("14:00–16:00").await?;
    phone.tap("首页").await?;
    phone.see("改期了，现在是").await?;
    phone.screenshot("changes-moved").await?;
    let board = &desk.view().volunteer;
    let placed = board.shifts.get(&shift).map(|shift| shift.placed());
    ensure!(placed == Some(2), "{placed:?} have a place");
    phone.is_quiet().await
}
on_both!(who_stays_when_places_go_is_decided_by_arrival);

async fn a_cancellation_and_a_signup_cross_without_a_network(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let (_, shift) = planned(&community, 1).await?;
    let mut leaving = Phone::new(engine, &community).await?;
    leaving.join(community.code("resident")?).await?;
    leaving.open_on_board(shift).await?;
    leaving.tap("我要报名").await?;
    leaving.see("您报了“帮手”。").await?;
    let mut coming = Phone::new(engine, &community).await?;
    coming.join(community.code("housemate")?).await?;
    coming.open_on_board(shift).await?;
    coming.see("帮手 1 / 1").await?;

    leaving.lose_network().await?;
    coming.lose_network().await?;
    leaving.tap("取消报名").await?;
    leaving.tap("css=dialog[open] .button.danger").await?;
    leaving.see("我要报名").await?;
    leaving.see("离线 · 1 项待同步").await?;
    coming.tap("我要候补").await?;
    coming.see("为您候补第 1 位").await?;
    coming.see("离线 · 1 项待同步").await?;

    coming.regain_network().await?;
    coming.sent().await?;
    coming.see("为您候补第 1 位").await?;
    leaving.regain_network().await?;
    coming.see("您报了“帮手”。").await?;
    coming.tap("首页").await?;
    coming.see("有名额了，您已从候补转为正式报名").await?;
    coming.screenshot("changes-crossing").await?;
    leaving.sent().await?;
    leaving.see("我要候补").await?;
    leaving.is_quiet().await?;
    coming.is_quiet().await
}
on_both!(a_cancellation_and_a_signup_cross_without_a_network);

async fn who_leaves_the_roster_leaves_the_places_to_come(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let endpoint = &community.ready().endpoint;
    let (mut desk, shift) = planned(&community, 1).await?;
    let mut removed = Device::join(endpoint, community.code("merchant")?).await?;
    removed.sign_up(shift, 1).await?;
    let name = removed.name()?;
    let mut phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    phone.open_on_board(shift).await?;
    phone.see(&name).await?;
    phone.tap("我要候补").await?;
    phone.see("为您候补第 1 位").await?;

    let member = removed.member();
    let reason = "搬走了。".to_owned();
    desk.act(&Command::RemoveMember(RemoveMember { member, reason }))
        .await?;
    phone.see("您报了“帮手”。").await?;
    phone.gone(&name).await?;
    phone.screenshot("changes-removed").await?;
    phone.is_quiet().await
}
on_both!(who_leaves_the_roster_leaves_the_places_to_come);

fn activity_of(device: &Device, shift: ShiftId) -> Result<yishi_domain::ActivityId> {
    let shift = device.view().volunteer.shifts.get(&shift);
    Ok(shift.context("the shift is not known here")?.activity)
}
