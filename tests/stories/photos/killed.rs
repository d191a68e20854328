//! The phone dies at the worst moments: nothing is lost, nothing is sent twice.

use std::time::Duration;

use anyhow::{Result, ensure};
use yishi_tests::{Engine, Options, wait};

use crate::people::{Act, Community, Meddler, Phone, Posts, on_both};

const OPINION: &str = "路灯又灭了，晚上看不清台阶。";

async fn killed_while_a_photo_is_stored(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let mut phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    let album = tempfile::tempdir()?;
    phone.tap("提意见").await?;
    phone.fill("您的意见", OPINION).await?;
    let first = phone.take_photo(album.path(), 1, (1_600, 1_200), 1).await?;
    phone.choose_photos(&[first]).await?;
    phone.see_photos(1).await?;

    // Killed sooner or later after a photo was chosen: while it is made small, while it is stored, or just after.
    for (number, millis) in (2..).zip([0, 60, 150, 300]) {
        let photo = phone
            .take_photo(album.path(), number, (2_400, 1_800), 1)
            .await?;
        phone.choose_photos(&[photo]).await?;
        tokio::time::sleep(Duration::from_millis(millis)).await;
        phone.crash().await?;
        phone.open_app().await?;
        phone.tap("提意见").await?;
        phone.see("css=main .photos button img").await?;
        let text: String = phone
            .eval("return document.querySelector('textarea').value")
            .await?;
        ensure!(text == OPINION, "{text}");
        let held = phone.held().await?;
        for photo in &held {
            photo.bytes()?;
        }
        // The form holds whole photos, the first of them in any case.
        let shown: usize = phone
            .eval("return document.querySelectorAll('main .photos li').length")
            .await?;
        ensure!((1..=held.len()).contains(&shown), "{shown} of {held:?}");
        if shown > 1 {
            phone.tap("删掉照片 2").await?;
            phone.see_photos(1).await?;
        }
    }
    phone.tap("公共设施").await?;
    phone.tap("提交意见").await?;
    phone.see("我提的").await?;
    phone.has_sent(1).await?;
    phone.is_quiet().await
}
on_both!(killed_while_a_photo_is_stored);

async fn killed_while_a_photo_is_sent(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let meddler = Meddler::start(community.port()).await?;
    let mut phone = Phone::at(engine, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    let album = tempfile::tempdir()?;
    let mut photos = Vec::new();
    for number in 1..=3 {
        photos.push(
            phone
                .take_photo(album.path(), number, (1_600, 1_200), 1)
                .await?,
        );
    }
    // The endpoint gets the second photo, but the phone dies before it hears so.
    let posts = Posts::at(&meddler, |before| match before {
        1 => Act::KeepAnswer,
        _ => Act::Pass,
    });
    phone.tap("提意见").await?;
    phone.fill("您的意见", OPINION).await?;
    phone.tap("公共设施").await?;
    phone.choose_photos(&photos).await?;
    phone.see_photos(3).await?;
    phone.tap("提交意见").await?;
    posts.reach(2).await?;
    wait::until(
        "the endpoint to have it",
        Duration::from_secs(15),
        async || {
            let held = community.photos().await?;
            Ok(if held == 2 {
                Ok(())
            } else {
                Err(format!("it has {held}"))
            })
        },
    )
    .await?;
    phone.crash().await?;
    phone.open_app().await?;
    phone.has_sent(3).await?;

    phone.sent().await?;
    let mut sent: Vec<String> = posts.so_far().into_iter().map(|(name, _)| name).collect();
    ensure!(sent.len() == 3, "each is sent once: {sent:?}");
    sent.sort();
    sent.dedup();
    ensure!(sent.len() == 3, "{sent:?}");
    phone.is_quiet().await
}
on_both!(killed_while_a_photo_is_sent);

async fn cut_in_the_middle_of_a_photo(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let mut phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    phone.can_start_offline().await?;
    let album = tempfile::tempdir()?;
    let photo = phone.take_photo(album.path(), 1, (1_600, 1_200), 1).await?;
    phone.tap("提意见").await?;
    phone.fill("您的意见", OPINION).await?;
    phone.tap("公共设施").await?;
    phone.choose_photos(&[photo]).await?;
    phone.see_photos(1).await?;
    // From here on the line carries little: of the photo a part.
    phone.slow_down(40_000)?;
    phone.tap("提交意见").await?;
    phone.see("1 张照片待传").await?;
    phone.has_passed(20_000).await?;
    phone.lose_network().await?;
    phone.crash().await?;
    phone.slow_down(u64::MAX)?;
    phone.open_app().await?;
    phone.see("1 张照片待传").await?;
    ensure!(phone.held().await?[0].standing == "waiting");
    phone.regain_network().await?;
    phone.has_sent(1).await?;
    phone.is_quiet().await
}
on_both!(cut_in_the_middle_of_a_photo);
