//! How often an activity takes place, asked and told in plain words.

mod pattern;

use crate::view::prelude::*;
use yishi_domain::Date;

use crate::form::Ask;
use crate::part::Part;
use crate::text::t;
use crate::ui::{Choice, ChoiceGroup, Field, Select};
use pattern::{End, Often, Pattern, told_day, told_nth};

/// A rule that counts from that day and hours of the day in words. Of a rule that has no words the days are seen where
/// they stand.
pub(crate) fn told(rule: &str, first: Date, hours: &str) -> String {
    match Pattern::read(rule).or_else(|| Pattern::read_from(rule, first)) {
        Some(pattern) => pattern.told_with(hours),
        None => t().activity.rule_and_hours(t().activity.some_days(), hours),
    }
}

/// Whether a rule may have days after that one, when it has had so many by then. Only an authority knows for sure.
pub(crate) fn may_go_on(rule: &str, after: Date, times: usize) -> bool {
    match Pattern::read(rule).map(|pattern| pattern.end) {
        Some(End::Until(day)) => day > after,
        Some(End::Count(count)) => usize::try_from(count).is_ok_and(|count| count > times),
        Some(End::Never) | None => true,
    }
}

/// What the fields hold; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct RuleForm {
    often: RwSignal<Option<String>>,
    every: RwSignal<String>,
    weekdays: RwSignal<Vec<usize>>,
    nth: RwSignal<Option<String>>,
    weekday: RwSignal<Option<String>>,
    month_day: RwSignal<Option<String>>,
    month: RwSignal<Option<String>>,
    year_day: RwSignal<Option<String>>,
    ends: RwSignal<Option<String>>,
    until: RwSignal<String>,
    count: RwSignal<String>,
    /// A rule that the form cannot say, to be kept as it is
    kept: RwSignal<String>,
}

impl RuleForm {
    /// Filled in for something weekly, or as that rule says.
    pub(super) fn new(rule: Option<&str>, today: Date) -> Self {
        let weekday = usize::try_from(today.days_since(MONDAY).rem_euclid(7)).unwrap_or_default();
        let form = Self {
            often: RwSignal::new(Some("weekly".to_owned())),
            every: RwSignal::new("1".to_owned()),
            weekdays: RwSignal::new(vec![weekday]),
            nth: RwSignal::new(Some("1".to_owned())),
            weekday: RwSignal::new(Some(weekday.to_string())),
            month_day: RwSignal::new(Some(today.day.to_string())),
            month: RwSignal::new(Some(today.month.to_string())),
            year_day: RwSignal::new(Some(today.day.to_string())),
            ends: RwSignal::new(Some("never".to_owned())),
            until: RwSignal::new(today.plus_days(365).to_string()),
            count: RwSignal::new("10".to_owned()),
            kept: RwSignal::new(String::new()),
        };
        if let Some(rule) = rule {
            form.fill(rule);
        }
        form
    }

    /// Holds that rule.
    pub(super) fn fill(self, rule: &str) {
        let Some(pattern) = Pattern::read(rule) else {
            self.kept.set(rule.to_owned());
            return self.often.set(Some("kept".to_owned()));
        };
        let often = match pattern.often {
            Often::Daily => "daily",
            Often::Weekly(days) => {
                self.weekdays.set(days);
                "weekly"
            }
            Often::Nth(nth, day) => {
                self.nth.set(Some(nth.to_string()));
                self.weekday.set(Some(day.to_string()));
                "nth"
            }
            Often::MonthDay(day) => {
                self.month_day.set(Some(day.to_string()));
                "month_day"
            }
            Often::Yearly(month, day) => {
                self.month.set(Some(month.to_string()));
                self.year_day.set(Some(day.to_string()));
                "yearly"
            }
        };
        self.often.set(Some(often.to_owned()));
        self.every.set(pattern.every.to_string());
        let ends = match pattern.end {
            End::Never => "never",
            End::Until(day) => {
                self.until.set(day.to_string());
                "until"
            }
            End::Count(n) => {
                self.count.set(n.to_string());
                "count"
            }
        };
        self.ends.set(Some(ends.to_owned()));
    }

