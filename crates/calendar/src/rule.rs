//! Reading a rule.

use yishi_domain::{Date, Timestamp};

/// Characters that a rule may have.
const MOST_CHARACTERS: usize = 200;
/// Days, weeks, months or years from one occurrence to the next.
const MOST_INTERVAL: u16 = 1_000;

/// What is wrong with a rule, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// More characters than a rule needs.
    #[error("a rule has at most {MOST_CHARACTERS} characters")]
    TooLong,
    /// There is no FREQ.
    #[error("FREQ is missing; it is DAILY, WEEKLY, MONTHLY or YEARLY")]
    NoFrequency,
    /// More often than daily.
    #[error(
        "FREQ={0} is more often than a series can be; use DAILY, WEEKLY, MONTHLY or YEARLY, and one series for each time of day"
    )]
    TooFrequent(String),
    /// A part that says at what time of day.
    #[error(
        "leave out {0}: the time of day is the activity's; use one series for each time of day"
    )]
    TimeOfDay(String),
    /// A part that iCalendar does not have.
    #[error("{0} is no part of a rule; a rule looks like FREQ=MONTHLY;BYDAY=1SA")]
    UnknownPart(String),
    /// A part twice.
    #[error("{0} stands there twice")]
    Repeated(&'static str),
    /// A value that its part cannot have.
    #[error("{part} cannot be {value}")]
    BadValue {
        /// The part.
        part: &'static str,
        /// What stands there.
        value: String,
    },
    /// Both ways to end.
    #[error("a rule ends by COUNT or by UNTIL, not by both")]
    TwoEnds,
    /// A part that does not go with the frequency, or not alone.
    #[error("the parts do not go together: {0}")]
    DoNotFit(&'static str),
    /// No day is named.
    #[error("no day fits this rule from its first day on; choose another day, or let it end later")]
    NeverHappens,
    /// The first day lies in no time that a community lives in.
    #[error("the first day must lie between the years 2000 and 2200")]
    BadStart,
}

/// When a rule ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// With that day of the community.
    Day(Date),
    /// At that time of the community's clocks.
    Local(Timestamp),
    /// At that moment.
    Moment(Timestamp),
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule that was read. Lists are empty where the rule has no such part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub(crate) frequency: Frequency,
    pub(crate) interval: u16,
    pub(crate) count: Option<u32>,
    pub(crate) until: Option<Until>,
    /// The weekday on which weeks begin; Monday is 0.
    pub(crate) week_start: i64,
    /// Which one of its kind, 0 for any, and the weekday.
    pub(crate) weekdays: Vec<(i8, i64)>,
    pub(crate) months: Vec<u8>,
    pub(crate) month_days: Vec<i8>,
    pub(crate) year_days: Vec<i16>,
    pub(crate) weeks: Vec<i8>,
    pub(crate) positions: Vec<i16>,
}

impl Rule {
    /// Reads a rule such as `FREQ=MONTHLY;BYDAY=1SA`, with or without `RRULE:` before it.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        if text.chars().count() > MOST_CHARACTERS {
            return Err(RuleError::TooLong);
        }
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text);
        let mut parts = Parts::default();
        for part in text.split(';').filter(|part| !part.trim().is_empty()) {
            let (name, value) = part
                .split_once('=')
                .ok_or_else(|| RuleError::UnknownPart(shown(part)))?;
            parts.take(name.trim(), value.trim())?;
        }
        parts.whole()
    }
}

/// The parts so far.
struct Parts {
    seen: Vec<&'static str>,
    rule: Rule,
}

const NAMES: [&str; 11] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "WKST",
    "BYDAY",
    "BYMONTH",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYSETPOS",
];

impl Default for Parts {
    fn default() -> Self {
        let rule = Rule {
            frequency: Frequency::Daily,
            interval: 1,
            count: None,
            until: None,
            week_start: 0,
            weekdays: Vec::new(),
            months: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            weeks: Vec::new(),
            positions: Vec::new(),
        };
        Self {
            seen: Vec::new(),
            rule,
        }
    }
}

