//! The last Wednesday, and what the month added up to.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use yishi_domain::volunteer::Code;
use yishi_domain::{ShiftId, Timestamp};
use yishi_tests::Engine;

use super::{Cast, DAYS, TITLE};

/// The volunteer scans the lead's QR code and leaves before the end, by the digits. Gives the minutes that count.
pub(super) async fn scanned_and_left_early(cast: &mut Cast, shift: ShiftId) -> Result<i64> {
    cast.turn_to(DAYS[2], 20, 0).await?;
    cast.volunteer.open_on_board(shift).await?;
    cast.volunteer.tap("报名“理发”").await?;
    cast.volunteer.see("您报了“理发”。").await?;
    cast.volunteer.sent().await?;

    cast.turn_to(DAYS[3], 8, 50).await?;
    cast.lead.open_lead(shift).await?;
    cast.lead.see("css=p.code").await?;
    cast.desk.sync().await?;
    let board = &cast.desk.view().volunteer;
    let known = board.shifts.get(&shift).context("the shift")?;
    let activity = board.activities.get(&known.activity);
    let code = Code::of(
        activity.context("the activity")?,
        shift,
        known,
        cast.season.now(),
    );
    let long = code.context("the staff have the key")?.long;
    cast.volunteer
        .go(&format!("#/checkin/{shift}/{long}"))
        .await?;
    cast.volunteer.see("已签到").await?;
    cast.volunteer.see("已确认。").await?;
    cast.volunteer.screenshot("month-15-scanned").await?;
    let came_at = time(cast, "checked_in", "came_at").await?;

    cast.turn_to(DAYS[3], 10, 20).await?;
    let digits = cast.lead.digits(shift).await?;
    cast.volunteer.open_shift(shift).await?;
    cast.volunteer.tap("我要先走").await?;
    cast.volunteer.fill("六位签到码", &digits).await?;
    cast.volunteer.tap("签退").await?;
    cast.volunteer.see("已签退").await?;
    cast.volunteer.sent().await?;
    let left_at = time(cast, "checked_out", "left_at").await?;
    Ok((left_at.0 - came_at.0) / 60_000)
}

/// An hour and a half that belonged to no shift counts when the lead has confirmed it. Gives the minutes.
pub(super) async fn hours_beside_any_shift(cast: &Cast) -> Result<i64> {
    let phone = &cast.volunteer;
    phone.go("#/hours").await?;
    phone.tap("登记其他服务时间").await?;
    phone.fill("做了什么", "帮老人修好轮椅。").await?;
    phone.fill("几小时", "1").await?;
    phone.fill("几分钟", "30").await?;
    phone.fill("属于哪个活动", TITLE).await?;
    phone.tap("css=main .actions .button.main").await?;
    phone.see("等待确认").await?;
    phone.sent().await?;
    cast.lead.go("#/hours/confirm").await?;
    cast.lead.see("帮老人修好轮椅。").await?;
    cast.lead.tap("确认").await?;
    cast.lead.see("没有要确认的").await?;
    phone.see("已确认").await?;
    Ok(90)
}

/// The year on one sheet of A4, with the name and the sum.
pub(super) async fn a_year_is_certified(cast: &Cast, minutes: i64) -> Result<()> {
    let phone = &cast.volunteer;
    let name = phone.owner().await?;
    phone.go("#/hours").await?;
    phone.see(&told(minutes)).await?;
    phone.screenshot("month-16-hours").await?;
    phone.tap("打印证明").await?;
    phone.see("志愿服务证明").await?;
    phone.see(&name).await?;
    phone.see(&told(minutes)).await?;
    phone.see(TITLE).await?;
    phone.screenshot("month-17-certificate").await?;
    if phone.engine() == Engine::Chromium {
        let print = json!({ "preferCSSPageSize": true, "printBackground": true });
        let printed = phone.cdp("Page.printToPDF", print).await?;
        let data = printed["data"].as_str().context("no PDF")?;
        let sheets: Vec<String> = phone
            .eval(&format!(
                "return atob('{data}').match(/\\/MediaBox \\[[^\\]]*\\]/g) ?? []"
            ))
            .await?;
        ensure!(sheets.len() == 1, "printed on {sheets:?}");
        let a4 = sheets[0].contains("594.") || sheets[0].contains("595");
        ensure!(a4 && sheets[0].contains("84"), "{sheets:?}");
    }
    Ok(())
}

/// Hours, who took part, who did not come.
pub(super) async fn the_committee_sees_what_it_added_up_to(
    cast: &Cast,
    minutes: i64,
) -> Result<()> {
    let name = cast.volunteer.owner().await?;
    cast.committee.go("#/hours/statistics").await?;
    cast.committee.see("全年服务时间").await?;
    cast.committee.see(&name).await?;
    cast.committee.see(&told(minutes)).await?;
    cast.committee.see(&cast.elder).await?;
    cast.committee.see("每月参加服务的居民占多少").await?;
    cast.committee.see("时间用在哪里").await?;
    cast.committee.see(TITLE).await?;
    cast.committee.screenshot("month-18-statistics").await?;
    Ok(())
}

/// A moment in the last event of that kind.
async fn time(cast: &Cast, kind: &str, field: &str) -> Result<Timestamp> {
    let body = cast.last(kind).await?;
    let at = body[field].as_str().and_then(|at| at.parse().ok());
    at.with_context(|| format!("{body:#}"))
}

/// 3 小时 50 分钟
fn told(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours} 小时"),
        (hours, minutes) => format!("{hours} 小时 {minutes} 分钟"),
    }
}
