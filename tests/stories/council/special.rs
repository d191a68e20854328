//! A special meeting: planned with a reason, called, and printed for the doors.

use anyhow::{Context, Result, ensure};
use yishi_tests::Engine;

use crate::people::{Phone, Season, on_both};

const REASON: &str = "三号楼的电梯停了两次，要商量修还是换。";
const TITLE: &str = "三号楼电梯怎么办";
const PLACE: &str = "三号楼门厅";

/// A form without its reason, and a day that has gone: what is wrong stands at the field, and all else stays.
async fn slips_are_told(staff: &Phone, season: &Season) -> Result<()> {
    staff.go("#/council/agenda").await?;
    staff.tap("安排会议").await?;
    staff.see("安排哪一种？").await?;
    staff.fill("地点", PLACE).await?;
    staff.tap("排定会议").await?;
    staff.see("还有内容没有填写。").await?;
    staff.screenshot("special-01-no-reason").await?;
    staff.fill("为什么召开", REASON).await?;
    staff.fill("开会日期", &season.day(-1).to_string()).await?;
    staff.tap("排定会议").await?;
    staff.see("这个时间已经过去，请另选时间。").await?;
    staff.screenshot("special-02-past").await?;
    let kept = "return [...document.querySelectorAll('main textarea, main input')].map((field) => field.value)";
    let kept: Vec<String> = staff.eval(kept).await?;
    for text in [REASON, PLACE] {
        ensure!(kept.iter().any(|value| value == text), "{kept:?}");
    }
    Ok(())
}

async fn a_special_meeting_is_called(engine: Engine) -> Result<()> {
    let mut season = Season::start().await?;
    let mut staff = Phone::new(engine, &season).await?;
    let mut representative = Phone::new(engine, &season).await?;
    staff.join(season.code("committee")?).await?;
    representative.join(season.code("representative")?).await?;

    slips_are_told(&staff, &season).await?;
    staff.fill("开会日期", &season.day(3).to_string()).await?;
    staff.fill("几点", "19:00").await?;
    staff.tap("排定会议").await?;
    staff.see("改时间或地点").await?;
    staff.see("已排期").await?;
    staff.see(REASON).await?;
    staff.see("周四 19:00").await?;
    // A notice without topics has no agenda.
    let here = staff.url().await?;
    let here = here.split_once('#').context("a screen")?.1.to_owned();
    staff.go(&format!("#{here}/notice")).await?;
    staff.see("临时议事会通知").await?;
    ensure!(!staff.shows("议程").await?, "an agenda of nothing");
    staff.go(&format!("#{here}")).await?;
    staff.tap("增加议题").await?;
    staff.fill("议题名称", TITLE).await?;
    staff.confirm().await?;
    staff.see(&format!("1. {TITLE}")).await?;
    staff.tap("召集会议").await?;
    staff.confirm().await?;
    staff.see("已召集").await?;
    staff.screenshot("special-03-called").await?;
    staff.tap("打印会议通知").await?;
    staff.see("临时议事会通知").await?;
    for told in [REASON, TITLE, PLACE] {
        staff.see(told).await?;
    }
    staff.screenshot("special-04-notice").await?;
    staff.prints_on(1).await?;
    staff.sent().await?;

    season.turn_to(1, 8, 0).await?;
    season.catch_up(&representative).await?;
    representative.tap("首页").await?;
    representative.see("居民议事会，请您到会").await?;
    representative.see(PLACE).await?;
    representative.screenshot("special-05-asked").await?;
    representative.tap("看议程").await?;
    representative.see(REASON).await?;
    representative.see(TITLE).await?;
    staff.is_quiet().await?;
    representative.is_quiet().await
}
on_both!(a_special_meeting_is_called);
