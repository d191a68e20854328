//! A month of the council, from three weeks of opinions over its meeting to what was done about them.

mod asked;
mod held;
mod record;
mod voted;

use anyhow::{Context, Result};
use yishi_domain::{MeetingId, MemberId};
use yishi_tests::{Engine, Options};

use crate::people::{Device, Phone, Season, on_both};

/// What the council deals with, in the order of the agenda.
const HAIRCUT: &str = "公开理发成本，商量降价";
const LAMP: &str = "三号楼门口加装夜灯";
const PROPERTY: &str = "要不要换一家物业公司";
/// The day of the meeting, counted from the first Monday.
const DAY: i64 = 17;
/// Who sits in the council.
const SEATS: usize = 40;

/// Who plays.
struct Cast {
    season: Season,
    committee: Phone,
    /// The desk in the office, whose screen is the hall's on the day.
    wide: Phone,
    representative: Phone,
    resident: Phone,
    merchant: Phone,
    /// Somebody of the committee whose screen is not looked at.
    desk: Device,
    neighbours: Vec<Device>,
    meeting: MeetingId,
}

impl Cast {
    async fn gather(engine: Engine) -> Result<Self> {
        let season = Season::start().await?;
        let endpoint = &season.ready().endpoint;
        let staff = season.invite("committee", 2).await?;
        let mut desk = Device::join(endpoint, &staff[1]).await?;
        desk.seat(SEATS).await?;
        let mut phones = Vec::new();
        for code in [
            &staff[0],
            season.code("representative")?,
            season.code("resident")?,
            season.code("merchant")?,
        ] {
            let phone = Phone::new(engine, &season).await?;
            phone.join(code).await?;
            phones.push(phone);
        }
        let [committee, representative, resident, merchant] =
            <[Phone; 4]>::try_from(phones).ok().context("four phones")?;
        let options = Options {
            width: 1280,
            height: 800,
            ..Options::default()
        };
        let wide = Phone::with(engine, &season, options).await?;
        wide.join(season.code("committee")?).await?;
        let meeting = desk.view().council.upcoming_meetings();
        let meeting = meeting.first().context("no meeting is planned")?.0;
        Ok(Self {
            season,
            committee,
            wide,
            representative,
            resident,
            merchant,
            desk,
            neighbours: Vec::new(),
            meeting,
        })
    }

    fn phones(&self) -> [&Phone; 5] {
        [
            &self.committee,
            &self.wide,
            &self.representative,
            &self.resident,
            &self.merchant,
        ]
    }

    /// It is that hour and minute now, and every phone knows it.
    async fn turn_to(&mut self, day: i64, hour: u16, minute: u16) -> Result<()> {
        self.season.turn_to(day, hour, minute).await?;
        for phone in self.phones() {
            self.season.catch_up(phone).await?;
        }
        self.desk.sync().await?;
        Ok(())
    }

    async fn whose(&self, phone: &Phone) -> Result<MemberId> {
        self.desk.called(&phone.owner().await?)
    }
}

async fn a_month_of_the_council(engine: Engine) -> Result<()> {
    let mut cast = Cast::gather(engine).await?;
    asked::the_meeting_is_put_off(&mut cast).await?;
    asked::opinions_come_in(&mut cast).await?;
    asked::the_committee_sorts_them_without_a_network(&mut cast).await?;
    asked::a_representative_proposes_a_topic(&mut cast).await?;
    asked::the_agenda_is_put_in_order(&mut cast).await?;
    held::forty_check_in(&mut cast).await?;
    held::a_merchant_promises(&mut cast).await?;
    voted::openly_by_all_four_ways(&mut cast).await?;
    voted::sealed_by_phone_desk_and_paper(&mut cast).await?;
    held::the_meeting_ends(&mut cast).await?;
    record::the_minutes_are_written_at_two_desks(&mut cast).await?;
    record::a_resolution_is_carried_out(&mut cast).await?;
    record::the_promise_is_kept(&mut cast).await?;
    record::everybody_reads_the_ledger(&mut cast).await?;
    for phone in [
        &mut cast.committee,
        &mut cast.wide,
        &mut cast.representative,
        &mut cast.resident,
        &mut cast.merchant,
    ] {
        phone.is_quiet().await?;
    }
    Ok(())
}
on_both!(a_month_of_the_council);
