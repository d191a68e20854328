//! What changes while somebody is on the street without a network: nothing that they have answered is refused.

use anyhow::{Context, Result, ensure};
use yishi_domain::Command;
use yishi_domain::patrol::PublishTemplate;
use yishi_tests::{Engine, Options};

use super::{FRIDAY, Walk};
use crate::people::{Phone, on_both};

/// One member fills on two phones; each goes on with what the other has.
async fn one_member_on_two_phones(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    let mut second = Phone::new(engine, &walk.season).await?;
    let code = walk.season.invite("representative", 1).await?.pop();
    second.join(&code.context("a code")?).await?;
    walk.open().await?;
    walk.phone.answer(4).await?;
    walk.phone.go("#/me").await?;
    walk.phone.see("没有，都已送达").await?;
    second.open_inspection(walk.patrol, walk.shop).await?;
    second.see("4 / 16 已填").await?;

    // From here on neither knows of the other.
    walk.phone.lose_network().await?;
    second.lose_network().await?;
    walk.open().await?;
    walk.phone.finish_inspection().await?;
    second.go("#/me").await?;
    second.open_inspection(walk.patrol, walk.shop).await?;
    second.answer(1).await?;
    second.fail("小票和公示价不一样", None).await?;
    second.finish_inspection().await?;
    walk.phone.regain_network().await?;
    walk.phone.sent().await?;
    second.regain_network().await?;
    second.sent().await?;

    // The first one counts, the second one's differences are added, and no finding is lost.
    ensure!(walk.submitted().await?.len() == 1);
    let amended = walk.season.events("inspection_amended").await?;
    ensure!(amended.len() == 1, "{amended:#?}");
    let found = walk.season.events("finding_opened").await?;
    ensure!(found.len() == 1, "{found:#?}");
    walk.open_submitted().await?;
    walk.phone.see("另一台手机上填得不一样的").await?;
    walk.phone.is_quiet().await?;
    second.is_quiet().await
}
on_both!(one_member_on_two_phones);

/// Staff publish another version, and close the shop, while the first version is filled in offline.
async fn the_checklist_changes_and_the_shop_closes(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    walk.open().await?;
    walk.phone.answer(3).await?;
    walk.phone.lose_network().await?;
    let (template, version, list) = walk.desk.checklist(walk.shop)?;
    ensure!(version == 1);
    let mut checklist = list.clone();
    checklist.sections.remove(0);
    let publish = PublishTemplate {
        template,
        checklist,
    };
    walk.desk.act(&Command::PublishTemplate(publish)).await?;
    let mut record = walk.desk.view().shops[&walk.shop].stated(walk.shop);
    record.closed = true;
    walk.desk.act(&Command::RecordShop(record)).await?;
    walk.phone.answer(2).await?;
    walk.phone.regain_network().await?;
    walk.phone.see("这家店已经停业").await?;
    // What was begun goes on as it was begun.
    walk.phone.see("5 / 16 已填").await?;
    walk.phone.finish_inspection().await?;
    walk.phone.go("#/me").await?;
    walk.phone.see("没有，都已送达").await?;
    let submitted = walk.submitted().await?;
    ensure!(submitted.len() == 1, "{submitted:#?}");
    ensure!(submitted[0]["body"]["version"] == 1, "{submitted:#?}");
    let answers = submitted[0]["body"]["answers"].as_array();
    ensure!(answers.map_or(0, Vec::len) == 16, "{submitted:#?}");
    walk.phone.is_quiet().await
}
on_both!(the_checklist_changes_and_the_shop_closes);

/// The phone's clock is a day ahead, then a day behind, without a network that could tell.
async fn a_clock_that_is_wrong_by_a_day(engine: Engine) -> Result<()> {
    const DAY: i64 = 86_400_000;
    let mut walk = Walk::begin(engine).await?;
    walk.phone.lose_network().await?;
    for by in [DAY, -DAY] {
        walk.phone.set_clock_wrong(by).await?;
        // A day before its day the round is announced.
        let told = if by > 0 {
            "去巡视"
        } else {
            "明天 周五巡视"
        };
        walk.phone.see(told).await?;
        walk.phone.go("#/patrol").await?;
        walk.phone.see("没有信号也能查").await?;
        walk.open().await?;
        walk.phone.answer(4).await?;
    }
    ensure!(walk.phone.filled().await? == 8);
    walk.phone.finish_inspection().await?;
    walk.phone.regain_network().await?;
    walk.phone.sent().await?;
    let submitted = walk.submitted().await?;
    ensure!(submitted.len() == 1, "{submitted:#?}");
    // The time that counts is the endpoint's.
    let at = submitted[0]["at"].as_str().context("a time")?;
    let day = walk.season.day(FRIDAY).to_string();
    ensure!(at.starts_with(&day), "{at} is not on {day}");
    walk.phone.is_quiet().await
}
on_both!(a_clock_that_is_wrong_by_a_day);

