//! After the meeting: minutes, what was resolved, what was promised, and the ledger that shows it all.

use anyhow::{Result, ensure};

use super::held::PROMISE;
use super::{Cast, DAY, HAIRCUT, LAMP};

/// What the resolution obliges to.
const ACTION: &str = "请电工在三号楼门口装一盏夜灯。";
const LATE: &str = "把电费分摊办法贴在三号楼门口。";

/// One desk has no network: both versions stay, and are made one before anybody else reads them.
pub(super) async fn the_minutes_are_written_at_two_desks(cast: &mut Cast) -> Result<()> {
    let here = format!("#/meeting/{}/minutes", cast.meeting);
    let (one, other) = (&cast.committee, &cast.wide);
    one.go(&here).await?;
    other.go(&here).await?;
    for phone in [one, other] {
        phone.see("应到居民代表 40 人，实到 40 人").await?;
        phone.see(PROMISE).await?;
    }
    other.screenshot("council-17-desk").await?;
    other.lose_network().await?;
    other
        .fill("开会情况", "王主任主持，四十位代表全部到会。")
        .await?;
    other.tap("保存这一段").await?;
    other.see("离线 · 1 项待同步").await?;
    one.fill("开会情况", "街道办张科长列席，四十位代表全部到会。")
        .await?;
    one.tap("保存这一段").await?;
    one.sent().await?;
    other.regain_network().await?;
    for phone in [one, other] {
        phone.see("两个版本").await?;
        phone.see("王主任主持，四十位代表全部到会。").await?;
        phone.see("街道办张科长列席，四十位代表全部到会。").await?;
    }
    other.screenshot("council-18-two-versions").await?;
    one.tap("公布纪要").await?;
    one.see("有一段写了两个版本，请先合成一个。").await?;
    let agreed = "王主任主持，街道办张科长列席，四十位代表全部到会。";
    one.fill("开会情况", agreed).await?;
    one.tap("保存为定稿").await?;
    for phone in [one, other] {
        phone.gone("两台电脑同时写了这一段").await?;
    }
    one.sent().await?;
    one.tap("公布纪要").await?;
    one.confirm().await?;
    one.see("已公布").await?;

    let reader = &cast.resident;
    reader.go(&format!("#/meeting/{}", cast.meeting)).await?;
    reader.tap("看会议纪要").await?;
    reader.see(agreed).await?;
    reader.see("街道支持公开成本。").await?;
    reader.see("同意 4 户、不同意 1 户、弃权 1 户").await?;
    reader.screenshot("council-19-minutes").await?;
    reader.prints_on(3).await
}

/// Who has to do what by when; done is what somebody else has seen.
pub(super) async fn a_resolution_is_carried_out(cast: &mut Cast) -> Result<()> {
    let motion = cast.desk.motion_on(LAMP)?;
    let staff = &cast.committee;
    let (doer, late) = (
        cast.representative.owner().await?,
        cast.merchant.owner().await?,
    );
    for (text, owner, day) in [(ACTION, &doer, DAY + 5), (LATE, &late, DAY + 3)] {
        staff.go(&format!("#/motion/{motion}")).await?;
        staff.tap("安排落实事项").await?;
        staff.fill("css=dialog[open] textarea", text).await?;
        staff.choose_person("负责人", owner).await?;
        let due = cast.season.day(day);
        staff.fill("期限", &due.to_string()).await?;
        staff.confirm().await?;
        staff.see(text).await?;
    }
    staff.screenshot("council-20-resolution").await?;
    staff.sent().await?;

    cast.turn_to(DAY + 4, 9, 0).await?;
    let phone = &cast.representative;
    phone.tap("首页").await?;
    phone.see(ACTION).await?;
    phone.screenshot("council-21-to-do").await?;
    phone.tap("报告进展").await?;
    phone.report_done("灯装好了，晚上能看清台阶。", 2).await?;
    // Nobody confirms what they have done themselves.
    ensure!(!cast.representative.shows("核实：已完成").await?);
    cast.representative
        .see("要由居委会或居民代表中的另一个人来核实")
        .await?;
    let staff = &cast.committee;
    staff.tap("首页").await?;
    staff.tap("去核实").await?;
    staff.see_photos(1).await?;
    staff.tap("核实：已完成").await?;
    staff.fill("核实情况", "晚上去看过，很亮。").await?;
    staff.confirm().await?;
    staff.see("已兑现").await?;
    Ok(())
}

/// What is overdue stands at the top, of the owner's first screen and of the ledger; a promise is kept.
pub(super) async fn the_promise_is_kept(cast: &mut Cast) -> Result<()> {
    cast.turn_to(DAY + 7, 18, 0).await?;
    let phone = &cast.merchant;
    phone.tap("首页").await?;
    phone.see("逾期 4 天").await?;
    phone.see(PROMISE).await?;
    phone.screenshot("council-22-overdue").await?;
    let promise = "return [...document.querySelectorAll('main h3')].map((name) => name.innerText)";
    let cards: Vec<String> = phone.eval(promise).await?;
    ensure!(
        cards.first().is_some_and(|first| first == LATE),
        "{cards:?}"
    );
    cast.resident.go("#/ledger").await?;
    cast.resident.see("逾期未办").await?;
    cast.resident.see(LATE).await?;

    cast.desk.sync().await?;
    let commitments = &cast.desk.view().council.commitments;
    let found = commitments.iter().find(|(_, one)| one.text == PROMISE);
    let id = found.map(|(id, _)| *id);
    let id = id.ok_or_else(|| anyhow::anyhow!("no promise"))?;
    cast.merchant.go(&format!("#/commitment/{id}")).await?;
    cast.merchant
        .report_done("新价目贴出来了，成人 30 元。", 3)
        .await?;
    let phone = &cast.representative;
    phone.tap("首页").await?;
    phone.tap("去核实").await?;
    phone.see("新价目贴出来了，成人 30 元。").await?;
    phone.tap("核实：已完成").await?;
    phone.confirm().await?;
    phone.see("已兑现").await?;
    phone.screenshot("council-23-kept").await?;
    phone.see("来龙去脉").await?;
    Ok(())
}

/// Asked, decided, promised, done: by month, readable by everybody, without a network, on paper.
pub(super) async fn everybody_reads_the_ledger(cast: &mut Cast) -> Result<()> {
    let phone = &cast.resident;
    phone.sent().await?;
    phone.lose_network().await?;
    phone.go("#/ledger").await?;
    for told in [
        "居民提出",
        "议定",
        "承诺与落实",
        "答复与办结",
        PROMISE,
        LAMP,
    ] {
        phone.see(told).await?;
    }
    phone.screenshot("council-24-ledger").await?;
    phone.prints_on(6).await?;
    phone.go("#/opinion/mine").await?;
    phone.see("核实已完成").await?;
    phone.screenshot("council-25-what-became").await?;
    phone.regain_network().await?;
    let topic = cast.desk.topic(HAIRCUT)?;
    cast.merchant.go(&format!("#/topic/{topic}")).await?;
    cast.merchant.see("已兑现").await
}
