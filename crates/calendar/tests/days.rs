//! Which days rules name, in a table.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use yishi_calendar::{Rule, RuleCalendar, RuleError};
use yishi_domain::Date;
use yishi_domain::volunteer::{Calendar, RuleProblem, Span};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Of a series in China that begins each time at 09:00.
fn span(first: &str, from: &str, through: &str) -> Span {
    Span {
        first: day(first),
        minute: 540,
        offset: 480,
        from: day(from),
        through: day(through),
        most: 1_000,
    }
}

/// What a rule names between two days.
struct Case {
    rule: &'static str,
    first: &'static str,
    through: &'static str,
    days: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        rule: "FREQ=MONTHLY;BYDAY=1SA",
        first: "2026-11-23",
        through: "2027-03-31",
        days: &["2026-12-05", "2027-01-02", "2027-02-06", "2027-03-06"],
    },
    // The last Friday of a month, also when there are five.
    Case {
        rule: "FREQ=MONTHLY;BYDAY=-1FR",
        first: "2026-10-01",
        through: "2027-01-31",
        days: &["2026-10-30", "2026-11-27", "2026-12-25", "2027-01-29"],
    },
    // The second Thursday.
    Case {
        rule: "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=2",
        first: "2026-11-23",
        through: "2027-02-28",
        days: &["2026-12-10", "2027-01-14", "2027-02-11"],
    },
    // The last working day.
    Case {
        rule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        first: "2027-01-01",
        through: "2027-02-28",
        days: &["2027-01-29", "2027-02-26"],
    },
    // The 29th of February is there in leap years only, and 2100 is none.
    Case {
        rule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        first: "2026-01-01",
        through: "2036-12-31",
        days: &["2028-02-29", "2032-02-29", "2036-02-29"],
    },
    Case {
        rule: "FREQ=YEARLY",
        first: "2096-02-29",
        through: "2104-12-31",
        days: &["2096-02-29", "2104-02-29"],
    },
    // The 31st is left out where there is none.
    Case {
        rule: "FREQ=MONTHLY;BYMONTHDAY=31",
        first: "2027-01-01",
        through: "2027-05-31",
        days: &["2027-01-31", "2027-03-31", "2027-05-31"],
    },
    Case {
        rule: "FREQ=MONTHLY;BYMONTHDAY=-1",
        first: "2028-02-01",
        through: "2028-04-30",
        days: &["2028-02-29", "2028-03-31", "2028-04-30"],
    },
    Case {
        rule: "FREQ=DAILY;COUNT=3",
        first: "2026-12-30",
        through: "2027-12-31",
        days: &["2026-12-30", "2026-12-31", "2027-01-01"],
    },
    // COUNT counts what fits the rule; a first day that does not is none of them.
    Case {
        rule: "FREQ=WEEKLY;BYDAY=SA;COUNT=2",
        first: "2026-11-23",
        through: "2027-12-31",
        days: &["2026-11-28", "2026-12-05"],
    },
    Case {
        rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
        first: "2026-11-23",
        through: "2026-12-31",
        days: &[
            "2026-11-24",
            "2026-11-26",
            "2026-12-08",
            "2026-12-10",
            "2026-12-22",
            "2026-12-24",
        ],
    },
    // RFC 5545: which week is skipped depends on the day on which weeks begin.
    Case {
        rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        first: "2024-08-06",
        through: "2024-12-31",
        days: &["2024-08-06", "2024-08-11", "2024-08-20", "2024-08-25"],
    },
    Case {
        rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        first: "2024-08-06",
        through: "2024-12-31",
        days: &["2024-08-06", "2024-08-18", "2024-08-20", "2024-09-01"],
    },
    // A day as UNTIL means all of it.
    Case {
        rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260831",
        first: "2026-08-27",
        through: "2027-12-31",
        days: &["2026-08-27", "2026-08-28", "2026-08-31"],
    },
    // A moment as UNTIL is compared with the shift's beginning, 09:00 in China.
    Case {
        rule: "FREQ=DAILY;UNTIL=20261202T010000Z",
        first: "2026-12-01",
        through: "2027-12-31",
        days: &["2026-12-01", "2026-12-02"],
    },
    Case {
        rule: "FREQ=DAILY;UNTIL=20261202T005959Z",
        first: "2026-12-01",
        through: "2027-12-31",
        days: &["2026-12-01"],
    },
    Case {
        rule: "FREQ=DAILY;UNTIL=20261202T090000",
        first: "2026-12-01",
        through: "2027-12-31",
        days: &["2026-12-01", "2026-12-02"],
    },
    // Written as it comes out of other programs.
    Case {
        rule: " rrule:freq=monthly; byday=+1fr ;",
        first: "2026-12-01",
        through: "2026-12-31",
        days: &["2026-12-04"],
    },
    Case {
        rule: "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
        first: "2026-01-01",
        through: "2028-12-31",
        days: &["2027-01-04", "2028-01-03"],
    },
    // Any Monday, and the first Tuesday.
    Case {
        rule: "FREQ=MONTHLY;BYDAY=MO,1TU;COUNT=5",
        first: "2026-12-01",
        through: "2027-12-31",
        days: &[
            "2026-12-01",
            "2026-12-07",
            "2026-12-14",
            "2026-12-21",
            "2026-12-28",
        ],
    },
    // A position counts in the whole week, also in the one in which the series begins.
    Case {
        rule: "FREQ=WEEKLY;BYDAY=WE,SA,SU;BYSETPOS=1,-1;COUNT=3",
        first: "2026-11-26",
        through: "2027-12-31",
        days: &["2026-11-29", "2026-12-02", "2026-12-06"],
    },
    Case {
        rule: "FREQ=YEARLY;BYYEARDAY=60,-1",
        first: "2028-01-01",
        through: "2029-12-31",
        days: &["2028-02-29", "2028-12-31", "2029-03-01", "2029-12-31"],
    },
];

