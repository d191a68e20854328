//! A vote in the whole sample community: what one more ballot costs every phone.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use uuid::Uuid;
use yishi_domain::council::{
    CastBallot, Choice, Electorate, ElectorateKind, NoticeMotion, OpenMotion, Options, Place,
    PlanMeeting, ScheduleTopic, TopicSource,
};
use yishi_domain::{Command, MeetingId, MemberId, MotionId, TopicId};

use crate::SAMPLES;
use crate::community::{Community, one_of_each_home};
use crate::device::{Device, now};
use crate::figure::{Measured, Series};
use crate::log::say;

const EVENTS: usize = 1_000;
/// Ballots from one page's beginning to the next one's.
const STEP: usize = 20;

pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let mut community = Community::start("sample").await?;
    let motion = open_motion(&mut community).await?;
    let wanted = EVENTS + STEP * SAMPLES;
    let mut homes = one_of_each_home(&community.people);
    ensure!(homes.len() > wanted, "{} homes are too few", homes.len());
    let watcher = homes.pop().context("a home that does not vote")?;
    homes.truncate(wanted);

    let mut watcher = community
        .devices(&[watcher])
        .await?
        .pop()
        .context("one device")?;
    watcher.pull().await?;
    let before: BTreeMap<String, u64> = serde_json::from_str(&watcher.cursors)?;
    let mut voters = join_at_once(&mut community, &homes).await?;
    for (index, voter) in voters.iter_mut().enumerate() {
        voter.push(&[ballot(motion, index)]).await?;
    }
    say(&format!("  {} homes have voted", voters.len()));

    let counted = watcher.pull().await?.events;
    ensure!(
        counted
            .iter()
            .all(|event| event["type"] == "ballot_counted"),
        "the watcher sees more than the turnout"
    );
    let last: BTreeMap<String, u64> = serde_json::from_str(&watcher.cursors)?;
    let (mut samples, mut plain) = (Vec::new(), Vec::new());
    for sample in 0..SAMPLES {
        let page = &counted[sample * STEP..][..EVENTS];
        let mut cursors = last.clone();
        let first = page[0]["seq"].as_u64().context("an event has a number")?;
        cursors.insert("public".into(), first - 1);
        ensure!(before["public"] < first, "the page begins before the vote");
        let bytes = watcher.compressed_page(&cursors, EVENTS).await?;
        samples.push(each(bytes.len()));
        plain.push(each(page.iter().map(|event| event.to_string().len()).sum()));
    }
    let part = Series::new("as JSON, not compressed", "B", plain);
    Ok(vec![
        Measured::new("vote-event-bytes", samples)
            .with(part)
            .note("with id and time; the answer's head included"),
    ])
}

/// A motion of the homes by the Civil Code's rule, open for a month.
pub(crate) async fn open_motion(community: &mut Community) -> Result<MotionId> {
    let (meeting, topic, motion) = (
        MeetingId(Uuid::now_v7()),
        TopicId(Uuid::now_v7()),
        MotionId(Uuid::now_v7()),
    );
    let later = now().plus_seconds(30 * 86_400);
    let commands = [
        Command::PlanMeeting(PlanMeeting {
            meeting,
            starts_at: later,
            place: "活动中心".into(),
            reason: None,
        }),
        Command::ScheduleTopic(ScheduleTopic {
            topic,
            title: "加装电梯".into(),
            source: TopicSource::Member,
            meeting,
        }),
        Command::NoticeMotion(NoticeMotion {
            motion,
            topic,
            question: "是否同意加装电梯？".into(),
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
    ];
    community.committee.push(&commands).await?;
    Ok(motion)
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
