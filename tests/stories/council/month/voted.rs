//! Two votes: an open one by all four ways into the ballot book, and a sealed one by those that a sealed vote has.

use anyhow::{Context, Result, ensure};
use yishi_domain::MotionId;
use yishi_domain::council::Choice;

use super::{Cast, LAMP, PROPERTY};
use crate::people::{Device, Phone, voters};

/// The numbers of so many homes that have not voted, none of them the resident's.
async fn homes(cast: &Cast, motion: MotionId, count: usize) -> Result<Vec<(String, Device)>> {
    let roster = &cast.desk.view().roster;
    let own = roster.members.get(&cast.whose(&cast.resident).await?);
    let own = own.and_then(|own| roster.households.get(&own.household?));
    let own = own.context("a home")?.label();
    let mut found = Vec::new();
    for device in voters(&cast.season, motion, count + 1).await? {
        let label = device.voter(motion).context("a vote")?.label;
        if label != own && found.len() < count {
            found.push((label, device));
        }
    }
    ensure!(found.len() == count, "{count} homes");
    Ok(found)
}

/// Turns to the topic and puts it to the vote on the form.
async fn put(cast: &mut Cast, title: &str, sealed: bool) -> Result<MotionId> {
    let topic = cast.desk.topic(title)?;
    let staff = &cast.committee;
    staff.go(&format!("#/topic/{topic}")).await?;
    staff.tap("现在议这个").await?;
    staff.tap("发起表决").await?;
    if sealed {
        staff.tap("无记名").await?;
    }
    staff.tap("简单多数").await?;
    staff.tap("开始表决").await?;
    staff.confirm().await?;
    staff.see("参与情况").await?;
    staff.sent().await?;
    cast.desk.sync().await?;
    cast.desk.motion_on(title)
}

/// The resident votes without a network; it arrives.
async fn by_phone(cast: &Cast, choice: &str) -> Result<()> {
    let phone = &cast.resident;
    phone.tap("首页").await?;
    phone.see("去投票").await?;
    phone.lose_network().await?;
    phone.tap("去投票").await?;
    phone.vote(choice).await?;
    phone.see("离线 · 1 项待同步").await?;
    phone.regain_network().await?;
    phone.see("已送达").await
}

async fn at_the_desk(staff: &Phone, motion: MotionId, home: &str, choice: &str) -> Result<()> {
    staff.go(&format!("#/motion/{motion}/desk")).await?;
    staff.type_voter(home).await?;
    staff.tap("不会用手机").await?;
    staff.tap(choice).await?;
    staff.confirm().await?;
    staff.see(&format!("{home}的一票已录入。")).await
}

/// Phone, desk, paper with a photo, hands: six homes, and the hall follows.
pub(super) async fn openly_by_all_four_ways(cast: &mut Cast) -> Result<()> {
    let motion = put(cast, LAMP, false).await?;
    cast.wide.see("css=.hall .bar").await?;
    let homes = homes(cast, motion, 5).await?;
    let label = |n: usize| homes[n].0.as_str();
    by_phone(cast, "同意").await?;
    let staff = &cast.committee;
    at_the_desk(staff, motion, label(0), "同意").await?;

    staff.go(&format!("#/motion/{motion}/paper")).await?;
    for (home, choice) in [(label(1), "同意"), (label(2), "弃权")] {
        staff.type_voter(home).await?;
        staff.tap(choice).await?;
    }
    let folder = tempfile::tempdir()?;
    let sheet = staff
        .take_photo(folder.path(), 1, (1_200, 1_600), 1)
        .await?;
    staff.choose_photos(&[sheet]).await?;
    staff.see_photos(1).await?;
    staff.tap("发送这 2 张").await?;
    staff.see("2 张纸票已录入。").await?;

    staff.go(&format!("#/motion/{motion}/hands")).await?;
    for home in [label(3), label(4)] {
        staff.tap(home).await?;
    }
    staff.tap("登记这 2 个").await?;
    staff.see("已登记 2 个。").await?;
    staff.sent().await?;
    staff.fill("同意", "1").await?;
    staff.fill("不同意", "1").await?;
    staff.tap("发送数字").await?;
    staff.see("数字已录入。").await?;
    cast.wide.see("6 / ").await?;
    cast.wide.screenshot("council-14-hall-vote").await?;

    let staff = &cast.committee;
    staff.go(&format!("#/motion/{motion}")).await?;
    staff.close_vote().await?;
    staff.see("手机 1 · 代投 1 · 纸票 2 · 举手 2").await?;
    cast.wide.see("css=.hall .seal").await?;
    cast.wide.screenshot("council-15-hall-result").await?;
    cast.resident.go(&format!("#/motion/{motion}")).await?;
    cast.resident.see("已核对").await
}

/// Phones, the desk, an envelope: nobody learns who said what.
pub(super) async fn sealed_by_phone_desk_and_paper(cast: &mut Cast) -> Result<()> {
    let motion = put(cast, PROPERTY, true).await?;
    let mut homes = homes(cast, motion, 6).await?;
    by_phone(cast, "不同意").await?;
    for (_, phone) in homes.iter_mut().skip(2) {
        phone.vote(motion, Choice::Approve).await?;
    }
    let staff = &cast.committee;
    at_the_desk(staff, motion, &homes[0].0, "不同意").await?;
    staff.go(&format!("#/motion/{motion}/paper")).await?;
    staff.type_voter(&homes[1].0).await?;
    staff.tap("登记这 1 个").await?;
    staff.see("已登记 1 个。").await?;
    staff.sent().await?;
    staff.fill("同意", "1").await?;
    staff.tap("发送数字").await?;
    staff.see("数字已录入。").await?;
    staff.sent().await?;
    staff.go(&format!("#/motion/{motion}")).await?;
    staff.close_vote().await?;
    cast.resident.go(&format!("#/motion/{motion}")).await?;
    cast.resident.see("已核对").await?;
    cast.resident
        .see("选票按回执排列，和投票先后无关。")
        .await?;
    cast.resident.screenshot("council-16-sealed").await?;
    ensure!(
        cast.season.events("ballot_cast").await?.len() < 8,
        "a sealed ballot stands in an event"
    );
    cast.desk.sync().await?;
    Ok(())
}
