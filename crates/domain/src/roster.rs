//! Who lives here, in which home, with which roles; who may join with which phone.

mod calendar_link;
mod import;
mod invitation;
mod leave;
mod register;

pub(crate) use calendar_link::decide_calendar_link;
pub use calendar_link::{CalendarLinkSet, SetCalendarLink};

pub use import::{RosterRow, RowError, RowFault, import};
pub use invitation::{
    Device, DeviceJoined, DeviceRemoved, Invitation, InvitationIssued, InvitationSpent,
    IssueInvitation, JoinDevice, RemoveDevice, TokenGranted,
};
pub(crate) use invitation::{decide_issue, decide_join, decide_remove};
pub(crate) use leave::decide_remove_member;
pub use leave::{MemberRemoved, RemoveMember};
pub use register::{HouseholdRecorded, MemberRecorded};
pub(crate) use register::{decide_household, decide_member};

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::{Date, DeviceId, Digest, HouseholdId, Map, MemberId, Timestamp};

/// What a member is in the community; one member may be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 居民
    Resident,
    /// 居民代表: sits in the council, inspects the shops.
    Representative,
    /// 商户
    Merchant,
    /// 网格员
    GridWorker,
    /// 物业
    PropertyWorker,
    /// 联户党员
    LinkMember,
    /// 志愿者
    Volunteer,
    /// 居委会: the staff.
    Committee,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 8] = [
        Self::Resident,
        Self::Representative,
        Self::Merchant,
        Self::GridWorker,
        Self::PropertyWorker,
        Self::LinkMember,
        Self::Volunteer,
        Self::Committee,
    ];
}

/// One home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Household {
    /// Building number.
    pub building: u16,
    /// Stairwell of the building.
    pub unit: u16,
    /// Room on the door, such as `301`.
    pub room: String,
    /// Area in whole 0.01 m² as in the property register; none if it is not known.
    pub area: Option<u64>,
}

impl Household {
    /// The home as people write it: building-unit-room.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}-{}-{}", self.building, self.unit, self.room)
    }
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The name on the roster.
    pub name: String,
    /// The home; none for staff and merchants who live elsewhere.
    pub household: Option<HouseholdId>,
    /// What the member is.
    pub roles: BTreeSet<Role>,
    /// Whether the member owns the home.
    pub owner: bool,
    /// Year of birth, as far as the roster tells it.
    pub born: u16,
    /// The shop that a merchant runs.
    pub shop: Option<String>,
}

impl Member {
    /// Whether the member is 18 or over on that day. The roster knows the year only, so a member counts
    /// as of age from the first day of the year of the 18th birthday.
    #[must_use]
    pub fn is_adult(&self, today: Date) -> bool {
        today.year - i32::from(self.born) >= 18
    }
}

/// Households, members, invitations and devices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// Homes known here; a phone knows its own, staff know all.
    pub households: Map<HouseholdId, Arc<Household>>,
    /// Members known here.
    pub members: Map<MemberId, Arc<Member>>,
    /// Invitations by the digest of their code; known to the authority alone.
    pub invitations: Map<Digest, Arc<Invitation>>,
    /// Devices; a phone knows those of its member.
    pub devices: Map<DeviceId, Arc<Device>>,
    /// Which device holds the token with this digest; known to the authority alone.
    pub tokens: Map<Digest, DeviceId>,
    /// Whose calendar feed the secret with this digest opens; a phone knows that of its member.
    pub calendar_links: Map<Digest, MemberId>,
}

impl Roster {
    /// The member's name, or nothing for somebody unknown here.
    #[must_use]
    pub fn name(&self, member: MemberId) -> Option<&str> {
        self.members.get(&member).map(|m| m.name.as_str())
    }

    /// Whether the member holds the role.
    #[must_use]
    pub fn has_role(&self, member: MemberId, role: Role) -> bool {
        self.members
            .get(&member)
            .is_some_and(|m| m.roles.contains(&role))
    }

    /// Whether two members live in one home, as far as it is known here.
    #[must_use]
    pub fn live_together(&self, one: MemberId, other: MemberId) -> bool {
        let home = |member| self.members.get(&member).and_then(|m| m.household);
        home(one).is_some() && home(one) == home(other)
    }

    /// Those who live with a member, as far as they are known here.
    pub fn housemates(&self, member: MemberId) -> impl Iterator<Item = MemberId> {
        let members = self.members.keys().copied();
        members.filter(move |other| *other != member && self.live_together(member, *other))
    }

    /// The device that holds the token with this digest.
    #[must_use]
    pub fn device_by_token(&self, token: &Digest) -> Option<(DeviceId, &Device)> {
        let id = self.tokens.get(token)?;
        self.devices.get(id).map(|device| (*id, &**device))
    }

    pub(crate) fn apply_household(&mut self, e: &HouseholdRecorded) {
        let record = Household {
            building: e.building,
            unit: e.unit,
            room: e.room.clone(),
            area: e.area,
        };
        self.households.insert(e.household, Arc::new(record));
    }

    pub(crate) fn apply_member(&mut self, e: &MemberRecorded) {
        let record = Member {
            name: e.name.clone(),
            household: e.household,
            roles: e.roles.clone(),
            owner: e.owner,
            born: e.born,
            shop: e.shop.clone(),
        };
        self.members.insert(e.member, Arc::new(record));
    }

    pub(crate) fn apply_issued(&mut self, e: &InvitationIssued) {
        let invitation = Invitation {
            id: e.invitation,
            member: e.member,
            expires_at: e.expires_at,
            spent: false,
        };
        self.invitations.insert(e.code, Arc::new(invitation));
    }

    pub(crate) fn apply_spent(&mut self, e: &InvitationSpent) {
        if let Some(invitation) = self.invitations.get_mut(&e.code) {
            Arc::make_mut(invitation).spent = true;
        }
    }

    pub(crate) fn apply_granted(&mut self, e: &TokenGranted) {
        self.tokens.insert(e.token, e.device);
    }

    pub(crate) fn apply_joined(&mut self, e: &DeviceJoined, at: Timestamp) {
        let device = Device {
            member: e.member,
            name: e.name.clone(),
            joined_at: at,
        };
        self.devices.insert(e.device, Arc::new(device));
    }

    pub(crate) fn apply_removed(&mut self, e: &DeviceRemoved) {
        self.drop_device(e.device);
    }

    fn drop_device(&mut self, device: DeviceId) {
        self.devices.remove(&device);
        let tokens: Vec<Digest> = self
            .tokens
            .iter()
            .filter(|(_, d)| **d == device)
            .map(|(t, _)| *t)
            .collect();
        for token in tokens {
            self.tokens.remove(&token);
        }
    }
}
