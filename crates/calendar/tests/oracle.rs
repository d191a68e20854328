//! The same rules, unrolled by a crate that knows nothing of this one.
//!
//! Left out is what that crate reads otherwise than RFC 5545 does: BYDAY with numbered and plain weekdays mixed (it
//! wants both at once), the fifth weekday from a month's end (it allows four), weeks that lie in two years (it
//! loses some, so they are compared with those of another crate), and positions within the week in which a series
//! begins (it counts from the first day).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use rrule::{RRule, RRuleSet, Tz, Unvalidated};
use yishi_calendar::{Rule, RuleError};
use yishi_domain::volunteer::Span;
use yishi_domain::{Date, Timestamp};

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn numbers(name: &'static str, most: i16) -> impl Strategy<Value = String> {
    let number = prop_oneof![1..=most, -most..=-1];
    prop::collection::btree_set(number, 1..5).prop_map(move |numbers| {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        format!(";{name}={}", numbers.join(","))
    })
}

fn weekdays(nth: Option<i16>) -> BoxedStrategy<String> {
    let plain = prop::collection::btree_set(0usize..7, 1..5).prop_map(|days| {
        let days: Vec<&str> = days.iter().map(|day| WEEKDAYS[*day]).collect();
        format!(";BYDAY={}", days.join(","))
    });
    let Some(most) = nth else {
        return plain.boxed();
    };
    let number = prop_oneof![1..=most, -most..=-1];
    let numbered = prop::collection::btree_set((number, 0usize..7), 1..4).prop_map(|days| {
        let days: Vec<String> = days
            .iter()
            .map(|(nth, day)| format!("{nth}{}", WEEKDAYS[*day]))
            .collect();
        format!(";BYDAY={}", days.join(","))
    });
    prop_oneof![plain, numbered].boxed()
}

fn maybe(part: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::option::weighted(0.4, part).prop_map(Option::unwrap_or_default)
}

fn months() -> impl Strategy<Value = String> {
    prop::collection::btree_set(1u8..=12, 1..5).prop_map(|months| {
        let months: Vec<String> = months.iter().map(ToString::to_string).collect();
        format!(";BYMONTH={}", months.join(","))
    })
}

fn weeks() -> impl Strategy<Value = String> {
    prop::collection::btree_set(2u8..=51, 1..5).prop_map(|weeks| {
        let weeks: Vec<String> = weeks.iter().map(ToString::to_string).collect();
        format!(";BYWEEKNO={}", weeks.join(","))
    })
}

fn end() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        (1u32..60).prop_map(|count| format!(";COUNT={count}")),
        (2026u16..2040, 1u8..13, 1u8..29)
            .prop_map(|(y, m, d)| format!(";UNTIL={y:04}{m:02}{d:02}T000000Z")),
    ]
}

/// Positions need another part beside them.
fn picked(parts: impl Strategy<Value = String>, most: i16) -> impl Strategy<Value = String> {
    (parts, maybe(numbers("BYSETPOS", most))).prop_map(|(parts, positions)| {
        if parts.contains(";BY") {
            parts + &positions
        } else {
            parts
        }
    })
}

fn joined(parts: Vec<BoxedStrategy<String>>) -> BoxedStrategy<String> {
    parts.prop_map(|parts| parts.concat()).boxed()
}

