//! The days of a series. Phones receive shifts, never rules to unroll: only an authority has a real calendar.

use crate::Date;

/// Which days of a series are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day that the series may have. The rule counts from here.
    pub first: Date,
    /// Minutes after the community's midnight at which each shift begins.
    pub minute: u16,
    /// Minutes that the community's clocks are ahead of UTC.
    pub offset: i16,
    /// From this day on.
    pub from: Date,
    /// To this day, which is included.
    pub through: Date,
    /// So many days at most, the first ones.
    pub most: usize,
}

/// Unrolls iCalendar rules (RFC 5545, section 3.3.10).
pub trait Calendar {
    /// The days that the rule names in that span, in order and each once.
    ///
    /// # Errors
    /// What is wrong with the rule, or that nothing here can read rules.
    fn days(&self, rule: &str, span: &Span) -> Result<Vec<Date>, RuleProblem>;
}

/// Why a rule gives no days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleProblem {
    /// Rules are not read here but at the authority: the series waits without shifts.
    NotHere,
    /// The rule is wrong.
    Wrong {
        /// How, in English, naming the part.
        why: String,
    },
    /// The rule is right and names no day at all.
    Never,
}

/// The calendar of a phone, which knows none.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoCalendar;

impl Calendar for NoCalendar {
    fn days(&self, _: &str, _: &Span) -> Result<Vec<Date>, RuleProblem> {
        Err(RuleProblem::NotHere)
    }
}