#[test]
fn rules_name_these_days() {
    for case in CASES {
        let days = Rule::parse(case.rule)
            .and_then(|rule| rule.days(&span(case.first, case.first, case.through)))
            .unwrap_or_else(|error| panic!("{}: {error}", case.rule));
        let days: Vec<String> = days.iter().map(Date::to_string).collect();
        assert_eq!(days, case.days, "{} from {}", case.rule, case.first);
    }
}

#[test]
fn only_the_span_is_named_and_no_more_than_asked_for() {
    let rule = Rule::parse("FREQ=DAILY").unwrap();
    let all = span("2026-11-23", "2027-02-01", "2027-02-03");
    let days: Vec<String> = rule
        .days(&all)
        .unwrap()
        .iter()
        .map(Date::to_string)
        .collect();
    assert_eq!(days, ["2027-02-01", "2027-02-02", "2027-02-03"]);
    let two = rule.days(&Span { most: 2, ..all }).unwrap();
    assert_eq!(two.len(), 2);
    let later = span("2026-11-23", "2026-01-01", "2026-11-22");
    assert!(
        rule.days(&later).unwrap().is_empty(),
        "nothing before the first"
    );
    // A hundred years on it is still daily.
    let far = span("2026-11-23", "2126-11-23", "2126-11-24");
    assert_eq!(rule.days(&far).unwrap().len(), 2);
    let ended = Rule::parse("FREQ=DAILY;UNTIL=20261130").unwrap();
    assert!(
        ended.days(&all).unwrap().is_empty(),
        "it did happen, only not then"
    );
}

