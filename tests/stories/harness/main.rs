//! The harness proves itself on a page of a few lines, so that a story that fails is the app's failure.

mod around;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;
use yishi_tests::{Browser, Engine, Options, Proxy, StaticServer};

const PAGE: &str = r#"<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>试</title>
<meta name="viewport" content="width=device-width">
<style>@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }</style>
<h1>社区</h1><p hidden>看不见</p>
<label>意见 <textarea></textarea></label>
<label for="kind">类别</label><select id="kind"><option>卫生</option><option>安全</option></select>
<label>日期 <input type="date"></label>
<button>提交意见</button><button id="send">提交</button><button disabled id="late">稍后</button>
<output></output>
<script>
const out = document.querySelector("output");
send.onclick = () => {
  out.textContent = ["已提交", document.querySelector("textarea").value, kind.value,
    document.querySelector("[type=date]").value].join("|");
  console.error("spoken aloud", 7);
  setTimeout(() => { late.disabled = false }, 300);
};
late.onclick = () => { document.querySelector("h1").remove() };
</script>"#;

const WORKER: &str = r#"
self.addEventListener("install", (e) => e.waitUntil(caches.open("shell").then((c) => c.addAll(["./"]))));
self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (e) => e.respondWith(caches.match(e.request).then((found) => found ?? fetch(e.request))));"#;

