//! The first visit on Lighthouse's slow phone.

use anyhow::{Result, ensure};
use serde::Deserialize;

use crate::SAMPLES;
use crate::community::Community;
use crate::figure::{Measured, Series};
use crate::phone::{CONTENT, Phone, literal};

/// Milliseconds that each answer is late. What Chromium delays is requests, not packets: Lighthouse reckons 3.75 times
/// the round trip of 150 ms for one, for a connection takes several. With this a bare page takes its 0.8 s.
const LATENCY: u32 = 562;
const KILOBITS: u32 = 1_638;
const PROCESSOR: f64 = 4.0;

#[derive(Deserialize)]
struct Painted {
    /// First contentful paint.
    first: f64,
    /// What was looked for.
    content: f64,
}

pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let community = Community::start("small").await?;
    let link = community.server.link("resident")?.to_owned();
    let (mut bare, mut shell, mut usable) = (Vec::new(), Vec::new(), Vec::new());
    for sample in 0..SAMPLES {
        // A new profile each time: nothing is cached, not even compiled code.
        let phone = Phone::start().await?;
        // The browser's own first page, with the letters that both pages need.
        phone
            .browser
            .open(&community.plain("bare.html?warm"))
            .await?;
        phone.browser.throttle(LATENCY, KILOBITS, PROCESSOR).await?;
        // Who comes first is not always the same.
        if sample % 2 == 0 {
            bare.push(bare_page(&phone, &community).await?);
        }
        let (painted, ready) = app(&phone, &link).await?;
        shell.push(painted);
        usable.push(ready);
        if sample % 2 == 1 {
            bare.push(bare_page(&phone, &community).await?);
        }
    }
    let seconds = usable.iter().map(|millis| millis / 1_000.0).collect();
    let note = format!(
        "{KILOBITS} kbit/s, 150 ms round trip ({LATENCY} ms a request), processor × {PROCESSOR}"
    );
    Ok(vec![
        Measured::ratio(
            "first-visit-shell",
            Series::new("app: community and tabs painted", "ms", shell),
            Series::new("bare HTML page painted", "ms", bare),
        )
        .note(note.clone()),
        Measured::new("first-visit-usable", seconds).note(note),
    ])
}

async fn bare_page(phone: &Phone, community: &Community) -> Result<f64> {
    let painted = visit(
        phone,
        &community.plain("bare.html"),
        "document.querySelector('p a:last-child')",
    )
    .await?;
    Ok(painted.first.max(painted.content))
}

/// When the static shell was painted with its tabs, and when the app stood in its place.
async fn app(phone: &Phone, link: &str) -> Result<(f64, f64)> {
    // The shell is looked for by the page itself, what follows by a second look from the same beginning.
    let join = format!("document.querySelector('{CONTENT} button')");
    let shell = "document.querySelector('.community')?.textContent && document.querySelector('.tabs a:last-child span')";
    let both = format!("(bench.shell ??= bench.when(() => {shell})) && {join}");
    let painted = visit(phone, link, &both).await?;
    let shell: f64 = phone.run("return bench.shell;").await?;
    let name: String = phone
        .run("return document.querySelector('.community').textContent.trim();")
        .await?;
    ensure!(
        !name.is_empty(),
        "the shell has no name; {}",
        literal(&name)
    );
    Ok((painted.first.max(shell), painted.content))
}

async fn visit(phone: &Phone, url: &str, expression: &str) -> Result<Painted> {
    phone.browser.open("about:blank").await?;
    let look = phone.look_for(expression).await?;
    phone.browser.open(url).await?;
    let painted = phone
        .run("return { content: await bench.content, first: await bench.contentful() };")
        .await?;
    phone.look_away(look).await?;
    Ok(painted)
}