#[test]
fn a_wrong_rule_is_told_what_is_wrong_and_what_to_do() {
    for (rule, said) in [
        (
            "",
            "FREQ is missing; it is DAILY, WEEKLY, MONTHLY or YEARLY",
        ),
        (
            "每周六",
            "每周六 is no part of a rule; a rule looks like FREQ=MONTHLY;BYDAY=1SA",
        ),
        ("FREQ=FORTNIGHTLY", "FREQ cannot be FORTNIGHTLY"),
        (
            "FREQ=SECONDLY",
            "FREQ=SECONDLY is more often than a series can be; use DAILY, WEEKLY, MONTHLY or YEARLY, and one series for each time of day",
        ),
        (
            "FREQ=DAILY;BYHOUR=9,15",
            "leave out BYHOUR: the time of day is the activity's; use one series for each time of day",
        ),
        ("FREQ=WEEKLY;FREQ=DAILY", "FREQ stands there twice"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY cannot be XX"),
        ("FREQ=WEEKLY;BYDAY=", "BYDAY cannot be "),
        ("FREQ=WEEKLY;BYDAY=周六", "BYDAY cannot be 周六"),
        ("FREQ=MONTHLY;BYDAY=99SA", "BYDAY cannot be 99SA"),
        ("FREQ=MONTHLY;BYDAY=0SA", "BYDAY cannot be 0SA"),
        (
            "FREQ=WEEKLY;BYDAY=1SA",
            "the parts do not go together: a numbered BYDAY such as 1SA goes with MONTHLY or YEARLY",
        ),
        (
            "FREQ=MONTHLY;BYSETPOS=1",
            "the parts do not go together: BYSETPOS picks from what another BY… part names",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY cannot be 32"),
        ("FREQ=MONTHLY;BYMONTH=13", "BYMONTH cannot be 13"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL cannot be 0"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL cannot be -1"),
        ("FREQ=DAILY;COUNT=0", "COUNT cannot be 0"),
        (
            "FREQ=DAILY;COUNT=99999999999999999999",
            "COUNT cannot be 99999999999999999999",
        ),
        ("FREQ=DAILY;UNTIL=20270230", "UNTIL cannot be 20270230"),
        ("FREQ=DAILY;UNTIL=明年", "UNTIL cannot be 明年"),
        (
            "FREQ=DAILY;UNTIL=20270101T000000+08",
            "UNTIL cannot be 20270101T000000+08",
        ),
        (
            "FREQ=DAILY;COUNT=3;UNTIL=20270101",
            "a rule ends by COUNT or by UNTIL, not by both",
        ),
        (
            "FREQ=YEARLY;BYEASTER=1",
            "BYEASTER is no part of a rule; a rule looks like FREQ=MONTHLY;BYDAY=1SA",
        ),
    ] {
        assert_eq!(Rule::parse(rule).unwrap_err().to_string(), said, "{rule}");
    }
    let long = format!("FREQ=MONTHLY;BYMONTHDAY=1{}", ",1".repeat(100));
    assert_eq!(Rule::parse(&long).unwrap_err(), RuleError::TooLong);
}

#[test]
fn what_does_not_go_together_by_the_standard_is_refused() {
    let year = span("2026-11-23", "2026-11-23", "2027-11-23");
    for rule in [
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=DAILY;BYYEARDAY=1",
        "FREQ=MONTHLY;BYWEEKNO=1",
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
    ] {
        let refused = Rule::parse(rule).and_then(|rule| rule.days(&year));
        assert!(
            matches!(refused, Err(RuleError::DoNotFit(_))),
            "{rule}: {refused:?}"
        );
    }
}

#[test]
fn a_rule_that_names_no_day_is_refused_quickly() {
    let year = span("2026-11-23", "2026-11-23", "2027-11-23");
    for rule in [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=2",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=53",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;INTERVAL=1000",
        "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=DAILY;UNTIL=20260101",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=20270301",
    ] {
        let began = std::time::Instant::now();
        let refused = Rule::parse(rule).unwrap().days(&year);
        assert_eq!(refused, Err(RuleError::NeverHappens), "{rule}");
        println!("{rule}: {:?}", began.elapsed());
    }
    let past = span("1990-01-01", "2026-11-23", "2027-11-23");
    let refused = Rule::parse("FREQ=DAILY").unwrap().days(&past);
    assert_eq!(refused, Err(RuleError::BadStart));
}

#[test]
fn the_authority_is_told_apart_what_is_wrong_and_what_never_happens() {
    let year = span("2026-11-23", "2026-11-23", "2027-11-23");
    let days = RuleCalendar.days("FREQ=MONTHLY;BYDAY=3SU", &year).unwrap();
    assert_eq!(days.len(), 12);
    assert_eq!(
        RuleCalendar.days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", &year),
        Err(RuleProblem::Never)
    );
    assert_eq!(
        RuleCalendar.days("FREQ=MONTHLY;BYDAY=SAT", &year),
        Err(RuleProblem::Wrong {
            why: "BYDAY cannot be SAT".to_owned()
        })
    );
    let eighth = RuleCalendar.days("FREQ=MONTHLY;BYDAY=8FR", &year);
    assert_eq!(eighth, Err(RuleProblem::Never));
}

#[test]
fn the_last_day_is_the_communitys() {
    let last = |rule: &str| Rule::parse(rule).unwrap().last_day(480);
    assert_eq!(last("FREQ=DAILY"), None);
    assert_eq!(last("FREQ=DAILY;UNTIL=20260831"), Some(day("2026-08-31")));
    assert_eq!(
        last("FREQ=DAILY;UNTIL=20260831T235959"),
        Some(day("2026-08-31"))
    );
    assert_eq!(
        last("FREQ=DAILY;UNTIL=20260831T160000Z"),
        Some(day("2026-09-01"))
    );
}
