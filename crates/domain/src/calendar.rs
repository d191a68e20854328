//! Civil dates, as far as the rules need them: the n-th weekday of a month and a person's age.
//!
//! A date library would cost the phone more download than all of this crate; the two conversions are
//! Howard Hinnant's `days_from_civil` and `civil_from_days`
//! (<https://howardhinnant.github.io/date_algorithms.html>), tested against known dates.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

use crate::Timestamp;

/// 0000-01-01 and 9999-12-31: what can be written in four digits.
const FIRST: i64 = -719_528;
const LAST: i64 = 2_932_896;

/// A day of the Gregorian calendar; `2026-11-23` when written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, astronomical.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// Days of the week, Monday first as in ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];
}

/// When the council meets each month, for example the second Thursday at 09:00.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthlyPlan {
    /// Which one of its weekday in the month, 1 to 4; 5 means the last.
    pub nth: u8,
    /// The weekday.
    pub weekday: Weekday,
    /// Minutes after local midnight.
    pub minute: u16,
    /// Where.
    pub place: String,
}

impl MonthlyPlan {
    /// The moment of the meeting in that month, in a zone `offset` minutes east of UTC.
    #[must_use]
    pub fn in_month(&self, year: i32, month: u8, offset: i16) -> Timestamp {
        let day = nth_weekday(year, month, self.nth, self.weekday);
        civil_from_days(day).at(self.minute, offset)
    }
}

impl Date {
    /// The local day of a moment in a zone `offset` minutes east of UTC.
    #[must_use]
    pub fn of(at: Timestamp, offset: i16) -> Self {
        civil_from_days(
            at.0.saturating_add(i64::from(offset) * 60_000)
                .div_euclid(86_400_000),
        )
    }

    /// The moment that many minutes after this day's midnight, in a zone `offset` minutes east of UTC.
    #[must_use]
    pub fn at(self, minute: u16, offset: i16) -> Timestamp {
        let minutes = days_from_civil(self) * 1_440 + i64::from(minute) - i64::from(offset);
        Timestamp(minutes.saturating_mul(60_000))
    }

    /// The day so many days later (or earlier).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        civil_from_days(
            days_from_civil(self)
                .saturating_add(days)
                .clamp(FIRST, LAST),
        )
    }

    /// Days from that other day to this one.
    #[must_use]
    pub fn days_since(self, other: Self) -> i64 {
        days_from_civil(self) - days_from_civil(other)
    }

    /// Its day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday, the fourth day of the ISO week.
        let place = (days_from_civil(self) + 3).rem_euclid(7).unsigned_abs();
        Weekday::ALL[usize::try_from(place).unwrap_or(0)]
    }

    /// The month after this date's, as year and month.
    #[must_use]
    pub fn next_month(self) -> (i32, u8) {
        if self.month == 12 {
            (self.year + 1, 1)
        } else {
            (self.year, self.month + 1)
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or("a day is written as in ISO 8601, for example 2026-11-23")
    }
}

fn parse(text: &str) -> Option<Date> {
    let digits = text.as_bytes();
    if digits.len() != 10 || digits[4] != b'-' || digits[7] != b'-' {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<u16> {
        digits[from..to].iter().try_fold(0, |n, d| {
            d.is_ascii_digit().then(|| n * 10 + u16::from(d - b'0'))
        })
    };
    let date = Date {
        year: number(0, 4)?.into(),
        month: u8::try_from(number(5, 7)?).ok()?,
        day: u8::try_from(number(8, 10)?).ok()?,
    };
    // What does not come back was no day, such as the 30th of February.
    let is_day = (1..=12).contains(&date.month) && civil_from_days(days_from_civil(date)) == date;
    is_day.then_some(date)
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            days_from_civil(*self).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?
                .parse()
                .map_err(serde::de::Error::custom)
        } else {
            let days = i64::deserialize(deserializer)?;
            Ok(civil_from_days(days.clamp(FIRST, LAST)))
        }
    }
}

/// Days since 1970-01-01 of the n-th (5: last) such weekday of a month.
fn nth_weekday(year: i32, month: u8, nth: u8, weekday: Weekday) -> i64 {
    let first = days_from_civil(Date {
        year,
        month,
        day: 1,
    });
    let (next_year, next_month) = Date {
        year,
        month,
        day: 1,
    }
    .next_month();
    let end = days_from_civil(Date {
        year: next_year,
        month: next_month,
        day: 1,
    });
    // 1970-01-01 was a Thursday, the fourth day of the ISO week.
    let first_weekday = (first + 3).rem_euclid(7);
    let day =
        first + (weekday as i64 - first_weekday).rem_euclid(7) + 7 * i64::from(nth.clamp(1, 5) - 1);
    if day < end { day } else { day - 7 }
}

/// Days since 1970-01-01.
pub(crate) fn days_from_civil(date: Date) -> i64 {
    let month = i64::from(date.month);
    let year = i64::from(date.year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year =
        (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + i64::from(date.day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date that many days after 1970-01-01.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // every part is in its range by construction
pub(crate) fn civil_from_days(days: i64) -> Date {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    Date {
        year: (year_of_era + era * 400 + i64::from(month <= 2)) as i32,
        month: month as u8,
        day: (day_of_year - (153 * shifted + 2) / 5 + 1) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_over_four_centuries() {
        for days in -80_000..80_000 {
            assert_eq!(days_from_civil(civil_from_days(days)), days);
        }
        assert_eq!(
            civil_from_days(0),
            Date {
                year: 1970,
                month: 1,
                day: 1
            }
        );
        assert_eq!(
            civil_from_days(20_780),
            Date {
                year: 2026,
                month: 11,
                day: 23
            }
        );
    }

    #[test]
    fn a_day_is_read_as_it_is_written_and_nothing_else_is() {
        for text in ["0000-01-01", "2028-02-29", "2026-11-23", "9999-12-31"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
            assert!((FIRST..=LAST).contains(&days_from_civil(date)));
        }
        for bad in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "20261123",
            "2026-11-23T",
            "２０２６",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
        let last: Date = "9999-12-31".parse().unwrap();
        assert_eq!(last.plus_days(i64::MAX), last);
    }

    #[test]
    fn second_thursday_of_december_2026_is_the_tenth() {
        let plan = MonthlyPlan {
            nth: 2,
            weekday: Weekday::Thursday,
            minute: 540,
            place: String::new(),
        };
        assert_eq!(
            plan.in_month(2026, 12, 480).to_string(),
            "2026-12-10T01:00:00Z"
        );
    }

    #[test]
    fn the_fifth_means_the_last_even_when_there_are_four() {
        let plan = MonthlyPlan {
            nth: 5,
            weekday: Weekday::Friday,
            minute: 0,
            place: String::new(),
        };
        assert_eq!(
            plan.in_month(2026, 2, 0).to_string(),
            "2026-02-27T00:00:00Z"
        );
        assert_eq!(
            plan.in_month(2026, 10, 0).to_string(),
            "2026-10-30T00:00:00Z"
        );
    }

    #[test]
    fn a_local_day_begins_before_the_utc_day_in_china() {
        let late = "2026-11-23T18:30:00Z".parse().unwrap();
        assert_eq!(
            Date::of(late, 480),
            Date {
                year: 2026,
                month: 11,
                day: 24
            }
        );
    }
}