    fn often(self) -> Option<Often> {
        let number = |value: RwSignal<Option<String>>| value.get().unwrap_or_default();
        Some(match self.often.get()?.as_str() {
            "daily" => Often::Daily,
            "weekly" => Often::Weekly(self.weekdays.get()).filled()?,
            "nth" => Often::Nth(
                number(self.nth).parse().ok()?,
                number(self.weekday).parse().ok()?,
            ),
            "month_day" => Often::MonthDay(number(self.month_day).parse().ok()?),
            "yearly" => Often::Yearly(
                number(self.month).parse().ok()?,
                number(self.year_day).parse().ok()?,
            ),
            _ => return None,
        })
    }

    /// What is filled in. Reactive.
    ///
    /// # Errors
    /// The field at fault, and what is wrong with it.
    fn pattern(self) -> Result<Pattern, (&'static str, String)> {
        let texts = t().activity;
        let Some(often) = self.often() else {
            return Err(match self.often.with(Option::is_none) {
                true => ("often", t().app.choose().to_owned()),
                false => ("weekdays", texts.weekdays_missing().to_owned()),
            });
        };
        if let Often::Yearly(month, day) = often
            && day > longest(month)
        {
            return Err(("year_day", texts.day_never(month, day)));
        }
        let every = self.every.get().trim().parse().ok();
        let Some(every) = every.filter(|every| (1..=1_000).contains(every)) else {
            return Err(("every", texts.every_wrong().to_owned()));
        };
        let end = match self.ends.get().as_deref() {
            Some("until") => match self.until.get().parse() {
                Ok(day) => End::Until(day),
                Err(_) => return Err(("until", texts.day_missing().to_owned())),
            },
            Some("count") => match self.count.get().trim().parse() {
                Ok(count @ 1..) => End::Count(count),
                _ => return Err(("count", texts.count_wrong().to_owned())),
            },
            _ => End::Never,
        };
        Ok(Pattern { often, every, end })
    }

    /// Whether it would end before that day. Reactive.
    pub(super) fn ends_before(self, first: Date) -> bool {
        let end = self.pattern().map(|pattern| pattern.end);
        matches!(end, Ok(End::Until(day)) if day < first)
    }

    /// The iCalendar rule. Reactive.
    ///
    /// # Errors
    /// The field at fault, and what is wrong with it.
    pub(super) fn rule(self) -> Result<String, (&'static str, String)> {
        match self.often.get().as_deref() {
            Some("kept") => Ok(self.kept.get()),
            _ => Ok(self.pattern()?.to_string()),
        }
    }
}

impl Often {
    /// Itself, unless no weekday is chosen.
    fn filled(self) -> Option<Self> {
        match &self {
            Self::Weekly(days) if days.is_empty() => None,
            _ => Some(self),
        }
    }
}

