//! Versions of commands and events: which one is written, and how an earlier one is read.
//!
//! A type whose meaning grows gets a new version; what was written in an earlier one is read as the newest for ever.

use super::value::{Kind, Value};

/// Types that have left their first version behind, with the version that is written now.
const NEWEST: [(&str, u16); 13] = [
    ("raise_opinion", 3),
    ("opinion_raised", 3),
    ("schedule_topic", 2),
    ("topic_scheduled", 2),
    ("opinion_answered", 2),
    ("opinion_declined", 2),
    ("meeting_advanced", 2),
    ("notice_motion", 2),
    ("motion_noticed", 2),
    ("motion_closed", 2),
    ("cast_ballot", 2),
    ("ballot_cast", 2),
    ("ballot_counted", 2),
];

/// The version that is written of a type.
pub(super) fn newest(kind: &str) -> u16 {
    NEWEST
        .iter()
        .find(|(name, _)| *name == kind)
        .map_or(1, |(_, version)| *version)
}

/// What a body of that version says, in the words of the newest; nothing if the version is not known here.
pub(super) fn upcast<'a>(kind: &str, version: u16, body: Value<'a>) -> Option<Value<'a>> {
    if !(1..=newest(kind)).contains(&version) {
        return None;
    }
    Some(match (kind, version) {
        // Version 2 has photos, version 3 a shop.
        ("raise_opinion" | "opinion_raised", 1) => {
            with(with(body, "photos", empty_list()), "shop", null())
        }
        ("raise_opinion" | "opinion_raised", 2) => with(body, "shop", null()),
        // Version 2 says who.
        ("opinion_answered" | "opinion_declined", 1) => with(body, "by", null()),
        // Version 2 says how many representatives there are.
        ("meeting_advanced", 1) => with(body, "seats", null()),
        // Version 2 has the opinion as one of several sources.
        ("schedule_topic" | "topic_scheduled", 1) => with_source(body),
        // Version 2 has options to choose from, and sealed votes.
        ("notice_motion", 1) => of_a_question(body),
        // So has this one, and its rule asks for days of notice.
        ("motion_noticed", 1) => {
            let days = |rule| with(rule, "notice_days", Value::of("0", Kind::Unsigned(0)));
            of_a_question(change(body, "rule", days))
        }
        ("motion_closed", 1) => with(with(body, "options", empty_list()), "chosen", empty_list()),
        // Version 2 marks several options, tells in which way a ballot came, and who has entered it.
        ("ballot_cast", 1) => {
            let body = change(body, "choice", alone);
            let body = with(body, "way", text("\"phone\"", "phone"));
            with(body, "entry", null())
        }
        // Version 2 has seals.
        ("cast_ballot", 1) => with(body, "seal", null()),
        // Version 2 of `ballot_counted` comes after some ballots, not after each.
        _ => body,
    })
}

/// A motion before there were any but questions with open votes.
fn of_a_question(body: Value) -> Value {
    let body = with(body, "options", text("\"approval\"", "approval"));
    with(body, "sealed", Value::of("false", Kind::Bool(false)))
}

/// A published ballot before there were several marks and several ways.
pub(super) fn upcast_ballot(ballot: Value) -> Value {
    let ballot = change(ballot, "choice", alone);
    with(ballot, "way", text("\"phone\"", "phone"))
}

fn empty_list() -> Value<'static> {
    Value::of("[]", Kind::List(Vec::new()))
}

fn null() -> Value<'static> {
    Value::of("null", Kind::Null)
}

fn text(json: &'static str, says: &'static str) -> Value<'static> {
    Value::of(json, Kind::Text(says.into()))
}

/// A list with nothing but this value.
fn alone(value: Value) -> Value {
    Value::of(value.text, Kind::List(vec![value]))
}

/// The object with that value in that field, whatever an earlier version had there.
fn with<'a>(object: Value<'a>, name: &'static str, value: Value<'a>) -> Value<'a> {
    let Kind::Object(members) = object.kind else {
        return object;
    };
    let mut kept = Vec::with_capacity(members.len() + 2);
    let mut members = members.into_iter();
    while let (Some(key), Some(value)) = (members.next(), members.next()) {
        if !key.is_text(name) {
            kept.extend([key, value]);
        }
    }
    kept.push(Value::of("", Kind::Text(name.into())));
    kept.push(value);
    Value::of(object.text, Kind::Object(kept))
}

/// The object with the value of that field changed.
fn change<'a>(
    mut object: Value<'a>,
    name: &'static str,
    change: impl FnOnce(Value<'a>) -> Value<'a>,
) -> Value<'a> {
    match object.take(name) {
        Ok(value) => with(object, name, change(value)),
        Err(_) => object,
    }
}

/// Where a topic comes from: its opinion, or else nowhere in particular.
fn with_source(mut body: Value<'_>) -> Value<'_> {
    let source = match body.field("opinion") {
        // What is wrong with it is found where the body is read.
        Err(_) => return body,
        Ok(id) if id.is_null() => Value::of("\"member\"", Kind::Text("member".into())),
        Ok(_) => match body.take("opinion") {
            Ok(id) => Value::variant("opinion", id),
            Err(_) => return body,
        },
    };
    with(body, "source", source)
}
