//! A month of the volunteer board: a series of four Wednesdays, from its planning to the certificate.

mod afterwards;
mod calendar;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use yishi_domain::{ActivityId, ShiftId, Timestamp};
use yishi_tests::Engine;

use crate::people::{Device, Phone, Season, Series, on_both};

const TITLE: &str = "助老陪伴日";
/// The days of the four Wednesdays, counted from the first Monday.
const DAYS: [i64; 4] = [2, 9, 16, 23];

/// Who plays.
struct Cast {
    season: Season,
    committee: Phone,
    lead: Phone,
    volunteer: Phone,
    housemate: Phone,
    /// Somebody of the committee and a neighbour, whose screens are not looked at.
    desk: Device,
    neighbour: Device,
    elder: String,
}

impl Cast {
    async fn gather(engine: Engine) -> Result<Self> {
        let season = Season::start().await?;
        let endpoint = &season.ready().endpoint;
        let staff = season.invite("committee", 2).await?;
        let desk = Device::join(endpoint, staff.last().context("two of the staff")?).await?;
        let neighbour = Device::join(endpoint, season.code("merchant")?).await?;
        let mut phones = Vec::new();
        for role in ["committee", "representative", "resident", "housemate"] {
            let phone = Phone::new(engine, &season).await?;
            phone.join(season.code(role)?).await?;
            phones.push(phone);
        }
        let [committee, lead, volunteer, housemate] =
            <[Phone; 4]>::try_from(phones).ok().context("four phones")?;
        let elder = desk.an_elder(season.now())?;
        Ok(Self {
            season,
            committee,
            lead,
            volunteer,
            housemate,
            desk,
            neighbour,
            elder,
        })
    }

    /// It is that hour and minute now, and every phone knows it.
    async fn turn_to(&mut self, day: i64, hour: u16, minute: u16) -> Result<()> {
        self.season.turn_to(day, hour, minute).await?;
        for phone in [
            &self.committee,
            &self.lead,
            &self.volunteer,
            &self.housemate,
        ] {
            self.season.catch_up(phone).await?;
        }
        Ok(())
    }

    fn shift(&self, activity: ActivityId, number: usize) -> ShiftId {
        ShiftId::of(activity, self.season.day(DAYS[number]))
    }

    /// The last event of that kind and its body.
    async fn last(&self, kind: &str) -> Result<Value> {
        let mut events = self.season.events(kind).await?;
        let last = events.pop().with_context(|| format!("no {kind}"))?;
        Ok(last["body"].clone())
    }
}

async fn a_month_of_volunteering(engine: Engine) -> Result<()> {
    let mut cast = Cast::gather(engine).await?;
    let activity = a_series_is_planned(&cast).await?;
    let shifts = [0, 1, 2, 3].map(|number| cast.shift(activity, number));
    the_last_place_goes_to_who_arrives_first(&mut cast, shifts[0]).await?;
    an_elder_comes_without_a_phone(&cast, shifts[0]).await?;
    let calendar = calendar::is_subscribed(&cast, shifts[0]).await?;
    let minutes = both_phones_are_offline_at_the_shift(&mut cast, shifts[0]).await?;
    the_lead_thanks_and_hours_count(&mut cast, shifts[0], minutes).await?;
    one_date_moves(&mut cast, shifts[1]).await?;
    calendar.moved(&cast, shifts[1]).await?;
    one_date_is_cancelled(&mut cast, shifts[2]).await?;
    calendar.cancelled(&cast, shifts[2]).await?;
    let sum = minutes + afterwards::scanned_and_left_early(&mut cast, shifts[3]).await?;
    let sum = sum + afterwards::hours_beside_any_shift(&cast).await?;
    afterwards::a_year_is_certified(&cast, sum).await?;
    afterwards::the_committee_sees_what_it_added_up_to(&cast, sum).await?;
    calendar.is_revoked(&cast).await?;
    for phone in [
        &mut cast.committee,
        &mut cast.lead,
        &mut cast.volunteer,
        &mut cast.housemate,
    ] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_month_of_volunteering);

