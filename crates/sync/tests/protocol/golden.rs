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
        assert_eq!(command_again(&text), text, "{kind}.v{version}");
    }
}

#[test]
fn every_golden_event_is_decoded_and_encoded_again_as_it_stands() {
    for ((kind, version), text) in golden("events") {
        assert_eq!(
            parse_event(&text).unwrap().recorded.unwrap().event.name(),
            kind
        );
        assert_eq!(event_again(&text), text, "{kind}.v{version}");
    }
}

#[test]
fn fields_that_are_not_known_are_passed_over() {
    for ((kind, _), text) in golden("events") {
        let more = text.replacen(
            "\"body\":{",
            "\"later\":1,\"body\":{\"later\":{\"a\":[]},",
            1,
        );
        assert_eq!(event_again(&more), text, "{kind}");
    }
    for ((kind, _), text) in golden("commands") {
        let more = text.replacen(
            "\"body\":{",
            "\"later\":1,\"body\":{\"later\":{\"a\":[]},",
            1,
        );
        assert_eq!(command_again(&more), text, "{kind}");
    }
}
