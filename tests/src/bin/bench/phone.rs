//! A phone under observation: Chromium on an empty profile, with `watch.js` before every page's own scripts.

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;
use serde_json::json;
use tempfile::TempDir;
use yishi_tests::{Browser, Engine, Options};

const WATCH: &str = include_str!("../../../bench/watch.js");

/// What stands in the app's place once it is no longer the static shell.
pub(crate) const CONTENT: &str = "#app main:not([aria-busy])";

pub(crate) struct Phone {
    pub(crate) browser: Browser,
    _profile: TempDir,
}

impl Phone {
    /// Opens a browser on an empty profile.
    pub(crate) async fn start() -> Result<Self> {
        let profile = tempfile::tempdir().context("no temporary folder")?;
        let browser = Browser::launch(Engine::Chromium, profile.path(), Options::default()).await?;
        browser
            .cdp(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": WATCH }),
            )
            .await?;
        // The plain pages have no policy of their own, and the watch is nobody's script.
        browser
            .cdp("Page.setBypassCSP", json!({ "enabled": true }))
            .await?;
        Ok(Self {
            browser,
            _profile: profile,
        })
    }

    /// Until it is taken away again, every new page looks for something from its very beginning: a JavaScript
    /// expression that is true once it is there. `bench.content` is then the time at which it was painted.
    pub(crate) async fn look_for(&self, expression: &str) -> Result<Look> {
        self.look_for_as("content", expression).await
    }

    /// The same under another name than `content`.
    pub(crate) async fn look_for_as(&self, name: &str, expression: &str) -> Result<Look> {
        let source = format!("bench.{name} = bench.when(() => {expression});");
        let answer = self
            .browser
            .cdp(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": source }),
            )
            .await?;
        let identifier = answer["identifier"]
            .as_str()
            .context("a script has an identifier")?;
        Ok(Look(identifier.to_owned()))
    }

    /// No longer looks for it.
    pub(crate) async fn look_away(&self, look: Look) -> Result<()> {
        let parameters = json!({ "identifier": look.0 });
        self.browser
            .cdp("Page.removeScriptToEvaluateOnNewDocument", parameters)
            .await?;
        Ok(())
    }

    /// Runs a function body in the page.
    pub(crate) async fn run<T: DeserializeOwned>(&self, body: &str) -> Result<T> {
        self.browser.eval(body).await
    }

    /// Leaves the page and makes the phone forget whatever the site has stored, its files in the cache apart.
    pub(crate) async fn forget(&self, origin: &str) -> Result<()> {
        self.browser.open("about:blank").await?;
        let parameters = json!({
            "origin": origin,
            "storageTypes": "cookies,local_storage,indexeddb,service_workers,cache_storage",
        });
        self.browser
            .cdp("Storage.clearDataForOrigin", parameters)
            .await?;
        Ok(())
    }

    /// Joins by a link with one tap.
    pub(crate) async fn join(&self, app: &str, code: &str) -> Result<()> {
        self.browser.open(&format!("{app}/#/join/{code}")).await?;
        self.browser.tap("加入").await
    }

    /// Waits until nothing is asked, answered or stored for a while.
    pub(crate) async fn calm(&self) -> Result<()> {
        self.run::<()>("await bench.calm();").await
    }

    /// How many events the app has stored.
    pub(crate) async fn stored_events(&self) -> Result<usize> {
        self.run("return bench.storedEvents();").await
    }

    /// Bytes of the page: JavaScript's heap after a collection, and the memory of WebAssembly.
    pub(crate) async fn memory(&self) -> Result<(f64, f64)> {
        self.browser
            .cdp("HeapProfiler.collectGarbage", json!({}))
            .await?;
        self.browser.cdp("Performance.enable", json!({})).await?;
        let metrics = self
            .browser
            .cdp("Performance.getMetrics", json!({}))
            .await?;
        let metrics = metrics["metrics"]
            .as_array()
            .context("metrics are a list")?;
        let heap = metrics
            .iter()
            .find(|metric| metric["name"] == "JSHeapUsedSize");
        let heap = heap
            .and_then(|metric| metric["value"].as_f64())
            .context("no size of the heap")?;
        let wasm: f64 = self.run("return bench.wasm();").await?;
        ensure!(wasm > 0.0, "the page has no WebAssembly");
        Ok((heap, wasm))
    }
}

/// What a page looks for.
pub(crate) struct Look(String);

/// A text as a JavaScript literal.
pub(crate) fn literal(text: &str) -> String {
    json!(text).to_string()
}
