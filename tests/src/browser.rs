//! A phone-sized browser: Chromium, or WebKit as on iPhones, on a profile that outlives it.
//!
//! A story says what a person does: [`Browser::open`], [`Browser::see`], [`Browser::tap`], [`Browser::fill`]. Each of
//! them waits with a deadline; when it passes, the error says what the page shows instead, and a screenshot is kept.
//! A target is the text that a person reads (the name of a button, the label of a field), or CSS when it begins with
//! `#`, `.`, `[` or `css=`.

mod chromium;
mod person;
mod webkit;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::WebDriver;
use thirtyfour::error::WebDriverError;

use crate::process::Owned;
use crate::{place, process, wait};

/// The engines that phones have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Android phones and WeChat there.
    Chromium,
    /// iPhones and WeChat there: Debian's WebKitGTK, the same engine with other edges.
    WebKit,
}

impl Engine {
    /// Every engine that the stories are played in.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::WebKit];

    /// A name for files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::WebKit => "webkit",
        }
    }
}

/// What the phone is like.
#[derive(Clone, Debug)]
pub struct Options {
    /// Width of the page in CSS pixels, one pixel of a screenshot each.
    pub width: u32,
    /// Height of the page in CSS pixels.
    pub height: u32,
    /// The phone asks for dark colours.
    pub dark: bool,
    /// The phone's language, such as `zh-CN`.
    pub lang: String,
    /// The phone's time zone, such as `Asia/Shanghai`.
    pub time_zone: String,
    /// More arguments of Chromium, such as `--disable-features=…`.
    pub arguments: Vec<String>,
    /// Chromium's settings let no site store anything.
    pub blocks_storage: bool,
    /// How long [`Browser::see`] and its like wait; unless it is said, `$YISHI_PATIENCE` seconds, or 15.
    pub patience: Duration,
}

/// The file of a profile with what runs before each page; `phone.py` reads it too.
const BEFORE: &str = "before.js";

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 390,
            height: 844,
            dark: false,
            lang: "zh-CN".into(),
            time_zone: "Asia/Shanghai".into(),
            arguments: Vec::new(),
            blocks_storage: false,
            patience: patience(),
        }
    }
}

/// A busy machine may need more than a phone's owner has.
fn patience() -> Duration {
    let named = std::env::var("YISHI_PATIENCE").ok();
    let seconds = named.and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(15))
}

/// One line of the browser's console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConsoleLine {
    /// In capitals, as the engine calls it: `SEVERE`, `ERROR`, `WARNING`, `LOG`, `INFO`, …
    pub level: String,
    /// What was said, with its source where the engine names it.
    pub text: String,
}

impl ConsoleLine {
    /// Whether the engine calls it an error: an uncaught exception, a failed load, `console.error`.
    pub fn is_error(&self) -> bool {
        self.level == "SEVERE" || self.level == "ERROR"
    }
}

/// A running phone. Dropping it ends the browser and its driver; the profile stays with its owner.
#[derive(Debug)]
pub struct Browser {
    engine: Engine,
    profile: PathBuf,
    options: Options,
    log: PathBuf,
    console: Vec<ConsoleLine>,
    running: Option<Running>,
}

/// What exists between an opening and a closing.
#[derive(Debug)]
struct Running {
    driver: WebDriver,
    /// In the order in which they end: the driver, then the screen that it needs.
    processes: Vec<Owned>,
    /// Bytes of the log that were written before this opening.
    log_start: usize,
}

impl Browser {
    /// Opens a browser on a profile folder, which is made when missing and found again by the next one.
    pub async fn launch(engine: Engine, profile: &Path, options: Options) -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        std::fs::create_dir_all(profile)
            .with_context(|| format!("cannot make {}", profile.display()))?;
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let log = place::logs()?.join(format!(
            "{}-{}-{number}.log",
            engine.name(),
            std::process::id()
        ));
        let mut browser = Self {
            engine,
            profile: profile
                .canonicalize()
                .context("the profile folder has no path")?,
            options,
            log,
            console: Vec::new(),
            running: None,
        };
        browser.start().await?;
        Ok(browser)
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The WebDriver session, for what this type has no word for.
    pub fn driver(&self) -> &WebDriver {
        &self
            .running
            .as_ref()
            .expect("a browser runs except inside restart and crash")
            .driver
    }

