//! Who may vote: as it is announced, as it is frozen, and which vote of it is whose.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::council::Motion;
use crate::roster::{Household, Member, Role};
use crate::{Audience, Date, HouseholdId, MemberId, State, Timestamp};

/// Who votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ElectorateKind {
    /// The representatives, a head each.
    Representatives,
    /// All members of 18 or over, a head each.
    Adults,
    /// One ballot a home; any adult of it casts, the latest before the close counts.
    Households,
    /// The merchants, a head each.
    Merchants,
}

/// Which part of the community votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// All of it.
    Everywhere,
    /// Some buildings.
    Buildings(Vec<u16>),
    /// One stairwell: a lift is decided by those who would use it.
    Unit {
        /// The building.
        building: u16,
        /// The stairwell.
        unit: u16,
    },
}

/// Whose vote a motion is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Electorate {
    /// Who.
    pub kind: ElectorateKind,
    /// Where.
    pub place: Place,
}

/// One vote's owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoterId {
    /// A home.
    Household(HouseholdId),
    /// A person.
    Member(MemberId),
}

/// One entry of a frozen electorate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voter {
    /// The home or person.
    pub id: VoterId,
    /// How the ballot is named when it is published: the home's number or the member's name.
    pub label: String,
    /// The home's area in whole 0.01 m²; 0 for persons.
    pub area: u64,
}

impl VoterId {
    /// Whom an event is for that is this voter's alone: the home's members, or the person.
    pub(crate) fn audience(self) -> Audience {
        match self {
            Self::Household(id) => Audience::Household(id),
            Self::Member(id) => Audience::Member(id),
        }
    }

    /// The home's number or the member's name; empty if the roster does not know it.
    #[must_use]
    pub fn label(self, state: &State) -> String {
        let roster = &state.roster;
        let label = match &self {
            Self::Household(id) => roster.households.get(id).map(|home| home.label()),
            Self::Member(id) => roster.name(*id).map(str::to_owned),
        };
        label.unwrap_or_default()
    }

    /// The id without its kind.
    pub(crate) fn uuid(self) -> Uuid {
        match self {
            Self::Household(id) => id.0,
            Self::Member(id) => id.0,
        }
    }
}

impl Place {
    fn includes(&self, home: Option<&Household>) -> bool {
        match (self, home) {
            (Self::Everywhere, _) => true,
            (Self::Buildings(buildings), Some(home)) => buildings.contains(&home.building),
            (Self::Unit { building, unit }, Some(home)) => {
                (*building, *unit) == (home.building, home.unit)
            }
            (_, None) => false,
        }
    }
}

impl Electorate {
    /// The vote that a member may cast as the roster stands here, if any.
    #[must_use]
    pub fn voter_of(&self, state: &State, member: MemberId, today: Date) -> Option<Voter> {
        let record = state.roster.members.get(&member)?;
        let home = record
            .household
            .and_then(|id| state.roster.households.get(&id));
        if !self.place.includes(home.map(|h| &**h)) || !self.admits(record, today) {
            return None;
        }
        match self.kind {
            ElectorateKind::Households => Some(home_voter(record.household?, home?)),
            _ => Some(Voter {
                id: VoterId::Member(member),
                label: record.name.clone(),
                area: 0,
            }),
        }
    }

    /// The vote of a home or person, as the roster stands here, if it has one.
    #[must_use]
    pub fn voter(&self, state: &State, id: VoterId, today: Date) -> Option<Voter> {
        match id {
            VoterId::Member(member) => {
                let voter = self.voter_of(state, member, today)?;
                (voter.id == id).then_some(voter)
            }
            VoterId::Household(id) => {
                let home = state.roster.households.get(&id)?;
                let included =
                    self.kind == ElectorateKind::Households && self.place.includes(Some(home));
                included.then(|| home_voter(id, home))
            }
        }
    }

    /// Everybody who may vote, as the roster stands.
    #[must_use]
    pub fn voters(&self, state: &State, today: Date) -> Vec<Voter> {
        let roster = &state.roster;
        if self.kind == ElectorateKind::Households {
            let included = roster
                .households
                .iter()
                .filter(|(_, home)| self.place.includes(Some(home)));
            return included.map(|(id, home)| home_voter(*id, home)).collect();
        }
        roster
            .members
            .keys()
            .filter_map(|member| self.voter_of(state, *member, today))
            .collect()
    }

    fn admits(&self, member: &Member, today: Date) -> bool {
        match self.kind {
            ElectorateKind::Representatives => member.roles.contains(&Role::Representative),
            ElectorateKind::Merchants => member.roles.contains(&Role::Merchant),
            ElectorateKind::Adults | ElectorateKind::Households => member.is_adult(today),
        }
    }
}

fn home_voter(id: HouseholdId, home: &Household) -> Voter {
    Voter {
        id: VoterId::Household(id),
        label: home.label(),
        area: home.area.unwrap_or_default(),
    }
}

/// The vote that the member may cast. Where the frozen electorate is known it decides, with the area of the
/// opening: who has lost a role or moved since keeps the vote, who came later has none. Whether somebody is an
/// adult of a home is told by the roster as it stands.
pub(super) fn owned_vote(
    state: &State,
    motion: &Motion,
    member: MemberId,
    now: Timestamp,
) -> Option<Voter> {
    let today = state.today(now);
    let Some(voters) = &motion.voters else {
        return motion.electorate.voter_of(state, member, today);
    };
    let id = match motion.electorate.kind {
        ElectorateKind::Households => {
            let record = state
                .roster
                .members
                .get(&member)
                .filter(|record| record.is_adult(today))?;
            VoterId::Household(record.household?)
        }
        _ => VoterId::Member(member),
    };
    voters.get(&id).map(|voter| Voter::clone(voter))
}

/// The entry of a home or person: of the frozen electorate where it is known, else as the roster stands here.
pub(super) fn voter(state: &State, motion: &Motion, id: VoterId, now: Timestamp) -> Option<Voter> {
    match &motion.voters {
        Some(voters) => voters.get(&id).map(|voter| Voter::clone(voter)),
        None => motion.electorate.voter(state, id, state.today(now)),
    }
}