/// Monday, 07:00. The committee plans four Wednesdays; everybody's board shows them without a reload.
async fn a_series_is_planned(cast: &Cast) -> Result<ActivityId> {
    let lead = cast.lead.owner().await?;
    let series = Series {
        title: TITLE,
        kind: "上门助老",
        place: "社区活动中心",
        first: cast.season.day(DAYS[0]),
        weekday: "周三",
        times: 4,
        hours: ("09:00", "11:00"),
        roles: &[("理发", 2), ("陪同", 3)],
        minimum: 2,
        lead: &lead,
    };
    let activity = cast.committee.plan_series(&series).await?;
    cast.committee.see("每周三 9:00–11:00，共 4 次").await?;
    cast.committee.screenshot("month-01-planned").await?;
    let planned = cast.season.events("shifts_planned").await?;
    let ours = |event: &&Value| event["body"]["activity"] == activity.to_string();
    let planned = planned.iter().rfind(ours).context("no days are planned")?;
    let days = planned["body"]["days"].as_array().context("days")?;
    ensure!(days.len() == 4, "{planned:#}");
    Ok(activity)
}

/// Two places for cutting hair, three who want one, one of them without a network.
async fn the_last_place_goes_to_who_arrives_first(cast: &mut Cast, shift: ShiftId) -> Result<()> {
    cast.neighbour.sign_up(shift, 1).await?;
    cast.housemate.open_on_board(shift).await?;
    cast.housemate.see("理发 1 / 2").await?;
    cast.housemate.lose_network().await?;

    // Two taps from the board.
    cast.volunteer.open_on_board(shift).await?;
    cast.volunteer.screenshot("month-02-shift").await?;
    cast.volunteer.tap("报名“理发”").await?;
    cast.volunteer.see("您报了“理发”。").await?;
    cast.volunteer.screenshot("month-03-signed-up").await?;

    cast.housemate.tap("报名“理发”").await?;
    cast.housemate.see("您报了“理发”。").await?;
    cast.housemate.see("离线 · 1 项待同步").await?;
    cast.housemate.screenshot("month-04-offline").await?;
    cast.housemate.regain_network().await?;
    cast.housemate.see("“理发”已满，已为您候补第 1 位").await?;
    cast.housemate.tap("首页").await?;
    cast.housemate.see("班次已满，已为您候补第 1 位").await?;
    cast.housemate.screenshot("month-05-waitlist").await?;

    cast.neighbour.cancel_signup(shift).await?;
    cast.housemate
        .see("有名额了，您已从候补转为正式报名")
        .await?;
    cast.housemate.screenshot("month-06-promoted").await?;
    cast.housemate.open_on_board(shift).await?;
    cast.housemate.see("您报了“理发”。").await?;
    Ok(())
}

/// 代报名: everybody sees who did it.
async fn an_elder_comes_without_a_phone(cast: &Cast, shift: ShiftId) -> Result<()> {
    cast.committee.open_on_board(shift).await?;
    cast.committee
        .sign_up_neighbour(&cast.elder, "陪同")
        .await?;
    let told = format!("{}（您代报）", cast.elder);
    cast.committee.see(&told).await?;
    let by = cast.committee.owner().await?;
    cast.volunteer.open_shift(shift).await?;
    let told = format!("{}（{by}代报）", cast.elder);
    cast.volunteer.see(&told).await?;
    cast.volunteer.screenshot("month-07-proxy").await?;
    let signed_up = cast.last("signed_up").await?;
    let elder = cast.desk.called(&cast.elder)?;
    ensure!(signed_up["member"] == elder.to_string(), "{signed_up:#}");
    Ok(())
}

/// Wednesday: neither the lead's phone nor the volunteer's has a network. The code proves shift and minute.
/// Gives the minutes that will count.
async fn both_phones_are_offline_at_the_shift(cast: &mut Cast, shift: ShiftId) -> Result<i64> {
    cast.turn_to(DAYS[0], 8, 40).await?;
    cast.volunteer.can_start_offline().await?;
    cast.lead.lose_network().await?;
    cast.volunteer.lose_network().await?;
    let digits = cast.lead.digits(shift).await?;
    ensure!(digits.len() == 6, "{digits}");
    cast.lead.screenshot("month-08-code").await?;
    cast.volunteer.open_shift(shift).await?;
    cast.volunteer.check_in(&digits).await?;
    cast.volunteer.see("已签到").await?;
    cast.volunteer.see("离线 · 1 项待同步").await?;
    cast.volunteer.screenshot("month-09-checked-in").await?;
    ensure!(cast.season.events("checked_in").await?.is_empty());
    // Neither a flat battery loses it, nor what the phone knows of the time.
    cast.volunteer.reopen().await?;
    cast.volunteer.see("离线 · 1 项待同步").await?;
    cast.volunteer.open_shift(shift).await?;
    cast.volunteer.see("已签到").await?;

    // It arrives an hour and a half later, and counts from the minute of the code.
    cast.season.turn_to(DAYS[0], 10, 10).await?;
    cast.volunteer.regain_network().await?;
    cast.volunteer.sent().await?;
    let came = cast.last("checked_in").await?;
    let came_at: Timestamp = came["came_at"]
        .as_str()
        .and_then(|at| at.parse().ok())
        .with_context(|| format!("{came:#}"))?;
    let (from, to) = (
        cast.season.moment(DAYS[0], 8, 40),
        cast.season.moment(DAYS[0], 8, 50),
    );
    ensure!(from <= came_at && came_at < to, "{came_at}");

    // By hand: who has no phone, and who did not come.
    cast.lead.regain_network().await?;
    cast.season.catch_up(&cast.lead).await?;
    cast.lead.open_lead(shift).await?;
    cast.lead.on_list(&cast.elder, "签到").await?;
    cast.lead.see("已到 2 / 3").await?;
    let housemate = cast.housemate.owner().await?;
    cast.lead.on_list(&housemate, "记未到").await?;
    cast.lead.see("未到").await?;
    cast.lead.screenshot("month-10-list").await?;
    Ok((cast.season.moment(DAYS[0], 11, 0).0 - came_at.0) / 60_000)
}

