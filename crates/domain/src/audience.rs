//! Who may see an event.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

use crate::roster::Role;
use crate::{HouseholdId, MemberId, NeedId, ShopId, State};

/// A group of members that an event may be sent to. Text on the wire: `public`, `staff`, `patrol`,
/// `household:<id>`, `member:<id>`, `need:<id>`, `shop:<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Every member of the community.
    Public,
    /// The residents' committee.
    Staff,
    /// The members of one home.
    Household(HouseholdId),
    /// One member alone.
    Member(MemberId),
    /// The volunteer who takes a need, until it is done with.
    Need(NeedId),
    /// Whoever runs a shop.
    Shop(ShopId),
    /// Representatives and the committee.
    Patrol,
}

/// The audiences that a member belongs to now, `public` first; none for somebody who is not on the roster.
#[must_use]
pub fn audiences_of(state: &State, member: MemberId) -> Vec<Audience> {
    let Some(record) = state.roster.members.get(&member) else {
        return Vec::new();
    };
    let mut audiences = vec![Audience::Public];
    if record.roles.contains(&Role::Committee) {
        audiences.push(Audience::Staff);
    }
    if state.walks_or_manages(member) {
        audiences.push(Audience::Patrol);
    }
    audiences.extend(record.household.map(Audience::Household));
    audiences.push(Audience::Member(member));
    let needs = state.volunteer.needs_taken_by(member);
    audiences.extend(needs.map(|(need, _)| Audience::Need(need)));
    audiences.extend(state.shops_run_by(member).into_iter().map(Audience::Shop));
    audiences
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Staff => f.write_str("staff"),
            Self::Patrol => f.write_str("patrol"),
            Self::Household(id) => write!(f, "household:{id}"),
            Self::Member(id) => write!(f, "member:{id}"),
            Self::Need(id) => write!(f, "need:{id}"),
            Self::Shop(id) => write!(f, "shop:{id}"),
        }
    }
}

impl FromStr for Audience {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = "not the name of an audience";
        match text.split_once(':') {
            None if text == "public" => Ok(Self::Public),
            None if text == "staff" => Ok(Self::Staff),
            None if text == "patrol" => Ok(Self::Patrol),
            Some(("household", id)) => id.parse().map(Self::Household).map_err(|_| unknown),
            Some(("member", id)) => id.parse().map(Self::Member).map_err(|_| unknown),
            Some(("need", id)) => id.parse().map(Self::Need).map_err(|_| unknown),
            Some(("shop", id)) => id.parse().map(Self::Shop).map_err(|_| unknown),
            _ => Err(unknown),
        }
    }
}

impl Serialize for Audience {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Audience {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
