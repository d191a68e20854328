//! Thanks and a short report with photos, from the lead's phone to those who came, with and without a network.

use anyhow::{Result, ensure};
use yishi_domain::ShiftId;
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, helping, on_both};

const THANKS: &str = "谢谢三位！一楼到六楼都扫干净了。";

async fn a_report_with_photos_is_written_offline_and_seen_by_who_came(
    engine: Engine,
) -> Result<()> {
    let mut season = Season::start().await?;
    let endpoint = season.ready().endpoint.clone();
    let mut desk = Device::join(&endpoint, season.code("committee")?).await?;
    let mut lead = Phone::new(engine, &season).await?;
    lead.join(season.code("representative")?).await?;
    let leads_name = lead.owner().await?;
    let leader = desk.called(&leads_name)?;
    let day = season.day(2);
    let details = helping("楼道清扫", 5, Some(desk.person(leader)?));
    let activity = desk.plan_weekly(details, day, 1).await?;
    let shift = ShiftId::of(activity, day);
    let mut volunteer = Phone::new(engine, &season).await?;
    volunteer.join(season.code("resident")?).await?;
    volunteer.open_on_board(shift).await?;
    volunteer.tap("我要报名").await?;
    volunteer.see("您报了“帮手”。").await?;
    volunteer.tap("首页").await?;
    volunteer.sent().await?;

    season.turn_to(2, 11, 30).await?;
    season.catch_up(&lead).await?;
    season.catch_up(&volunteer).await?;
    lead.can_start_offline().await?;
    let album = tempfile::tempdir()?;
    let upright = lead.take_photo(album.path(), 1, (1_200, 1_600), 1).await?;
    let lying = lead.take_photo(album.path(), 2, (3_000, 2_000), 6).await?;
    lead.lose_network().await?;
    lead.open_shift(shift).await?;
    lead.tap("写感谢与小结").await?;
    lead.fill("写给大家", THANKS).await?;
    lead.choose_photos(&[upright]).await?;
    lead.see_photos(1).await?;
    lead.use_camera(&lying).await?;
    lead.see_photos(2).await?;
    lead.picture_of_photos("report-1-form").await?;

    // Closing the browser loses neither the words nor the photos.
    lead.reopen().await?;
    lead.open_shift(shift).await?;
    lead.tap("写感谢与小结").await?;
    lead.see_photos(2).await?;
    lead.tap("发布").await?;
    lead.see("谁来").await?;
    lead.see(THANKS).await?;
    lead.see_photos(2).await?;
    lead.see("2 张照片待传").await?;
    lead.picture_of_photos("report-2-offline").await?;
    ensure!(season.events("shift_reported").await?.is_empty());

    lead.regain_network().await?;
    lead.sent().await?;
    lead.has_sent(2).await?;
    let reported = season.events("shift_reported").await?;
    ensure!(reported.len() == 1, "{reported:#?}");
    let named = reported[0]["body"]["photos"].as_array().map(Vec::len);
    ensure!(named == Some(2), "{reported:#?}");

    volunteer.see("感谢您来！带队人写了小结").await?;
    volunteer.screenshot("report-3-told").await?;
    volunteer.open_shift(shift).await?;
    volunteer.see(THANKS).await?;
    volunteer.see_photos(2).await?;
    volunteer.picture_of_photos("report-4-seen").await?;
    let mut theirs = volunteer.held().await?;
    theirs.sort_by(|a, b| a.sha256.cmp(&b.sha256));
    let mut own = lead.held().await?;
    own.sort_by(|a, b| a.sha256.cmp(&b.sha256));
    ensure!(theirs.len() == own.len(), "{theirs:?} {own:?}");
    for (theirs, own) in theirs.iter().zip(&own) {
        ensure!(theirs.bytes()? == own.bytes()?);
    }

    // Once seen they are there without a network too.
    volunteer.can_start_offline().await?;
    volunteer.lose_network().await?;
    volunteer.reopen().await?;
    volunteer.open_shift(shift).await?;
    volunteer.see_photos(2).await?;
    volunteer.is_quiet().await?;
    lead.is_quiet().await
}
on_both!(a_report_with_photos_is_written_offline_and_seen_by_who_came);
