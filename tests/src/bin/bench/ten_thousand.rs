//! A phone with 10,000 events: storing them, pulling them, starting with them, holding them.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::SAMPLES;
use crate::community::{Community, Filled};
use crate::figure::{Measured, Series};
use crate::log::say;
use crate::phone::{CONTENT, Phone, literal};

const EVENTS: usize = 10_000;
const MEGABYTE: f64 = 1_000_000.0;

/// What the app did while it pulled, seen from outside, in milliseconds.
#[derive(Deserialize)]
struct AppPull {
    /// The transactions that stored pages, each from its opening to its completion.
    storing: f64,
    /// From the first request until everything was stored and the newest opinion painted.
    whole: f64,
    /// Of that, the time in which an answer was waited for.
    waiting: f64,
    requests: usize,
}

/// When a start had come how far, in milliseconds since the navigation.
#[derive(Deserialize)]
struct Start {
    compiled: f64,
    opened: f64,
    read: f64,
    found: f64,
    painted: f64,
    drawn: f64,
}

#[derive(Deserialize)]
struct PlainPull {
    took: f64,
    count: usize,
}

#[derive(Default)]
struct Samples {
    plain_store: Vec<f64>,
    app_store: Vec<f64>,
    plain_pull: Vec<f64>,
    app_pull: Vec<f64>,
    app_waiting: Vec<f64>,
    heap: Vec<f64>,
    wasm: Vec<f64>,
    plain_start: Vec<f64>,
    app_start: Vec<f64>,
    app_compiled: Vec<f64>,
    app_opened: Vec<f64>,
    app_read: Vec<f64>,
    app_found: Vec<f64>,
    app_drawn: Vec<f64>,
}

pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let mut community = Community::start("small").await?;
    let member = community.phone_member().await?;
    let filled = community.fill(member, EVENTS, 6).await?;
    say(&format!(
        "  {} events of {:.0} bytes",
        filled.events, filled.bytes
    ));
    let codes = community.invite(&[member; SAMPLES]).await?;
    let token = community
        .devices(&[member])
        .await?
        .pop()
        .context("one device")?
        .token;
    let phone = Phone::start().await?;
    let mut samples = Samples::default();
    let mut requests = 0;
    for code in &codes {
        requests = one_fresh_phone(&phone, &community, &filled, code, &token, &mut samples).await?;
    }
    // The one who starts has been here before.
    phone.browser.open(&format!("{}/", community.app())).await?;
    keeps_its_screen(&phone, &filled).await?;
    for _ in 0..SAMPLES {
        one_start(&phone, &community, &filled, &mut samples).await?;
    }
    Ok(samples.measured(&filled, requests))
}

/// The plain page stores, the app pulls, the plain page pulls: in this order each time.
async fn one_fresh_phone(
    phone: &Phone,
    community: &Community,
    filled: &Filled,
    code: &str,
    token: &str,
    samples: &mut Samples,
) -> Result<usize> {
    phone.browser.open(&community.plain("plain.html")).await?;
    samples
        .plain_store
        .push(phone.run(&format!("return store({EVENTS}, 1000);")).await?);

    let app = community.app();
    phone.forget(&app).await?;
    let look = phone.look_for(&newest(filled)).await?;
    phone.join(&app, code).await?;
    let pull: AppPull = phone
        .run(
            r#"const painted = await bench.content;
            await bench.calm();
            const rounds = bench.calls.filter((call) => call.url.endsWith("/v1/sync"));
            const writes = bench.writes.filter((write) => write.stores.includes("page"));
            return {
                storing: writes.reduce((sum, write) => sum + write.done - write.begun, 0),
                whole: Math.max(painted, ...writes.map((write) => write.done)) - rounds[0].begun,
                waiting: rounds.slice(0, -1).reduce((sum, round) => sum + round.answered - round.begun, 0),
                requests: rounds.length,
            };"#,
        )
        .await?;
    phone.look_away(look).await?;
    let stored = phone.stored_events().await?;
    ensure!(stored >= EVENTS, "the app has stored {stored} events only");
    samples.app_store.push(pull.storing);
    samples.app_pull.push(pull.whole);
    samples.app_waiting.push(pull.waiting);
    let (heap, wasm) = phone.memory().await?;
    samples.heap.push(heap / MEGABYTE);
    samples.wasm.push(wasm / MEGABYTE);

    phone.browser.open(&community.plain("plain.html")).await?;
    let plain: PlainPull = phone
        .run(&format!("return pull({});", literal(token)))
        .await?;
    ensure!(
        plain.count >= EVENTS,
        "the plain page pulled {} events only",
        plain.count
    );
    samples.plain_pull.push(plain.took);
    Ok(pull.requests)
}

