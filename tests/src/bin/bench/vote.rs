//! A vote in the whole sample community: what one more ballot costs the phones of its home, and all others.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use uuid::Uuid;
use yishi_domain::council::{
    CastBallot, Choice, Electorate, ElectorateKind, NoticeMotion, OpenMotion, Options, Place,
    PlanMeeting, ScheduleTopic, TopicSource,
};
use yishi_domain::{Command, MeetingId, MemberId, MotionId, TopicId};
use yishi_sync::MOST_EVENTS;

use crate::SAMPLES;
use crate::community::{Community, one_of_each_home};
use crate::device::{Device, now};
use crate::figure::{Measured, Series};
use crate::log::say;

const EVENTS: usize = 1_000;
const HOMES: usize = 1_000;
/// Ballots from one page's beginning to the next one's.
const STEP: usize = 20;

pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let mut community = Community::start("sample").await?;
    let motion = open_motion(&mut community).await?;
    let mut homes = one_of_each_home(&community.people);
    homes.truncate(HOMES + 2);
    let mut devices = join_at_once(&mut community, &homes).await?;
    ensure!(
        devices.len() == HOMES + 2,
        "{} homes are too few",
        devices.len()
    );
    let mut watcher = devices.pop().context("a home that does not vote")?;
    let mut fickle = devices.pop().context("a home that votes often")?;
    let before = cursors(&mut watcher).await?;
    for (index, voter) in devices.iter_mut().enumerate() {
        voter.push(&[ballot(motion, index)]).await?;
    }
    say(&format!("  {} homes have voted", devices.len()));
    let turnout = watcher.compressed_page(&before, MOST_EVENTS).await?;
    let told = watcher.pull().await?.events;
    ensure!(
        told.iter().all(|event| event["type"] == "ballot_counted"),
        "the watcher sees more than the turnout"
    );

    let first = cursors(&mut fickle).await?;
    let ballots: Vec<Command> = (0..EVENTS + STEP * SAMPLES)
        .map(|turn| ballot(motion, turn))
        .collect();
    fickle.push(&ballots).await?;
    let cast = fickle.pull().await?.events;
    let cast: Vec<&Value> = cast
        .iter()
        .filter(|event| event["type"] == "ballot_cast")
        .collect();
    ensure!(cast.len() == ballots.len(), "{} are told", cast.len());
    let (mut samples, mut plain) = (Vec::new(), Vec::new());
    for sample in 0..SAMPLES {
        let page = &cast[sample * STEP..][..EVENTS];
        let begin = page[0]["seq"].as_u64().context("an event has a number")?;
        let own = |cursor: &u64| (*cursor).max(begin - 1);
        let cursors = first
            .iter()
            .map(|(name, cursor)| (name.clone(), own(cursor)));
        let bytes = fickle.compressed_page(&cursors.collect(), EVENTS).await?;
        samples.push(each(bytes.len()));
        plain.push(each(page.iter().map(|event| event.to_string().len()).sum()));
    }
    let others = format!("{HOMES} homes vote: what each other phone pulls of it");
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    let others = Series::new(&others, "B", vec![turnout.len() as f64]);
    Ok(vec![
        Measured::new("vote-event-bytes", samples)
            .with(Series::new("as JSON, not compressed", "B", plain))
            .with(others)
            .note(format!("with id and time; the answer's head included; others are told the turnout in {} events", told.len())),
    ])
}

/// How far a device has come, having pulled all.
async fn cursors(device: &mut Device) -> Result<BTreeMap<String, u64>> {
    device.pull().await?;
    Ok(serde_json::from_str(&device.cursors)?)
}

/// A motion of the homes by the Civil Code's rule, open for a month.
pub(crate) async fn open_motion(community: &mut Community) -> Result<MotionId> {
    Ok(open_motions(community, 1).await?.remove(0))
}

/// So many of them, each with a question of its own.
pub(crate) async fn open_motions(community: &mut Community, count: usize) -> Result<Vec<MotionId>> {
    let meeting = MeetingId(Uuid::now_v7());
    let later = now().plus_seconds(30 * 86_400);
    let plan = PlanMeeting {
        meeting,
        starts_at: later,
        place: "活动中心".into(),
        reason: None,
    };
    let mut commands = vec![Command::PlanMeeting(plan)];
    let mut motions = Vec::with_capacity(count);
    for number in 1..=count {
        let (topic, motion) = (TopicId(Uuid::now_v7()), MotionId(Uuid::now_v7()));
        motions.push(motion);
        commands.extend([
            Command::ScheduleTopic(ScheduleTopic {
                topic,
                title: format!("加装电梯{number}"),
                source: TopicSource::Member,
                meeting,
            }),
            Command::NoticeMotion(NoticeMotion {
                motion,
                topic,
                question: format!("是否同意加装电梯{number}？"),
                options: Options::Approval,
                electorate: Electorate {
                    kind: ElectorateKind::Households,
                    place: Place::Everywhere,
                },
                rule: "civil_code_278_ordinary".into(),
                sealed: false,
                opens_at: None,
                closes_at: later,
            }),
            Command::OpenMotion(OpenMotion { motion }),
        ]);
    }
    // An opening freezes the whole electorate, so that a few of them fill a request's time.
    for piece in commands.chunks(10) {
        community.committee.push(piece).await?;
    }
    Ok(motions)
}

/// A ballot that differs from the one before.
pub(crate) fn ballot(motion: MotionId, turn: usize) -> Command {
    let choice = [Choice::Approve, Choice::Reject, Choice::Abstain][turn % 3];
    Command::CastBallot(CastBallot {
        motion,
        choice: vec![choice],
        seal: None,
    })
}

/// Joins many at once, so that the endpoint commits them together.
pub(crate) async fn join_at_once(
    community: &mut Community,
    members: &[MemberId],
) -> Result<Vec<Device>> {
    const AT_ONCE: usize = 50;
    let codes = community.invite(members).await?;
    let port = community.server.port();
    let mut devices = Vec::with_capacity(members.len());
    for codes in codes.chunks(AT_ONCE) {
        let joining: Vec<_> = codes
            .iter()
            .cloned()
            .map(|code| tokio::spawn(async move { Device::join(port, &code).await }))
            .collect();
        for device in joining {
            devices.push(device.await??);
        }
    }
    Ok(devices)
}

fn each(bytes: usize) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    let each = bytes as f64 / EVENTS as f64;
    each
}
