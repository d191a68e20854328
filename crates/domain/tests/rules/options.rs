//! One of several, up to some of several: what a ballot may say, and what is chosen.

use crate::kit::Town;
use crate::kit::votes::choose;
use yishi_domain::council::*;
use yishi_domain::*;

fn options(numbers: &[u8]) -> Vec<Choice> {
    numbers.iter().copied().map(Choice::Option).collect()
}

/// Each resident's marks; then the close.
fn poll(options: Options, rule: &str, marks: &[&[u8]]) -> MotionClosed {
    let mut town = Town::new();
    let residents = town.residents(marks.len());
    let notice = NoticeMotion {
        options,
        rule: rule.into(),
        ..town.draft()
    };
    let motion = town.put(notice);
    for (member, marks) in residents.iter().zip(marks) {
        let marks = match marks {
            [] => vec![Choice::Abstain],
            marks => self::options(marks),
        };
        town.mark(*member, motion, &marks).unwrap();
    }
    town.close(motion).unwrap()
}

#[test]
fn a_ballot_marks_one_up_to_as_many_as_allowed_or_abstains() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let one = town.vote_of(choose(1, 3));
    let two = town.vote_of(choose(2, 3));
    for (motion, marks, allowed) in [
        (one, options(&[3]), true),
        (one, vec![Choice::Abstain], true),
        (one, options(&[1, 2]), false),
        (two, options(&[3, 1]), true),
        (two, options(&[2]), true),
        (two, options(&[1, 2, 3]), false),
        (two, options(&[1, 1]), false),
        (two, options(&[0]), false),
        (two, options(&[4]), false),
        (two, vec![], false),
        (two, vec![Choice::Approve], false),
        (two, vec![Choice::Abstain, Choice::Option(1)], false),
    ] {
        let expected = if allowed {
            Ok(())
        } else {
            Err(Rejection::BadChoice)
        };
        let given = town.mark(li, motion, &marks).map(|_| ());
        assert_eq!(given, expected, "{marks:?}");
    }
    let question = town.vote_of_homes();
    assert_eq!(
        town.mark(li, question, &options(&[1])),
        Err(Rejection::BadChoice)
    );
}

#[test]
fn the_order_of_marking_is_not_kept() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of(choose(3, 4));
    let events = town.mark(li, motion, &options(&[4, 1, 3])).unwrap();
    let Event::BallotCast(cast) = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(cast.choice, options(&[1, 3, 4]));
    assert_eq!(
        town.mark(li, motion, &options(&[3, 4, 1])),
        Ok(vec![]),
        "the same ballot"
    );
}

#[test]
fn unusable_options_are_rejected() {
    let mut town = Town::new();
    let named = |names: &[&str], most| Options::Choose {
        most,
        of: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    let many: Vec<String> = (0..=MOST_OPTIONS).map(|n| format!("方案{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let bad = Rejection::BadOptions { most: 20 };
    let field = || "option".to_owned();
    for (options, rejection) in [
        (named(&[], 1), bad.clone()),
        (named(&["甲"], 1), bad.clone()),
        (named(&["甲", " 甲 "], 1), bad.clone()),
        (named(&["甲", "乙"], 0), bad.clone()),
        (named(&["甲", "乙"], 3), bad.clone()),
        (named(&many, 1), bad),
        (
            named(&["甲", "\u{7} "], 1),
            Rejection::TextEmpty { field: field() },
        ),
        (
            named(&["甲", &"长".repeat(41)], 1),
            Rejection::TextTooLong {
                field: field(),
                most: 40,
            },
        ),
    ] {
        let notice = NoticeMotion {
            options,
            ..town.draft()
        };
        assert_eq!(town.staff(Command::NoticeMotion(notice)), Err(rejection));
    }
    let notice = NoticeMotion {
        options: named(&["甲", "乙"], 2),
        ..town.draft()
    };
    assert!(town.staff(Command::NoticeMotion(notice)).is_ok());
}

#[test]
fn each_option_is_counted_by_itself_and_a_ballot_takes_part_once() {
    let closed = poll(
        choose(2, 3),
        "simple_majority",
        &[&[1, 2], &[1], &[2, 3], &[]],
    );
    let heads: Vec<u64> = closed.options.iter().map(|option| option.heads).collect();
    assert_eq!(heads, [2, 2, 1]);
    assert_eq!(closed.tally.participants.heads, 4);
    assert_eq!(closed.tally.abstain.heads, 1);
    assert_eq!(closed.tally.approve.heads, 0);
}

#[test]
fn the_option_that_meets_the_rule_is_chosen() {
    // Three of five is more than half, two of five is not.
    let closed = poll(
        choose(1, 2),
        "simple_majority",
        &[&[1], &[1], &[1], &[2], &[2]],
    );
    assert_eq!(closed.chosen, [1]);
    assert!(closed.outcome.passed);
    let closed = poll(
        choose(1, 3),
        "simple_majority",
        &[&[1], &[1], &[2], &[3], &[]],
    );
    assert_eq!(closed.chosen, [0; 0], "an abstention takes part");
    assert!(closed.outcome.quorum && !closed.outcome.approved && !closed.outcome.passed);
}

#[test]
fn of_more_options_than_places_the_most_voted_are_chosen() {
    let closed = poll(
        choose(2, 3),
        "simple_majority",
        &[&[1, 2], &[1, 3], &[1, 3], &[3, 2], &[2, 1]],
    );
    // 1: four, 2: three, 3: three: all are over half, and two of them level for the second place.
    assert_eq!(closed.chosen, [1]);
    let closed = poll(
        choose(2, 3),
        "simple_majority",
        &[&[1, 2], &[1, 2], &[3, 2], &[3, 1], &[3]],
    );
    // Three each: all are level, so none of them has a place.
    assert_eq!(closed.chosen, [0; 0]);
    assert!(!closed.outcome.passed);
}

#[test]
fn without_a_quorum_nothing_is_chosen() {
    let mut town = Town::new();
    let residents = town.residents(4);
    let notice = NoticeMotion {
        options: choose(1, 2),
        rule: "civil_code_278_ordinary".into(),
        ..town.draft()
    };
    let motion = town.put(notice);
    for member in &residents[..2] {
        town.mark(*member, motion, &options(&[2])).unwrap();
    }
    let closed = town.close(motion).unwrap();
    assert!(!closed.outcome.quorum && closed.outcome.approved && !closed.outcome.passed);
    assert_eq!(closed.chosen, [0; 0]);
}

#[test]
fn an_option_is_held_to_both_counts_of_the_law() {
    let mut town = Town::new();
    let mut live_in = |room: &str, area| {
        let home = town.home(1, 1, room, Some(area));
        town.person("住户", Some(home), &[roster::Role::Resident], 1980)
    };
    let (large, small, tiny) = (
        live_in("101", 20_000),
        live_in("102", 6_000),
        live_in("103", 5_000),
    );
    let notice = NoticeMotion {
        options: choose(1, 2),
        rule: "civil_code_278_ordinary".into(),
        ..town.draft()
    };
    let motion = town.put(notice);
    town.mark(large, motion, &options(&[1])).unwrap();
    town.mark(small, motion, &options(&[2])).unwrap();
    town.mark(tiny, motion, &options(&[2])).unwrap();
    let closed = town.close(motion).unwrap();
    // Option 1 has the area and not the heads, option 2 the heads and not the area.
    assert_eq!(closed.chosen, [0; 0]);
    let counts: Vec<(u64, u64)> = closed.options.iter().map(|o| (o.heads, o.area)).collect();
    assert_eq!(counts, [(1, 20_000), (2, 11_000)]);
}
