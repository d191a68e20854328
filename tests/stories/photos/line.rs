//! What the endpoint says of photos, and what the phone makes of it.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use yishi_tests::{Engine, Options, wait};

use crate::people::{Act, Community, Device, Meddler, Phone, Posts, Season, helping, on_both};

async fn raise_with(phone: &Phone, text: &str, photos: &[std::path::PathBuf]) -> Result<()> {
    phone.tap("首页").await?;
    phone.tap("提意见").await?;
    phone.fill("您的意见", text).await?;
    phone.tap("公共设施").await?;
    phone.choose_photos(photos).await?;
    phone.see_photos(photos.len()).await?;
    phone.tap("提交意见").await?;
    phone.see("我提的").await
}

async fn photos_wait_as_long_as_they_are_told_and_words_do_not(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let meddler = Meddler::start(community.port()).await?;
    let mut phone = Phone::at(engine, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    let album = tempfile::tempdir()?;
    let photo = phone.take_photo(album.path(), 1, (900, 600), 1).await?;
    let posts = Posts::at(&meddler, |before| match before {
        0 => Act::Postpone(4),
        // Damaged on its way: it is sent again.
        1 => Act::Refuse(422, "wrong_digest"),
        _ => Act::Pass,
    });
    raise_with(&phone, "第一条。", &[photo]).await?;
    posts.reach(1).await?;
    phone.see("1 张照片待传").await?;
    phone.raise("照片在等，话不用等。", "其他").await?;
    // The line above speaks of the photo still, so the endpoint is asked.
    wait::until("both opinions", Options::default().patience, async || {
        let raised = community.events("opinion_raised").await?.len();
        Ok((raised == 2)
            .then_some(())
            .ok_or(format!("{raised} are there")))
    })
    .await?;
    phone.has_sent(1).await?;
    phone.sent().await?;
    let sent = posts.so_far();
    ensure!(sent.len() == 3, "{sent:?}");
    ensure!(sent[1].1 - sent[0].1 >= Duration::from_secs(4), "{sent:?}");
    phone.is_quiet().await
}
on_both!(photos_wait_as_long_as_they_are_told_and_words_do_not);

#[tokio::test(flavor = "multi_thread")]
async fn what_the_endpoint_will_never_take_is_given_up_with_words() -> Result<()> {
    let community = Community::start().await?;
    let meddler = Meddler::start(community.port()).await?;
    let phone = Phone::at(Engine::Chromium, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    let album = tempfile::tempdir()?;
    let first = phone.take_photo(album.path(), 1, (900, 600), 1).await?;
    let second = phone.take_photo(album.path(), 2, (900, 600), 1).await?;
    let posts = Posts::at(&meddler, |before| match before {
        0 => Act::Refuse(415, "not_an_image"),
        _ => Act::Pass,
    });
    raise_with(&phone, "两张照片。", &[first, second]).await?;
    phone.see("这不是照片").await?;
    phone.has_sent(1).await?;
    phone.sent().await?;
    ensure!(posts.so_far().len() == 2);
    // It is shown here all the same.
    phone.see_photos(2).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_endpoint_gets_the_photos_that_it_lacks_and_no_others() -> Result<()> {
    let mut community = Community::start().await?;
    let meddler = Meddler::start(community.port()).await?;
    let mut phone = Phone::at(Engine::Chromium, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    let album = tempfile::tempdir()?;
    let before = phone.take_photo(album.path(), 1, (900, 600), 1).await?;
    let after = phone.take_photo(album.path(), 2, (900, 600), 1).await?;
    raise_with(&phone, "备份之前。", &[before]).await?;
    phone.has_sent(1).await?;
    let backup = community.folder().join("backup.sqlite");
    let backup = backup.to_string_lossy().into_owned();
    community.command(&["backup", &backup]).await?;
    raise_with(&phone, "备份之后。", &[after]).await?;
    phone.has_sent(2).await?;

    community.stop().await?;
    community.command(&["restore", &backup]).await?;
    // Its folder of photos is another one now: what came after the backup is not in it.
    let posts = Posts::at(&meddler, |_| Act::Pass);
    community.start_again().await?;
    phone.wake().await?;
    phone.sent().await?;
    phone.has_sent(2).await?;
    let sent = posts.so_far();
    ensure!(sent.len() == 1, "only what it lacked: {sent:?}");
    phone.is_quiet().await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_tabs_one_sends_the_photos_of_both() -> Result<()> {
    let community = Community::start().await?;
    let meddler = Meddler::start(community.port()).await?;
    let mut phone = Phone::at(Engine::Chromium, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    let leader = phone.driver().window().await?;
    let follower = phone.driver().new_tab().await?;
    phone.driver().switch_to_window(follower).await?;
    phone.open_app().await?;
    phone.sent().await?;
    let album = tempfile::tempdir()?;
    let mut photos = Vec::new();
    for number in 1..=3 {
        photos.push(
            phone
                .take_photo(album.path(), number, (900, 600), 1)
                .await?,
        );
    }
    let posts = Posts::at(&meddler, |_| Act::Pass);
    raise_with(&phone, "第二个页面拍的。", &photos[..2]).await?;
    phone.has_sent(2).await?;
    phone.gone("张照片待传").await?;
    phone.driver().switch_to_window(leader).await?;
    raise_with(&phone, "第一个页面拍的。", &photos[2..]).await?;
    phone.has_sent(3).await?;
    ensure!(posts.so_far().len() == 3, "{:?}", posts.so_far());
    phone.is_quiet().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_is_reported_with_photos() -> Result<()> {
    let mut season = Season::start().await?;
    let mut committee = Device::join(&season.ready().endpoint, season.code("committee")?).await?;
    let details = helping("单元门口大扫除", 6, None);
    let activity = committee.plan_weekly(details, season.day(0), 1).await?;
    committee.sync().await?;
    let mut shifts = committee.view().volunteer.shifts_of(activity);
    let shift = shifts.next().context("the activity has no shift")?.0;
    season.turn_to(0, 20, 0).await?;
    let code = season.invite("committee", 1).await?.remove(0);
    let mut phone = Phone::new(Engine::Chromium, &season).await?;
    phone.join(&code).await?;
    season.catch_up(&phone).await?;
    let album = tempfile::tempdir()?;
    let photo = phone.take_photo(album.path(), 1, (1_200, 900), 8).await?;
    phone
        .open(&phone.screen(&format!("#/shift/{shift}")))
        .await?;
    phone.tap("写感谢与小结").await?;
    phone.fill("写给大家", "谢谢来帮忙的每一位！").await?;
    phone.choose_photos(&[photo]).await?;
    phone.see_photos(1).await?;
    phone.crash().await?;
    phone
        .open(&phone.screen(&format!("#/shift/{shift}/report")))
        .await?;
    phone.see_photos(1).await?;
    phone.picture_of_photos("photos-report").await?;
    phone.tap("发布").await?;
    phone.see("已发布").await?;
    phone.see_photos(1).await?;
    phone.has_sent(1).await?;

    // Another phone sees it.
    let again = season.invite("committee", 1).await?.remove(0);
    let other = Phone::new(Engine::Chromium, &season).await?;
    other.join(&again).await?;
    other
        .open(&other.screen(&format!("#/shift/{shift}")))
        .await?;
    other.see_photos(1).await?;
    phone.is_quiet().await
}