/// How many days that month has in its longest year.
fn longest(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// 1970-01-05.
const MONDAY: Date = Date {
    year: 1970,
    month: 1,
    day: 5,
};

/// The fields, and under them what they mean.
#[component]
pub(super) fn RuleFields(form: RuleForm, ask: Ask) -> View {
    let texts = t().activity;
    let mut often = vec![
        Choice::new("daily", texts.often_daily()),
        Choice::new("weekly", texts.often_weekly()),
        Choice::new("nth", texts.often_nth()),
        Choice::new("month_day", texts.often_month_day()),
        Choice::new("yearly", texts.often_yearly()),
    ];
    let kept = form.kept.get_untracked();
    if !kept.is_empty() {
        often.push(Choice::new("kept", texts.own_rule(kept)));
    }
    let chosen = Part::new(move || form.often.get().unwrap_or_default());
    let ends = vec![
        Choice::new("never", texts.ends_never()).hint(texts.ends_never_hint()),
        Choice::new("until", texts.ends_until()),
        Choice::new("count", texts.ends_count()),
    ];
    let end = Part::new(move || form.ends.get().unwrap_or_default());
    let told = Part::new(move || match form.pattern() {
        Ok(pattern) => (pattern.told(), pattern.caution()),
        Err(_) => (String::new(), ""),
    });
    let means = move || {
        let (told, caution) = told.get();
        (!told.is_empty()).then(|| {
            let caution = (!caution.is_empty()).then(|| view! { <small>{caution}</small> });
            view! { <p class="means"><strong>{told}</strong> {caution}</p> }
        })
    };
    view! {
        <Select label=texts.often() choices=often value=form.often error=ask.error_of("often") />
        {move || on(form, ask, &chosen.get())}
        {move || {
            (chosen.get() != "kept").then(|| view! { <ChoiceGroup label=texts.ends() choices=ends.clone() value=form.ends /> })
        }}
        {move || match end.get().as_str() {
            _ if chosen.get() == "kept" => View::Nothing,
            "until" => {
                view! { <Field label=texts.until_label() value=form.until kind="date" error=ask.error_of("until") /> }
            }
            "count" => {
                view! { <Field label=texts.count_label() value=form.count kind="number" error=ask.error_of("count") /> }
            }
            _ => View::Nothing,
        }}
        <div role="status">{means}</div>
    }
}

/// The fields that say on which days.
fn on(form: RuleForm, ask: Ask, often: &str) -> View {
    let texts = t().activity;
    let days = || {
        (0..7)
            .map(|day| Choice::new(day.to_string(), told_day(day)))
            .collect::<Vec<_>>()
    };
    let month_days = |last: bool| {
        let mut days: Vec<Choice> = (1..=31)
            .map(|day| Choice::new(day.to_string(), texts.day_of_month(day)))
            .collect();
        days.extend(last.then(|| Choice::new("-1", texts.day_last())));
        days
    };
    let every = |label: &'static str| {
        view! { <Field label value=form.every kind="number" error=ask.error_of("every") /> }
    };
    match often {
        "daily" => every(texts.every_days()),
        "weekly" => view! {
            <Weekdays form ask />
            {every(texts.every_weeks())}
        },
        "nth" => {
            let nth = [1, 2, 3, 4, -1]
                .map(|nth| Choice::new(nth.to_string(), told_nth(nth)))
                .into();
            view! {
                <div class="row">
                    <Select label=texts.which_nth() choices=nth value=form.nth />
                    <Select label=texts.which_weekday() choices=days() value=form.weekday />
                </div>
                {every(texts.every_months())}
            }
        }
        "month_day" => view! {
            <Select label=texts.which_month_day() choices=month_days(true) value=form.month_day />
            {every(texts.every_months())}
        },
        "yearly" => {
            let months = (1..=12)
                .map(|month| Choice::new(month.to_string(), texts.month_of_year(month)))
                .collect();
            view! {
                <div class="row">
                    <Select label=texts.which_month() choices=months value=form.month />
                    <Select label=texts.which_day() choices=month_days(false) value=form.year_day error=ask.error_of("year_day") />
                </div>
                {every(texts.every_years())}
            }
        }
        _ => View::Nothing,
    }
}

/// The days of the week, any of them.
#[component]
fn Weekdays(form: RuleForm, ask: Ask) -> View {
    let error = ask.error_of("weekdays");
    let day = |day: usize| {
        let chosen = move || form.weekdays.with(|days| days.contains(&day));
        let toggle = move |_| {
            let days: Vec<usize> = form.weekdays.with_untracked(|days| {
                let keeps = |other: &usize| days.contains(other) != (*other == day);
                (0..7).filter(keeps).collect()
            });
            form.weekdays.set(days);
        };
        view! {
            <label class="choice">
                <input type="checkbox" prop:checked=chosen on:change=toggle />
                <span>{told_day(day)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field chips">
            <legend>{t().activity.which_weekdays()}</legend>
            <div class="choices">{(0..7).map(day).collect_view()}</div>
            <crate::form::Refused error />
        </fieldset>
    }
}
