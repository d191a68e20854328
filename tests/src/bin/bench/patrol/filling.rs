//! Opening an inspection of 60 items on a phone that has a year of patrols, and answering it.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use uuid::Uuid;
use yishi_domain::patrol::PublishTemplate;
use yishi_domain::{Command, Date, MemberId, TemplateId};
use yishi_tests::Clock;

use super::{Known, OFFSET, holders, inspection, long_checklist, plan};
use crate::community::Community;
use crate::device::now;
use crate::figure::{Measured, Series};
use crate::log::say;
use crate::phone::Phone;

const FILL: &str = include_str!("../../../../bench/patrol.js");

const ITEMS: u16 = 60;
const WEEKS: i64 = 52;
const OPENINGS: usize = 15;
const TAPS: usize = 30;
const WEEK: Duration = Duration::from_secs(7 * 86_400);

#[derive(Deserialize)]
struct Times {
    opened: Vec<f64>,
    answered: Vec<f64>,
    stored: Vec<f64>,
}

/// One representative has the street alone and walks it every week for a year; the phone looks at the next week.
pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let mut clock = Clock::new()?;
    let mut community = Community::start_with("small", clock.environment()?).await?;
    let first = Date::of(now(), OFFSET);
    let known = community.committee.pull_anew().await?;
    let team: Vec<MemberId> = holders(&known, "representative")?;
    let walker = *team.first().context("no representative")?;
    let publish = PublishTemplate {
        template: TemplateId(Uuid::now_v7()),
        checklist: long_checklist(ITEMS),
    };
    let publish = Command::PublishTemplate(publish);
    community
        .committee
        .push(&[publish, plan(&[walker], first)])
        .await?;
    let code = community.invite(&[walker]).await?.remove(0);
    let phone = Phone::start().await?;
    phone.join(&community.app(), &code).await?;
    phone.calm().await?;

    let mut device = community.devices(&[walker]).await?.remove(0);
    let mut known = Known { events: Vec::new() };
    let mut inspections = 0;
    for week in 0..WEEKS {
        if week > 0 {
            clock.forward(WEEK)?;
        }
        let patrol = first.plus_days(7 * week);
        let rounds = loop {
            known.events.extend(device.pull().await?.events);
            match known.rounds(patrol) {
                Ok(rounds) => break rounds,
                // The endpoint's clock is at work.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        };
        let list = known.checklist()?;
        let shops = rounds.into_iter().flat_map(|(_, shops)| shops);
        let commands = shops.enumerate().map(|(turn, shop)| {
            let list = (list.template, list.version, &list.checklist);
            let turn = turn + usize::try_from(week).unwrap_or_default();
            inspection(patrol, shop, list, &mut Vec::new(), turn)
        });
        let commands: Vec<Command> = commands.collect();
        inspections += commands.len();
        device.push(&commands).await?;
    }
    clock.forward(WEEK)?;
    let patrol = first.plus_days(7 * WEEKS);
    let shops = loop {
        known.events.extend(device.pull().await?.events);
        if let Ok(rounds) = known.rounds(patrol) {
            break rounds;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let shops: Vec<String> = shops
        .into_iter()
        .flat_map(|(_, shops)| shops)
        .map(|shop| shop.to_string())
        .collect();
    ensure!(!shops.is_empty(), "the round has no shops");

    phone.run::<bool>("location.reload(); return true;").await?;
    phone
        .run::<bool>("dispatchEvent(new Event('online')); return true;")
        .await?;
    phone.calm().await?;
    let stored = phone.stored_events().await?;
    ensure!(stored >= known.events.len() / 2, "{stored} events stored");
    say(&format!(
        "  {inspections} inspections of {ITEMS} items, {stored} events on the phone"
    ));
    let told = serde_json::json!({
        "patrol": patrol.to_string(), "shops": shops, "openings": OPENINGS, "taps": TAPS,
    });
    let times: Times = phone.run(&format!("const asked = {told};\n{FILL}")).await?;
    let (first, later) = times.opened.split_first().context("it was not opened")?;
    let note = format!("{ITEMS} items, {inspections} inspections of {WEEKS} weeks; nothing slowed");
    Ok(vec![
        Measured::new("inspection-opens", later.to_vec())
            .with(Series::new("opened for the first time", "ms", vec![*first]))
            .note(note.clone()),
        Measured::new("answer-durable", times.answered)
            .with(Series::new(
                "of it until the transaction was complete",
                "ms",
                times.stored,
            ))
            .note(note),
    ])
}
