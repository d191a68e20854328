//! The plan that repeats every week: on which day, who takes turns, how many walk.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::Patrols;
use super::round::plan_anew;
use crate::decide::{Context, Draft};
use crate::roster::Role;
use crate::text::too_many;
use crate::volunteer::{Person, checked_person};
use crate::{Audience, Date, Event, MemberId, Rejection, Scope, State, Timestamp, Weekday};

/// Members that may take turns.
const MOST_TEAM: usize = 60;
/// Days that patrols stand in the plan ahead.
pub(super) const DAYS_AHEAD: i64 = 28;

/// When the street is walked, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolPlan {
    /// On which day of the week.
    pub weekday: Weekday,
    /// Minutes after the community's midnight at which it begins.
    pub starts: u16,
    /// The representatives who take turns.
    pub team: Vec<Person>,
    /// How many of them walk each time; all if 0.
    pub walkers: u8,
    /// Whether two walk together and each inspects the same shops.
    pub pairs: bool,
    /// Hours after its beginning at which what a patrol has found is published, unless staff do before.
    pub publish_after: u16,
}

/// Sets the plan. What is planned and has not begun is planned anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPatrolPlan {
    /// The plan; names may be anything, the authority sets the roster's.
    pub plan: PatrolPlan,
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolPlanSet {
    /// The plan.
    pub plan: PatrolPlan,
}

impl PatrolPlan {
    /// The days from `from` on through `through` on which the plan has a patrol.
    #[must_use]
    pub fn days(&self, from: Date, through: Date) -> Vec<Date> {
        let wait = (self.weekday as i64 - from.weekday() as i64).rem_euclid(7);
        let days = (0..).map(|week| from.plus_days(wait + 7 * week));
        days.take_while(|day| *day <= through).take(60).collect()
    }

    /// Those of the team who are representatives, as far as the roster is known here.
    pub(super) fn able(&self, state: &State) -> Vec<MemberId> {
        let team = self.team.iter().map(|person| person.member);
        team.filter(|member| {
            state.scope == Scope::Partial && !state.roster.members.contains_key(member)
                || state.roster.has_role(*member, Role::Representative)
        })
        .collect()
    }
}

impl Patrols {
    pub(super) fn apply_plan(&mut self, e: &PatrolPlanSet) {
        for person in &e.plan.team {
            self.know(person);
        }
        self.plan = Some(Arc::new(e.plan.clone()));
    }
}

pub(crate) fn decide_set_plan(
    state: &State,
    c: &SetPatrolPlan,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let plan = checked(state, &c.plan)?;
    if state.patrol.plan.as_deref() == Some(&plan) {
        return Ok(Vec::new());
    }
    let set = PatrolPlanSet { plan };
    let mut after = state.clone();
    after.patrol.apply_plan(&set);
    let mut drafts = vec![Draft::signed(
        vec![Audience::Patrol],
        Event::PatrolPlanSet(set),
    )];
    drafts.extend(plan_anew(&after, context.now));
    Ok(drafts)
}

fn checked(state: &State, plan: &PatrolPlan) -> Result<PatrolPlan, Rejection> {
    too_many("team", plan.team.len(), MOST_TEAM)?;
    if plan.starts >= 1_440 || !(1..=24 * 14).contains(&plan.publish_after) {
        return Err(Rejection::BadTimes);
    }
    let mut team: Vec<Person> = Vec::new();
    for person in &plan.team {
        if team.iter().any(|known| known.member == person.member) {
            continue;
        }
        let Some(person) = checked_person(state, Some(person))? else {
            continue;
        };
        let known = state.roster.members.contains_key(&person.member);
        if known && !state.roster.has_role(person.member, Role::Representative) {
            return Err(Rejection::NotARepresentative {
                member: person.member,
            });
        }
        team.push(person);
    }
    Ok(PatrolPlan {
        team,
        ..plan.clone()
    })
}

/// The days of the plan that have to be planned now.
pub(super) fn missing_days(state: &State, plan: &PatrolPlan, now: Timestamp) -> Vec<Date> {
    let today = state.date(now);
    let days = plan.days(today, today.plus_days(DAYS_AHEAD));
    let wanted = |day: &Date| {
        let known = state.patrol.patrols.get(day);
        known.is_none_or(|known| match known.takes_place() {
            true => known.rounds.is_empty(),
            // Staff have called it off, or the plan had it no more.
            false => known.reason.is_empty(),
        })
    };
    days.into_iter().filter(wanted).collect()
}
