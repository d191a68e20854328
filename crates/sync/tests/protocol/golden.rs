//! The shape of every command and event that was ever shipped, decoded for ever.
//!
//! A file is never changed once a release has written its type: phones and logs hold such texts. A new shape
//! is a new version, in a file of its own, with an upcast in the wire.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use yishi_domain::{Audience, Command, Event, EventId};
use yishi_sync::wire::{command_json, event_json, parse_command, parse_event};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/golden");

/// Texts by type and version.
fn golden(folder: &str) -> BTreeMap<(String, u16), String> {
    let files = std::fs::read_dir(Path::new(FOLDER).join(folder)).unwrap();
    let mut texts = BTreeMap::new();
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let (kind, version) = name
            .strip_suffix(".json")
            .and_then(|name| name.split_once(".v"))
            .expect(&name);
        let text = std::fs::read_to_string(&path).unwrap();
        texts.insert(
            (kind.to_owned(), version.parse().unwrap()),
            text.trim_end().to_owned(),
        );
    }
    texts
}

fn first_versions(golden: &BTreeMap<(String, u16), String>) -> BTreeSet<&str> {
    golden
        .keys()
        .filter(|(_, version)| *version == 1)
        .map(|(kind, _)| kind.as_str())
        .collect()
}

/// What a text of an earlier version says, in the words of the newest one.
fn as_newest(kind: &str, version: u16, text: &str) -> String {
    match (kind, version) {
        ("raise_opinion" | "opinion_raised", 1) => {
            second(text, &[("photos", "[]"), ("shop", "null")]).replacen("\"v\":2", "\"v\":3", 1)
        }
        ("raise_opinion" | "opinion_raised", 2) => {
            let text = text.replacen("\"v\":2", "\"v\":1", 1);
            second(&text, &[("shop", "null")]).replacen("\"v\":2", "\"v\":3", 1)
        }
        ("notice_motion", 1) => second(text, &[])
            .replacen(
                ",\"electorate\"",
                ",\"options\":\"approval\",\"electorate\"",
                1,
            )
            .replacen(",\"opens_at\"", ",\"sealed\":false,\"opens_at\"", 1),
        ("motion_noticed", 1) => second(text, &[])
            .replacen(
                ",\"electorate\"",
                ",\"options\":\"approval\",\"electorate\"",
                1,
            )
            .replacen(
                ",\"participation\"",
                ",\"notice_days\":0,\"participation\"",
                1,
            )
            .replacen(",\"opens_at\"", ",\"sealed\":false,\"opens_at\"", 1),
        ("motion_closed", 1) => second(text, &[])
            .replacen(",\"outcome\"", ",\"options\":[],\"outcome\"", 1)
            .replacen(",\"ballots\"", ",\"chosen\":[],\"ballots\"", 1),
        ("cast_ballot", 1) => second(text, &[("seal", "null")]),
        ("ballot_cast", 1) => second(text, &[("way", "\"phone\""), ("entry", "null")]).replacen(
            "\"choice\":\"approve\"",
            "\"choice\":[\"approve\"]",
            1,
        ),
        ("ballot_counted", 1) => second(text, &[]),
        ("opinion_answered" | "opinion_declined", 1) => second(text, &[("by", "null")]),
        ("meeting_advanced", 1) => second(text, &[("seats", "null")]),
        ("schedule_topic" | "topic_scheduled", 1) => {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            let opinion = value["body"]["opinion"].to_string();
            let source = match opinion.as_str() {
                "null" => "\"member\"".to_owned(),
                id => format!("{{\"opinion\":{id}}}"),
            };
            text.replacen("\"v\":1", "\"v\":2", 1).replacen(
                &format!("\"opinion\":{opinion},"),
                &format!("\"source\":{source},"),
                1,
            )
        }
        _ => text.to_owned(),
    }
}

/// The text as a second version, with these fields at the end of its body.
fn second(text: &str, fields: &[(&str, &str)]) -> String {
    let text = text.replacen("\"v\":1", "\"v\":2", 1);
    let mut text = text.strip_suffix("}}").unwrap().to_owned();
    for (name, value) in fields {
        text += &format!(",\"{name}\":{value}");
    }
    text + "}}"
}

/// An event again as its text says it.
pub(crate) fn event_again(text: &str) -> String {
    let event = parse_event(text).unwrap();
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let id: EventId = value["id"].as_str().unwrap().parse().unwrap();
    let audiences: Vec<Audience> = event
        .audiences
        .iter()
        .map(|audience| audience.parse().unwrap())
        .collect();
    let recorded = event
        .recorded
        .unwrap_or_else(|| panic!("not understood: {text}"));
    event_json(event.seq, id, &audiences, &recorded)
}

/// A command again as its text says it.
pub(crate) fn command_again(text: &str) -> String {
    let command = parse_command(text).unwrap();
    let wanted = command
        .command
        .unwrap_or_else(|code| panic!("{code}: {text}"));
    command_json(command.id, command.at, &wanted)
}