    /// Runs a function body in the page and takes what it returns; promises are awaited, their failure is an error.
    pub async fn eval<T: DeserializeOwned>(&self, body: &str) -> Result<T> {
        // The body stands in the script itself: a page's policy may forbid to make functions from text.
        let call = format!(
            "const done = arguments[arguments.length - 1];
            (async () => {{\n{body}\n}})().then(
              (value) => done({{ value: value ?? null }}), (error) => done({{ error: String(error) }}));"
        );
        let answer = match self.driver().execute_async(call, Vec::new()).await {
            Ok(answer) => answer,
            Err(error) => return Err(self.why(error).await.context("the page cannot be asked")),
        };
        let mut answer = answer.json().clone();
        if let Some(error) = answer.get("error") {
            bail!("the page says {error} to: {body}");
        }
        let value = answer.get_mut("value").map_or(Value::Null, Value::take);
        serde_json::from_value(value)
            .with_context(|| format!("another type than expected from: {body}"))
    }

    /// Where the page went down under a script, WebKit's driver says so only to who asks next.
    async fn why(&self, error: WebDriverError) -> anyhow::Error {
        let error = anyhow::Error::from(error);
        match self.driver().title().await {
            Ok(_) => error,
            Err(then) => error.context(then),
        }
    }

    /// Ends what shows the page, as a fault of the engine does. The browser is told apart from an app that fails by what
    /// its driver says from then on.
    pub fn break_page(&self) -> Result<()> {
        let page = match self.engine {
            Engine::Chromium => "--type=renderer",
            Engine::WebKit => "WebKitWebProcess",
        };
        let mut pages = process::with_argument(page);
        let family = process::with_descendants(&self.processes());
        pages.retain(|page| family.contains(page));
        anyhow::ensure!(!pages.is_empty(), "no process shows the page");
        process::kill_all(&pages);
        Ok(())
    }

    /// Keeps a picture of the page as `artifacts/screenshots/<name>-<engine>.png`.
    pub async fn screenshot(&self, name: &str) -> Result<PathBuf> {
        let file = place::screenshots()?.join(format!("{name}-{}.png", self.engine.name()));
        let png = self
            .driver()
            .screenshot_as_png()
            .await
            .context("no screenshot")?;
        std::fs::write(&file, png).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(file)
    }

    /// The page as it is printed on A4: a PDF.
    pub async fn print(&self) -> Result<Vec<u8>> {
        if self.engine == Engine::Chromium {
            let how = json!({ "preferCSSPageSize": true, "printBackground": true });
            let printed = self.cdp("Page.printToPDF", how).await?;
            let text = printed["data"].as_str().context("no PDF")?;
            return STANDARD.decode(text).context("no PDF");
        }
        let (asked, sheet) = (self.profile.join("print"), self.profile.join("printed.pdf"));
        std::fs::write(&asked, "").context("the printer is not asked")?;
        wait::until("the sheet", Duration::from_secs(20), async || {
            Ok((!asked.exists() && sheet.exists())
                .then_some(())
                .ok_or_else(|| "it is still printing".to_owned()))
        })
        .await?;
        let printed = std::fs::read(&sheet).context("nothing is printed")?;
        std::fs::remove_file(&sheet)?;
        Ok(printed)
    }

    /// What the console has said since the first opening, restarts included.
    pub async fn console(&mut self) -> Result<Vec<ConsoleLine>> {
        let Some(running) = &self.running else {
            return Ok(self.console.clone());
        };
        match self.engine {
            Engine::Chromium => {
                // The driver tells each line once.
                let new = running
                    .driver
                    .browser_log()
                    .await
                    .context("no console log")?;
                self.console
                    .extend(new.into_iter().map(|entry| ConsoleLine {
                        level: entry.level,
                        text: entry.message,
                    }));
                Ok(self.console.clone())
            }
            Engine::WebKit => {
                let lines = webkit::console(&self.log, running.log_start)?;
                Ok(self.console.iter().cloned().chain(lines).collect())
            }
        }
    }