/// From the minute of the code to the end of the plan, because nobody checked out.
async fn the_lead_thanks_and_hours_count(
    cast: &mut Cast,
    shift: ShiftId,
    minutes: i64,
) -> Result<()> {
    cast.turn_to(DAYS[0], 11, 30).await?;
    cast.volunteer.open_shift(shift).await?;
    let credited = format!("这次计 {} 小时 {} 分钟", minutes / 60, minutes % 60);
    cast.volunteer.see(&credited).await?;
    cast.lead.open_shift(shift).await?;
    cast.lead.tap("写感谢与小结").await?;
    let thanks = "谢谢三位！今天给六位老人理了发。";
    cast.lead.fill("写给大家", thanks).await?;
    cast.lead.tap("发布").await?;
    cast.volunteer.see(thanks).await?;
    cast.volunteer.screenshot("month-11-thanks").await?;
    Ok(())
}

/// The second Wednesday moves to the afternoon, after people have signed up.
async fn one_date_moves(cast: &mut Cast, shift: ShiftId) -> Result<()> {
    for phone in [&cast.volunteer, &cast.housemate] {
        phone.open_on_board(shift).await?;
        phone.tap("报名“理发”").await?;
        phone.see("您报了“理发”。").await?;
        phone.tap("首页").await?;
        phone.sent().await?;
    }
    cast.committee.open_shift(shift).await?;
    cast.committee.see("理发 2 / 2").await?;
    cast.committee.tap("改这一次").await?;
    cast.committee.fill("几点开始", "14:00").await?;
    cast.committee.fill("几点结束", "16:00").await?;
    cast.committee.tap("css=main .actions .button.main").await?;
    cast.committee.see("会通知已报名的 2 人").await?;
    cast.committee.screenshot("month-12-change").await?;
    cast.committee.confirm().await?;
    for phone in [&cast.volunteer, &cast.housemate] {
        phone.see("改期了，现在是").await?;
        phone.see("14:00–16:00").await?;
    }
    cast.volunteer.screenshot("month-13-moved").await?;
    // The others stay where they are.
    let third = cast.season.moment(DAYS[2], 9, 0);
    cast.desk.sync().await?;
    let board = &cast.desk.view().volunteer;
    let mut planned = board.shifts.values().map(|shift| shift.starts_at);
    ensure!(planned.any(|at| at == third), "the third one moved too");
    Ok(())
}

/// The third Wednesday does not take place: whoever signed up is told why.
async fn one_date_is_cancelled(cast: &mut Cast, shift: ShiftId) -> Result<()> {
    cast.turn_to(DAYS[1], 18, 0).await?;
    cast.volunteer.open_on_board(shift).await?;
    cast.volunteer.tap("报名“陪同”").await?;
    cast.volunteer.see("您报了“陪同”。").await?;
    cast.volunteer.tap("首页").await?;
    cast.volunteer.sent().await?;
    let reason = "活动中心停电检修。";
    cast.committee.open_shift(shift).await?;
    cast.committee.see("陪同 1 / 3").await?;
    cast.committee.tap("取消这一次").await?;
    cast.committee.fill("为什么取消", reason).await?;
    cast.committee.tap("css=main .actions .button").await?;
    cast.committee.see("已取消").await?;
    cast.volunteer.see(reason).await?;
    cast.volunteer.screenshot("month-14-cancelled").await?;
    Ok(())
}
