//! From the tap to the command being safe on the phone.

use anyhow::{Result, ensure};
use serde::Deserialize;

use crate::community::Community;
use crate::figure::{Measured, Series};
use crate::log::say;
use crate::phone::{CONTENT, Phone, literal};

const TAP: &str = include_str!("../../../bench/tap.js");

const TAPS: usize = 31;

#[derive(Deserialize)]
struct Times {
    plain: Vec<f64>,
    tap: Vec<f64>,
    opened: Vec<f64>,
}

/// Taps on a phone that has stored so many events.
pub(crate) async fn measure(name: &'static str, events: usize) -> Result<Vec<Measured>> {
    let mut community = Community::start("small").await?;
    let member = community.phone_member().await?;
    let filled = community.fill(member, events, TAPS).await?;
    say(&format!(
        "  {} events of {:.0} bytes",
        filled.events, filled.bytes
    ));
    let code = community.invite(&[member]).await?.remove(0);
    let phone = Phone::start().await?;
    let newest = format!(
        "document.querySelector('{CONTENT}')?.textContent.includes({})",
        literal(&filled.marker)
    );
    let look = phone.look_for(&newest).await?;
    phone.join(&community.app(), &code).await?;
    phone.run::<f64>("return bench.content;").await?;
    phone.look_away(look).await?;
    phone.calm().await?;
    let stored = phone.stored_events().await?;
    ensure!(stored >= events, "the app has stored {stored} events only");
    say(&format!("  {stored} events are on the phone"));

    let opinions = serde_json::to_string(&filled.newest)?;
    let times: Times = phone
        .run(&format!("const opinions = {opinions};\n{TAP}"))
        .await?;
    let measured = Measured::ratio(
        name,
        Series::new("app: tap on 附议 to transaction complete", "ms", times.tap),
        Series::new("plain: one put of strict durability", "ms", times.plain),
    );
    let opened = Series::new(
        "app: of it until the transaction was opened",
        "ms",
        times.opened,
    );
    let measured = measured.with(opened);
    Ok(vec![measured.note(format!("{stored} events stored"))])
}