/// The phone is nearly full: it says so before, photos are refused in words, and answers go through.
async fn a_phone_that_is_nearly_full(engine: Engine) -> Result<()> {
    // Chromium tells how much room there is, as the engine of WeChat does.
    let options = Options {
        arguments: vec!["--disable-features=StaticStorageQuota".into()],
        ..Options::default()
    };
    let mut walk = Walk::begin_with(engine, options).await?;
    let album = tempfile::tempdir()?;
    let size = (1_600, 1_200);
    let photo = walk.phone.take_photo(album.path(), 1, size, 1).await?;
    walk.phone.leave_room(12_000_000).await?;
    walk.open().await?;
    walk.phone.tap("css=.verdict.bad").await?;
    walk.phone.see("手机空间快满了，大约还能放").await?;
    walk.phone.leave_room(4_000_000).await?;
    walk.open().await?;
    walk.phone
        .see("css=.verdict.bad[aria-pressed=true]")
        .await?;
    walk.phone.use_camera(&photo).await?;
    walk.phone.see("手机空间满了，这张照片放不下").await?;
    walk.phone.screenshot("patrol-full").await?;
    // Words may stand in its place.
    walk.phone
        .fill("写清问题（选填）", "手机满了，拍不了")
        .await?;
    walk.phone.tap("没法拍照").await?;
    walk.phone.tap("css=.fill-turns .button.main").await?;
    walk.phone.finish_inspection().await?;
    walk.phone.sent().await?;
    let submitted = walk.submitted().await?;
    ensure!(submitted.len() == 1, "{submitted:#?}");
    ensure!(walk.season.events("finding_opened").await?.len() == 1);
    walk.phone.is_quiet().await
}
on_both!(a_phone_that_is_nearly_full);

/// After the first photo the phone is full to the last kilobyte: no answer is lost, and the photo is sent later.
async fn a_phone_that_is_full(engine: Engine) -> Result<()> {
    let options = Options {
        arguments: vec!["--disable-features=StaticStorageQuota".into()],
        ..Options::default()
    };
    let mut walk = Walk::begin_with(engine, options).await?;
    let album = tempfile::tempdir()?;
    let mut photos = Vec::new();
    for number in 1..=2 {
        let size = (1_600, 1_200);
        photos.push(walk.phone.take_photo(album.path(), number, size, 1).await?);
    }
    walk.phone.leave_room(24_000_000).await?;
    walk.open().await?;
    walk.phone.lose_network().await?;
    walk.phone.fail("柜台后面", Some(&photos[0])).await?;
    walk.phone.see("1 / 16 已填").await?;
    ensure!(walk.phone.fill_up().await? > 0, "nothing fills it");

    // The second one is refused, and its words stay.
    walk.phone.tap("css=.verdict.bad").await?;
    walk.phone
        .see("css=.verdict.bad[aria-pressed=true]")
        .await?;
    walk.phone.use_camera(&photos[1]).await?;
    walk.phone.see("手机空间满了，这张照片放不下").await?;
    walk.phone.tap("没法拍照").await?;
    walk.phone
        .fill("写清问题（选填）", "没有价签，手机满了")
        .await?;
    walk.phone.tap("css=.fill-turns .button.main").await?;
    walk.phone.see("2 / 16 已填").await?;
    walk.phone.finish_inspection().await?;
    walk.phone.screenshot("patrol-full-submitted").await?;
    walk.phone.crash().await?;
    walk.phone.open_app().await?;
    walk.phone.regain_network().await?;
    walk.phone.has_sent(1).await?;
    walk.phone.sent().await?;
    let submitted = walk.submitted().await?;
    ensure!(submitted.len() == 1, "{submitted:#?}");
    let answers = submitted[0]["body"]["answers"].as_array();
    ensure!(answers.map_or(0, Vec::len) == 16, "{submitted:#?}");
    let remarks = submitted[0]["body"]["remarks"].to_string();
    ensure!(remarks.contains("没有价签，手机满了"), "{remarks}");
    ensure!(walk.season.photos().await? == 1);
    ensure!(walk.season.events("finding_opened").await?.len() == 2);
    walk.phone.is_quiet().await
}
on_both!(a_phone_that_is_full);
