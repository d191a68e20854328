//! Moments as people say them, by the browser's Intl, in the community's time zone. Moments are milliseconds
//! since 1970, as in the domain's `Timestamp`.

use std::cell::RefCell;

use crate::view::prelude::*;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::prefs;
use crate::text::{Language, t};

/// The community's time zone, wherever the phone is.
pub const ZONE: &str = "Asia/Shanghai";
const DAY: i64 = 86_400_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// 2026-11-30: only compared, never shown
    Key,
    Day,
    DayOfYear,
    Month,
    Weekday,
    Clock,
}

impl Form {
    fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Key => &[
                ("year", "numeric"),
                ("month", "2-digit"),
                ("day", "2-digit"),
            ],
            Self::Day => &[("month", "long"), ("day", "numeric")],
            Self::DayOfYear => &[("year", "numeric"), ("month", "long"), ("day", "numeric")],
            Self::Month => &[("year", "numeric"), ("month", "long")],
            Self::Weekday => &[("weekday", "short")],
            Self::Clock => &[
                ("hour", "numeric"),
                ("minute", "2-digit"),
                ("hourCycle", "h23"),
            ],
        }
    }
}

/// Now, in milliseconds since 1970.
pub fn now() -> i64 {
    crate::clock::now().0
}

/// 20:00
pub fn clock(at: i64) -> String {
    format(Form::Clock, at)
}

/// 11 月 30 日; with the year if it is another one.
pub fn day(at: i64) -> String {
    let same_year = format(Form::Key, at).get(..4) == format(Form::Key, now()).get(..4);
    format(
        if same_year {
            Form::Day
        } else {
            Form::DayOfYear
        },
        at,
    )
}

/// 11 月 30 日, whatever the year.
pub fn month_day(at: i64) -> String {
    format(Form::Day, at)
}

/// 2026 年 11 月 30 日, always with the year.
pub fn full_day(at: i64) -> String {
    format(Form::DayOfYear, at)
}

/// 2026 年 11 月
pub fn month(at: i64) -> String {
    format(Form::Month, at)
}

/// 周五
pub fn weekday(at: i64) -> String {
    format(Form::Weekday, at)
}

/// 今天, 明天, 昨天, or the day.
pub fn day_near(at: i64) -> String {
    let key = format(Form::Key, at);
    let now = now();
    if key == format(Form::Key, now) {
        t().app.today().into()
    } else if key == format(Form::Key, now + DAY) {
        t().app.tomorrow().into()
    } else if key == format(Form::Key, now - DAY) {
        t().app.yesterday().into()
    } else {
        day(at)
    }
}

/// 今天 20:00, 11 月 30 日 9:00
pub fn moment(at: i64) -> String {
    t().app.day_time(day_near(at), clock(at))
}

/// 今天 20:00 截止
pub fn until(at: i64) -> String {
    t().app.until(moment(at))
}

/// 刚刚, 5 分钟前, then the moment.
pub fn ago(at: i64) -> String {
    match (now() - at) / 60_000 {
        ..1 => t().app.just_now().into(),
        minutes @ 1..60 => t().app.minutes_ago(minutes),
        _ => moment(at),
    }
}

/// A moment on the page, exact for machines.
#[component]
pub fn When(
    /// Milliseconds since 1970
    at: i64,
    /// How it is said: [`moment`], [`day`], [`until`], [`ago`] …
    #[prop(default = moment)]
    say: fn(i64) -> String,
) -> View {
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    let exact = Date::new(&JsValue::from_f64(at as f64)).to_iso_string();
    view! { <time datetime=String::from(exact)>{say(at)}</time> }
}

thread_local! {
    /// Making a formatter takes a cheap phone up to a millisecond, so each is made once.
    static FORMATTERS: RefCell<Vec<(Language, Form, Function)>> = const { RefCell::new(Vec::new()) };
}

fn format(form: Form, at: i64) -> String {
    let language = prefs::language();
    let known = FORMATTERS.with_borrow(|all| {
        all.iter()
            .find(|(its, of, _)| *its == language && *of == form)
            .map(|(_, _, function)| function.clone())
    });
    let function = known.unwrap_or_else(|| {
        let made = formatter(language, form);
        FORMATTERS.with_borrow_mut(|all| all.push((language, form, made.clone())));
        made
    });
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    let text = function.call1(&JsValue::UNDEFINED, &JsValue::from_f64(at as f64));
    // A moment that no calendar holds throws; it is shown as nothing.
    spaced(
        &text
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default(),
    )
}

fn formatter(language: Language, form: Form) -> Function {
    let locale = match (form, language) {
        (Form::Key, _) => "sv-SE",
        (_, Language::Chinese) => "zh-CN",
        (_, Language::English) => "en-GB",
    };
    let options = Object::new();
    for (name, value) in [("timeZone", ZONE)].iter().chain(form.options()) {
        let _ = Reflect::set(
            &options,
            &JsValue::from_str(name),
            &JsValue::from_str(value),
        );
    }
    Intl::DateTimeFormat::new(
        &Array::of1(&JsValue::from_str(locale)),
        options.unchecked_ref(),
    )
    .format()
}

/// A space between figures and Chinese characters, as in all texts here.
fn spaced(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        let (digit, was_digit) = (c.is_ascii_digit(), before.is_ascii_digit());
        if (digit && is_han(before)) || (was_digit && is_han(c)) {
            result.push(' ');
        }
        result.push(c);
        before = c;
    }
    result
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn figures_stand_apart_from_characters() {
        assert_eq!(spaced("11月30日"), "11 月 30 日");
        assert_eq!(spaced("2026年11月30日"), "2026 年 11 月 30 日");
        assert_eq!(spaced("30 November"), "30 November");
    }
}
