//! What does not take place: a vote of one building that is given up, a meeting that is called off; and other monthly days.

use anyhow::{Context, Result, ensure};
use yishi_domain::Weekday;
use yishi_domain::roster::Role;
use yishi_tests::Engine;

use crate::people::{Community, Device, Phone, Season, on_both};

const LIFT: &str = "电梯换成新的";
const TITLE: &str = "春节谁来值班";

/// The building that somebody lives in, and the name of a resident of another one.
fn neighbours(desk: &Device, owner: &str) -> Result<(u16, String)> {
    let roster = &desk.view().roster;
    let building = |home: Option<_>| Some(roster.households.get(&home?)?.building);
    let own = &roster.members[&desk.called(owner)?];
    let own = building(own.household).context("a home")?;
    let mut names: Vec<&str> = roster.members.values().map(|m| m.name.as_str()).collect();
    names.sort_unstable();
    let alone = |name: &str| names.iter().filter(|one| **one == name).count() == 1;
    let year = desk.view().date(Device::now()).year;
    let other = roster.members.values().find(|member| {
        let elsewhere = building(member.household).is_some_and(|other| other != own);
        let plain = member.roles.iter().eq([&Role::Resident]) && year - i32::from(member.born) > 18;
        elsewhere && plain && alone(&member.name)
    });
    Ok((own, other.context("a neighbour elsewhere")?.name.clone()))
}

/// Asks what needs a reason, and gives it when it is told so.
async fn with_a_reason(staff: &Phone, button: &str, why: &str) -> Result<()> {
    staff.tap(button).await?;
    staff.tap("css=dialog[open] .button.danger").await?;
    staff.see("还有内容没有填写。").await?;
    staff.fill("css=dialog[open] textarea", why).await?;
    staff.tap("css=dialog[open] .button.danger").await?;
    staff.gone("css=dialog[open]").await?;
    staff.see(why).await
}

async fn a_vote_of_one_building_is_announced_and_given_up(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let codes = community.invite("committee", 2).await?;
    let mut desk = Device::join(&community.ready().endpoint, &codes[0]).await?;
    let mut staff = Phone::new(engine, &community).await?;
    staff.join(&codes[1]).await?;
    let mut resident = Phone::new(engine, &community).await?;
    resident.join(community.code("resident")?).await?;
    let (building, elsewhere) = neighbours(&desk, &resident.owner().await?)?;
    let mut outsider = Phone::new(engine, &community).await?;
    outsider
        .join(&community.invite_named(&elsewhere).await?)
        .await?;
    let topic = desk.schedule(LIFT).await?;

    staff.go(&format!("#/topic/{topic}")).await?;
    staff.tap("发起表决").await?;
    staff.see("民法典第 278 条，一般事项").await?;
    staff.tap("几栋楼").await?;
    staff.tap(&format!("{building} 号楼")).await?;
    staff.see("户可以投票 · ").await?;
    staff.tap("先预告").await?;
    staff.screenshot("given-up-1-building").await?;
    staff.tap("发布预告").await?;
    staff.confirm().await?;
    staff.see("即将表决").await?;
    staff.see(&format!("{building} 号楼 · 每户一票")).await?;
    staff.sent().await?;
    resident.open_matter("motions", LIFT).await?;
    resident.see("居委会宣布开始后就可以投票").await?;
    resident.screenshot("given-up-2-announced").await?;

    staff.tap("开始表决").await?;
    staff.see("参与情况").await?;
    resident.see("您家这一票").await?;
    // What is still missing stands on each of the two counts.
    resident.see("户，还差").await?;
    resident.see("m²，还差").await?;
    resident.vote("同意").await?;
    resident.see("已送达").await?;
    resident.screenshot("given-up-3-missing").await?;
    outsider.open_matter("motions", LIFT).await?;
    outsider.see("您不在这次投票的范围内。").await?;

    let why = "厂家撤回了报价，要重新比价。";
    with_a_reason(&staff, "撤销表决", why).await?;
    staff.see("已投的票都作废").await?;
    staff.screenshot("given-up-4-cancelled").await?;
    for phone in [&resident, &outsider] {
        phone.see(why).await?;
        phone.see("已投的票都作废").await?;
        ensure!(!phone.shows("您家已投").await?, "the vote goes on");
    }
    resident.see("表决已撤销").await?;
    resident.go("#/council/motions").await?;
    resident.see("已撤销").await?;
    ensure!(community.events("motion_closed").await?.is_empty());
    for phone in [&mut staff, &mut resident, &mut outsider] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_vote_of_one_building_is_announced_and_given_up);

