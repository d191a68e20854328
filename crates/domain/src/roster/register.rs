//! Recording homes and people.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::Role;
use crate::decide::Draft;
use crate::text::checked;
use crate::{Audience, Event, HouseholdId, MemberId, Rejection, State};

/// A home as the roster has it now. The same shape serves as command and as event: recording is stating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdRecorded {
    /// The home.
    pub household: HouseholdId,
    /// Building number.
    pub building: u16,
    /// Stairwell.
    pub unit: u16,
    /// Room on the door.
    pub room: String,
    /// Area in whole 0.01 m².
    pub area: Option<u64>,
}

/// A person as the roster has it now; command and event alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRecorded {
    /// The person.
    pub member: MemberId,
    /// Name.
    pub name: String,
    /// Home.
    pub household: Option<HouseholdId>,
    /// Roles.
    pub roles: BTreeSet<Role>,
    /// Whether the member owns the home.
    pub owner: bool,
    /// Year of birth.
    pub born: u16,
    /// A merchant's shop.
    pub shop: Option<String>,
}

pub(crate) fn decide_household(
    state: &State,
    c: &HouseholdRecorded,
) -> Result<Vec<Draft>, Rejection> {
    let mut record = c.clone();
    record.room = checked("room", &c.room, 20)?;
    let known = state.roster.households.get(&c.household);
    let same = known.is_some_and(|k| {
        k.building == c.building && k.unit == c.unit && k.room == record.room && k.area == c.area
    });
    if same {
        return Ok(Vec::new());
    }
    // Two tables imported at once would otherwise give every home twice, and two ballots each.
    let twin = state.roster.households.iter().any(|(id, home)| {
        *id != c.household
            && (home.building, home.unit, &home.room) == (c.building, c.unit, &record.room)
    });
    if twin {
        return Err(Rejection::AlreadyExists);
    }
    let audiences = vec![Audience::Staff, Audience::Household(c.household)];
    Ok(vec![Draft::signed(
        audiences,
        Event::HouseholdRecorded(record),
    )])
}

pub(crate) fn decide_member(state: &State, c: &MemberRecorded) -> Result<Vec<Draft>, Rejection> {
    let mut record = c.clone();
    record.name = checked("name", &c.name, 40)?;
    record.shop = c
        .shop
        .as_ref()
        .map(|shop| checked("shop", shop, 60))
        .transpose()?;
    if let Some(household) = c.household
        && !state.roster.households.contains_key(&household)
    {
        return Err(Rejection::UnknownHousehold { household });
    }
    let known = state.roster.members.get(&c.member);
    let same = known.is_some_and(|k| {
        k.name == record.name
            && k.household == c.household
            && k.roles == c.roles
            && k.owner == c.owner
            && k.born == c.born
            && k.shop == record.shop
    });
    if same {
        return Ok(Vec::new());
    }
    let twin = c.household.is_some()
        && state.roster.members.iter().any(|(id, member)| {
            *id != c.member && member.household == c.household && member.name == record.name
        });
    if twin {
        return Err(Rejection::AlreadyExists);
    }
    let mut audiences = vec![Audience::Staff, Audience::Member(c.member)];
    audiences.extend(c.household.map(Audience::Household));
    // Those whom somebody has lived with learn of the move, or their phones would show the old home for ever.
    let left = known
        .and_then(|k| k.household)
        .filter(|left| Some(*left) != c.household);
    audiences.extend(left.map(Audience::Household));
    Ok(vec![Draft::signed(
        audiences,
        Event::MemberRecorded(record),
    )])
}
