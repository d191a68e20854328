//! What an activity may be like.

use super::{Details, ShiftRole};
use crate::text::{checked, optional};
use crate::volunteer::checked_person;
use crate::{Date, Rejection, State};

/// Roles that a shift may have.
const MOST_ROLES: usize = 12;
/// Places that a role may have.
const MOST_PLACES: u16 = 1_000;
/// Minutes of a day.
const DAY: u16 = 1_440;
/// The days on which a community may have an activity.
const YEARS: std::ops::RangeInclusive<i32> = 2_000..=2_200;

pub(super) fn checked_rule(rule: Option<&String>) -> Result<Option<String>, Rejection> {
    rule.map(|rule| checked("rule", rule, 200)).transpose()
}

/// A day in a time that a community lives in.
pub(crate) fn checked_day(day: Date) -> Result<Date, Rejection> {
    if YEARS.contains(&day.year) {
        Ok(day)
    } else {
        Err(Rejection::BadTimes)
    }
}

/// The details with texts in order, if shifts can be like that.
pub(in crate::volunteer) fn checked_details(
    state: &State,
    wanted: &Details,
) -> Result<Details, Rejection> {
    let mut roles = Vec::with_capacity(wanted.roles.len().min(MOST_ROLES));
    for role in wanted.roles.iter().take(MOST_ROLES) {
        roles.push(ShiftRole {
            role: role.role,
            name: checked("role", &role.name, 20)?,
            capacity: role.capacity,
        });
    }
    let numbered_twice = roles
        .iter()
        .enumerate()
        .any(|(place, role)| roles[..place].iter().any(|other| other.role == role.role));
    let places = |role: &ShiftRole| (1..=MOST_PLACES).contains(&role.capacity);
    if !(1..=MOST_ROLES).contains(&wanted.roles.len())
        || numbered_twice
        || !roles.iter().all(places)
    {
        return Err(Rejection::BadRoles);
    }
    let week = 7 * DAY;
    if wanted.starts >= DAY || !(1..=DAY).contains(&wanted.lasts) || wanted.cutoff > week {
        return Err(Rejection::BadTimes);
    }
    let all: u16 = roles.iter().map(|role| role.capacity).sum();
    Ok(Details {
        kind: wanted.kind,
        title: checked("title", &wanted.title, 60)?,
        text: optional("text", &wanted.text, 500)?,
        place: checked("place", &wanted.place, 60)?,
        lead: checked_person(state, wanted.lead.as_ref())?,
        roles,
        minimum: wanted.minimum.min(all),
        cutoff: wanted.cutoff,
        starts: wanted.starts,
        lasts: wanted.lasts,
    })
}
