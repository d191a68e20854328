//! Rules of the community's own: named, dated, numbered, kept by every vote that they were noticed by.

use crate::kit::votes::choose;
use crate::kit::{DAY, Town};
use yishi_domain::council::*;
use yishi_domain::*;

const THREE_FIFTHS: Share = Share { of: 3, parts: 5 };

fn covenant(since: &str) -> DefineRule {
    DefineRule {
        name: "三号楼公约".into(),
        since: since.parse().unwrap(),
        source: "三号楼全体住户约定".into(),
        notice_days: 0,
        participation: None,
        approval: Approval {
            base: Base::Electorate,
            heads: Some(THREE_FIFTHS),
            area: None,
            strict: false,
        },
    }
}

fn define(town: &mut Town, rule: DefineRule) -> Result<Vec<Event>, Rejection> {
    town.staff(Command::DefineRule(rule))
}

fn noticed_by(town: &mut Town, rule: &str) -> Result<MotionId, Rejection> {
    let notice = NoticeMotion {
        rule: rule.into(),
        ..town.draft()
    };
    let motion = notice.motion;
    town.staff(Command::NoticeMotion(notice)).map(|_| motion)
}

#[test]
fn a_vote_is_decided_by_an_own_rule() {
    let mut town = Town::new();
    let residents = town.residents(5);
    define(&mut town, covenant("2026-01-01")).unwrap();
    let motion = noticed_by(&mut town, "三号楼公约").unwrap();
    town.open(motion).unwrap();
    for member in &residents[..3] {
        town.cast(*member, motion, Choice::Approve).unwrap();
    }
    let closed = town.close(motion).unwrap();
    assert!(closed.outcome.passed, "three fifths of all");
}

#[test]
fn an_old_vote_keeps_the_version_it_was_noticed_by() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    define(&mut town, covenant("2026-01-01")).unwrap();
    let before = noticed_by(&mut town, "三号楼公约").unwrap();
    let mut stricter = covenant("2026-11-01");
    stricter.approval.heads = Some(Share { of: 4, parts: 5 });
    define(&mut town, stricter).unwrap();
    let after = noticed_by(&mut town, "三号楼公约").unwrap();
    let versions = [before, after].map(|motion| town.motion(motion).rule.version);
    assert_eq!(versions, [1, 2]);
    assert_eq!(
        town.motion(before).rule.approval.heads,
        Some(THREE_FIFTHS),
        "as it was"
    );
    assert_eq!(town.state.council.rules[&"三号楼公约".to_owned()].len(), 2);
}

#[test]
fn a_version_counts_from_its_day_on() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    let future = define(&mut town, covenant("2026-12-01"));
    assert!(future.is_ok());
    assert_eq!(
        noticed_by(&mut town, "三号楼公约"),
        Err(Rejection::RuleNotInForce {
            since: "2026-12-01".into()
        })
    );
    // A version of before is written down later, and counts until the other one does.
    define(&mut town, covenant("2026-01-01")).unwrap();
    let now = noticed_by(&mut town, "三号楼公约").unwrap();
    assert_eq!(town.motion(now).rule.version, 2);
    town.later(9 * DAY);
    let then = noticed_by(&mut town, "三号楼公约").unwrap();
    assert_eq!(town.motion(then).rule.version, 1);
}

#[test]
fn the_rules_in_force_are_the_presets_and_the_own_ones() {
    let mut town = Town::new();
    define(&mut town, covenant("2026-01-01")).unwrap();
    define(&mut town, covenant("2027-01-01")).unwrap();
    let today = town.state.date(town.now);
    let names: Vec<(String, u16)> = town
        .state
        .council
        .rules_in_force(today)
        .into_iter()
        .map(|rule| (rule.name, rule.version))
        .collect();
    assert_eq!(names.len(), 7);
    assert_eq!(names[6], ("三号楼公约".to_owned(), 1));
}

#[test]
fn a_rule_that_is_sent_twice_is_no_new_version() {
    let mut town = Town::new();
    assert_eq!(define(&mut town, covenant("2026-01-01")).unwrap().len(), 1);
    assert_eq!(define(&mut town, covenant("2026-01-01")), Ok(vec![]));
}

