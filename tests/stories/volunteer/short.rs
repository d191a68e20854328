//! Shifts that begin soon without enough people, and who is two places at once.

use anyhow::{Result, ensure};
use yishi_domain::ShiftId;
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, helping, on_both};

const LED: &str = "楼道清扫";
const UNLED: &str = "花坛浇水";

/// The shifts in the first section of the board, all of them.
async fn first_on_board(phone: &Phone) -> Result<String> {
    phone.go("#/volunteer").await?;
    phone.settle().await?;
    if phone.shows("显示更多").await? {
        phone.tap("显示更多").await?;
        phone.settle().await?;
    }
    let first = "return [...document.querySelectorAll('main section')].map((one) => one.innerText)[0] ?? ''";
    phone.eval(first).await
}

async fn what_lacks_people_is_told_two_days_ahead(engine: Engine) -> Result<()> {
    let mut season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let staff = season.invite("committee", 2).await?;
    let mut desk = Device::join(&endpoint, &staff[0]).await?;
    let mut lead = Phone::new(engine, &season).await?;
    lead.join(season.code("representative")?).await?;
    let leader = desk.called(&lead.owner().await?)?;
    let day = season.day(2);
    let mut details = helping(LED, 5, Some(desk.person(leader)?));
    details.minimum = 2;
    let led = desk.plan_weekly(details, day, 1).await?;
    let unled = desk.plan_weekly(helping(UNLED, 5, None), day, 1).await?;
    let [led, unled] = [led, unled].map(|activity| ShiftId::of(activity, day));
    let mut volunteer = Phone::new(engine, &season).await?;
    volunteer.join(season.code("resident")?).await?;
    let mut committee = Phone::new(engine, &season).await?;
    committee.join(&staff[1]).await?;

    // Fifty hours before they are among the others.
    let first = first_on_board(&volunteer).await?;
    ensure!(!first.contains(LED) && !first.contains(UNLED), "{first}");

    season.turn_to(0, 9, 30).await?;
    for phone in [&lead, &volunteer, &committee] {
        season.catch_up(phone).await?;
    }
    let first = first_on_board(&volunteer).await?;
    let is_first = first.starts_with("急需人手") && first.contains("还差 2 人");
    ensure!(is_first, "{first}");
    ensure!(first.contains(LED) && first.contains(UNLED), "{first}");
    volunteer.screenshot("short-1-board").await?;
    lead.go("#/").await?;
    lead.see("您带的班次还差 2 人").await?;
    lead.screenshot("short-2-lead").await?;
    committee.go("#/").await?;
    committee.see("个班次人手不够").await?;
    committee.screenshot("short-3-committee").await?;

    // Two at the same hour: it asks, and does what the volunteer wants.
    volunteer.open_shift(unled).await?;
    volunteer.tap("我要报名").await?;
    volunteer.see("您报了“帮手”。").await?;
    volunteer.open_shift(led).await?;
    volunteer.tap("我要报名").await?;
    volunteer.see("时间有冲突，还要报名吗？").await?;
    volunteer
        .see(&format!("您同一时间已经报了：{UNLED}"))
        .await?;
    volunteer.screenshot("short-4-overlap").await?;
    volunteer.tap("还是要报名").await?;
    volunteer.see("您报了“帮手”。").await?;
    volunteer.sent().await?;

    // The one has enough now; the other lacks one still.
    lead.go("#/").await?;
    lead.see("您带的班次还差 1 人").await?;
    let first = first_on_board(&volunteer).await?;
    ensure!(first.contains(LED) && !first.contains(UNLED), "{first}");
    for phone in [&mut lead, &mut volunteer, &mut committee] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(what_lacks_people_is_told_two_days_ahead);