/// Both pages start on what they have stored, from a page with nothing in it.
async fn one_start(
    phone: &Phone,
    community: &Community,
    filled: &Filled,
    samples: &mut Samples,
) -> Result<()> {
    phone.browser.open("about:blank").await?;
    let last = format!("document.querySelector('main')?.textContent.includes('（第{EVENTS}号）')");
    let look = phone.look_for(&last).await?;
    phone.browser.open(&community.plain("start.html")).await?;
    samples
        .plain_start
        .push(phone.run("return bench.content;").await?);
    phone.look_away(look).await?;

    phone.browser.open("about:blank").await?;
    let look = phone.look_for(&first_content(filled)).await?;
    let second_look = phone.look_for_as("drawn", &newest(filled)).await?;
    phone.browser.open(&format!("{}/", community.app())).await?;
    let start: Start = phone
        .run(
            "const [painted, drawn] = [await bench.content, await bench.drawn];
            const { compiled, opened, read, found } = bench;
            return { painted, compiled, opened, read, found, drawn };",
        )
        .await?;
    samples.app_start.push(start.painted);
    samples.app_compiled.push(start.compiled);
    samples.app_opened.push(start.opened);
    samples.app_read.push(start.read);
    samples.app_found.push(start.found);
    samples.app_drawn.push(start.drawn);
    phone.calm().await?;
    keeps_its_screen(phone, filled).await?;
    phone.look_away(second_look).await?;
    phone.look_away(look).await
}

/// A member looks at the first screen for longer than the app needs to keep it for the next start.
async fn keeps_its_screen(phone: &Phone, filled: &Filled) -> Result<()> {
    phone
        .run::<()>(&format!(
            "await bench.until(() => localStorage.getItem('yishi.screen')?.includes({}), 'the kept screen');",
            literal(&filled.marker)
        ))
        .await
}

/// The newest opinion is to be read on the first screen: drawn by the app, or by the page from what the app has kept.
fn first_content(filled: &Filled) -> String {
    format!(
        "document.querySelector('#app main')?.textContent.includes({})",
        literal(&filled.marker)
    )
}

/// The app has drawn the newest opinion on its first screen.
fn newest(filled: &Filled) -> String {
    format!(
        "document.querySelector('{CONTENT}')?.textContent.includes({})",
        literal(&filled.marker)
    )
}

impl Samples {
    fn measured(self, filled: &Filled, requests: usize) -> Vec<Measured> {
        let whole = self
            .heap
            .iter()
            .zip(&self.wasm)
            .map(|(heap, wasm)| heap + wasm)
            .collect();
        let events = format!(
            "{} events of {:.0} bytes of JSON each",
            filled.events, filled.bytes
        );
        vec![
            Measured::ratio(
                "store-10000",
                Series::new("app: its transactions, opening to completion", "ms", self.app_store),
                Series::new("plain: one put a document of 300 bytes", "ms", self.plain_store),
            )
            .note(format!("{events}, pulled from the endpoint; the checkpoint's transaction counts too")),
            Measured::ratio(
                "cold-start-10000",
                Series::new("app: navigation to newest opinion painted", "ms", self.app_start),
                Series::new("plain: navigation to last document painted", "ms", self.plain_start),
            )
            .with(Series::new("app: until its WebAssembly was compiled", "ms", self.app_compiled))
            .with(Series::new("app: until its database was open", "ms", self.app_opened))
            .with(Series::new("app: until its database was read", "ms", self.app_read))
            .with(Series::new("app: until it stood in the document", "ms", self.app_found))
            .with(Series::new("app: until the app itself had drawn it from its database", "ms", self.app_drawn))
            .note("first is what was shown last, kept beside the database; the app draws anew what its database holds")
            .note("second visit in the same browser: files from its cache or the service worker, for the app that is"),
            Measured::ratio(
                "fresh-pull-10000",
                Series::new("app: first request to stored and painted", "ms", self.app_pull),
                Series::new("plain: first request to stored and painted", "ms", self.plain_pull),
            )
            .with(Series::new("app: of it waiting for answers to begin", "ms", self.app_waiting))
            .note(format!("{events}; {requests} requests, the last of them before the line stays open")),
            Measured::new("memory-10000", whole)
                .with(Series::new("JavaScript heap", "MB", self.heap))
                .with(Series::new("WebAssembly memory", "MB", self.wasm)),
        ]
    }
}
