//! `docs/PROTOCOL.md` says what the code does: its examples are read and written again, and nothing is missing.

mod samples;

use self::samples::{problems, rejections};
use super::golden::{command_again, event_again};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use yishi_domain::{Command, Event, Rejection, Right, right};
use yishi_sync::wire::{
    ArrivedEvent, Detail, JoinAnswer, JoinRequest, LiveParts, ProblemAnswer, SyncRequest,
    ballots_json, live_json, parse_answer, parse_ballots, parse_live, parse_problem, problem_json,
    rejection_parts,
};
use yishi_sync::{MOST_BYTES, MOST_COMMANDS, MOST_EVENTS, Problem};

const DOCUMENT: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../docs/PROTOCOL.md"
));

/// Every example in JSON, with the heading that it stands under.
fn examples() -> Vec<(&'static str, &'static str)> {
    let (mut heading, mut examples, mut rest) = ("", Vec::new(), DOCUMENT);
    while let Some(line) = rest.lines().next() {
        let after = &rest[line.len()..];
        rest = after.strip_prefix('\n').unwrap_or(after);
        if line.starts_with('#') {
            heading = line;
        } else if line == "```json" {
            let end = rest.find("\n```").expect("every example ends");
            examples.push((heading, &rest[..end]));
            rest = &rest[end + 5..];
        }
    }
    examples
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn news_again(text: &str) -> Value {
    let news = parse_live(text).unwrap();
    let event = |arrived: &ArrivedEvent| (arrived.event.seq, event_again(arrived.text));
    let events: Vec<(u64, String)> = news.events.iter().map(event).collect();
    value(&live_json(&LiveParts {
        epoch: news.epoch,
        now: news.now,
        after: news.after,
        cursors: &news.cursors,
        events: &events,
    }))
}

/// The cells of the row of a code.
fn row(code: &str) -> Vec<&'static str> {
    let start = format!("| `{code}` |");
    let line = DOCUMENT
        .lines()
        .find(|line| line.starts_with(&start))
        .unwrap_or_else(|| panic!("{code} is missing"));
    line.trim_matches('|').split('|').map(str::trim).collect()
}

