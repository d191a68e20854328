//! The tree, its two written forms and its one reader, against serde_json and against hostile bytes.

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::value::{Kind, MOST_LEVELS, Value};
use super::{from_json, from_packed, pack, parse, to_json};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Shape {
    Dot,
    Circle(u32),
    Line(i8, i64),
    Box { wide: u16, high: Option<u16> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Drawing {
    name: String,
    shapes: Vec<Shape>,
    sizes: BTreeMap<String, u64>,
    first: Option<(bool, Shape)>,
    #[serde(default)]
    later: u8,
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Dot),
        any::<u32>().prop_map(Shape::Circle),
        (any::<i8>(), any::<i64>()).prop_map(|(from, to)| Shape::Line(from, to)),
        (any::<u16>(), any::<Option<u16>>()).prop_map(|(wide, high)| Shape::Box { wide, high }),
    ]
}

fn drawing() -> impl Strategy<Value = Drawing> {
    let text = "[\\PC\u{0}-\u{1f}\"\\\\/\u{7f}]{0,12}";
    let sizes = proptest::collection::btree_map(text, any::<u64>(), 0..4);
    let first = proptest::option::of((any::<bool>(), shape()));
    (
        text,
        proptest::collection::vec(shape(), 0..4),
        sizes,
        first,
        any::<u8>(),
    )
        .prop_map(|(name, shapes, sizes, first, later)| Drawing {
            name,
            shapes,
            sizes,
            first,
            later,
        })
}

/// What a tree says, as serde_json would say it; numbers that no field of ours can hold are all the same.
fn plain(value: &Value) -> serde_json::Value {
    match &value.kind {
        Kind::Null => serde_json::Value::Null,
        Kind::Bool(truth) => (*truth).into(),
        Kind::Unsigned(number) => (*number).into(),
        Kind::Negative(number) => (*number).into(),
        Kind::Fraction => "a fraction".into(),
        Kind::Text(text) => text.as_ref().into(),
        Kind::Bytes(bytes) => bytes.to_vec().into(),
        Kind::List(values) => values.iter().map(plain).collect(),
        Kind::Object(members) => members
            .chunks(2)
            .map(|pair| {
                (
                    plain(&pair[0]).as_str().unwrap().to_owned(),
                    plain(&pair[1]),
                )
            })
            .collect(),
    }
}

fn without_fractions(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Number(number) if number.is_f64() => "a fraction".into(),
        serde_json::Value::Array(values) => values.into_iter().map(without_fractions).collect(),
        serde_json::Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, without_fractions(value)))
            .collect(),
        other => other,
    }
}

/// Texts that are JSON, or nearly.
fn jsonish() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        "[\\[\\]{},:]",
        Just("\"a\":".to_owned()),
        "-?[0-9]{1,21}",
        "-?(0|[1-9][0-9]{0,2})(\\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?",
        "\"[a-z灯\\\\/\"bfnrtu0-9]{0,6}\"",
        Just("\"\\u707f\\ud83d\\ude00\"".to_owned()),
        "\"\\\\u[dD][89a-fA-F][0-9a-f]{2}\"",
        "(true|false|null|nul| |\t|\n)",
    ];
    proptest::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

proptest! {
    #[test]
    fn json_is_written_as_serde_json_writes_it_and_read_again(drawing in drawing()) {
        let text = to_json(&drawing);
        prop_assert_eq!(&text, &serde_json::to_string(&drawing).unwrap());
        prop_assert_eq!(from_json::<Drawing>(&text), Ok(drawing));
    }

    #[test]
    fn packed_records_are_read_again(drawing in drawing()) {
        prop_assert_eq!(from_packed::<Drawing>(&pack(&drawing)), Some(drawing));
    }

    #[test]
    fn damaged_records_are_refused_or_read_without_panic(
        drawing in drawing(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
    ) {
        let mut bytes = pack(&drawing);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
            prop_assert_eq!(from_packed::<Drawing>(&bytes), None);
        }
        let _ = from_packed::<Drawing>(&bytes);
    }

    #[test]
    fn what_is_json_and_what_it_says_is_as_serde_json_has_it(text in jsonish()) {
        match (parse(&text), serde_json::from_str::<serde_json::Value>(&text)) {
            (Ok(ours), Ok(theirs)) => {
                prop_assert_eq!(ours.text, text.trim());
                prop_assert_eq!(plain(&ours), without_fractions(theirs));
            }
            // It refuses numbers that are too large for its floating-point ones.
            (Ok(_), Err(refused)) => prop_assert!(refused.to_string().starts_with("number out of range"), "{}", refused),
            (ours, theirs) => prop_assert!(ours.is_err() && theirs.is_err(), "{:?} {:?}", ours, theirs),
        }
    }

    #[test]
    fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,40}") {
        let _ = parse(&text);
    }
}

#[test]
fn the_order_of_fields_does_not_matter_and_unknown_ones_are_passed_over() {
    let text = r#"{"later":7,"x":{"y":[1.5]},"sizes":{},"shapes":[{"Box":{"high":2,"wide":1}}],"name":"a"}"#;
    let shapes = vec![Shape::Box {
        wide: 1,
        high: Some(2),
    }];
    let expected = Drawing {
        name: "a".into(),
        shapes,
        sizes: BTreeMap::new(),
        first: None,
        later: 7,
    };
    assert_eq!(from_json::<Drawing>(text), Ok(expected));
}

#[test]
fn a_fault_is_told_by_the_innermost_field() {
    for (text, expected) in [
        (r#"{"name":1,"shapes":[],"sizes":{}}"#, "`name`"),
        (
            r#"{"name":"","shapes":[{"Box":{"wide":-1}}],"sizes":{}}"#,
            "`wide`",
        ),
        (
            r#"{"name":"","shapes":[{"Circle":4294967296}],"sizes":{}}"#,
            "`shapes`",
        ),
        (r#"{"name":"","shapes":[1],"sizes":{}}"#, "`shapes`"),
        (r#"{"name":"","shapes":["Box"],"sizes":{}}"#, "`shapes`"),
        (
            r#"{"name":"","shapes":[{"Dot":null,"Circle":1}],"sizes":{}}"#,
            "`shapes`",
        ),
        (r#"{"name":"","shapes":[]}"#, "`sizes`"),
        (
            r#"{"name":"","shapes":[],"sizes":{},"later":256}"#,
            "`later`",
        ),
        (r#"{"name":"","name":"","shapes":[],"sizes":{}}"#, "`name`"),
        (r#"["",[],{},null,0]"#, "JSON"),
        ("{", "JSON"),
    ] {
        let fault = from_json::<Drawing>(text).unwrap_err().to_string();
        assert!(fault.contains(expected), "{text}: {fault}");
    }
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |levels: usize| format!("{}1{}", open.repeat(levels), close.repeat(levels));
        assert!(parse(&nested(MOST_LEVELS)).is_ok());
        assert!(parse(&nested(MOST_LEVELS + 1)).is_err());
        assert!(parse(&open.repeat(1_000_000)).is_err());
    }
    assert_eq!(from_packed::<Vec<u8>>(&[7; 1_000_000]), None);
}
