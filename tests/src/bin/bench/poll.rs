//! 500 phones vote within a minute.
//!
//! Each phone has a connection of its own, votes once at a time of its own choice within the minute, and pulls what
//! came meanwhile. Whatever else the figure says, the close must count everybody.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use yishi_domain::council::CloseMotion;
use yishi_domain::{Command, MotionId};

use crate::community::{Community, one_of_each_home};
use crate::device::Device;
use crate::figure::{Measured, Series, median};
use crate::log::say;
use crate::vote::{ballot, join_at_once, open_motion};

const PHONES: usize = 500;
const WITHIN: Duration = Duration::from_secs(60);

pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let mut community = Community::start("sample").await?;
    let mut homes = one_of_each_home(&community.people);
    homes.truncate(PHONES);
    ensure!(homes.len() == PHONES, "{} homes are too few", homes.len());
    let mut phones = join_at_once(&mut community, &homes).await?;
    for phone in &mut phones {
        phone.pull().await?;
    }
    say(&format!("  {} phones are connected", phones.len()));
    let (mut medians, mut slowest, mut at_once) = (Vec::new(), Vec::new(), Vec::new());
    // The last one is the worst case: nobody waits for anybody.
    for within in [WITHIN, Duration::ZERO] {
        let motion = open_motion(&mut community).await?;
        let took;
        (phones, took) = vote(phones, motion, within).await?;
        all_count(&mut community, motion).await?;
        match within.is_zero() {
            true => at_once.push(median(&took)),
            false => {
                medians.push(median(&took));
                slowest.push(took.iter().copied().fold(0.0, f64::max));
            }
        }
    }
    let note =
        "the close counts all 500; endpoint, 500 phones and this program share the processor";
    Ok(vec![
        Measured::new("vote-500", medians)
            .with(Series::new("the slowest of 500", "ms", slowest))
            .with(Series::new("all at the same moment: median", "ms", at_once))
            .note(note),
    ])
}

/// The milliseconds that each of them waited.
async fn vote(
    phones: Vec<Device>,
    motion: MotionId,
    within: Duration,
) -> Result<(Vec<Device>, Vec<f64>)> {
    let count = u32::try_from(phones.len()).context("so many phones")?;
    let start = Instant::now();
    let running: Vec<_> = (0..count)
        .zip(phones)
        .map(|(turn, mut phone)| {
            // Spread over the time, in an order that is not that of the roster.
            let pause = within * (turn * 263 % count) / count;
            let push = phone.count(&[ballot(motion, turn as usize)]);
            tokio::spawn(async move {
                tokio::time::sleep_until((start + pause).into()).await;
                let sent = Instant::now();
                phone.round(&push).await?;
                anyhow::Ok((phone, sent.elapsed().as_secs_f64() * 1_000.0))
            })
        })
        .collect();
    let (mut phones, mut took) = (Vec::new(), Vec::new());
    for phone in running {
        let (phone, own) = phone.await??;
        phones.push(phone);
        took.push(own);
    }
    Ok((phones, took))
}

/// Closes the vote and looks how many ballots it has counted.
async fn all_count(community: &mut Community, motion: MotionId) -> Result<()> {
    let close = Command::CloseMotion(CloseMotion { motion });
    community.committee.push(&[close]).await?;
    let events = community.committee.pull().await?.events;
    let closed = events.iter().find(|event| {
        event["type"] == "motion_closed" && event["body"]["motion"] == motion.to_string()
    });
    let closed = closed.context("it is not closed")?;
    let heads = &closed["body"]["tally"]["participants"]["heads"];
    ensure!(*heads == PHONES, "{heads} are counted");
    Ok(())
}
