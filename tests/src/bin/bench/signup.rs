//! 500 phones sign up for 40 places within 10 seconds.
//!
//! Each phone has a connection of its own, sends one signup at a time of its own choice within the 10 seconds, and
//! pulls what came meanwhile, as phones do. Whatever else the figure says, the log must hold everybody once: the first
//! 40 with a place, the others in line, and nobody behind somebody who sent only after their answer had come.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use uuid::Uuid;
use yishi_domain::volunteer::{ActivityKind, Details, PlanActivity, ShiftRole, SignUp};
use yishi_domain::{ActivityId, Command, Date, MemberId, ShiftId};

use crate::community::Community;
use crate::device::{Device, now};
use crate::figure::{Measured, Series, median};
use crate::log::say;
use crate::vote::join_at_once;

const PHONES: usize = 500;
const PLACES: u16 = 40;
const WITHIN: Duration = Duration::from_secs(10);
const ROUNDS: usize = 3;
/// The role's number.
const ROLE: u8 = 0;

/// One phone's signup, by this program's clock.
struct Asked {
    member: MemberId,
    sent: Instant,
    answered: Instant,
}

pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let mut community = Community::start("sample").await?;
    let members: Vec<MemberId> = community
        .people
        .iter()
        .map(|person| person.member)
        .take(PHONES)
        .collect();
    ensure!(members.len() == PHONES, "{} are too few", members.len());
    let mut phones = join_at_once(&mut community, &members).await?;
    for phone in &mut phones {
        phone.pull().await?;
    }
    say(&format!("  {} phones are connected", phones.len()));

    let (mut medians, mut slowest, mut at_once) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        // The last one is the worst case: nobody waits for anybody.
        let within = if round == ROUNDS {
            Duration::ZERO
        } else {
            WITHIN
        };
        let shift = plan(&mut community).await?;
        let asked;
        (phones, asked) = sign_up(phones, shift, within).await?;
        check(&mut community, shift, &asked).await?;
        let took: Vec<f64> = asked
            .iter()
            .map(|asked| (asked.answered - asked.sent).as_secs_f64() * 1_000.0)
            .collect();
        if within.is_zero() {
            at_once.push(median(&took));
        } else {
            medians.push(median(&took));
            slowest.push(took.iter().copied().fold(0.0, f64::max));
        }
    }
    let note = format!(
        "{PLACES} in, {} on the waitlist in order of arrival, nobody lost, checked in each of {} rounds; \
         endpoint, {PHONES} phones and this program share the processor",
        PHONES - usize::from(PLACES),
        ROUNDS + 1
    );
    Ok(vec![
        Measured::new("signup-500", medians)
            .with(Series::new("the slowest of 500", "ms", slowest))
            .with(Series::new("all at the same moment: median", "ms", at_once))
            .note(note),
    ])
}

/// A shift a week ahead.
async fn plan(community: &mut Community) -> Result<ShiftId> {
    let activity = ActivityId(Uuid::now_v7());
    let first = Date::of(now(), 480).plus_days(7);
    let details = Details {
        kind: ActivityKind::ElderCare,
        title: "重阳节上门".into(),
        text: String::new(),
        place: "各楼栋".into(),
        lead: None,
        roles: vec![ShiftRole {
            role: ROLE,
            name: "保洁".into(),
            capacity: PLACES,
        }],
        minimum: 8,
        cutoff: 60,
        starts: 540,
        lasts: 150,
    };
    let rule = Some("FREQ=DAILY;COUNT=1".to_owned());
    let plan = PlanActivity {
        activity,
        details,
        first,
        rule,
    };
    community
        .committee
        .push(&[Command::PlanActivity(plan)])
        .await?;
    Ok(ShiftId::of(activity, first))
}

async fn sign_up(
    phones: Vec<Device>,
    shift: ShiftId,
    within: Duration,
) -> Result<(Vec<Device>, Vec<Asked>)> {
    let count = u32::try_from(phones.len()).context("so many phones")?;
    let start = Instant::now();
    let running: Vec<_> = (0..count)
        .zip(phones)
        .map(|(turn, mut phone)| {
            // Spread over the time, in an order that is not that of the roster.
            let pause = within * (turn * 263 % count) / count;
            let command = Command::SignUp(SignUp {
                shift,
                role: ROLE,
                member: phone.member,
            });
            let push = phone.count(&[command]);
            tokio::spawn(async move {
                tokio::time::sleep_until((start + pause).into()).await;
                let sent = Instant::now();
                phone.round(&push).await?;
                let asked = Asked {
                    member: phone.member,
                    sent,
                    answered: Instant::now(),
                };
                anyhow::Ok((phone, asked))
            })
        })
        .collect();
    let (mut phones, mut asked) = (Vec::new(), Vec::new());
    for phone in running {
        let (phone, own) = phone.await??;
        phones.push(phone);
        asked.push(own);
    }
    Ok((phones, asked))
}

/// What the log says about the shift.
async fn check(community: &mut Community, shift: ShiftId, asked: &[Asked]) -> Result<()> {
    let events = community.committee.pull().await?.events;
    let of_shift = events.iter().filter(|event| {
        event["type"] == "signed_up" && event["body"]["shift"] == shift.to_string()
    });
    let mut in_order = Vec::new();
    for (place, event) in of_shift.enumerate() {
        let waiting = (place + 1).saturating_sub(PLACES.into());
        ensure!(
            event["body"]["waiting"] == waiting,
            "number {place} of the log has {}",
            event["body"]
        );
        let member = event["body"]["member"].as_str().unwrap_or_default();
        let found = asked
            .iter()
            .find(|asked| asked.member.to_string() == member);
        in_order.push(found.context("somebody who did not ask")?);
    }
    ensure!(
        in_order.len() == asked.len(),
        "{} of {} are in the log",
        in_order.len(),
        asked.len()
    );
    let mut known: Vec<MemberId> = in_order.iter().map(|asked| asked.member).collect();
    known.sort();
    known.dedup();
    ensure!(known.len() == asked.len(), "somebody is in the log twice");
    // Whoever was answered before somebody else sent stands before them.
    let mut latest_sent = in_order.first().context("nobody")?.sent;
    for asked in &in_order {
        ensure!(
            asked.answered >= latest_sent,
            "somebody stands behind one who came later"
        );
        latest_sent = latest_sent.max(asked.sent);
    }
    Ok(())
}