async fn a_meeting_is_called_off_and_the_monthly_day_is_another(engine: Engine) -> Result<()> {
    let mut season = Season::start().await?;
    let codes = season.invite("committee", 2).await?;
    let mut desk = Device::join(&season.ready().endpoint, &codes[0]).await?;
    let mut staff = Phone::new(engine, &season).await?;
    staff.join(&codes[1]).await?;
    let mut resident = Phone::new(engine, &season).await?;
    resident.join(season.code("resident")?).await?;
    desk.schedule(TITLE).await?;
    let planned = desk.view().council.upcoming_meetings();
    let planned: Vec<_> = planned.iter().map(|(id, _)| *id).collect();
    let meeting = *planned.first().context("a meeting")?;

    for phone in [&staff, &resident] {
        phone.go(&format!("#/meeting/{meeting}")).await?;
        phone.see(TITLE).await?;
    }
    let why = "活动中心停电，下个月一起开。";
    with_a_reason(&staff, "取消会议", why).await?;
    staff.sent().await?;
    staff.screenshot("given-up-5-called-off").await?;
    ensure!(
        !staff.shows("打印会议通知").await?,
        "people are asked to come"
    );
    resident.see(why).await?;
    resident.go("#/council/agenda").await?;
    // Its topic waits for another meeting.
    resident.see(TITLE).await?;
    resident.screenshot("given-up-6-waits").await?;

    staff.go("#/council/agenda").await?;
    staff.see("例会：每月第二个周四 9:00").await?;
    staff.tap("安排会议").await?;
    staff.tap("每月例会").await?;
    staff.fill("每月第几个", "最后一个").await?;
    staff.fill("星期", "周五").await?;
    staff.fill("几点", "19:30").await?;
    staff
        .see("已经排定的会议不变，从还没有排的月份起按新日子排。")
        .await?;
    staff.screenshot("given-up-7-monthly").await?;
    staff.tap("保存例会日子").await?;
    staff.see("例会日子已保存。").await?;
    staff.see("例会：每月最后一个周五 19:30").await?;
    staff.sent().await?;
    desk.sync().await?;
    let stays = desk.view().council.upcoming_meetings();
    let stays: Vec<_> = stays.iter().map(|(id, _)| *id).collect();
    ensure!(stays == planned[1..], "what was planned has moved");

    // The next month that comes into sight has its meeting on the new day.
    season.turn_to(40, 9, 0).await?;
    season.catch_up(&staff).await?;
    desk.sync().await?;
    let state = desk.view();
    let known = state.council.meetings.iter();
    let new: Vec<_> = known
        .filter(|(id, _)| !planned.contains(id))
        .map(|(_, meeting)| meeting.starts_at)
        .collect();
    ensure!(!new.is_empty(), "no further month is planned");
    for starts_at in new {
        let day = state.date(starts_at);
        ensure!(day.weekday() == Weekday::Friday, "{day}");
        ensure!(
            day.plus_days(7).month != day.month,
            "{day} is not the last one"
        );
        ensure!(starts_at == day.at(19 * 60 + 30, 480), "{starts_at}");
    }
    staff.is_quiet().await?;
    resident.is_quiet().await
}
on_both!(a_meeting_is_called_off_and_the_monthly_day_is_another);
