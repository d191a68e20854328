//! Any text is read or refused, any rule is unrolled or refused, and what is named is in the span.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use yishi_calendar::Rule;
use yishi_domain::volunteer::Span;
use yishi_domain::{Date, Timestamp};

fn part() -> impl Strategy<Value = String> {
    let number = -400i64..400;
    let weekday = prop::sample::select(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
    prop_oneof![
        (1u32..2_000).prop_map(|n| format!("INTERVAL={n}")),
        any::<u32>().prop_map(|n| format!("COUNT={n}")),
        (2026u16..2300, 1u8..13, 1u8..32).prop_map(|(y, m, d)| format!("UNTIL={y:04}{m:02}{d:02}")),
        weekday.clone().prop_map(|day| format!("WKST={day}")),
        (prop::option::of(-54i8..54), weekday).prop_map(|(nth, day)| format!(
            "BYDAY={}{day}",
            nth.map_or(String::new(), |n| n.to_string())
        )),
        (
            prop::sample::select(vec![
                "BYMONTH",
                "BYMONTHDAY",
                "BYYEARDAY",
                "BYWEEKNO",
                "BYSETPOS",
                "BYHOUR",
            ]),
            prop::collection::vec(number, 1..4)
        )
            .prop_map(|(name, numbers)| {
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                format!("{name}={}", numbers.join(","))
            }),
    ]
}

fn rule() -> impl Strategy<Value = String> {
    let frequency = prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]);
    (frequency, prop::collection::vec(part(), 0..4)).prop_map(|(frequency, parts)| {
        let parts: String = parts.iter().map(|part| format!(";{part}")).collect();
        format!("FREQ={frequency}{parts}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_rule_gives_days_of_the_span_in_order_or_is_refused(
        text in rule(), first in 946_684_800i64..7_258_118_400, ahead in 0i64..800, length in 0i64..800, most in 0usize..500,
    ) {
        let at = |days: i64| Date::of(Timestamp((first + days * 86_400) * 1_000), 0);
        let span = Span { first: at(0), minute: 540, offset: 480, from: at(ahead), through: at(ahead + length), most };
        if let Ok(days) = Rule::parse(&text).and_then(|rule| rule.days(&span)) {
            prop_assert!(days.len() <= most);
            prop_assert!(days.is_sorted_by(|a, b| a < b), "{text}: {days:?}");
            prop_assert!(days.iter().all(|day| span.from <= *day && *day <= span.through), "{text}");
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = Rule::parse(&text);
    }

    #[test]
    fn any_text_of_a_rules_letters_is_read_or_refused(text in "(FREQ|BYDAY|UNTIL|COUNT|[=;,+-]|[0-9]{1,8}|[A-Z]{1,3}|T|Z){0,12}") {
        let _ = Rule::parse(&text);
    }
}
