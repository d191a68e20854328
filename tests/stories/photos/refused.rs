//! Files that are no photos, and too many of them: clear words, and nothing else is lost.

use anyhow::{Result, ensure};
use yishi_tests::Engine;

use crate::people::{Community, Phone, on_both};

async fn what_is_no_photo_is_refused_in_words(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let mut phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    let album = tempfile::tempdir()?;
    let good = phone.take_photo(album.path(), 1, (900, 600), 1).await?;
    let file = |name: &str, bytes: &[u8]| -> Result<_> {
        let file = album.path().join(name);
        std::fs::write(&file, bytes)?;
        Ok(file)
    };
    let jpeg = std::fs::read(&good)?;
    let cases = [
        (file("空的.jpg", b"")?, "这个文件是空的"),
        (file("信.jpg", b"Dear neighbours")?, "这不是照片"),
        (file("断了.jpg", &jpeg[..300])?, "这不是照片"),
        (
            file("苹果.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic....")?,
            "HEIC",
        ),
    ];
    let large = album.path().join("很大.jpg");
    std::fs::File::create(&large)?.set_len(100 << 20)?;
    phone.tap("提意见").await?;
    phone.fill("您的意见", "话在，照片也在。").await?;
    phone.choose_photos(&[good]).await?;
    phone.see_photos(1).await?;
    for (file, words) in cases.iter().chain([&(large, "太大了")]) {
        phone.choose_photos(std::slice::from_ref(file)).await?;
        phone.see(words).await?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        phone.see(&name).await?;
        phone.see_photos(1).await?;
    }
    phone.picture_of_photos("photos-refused").await?;
    phone.tap("公共设施").await?;
    phone.tap("提交意见").await?;
    phone.see("话在，照片也在。").await?;
    phone.has_sent(1).await?;
    phone.is_quiet().await
}
on_both!(what_is_no_photo_is_refused_in_words);

async fn no_more_than_four_are_taken_and_one_may_be_taken_back(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let mut phone = Phone::new(engine, &community).await?;
    phone.join(community.code("resident")?).await?;
    let album = tempfile::tempdir()?;
    let mut photos = Vec::new();
    for number in 1..=5 {
        photos.push(
            phone
                .take_photo(album.path(), number, (640, 480), 1)
                .await?,
        );
    }
    phone.tap("提意见").await?;
    phone.fill("您的意见", "五张里的四张。").await?;
    phone.choose_photos(&photos).await?;
    phone.see_photos(4).await?;
    phone.see("最多 4 张，多选的没有加进来").await?;
    phone.see("已有 4 张，不能再加了").await?;
    phone.picture_of_photos("photos-four").await?;
    phone.tap("删掉照片 2").await?;
    phone.see_photos(3).await?;
    // The same one twice is one, and the removed one leaves the phone.
    phone.choose_photos(&photos[..1]).await?;
    phone.see_photos(3).await?;
    yishi_tests::wait::until(
        "the photo to go",
        std::time::Duration::from_secs(10),
        async || {
            let held = phone.held().await?.len();
            Ok(if held == 3 {
                Ok(())
            } else {
                Err(format!("{held} are held"))
            })
        },
    )
    .await?;
    // Submitted while one is still being made: it goes with the others.
    phone.tap("公共设施").await?;
    phone.choose_photos(&photos[4..]).await?;
    phone.tap("提交意见").await?;
    phone.see("我提的").await?;
    phone.see_photos(4).await?;
    phone.has_sent(4).await?;
    let raised = community.events("opinion_raised").await?;
    let named = raised[0]["body"]["photos"].as_array().map_or(0, Vec::len);
    ensure!(named == 4, "{raised:?}");
    phone.is_quiet().await
}
on_both!(no_more_than_four_are_taken_and_one_may_be_taken_back);