fn rule() -> impl Strategy<Value = String> {
    let daily = joined(vec![
        maybe(months()).boxed(),
        maybe(numbers("BYMONTHDAY", 31)).boxed(),
        maybe(weekdays(None)).boxed(),
    ]);
    let weekly = joined(vec![maybe(months()).boxed(), maybe(weekdays(None)).boxed()]);
    let monthly = picked(
        joined(vec![
            maybe(months()).boxed(),
            maybe(numbers("BYMONTHDAY", 31)).boxed(),
            maybe(weekdays(Some(4))).boxed(),
        ]),
        5,
    );
    let yearly = picked(
        joined(vec![
            maybe(months()).boxed(),
            maybe(numbers("BYMONTHDAY", 31)).boxed(),
            maybe(numbers("BYYEARDAY", 366)).boxed(),
            maybe(weekdays(Some(20))).boxed(),
        ]),
        12,
    );
    let weeks = joined(vec![
        weeks().boxed(),
        maybe(months()).boxed(),
        maybe(weekdays(None)).boxed(),
    ]);
    let parts = prop_oneof![
        daily.prop_map(|parts| format!("FREQ=DAILY{parts}")),
        weekly.prop_map(|parts| format!("FREQ=WEEKLY{parts}")),
        monthly.prop_map(|parts| format!("FREQ=MONTHLY{parts}")),
        yearly.prop_map(|parts| format!("FREQ=YEARLY{parts}")),
        weeks.prop_map(|parts| format!("FREQ=YEARLY{parts}")),
    ];
    let interval = maybe((2u16..15).prop_map(|n| format!(";INTERVAL={n}")));
    let start = maybe((0usize..7).prop_map(|day| format!(";WKST={}", WEEKDAYS[day])));
    (parts, interval, start, end())
        .prop_map(|(parts, interval, start, end)| format!("{parts}{interval}{start}{end}"))
}

/// As the other crate sees it; none if it finds the rule wrong.
fn expected(rule: &str, first: Date, most: u16) -> Option<Vec<Date>> {
    let parts: RRule<Unvalidated> = rule.parse().ok()?;
    let begins = first.to_string().replace('-', "");
    let line = format!("DTSTART:{begins}T000000Z\nRRULE:FREQ=DAILY;COUNT=1");
    let start: RRuleSet = line.parse().ok()?;
    let set = parts
        .build(start.get_dt_start().with_timezone(&Tz::UTC))
        .ok()?;
    let days = set.all(most).dates.into_iter();
    Some(
        days.map(|day| Date::of(Timestamp(day.timestamp() * 1_000), 0))
            .collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn both_name_the_same_days(text in rule(), day in 0i64..4_000) {
        const MOST: u16 = 40;
        let first = Date { year: 2024, month: 1, day: 1 }.plus_days(day);
        let span = Span {
            first, minute: 0, offset: 0, from: first,
            through: Date { year: 2400, month: 1, day: 1 }, most: MOST.into(),
        };
        let own = match Rule::parse(&text).and_then(|rule| rule.days(&span)) {
            Ok(days) => days,
            Err(RuleError::NeverHappens) => Vec::new(),
            Err(error) => panic!("{text}: {error}"),
        };
        let ends_before = text.contains("UNTIL") && own.is_empty();
        match expected(&text, first, MOST) {
            Some(days) => {
                let days: Vec<Date> = days.into_iter().filter(|day| day.year < 2400).collect();
                prop_assert_eq!(own, days, "{} from {}", text, first);
            }
            None => prop_assert!(ends_before, "{text} from {first} is refused there"),
        }
    }
}

#[test]
fn weeks_are_those_of_iso_8601() {
    let date = |year, month, day| Date { year, month, day };
    let (first, through) = (date(2024, 1, 1), date(2064, 12, 31));
    for week in 1..=53 {
        let span = Span {
            first,
            minute: 0,
            offset: 0,
            from: first,
            through,
            most: 1_000,
        };
        for (number, from_end) in [(week, false), (-week, true)] {
            let rule = Rule::parse(&format!("FREQ=YEARLY;BYWEEKNO={number};BYDAY=MO,SU")).unwrap();
            let weekdays = [chrono::Weekday::Mon, chrono::Weekday::Sun];
            let expected: Vec<String> = NaiveDate::from_ymd_opt(2024, 1, 1)
                .unwrap()
                .iter_days()
                .take_while(|day| day.year() <= 2064)
                .filter(|day| weekdays.contains(&day.weekday()))
                .filter(|day| {
                    let of = day.iso_week();
                    let last = NaiveDate::from_ymd_opt(of.year(), 12, 28)
                        .unwrap()
                        .iso_week();
                    let place = if from_end {
                        last.week() + 1 - of.week()
                    } else {
                        of.week()
                    };
                    i64::from(place) == i64::from(week)
                })
                .map(|day| day.to_string())
                .collect();
            let days: Vec<String> = rule
                .days(&span)
                .unwrap()
                .iter()
                .map(Date::to_string)
                .collect();
            assert_eq!(days, expected, "week {number}");
        }
    }
}
