//! From a rule to days. The periods of a rule (days, weeks, months, years) are gone through one after the other; of
//! each, the days that no part forbids are its days, from which BYSETPOS may pick.

use yishi_domain::Date;
use yishi_domain::volunteer::Span;

use crate::rule::{Frequency, Rule, RuleError, Until};

/// First days that are taken.
const YEARS: std::ops::RangeInclusive<i32> = 2_000..=2_200;
/// The calendar is the same every 400 years: a rule that names no day until then never names one.
const CYCLE: i32 = 400;

impl Rule {
    /// The days of the community in that span, in order.
    ///
    /// # Errors
    /// [`RuleError::NeverHappens`] if the rule names no day at all, [`RuleError::BadStart`].
    pub fn days(&self, span: &Span) -> Result<Vec<Date>, RuleError> {
        if !YEARS.contains(&span.first.year) {
            return Err(RuleError::BadStart);
        }
        let mut days = Vec::new();
        let mut named = 0;
        'periods: for number in 0.. {
            let period = self.period(span.first, number);
            if period.begins.year > span.first.year + CYCLE {
                break;
            }
            for day in self.days_of(&period, span.first) {
                if day < span.first {
                    continue;
                }
                let over = self.count.is_some_and(|count| named == count);
                if over || !self.lasts(day, span) {
                    break 'periods;
                }
                named += 1;
                if day > span.through || days.len() == span.most {
                    break 'periods;
                }
                if day >= span.from {
                    days.push(day);
                }
            }
            if !self.lasts(period.begins, span) && period.begins > span.first {
                break;
            }
        }
        if named == 0 {
            Err(RuleError::NeverHappens)
        } else {
            Ok(days)
        }
    }

    /// The last day that the rule may name; none if it does not end on a day.
    #[must_use]
    pub fn last_day(&self, offset: i16) -> Option<Date> {
        self.until.map(|until| match until {
            Until::Day(last) => last,
            Until::Local(last) => Date::of(last, 0),
            Until::Moment(last) => Date::of(last, offset),
        })
    }

    /// Whether the shift of that day is not after the rule's end.
    fn lasts(&self, day: Date, span: &Span) -> bool {
        match self.until {
            None => true,
            Some(Until::Day(last)) => day <= last,
            Some(Until::Local(last)) => day.at(span.minute, 0) <= last,
            Some(Until::Moment(last)) => day.at(span.minute, span.offset) <= last,
        }
    }

    /// The period of that number; the first one, 0, is the one in which the series begins.
    fn period(&self, first: Date, number: i64) -> Period {
        let steps = number * i64::from(self.interval);
        match self.frequency {
            Frequency::Daily => Period::new(first.plus_days(steps), 1),
            Frequency::Weekly => {
                let since_start = (weekday(first) - self.week_start).rem_euclid(7);
                Period::new(first.plus_days(7 * steps - since_start), 7)
            }
            Frequency::Monthly => Period::month(i64::from(first.month) - 1 + steps, first.year),
            Frequency::Yearly => Period::year(i64::from(first.year) + steps),
        }
    }

    fn days_of(&self, period: &Period, first: Date) -> Vec<Date> {
        let mut days: Vec<Date> = (0..period.days)
            .map(|day| period.begins.plus_days(day))
            .filter(|day| self.names(*day, first))
            .collect();
        if !self.positions.is_empty() {
            let all = i64::try_from(days.len()).unwrap_or(i64::MAX);
            let place = |day: usize| {
                let place = i64::try_from(day).unwrap_or(i64::MAX) + 1;
                let wanted = |position: &i16| {
                    let position = i64::from(*position);
                    position == place || position == place - all - 1
                };
                self.positions.iter().any(wanted)
            };
            let mut day = 0..;
            days.retain(|_| day.next().is_some_and(place));
        }
        days
    }

    /// Whether every part lets the day be; where none says which days, it is that of the series' first.
    fn names(&self, day: Date, first: Date) -> bool {
        let month = || Period::month_of(day);
        let year = || Period::year(day.year.into());
        let free = self.weekdays.is_empty()
            && self.month_days.is_empty()
            && self.year_days.is_empty()
            && self.weeks.is_empty();
        let own = !free
            || match self.frequency {
                Frequency::Daily => true,
                Frequency::Weekly => weekday(day) == weekday(first),
                Frequency::Monthly => day.day == first.day,
                Frequency::Yearly => {
                    let any_month = !self.months.is_empty();
                    day.day == first.day && (any_month || day.month == first.month)
                }
            };
        own && (self.months.is_empty() || self.months.contains(&day.month))
            && (self.weeks.is_empty() || self.in_weeks(day))
            && (self.year_days.is_empty() || year().counts(day, &self.year_days))
            && (self.month_days.is_empty() || month().counts(day, &self.month_days))
            && (self.weekdays.is_empty() || self.on_weekdays(day))
    }

    /// BYDAY: any such weekday, or its n-th in the month or the year.
    fn on_weekdays(&self, day: Date) -> bool {
        let own = weekday(day);
        let mut wanted = self.weekdays.iter().filter(|(_, weekday)| *weekday == own);
        if wanted.clone().any(|(nth, _)| *nth == 0) {
            return true;
        }
        let of_month = self.frequency == Frequency::Monthly || !self.months.is_empty();
        let within = if of_month {
            Period::month_of(day)
        } else {
            Period::year(day.year.into())
        };
        let place = day.days_since(within.begins);
        let (from_start, from_end) = (place / 7 + 1, (place + 1 - within.days) / 7 - 1);
        wanted.any(|(nth, _)| [from_start, from_end].contains(&i64::from(*nth)))
    }

    /// BYWEEKNO: week 1 is the first with at least four days in the year (ISO 8601, with any first day of the week).
    fn in_weeks(&self, day: Date) -> bool {
        let since_start = (weekday(day) - self.week_start).rem_euclid(7);
        // The fourth day of a week lies in the year that the week belongs to.
        let fourth = day.plus_days(3 - since_start);
        let year = Period::year(fourth.year.into());
        let week = fourth.days_since(year.begins) / 7 + 1;
        let last = (year.days - 1 - fourth.days_since(year.begins)) / 7;
        let wanted = |number: &i8| i64::from(*number) == week || i64::from(*number) == -last - 1;
        self.weeks.iter().any(wanted)
    }
}

