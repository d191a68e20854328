//! A new version comes only when the person agrees; a version that is too old works on, offline.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use yishi_tests::{Engine, Options, StaticServer, place};

use crate::people::{Act, Community, Meddler, Phone};

const VERSION: &str = "return document.documentElement.dataset.version ?? 'first'";

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_waits_for_consent() -> Result<()> {
    let site = tempfile::tempdir()?;
    run(Command::new("cp")
        .arg("-r")
        .arg(place::dist().join("."))
        .arg(site.path()))?;
    std::fs::write(
        site.path().join("config.json"),
        r#"{"endpoint": null, "name": "幸福街社区"}"#,
    )?;
    let server = StaticServer::serve(site.path(), "/").await?;
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
    let waiting = "const all = await navigator.serviceWorker.getRegistration(); await all.update();
        while (!all.waiting) await new Promise((go) => setTimeout(go, 50)); return true";
    ensure!(phone.eval::<bool>(waiting).await?, "no second version");
    phone.tap("首页").await?;
    phone.see("有新版本").await?;
    phone.screenshot("updates-offered").await?;
    phone.reload().await?;
    phone.see("有新版本").await.ok();
    ensure!(
        phone.eval::<String>(VERSION).await? == "first",
        "it came without consent"
    );

    phone.tap("我的").await?;
    phone.tap("更新").await?;
    phone.see("css=html[data-version=second] .tabs").await?;
    phone.see("css=main:not([aria-busy])").await?;
    phone.tap("首页").await?;
    phone.see("更新之前写的。").await?;
    ensure!(!phone.shows("有新版本").await?, "it is offered again");
    phone.is_quiet().await
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