const KEEP: &str = r#"
localStorage.setItem("word", "记住");
const db = await new Promise((done, failed) => {
  const request = indexedDB.open("kept", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("outbox");
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
await new Promise((done, failed) => {
  const write = db.transaction("outbox", "readwrite", { durability: "strict" });
  write.objectStore("outbox").put("选票", 1);
  write.oncomplete = done;
  write.onabort = () => failed(write.error);
});
return true"#;

const FIND: &str = r#"
const db = await new Promise((done, failed) => {
  const request = indexedDB.open("kept");
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});
if (!db.objectStoreNames.contains("outbox")) return null;
const request = db.transaction("outbox").objectStore("outbox").get(1);
return await new Promise((done) => { request.onsuccess = () => done(request.result ?? null) })"#;

fn site() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("index.html"), PAGE)?;
    std::fs::write(folder.path().join("worker.js"), WORKER)?;
    Ok(folder)
}

/// Width and height as the file's header says.
fn png_size(file: &Path) -> Result<(u32, u32)> {
    let bytes = std::fs::read(file)?;
    let number = |at: usize| {
        bytes
            .get(at..at + 4)
            .and_then(|four| four.try_into().ok())
            .map(u32::from_be_bytes)
    };
    Ok((
        number(16).context("no width")?,
        number(20).context("no height")?,
    ))
}

async fn a_person_reads_fills_and_taps(engine: Engine) -> Result<()> {
    let (files, profile) = (site()?, tempfile::tempdir()?);
    let server = StaticServer::serve(files.path(), "/").await?;
    let mut phone = Browser::launch(engine, profile.path(), Options::default()).await?;
    phone.open(&server.url()).await?;
    phone.see("社区").await?;
    assert!(!phone.shows("看不见").await?);
    let (width, language, zone): (u32, String, String) = phone
        .eval("return [innerWidth, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]")
        .await?;
    assert_eq!(
        (width, language.as_str(), zone.as_str()),
        (390, "zh-CN", "Asia/Shanghai")
    );

    phone.fill("意见", "路灯坏了").await?;
    phone.fill("类别", "安全").await?;
    phone.fill("日期", "2026-11-23").await?;
    phone.tap("提交").await?;
    phone.see("已提交|路灯坏了|安全|2026-11-23").await?;
    phone.tap("稍后").await?;
    phone.gone("社区").await?;

    let picture = phone.screenshot("harness").await?;
    assert_eq!(png_size(&picture)?, (390, 844));
    let console = phone.console().await?;
    assert!(
        console
            .iter()
            .any(|line| line.is_error() && line.text.contains("spoken aloud")),
        "{console:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_fills_and_taps_on_chromium() -> Result<()> {
    a_person_reads_fills_and_taps(Engine::Chromium).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_fills_and_taps_on_webkit() -> Result<()> {
    a_person_reads_fills_and_taps(Engine::WebKit).await
}

async fn a_profile_survives_restart_and_crash(engine: Engine) -> Result<()> {
    let (files, profile) = (site()?, tempfile::tempdir()?);
    let server = StaticServer::serve(files.path(), "/").await?;
    let mut phone = Browser::launch(engine, profile.path(), Options::default()).await?;
    phone.open(&server.url()).await?;
    assert!(phone.eval::<bool>(KEEP).await?);

    phone.restart().await?;
    phone.open(&server.url()).await?;
    assert_eq!(
        phone.eval::<Option<String>>(FIND).await?.as_deref(),
        Some("选票")
    );
    assert_eq!(
        phone
            .eval::<Option<String>>("return localStorage.word")
            .await?
            .as_deref(),
        Some("记住")
    );

    phone.crash().await?;
    phone.open(&server.url()).await?;
    assert_eq!(
        phone.eval::<Option<String>>(FIND).await?.as_deref(),
        Some("选票")
    );

    // Written and killed at once: what a completed transaction holds is there.
    phone
        .eval::<bool>(&KEEP.replace("选票", "最后一票"))
        .await?;
    phone.crash().await?;
    phone.open(&server.url()).await?;
    assert_eq!(
        phone.eval::<Option<String>>(FIND).await?.as_deref(),
        Some("最后一票")
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_survives_restart_and_crash_on_chromium() -> Result<()> {
    a_profile_survives_restart_and_crash(Engine::Chromium).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_survives_restart_and_crash_on_webkit() -> Result<()> {
    a_profile_survives_restart_and_crash(Engine::WebKit).await
}

async fn a_page_opens_without_any_network(engine: Engine) -> Result<()> {
    let (files, profile) = (site()?, tempfile::tempdir()?);
    let server = StaticServer::serve(files.path(), "/in/a/folder").await?;
    let network = Proxy::start(server.port()).await?;
    let address = format!("{}/in/a/folder/", network.url());
    let mut phone = Browser::launch(engine, profile.path(), Options::default()).await?;
    phone.open(&address).await?;
    let ready = "await navigator.serviceWorker.register('worker.js'); await navigator.serviceWorker.ready; return true";
    assert!(phone.eval::<bool>(ready).await?);
    phone.reload().await?;
    phone.see("社区").await?;

    network.cut().await;
    phone.restart().await?;
    phone.open(&address).await?;
    phone.see("社区").await?;
    let fetched = "return await fetch('other.json').then((r) => r.status, () => 'no network')";
    assert_eq!(
        phone.eval::<serde_json::Value>(fetched).await?,
        json!("no network")
    );

    network.restore().await?;
    assert_eq!(phone.eval::<serde_json::Value>(fetched).await?, json!(404));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_opens_without_any_network_on_chromium() -> Result<()> {
    a_page_opens_without_any_network(Engine::Chromium).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_opens_without_any_network_on_webkit() -> Result<()> {
    a_page_opens_without_any_network(Engine::WebKit).await
}

async fn a_dark_phone_asks_for_dark(engine: Engine) -> Result<()> {
    let (files, profile) = (site()?, tempfile::tempdir()?);
    let server = StaticServer::serve(files.path(), "/").await?;
    let options = Options {
        dark: true,
        ..Options::default()
    };
    let phone = Browser::launch(engine, profile.path(), options).await?;
    phone.open(&server.url()).await?;
    phone.reload().await?;
    assert_eq!(
        phone
            .eval::<String>("return getComputedStyle(document.body).color")
            .await?,
        "rgb(238, 238, 238)"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dark_phone_asks_for_dark_on_both() -> Result<()> {
    for engine in Engine::ALL {
        a_dark_phone_asks_for_dark(engine).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_target_is_reported_with_what_the_page_shows() -> Result<()> {
    let (files, profile) = (site()?, tempfile::tempdir()?);
    let server = StaticServer::serve(files.path(), "/").await?;
    let options = Options {
        patience: Duration::from_millis(200),
        ..Options::default()
    };
    let phone = Browser::launch(Engine::Chromium, profile.path(), options).await?;
    phone.open(&server.url()).await?;
    let error = phone
        .tap("稍后")
        .await
        .expect_err("a disabled button")
        .to_string();
    assert!(
        error.contains("稍后") && error.contains("提交意见") && error.contains(".png"),
        "{error}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_goes_down_under_a_script_is_told_apart_from_one_that_fails() -> Result<()> {
    for engine in Engine::ALL {
        let (files, profile) = (site()?, tempfile::tempdir()?);
        let server = StaticServer::serve(files.path(), "/").await?;
        let phone = Browser::launch(engine, profile.path(), Options::default()).await?;
        phone.open(&server.url()).await?;
        let failed = phone.eval::<bool>("throw new Error('of its own')").await;
        let failed = format!("{:#}", failed.expect_err("it fails"));
        assert!(!went_down(&failed), "{failed}");
        let begun = TcpListener::bind("127.0.0.1:0").await?;
        let script = format!(
            "fetch('http://{}'); await new Promise(() => {{}})",
            begun.local_addr()?
        );
        let broken = async {
            begun.accept().await?;
            phone.break_page()
        };
        let (answer, broken) = tokio::join!(phone.eval::<bool>(&script), broken);
        broken?;
        let lost = format!("{:#}", answer.expect_err("nothing answers"));
        assert!(went_down(&lost), "{lost}");
        // Whoever comes later is told less.
        let later = phone.screenshot("harness-lost").await;
        let later = format!("{:#}", later.expect_err("there is no page"));
        assert!(went_down(&later), "{later}");
    }
    Ok(())
}

/// As `./test` finds it in a story's words.
fn went_down(error: &str) -> bool {
    let words = [
        "session deleted because of page crash",
        "session id is invalid",
        "tab crashed",
    ];
    words.iter().any(|words| error.contains(words))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_browser_leaves_no_process() -> Result<()> {
    let running = |profile: &Path| {
        let name = profile.to_string_lossy().into_owned();
        std::fs::read_dir("/proc")
            .expect("Linux")
            .filter_map(Result::ok)
            .any(|entry| {
                let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
                let state = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
                String::from_utf8_lossy(&line).contains(&name) && !state.contains(") Z ")
            })
    };
    for engine in Engine::ALL {
        let profile = tempfile::tempdir()?;
        let phone = Browser::launch(engine, profile.path(), Options::default()).await?;
        assert!(running(profile.path()));
        drop(phone);
        yishi_tests::wait::until("the browser to end", Duration::from_secs(10), async || {
            Ok(if running(profile.path()) {
                Err("it runs".to_owned())
            } else {
                Ok(())
            })
        })
        .await?;
    }
    Ok(())
}