/// Days that follow one another.
struct Period {
    begins: Date,
    days: i64,
}

impl Period {
    fn new(begins: Date, days: i64) -> Self {
        Self { begins, days }
    }

    /// The month so many months after January of that year.
    fn month(number: i64, year: i32) -> Self {
        let first = |number: i64| Date {
            year: year_of(i64::from(year) + number.div_euclid(12)),
            month: u8::try_from(number.rem_euclid(12) + 1).unwrap_or(1),
            day: 1,
        };
        let begins = first(number);
        Self::new(begins, first(number + 1).days_since(begins))
    }

    fn month_of(day: Date) -> Self {
        Self::month(i64::from(day.month) - 1, day.year)
    }

    fn year(year: i64) -> Self {
        let first = |year: i64| Date {
            year: year_of(year),
            month: 1,
            day: 1,
        };
        let begins = first(year);
        Self::new(begins, first(year + 1).days_since(begins))
    }

    /// Whether the day is one of those, counted from 1 or, with a minus, from the end.
    fn counts<T: Copy + Into<i64>>(&self, day: Date, wanted: &[T]) -> bool {
        let place = day.days_since(self.begins) + 1;
        let from_end = place - self.days - 1;
        wanted
            .iter()
            .any(|number| (*number).into() == place || (*number).into() == from_end)
    }
}

/// Years far away are all alike: the search has ended long before.
fn year_of(year: i64) -> i32 {
    i32::try_from(year.clamp(0, 9_999)).unwrap_or_default()
}

/// Monday is 0.
fn weekday(day: Date) -> i64 {
    const A_MONDAY: Date = Date {
        year: 1970,
        month: 1,
        day: 5,
    };
    day.days_since(A_MONDAY).rem_euclid(7)
}
