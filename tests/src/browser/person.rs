//! What a person does with a phone: look, tap, fill in.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, bail};
use serde_json::json;
use thirtyfour::WebElement;
use thirtyfour::error::WebDriverErrorInner;

use super::Browser;
use crate::wait;

/// How often it is looked whether a tap has arrived.
const TAP_PATIENCE: u32 = 10;

/// The Enter key in WebDriver's alphabet.
const ENTER: &str = "\u{e007}";

const PAGE: &str = include_str!("page.js");

impl Browser {
    /// Goes to an address and waits until the page is loaded.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.driver()
            .goto(url)
            .await
            .with_context(|| format!("cannot open {url}"))
    }

    /// Loads the page again.
    pub async fn reload(&self) -> Result<()> {
        self.driver().refresh().await.context("cannot reload")
    }

    /// The address that the page has now.
    pub async fn url(&self) -> Result<String> {
        Ok(self.driver().current_url().await?.to_string())
    }

    /// All the text that a person can see.
    pub async fn text(&self) -> Result<String> {
        self.eval("return document.body?.innerText ?? ''").await
    }

    /// Whether the target is visible at this moment.
    pub async fn shows(&self, target: &str) -> Result<bool> {
        self.ask("see", target).await
    }

    /// Waits until the target is visible.
    pub async fn see(&self, target: &str) -> Result<()> {
        self.patiently(&format!("“{target}”"), async || {
            Ok(self.shows(target).await?.then_some(()))
        })
        .await
    }

    /// Waits until the target is not visible.
    pub async fn gone(&self, target: &str) -> Result<()> {
        self.patiently(&format!("“{target}” to go"), async || {
            Ok((!self.shows(target).await?).then_some(()))
        })
        .await
    }

    /// Taps what has this name, as soon as it is there, enabled and uncovered.
    pub async fn tap(&self, target: &str) -> Result<()> {
        self.patiently(&format!("“{target}” to tap"), async || {
            let Some(element) = self.find("target", target).await? else {
                return Ok(None);
            };
            match element.click().await {
                Ok(()) => Ok(self.has_met().await?.then_some(())),
                Err(error) if passing(&error) => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
        .await
    }

    /// Whether the last tap has met what it was meant for. A page that moves under the finger, such as one that has
    /// just been opened, is missed, and whoever sees that nothing happens taps again.
    async fn has_met(&self) -> Result<bool> {
        for _ in 0..TAP_PATIENCE {
            if self.ask("tapped", "").await? {
                return Ok(true);
            }
            tokio::time::sleep(wait::PAUSE).await;
        }
        Ok(false)
    }

    /// Replaces what is in the field with this label (or placeholder); chooses the option with this text in a list.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        self.patiently(&format!("a field “{label}”"), async || {
            let Some(element) = self.find("field", label).await? else {
                return Ok(None);
            };
            match self.enter(&element, text).await {
                Ok(done) => Ok(done.then_some(())),
                Err(error) if passing(&error) => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
        .await
    }

    async fn ask(&self, what: &str, target: &str) -> Result<bool> {
        let answer = self
            .driver()
            .execute(PAGE, vec![json!(what), json!(target)])
            .await;
        match answer {
            Ok(answer) => Ok(answer.convert().unwrap_or(false)),
            Err(error) if passing(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn find(&self, what: &str, target: &str) -> Result<Option<WebElement>> {
        let answer = self
            .driver()
            .execute(PAGE, vec![json!(what), json!(target)])
            .await;
        match answer {
            Ok(answer) if answer.json().is_null() => Ok(None),
            Ok(answer) => Ok(Some(answer.element()?)),
            Err(error) if passing(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn enter(
        &self,
        element: &WebElement,
        text: &str,
    ) -> thirtyfour::error::WebDriverResult<bool> {
        let reference = element.to_json()?;
        let kind = self
            .driver()
            .execute(PAGE, vec![json!("kind"), json!(""), reference.clone()])
            .await?;
        let kind: String = kind.convert()?;
        if matches!(
            kind.as_str(),
            "select" | "date" | "time" | "datetime-local" | "month" | "week" | "range" | "color"
        ) {
            let set = self
                .driver()
                .execute(PAGE, vec![json!("set"), json!(""), reference, json!(text)])
                .await?;
            return set.convert();
        }
        if kind == "file" {
            element.send_keys(text).await?;
            return Ok(true);
        }
        element.clear().await?;
        // A line ends with a key; WebKit's driver types no other line end.
        element.send_keys(text.replace('\n', ENTER)).await?;
        Ok(true)
    }

    /// Asks until there is an answer; when there is none in time, says what the page shows and keeps a picture of it.
    async fn patiently(
        &self,
        what: &str,
        mut ask: impl AsyncFnMut() -> Result<Option<()>>,
    ) -> Result<()> {
        let deadline = std::time::Instant::now() + self.options.patience;
        loop {
            if ask().await?.is_some() {
                return Ok(());
            }
            if std::time::Instant::now() >= deadline {
                break;
            }
            tokio::time::sleep(wait::PAUSE).await;
        }
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let picture = self
            .screenshot(&format!("failure-{}-{number}", std::process::id()))
            .await;
        let picture =
            picture.map_or_else(|error| error.to_string(), |file| file.display().to_string());
        let text = self.text().await.unwrap_or_else(|error| error.to_string());
        let url = self.url().await.unwrap_or_default();
        let seconds = self.options.patience.as_secs();
        bail!(
            "waited {seconds} s in {} for {what}, but {url} shows:\n{text}\npicture: {picture}",
            self.engine.name()
        )
    }
}

/// Whether an error of the driver means "not now": the page is changing under the finger.
fn passing(error: &thirtyfour::error::WebDriverError) -> bool {
    matches!(
        error.as_inner(),
        WebDriverErrorInner::StaleElementReference(_)
            | WebDriverErrorInner::ElementClickIntercepted(_)
            | WebDriverErrorInner::ElementNotInteractable(_)
            | WebDriverErrorInner::NoSuchElement(_)
            | WebDriverErrorInner::InvalidElementState(_)
            | WebDriverErrorInner::JavascriptError(_)
    )
}