impl Parts {
    fn take(&mut self, name: &str, value: &str) -> Result<(), RuleError> {
        if ["BYHOUR", "BYMINUTE", "BYSECOND"].contains(&name) {
            return Err(RuleError::TimeOfDay(name.to_owned()));
        }
        let known = NAMES.into_iter().find(|known| *known == name);
        let part = known.ok_or_else(|| RuleError::UnknownPart(shown(name)))?;
        if self.seen.contains(&part) {
            return Err(RuleError::Repeated(part));
        }
        self.seen.push(part);
        let bad = || RuleError::BadValue {
            part,
            value: shown(value),
        };
        let rule = &mut self.rule;
        match part {
            "FREQ" => rule.frequency = frequency(value)?,
            "INTERVAL" => rule.interval = number(value, MOST_INTERVAL).ok_or_else(bad)?,
            "COUNT" => rule.count = Some(number(value, u32::MAX).ok_or_else(bad)?),
            "UNTIL" => rule.until = Some(until(value).ok_or_else(bad)?),
            "WKST" => rule.week_start = weekday(value).ok_or_else(bad)?,
            "BYDAY" => rule.weekdays = list(value, nth_weekday).ok_or_else(bad)?,
            "BYMONTH" => rule.months = list(value, |n| number(n, 12)).ok_or_else(bad)?,
            "BYMONTHDAY" => rule.month_days = list(value, |n| signed(n, 31)).ok_or_else(bad)?,
            "BYYEARDAY" => rule.year_days = list(value, |n| signed(n, 366)).ok_or_else(bad)?,
            "BYWEEKNO" => rule.weeks = list(value, |n| signed(n, 53)).ok_or_else(bad)?,
            _ => rule.positions = list(value, |n| signed(n, 366)).ok_or_else(bad)?,
        }
        Ok(())
    }

    /// The rule, if its parts may stand together.
    fn whole(self) -> Result<Rule, RuleError> {
        use Frequency::{Daily, Monthly, Weekly, Yearly};
        let Self { seen, rule } = self;
        let has = |part| seen.contains(&part);
        if !has("FREQ") {
            return Err(RuleError::NoFrequency);
        }
        if has("UNTIL") && has("COUNT") {
            return Err(RuleError::TwoEnds);
        }
        let only_position = seen.iter().filter(|part| part.starts_with("BY")).count() == 1;
        let numbered = rule.weekdays.iter().any(|(nth, _)| *nth != 0);
        let wrong = match rule.frequency {
            _ if has("BYSETPOS") && only_position => {
                "BYSETPOS picks from what another BY… part names"
            }
            Weekly | Daily if numbered => {
                "a numbered BYDAY such as 1SA goes with MONTHLY or YEARLY"
            }
            _ if numbered && has("BYWEEKNO") => {
                "a numbered BYDAY such as 1SA does not go with BYWEEKNO"
            }
            Weekly if has("BYMONTHDAY") => "BYMONTHDAY does not go with WEEKLY",
            Daily | Weekly | Monthly if has("BYYEARDAY") => "BYYEARDAY goes with YEARLY",
            Daily | Weekly | Monthly if has("BYWEEKNO") => "BYWEEKNO goes with YEARLY",
            Daily | Weekly | Monthly | Yearly => return Ok(rule),
        };
        Err(RuleError::DoNotFit(wrong))
    }
}

/// What a message repeats of the rule.
fn shown(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

fn frequency(value: &str) -> Result<Frequency, RuleError> {
    match value {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        "HOURLY" | "MINUTELY" | "SECONDLY" => Err(RuleError::TooFrequent(value.to_owned())),
        _ => Err(RuleError::BadValue {
            part: "FREQ",
            value: shown(value),
        }),
    }
}

/// 1 to `most`.
fn number<T: Copy + PartialOrd + TryFrom<u32>>(value: &str, most: T) -> Option<T> {
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let number = value.parse().ok().filter(|n| digits && *n > 0)?;
    T::try_from(number).ok().filter(|number| *number <= most)
}

/// 1 to `most`, or as many from the end.
fn signed<T: TryFrom<i16>>(value: &str, most: i16) -> Option<T> {
    let (digits, sign) = match value.strip_prefix('-') {
        Some(digits) => (digits, -1),
        None => (value.strip_prefix('+').unwrap_or(value), 1),
    };
    T::try_from(sign * number(digits, most)?).ok()
}

fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(|item| read(item.trim())).collect()
}

fn weekday(value: &str) -> Option<i64> {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        .into_iter()
        .zip(0..)
        .find_map(|(name, number)| (name == value).then_some(number))
}

/// `SA`, `1SA`, `-1SA`.
fn nth_weekday(value: &str) -> Option<(i8, i64)> {
    let (nth, day) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let nth = if nth.is_empty() { 0 } else { signed(nth, 53)? };
    Some((nth, weekday(day)?))
}

/// `20260831`, `20260831T235959`, `20260831T155959Z`.
fn until(value: &str) -> Option<Until> {
    let field = |from: usize, to: usize| value.get(from..to);
    let (year, month, day) = (field(0, 4)?, field(4, 6)?, field(6, 8)?);
    if value.len() == 8 {
        let midnight: Timestamp = format!("{year}-{month}-{day}T00:00:00Z").parse().ok()?;
        return Some(Until::Day(Date::of(midnight, 0)));
    }
    let (hour, minute, second) = (field(9, 11)?, field(11, 13)?, field(13, 15)?);
    let text = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    let moment = text.parse().ok().filter(|_| field(8, 9) == Some("T"))?;
    match field(15, value.len())? {
        "" => Some(Until::Local(moment)),
        "Z" => Some(Until::Moment(moment)),
        _ => None,
    }
}
