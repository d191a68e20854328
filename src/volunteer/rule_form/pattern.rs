//! The iCalendar rules that people put into words (RFC 5545, section 3.3.10): read, written and told.

use std::fmt;

use yishi_domain::Date;

use crate::text::t;
use crate::ui::time;

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// How often something takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Often {
    /// On every day
    Daily,
    /// On these weekdays; Monday is 0
    Weekly(Vec<usize>),
    /// On the n-th weekday of the month; -1 is the last one
    Nth(i8, usize),
    /// On a day of the month; -1 is the last one
    MonthDay(i8),
    /// On a day of the year
    Yearly(u8, u8),
}

/// When a series ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Not by itself
    Never,
    /// With that day
    Until(Date),
    /// After so many times
    Count(u32),
}

/// A rule that people put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) often: Often,
    /// Every so many days, weeks, months or years
    pub(super) every: u16,
    pub(super) end: End,
}

impl Pattern {
    /// Reads a rule; nothing if it says what the form cannot.
    pub(super) fn read(rule: &str) -> Option<Self> {
        let (mut frequency, mut by_day, mut by_month, mut by_month_day) = ("", "", "", "");
        let (mut every, mut end) = (1, End::Never);
        for part in rule.split(';') {
            match part.split_once('=')? {
                ("FREQ", value) => frequency = value,
                ("INTERVAL", value) => every = value.parse().ok().filter(|every| *every > 0)?,
                ("BYDAY", value) => by_day = value,
                ("BYMONTH", value) => by_month = value,
                ("BYMONTHDAY", value) => by_month_day = value,
                ("COUNT", value) => end = End::Count(value.parse().ok()?),
                ("UNTIL", value) => end = End::Until(compact(value)?),
                _ => return None,
            }
        }
        let often = match (frequency, by_day, by_month, by_month_day) {
            ("DAILY", "", "", "") => Often::Daily,
            ("WEEKLY", days, "", "") => Often::Weekly(weekdays(days)?),
            ("MONTHLY", day, "", "") if !day.is_empty() => {
                let (nth, day) = day.split_at_checked(day.len().checked_sub(2)?)?;
                let nth = nth.parse().ok().filter(|nth| matches!(nth, -1 | 1..=4))?;
                Often::Nth(nth, weekday(day)?)
            }
            ("MONTHLY", "", "", day) => {
                Often::MonthDay(day.parse().ok().filter(|day| matches!(day, -1 | 1..=31))?)
            }
            ("YEARLY", "", month, day) => Often::Yearly(month.parse().ok()?, day.parse().ok()?),
            _ => return None,
        };
        Some(Self { often, every, end })
    }

    /// The same of a rule that leaves it to its first day on which days it is.
    pub(super) fn read_from(rule: &str, first: Date) -> Option<Self> {
        let names = |part: &str| rule.split(';').any(|one| one.starts_with(part));
        if names("BY") {
            return None;
        }
        let days = match rule {
            _ if names("FREQ=WEEKLY") => format!("BYDAY={}", DAYS[first.weekday() as usize]),
            _ if names("FREQ=MONTHLY") => format!("BYMONTHDAY={}", first.day),
            _ => format!("BYMONTH={};BYMONTHDAY={}", first.month, first.day),
        };
        Self::read(&format!("{rule};{days}"))
    }

    /// 每月第一个周六，到 2026 年 8 月 31 日为止
    pub(super) fn told(&self) -> String {
        self.ended(self.told_often())
    }

    /// 每月第一个周六 9:00–11:30，到 2026 年 8 月 31 日为止
    pub(super) fn told_with(&self, hours: &str) -> String {
        self.ended(t().activity.rule_and_hours(self.told_often(), hours))
    }

    fn told_often(&self) -> String {
        let texts = t().activity;
        match (&self.often, self.every) {
            (Often::Daily, 1) => texts.daily().to_owned(),
            (Often::Daily, n) => texts.daily_every(n),
            (Often::Weekly(days), 1) => texts.weekly(told_days(days)),
            (Often::Weekly(days), n) => texts.weekly_every(n, told_days(days)),
            (Often::Nth(nth, day), 1) => texts.nth_day(told_nth(*nth), told_day(*day)),
            (Often::Nth(nth, day), n) => texts.nth_day_every(n, told_nth(*nth), told_day(*day)),
            (Often::MonthDay(-1), 1) => texts.last_day().to_owned(),
            (Often::MonthDay(-1), n) => texts.last_day_every(n),
            (Often::MonthDay(day), 1) => texts.month_day(day),
            (Often::MonthDay(day), n) => texts.month_day_every(n, day),
            (Often::Yearly(month, day), 1) => texts.yearly(told_date(*month, *day)),
            (Often::Yearly(month, day), n) => texts.yearly_every(n, told_date(*month, *day)),
        }
    }

    fn ended(&self, often: String) -> String {
        let texts = t().activity;
        match self.end {
            End::Never => often,
            End::Until(day) => texts.until_day(often, told_full(day)),
            End::Count(n) => texts.times(often, n),
        }
    }

    /// What one might not expect of it; may be empty.
    pub(super) fn caution(&self) -> &'static str {
        match self.often {
            Often::MonthDay(29..) => t().activity.skips_months(),
            Often::Yearly(2, 29) => t().activity.leap_years(),
            _ => "",
        }
    }
}

