//! Votes of a community of 3,000 homes, 100 motions and 200,000 ballots: opening a page, closing, counting again.
//!
//! All ballots are cast by phones, through the protocol. The phone that is measured is one of them: it knows its own
//! home's ballots and everybody's turnout, as every phone does.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use yishi_domain::council::CloseMotion;
use yishi_domain::{Command, MotionId};

use crate::SAMPLES;
use crate::community::{Community, one_of_each_home};
use crate::figure::Measured;
use crate::log::say;
use crate::phone::Phone;
use crate::vote::{ballot, join_at_once, open_motions};

const OPEN: &str = include_str!("../../../bench/motion.js");
const RECOUNT: &str = include_str!("../../../bench/recount.js");

const HOMES: usize = 3_000;
const MOTIONS: usize = 100;
/// Motions that each home votes on: all of those that are closed, and others in turn.
const EACH: usize = 67;
const JOINING: usize = 100;
const OPENINGS: usize = 15;

pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let mut community = Community::start("sample").await?;
    community.grow(HOMES).await?;
    let motions = open_motions(&mut community, MOTIONS).await?;
    say(&format!("  {MOTIONS} motions are open"));
    let ballots = everybody_votes(&mut community, &motions).await?;
    say(&format!("  {ballots} ballots are cast"));

    let member = community.phone_member().await?;
    let code = community.invite(&[member]).await?.remove(0);
    let phone = Phone::start().await?;
    phone.join(&community.app(), &code).await?;
    phone.calm().await?;
    let stored = phone.stored_events().await?;
    say(&format!("  {stored} events are on the phone"));
    let opened: Vec<f64> = phone
        .run(&format!("const openings = {OPENINGS};\n{OPEN}"))
        .await?;

    let mut closed = Vec::new();
    for motion in &motions[..SAMPLES] {
        let close = Command::CloseMotion(CloseMotion { motion: *motion });
        let begun = Instant::now();
        community.committee.push(&[close]).await?;
        closed.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    all_are_counted(&mut community).await?;

    let names = serde_json::to_string(&motions[..SAMPLES])?;
    phone.calm().await?;
    let recounted: Vec<f64> = phone
        .run(&format!("const motions = {names};\n{RECOUNT}"))
        .await?;
    let there = format!(
        "{HOMES} homes, {MOTIONS} motions, {ballots} ballots in the log, {stored} events on the phone"
    );
    Ok(vec![
        Measured::new("motion-opens", opened).note(there),
        Measured::new("motion-closes", closed)
            .note("closing, counting, publishing and committing; nobody else asks meanwhile but the phone"),
        Measured::new("motion-recounts", recounted)
            .note("the published ballots are on the phone already: it reads, checks and counts them and paints the page"),
    ])
}

/// Each home votes by a phone of its own, so many at once.
async fn everybody_votes(community: &mut Community, motions: &[MotionId]) -> Result<usize> {
    let mut homes = one_of_each_home(&community.people);
    homes.truncate(HOMES);
    let (all, some) = motions.split_at(SAMPLES);
    let mut cast = 0;
    for (round, members) in homes.chunks(JOINING).enumerate() {
        let devices = join_at_once(community, members).await?;
        let running = devices.into_iter().enumerate().map(|(place, mut device)| {
            let home = round * JOINING + place;
            let others = (0..EACH - SAMPLES).map(|n| some[(home + n) % some.len()]);
            let own = all.iter().copied().chain(others);
            let ballots = own.enumerate().map(|(n, motion)| ballot(motion, home + n));
            let ballots: Vec<Command> = ballots.collect();
            tokio::spawn(async move {
                device.push(&ballots).await?;
                anyhow::Ok(ballots.len())
            })
        });
        for ballots in running.collect::<Vec<_>>() {
            cast += ballots.await??;
        }
    }
    Ok(cast)
}

async fn all_are_counted(community: &mut Community) -> Result<()> {
    let events = community.committee.pull().await?.events;
    let closed = events
        .iter()
        .filter(|event| event["type"] == "motion_closed");
    let heads = closed.map(|event| event["body"]["tally"]["participants"]["heads"].as_u64());
    let heads: Vec<u64> = heads.collect::<Option<_>>().context("a tally")?;
    ensure!(heads == [HOMES as u64; SAMPLES], "{heads:?} are counted");
    Ok(())
}
