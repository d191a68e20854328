//! Versions of commands and events: which one is written, and how an earlier one is read.
//!
//! A type whose meaning grows gets a new version; what was written in an earlier one is read as the newest for ever.

use super::value::{Kind, Value};

/// Types that have left their first version behind, with the version that is written now.
const NEWEST: [(&str, u16); 7] = [
    ("raise_opinion", 2),
    ("opinion_raised", 2),
    ("schedule_topic", 2),
    ("topic_scheduled", 2),
    ("opinion_answered", 2),
    ("opinion_declined", 2),
    ("meeting_advanced", 2),
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
        // Version 2 has photos.
        ("raise_opinion" | "opinion_raised", 1) => {
            with(body, "photos", Value::of("[]", Kind::List(Vec::new())))
        }
        // Version 2 says who.
        ("opinion_answered" | "opinion_declined", 1) => with(body, "by", nothing()),
        // Version 2 says how many representatives there are.
        ("meeting_advanced", 1) => with(body, "seats", nothing()),
        // Version 2 has the opinion as one of several sources.
        ("schedule_topic" | "topic_scheduled", 1) => with_source(body),
        _ => body,
    })
}

fn nothing() -> Value<'static> {
    Value::of("null", Kind::Null)
}

/// The object with that value in that field, whatever an earlier version had there.
fn with<'a>(body: Value<'a>, name: &'static str, value: Value<'a>) -> Value<'a> {
    let Kind::Object(members) = body.kind else {
        return body;
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
    Value::of(body.text, Kind::Object(kept))
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
