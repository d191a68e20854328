//! The app's code comes in parts: a first visit waits for one of them, and one that cannot be had is asked for again.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use yishi_tests::{Engine, Options, StaticServer};

use crate::people::{Community, Phone, on_both, site};

/// The files with code that the page has fetched.
const FETCHED: &str = "
    const all = performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop());
    return all.filter((name) => name.endsWith('.wasm')).map((name) => name.replace(/-[0-9a-f]{16}/, ''))";

/// The file of a part.
fn part(site: &Path, name: &str) -> Result<PathBuf> {
    let start = format!("yishi-{name}-");
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&start) && name.ends_with(".wasm")
    };
    std::fs::read_dir(site)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(named)
        .with_context(|| format!("the app has no part {name}"))
}

async fn a_screen_that_cannot_be_had_can_be_tried_again(engine: Engine) -> Result<()> {
    let folder = tempfile::tempdir()?;
    site::publish(
        folder.path(),
        &json!({ "endpoint": null, "name": "幸福街社区" }),
    )?;
    // With a file missing the service worker does not install either: nothing is kept behind the page's back.
    let council = part(folder.path(), "council")?;
    let taken = council.with_extension("taken");
    std::fs::rename(&council, &taken)?;
    let server = StaticServer::serve(folder.path(), "/").await?;
    let phone = Phone::at(engine, &server.url(), Options::default()).await?;
    phone.open_app().await?;
    phone.see("最近的事").await?;
    phone.tap("css=nav.tabs a[href^='#/council']").await?;
    phone.see("这一页还没有下载").await?;
    phone.screenshot("parts-missing").await?;
    // Everything else goes on.
    phone.tap("css=nav.tabs a[href^='#/volunteer']").await?;
    phone.see("按日期").await?;

    phone.tap("css=nav.tabs a[href^='#/council']").await?;
    phone.see("这一页还没有下载").await?;
    std::fs::rename(&taken, &council)?;
    phone.tap("再试一次").await?;
    phone
        .see("css=nav.segments a[href='#/council/agenda']")
        .await
}
on_both!(a_screen_that_cannot_be_had_can_be_tried_again);

async fn a_welcome_waits_for_its_own_part_alone(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let folder = tempfile::tempdir()?;
    let config = json!({ "endpoint": community.ready().endpoint, "name": "幸福街社区" });
    site::publish(folder.path(), &config)?;
    let member = part(folder.path(), "member")?;
    let taken = member.with_extension("taken");
    std::fs::rename(&member, &taken)?;
    let server = StaticServer::serve(folder.path(), "/").await?;
    let phone = Phone::at(engine, &server.url(), Options::default()).await?;
    phone.open_invitation(community.code("resident")?).await?;
    phone.see("加入").await?;
    let fetched: Vec<String> = phone.eval(FETCHED).await?;
    ensure!(
        fetched.iter().any(|name| name == "yishi_bg.wasm"),
        "{fetched:?}"
    );
    ensure!(
        !fetched
            .iter()
            .any(|name| name.contains("council") || name.contains("volunteer")),
        "{fetched:?}"
    );
    phone.tap("加入").await?;
    // The invitation was not spent: nothing was sent.
    phone.see("现在连不上网络").await?;
    phone.screenshot("parts-welcome").await?;
    ensure!(community.events("device_joined").await?.is_empty());
    std::fs::rename(&taken, &member)?;
    Ok(())
}
on_both!(a_welcome_waits_for_its_own_part_alone);