fn names(cell: &str) -> BTreeSet<String> {
    cell.split(',')
        .map(|name| name.trim().trim_matches('`'))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The names of the particulars that travel with a code.
fn particulars(detail: &Detail) -> BTreeSet<String> {
    if detail.is_empty() {
        return BTreeSet::new();
    }
    let fields = value(detail.as_json());
    fields.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn every_example_is_read_and_written_again() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (heading, text) in examples() {
        let example = value(text);
        let has = |key: &str| example.get(key).is_some();
        if has("format") {
            // A file, which another program reads: `recount.rs` has it counted.
            continue;
        }
        let (kind, again) = if has("seq") {
            ("event", value(&event_again(text)))
        } else if has("body") {
            ("command", value(&command_again(text)))
        } else if has("protocol") {
            let request = SyncRequest::parse(text).unwrap();
            assert!(request.push.iter().all(|command| command.command.is_ok()));
            assert_eq!(
                request.push.len(),
                example["push"].as_array().unwrap().len()
            );
            ("request", example.clone())
        } else if has("after") {
            ("news", news_again(text))
        } else if has("epoch") {
            let answer = parse_answer(text).unwrap();
            answer
                .events
                .iter()
                .for_each(|event| drop(event_again(event.text)));
            assert!(
                answer
                    .rejected
                    .iter()
                    .all(|rejected| Rejection::CODES.contains(&rejected.code.as_str()))
            );
            ("answer", example.clone())
        } else if has("status") {
            let problem: ProblemAnswer = parse_problem(text).unwrap();
            let again = json!({
                "type": "about:blank",
                "title": problem.title,
                "status": problem.status,
                "code": problem.code,
                "detail": value(problem.detail.as_json()),
            });
            ("problem", again)
        } else if has("member") {
            (
                "join answer",
                serde_json::to_value(serde_json::from_str::<JoinAnswer>(text).unwrap()).unwrap(),
            )
        } else if has("code") {
            (
                "join",
                serde_json::to_value(serde_json::from_str::<JoinRequest>(text).unwrap()).unwrap(),
            )
        } else {
            let ballots = parse_ballots(text.as_bytes()).unwrap();
            (
                "ballots",
                serde_json::from_slice(&ballots_json(&ballots)).unwrap(),
            )
        };
        assert_eq!(again, example, "{heading}");
        *seen.entry(kind).or_default() += 1;
    }
    let expected = [
        "answer",
        "ballots",
        "command",
        "event",
        "join",
        "join answer",
        "news",
        "problem",
        "request",
    ];
    assert!(seen.keys().copied().eq(expected), "{seen:?}");
}

#[test]
fn every_command_and_event_has_an_example_under_its_name() {
    for (names, mark) in [(Command::NAMES, "` · "), (Event::NAMES, "` → ")] {
        for name in names {
            let start = format!("### `{name}{mark}");
            let of_type = |(heading, text): &&(&str, &str)| {
                heading.starts_with(&start) && value(text)["type"] == **name
            };
            assert_eq!(examples().iter().filter(of_type).count(), 1, "{name}");
        }
    }
}

#[test]
fn whoever_may_give_a_command_stands_behind_its_name() {
    for name in Command::NAMES {
        let who = match right(name).unwrap() {
            Right::Operator => "Operator",
            Right::Guest => "Guest",
            Right::Member => "Every member",
            Right::Staff => "Staff",
            Right::StaffOrClock => "Staff or the clock",
            Right::Lead => "The lead or staff",
            Right::Link => "Link members or staff",
            Right::Triage => "Staff or representatives",
            Right::Party => "Whoever it is of or staff",
            Right::LinkOrClock => "Link members, staff or the clock",
            Right::Representative => "Representatives",
            Right::Patrol => "Representatives or staff",
            Right::Merchant => "Merchants",
        };
        let heading = format!("### `{name}` · {who}");
        assert!(DOCUMENT.lines().any(|line| line == heading), "{heading}");
    }
}

#[test]
fn whom_an_event_is_for_stands_behind_its_name() {
    for (heading, text) in examples()
        .iter()
        .filter(|(heading, _)| heading.contains('→'))
    {
        let audiences = value(text)["audiences"].clone();
        let audiences = audiences.as_array().unwrap();
        assert_eq!(
            audiences.is_empty(),
            heading.ends_with("nobody"),
            "{heading}"
        );
        for audience in audiences {
            let kind = audience.as_str().unwrap().split(':').next().unwrap();
            assert!(
                heading.contains(&format!("`{kind}")),
                "{heading} leaves out {kind}"
            );
        }
    }
}

#[test]
fn every_rejection_stands_in_the_document_with_its_particulars() {
    let rejections = rejections();
    let sampled: BTreeSet<&str> = rejections.iter().map(Rejection::code).collect();
    assert_eq!(sampled, Rejection::CODES.iter().copied().collect());
    for rejection in rejections {
        let (code, detail) = rejection_parts(&rejection);
        assert_eq!(names(row(code)[1]), particulars(&detail), "{code}");
    }
    for code in ["malformed_command", "unknown_command"] {
        assert!(DOCUMENT.contains(&format!("`{code}`")), "{code}");
    }
}

#[test]
fn every_problem_stands_in_the_document_with_its_status_and_particulars() {
    for problem in problems() {
        let answer = parse_problem(&problem_json(&problem)).unwrap();
        let row = row(problem.code());
        assert_eq!(row[1], answer.status.to_string(), "{}", answer.code);
        assert_eq!(
            names(row[2]),
            particulars(&answer.detail),
            "{}",
            answer.code
        );
        if let Some(seconds) = problem.retry_after().filter(|_| answer.detail.is_empty()) {
            assert!(
                row[3].contains(&format!("`Retry-After: {seconds}`")),
                "{}",
                answer.code
            );
        }
    }
    let refused = Problem::Refused(Rejection::InvitationSpent);
    assert_eq!(
        (refused.code(), refused.status()),
        ("invitation_spent", 422)
    );
}

#[test]
fn the_limits_of_the_document_are_those_of_the_code() {
    let limit = |what: &str| {
        let line = DOCUMENT
            .lines()
            .find(|line| line.starts_with(&format!("| {what} |")))
            .expect(what);
        let digits = line
            .split('|')
            .nth(2)
            .unwrap()
            .chars()
            .filter(char::is_ascii_digit)
            .collect::<String>();
        digits.parse::<usize>().unwrap()
    };
    assert_eq!(limit("body of a request"), MOST_BYTES);
    assert_eq!(limit("commands in a push"), MOST_COMMANDS);
    assert_eq!(limit("events in an answer"), MOST_EVENTS);
}
