//! The meeting: who is there, what is said, and what a merchant promises.

use anyhow::{Context, Result, ensure};

use super::{Cast, DAY, HAIRCUT, SEATS};
use crate::people::Device;

/// What the merchant promises.
pub(super) const PROMISE: &str = "重新核算成人剪发的价目，贴在店门口。";
/// As many check in by typing the digits without a screen that is looked at.
const BY_CODE: usize = 25;

/// One without a network, many by the digits, the others by a tick of the staff.
pub(super) async fn forty_check_in(cast: &mut Cast) -> Result<()> {
    cast.turn_to(DAY, 8, 40).await?;
    let meeting = cast.meeting;
    let hall = &cast.wide;
    hall.go(&format!("#/hall/{meeting}")).await?;
    hall.see(HAIRCUT).await?;
    let digits = hall.hall_digits().await?;
    ensure!(digits.len() == 6, "{digits}");
    hall.screenshot("council-09-hall").await?;

    let phone = &cast.representative;
    phone.go(&format!("#/meeting/{meeting}")).await?;
    phone.lose_network().await?;
    phone.fill("六位签到码", &digits).await?;
    phone.tap("css=main .section .card .button.main").await?;
    phone.see("已签到").await?;
    phone.see("离线 · 1 项待同步").await?;
    phone.screenshot("council-10-checked-in").await?;

    let own = cast.whose(&cast.representative).await?;
    let endpoint = cast.season.ready().endpoint.clone();
    let mut came = 0;
    for code in cast.season.invite("representative", SEATS).await? {
        if came == BY_CODE {
            break;
        }
        let mut device = Device::join(&endpoint, &code).await?;
        if device.member() == own {
            continue;
        }
        if came == 0 {
            let wrong = device.attend(meeting, "000000").await;
            let wrong = format!("{:#}", wrong.err().context("any digits are taken")?);
            ensure!(wrong.contains("wrong_meeting_code"), "{wrong}");
        }
        // A code is shown for a minute and taken a little longer.
        let digits = cast.wide.hall_digits().await?;
        device.attend(meeting, &digits).await?;
        came += 1;
    }
    cast.wide.see(&format!("{BY_CODE} / {SEATS}")).await?;

    let staff = &cast.committee;
    staff.go(&format!("#/meeting/{meeting}/attendance")).await?;
    staff.see("css=.tick[aria-checked=true]").await?;
    // All but the one whose phone has no network.
    let by_hand = SEATS - BY_CODE - 1;
    cast.desk.sync().await?;
    let absent = cast.desk.absent(meeting)?;
    let mut names: Vec<String> = Vec::new();
    for member in absent.into_iter().filter(|member| *member != own) {
        let name = cast.desk.view().roster.name(member).context("a name")?;
        names.push(name.to_owned());
    }
    ensure!(names.len() == by_hand, "{names:?}");
    for (n, name) in names.iter().enumerate() {
        staff.fill("找名字", name).await?;
        staff.tap("css=.tick[aria-checked=false]").await?;
        let ticked = BY_CODE + n + 1;
        staff.see(&format!("{ticked} / {SEATS}")).await?;
    }
    staff.screenshot("council-11-attendance").await?;
    cast.representative.regain_network().await?;
    cast.representative.see("已同步").await?;
    cast.wide.see(&format!("{SEATS} / {SEATS}")).await?;

    cast.turn_to(DAY, 9, 1).await?;
    let staff = &cast.committee;
    staff.go(&format!("#/meeting/{meeting}")).await?;
    staff.tap("开始开会").await?;
    staff.confirm().await?;
    staff.see("正在开会").await?;
    Ok(())
}

/// The first topic: what was said, by whom, and the promise that comes of it.
pub(super) async fn a_merchant_promises(cast: &mut Cast) -> Result<()> {
    let topic = cast.desk.topic(HAIRCUT)?;
    let here = format!("#/topic/{topic}");
    let staff = &cast.committee;
    staff.go(&here).await?;
    staff.tap("现在议这个").await?;
    cast.wide.see(HAIRCUT).await?;
    cast.wide.see("议题 1").await?;

    let said = "房租涨了，一次 38 元没有多少利。";
    cast.merchant.go(&here).await?;
    cast.merchant.speak(said).await?;
    cast.wide.see(said).await?;
    let staff = &cast.committee;
    staff.see(said).await?;
    staff.tap("发言").await?;
    staff
        .fill("css=dialog[open] textarea", "街道支持公开成本。")
        .await?;
    staff.tap("来宾").await?;
    staff.fill("来宾的姓名和单位", "街道办张科长").await?;
    staff.confirm().await?;
    staff.see("街道办张科长").await?;

    cast.merchant.tap("作出承诺").await?;
    cast.merchant
        .fill("css=dialog[open] textarea", PROMISE)
        .await?;
    let due = cast.season.day(DAY + 9);
    cast.merchant.fill("期限", &due.to_string()).await?;
    cast.merchant.screenshot("council-12-promise").await?;
    cast.merchant.confirm().await?;
    cast.merchant.see("已有承诺").await?;
    cast.wide.see(PROMISE).await?;
    cast.wide.screenshot("council-13-hall-topic").await?;
    cast.desk.sync().await.map(drop)
}

/// All is said.
pub(super) async fn the_meeting_ends(cast: &mut Cast) -> Result<()> {
    cast.turn_to(DAY, 11, 30).await?;
    let staff = &cast.committee;
    staff.go(&format!("#/meeting/{}", cast.meeting)).await?;
    staff.tap("结束会议").await?;
    staff.confirm().await?;
    staff.see("已结束").await?;
    Ok(())
}
