//! Opening the volunteer board of a community that is busy all year.

use anyhow::{Context, Result, ensure};
use uuid::Uuid;
use yishi_domain::volunteer::{ActivityKind, Details, PlanActivity, ShiftRole, SignUp};
use yishi_domain::{ActivityId, Command, Date, MemberId, ShiftId};

use crate::community::Community;
use crate::device::now;
use crate::figure::{Measured, Series};
use crate::log::say;
use crate::phone::Phone;

const OPEN: &str = include_str!("../../../bench/board.js");

const VOLUNTEERS: usize = 132;
const SHIFTS_A_YEAR: usize = 1_500;
/// Shifts that each volunteer is signed up for.
const SIGNUPS: usize = 12;
const OPENINGS: usize = 15;
/// The community's clock in the sample.
const OFFSET: i16 = 480;
/// What stands on the board beside the sample's own nine series: two of every day, four of every week.
const RULES: [&str; 6] = [
    "FREQ=DAILY",
    "FREQ=DAILY",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY",
];

/// From a tap on the tab to the board painted, on a phone that has everything stored and the app open.
pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let mut community = Community::start("sample").await?;
    let today = Date::of(now(), OFFSET);
    let mut daily = Vec::new();
    for (number, rule) in RULES.iter().enumerate() {
        let activity = ActivityId(Uuid::now_v7());
        let plan = PlanActivity {
            activity,
            details: details(number),
            first: today.plus_days(1),
            rule: Some((*rule).to_owned()),
        };
        let plan = Command::PlanActivity(plan);
        community.committee.push(&[plan]).await?;
        if *rule == "FREQ=DAILY" {
            daily.push(activity);
        }
    }
    let member = community.phone_member().await?;
    let others = community.people.iter().map(|person| person.member);
    let others = others.filter(|other| *other != member);
    let volunteers: Vec<MemberId> = [member]
        .into_iter()
        .chain(others)
        .take(VOLUNTEERS)
        .collect();
    ensure!(volunteers.len() == VOLUNTEERS, "too few members");
    for round in 0..SIGNUPS {
        let signups = volunteers.iter().enumerate().map(|(number, member)| {
            let day = 1 + (number + round * 11) % 120;
            let day = today.plus_days(i64::try_from(day).unwrap_or_default());
            Command::SignUp(SignUp {
                shift: ShiftId::of(daily[round % daily.len()], day),
                role: 1,
                member: *member,
            })
        });
        let signups: Vec<Command> = signups.collect();
        community.committee.push(&signups).await?;
    }

    let code = community.invite(&[member]).await?.remove(0);
    let phone = Phone::start().await?;
    phone.join(&community.app(), &code).await?;
    phone.calm().await?;
    let shifts = shifts_within_a_year(&mut community, today).await?;
    ensure!(shifts >= SHIFTS_A_YEAR, "{shifts} shifts a year only");
    say(&format!("  {shifts} shifts of the next 365 days"));
    let times: Vec<f64> = phone
        .run(&format!("const openings = {OPENINGS};\n{OPEN}"))
        .await?;
    let (first, later) = times.split_first().context("it was not opened")?;
    let note = format!(
        "{shifts} shifts of a year, {VOLUNTEERS} volunteers, {} signups; nothing slowed",
        VOLUNTEERS * SIGNUPS
    );
    Ok(vec![
        Measured::new("board-opens", later.to_vec())
            .with(Series::new("opened for the first time", "ms", vec![*first]))
            .note(note),
    ])
}

fn details(number: usize) -> Details {
    const TITLES: [&str; 6] = [
        "晨间巡楼",
        "午餐送餐",
        "书屋值班",
        "花坛养护",
        "旧物修补",
        "夜校",
    ];
    Details {
        kind: ActivityKind::ALL[number % ActivityKind::ALL.len()],
        title: TITLES[number % TITLES.len()].to_owned(),
        text: String::new(),
        place: "社区活动中心".to_owned(),
        lead: None,
        roles: vec![ShiftRole {
            role: 1,
            name: "志愿者".to_owned(),
            capacity: 12,
        }],
        minimum: 2,
        cutoff: 60,
        starts: 8 * 60 + 30,
        lasts: 120,
    }
}

/// Those that a phone is sent the days of.
async fn shifts_within_a_year(community: &mut Community, today: Date) -> Result<usize> {
    let member = community.people[0].member;
    let mut phone = community.devices(&[member]).await?;
    let pulled = phone.pop().context("one device")?.pull().await?;
    let last = today.plus_days(365);
    let mut count = 0;
    for event in &pulled.events {
        if event["type"] != "shifts_planned" {
            continue;
        }
        let body = &event["body"];
        let from: Date = serde_json::from_value(body["from"].clone())?;
        let days = body["days"].as_array().context("days")?.iter();
        let days = days.filter_map(serde_json::Value::as_i64);
        count += days
            .filter(|day| (today..=last).contains(&from.plus_days(*day)))
            .count();
    }
    Ok(count)
}
