//! The worked cases of the voting rules, shared with anybody who writes these rules again.
#![allow(clippy::unwrap_used)] // a test stops at the first surprise

use serde::Deserialize;
use std::collections::BTreeMap;
use yishi_domain::council::{Base, Count, Outcome, Rule, Share, Tally};

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/data/vectors/voting.json"
);

#[derive(Deserialize)]
struct Vectors {
    rules: BTreeMap<String, RuleVector>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleVector {
    participation: Option<ShareVector>,
    approval: ShareVector,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShareVector {
    base: Option<Base>,
    heads: Option<String>,
    area: Option<String>,
    strict: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rule: String,
    why: String,
    tally: Tally,
    expect: Outcome,
}

fn vectors() -> Vectors {
    let text = std::fs::read_to_string(FILE).expect("the vectors stand in tests/data");
    serde_json::from_str(&text).expect("the vectors have the expected form")
}

fn share(text: Option<&String>) -> Option<Share> {
    let (of, parts) = text?
        .split_once('/')
        .expect("a share is written as a fraction");
    Some(Share {
        of: of.parse().unwrap(),
        parts: parts.parse().unwrap(),
    })
}

#[test]
fn every_worked_case_has_the_expected_outcome() {
    let vectors = vectors();
    assert_eq!(vectors.cases.len(), 300);
    let mut used = BTreeMap::new();
    for (index, case) in vectors.cases.iter().enumerate() {
        let rule = Rule::preset(&case.rule).unwrap_or_else(|| panic!("no rule {}", case.rule));
        assert_eq!(
            rule.outcome(&case.tally),
            case.expect,
            "case {index}: {}, {}",
            case.rule,
            case.why
        );
        *used
            .entry(case.rule.as_str())
            .or_insert([false; 2])
            .get_mut(usize::from(case.expect.passed))
            .unwrap() = true;
    }
    // The cases would prove little about a rule by which all of them pass, or none.
    assert!(used.values().all(|seen| *seen == [true; 2]), "{used:?}");
    assert_eq!(used.len(), vectors.rules.len());
}

#[test]
fn presets_are_the_rules_of_the_vectors() {
    let rules = vectors().rules;
    let presets = Rule::presets();
    assert_eq!(presets.len(), rules.len());
    for preset in presets {
        let rule = &rules[&preset.name];
        let approval = preset.approval;
        assert_eq!(Some(approval.base), rule.approval.base, "{}", preset.name);
        assert_eq!(
            approval.heads,
            share(rule.approval.heads.as_ref()),
            "{}",
            preset.name
        );
        assert_eq!(
            approval.area,
            share(rule.approval.area.as_ref()),
            "{}",
            preset.name
        );
        assert_eq!(approval.strict, rule.approval.strict, "{}", preset.name);
        assert_eq!(
            preset.participation.is_some(),
            rule.participation.is_some(),
            "{}",
            preset.name
        );
        if let (Some(ours), Some(theirs)) = (preset.participation, &rule.participation) {
            assert!(
                theirs.base.is_none(),
                "a quorum is always of the electorate"
            );
            assert_eq!(ours.heads, share(theirs.heads.as_ref()), "{}", preset.name);
            assert_eq!(ours.area, share(theirs.area.as_ref()), "{}", preset.name);
            assert_eq!(ours.strict, theirs.strict, "{}", preset.name);
        }
    }
}

#[test]
fn what_the_quorum_needs_is_the_least_that_meets_it() {
    for case in vectors().cases {
        let rule = Rule::preset(&case.rule).unwrap();
        let Some(needed) = rule.needed(case.tally.electorate) else {
            continue;
        };
        let with = |participants| {
            rule.outcome(&Tally {
                participants,
                ..case.tally
            })
            .quorum
        };
        assert!(with(needed), "{}: {}", case.rule, case.why);
        assert!(
            !with(Count {
                heads: needed.heads - 1,
                ..needed
            }),
            "{}: {}",
            case.rule,
            case.why
        );
        if needed.area > 0 {
            assert!(
                !with(Count {
                    area: needed.area - 1,
                    ..needed
                }),
                "{}: {}",
                case.rule,
                case.why
            );
        }
    }
}
