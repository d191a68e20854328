//! What a lead says by hand: who just came, from when to when somebody was there; and whose hours are not counted.

use anyhow::{Result, ensure};
use yishi_domain::ShiftId;
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, helping, on_both};

const TITLE: &str = "楼道清扫";

async fn a_lead_says_who_came_and_for_how_long(engine: Engine) -> Result<()> {
    let mut season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let codes = season.invite("committee", 2).await?;
    let mut desk = Device::join(&endpoint, &codes[0]).await?;
    let mut staff = Phone::new(engine, &season).await?;
    staff.join(&codes[1]).await?;
    let mut lead = Phone::new(engine, &season).await?;
    lead.join(season.code("representative")?).await?;
    let leader = desk.called(&lead.owner().await?)?;
    let day = season.day(2);
    let details = helping(TITLE, 5, Some(desk.person(leader)?));
    let activity = desk.plan_weekly(details, day, 1).await?;
    let shift = ShiftId::of(activity, day);
    let mut volunteer = Phone::new(engine, &season).await?;
    volunteer.join(season.code("resident")?).await?;
    let name = volunteer.owner().await?;
    volunteer.open_on_board(shift).await?;
    volunteer.tap("我要报名").await?;
    volunteer.see("您报了“帮手”。").await?;
    volunteer.sent().await?;
    let elder = desk.an_elder(season.now())?;

    // Somebody without a phone just came, half an hour after it has begun. The lead's phone does not know them and
    // says who does; the lead then needs no network.
    season.turn_to(2, 9, 30).await?;
    for phone in [&lead, &staff] {
        season.catch_up(phone).await?;
    }
    lead.open_lead(shift).await?;
    lead.tap("补报名").await?;
    lead.fill("输入姓名", &elder).await?;
    lead.see("没有找到这个名字").await?;
    lead.see("没有列出的，请居委会代报。").await?;
    staff.open_lead(shift).await?;
    staff.tap("补报名").await?;
    staff.fill("输入姓名", &elder).await?;
    staff.settle().await?;
    staff.tap(&elder).await?;
    staff.tap(&format!("代{elder}报名")).await?;
    staff.see("名单").await?;
    staff.see("已到 0 / 2").await?;
    lead.open_lead(shift).await?;
    lead.see("已到 0 / 2").await?;
    lead.lose_network().await?;
    lead.on_list(&elder, "签到").await?;
    lead.see("已到 1 / 2").await?;
    lead.screenshot("by-hand-1-just-came").await?;
    lead.regain_network().await?;
    lead.sent().await?;

    // Afterwards: from five past nine to five past ten. An end before the beginning is refused in words.
    season.turn_to(2, 11, 30).await?;
    season.catch_up(&lead).await?;
    lead.open_lead(shift).await?;
    lead.on_list(&name, "登记时间").await?;
    lead.fill("几点到", "09:05").await?;
    lead.fill("几点走", "09:00").await?;
    lead.tap("保存").await?;
    lead.see("走的时间要晚于到的时间。").await?;
    lead.screenshot("by-hand-2-wrong").await?;
    lead.fill("几点走", "10:05").await?;
    lead.tap("保存").await?;
    lead.gone("css=dialog[open]").await?;
    lead.see("已到 2 / 2").await?;
    lead.sent().await?;
    lead.screenshot("by-hand-3-times").await?;
    season.catch_up(&volunteer).await?;
    volunteer.open_shift(shift).await?;
    volunteer.see("这次计 1 小时").await?;

    hours_are_not_acknowledged(&lead, &volunteer).await?;
    let counted = season.events("hours_confirmed").await?;
    ensure!(counted.is_empty(), "{counted:#?}");
    for phone in [&mut lead, &mut staff, &mut volunteer] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_lead_says_who_came_and_for_how_long);

/// What was done beside any shift is not counted, with a reason that whoever claims it reads.
async fn hours_are_not_acknowledged(lead: &Phone, volunteer: &Phone) -> Result<()> {
    volunteer.go("#/hours").await?;
    volunteer.tap("登记其他服务时间").await?;
    volunteer.fill("做了什么", "在家看书。").await?;
    volunteer.fill("几小时", "0").await?;
    volunteer.tap("css=main .actions .button.main").await?;
    volunteer.see("请填做了多久，1 分钟到 24 小时。").await?;
    volunteer.fill("几小时", "2").await?;
    volunteer.fill("属于哪个活动", TITLE).await?;
    volunteer.tap("css=main .actions .button.main").await?;
    volunteer.see("等待确认").await?;
    volunteer.sent().await?;
    lead.go("#/hours/confirm").await?;
    lead.see("在家看书。").await?;
    lead.tap("不认可").await?;
    lead.see("为什么不认可？").await?;
    lead.tap("css=dialog[open] .button.danger").await?;
    lead.see("还有内容没有填写。").await?;
    let why = "这不是志愿服务。";
    lead.fill("css=dialog[open] textarea", why).await?;
    lead.tap("css=dialog[open] .button.danger").await?;
    lead.see("没有要确认的").await?;
    volunteer.see("没有认可").await?;
    volunteer.see(&format!("理由：{why}")).await?;
    volunteer.screenshot("by-hand-4-refused").await?;
    Ok(())
}
