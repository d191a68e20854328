//! The days of a series, as far ahead as they are planned.

use super::{Activity, ShiftsPlanned};
use crate::decide::{Context, Draft};
use crate::volunteer::{RuleProblem, Span};
use crate::{ActivityId, Audience, Date, Event, Rejection, State};

/// Shifts of a series are planned so many days ahead, however long its rule goes on.
const AHEAD_DAYS: i64 = 400;
/// The clock plans further when less than this is missing in the plan.
const STEP_DAYS: i64 = 31;

/// Today, and the last day that is planned now.
pub(super) fn horizon(state: &State, context: &Context) -> (Date, Date) {
    let today = state.date(context.now);
    (today, today.plus_days(AHEAD_DAYS))
}

impl Activity {
    /// Whether its shifts are to be planned further.
    pub(in crate::volunteer) fn wants_plan(&self, today: Date) -> bool {
        let wanted = today.plus_days(AHEAD_DAYS - STEP_DAYS);
        let open = self.ended.as_ref().is_none_or(|(from, _)| *from > wanted);
        let planned = self.planned_through.is_some_and(|day| day >= wanted);
        open && !planned && !self.is_once()
    }

    /// The days of a series in that span, each by the rule that holds on it. None where rules are not read.
    fn days(
        &self,
        state: &State,
        from: Date,
        through: Date,
        context: &Context,
    ) -> Result<Option<Vec<Date>>, Rejection> {
        let end = self.ended.as_ref().map(|(from, _)| from.plus_days(-1));
        let through = end.map_or(through, |end| end.min(through));
        let mut days = Vec::new();
        for (place, phase) in self.phases.iter().enumerate() {
            let next = self
                .phases
                .get(place + 1)
                .map(|next| next.from.plus_days(-1));
            let (from, through) = (
                if place == 0 {
                    from
                } else {
                    from.max(phase.from)
                },
                next.map_or(through, |next| next.min(through)),
            );
            let Some(rule) = phase.rule.as_ref().filter(|_| from <= through) else {
                continue;
            };
            let span = Span {
                first: phase.first,
                minute: phase.details.starts,
                offset: state.community.utc_offset_minutes,
                from,
                through,
                most: usize::try_from(through.days_since(from) + 1).unwrap_or_default(),
            };
            match context.calendar.days(rule, &span) {
                Ok(named) => days.extend(named),
                Err(RuleProblem::NotHere) => return Ok(None),
                Err(RuleProblem::Wrong { why }) => return Err(Rejection::BadRule { why }),
                Err(RuleProblem::Never) => return Err(Rejection::RuleNeverHappens),
            }
        }
        Ok(Some(days))
    }

    /// The plan of a series between two days. None where rules are not read.
    pub(super) fn plan(
        &self,
        id: ActivityId,
        state: &State,
        from: Date,
        through: Date,
        context: &Context,
    ) -> Result<Option<Draft>, Rejection> {
        let Some(days) = self.days(state, from, through, context)? else {
            return Ok(None);
        };
        let offset = state.community.utc_offset_minutes;
        let mut after = Vec::new();
        for day in days {
            let begins = self
                .on(day)
                .map(|phase| day.at(phase.details.starts, offset));
            let to_come = begins.is_some_and(|begins| begins > context.now);
            if let Ok(number) = u16::try_from(day.days_since(from))
                && to_come
                && after.last().is_none_or(|last| *last < number)
            {
                after.push(number);
            }
        }
        let planned = ShiftsPlanned {
            activity: id,
            from,
            through,
            days: after,
        };
        Ok(Some(Draft::signed(
            vec![Audience::Public],
            Event::ShiftsPlanned(planned),
        )))
    }
}
