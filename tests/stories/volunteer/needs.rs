//! An elder's need: matched by staff, known to the volunteer who takes it until a week after, to nobody else ever.

use anyhow::Result;
use yishi_domain::ShiftId;
use yishi_domain::volunteer::NeedKind;
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, helping, on_both};

const ELDER: &str = "陈桂兰";
const ADDRESS: &str = "3 号楼 2 单元 401，敲三下";

async fn an_address_is_known_to_who_takes_the_need_until_a_week_after(
    engine: Engine,
) -> Result<()> {
    let mut season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let staff = season.invite("committee", 2).await?;
    let mut desk = Device::join(&endpoint, &staff[1]).await?;
    let day = season.day(2);
    let activity = desk
        .plan_weekly(helping("上门陪聊", 2, None), day, 1)
        .await?;
    let shift = ShiftId::of(activity, day);
    let need = desk.raise_need(NeedKind::Company, ELDER, ADDRESS).await?;

    let mut volunteer = Phone::new(engine, &season).await?;
    volunteer.join(season.code("resident")?).await?;
    let name = volunteer.owner().await?;
    volunteer.open_on_board(shift).await?;
    volunteer.tap("我要报名").await?;
    volunteer.see("您报了“帮手”。").await?;
    let mut neighbour = Phone::new(engine, &season).await?;
    neighbour.join(season.code("housemate")?).await?;
    let mut committee = Phone::new(engine, &season).await?;
    committee.join(&staff[0]).await?;

    committee.go("#/need").await?;
    committee.tap(ELDER).await?;
    committee.see(ADDRESS).await?;
    committee.fill("哪一次活动", &shift.to_string()).await?;
    committee.tap(&name).await?;
    committee.screenshot("needs-matching").await?;
    committee.tap("交给这位志愿者").await?;
    committee.see("已安排").await?;

    // It comes by itself to the shift that the volunteer looks at.
    volunteer.see("您上门的老人").await?;
    volunteer.see(ADDRESS).await?;
    volunteer.screenshot("needs-taken").await?;
    for hash in [format!("#/shift/{shift}"), format!("#/need/{need}")] {
        neighbour.go(&hash).await?;
        neighbour.settle().await?;
        assert!(!neighbour.shows(ELDER).await?);
        assert!(!neighbour.shows(ADDRESS).await?);
    }
    neighbour.see("没有找到这个需求").await?;

    // Six days after the shift it is still there; after seven it goes, also from a screen that shows it.
    season.turn_to(2 + 6, 12, 0).await?;
    season.catch_up(&volunteer).await?;
    volunteer.go(&format!("#/shift/{shift}")).await?;
    volunteer.see(ADDRESS).await?;
    season.turn_to(2 + 7, 12, 0).await?;
    volunteer.gone(ADDRESS).await?;
    volunteer.go(&format!("#/need/{need}")).await?;
    volunteer.see("没有找到这个需求").await?;
    volunteer.screenshot("needs-over").await?;
    for phone in [&mut volunteer, &mut neighbour, &mut committee] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(an_address_is_known_to_who_takes_the_need_until_a_week_after);
