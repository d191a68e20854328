//! Versions of commands and events: which one is written, and how an earlier one is read.
//!
//! A type whose meaning grows gets a new version; what was written in an earlier one is read as the newest for ever.

use super::value::{Kind, Value};

/// Types that have left their first version behind, with the version that is written now.
const NEWEST: [(&str, u16); 2] = [("raise_opinion", 2), ("opinion_raised", 2)];

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
        ("raise_opinion" | "opinion_raised", 1) => with_empty_list(body, "photos"),
        _ => body,
    })
}

/// The object with an empty list in that field, whatever an earlier version had there.
fn with_empty_list<'a>(body: Value<'a>, name: &'static str) -> Value<'a> {
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
    kept.push(Value::of("[]", Kind::List(Vec::new())));
    Value::of(body.text, Kind::Object(kept))
}