/// As an iCalendar rule.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.often {
            Often::Daily => f.write_str("FREQ=DAILY")?,
            Often::Weekly(days) => {
                let days: Vec<&str> = days
                    .iter()
                    .filter_map(|day| DAYS.get(*day).copied())
                    .collect();
                write!(f, "FREQ=WEEKLY;BYDAY={}", days.join(","))?;
            }
            Often::Nth(nth, day) => write!(f, "FREQ=MONTHLY;BYDAY={nth}{}", DAYS[*day % 7])?,
            Often::MonthDay(day) => write!(f, "FREQ=MONTHLY;BYMONTHDAY={day}")?,
            Often::Yearly(month, day) => {
                write!(f, "FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}")?;
            }
        }
        if self.every > 1 {
            write!(f, ";INTERVAL={}", self.every)?;
        }
        match self.end {
            End::Never => Ok(()),
            End::Until(day) => {
                write!(f, ";UNTIL={:04}{:02}{:02}", day.year, day.month, day.day)
            }
            End::Count(n) => write!(f, ";COUNT={n}"),
        }
    }
}

/// `20260831`, with or without a time behind it.
fn compact(text: &str) -> Option<Date> {
    let field = |from, to| text.get(from..to);
    format!("{}-{}-{}", field(0, 4)?, field(4, 6)?, field(6, 8)?)
        .parse()
        .ok()
}

fn weekday(name: &str) -> Option<usize> {
    DAYS.iter().position(|day| *day == name)
}

/// In the order of the week, each once.
fn weekdays(names: &str) -> Option<Vec<usize>> {
    let named: Vec<usize> = names.split(',').map(weekday).collect::<Option<_>>()?;
    Some((0..7).filter(|day| named.contains(day)).collect())
}

/// 周六
pub(super) fn told_day(day: usize) -> String {
    /// A Monday, 1970-01-05, at eight in China.
    const MONDAY: i64 = 4 * 86_400_000;
    let days = i64::try_from(day).unwrap_or_default();
    time::weekday(MONDAY + days * 86_400_000)
}

/// 周一到周五, 周二、周四
fn told_days(days: &[usize]) -> String {
    let texts = t().activity;
    match days {
        [first, .., last] if days.len() > 2 && last - first == days.len() - 1 => {
            texts.from_day_to_day(told_day(*first), told_day(*last))
        }
        _ => {
            let days: Vec<String> = days.iter().map(|day| told_day(*day)).collect();
            days.join(texts.between_days())
        }
    }
}

/// 第一个, 最后一个
pub(super) fn told_nth(nth: i8) -> &'static str {
    let texts = t().activity;
    match nth {
        1 => texts.first(),
        2 => texts.second(),
        3 => texts.third(),
        4 => texts.fourth(),
        _ => texts.last(),
    }
}

/// 3 月 5 日
fn told_date(month: u8, day: u8) -> String {
    // A leap year, so that the 29th of February has a name.
    let date = Date {
        year: 2024,
        month,
        day,
    };
    time::month_day(date.at(720, time::OFFSET).0)
}

/// 2026 年 8 月 31 日
pub(super) fn told_full(date: Date) -> String {
    time::full_day(date.at(720, time::OFFSET).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn what_the_form_can_say_comes_back_as_it_was() {
        for rule in [
            "FREQ=DAILY",
            "FREQ=DAILY;INTERVAL=3;COUNT=10",
            "FREQ=WEEKLY;BYDAY=SA",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260831",
            "FREQ=WEEKLY;BYDAY=TU,TH;INTERVAL=2",
            "FREQ=MONTHLY;BYDAY=1SA",
            "FREQ=MONTHLY;BYDAY=-1FR",
            "FREQ=MONTHLY;BYMONTHDAY=15",
            "FREQ=MONTHLY;BYMONTHDAY=-1;INTERVAL=2",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        ] {
            let pattern = Pattern::read(rule).map(|pattern| pattern.to_string());
            assert_eq!(pattern.as_deref(), Some(rule));
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_the_form_cannot_say_is_left_alone() {
        for rule in [
            "FREQ=MONTHLY;BYDAY=1SA,3SA",
            "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1",
            "FREQ=YEARLY;BYDAY=1SA;BYMONTH=9",
            "FREQ=WEEKLY",
            "FREQ=DAILY;INTERVAL=0",
            "nonsense",
        ] {
            assert_eq!(Pattern::read(rule), None, "{rule}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_rule_without_days_has_those_of_its_first_day() {
        let wednesday = Date {
            year: 2027,
            month: 3,
            day: 3,
        };
        let told = |rule| Pattern::read_from(rule, wednesday).map(|pattern| pattern.told());
        let every_week = "FREQ=WEEKLY;COUNT=4";
        assert_eq!(told(every_week).as_deref(), Some("每周三，共 4 次"));
        assert_eq!(told("FREQ=MONTHLY").as_deref(), Some("每月 3 日"));
        assert_eq!(told("FREQ=YEARLY").as_deref(), Some("每年 3 月 3 日"));
        assert_eq!(told("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1"), None);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn days_in_a_row_are_told_as_a_span() {
        let told = |rule| Pattern::read(rule).map(|pattern| pattern.told());
        let rule = "FREQ=WEEKLY;BYDAY=FR,MO,TU,WE,TH";
        assert_eq!(told(rule).as_deref(), Some("每周一到周五"));
        let rule = "FREQ=WEEKLY;BYDAY=TU,TH;INTERVAL=2";
        assert_eq!(told(rule).as_deref(), Some("每 2 周的周二、周四"));
        let rule = "FREQ=MONTHLY;BYDAY=-1SA;COUNT=6";
        assert_eq!(told(rule).as_deref(), Some("每月最后一个周六，共 6 次"));
    }
}
