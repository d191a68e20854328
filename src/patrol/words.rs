//! What scores, days, severities and states are called.

use yishi_domain::patrol::{Finding, FindingState, MissReason, Severity};
use yishi_domain::{Date, MemberId, ShopId, State};

use crate::session::now;
use crate::text::t;
use crate::ui::{Badge, Tone, time};
use crate::view::prelude::*;

/// Noon of a day in the community, in milliseconds: how days are handed to `ui::time`.
pub(super) fn noon(day: Date) -> i64 {
    day.at(12 * 60, time::OFFSET).0
}

/// 11 月 27 日 周五; 今天, 明天
pub(crate) fn day_near(day: Date) -> String {
    let at = noon(day);
    t().patrol.day_of(time::day_near(at), time::weekday(at))
}

/// 11 月 27 日 周五
pub(crate) fn day(day: Date) -> String {
    let at = noon(day);
    t().patrol.day_of(time::day(at), time::weekday(at))
}

/// 92.0 from tenths of a point.
pub(crate) fn figure(tenths: u16) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// 92.0 分
pub(super) fn score(tenths: Option<u16>) -> String {
    match tenths {
        Some(tenths) => t().patrol.score(figure(tenths)),
        None => t().patrol.no_score().to_owned(),
    }
}

pub(super) fn severity(severity: Severity) -> &'static str {
    let texts = t().patrol;
    match severity {
        Severity::Critical => texts.severity_critical(),
        Severity::Major => texts.severity_major(),
        Severity::Minor => texts.severity_minor(),
    }
}

pub(super) fn severity_badge(of: Severity) -> View {
    let tone = match of {
        Severity::Critical => Tone::Bad,
        Severity::Major => Tone::Warn,
        Severity::Minor => Tone::Plain,
    };
    view! { <Badge text=severity(of) tone /> }
}

pub(super) fn miss(reason: MissReason) -> &'static str {
    let texts = t().patrol;
    match reason {
        MissReason::Shut => texts.miss_shut(),
        MissReason::Refused => texts.miss_refused(),
        MissReason::Other => texts.miss_other(),
    }
}

/// How far a finding is, and whether that is late.
pub(super) fn state_badge(finding: &Finding, today: Date) -> View {
    let texts = t().patrol;
    if finding.is_overdue(today) {
        let text = texts.overdue(today.days_since(finding.due));
        return view! { <Badge text tone=Tone::Bad /> };
    }
    let (text, tone) = match finding.state {
        FindingState::Open => (texts.state_open(), Tone::Warn),
        FindingState::Answered => (texts.state_answered(), Tone::Info),
        FindingState::Contested => (texts.state_contested(), Tone::Info),
        FindingState::Closed => (texts.state_closed(), Tone::Ok),
    };
    view! { <Badge text tone /> }
}

/// The day of the community.
pub(crate) fn today(state: &State) -> Date {
    state.date(now())
}

/// The name of a shop, as far as it is known here.
pub(crate) fn shop_name(state: &State, shop: ShopId) -> String {
    let shop = state.shops.get(&shop);
    shop.map(|shop| shop.name.clone()).unwrap_or_default()
}

/// The name of whoever walks, or 居民代表.
pub(crate) fn walker(state: &State, member: MemberId) -> String {
    let name = state.patrol.name(state, member);
    match name.is_empty() {
        true => t().patrol.somebody().to_owned(),
        false => name,
    }
}