    /// Calls a method of Chromium's own protocol.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Result<Value> {
        anyhow::ensure!(
            self.engine == Engine::Chromium,
            "only Chromium speaks its own protocol"
        );
        self.driver()
            .cdp()
            .send_raw(method, parameters)
            .await
            .with_context(|| format!("{method} failed"))
    }

    /// Opens the browser anew; from here on each page runs this before anything of its own.
    pub async fn restart_with_script(&mut self, source: &str) -> Result<()> {
        self.close().await?;
        std::fs::write(self.profile.join(BEFORE), source).context("the script is not kept")?;
        self.start().await
    }

    /// Opens the browser anew; from here on it lets a site store so many bytes.
    pub async fn restart_with_quota(&mut self, origin: &str, bytes: u64) -> Result<()> {
        self.close().await?;
        std::fs::write(self.profile.join("room"), bytes.to_string())
            .context("the quota is not kept")?;
        self.start().await?;
        if self.engine == Engine::Chromium {
            let quota = json!({ "origin": origin, "quotaSize": bytes });
            self.cdp("Storage.overrideQuotaForOrigin", quota).await?;
        }
        Ok(())
    }

    /// Makes Chromium as slow as a slow phone: its network (latency in ms, kbit/s) and its processor (times slower).
    pub async fn throttle(&self, latency: u32, kilobits: u32, processor: f64) -> Result<()> {
        let bytes = f64::from(kilobits) * 1000.0 / 8.0;
        self.cdp("Network.enable", json!({})).await?;
        self.cdp(
            "Network.emulateNetworkConditions",
            json!({ "offline": false, "latency": latency, "downloadThroughput": bytes, "uploadThroughput": bytes }),
        )
        .await?;
        self.cdp(
            "Emulation.setCPUThrottlingRate",
            json!({ "rate": processor }),
        )
        .await?;
        Ok(())
    }

    /// Closes the browser as a person does and opens a new one on the same profile, with an empty page.
    pub async fn restart(&mut self) -> Result<()> {
        self.close().await?;
        self.start().await
    }

    /// Kills the browser with no warning (SIGKILL) and opens a new one on the same profile, with an empty page.
    pub async fn crash(&mut self) -> Result<()> {
        self.console = self.console().await?;
        if let Some(running) = self.running.take() {
            let browser = process::with_descendants(&self.processes());
            process::kill_all(&browser);
            process::gone(&browser)
                .await
                .context("the browser survives its end")?;
            running.abandon();
        }
        self.start().await
    }

    /// Closes the browser as a person does. The profile stays.
    pub async fn close(&mut self) -> Result<()> {
        self.console = self.console().await?;
        let Some(running) = self.running.take() else {
            return Ok(());
        };
        let browser = self.processes();
        // WebKit's network process is told nothing of the profile, and writes what pages have stored when it ends.
        let family = process::with_descendants(&browser);
        match self.engine {
            Engine::Chromium => chromium::close(&running.driver).await,
            Engine::WebKit => webkit::close(&browser),
        }
        // The profile's databases are whole only when every process that writes to them has ended.
        let ended = process::gone(&family).await;
        running.abandon();
        ended.context("the browser does not close")
    }

    async fn start(&mut self) -> Result<()> {
        let log_start = std::fs::metadata(&self.log)
            .map_or(0, |data| usize::try_from(data.len()).unwrap_or(usize::MAX));
        let (driver, processes) = match self.engine {
            Engine::Chromium => chromium::start(&self.profile, &self.options, &self.log).await?,
            Engine::WebKit => webkit::start(&self.profile, &self.options, &self.log).await?,
        };
        driver.set_script_timeout(Duration::from_secs(60)).await?;
        self.running = Some(Running {
            driver,
            processes,
            log_start,
        });
        let before = std::fs::read_to_string(self.profile.join(BEFORE));
        if let (Engine::Chromium, Ok(source)) = (self.engine, before) {
            let source = json!({ "source": source });
            self.cdp("Page.addScriptToEvaluateOnNewDocument", source)
                .await?;
        }
        Ok(())
    }

    /// The browser's own processes: those that were told this profile.
    fn processes(&self) -> Vec<u32> {
        process::with_argument(&self.profile.to_string_lossy())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let Some(running) = self.running.take() else {
            return;
        };
        let browser = process::with_descendants(&self.processes());
        running.abandon();
        // After the driver, which would report their end; a test that ends does not wait for them.
        process::kill_all(&browser);
    }
}

impl Running {
    /// Ends driver and screen. The session is not asked to end, because its browser has.
    fn abandon(self) {
        // It fails only when the session has ended already, which is as good.
        let _ = self.driver.leak();
        drop(self.processes);
    }
}

/// Waits until a driver listens, then opens a session.
async fn connect(
    port: u16,
    capabilities: thirtyfour::Capabilities,
    driver: &mut Owned,
) -> Result<WebDriver> {
    let url = format!("http://127.0.0.1:{port}");
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    while tokio::net::TcpStream::connect(("127.0.0.1", port))
        .await
        .is_err()
    {
        if let Some(status) = driver.ended()? {
            bail!("the driver ended at once ({status})");
        }
        anyhow::ensure!(
            std::time::Instant::now() < deadline,
            "the driver does not listen on {port}"
        );
        tokio::time::sleep(wait::PAUSE).await;
    }
    WebDriver::new(url, capabilities)
        .await
        .context("the driver opens no browser")
}
