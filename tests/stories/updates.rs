//! A new version comes only when the person agrees; a version that is too old works on, offline.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use yishi_tests::{Engine, Options, StaticServer, place};

use crate::people::{Act, Community, Meddler, Phone, site};

const VERSION: &str = "return document.documentElement.dataset.version ?? 'first'";

/// Looks for a newer version, as a browser does with each start, until the page offers it.
const OFFERED: &str = "
    await (await navigator.serviceWorker.getRegistration()).update();
    while (!window.yishiUpdate) await new Promise((go) => setTimeout(go, 20));
    return true";

/// Fetches a newer worker and waits until it installed itself; false if it gave up.
const INSTALLED: &str = "
    const all = await navigator.serviceWorker.getRegistration();
    const next = (await all.update()).installing ?? all.waiting ?? all.active;
    while (next.state === 'installing') await new Promise((go) => setTimeout(go, 20));
    return next.state !== 'redundant'";

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_waits_for_consent() -> Result<()> {
    let site = tempfile::tempdir()?;
    let server = publish(site.path()).await?;
    let mut phone = Phone::at(Engine::Chromium, &server.url(), Options::default()).await?;
    phone.open_app().await?;
    phone.raise("更新之前写的。", "其他").await?;
    phone.can_start_offline().await?;
    phone.reload().await?;
    phone.see("更新之前写的。").await?;

    publish_second_version(site.path())?;
    phone.reload().await?;
    phone.see("更新之前写的。").await?;
    // Looked for when a screen is opened, so that nothing moves under the finger.
    ensure!(phone.eval::<bool>(OFFERED).await?, "no second version");
    phone.tap("议事").await?;
    phone.tap("首页").await?;
    phone.see("有新版本").await?;
    phone.screenshot("updates-offered").await?;
    // Neither a reload nor a start after everything was closed is consent, also without a network.
    phone.reload().await?;
    phone.see("更新之前写的。").await?;
    ensure!(phone.eval::<String>(VERSION).await? == "first");
    phone.reopen().await?;
    phone.see("更新之前写的。").await?;
    ensure!(phone.eval::<String>(VERSION).await? == "first");
    ensure!(phone.eval::<bool>(OFFERED).await?, "it is not offered");
    phone.tap("议事").await?;
    phone.tap("首页").await?;
    phone.see("有新版本").await?;

    phone.tap("我的").await?;
    phone.tap("更新").await?;
    phone.see("css=html[data-version=second] .tabs").await?;
    phone.see("css=main:not([aria-busy])").await?;
    phone.tap("首页").await?;
    phone.see("更新之前写的。").await?;
    ensure!(!phone.shows("有新版本").await?, "it is offered again");
    let names: Vec<String> = phone.eval("return await caches.keys()").await?;
    ensure!(names.len() == 2, "the old version stays: {names:?}");
    phone.is_quiet().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_version_is_not_taken_for_this_one() -> Result<()> {
    let site = tempfile::tempdir()?;
    let server = publish(site.path()).await?;
    let phone = Phone::at(Engine::Chromium, &server.url(), Options::default()).await?;
    phone.open_app().await?;
    phone.can_start_offline().await?;

    // Half a deployment: the worker is there already, its page is not.
    publish_second_version(site.path())?;
    let page = site.path().join("index.html");
    let whole = std::fs::read_to_string(&page)?;
    let (before, _) = whole
        .split_once("_bg.wasm")
        .context("the page names no program")?;
    let hash = before.rsplit('-').next().context("its name has no hash")?;
    std::fs::write(&page, whole.replace(hash, "0123456789abcdef"))?;
    let taken: bool = phone.eval(INSTALLED).await?;
    ensure!(!taken, "versions are mixed");

    std::fs::write(&page, &whole)?;
    let taken: bool = phone.eval(INSTALLED).await?;
    ensure!(taken, "the next try does not take it");
    Ok(())
}

/// The demonstration in a folder of its own, which another version can be written into.
async fn publish(site: &Path) -> Result<StaticServer> {
    site::publish(site, &json!({ "endpoint": null, "name": "幸福街社区" }))?;
    StaticServer::serve(site, "/").await
}

/// Another page, and with it another hash over the files that the service worker keeps.
fn publish_second_version(site: &Path) -> Result<()> {
    let page = site.join("index.html");
    let text = std::fs::read_to_string(&page)?;
    let marked = text.replacen("<html ", "<html data-version=\"second\" ", 1);
    let marked = match marked == text {
        true => text.replacen("<html", "<html data-version=\"second\"", 1),
        false => marked,
    };
    std::fs::write(&page, marked)?;
    run(Command::new(place::root().join("scripts/precache.sh")).arg(site))
}

fn run(command: &mut Command) -> Result<()> {
    let status = command
        .env_remove("TRUNK_PROFILE")
        .status()
        .with_context(|| format!("{command:?} does not start"))?;
    ensure!(status.success(), "{command:?} fails");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_is_too_old_keeps_what_is_written() -> Result<()> {
    let community = Community::start().await?;
    let meddler = Meddler::start(community.port()).await?;
    let phone = Phone::at(Engine::Chromium, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    meddler.meddle(|path, _| match path.ends_with("/v1/sync") {
        true => Act::Refuse(426, "client_too_old"),
        false => Act::Pass,
    });
    phone.raise("版本太旧也能写。", "其他").await?;
    phone.see("请更新后再同步").await?;
    phone.see("待确认").await?;
    phone.tap("首页").await?;
    phone.see("版本太旧也能写。").await?;
    phone.screenshot("updates-too-old").await?;

    meddler.meddle(|_, _| Act::Pass);
    phone.reload().await?;
    phone.see("已同步").await?;
    assert_eq!(community.events("opinion_raised").await?.len(), 1);
    Ok(())
}
