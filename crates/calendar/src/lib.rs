//! Unrolls a series: which days an iCalendar rule (RFC 5545, section 3.3.10) names.
//!
//! The rules of the domain know shifts, not recurrences; whoever runs an authority gives it this
//! [`RuleCalendar`], so that a phone carries none of it. Nothing here reads a clock or a machine's time zone:
//! days are the community's own, and a rule that never ends is read as far as it is asked for and no further.

mod rule;
mod unroll;

pub use rule::{Rule, RuleError};

use yishi_domain::Date;
use yishi_domain::volunteer::{Calendar, RuleProblem, Span};

/// The calendar of an authority.
#[derive(Debug, Clone, Copy, Default)]
pub struct RuleCalendar;

impl Calendar for RuleCalendar {
    fn days(&self, rule: &str, span: &Span) -> Result<Vec<Date>, RuleProblem> {
        Rule::parse(rule)
            .and_then(|rule| rule.days(span))
            .map_err(|error| match error {
                RuleError::NeverHappens => RuleProblem::Never,
                other => RuleProblem::Wrong {
                    why: other.to_string(),
                },
            })
    }
}
