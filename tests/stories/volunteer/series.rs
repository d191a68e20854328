//! A series on its forms: days that are rare, places that become fewer from a date on, and its end.

use anyhow::{Context, Result, ensure};
use yishi_domain::{ActivityId, Date, ShiftId};
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, helping, on_both};

const TITLE: &str = "楼道清扫";

/// Fills in what every activity needs, up to how often it takes place.
async fn begin(staff: &Phone, title: &str) -> Result<()> {
    staff.go("#/activity").await?;
    staff.tap("新活动").await?;
    staff.fill("名称", title).await?;
    staff.fill("种类", "上门助老").await?;
    staff.fill("地点", "社区活动中心").await?;
    staff.tap("定期举办").await?;
    staff.fill("几点开始", "09:00").await?;
    staff.fill("几点结束", "11:00").await
}

/// One day, moved after somebody has signed up, and given up.
async fn what_happens_once_moves_and_is_cancelled(engine: Engine) -> Result<()> {
    let season = Season::start().await?;
    let mut staff = Phone::new(engine, &season).await?;
    staff.join(season.code("committee")?).await?;
    let mut phone = Phone::new(engine, &season).await?;
    phone.join(season.code("resident")?).await?;
    staff.go("#/activity").await?;
    staff.tap("新活动").await?;
    staff.tap("发布活动").await?;
    staff.error_is_in_sight().await?;
    staff.screenshot("once-1-nothing").await?;
    staff.fill("名称", TITLE).await?;
    staff.fill("种类", "上门助老").await?;
    staff.fill("地点", "社区活动中心").await?;
    staff.tap("只办一次").await?;
    staff.fill("哪一天", &season.day(5).to_string()).await?;
    staff.fill("几点开始", "09:00").await?;
    staff.fill("几点结束", "11:00").await?;
    let activity = publish(&staff).await?;
    phone.go(&format!("#/activity/{activity}")).await?;
    phone.tap("css=main a[href^='#/shift/']").await?;
    phone.see("谁来").await?;
    phone.tap("我要报名").await?;
    phone.see("您报了“志愿者”。").await?;
    phone.sent().await?;

    staff.go(&format!("#/activity/{activity}")).await?;
    staff.tap("修改活动").await?;
    staff.fill("哪一天", &season.day(6).to_string()).await?;
    staff.fill("几点开始", "14:00").await?;
    staff.fill("几点结束", "16:00").await?;
    staff.tap("保存修改").await?;
    staff.see("会通知已报名的 1 人").await?;
    staff.screenshot("once-2-moves").await?;
    staff.confirm().await?;
    staff.see("已改好。报了名的人会收到通知。").await?;
    phone.see("改期了，现在是").await?;
    phone.go("#/volunteer/mine").await?;
    phone.see(TITLE).await?;
    phone.see("14:00–16:00").await?;
    phone.screenshot("once-3-moved").await?;

    let reason = "雨太大，改天再约。";
    staff.go(&format!("#/activity/{activity}")).await?;
    staff.tap("取消活动").await?;
    staff.see("取消这个活动？").await?;
    staff.fill("css=dialog[open] textarea", reason).await?;
    staff.screenshot("once-4-cancel").await?;
    staff.tap("css=dialog[open] .button.danger").await?;
    staff.see("已结束").await?;
    phone.tap("首页").await?;
    phone.see(&format!("已取消。{reason}")).await?;
    phone.screenshot("once-5-told").await?;
    staff.is_quiet().await?;
    phone.is_quiet().await
}
on_both!(what_happens_once_moves_and_is_cancelled);

/// Publishes what the form holds; ends on its page.
async fn publish(staff: &Phone) -> Result<ActivityId> {
    staff.tap("发布活动").await?;
    staff.see("接下来").await?;
    staff.sent().await?;
    let url = staff.url().await?;
    let id = url.rsplit('/').next().and_then(|id| id.parse().ok());
    Ok(ActivityId(
        id.with_context(|| format!("no activity in {url}"))?,
    ))
}

/// The last Friday of that day's month.
fn last_friday(of: Date) -> Date {
    let next = |day: Date| day.plus_days(1);
    let mut day = of;
    while next(day).month == of.month {
        day = next(day);
    }
    // 1970-01-02 was a Friday.
    let friday = Date {
        year: 1970,
        month: 1,
        day: 2,
    };
    day.plus_days(-day.days_since(friday).rem_euclid(7))
}

