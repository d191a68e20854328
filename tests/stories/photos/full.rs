//! A phone that has hardly any room: photos are refused in words, and words go through.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use yishi_tests::{Engine, Options, wait};

use crate::people::{Community, Phone, on_both};

/// A resident's phone with these arguments, which WebKit has no need of, and two photos.
async fn resident(
    engine: Engine,
    community: &Community,
    album: &Path,
    arguments: Vec<String>,
) -> Result<(Phone, [PathBuf; 2])> {
    let options = Options {
        arguments,
        ..Options::default()
    };
    let phone = Phone::with(engine, community, options).await?;
    phone.join(community.code("resident")?).await?;
    phone.can_start_offline().await?;
    let first = phone.take_photo(album, 1, (1_600, 1_200), 1).await?;
    let second = phone.take_photo(album, 2, (1_600, 1_200), 1).await?;
    Ok((phone, [first, second]))
}

/// Writes and submits; the opinion names that many photos.
async fn the_words_go_through(phone: &Phone, community: &Community, photos: usize) -> Result<()> {
    phone.fill("您的意见", "手机满了，话照样说。").await?;
    phone.tap("公共设施").await?;
    phone.tap("提交意见").await?;
    phone.see("我提的").await?;
    phone.has_sent(photos).await?;
    let raised = community.events("opinion_raised").await?;
    let last = raised.last().context("the opinion")?;
    ensure!(last["body"]["photos"].as_array().map_or(0, Vec::len) == photos);
    Ok(())
}

/// The browser tells how much room there is, as the engine of WeChat does and Safari since 17.
async fn a_phone_that_is_nearly_full_says_so_and_a_full_one_takes_words_alone(
    engine: Engine,
) -> Result<()> {
    let (community, album) = (Community::start().await?, tempfile::tempdir()?);
    let telling = vec!["--disable-features=StaticStorageQuota".into()];
    let (mut phone, [first, second]) = resident(engine, &community, album.path(), telling).await?;
    phone.tap("提意见").await?;
    phone.see("您的意见").await?;
    ensure!(!phone.shows("手机空间").await?);

    phone.leave_room(12_000_000).await?;
    phone.tap("提意见").await?;
    phone.see("手机空间快满了，大约还能放").await?;
    phone.choose_photos(&[first]).await?;
    phone.see_photos(1).await?;
    phone.picture_of_photos("photos-nearly-full").await?;

    phone.leave_room(4_000_000).await?;
    phone.tap("提意见").await?;
    phone.see_photos(1).await?;
    phone.choose_photos(&[second]).await?;
    phone.see("手机空间满了，这张照片放不下").await?;
    phone.see("文字可以照常提交").await?;
    phone.see_photos(1).await?;
    phone.picture_of_photos("photos-full").await?;
    the_words_go_through(&phone, &community, 1).await?;
    phone.is_quiet().await
}
on_both!(a_phone_that_is_nearly_full_says_so_and_a_full_one_takes_words_alone);

/// How many photos the form has, once the second one is refused. WebKit may have room for it after all: it gives back
/// more than it took when the app lets go of the room for words, and the app takes as much again before the photo.
async fn taken_or_refused(phone: &Phone) -> Result<usize> {
    let patience = Duration::from_secs(20);
    wait::until("what becomes of the photo", patience, async || {
        if phone.shows("手机空间满了，这张照片放不下").await? {
            return Ok(Ok(1));
        }
        let stored = phone.held().await?.len();
        match phone.engine() == Engine::WebKit && stored > 1 {
            true => Ok(Ok(2)),
            false => Ok(Err(format!("{stored} stored"))),
        }
    })
    .await
}

/// What is full shows only when something is stored.
async fn where_the_browser_does_not_tell_a_full_phone_takes_words_alone_too(
    engine: Engine,
) -> Result<()> {
    let (community, album) = (Community::start().await?, tempfile::tempdir()?);
    let (mut phone, [first, second]) =
        resident(engine, &community, album.path(), Vec::new()).await?;
    phone.tap("提意见").await?;
    phone.choose_photos(&[first]).await?;
    phone.see_photos(1).await?;

    phone.leave_room_in_silence(15_000_000).await?;
    ensure!(phone.fill_up().await? > 0, "nothing fills it");
    phone.tap("提意见").await?;
    phone.see_photos(1).await?;
    phone.choose_photos(&[second]).await?;
    let photos = taken_or_refused(&phone).await?;
    phone.see_photos(photos).await?;
    if photos > 1 {
        phone.fill_up().await?;
    }
    the_words_go_through(&phone, &community, photos).await?;
    phone.crash().await?;
    phone.open_app().await?;
    phone.see("手机满了，话照样说。").await?;
    phone.is_quiet().await
}
on_both!(where_the_browser_does_not_tell_a_full_phone_takes_words_alone_too);
