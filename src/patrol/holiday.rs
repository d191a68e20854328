//! Public holidays, so that whoever plans patrols sees which of them fall on one.
//!
//! The days are those of the State Council's Regulation on Public Holidays (全国年节及纪念日放假办法, as of 2025). Days
//! that are moved around them are announced year by year, so this only points at a day; staff decide. The lunar ones are
//! told by the browser's Chinese calendar.

use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use yishi_domain::Date;

use super::words::noon;
use crate::text::t;

/// The public holiday on a day.
pub(super) fn holiday(day: Date) -> Option<&'static str> {
    let texts = t().patrol;
    match (day.month, day.day) {
        (1, 1) => return Some(texts.new_year()),
        (4, of) if i32::from(of) == qingming(day.year) => return Some(texts.qingming()),
        (5, 1..=2) => return Some(texts.labour_day()),
        (10, 1..=3) => return Some(texts.national_day()),
        _ => {}
    }
    // The eve of the new year is the day before the first one, however many days the last month has.
    match (lunar(day)?, lunar(day.plus_days(1))?) {
        ((1, 1..=3), _) | (_, (1, 1)) => Some(texts.spring_festival()),
        ((5, 5), _) => Some(texts.dragon_boat()),
        ((8, 15), _) => Some(texts.mid_autumn()),
        _ => None,
    }
}

/// The day of April on which the sun stands at 15°, by the usual formula for this century.
fn qingming(year: i32) -> i32 {
    let of_century = year.rem_euclid(100);
    (2_422 * of_century + 48_100) / 10_000 - of_century / 4
}

/// Month and day of the Chinese calendar; nothing in a leap month, which has no holidays, or where the browser has no
/// such calendar.
fn lunar(day: Date) -> Option<(u8, u8)> {
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    let at = JsValue::from_f64(noon(day) as f64);
    let text = format()?
        .call1(&JsValue::UNDEFINED, &at)
        .ok()?
        .as_string()?;
    let (month, day) = text.split_once('/')?;
    Some((month.trim().parse().ok()?, day.trim().parse().ok()?))
}

fn format() -> Option<Function> {
    let options = Object::new();
    for (name, value) in [
        ("month", "numeric"),
        ("day", "numeric"),
        ("timeZone", "Asia/Shanghai"),
    ] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    let locale = Array::of1(&"en-US-u-ca-chinese".into());
    Some(Intl::DateTimeFormat::new(&locale, options.unchecked_ref()).format())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn holidays_are_where_the_calendar_has_them() {
        let names: Vec<Option<&str>> = [
            "2026-02-16", // the eve
            "2026-02-17",
            "2026-02-19",
            "2026-04-05",
            "2026-06-19",
            "2026-09-25",
            "2026-10-02",
            "2027-01-01",
            "2026-11-27",
            "2026-02-20",
        ]
        .map(|day| holiday(day.parse().expect("a day")))
        .into();
        let known = [
            Some("春节"),
            Some("春节"),
            Some("春节"),
            Some("清明"),
            Some("端午"),
            Some("中秋"),
            Some("国庆"),
            Some("元旦"),
            None,
            None,
        ];
        assert_eq!(names, known);
    }
}
