//! Who says, proposes or promises something in the council, as everybody may know them.

use serde::{Deserialize, Serialize};

use crate::roster::Role;
use crate::{MemberId, State};

/// Somebody in the council, with the name and the role of the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The member; none for a guest.
    pub member: Option<MemberId>,
    /// The name at the time.
    pub name: String,
    /// As what they speak; none for a guest, and for who is on the roster without a role.
    pub role: Option<Role>,
}

/// The role in which somebody speaks who has several and does not say: the first one that they have.
const HATS: [Role; 8] = [
    Role::Committee,
    Role::Representative,
    Role::Merchant,
    Role::PropertyWorker,
    Role::GridWorker,
    Role::LinkMember,
    Role::Resident,
    Role::Volunteer,
];

impl Speaker {
    /// A member, as what they speak usually.
    #[must_use]
    pub fn of(state: &State, member: MemberId) -> Self {
        let hat = |role: &Role| state.roster.has_role(member, *role);
        Self {
            member: Some(member),
            name: state.roster.name(member).unwrap_or_default().to_owned(),
            role: HATS.into_iter().find(hat),
        }
    }
}
