//! From the camera's photo to its small picture on the screen, and how long the page stands still for it.

use anyhow::{Result, ensure};
use serde::Deserialize;

use crate::SAMPLES;
use crate::community::Community;
use crate::figure::Measured;
use crate::log::say;
use crate::phone::Phone;

const WATCH: &str = include_str!("../../../bench/photo.js");

/// Twelve megapixels.
const SIZE: (u32, u32) = (4_000, 3_000);

#[derive(Deserialize)]
struct Times {
    painted: f64,
    longest: f64,
}

/// Chooses one photo after the other; the first wakes the worker, as the first of a person does.
pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let community = Community::start("small").await?;
    let link = community.server.link("resident")?.to_owned();
    let phone = Phone::start().await?;
    phone.browser.open(&link).await?;
    phone.browser.tap("加入").await?;
    phone.calm().await?;
    let album = tempfile::tempdir()?;
    let (mut painted, mut longest) = (Vec::new(), Vec::new());
    let mut bytes = 0;
    for number in 1..=SAMPLES {
        let number = u32::try_from(number)?;
        let photo = phone
            .browser
            .take_photo(album.path(), number, SIZE, 6)
            .await?;
        bytes = std::fs::metadata(&photo)?.len();
        phone
            .run::<bool>("location.hash = '#/opinion/new'; return true;")
            .await?;
        phone.browser.see("从相册选").await?;
        phone.calm().await?;
        phone.run::<bool>(WATCH).await?;
        let path = photo.to_string_lossy();
        phone.browser.fill("[type=file][multiple]", &path).await?;
        let times: Times = phone.run("return await bench.photo;").await?;
        painted.push(times.painted / 1_000.0);
        longest.push(times.longest);
        // The next one finds an empty form.
        phone.browser.tap("删掉照片 1").await?;
        phone.browser.gone("css=main .photos img").await?;
    }
    ensure!(bytes > 2_000_000, "no camera's photo has {bytes} bytes");
    say(&format!("  {bytes} bytes a photo"));
    let note = format!("{} × {} pixels, {bytes} bytes", SIZE.0, SIZE.1);
    Ok(vec![
        Measured::new("photo-thumbnail", painted).note(note.clone()),
        Measured::new("photo-longest-pause", longest).note(note),
    ])
}
