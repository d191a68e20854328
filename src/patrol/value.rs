//! Answers in words.

use yishi_domain::patrol::{Item, ItemKind, Value, Verdict, write_decimal};

use crate::text::t;
use crate::ui::{Badge, Tone};
use crate::view::prelude::*;

/// 合格, 3 / 5, 4.5 ℃
pub(super) fn words(item: &Item, value: &Value) -> String {
    let texts = t().inspect;
    match (value, &item.kind) {
        (Value::Pass, _) => texts.pass().to_owned(),
        (Value::Fail, _) => texts.fail().to_owned(),
        (Value::NotApplicable, _) => texts.not_applicable().to_owned(),
        (Value::Points(points), ItemKind::Score { max }) => texts.points(points, max),
        (Value::Option(option), ItemKind::Choice { options }) => {
            let option = options.get(usize::from(*option));
            option.map(|option| option.text.clone()).unwrap_or_default()
        }
        (Value::Number(number), ItemKind::Number { unit, decimals, .. }) => {
            with_unit(write_decimal(*number, *decimals), unit)
        }
        (Value::Text(text), _) => text.clone(),
        (Value::Photos(photos), _) => texts.photos(photos.len()),
        // Another version of the item asked something else.
        (Value::Points(points), _) => points.to_string(),
        (Value::Option(_) | Value::Number(_), _) => String::new(),
    }
}

/// 4.5 ℃; 4.5 where there is no unit.
pub(super) fn with_unit(number: String, unit: &str) -> String {
    match unit.is_empty() {
        true => number,
        false => format!("{number} {unit}"),
    }
}

/// What is in order of a number: 0–8 ℃, at least 3.
pub(super) fn range(
    least: Option<i64>,
    most: Option<i64>,
    decimals: u8,
    unit: &str,
) -> Option<String> {
    let texts = t().inspect;
    let number = |number: i64| write_decimal(number, decimals);
    Some(match (least, most) {
        // A dash between negative numbers is taken for another sign.
        (Some(least), Some(most)) => {
            let both = match least < 0 || most < 0 {
                true => texts.from_to(number(least), number(most)),
                false => format!("{}–{}", number(least), number(most)),
            };
            texts.range(with_unit(both, unit))
        }
        (Some(least), None) => texts.at_least(with_unit(number(least), unit)),
        (None, Some(most)) => texts.at_most(with_unit(number(most), unit)),
        (None, None) => return None,
    })
}

/// How good an answer is.
pub(super) fn tone(item: &Item, value: &Value) -> Tone {
    match item.verdict(value) {
        Verdict::Passed => Tone::Ok,
        Verdict::Failed => Tone::Bad,
        Verdict::NotApplicable | Verdict::Told => Tone::Plain,
    }
}

/// The same as a mark. Words stand for themselves.
pub(super) fn badge(item: &Item, value: &Value) -> View {
    match value {
        Value::Text(text) => view! { <span class="said">{text.clone()}</span> },
        _ => view! { <Badge text=words(item, value) tone=tone(item, value) /> },
    }
}
