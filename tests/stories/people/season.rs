//! A community whose calendar a story turns, so that weeks pass while it is played.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use anyhow::{Context, Result};
use yishi_domain::{Date, Timestamp};
use yishi_tests::{Clock, ServerOptions, wait};

use super::{Community, Device, Phone};

/// Minutes that the sample community's clocks are ahead of UTC.
const OFFSET: i16 = 480;

/// The small sample community from the first Monday of next March on, 07:00: a month from then lies within one
/// year and has no holiday, whenever the story is played.
pub(crate) struct Season {
    community: Community,
    clock: Clock,
    monday: Date,
}

impl Deref for Season {
    type Target = Community;

    fn deref(&self) -> &Community {
        &self.community
    }
}

impl DerefMut for Season {
    fn deref_mut(&mut self) -> &mut Community {
        &mut self.community
    }
}

impl Season {
    /// Founds the community on that Monday.
    pub(crate) async fn start() -> Result<Self> {
        Self::start_with(ServerOptions::default()).await
    }

    /// Founds another community than the small one on that Monday.
    pub(crate) async fn start_with(options: ServerOptions) -> Result<Self> {
        let mut clock = Clock::new()?;
        let monday = first_monday_of_march(Date::of(Device::now(), OFFSET));
        clock.forward(until(Device::now(), monday.at(7 * 60, OFFSET))?)?;
        let mut options = options;
        options.environment.extend(clock.environment()?);
        let community = Community::start_with(options).await?;
        Ok(Self {
            community,
            clock,
            monday,
        })
    }

    /// The day so many days after the first Monday.
    pub(crate) fn day(&self, number: i64) -> Date {
        self.monday.plus_days(number)
    }

    /// That hour and minute of that day.
    pub(crate) fn moment(&self, number: i64, hour: u16, minute: u16) -> Timestamp {
        self.day(number).at(60 * hour + minute, OFFSET)
    }

    /// The time in the community.
    pub(crate) fn now(&self) -> Timestamp {
        let ahead = i64::try_from(self.clock.ahead().as_millis()).unwrap_or(i64::MAX);
        Timestamp(Device::now().0.saturating_add(ahead))
    }

    /// It is that hour and minute of that day now, and the endpoint has done what falls due by then; phones learn it
    /// when they sync.
    pub(crate) async fn turn_to(&mut self, number: i64, hour: u16, minute: u16) -> Result<()> {
        let then = self.moment(number, hour, minute);
        self.clock.forward(until(self.now(), then)?)?;
        let patience = Duration::from_secs(30);
        wait::until("the endpoint's calendar", patience, async || {
            let done = self.community.calendar().await?;
            Ok(if done.is_some_and(|done| done >= then) {
                Ok(())
            } else {
                Err(format!("{done:?}, not {then}"))
            })
        })
        .await
    }

    /// A phone hears what time it is, and its screen is built anew: for its owner, hours have passed.
    pub(crate) async fn catch_up(&self, phone: &Phone) -> Result<()> {
        let ahead = self.clock.ahead().as_millis();
        phone.wake().await?;
        phone
            .eval::<bool>(&format!(
                "const behind = () => Number(localStorage['yishi.clock'] ?? 0);
                while (Math.abs(behind() - {ahead}) > 60000) await new Promise((done) => setTimeout(done, 50));
                return true"
            ))
            .await
            .context("the phone does not hear the time")?;
        phone.reload().await?;
        // The tabs stand there before the app does.
        phone.see("已同步").await
    }
}

fn until(now: Timestamp, then: Timestamp) -> Result<Duration> {
    let milliseconds = u64::try_from(then.0 - now.0).context("time does not go back")?;
    Ok(Duration::from_millis(milliseconds))
}

fn first_monday_of_march(today: Date) -> Date {
    let march = |year| Date {
        year,
        month: 3,
        day: 1,
    };
    // 1970-01-05 was a Monday.
    let a_monday = Date {
        year: 1970,
        month: 1,
        day: 5,
    };
    let monday_of = |year| {
        let first: Date = march(year);
        first.plus_days((-first.days_since(a_monday)).rem_euclid(7))
    };
    let this_year = monday_of(today.year);
    if this_year > today {
        this_year
    } else {
        monday_of(today.year + 1)
    }
}
