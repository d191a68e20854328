//! Moments, to the millisecond.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

use crate::calendar::{Date, civil_from_days, days_from_civil};

/// Milliseconds since 1970-01-01T00:00:00Z; RFC 3339 in UTC when written as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// 0000-01-01T00:00:00Z.
const FIRST: Timestamp = Timestamp(-62_167_219_200_000);
/// 9999-12-31T23:59:59.999Z.
const LAST: Timestamp = Timestamp(253_402_300_799_999);

impl Timestamp {
    /// This moment, some seconds later (or earlier).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000)))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = civil_from_days(self.0.div_euclid(86_400_000));
        let of_day = self.0.rem_euclid(86_400_000);
        let (seconds, millis) = (of_day / 1_000, of_day % 1_000);
        write!(f, "{:04}-{:02}-{:02}T", date.year, date.month, date.day)?;
        write!(
            f,
            "{:02}:{:02}:{:02}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        )?;
        if millis > 0 {
            write!(f, ".{millis:03}")?;
        }
        f.write_str("Z")
    }
}

impl FromStr for Timestamp {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or("a time is written as in RFC 3339, for example 2026-11-23T01:02:03Z")
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0i64, |n, d| {
            d.is_ascii_digit().then(|| n * 10 + i64::from(d - b'0'))
        })
    };
    let sign = |at: usize, expected: &[u8]| {
        bytes
            .get(at)
            .is_some_and(|b| expected.contains(b))
            .then_some(())
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    sign(4, b"-")?;
    sign(7, b"-")?;
    sign(10, b"Tt ")?;
    sign(13, b":")?;
    sign(16, b":")?;
    if !(1..=12).contains(&month)
        || !(1..=31).contains(&day)
        || hour > 23
        || minute > 59
        || second > 60
    {
        return None;
    }
    let date = Date {
        year: i32::try_from(year).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
    };
    let days = days_from_civil(date);
    if civil_from_days(days) != date {
        return None; // the 30th of February
    }
    let mut rest = 19;
    let mut millis = 0;
    if bytes.get(rest) == Some(&b'.') {
        let digits = bytes[rest + 1..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        for place in 0..3 {
            let digit = if place < digits {
                number(rest + 1 + place, rest + 2 + place)?
            } else {
                0
            };
            millis = millis * 10 + digit;
        }
        rest += 1 + digits;
    }
    let offset = match bytes.get(rest)? {
        b'Z' | b'z' if bytes.len() == rest + 1 => 0,
        b'+' | b'-' if bytes.len() == rest + 6 => {
            sign(rest + 3, b":")?;
            let minutes = number(rest + 1, rest + 3)? * 60 + number(rest + 4, rest + 6)?;
            if bytes[rest] == b'+' {
                minutes
            } else {
                -minutes
            }
        }
        _ => return None,
    };
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60;
    let moment = Timestamp(seconds * 1_000 + millis);
    // An offset may lead out of the years of four digits: what is read here could not be written again.
    (FIRST..=LAST).contains(&moment).then_some(moment)
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?
                .parse()
                .map_err(serde::de::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_rfc_3339_allows_and_refuses_the_rest() {
        let at = |text: &str| text.parse::<Timestamp>().map(|t| t.to_string());
        assert_eq!(at("2026-11-23T01:02:03Z").unwrap(), "2026-11-23T01:02:03Z");
        assert_eq!(
            at("2026-11-23T09:02:03.25+08:00").unwrap(),
            "2026-11-23T01:02:03.250Z"
        );
        for bad in [
            "",
            "2026",
            "2026-02-30T00:00:00Z",
            "2026-11-23T01:02:03",
            "2026-13-01T00:00:00Z",
            "昨天",
            "2026-11-23T01:02:03Zx",
            "9999-12-31T23:59:59-01:00",
            "0000-01-01T00:00:00+01:00",
        ] {
            assert!(at(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn text_and_number_agree(ms in -62_135_596_800_000i64..253_402_300_799_999) {
            prop_assume!(ms >= 0 || ms % 1_000 == 0);
            prop_assert_eq!(Timestamp(ms).to_string().parse::<Timestamp>(), Ok(Timestamp(ms)));
        }

        #[test]
        fn what_was_read_can_be_written_and_read_again(
            (year, month, day) in (0u16..=9_999, 1u8..=12, 1u8..=31),
            (hour, minute) in (0u8..=23, 0u8..=59),
            (sign, east) in (prop_oneof![Just('+'), Just('-')], 0u8..=99),
        ) {
            let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:59.5{sign}{east:02}:00");
            if let Ok(moment) = text.parse::<Timestamp>() {
                prop_assert_eq!(moment.to_string().parse::<Timestamp>(), Ok(moment));
            }
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,40}") {
            let _ = text.parse::<Timestamp>();
        }
    }
}
