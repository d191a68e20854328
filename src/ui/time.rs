//! Moments as people say them, in the community's time zone. Moments are milliseconds since 1970, as in the domain's
//! `Timestamp`.
//!
//! The browser's `Intl` could say them too, but takes a cheap phone a tenth of a second to make its formatters, in
//! which the first screen waits, and old ones know other forms.

use yishi_domain::{Date, Timestamp, Weekday};

use crate::text::t;
use crate::view::prelude::*;

/// Minutes that the community's clocks are east of UTC, wherever the phone is: Asia/Shanghai, without summer time since
/// 1992.
pub const OFFSET: i16 = 480;

/// Now, in milliseconds since 1970.
pub fn now() -> i64 {
    crate::clock::now().0
}

/// 9:05
pub fn clock(at: i64) -> String {
    let minutes = (at + i64::from(OFFSET) * 60_000).div_euclid(60_000);
    format!(
        "{}:{:02}",
        minutes.div_euclid(60).rem_euclid(24),
        minutes.rem_euclid(60)
    )
}

/// 11 月 30 日; with the year if it is another one.
pub fn day(at: i64) -> String {
    let date = date(at);
    match date.year == self::date(now()).year {
        true => said(date),
        false => said_with_year(date),
    }
}

/// 11 月 30 日, whatever the year.
pub fn month_day(at: i64) -> String {
    said(date(at))
}

/// 2026 年 11 月 30 日, always with the year.
pub fn full_day(at: i64) -> String {
    said_with_year(date(at))
}

/// 2026 年 11 月
pub fn month(at: i64) -> String {
    let date = date(at);
    t().time.month(date.year, month_name(date))
}

/// 周五
pub fn weekday(at: i64) -> String {
    let weekday = date(at).weekday();
    let place = Weekday::ALL.iter().position(|each| *each == weekday);
    name(t().time.weekdays(), place.unwrap_or_default()).to_owned()
}

/// 今天, 明天, 昨天, or the day.
pub fn day_near(at: i64) -> String {
    match date(at).days_since(date(now())) {
        0 => t().app.today().into(),
        1 => t().app.tomorrow().into(),
        -1 => t().app.yesterday().into(),
        _ => day(at),
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
    view! { <time datetime=Timestamp(at).to_string()>{say(at)}</time> }
}

/// The community's day at that moment.
fn date(at: i64) -> Date {
    Date::of(Timestamp(at), OFFSET)
}

fn said(date: Date) -> String {
    t().time.day(month_name(date), date.day)
}

fn said_with_year(date: Date) -> String {
    t().time.day_of_year(date.year, month_name(date), date.day)
}

fn month_name(date: Date) -> &'static str {
    name(t().time.months(), usize::from(date.month).saturating_sub(1))
}

/// One of several names that stand in one text.
fn name(names: &'static str, place: usize) -> &'static str {
    names.split(' ').nth(place).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().0
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn moments_are_said_in_the_zone_of_the_community() {
        let late = at("2024-02-28T16:05:59Z");
        assert_eq!(clock(late), "0:05");
        assert_eq!(clock(late - 1), "0:05");
        assert_eq!(clock(at("1970-01-01T15:59:00Z")), "23:59");
        assert_eq!(month_day(late), "2 月 29 日");
        assert_eq!(full_day(late), "2024 年 2 月 29 日");
        assert_eq!(day(late), "2024 年 2 月 29 日");
        assert_eq!(month(late), "2024 年 2 月");
        assert_eq!(weekday(late), "周四");
        assert_eq!(day_near(now()), "今天");
        assert_eq!(day_near(now() + 86_400_000), "明天");
        assert_eq!(moment(now() - 86_400_000), format!("昨天 {}", clock(now())));
    }
}