async fn rare_days_and_no_end_are_told_in_words(engine: Engine) -> Result<()> {
    let season = Season::start().await?;
    let mut staff = Phone::new(engine, &season).await?;
    staff.join(season.code("committee")?).await?;

    begin(&staff, "月末理发").await?;
    staff.fill("多久一次", "每月的第几个周几").await?;
    staff.fill("第几个", "最后一个").await?;
    staff.fill("周几", "周五").await?;
    staff.see("每月最后一个周五").await?;
    staff
        .see("先排好以后一年多的日子，到时自动接着排；随时可以结束。")
        .await?;
    staff.screenshot("series-1-last-friday").await?;
    let activity = publish(&staff).await?;
    staff.see("每月最后一个周五 9:00–11:00").await?;
    let friday = last_friday(season.day(0));
    staff
        .see(&format!("{} 月 {} 日 周五", friday.month, friday.day))
        .await?;
    staff.see("以后会自动接着排。").await?;
    staff.screenshot("series-2-planned").await?;
    let planned = season.events("shifts_planned").await?;
    let ours = planned
        .iter()
        .filter(|event| event["body"]["activity"] == activity.to_string());
    let days: usize = ours
        .filter_map(|event| event["body"]["days"].as_array().map(Vec::len))
        .sum();
    ensure!(
        (13..=14).contains(&days),
        "{days} days are planned without end"
    );

    begin(&staff, "闰日聚会").await?;
    staff.fill("多久一次", "每年的一天").await?;
    staff.fill("几月", "2 月").await?;
    staff.fill("几日", "29 日").await?;
    staff.see("每年 2 月 29 日").await?;
    staff.see("只有闰年才有这一天，四年一次。").await?;
    staff.screenshot("series-3-leap-day").await?;
    // What no year has is refused in words, and what was written stays.
    staff.fill("几日", "30 日").await?;
    staff.tap("发布活动").await?;
    staff.see("2 月没有 30 日，请改一下。").await?;
    staff.error_is_in_sight().await?;
    staff.screenshot("series-4-never").await?;
    staff.fill("几日", "29 日").await?;
    publish(&staff).await?;
    staff.see("每年 2 月 29 日 9:00–11:00").await?;
    staff.is_quiet().await
}
on_both!(rare_days_and_no_end_are_told_in_words);

async fn fewer_places_from_a_date_on_and_then_no_more(engine: Engine) -> Result<()> {
    let season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let codes = season.invite("committee", 2).await?;
    let mut desk = Device::join(&endpoint, &codes[0]).await?;
    let activity = desk
        .plan_weekly(helping(TITLE, 3, None), season.day(2), 4)
        .await?;
    let shifts = [2, 9].map(|day| ShiftId::of(activity, season.day(day)));
    for role in ["merchant", "representative"] {
        let mut earlier = Device::join(&endpoint, season.code(role)?).await?;
        earlier.sign_up(shifts[1], 1).await?;
    }
    let mut phone = Phone::new(engine, &season).await?;
    phone.join(season.code("resident")?).await?;
    for shift in shifts {
        phone.open_on_board(shift).await?;
        phone.tap("我要报名").await?;
        phone.see("您报了“帮手”。").await?;
    }
    phone.sent().await?;

    // From the second Wednesday on there are two places: who came last is told, before and after.
    let mut staff = Phone::new(engine, &season).await?;
    staff.join(&codes[1]).await?;
    staff.go(&format!("#/activity/{activity}")).await?;
    staff.tap("修改活动").await?;
    staff.tap("从某一次起都改").await?;
    let second = season.day(9);
    let label = format!("{} 月 {} 日 周三", second.month, second.day);
    staff.fill("从哪一次起", &label).await?;
    staff
        .fill("css=.roles .role:nth-child(1) input[type=number]", "2")
        .await?;
    staff.tap("保存修改").await?;
    staff.see("这样修改吗？").await?;
    staff.see("会通知已报名的").await?;
    staff.see("1 人次没有名额了，排在候补最前面").await?;
    staff.screenshot("series-5-fewer").await?;
    staff.confirm().await?;
    staff.see("已改好。报了名的人会收到通知。").await?;
    staff.sent().await?;
    phone.see("名额减少，您转为候补第 1 位").await?;
    phone.open_shift(shifts[1]).await?;
    phone.see("为您候补第 1 位").await?;
    phone.screenshot("series-6-waits").await?;
    phone.open_shift(shifts[0]).await?;
    phone.see("帮手 1 / 3").await?;
    phone.see("您报了“帮手”。").await?;

    // The end needs a reason, and everybody who comes is told it.
    staff.go(&format!("#/activity/{activity}")).await?;
    staff.tap("不再举办").await?;
    staff.see("不再举办这个活动？").await?;
    staff.see("接下来的 4 个班次会取消，办过的不变。").await?;
    staff.tap("css=dialog[open] .button.danger").await?;
    staff.see("还有内容没有填写。").await?;
    let reason = "物业从本月起每天打扫。";
    staff.fill("css=dialog[open] textarea", reason).await?;
    staff.tap("css=dialog[open] .button.danger").await?;
    staff.see("已结束").await?;
    staff.see("每周三 9:00–11:00，共 4 次").await?;
    staff.see(reason).await?;
    staff.screenshot("series-7-ended").await?;
    phone.see("已取消").await?;
    phone.see(reason).await?;
    phone.tap("首页").await?;
    phone.see(reason).await?;
    phone.screenshot("series-8-told").await?;
    desk.sync().await?;
    let board = &desk.view().volunteer;
    let cancelled = board
        .shifts_of(activity)
        .all(|(_, shift)| shift.cancelled.is_some());
    ensure!(cancelled, "a shift of what has ended goes on");
    staff.is_quiet().await?;
    phone.is_quiet().await
}
on_both!(fewer_places_from_a_date_on_and_then_no_more);
