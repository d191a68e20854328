//! The phone dies on the street: nothing that was shown as answered is lost.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use yishi_tests::Engine;

use super::Walk;
use crate::people::on_both;

const LICENCE: &str = "营业执照在显著位置公示";

async fn killed_in_the_middle_of_filling(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    walk.open().await?;
    walk.phone.lose_network().await?;
    let mut answered = 0;
    for (questions, millis) in [(1, 0), (3, 40), (4, 0), (2, 300)] {
        walk.phone.answer(questions).await?;
        answered += questions;
        tokio::time::sleep(Duration::from_millis(millis)).await;
        walk.phone.crash().await?;
        walk.phone.open_app().await?;
        walk.open().await?;
        ensure!(walk.phone.filled().await? == answered, "after {answered}");
        // Whoever comes back goes on where the first answer is missing.
        let missing = walk.phone.asked().await?;
        let (_, _, list) = walk.device.checklist(walk.shop)?;
        let next = list.items().nth(answered).context("an item")?;
        ensure!(missing == next.text, "{missing}");
    }
    walk.phone.finish_inspection().await?;
    walk.phone.crash().await?;
    walk.phone.open_app().await?;
    walk.phone.regain_network().await?;
    walk.phone.sent().await?;
    let submitted = walk.submitted().await?;
    ensure!(submitted.len() == 1, "{submitted:#?}");
    let answers = submitted[0]["body"]["answers"].as_array();
    ensure!(answers.map_or(0, Vec::len) == 16, "{submitted:#?}");
    walk.phone.is_quiet().await
}
on_both!(killed_in_the_middle_of_filling);

async fn killed_while_a_photo_is_stored_and_while_it_is_sent(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    let album = tempfile::tempdir()?;
    let mut photos = Vec::new();
    for number in 1..=4 {
        let size = (2_400, 1_800);
        photos.push(walk.phone.take_photo(album.path(), number, size, 6).await?);
    }
    walk.open().await?;
    walk.phone.lose_network().await?;
    let (last, before) = photos.split_last().context("four photos")?;
    walk.phone.tap("css=.verdict.bad").await?;
    walk.phone
        .see("css=.verdict.bad[aria-pressed=true]")
        .await?;
    for (photo, millis) in before.iter().zip([0, 120, 400]) {
        walk.phone.use_camera(photo).await?;
        tokio::time::sleep(Duration::from_millis(millis)).await;
        walk.phone.crash().await?;
        walk.phone.open_app().await?;
        walk.open().await?;
        // The answer is there; the photo is there whole, or not at all.
        let (_, _, list) = walk.device.checklist(walk.shop)?;
        ensure!(list.items().next().is_some_and(|item| item.text == LICENCE));
        let overview = "return document.querySelector('.fill-told p').textContent";
        let told: String = walk.phone.eval(overview).await?;
        ensure!(told.starts_with("1 /"), "{told}");
        for held in walk.phone.held().await? {
            held.bytes()?;
        }
        // The item still wants a photo, or goes on with the one that it has.
        if walk.phone.asked().await? != LICENCE {
            walk.phone.tap("总览").await?;
            walk.phone.tap("css=dialog[open] button.line").await?;
        }
        walk.phone
            .see("css=.verdict.bad[aria-pressed=true]")
            .await?;
        while walk.phone.shows("css=.detail .photo-remove").await? {
            walk.phone.tap("css=.detail .photo-remove").await?;
            walk.phone.settle().await?;
        }
    }
    walk.phone.use_camera(last).await?;
    walk.phone.see("css=.detail .photos button img").await?;
    walk.phone.tap("css=.fill-turns .button.main").await?;
    walk.phone.finish_inspection().await?;
    // The line carries a part of the photo, and the battery is flat.
    walk.phone.slow_down(40_000)?;
    walk.phone.regain_network().await?;
    walk.phone.has_passed(30_000).await?;
    walk.phone.crash().await?;
    walk.phone.slow_down(u64::MAX)?;
    walk.phone.open_app().await?;
    walk.phone.has_sent(1).await?;
    ensure!(walk.season.photos().await? == 1);
    let submitted = walk.submitted().await?;
    ensure!(submitted.len() == 1, "{submitted:#?}");
    walk.phone.is_quiet().await
}
on_both!(killed_while_a_photo_is_stored_and_while_it_is_sent);

/// The browser has thrown the database away: what was sent is back after joining again.
async fn a_database_that_was_thrown_away(engine: Engine) -> Result<()> {
    let mut walk = Walk::begin(engine).await?;
    walk.phone.go("#/patrol").await?;
    // A browser that promises nothing is told of beforehand, with what is not sent.
    let kept: Option<bool> = walk
        .phone
        .eval("return await navigator.storage?.persisted?.() ?? null")
        .await?;
    let told = "浏览器可能清掉";
    match kept {
        Some(false) => walk.phone.see(told).await?,
        _ => walk.phone.gone(told).await?,
    }
    walk.open().await?;
    walk.phone.answer(5).await?;
    // What is answered is sent when the page is left.
    walk.phone.go("#/me").await?;
    walk.phone.sent().await?;
    walk.phone.see("没有，都已送达").await?;
    walk.device.sync().await?;
    let saved = walk.device.view().patrol.saved.values().next().cloned();
    ensure!(saved.is_some_and(|saved| saved.answers.len() == 5));
    walk.phone.lose_network().await?;
    walk.open().await?;
    walk.phone.answer(3).await?;
    walk.phone.go("#/me").await?;
    walk.phone.see("1 项，联网后自动送达").await?;
    let clear = "
        const all = await indexedDB.databases();
        await Promise.all(all.map(({ name }) => new Promise((gone) => {
          const asked = indexedDB.deleteDatabase(name);
          asked.onsuccess = asked.onerror = gone;
        })));
        localStorage.clear();
        return true";
    walk.phone.eval::<bool>(clear).await?;
    walk.phone.crash().await?;
    walk.phone.regain_network().await?;
    let code = walk.season.invite("representative", 1).await?.pop();
    walk.phone.join(&code.context("a code")?).await?;
    walk.open().await?;
    ensure!(walk.phone.filled().await? == 5);
    walk.phone.finish_inspection().await?;
    walk.phone.sent().await?;
    ensure!(walk.submitted().await?.len() == 1);
    walk.phone.is_quiet().await
}
on_both!(a_database_that_was_thrown_away);
