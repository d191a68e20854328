//! Chromium by chromedriver.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use super::{Options, connect};
use crate::place::free_port;
use crate::process::{Output, Owned};

pub(super) async fn start(
    profile: &Path,
    options: &Options,
    log: &Path,
) -> Result<(WebDriver, Vec<Owned>)> {
    let port = free_port()?;
    let mut chromedriver = Owned::spawn("chromedriver", log, Output::Log, |command| {
        command
            .arg(format!("--port={port}"))
            .env("TZ", &options.time_zone)
            .env("LANGUAGE", &options.lang);
    })?;
    let driver = connect(port, capabilities(profile, options)?, &mut chromedriver).await?;
    let scheme = if options.dark { "dark" } else { "light" };
    let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    driver
        .cdp()
        .send_raw("Emulation.setEmulatedMedia", media)
        .await
        .context("no colour scheme")?;
    Ok((driver, vec![chromedriver]))
}

/// `Browser.close` is what the window's close button does: storage is written out before it ends.
pub(super) async fn close(driver: &WebDriver) {
    // The browser often goes before its answer does; whether it has gone is seen by its processes.
    let _ = driver.cdp().send_raw("Browser.close", json!({})).await;
}

fn capabilities(profile: &Path, options: &Options) -> Result<Capabilities> {
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-dev-shm-usage".into(),
        "--no-first-run".into(),
        "--no-proxy-server".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        "--disable-search-engine-choice-screen".into(),
        "--force-color-profile=srgb".into(),
        format!("--user-data-dir={}", profile.display()),
        format!("--window-size={},{}", options.width, options.height),
        format!("--lang={}", options.lang),
        format!("--accept-lang={}", options.lang),
    ];
    arguments.extend_from_slice(&options.arguments);
    let metrics = json!({
        "width": options.width, "height": options.height, "pixelRatio": 1.0, "mobile": true, "touch": true,
    });
    // What Chromium calls cookies is everything that a site stores; 1 allows, 2 blocks.
    let storage = if options.blocks_storage { 2 } else { 1 };
    let all = json!({
        "browserName": "chrome",
        "goog:chromeOptions": {
            "args": arguments,
            "prefs": { "profile.default_content_setting_values.cookies": storage },
            "mobileEmulation": { "deviceMetrics": metrics },
        },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    serde_json::from_value(all).context("capabilities are an object")
}
