//! From one phone's camera to the other phone's screen.

use anyhow::{Result, ensure};
use yishi_tests::{Engine, Options};

use crate::people::{Act, Community, Meddler, Phone, Posts, on_both};

const OPINION: &str = "三楼楼道堆了杂物，挡住了消防门。";

async fn an_opinion_with_photos_is_raised_offline_and_seen_by_the_neighbour(
    engine: Engine,
) -> Result<()> {
    let community = Community::start().await?;
    let mut phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    phone.can_start_offline().await?;
    let album = tempfile::tempdir()?;
    let upright = phone.take_photo(album.path(), 1, (1_200, 1_600), 1).await?;
    let sideways = phone.take_photo(album.path(), 2, (4_000, 3_000), 6).await?;

    phone.lose_network().await?;
    phone.reopen().await?;
    phone.tap("提意见").await?;
    phone.fill("您的意见", OPINION).await?;
    phone.tap("公共设施").await?;
    phone.choose_photos(&[upright]).await?;
    phone.see_photos(1).await?;
    phone.use_camera(&sideways).await?;
    phone.see_photos(2).await?;
    phone.picture_of_photos("photos-form").await?;

    // A flat battery: words and photos are there again.
    phone.crash().await?;
    phone.open_app().await?;
    phone.tap("提意见").await?;
    phone.see_photos(2).await?;
    phone.tap("提交意见").await?;
    phone.see("我提的").await?;
    phone.see_photos(2).await?;
    phone.see("待确认").await?;
    phone.see("离线 · 1 项待同步 · 2 张照片待传").await?;
    phone.see("2 张照片还没有送出").await?;
    phone.screenshot("photos-offline").await?;
    phone.tap("我的").await?;
    phone.see("2 张照片，联网后自动送达").await?;

    phone.regain_network().await?;
    phone.sent().await?;
    phone.has_sent(2).await?;
    let mine = phone.held().await?;
    ensure!(mine.len() == 2, "{mine:?}");

    let mut other = Phone::new(engine, &community).await?;
    other.join(community.code("representative")?).await?;
    other.open_matter("opinions", OPINION).await?;
    other.see_photos(2).await?;
    other.screenshot("photos-neighbour").await?;
    let mut theirs = other.held().await?;
    theirs.sort_by(|a, b| a.sha256.cmp(&b.sha256));
    let mut own = phone.held().await?;
    own.sort_by(|a, b| a.sha256.cmp(&b.sha256));
    for (theirs, own) in theirs.iter().zip(&own) {
        ensure!(theirs.sha256 == own.sha256 && theirs.standing == "fetched");
        ensure!(theirs.bytes()? == own.bytes()?);
    }

    // As large as the screen: the second one stands upright, though it was taken lying.
    other.tap("照片 2，共 2 张").await?;
    other.see("css=dialog[open] .viewer-photo img").await?;
    let size = "const image = document.querySelector('dialog[open] img'); await image.decode();
        return [image.naturalWidth, image.naturalHeight]";
    let size: (u32, u32) = other.eval(size).await?;
    ensure!(size == (1_200, 1_600), "{size:?}");
    other.screenshot("photos-viewer").await?;
    other.tap("上一张").await?;
    other.see("照片 1，共 2 张").await?;
    other.eval::<bool>("history.back(); return true").await?;
    other.gone("css=dialog[open]").await?;
    other.see(OPINION).await?;
    other.tap("照片 1，共 2 张").await?;
    other.tap("关闭").await?;
    other.gone("css=dialog[open]").await?;
    other.see(OPINION).await?;
    other.eval::<bool>("history.back(); return true").await?;
    other.gone("css=main .photos").await?;

    // And without a network they are there still.
    other.can_start_offline().await?;
    other.lose_network().await?;
    other.reopen().await?;
    other.open_matter("opinions", OPINION).await?;
    other.see_photos(2).await?;
    other.is_quiet().await?;
    phone.is_quiet().await
}
on_both!(an_opinion_with_photos_is_raised_offline_and_seen_by_the_neighbour);

async fn who_looks_too_early_sees_the_photo_as_soon_as_it_is_there(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let meddler = Meddler::start(community.port()).await?;
    let phone = Phone::at(engine, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    let album = tempfile::tempdir()?;
    let photo = phone.take_photo(album.path(), 3, (800, 600), 1).await?;
    // The words arrive and the photo does not.
    let posts = Posts::at(&meddler, |_| Act::Refuse(503, "unavailable"));
    phone.tap("提意见").await?;
    phone.fill("您的意见", OPINION).await?;
    phone.tap("公共设施").await?;
    phone.choose_photos(&[photo]).await?;
    phone.see_photos(1).await?;
    phone.tap("提交意见").await?;
    phone.see("1 张照片待传").await?;
    posts.reach(1).await?;

    let other = Phone::new(engine, &community).await?;
    other.join(community.code("representative")?).await?;
    other.open_matter("opinions", OPINION).await?;
    other.see("照片还没有传到").await?;
    other.screenshot("photos-not-yet").await?;

    meddler.meddle(|_, _| Act::Pass);
    phone.wake().await?;
    phone.has_sent(1).await?;
    other.see_photos(1).await
}
on_both!(who_looks_too_early_sees_the_photo_as_soon_as_it_is_there);
