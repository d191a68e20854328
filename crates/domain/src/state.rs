//! Everything that is known, and how facts change it.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::council::Council;
use crate::decide::Draft;
use crate::patrol::Patrols;
use crate::roster::{Role, Roster};
use crate::shop::Shop;
use crate::text::checked;
use crate::volunteer::Board;
use crate::{
    Audience, Date, Event, Map, MemberId, MonthlyPlan, Recorded, Rejection, ShopId, Timestamp,
};

/// How much of the truth a state holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// All of it: at the authority.
    Whole,
    /// What one member may see: on a phone. Its clock decides nothing.
    #[default]
    Partial,
}

/// The community itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Community {
    /// Its name.
    pub name: String,
    /// Minutes that its time zone lies east of UTC; China has one zone, without summer time.
    pub utc_offset_minutes: i16,
    /// When the council meets each month.
    pub meeting_plan: Option<MonthlyPlan>,
}

/// The folded log. Cheap to clone: the parts are shared until they differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Whether this is all of the truth or a part.
    pub scope: Scope,
    /// The time of the newest event that is known: on a phone the only time that its own clock cannot spoil.
    pub as_of: Timestamp,
    /// The community itself.
    pub community: Community,
    /// Homes, people, devices.
    pub roster: Roster,
    /// Opinions, meetings, topics, motions.
    pub council: Council,
    /// Activities, shifts, signups, needs, groups.
    pub volunteer: Board,
    /// Shops, those that exist no more too.
    pub shops: Map<ShopId, Arc<Shop>>,
    /// Checklists, patrols, inspections, findings.
    pub patrol: Patrols,
}

/// Founds a community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCommunity {
    /// Its name.
    pub name: String,
    /// Minutes that its time zone lies east of UTC.
    pub utc_offset_minutes: i16,
}

/// The community begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunityFounded {
    /// Its name.
    pub name: String,
    /// Minutes that its time zone lies east of UTC.
    pub utc_offset_minutes: i16,
}

impl State {
    /// An empty state of that scope.
    #[must_use]
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            ..Self::default()
        }
    }

    /// Folds one event in. Never fails and never refuses: an event that makes no sense here (because the
    /// part it builds on is not visible) changes nothing.
    pub fn apply(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        match &recorded.event {
            Event::CommunityFounded(e) => {
                self.community.name.clone_from(&e.name);
                self.community.utc_offset_minutes = e.utc_offset_minutes;
            }
            Event::HouseholdRecorded(e) => self.roster.apply_household(e),
            Event::MemberRecorded(e) => self.roster.apply_member(e),
            Event::InvitationIssued(e) => self.roster.apply_issued(e),
            Event::InvitationSpent(e) => self.roster.apply_spent(e),
            Event::TokenGranted(e) => self.roster.apply_granted(e),
            Event::DeviceJoined(e) => self.roster.apply_joined(e, at),
            Event::DeviceRemoved(e) => self.roster.apply_removed(e),
            Event::MeetingPlanSet(e) => self.community.meeting_plan = Some(e.plan.clone()),
            Event::MemberRemoved(e) => self.roster.apply_member_removed(e),
            Event::CalendarLinkSet(e) => self.roster.apply_calendar_link(e),
            Event::ShopRecorded(e) => self.apply_shop(e),
            other => {
                self.council.apply(other, recorded);
                self.patrol.apply(other, recorded);
                self.volunteer
                    .apply(other, recorded, self.community.utc_offset_minutes);
            }
        }
    }

    /// Whether the member is of the committee.
    #[must_use]
    pub fn is_staff(&self, member: MemberId) -> bool {
        self.roster.has_role(member, Role::Committee)
    }

    /// Whether the member is a representative or of the committee: they see the whole of the patrol.
    #[must_use]
    pub fn walks_or_manages(&self, member: MemberId) -> bool {
        self.is_staff(member) || self.roster.has_role(member, Role::Representative)
    }

    /// The community's local date.
    #[must_use]
    pub fn date(&self, at: Timestamp) -> Date {
        Date::of(at, self.community.utc_offset_minutes)
    }

    /// The day by which people's age is told: the authority's, or on a phone that of the newest event.
    #[must_use]
    pub fn today(&self, now: Timestamp) -> Date {
        self.date(match self.scope {
            Scope::Whole => now,
            Scope::Partial => self.as_of,
        })
    }

    /// Takes note of the authority's time on an event that it confirmed.
    pub fn heard(&mut self, at: Timestamp) {
        self.as_of = self.as_of.max(at);
    }

    /// Whether a due time has come. Only the authority's clock counts: on a phone it never has.
    pub(crate) fn is_due(&self, due: Timestamp, now: Timestamp) -> bool {
        self.scope == Scope::Whole && now >= due
    }
}

pub(crate) fn decide_found(state: &State, c: &FoundCommunity) -> Result<Vec<Draft>, Rejection> {
    if !state.community.name.is_empty() {
        return Err(Rejection::AlreadyExists);
    }
    let name = checked("name", &c.name, 40)?;
    let founded = CommunityFounded {
        name,
        utc_offset_minutes: c.utc_offset_minutes.clamp(-840, 840),
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::CommunityFounded(founded),
    )])
}