#[test]
fn unusable_rules_are_rejected() {
    let mut town = Town::new();
    let with = |share: Share, strict| DefineRule {
        approval: Approval {
            heads: Some(share),
            strict,
            ..covenant("2026-01-01").approval
        },
        ..covenant("2026-01-01")
    };
    let share = |of, parts| Share { of, parts };
    for (rule, rejection) in [
        (with(share(1, 0), false), Rejection::BadShares),
        (with(share(0, 2), false), Rejection::BadShares),
        (with(share(3, 2), false), Rejection::BadShares),
        (with(share(2, 2), true), Rejection::BadShares),
        (with(share(1, 1_001), false), Rejection::BadShares),
        (
            DefineRule {
                notice_days: 366,
                ..covenant("2026-01-01")
            },
            Rejection::BadShares,
        ),
        (
            DefineRule {
                name: "two_thirds".into(),
                ..covenant("2026-01-01")
            },
            Rejection::AlreadyExists,
        ),
        (
            DefineRule {
                name: " ".into(),
                ..covenant("2026-01-01")
            },
            Rejection::TextEmpty {
                field: "name".into(),
            },
        ),
        (
            DefineRule {
                source: String::new(),
                ..covenant("2026-01-01")
            },
            Rejection::TextEmpty {
                field: "source".into(),
            },
        ),
    ] {
        assert_eq!(define(&mut town, rule.clone()), Err(rejection), "{rule:?}");
    }
    assert!(
        define(&mut town, with(share(2, 2), false)).is_ok(),
        "all of them"
    );
}

#[test]
fn without_a_share_the_most_votes_decide_among_options_only() {
    let mut town = Town::new();
    let residents = town.residents(5);
    let most = DefineRule {
        name: "得票最多".into(),
        approval: Approval {
            base: Base::Participants,
            heads: None,
            area: None,
            strict: false,
        },
        ..covenant("2026-01-01")
    };
    define(&mut town, most).unwrap();
    assert_eq!(
        noticed_by(&mut town, "得票最多"),
        Err(Rejection::RuleNeedsOptions)
    );
    let notice = NoticeMotion {
        rule: "得票最多".into(),
        options: choose(1, 3),
        ..town.draft()
    };
    let motion = town.put(notice);
    for (member, number) in residents.iter().zip([1, 2, 2, 3, 1]) {
        town.mark(*member, motion, &[Choice::Option(number)])
            .unwrap();
    }
    let level = town.close(motion).unwrap();
    assert_eq!(level.chosen, [0; 0], "two options are level");
    let notice = NoticeMotion {
        rule: "得票最多".into(),
        options: choose(1, 3),
        ..town.draft()
    };
    let motion = town.put(notice);
    for (member, number) in residents.iter().zip([1, 2, 2, 3]) {
        town.mark(*member, motion, &[Choice::Option(number)])
            .unwrap();
    }
    let closed = town.close(motion).unwrap();
    assert_eq!(
        closed.chosen,
        [2],
        "two of four is not over half, and the most"
    );
    assert!(closed.outcome.passed);
}

#[test]
fn a_vote_opens_after_the_days_of_notice_that_its_rule_asks_for() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    let slow = DefineRule {
        notice_days: 3,
        ..covenant("2026-01-01")
    };
    define(&mut town, slow).unwrap();
    let motion = noticed_by(&mut town, "三号楼公约").unwrap();
    let opens_from = town.now.plus_seconds(3 * DAY);
    let too_short = Rejection::NoticeTooShort { opens_from };
    assert_eq!(town.open(motion), Err(too_short.clone()));
    town.later(3 * DAY - 1);
    assert_eq!(town.open(motion), Err(too_short));
    town.later(1).open(motion).unwrap();

    let opens_from = town.now.plus_seconds(3 * DAY);
    for (opens_at, expected) in [
        (2, Err(Rejection::NoticeTooShort { opens_from })),
        (3, Ok(())),
    ] {
        let notice = NoticeMotion {
            rule: "三号楼公约".into(),
            opens_at: Some(town.now.plus_seconds(opens_at * DAY)),
            ..town.draft()
        };
        let given = town.staff(Command::NoticeMotion(notice)).map(|_| ());
        assert_eq!(given, expected, "{opens_at}");
    }
    // It would be over before it may begin.
    let notice = NoticeMotion {
        rule: "三号楼公约".into(),
        closes_at: town.now.plus_seconds(3 * DAY),
        ..town.draft()
    };
    assert_eq!(
        town.staff(Command::NoticeMotion(notice)),
        Err(Rejection::BadPeriod)
    );
}