#[test]
fn every_type_has_a_golden_file_and_every_file_a_type() {
    let (commands, events) = (golden("commands"), golden("events"));
    assert_eq!(
        first_versions(&commands),
        Command::NAMES.iter().copied().collect()
    );
    assert_eq!(
        first_versions(&events),
        Event::NAMES.iter().copied().collect()
    );
}

#[test]
fn every_golden_command_is_decoded_and_encoded_again_as_it_stands() {
    for ((kind, version), text) in golden("commands") {
        assert_eq!(parse_command(&text).unwrap().command.unwrap().name(), kind);
        let expected = as_newest(&kind, version, &text);
        assert_eq!(command_again(&text), expected, "{kind}.v{version}");
    }
}

#[test]
fn every_golden_event_is_decoded_and_encoded_again_as_it_stands() {
    for ((kind, version), text) in golden("events") {
        assert_eq!(
            parse_event(&text).unwrap().recorded.unwrap().event.name(),
            kind
        );
        let expected = as_newest(&kind, version, &text);
        assert_eq!(event_again(&text), expected, "{kind}.v{version}");
    }
}

#[test]
fn the_version_that_is_written_has_a_golden_file_and_a_later_one_is_not_understood() {
    for (folder, again) in [
        ("commands", command_again as fn(&str) -> String),
        ("events", event_again),
    ] {
        let golden = golden(folder);
        for ((kind, version), text) in &golden {
            let written: serde_json::Value = serde_json::from_str(&again(text)).unwrap();
            let written = u16::try_from(written["v"].as_u64().unwrap()).unwrap();
            assert!(
                golden.contains_key(&(kind.clone(), written)),
                "{kind}.v{written}"
            );
            for unknown in [0, written + 1] {
                let later =
                    text.replacen(&format!("\"v\":{version}"), &format!("\"v\":{unknown}"), 1);
                let understood = match folder {
                    "commands" => parse_command(&later).unwrap().command.is_ok(),
                    _ => parse_event(&later).unwrap().recorded.is_some(),
                };
                assert!(!understood, "{kind}.v{unknown}");
            }
        }
    }
}

#[test]
fn what_an_earlier_version_passed_over_does_not_come_back_by_a_later_one() {
    let text = &golden("commands")[&("raise_opinion".to_owned(), 1)];
    let odd = text.replacen("\"body\":{", "\"body\":{\"photos\":[\"x\"],", 1);
    assert_eq!(command_again(&odd), as_newest("raise_opinion", 1, text));
}

#[test]
fn a_topic_of_the_first_version_may_come_from_no_opinion() {
    let golden = golden("events");
    let text = &golden[&("topic_scheduled".to_owned(), 1)];
    let opinion = "\"0193a5c0-0020-7001-8001-0000000576f9\"";
    assert!(text.contains(opinion));
    let text = text.replacen(opinion, "null", 1);
    assert!(event_again(&text).contains("\"source\":\"member\""));
    assert_eq!(event_again(&text), as_newest("topic_scheduled", 1, &text));
}

#[test]
fn fields_that_are_not_known_are_passed_over() {
    for ((kind, version), text) in golden("events") {
        let more = text.replacen(
            "\"body\":{",
            "\"later\":1,\"body\":{\"later\":{\"a\":[]},",
            1,
        );
        assert_eq!(
            event_again(&more),
            as_newest(&kind, version, &text),
            "{kind}"
        );
    }
    for ((kind, version), text) in golden("commands") {
        let more = text.replacen(
            "\"body\":{",
            "\"later\":1,\"body\":{\"later\":{\"a\":[]},",
            1,
        );
        assert_eq!(
            command_again(&more),
            as_newest(&kind, version, &text),
            "{kind}"
        );
    }
}

#[test]
fn what_the_first_closed_votes_published_is_read_for_ever() {
    use yishi_domain::council::{Choice, Publication, PublishedBallot, Way};
    let text = r#"[{"voter":"3-2-301","choice":"approve","area":9518,"receipt":"7Q2M-X9VC"},
        {"voter":"李梅","choice":"abstain","area":0,"receipt":"0000-0001"}]"#;
    let ballot = |voter: &str, choice, area, receipt: &str| PublishedBallot {
        voter: Some(voter.into()),
        choice: vec![choice],
        area,
        receipt: receipt.into(),
        way: Some(Way::Phone),
    };
    let expected = Publication {
        ballots: vec![
            ballot("3-2-301", Choice::Approve, 9_518, "7Q2M-X9VC"),
            ballot("李梅", Choice::Abstain, 0, "0000-0001"),
        ],
        ..Publication::default()
    };
    let read = yishi_sync::wire::parse_ballots(text.as_bytes());
    assert_eq!(read, Ok(expected));
    assert!(yishi_sync::wire::parse_ballots(b"[{\"voter\":1}]").is_err());
    assert!(yishi_sync::wire::parse_ballots(b"\xff").is_err());
}
