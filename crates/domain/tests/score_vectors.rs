//! The worked cases of the inspection score, in `tests/data/vectors/inspection-score.json`.
#![allow(clippy::unwrap_used)] // a test stops at the first surprise

use serde_json::Value as Json;
use yishi_domain::patrol::{Answer, CAP, Item, ItemKind, Severity, Value, mean, score};

const VECTORS: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/data/vectors/inspection-score.json"
));

fn number(value: &Json) -> u16 {
    u16::try_from(value.as_u64().unwrap()).unwrap()
}

/// The items and answers of a case.
fn case(items: &Json) -> (Vec<Item>, Vec<Answer>) {
    let (mut asked, mut answers) = (Vec::new(), Vec::new());
    for (place, item) in (1..).zip(items.as_array().unwrap()) {
        let max = number(&item["max"]);
        asked.push(Item {
            item: place,
            text: format!("第{place}项"),
            kind: ItemKind::Score { max },
            weight: number(&item["weight"]),
            critical: item["critical"].as_bool().unwrap(),
            photo_on_fail: false,
            severity: Severity::Minor,
            help: String::new(),
            shown_if: None,
        });
        answers.push(Answer {
            item: place,
            value: match &item["answer"] {
                Json::Null => Value::NotApplicable,
                points => Value::Points(number(points)),
            },
        });
    }
    (asked, answers)
}

#[test]
fn every_worked_case_has_the_expected_score() {
    let cases: Vec<Json> = serde_json::from_str(VECTORS).unwrap();
    assert_eq!(cases.len(), 100);
    for case_ in &cases {
        let (items, answers) = case(&case_["items"]);
        let scored = score(items.iter(), &answers);
        // The vectors write tenths with a point.
        let expected = match &case_["expect"] {
            Json::Null => None,
            expected => Some(expected.to_string().replace('.', "").parse().unwrap()),
        };
        assert_eq!(scored.tenths, expected, "{case_}");
        if !scored.capped_by.is_empty() {
            assert!(scored.tenths.unwrap() <= CAP);
        }
    }
}

#[test]
fn how_a_score_came_about_adds_up_to_it() {
    let cases: Vec<Json> = serde_json::from_str(VECTORS).unwrap();
    for case_ in &cases {
        let (items, answers) = case(&case_["items"]);
        let scored = score(items.iter(), &answers);
        let weight: u32 = scored.parts.iter().map(|part| u32::from(part.weight)).sum();
        assert_eq!(weight, scored.weight);
        let counted = scored.parts.iter().all(|part| part.points <= part.max);
        assert!(counted && scored.parts.len() <= items.len());
    }
}

#[test]
fn means_are_rounded_half_up_and_leave_out_what_has_no_score() {
    assert_eq!(mean([Some(905), Some(900)].into_iter()), Some(903));
    assert_eq!(mean([Some(1000), None, Some(599)].into_iter()), Some(800));
    assert_eq!(mean([None].into_iter()), None);
}
