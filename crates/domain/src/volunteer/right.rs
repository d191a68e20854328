//! What somebody may do at a shift, told beforehand, so that no page offers what would be refused.

use super::{Board, Shift, Signup};
use crate::roster::Role;
use crate::{Actor, MemberId, State, Timestamp};

impl Board {
    /// Whether a member may do at a shift what its lead may: the lead and staff.
    #[must_use]
    pub fn may_lead(&self, state: &State, shift: &Shift, member: MemberId) -> bool {
        self.leads(state, Actor::Member(member), shift)
    }

    /// Whether a member may sign anybody up for a shift (代报名): the lead, staff and link members.
    #[must_use]
    pub fn may_sign_up_others(&self, state: &State, shift: &Shift, member: MemberId) -> bool {
        self.may_lead(state, shift, member) || state.roster.has_role(member, Role::LinkMember)
    }

    /// Whether somebody may sign a member up for a shift: the member, those who live in the same home, and whoever
    /// may sign anybody up.
    #[must_use]
    pub fn may_sign_up(
        &self,
        state: &State,
        shift: &Shift,
        by: MemberId,
        member: MemberId,
    ) -> bool {
        by == member
            || state.roster.live_together(by, member)
            || self.may_sign_up_others(state, shift, by)
    }

    /// Whether a member may take a signup back: who comes, who has signed them up, the lead and staff.
    #[must_use]
    pub fn may_take_back(
        &self,
        state: &State,
        shift: &Shift,
        signup: &Signup,
        member: MemberId,
    ) -> bool {
        [Some(signup.member), signup.by].contains(&Some(member))
            || self.may_lead(state, shift, member)
    }

    /// When signing up closes to everybody but the lead and staff.
    #[must_use]
    pub fn signup_closes_at(&self, shift: &Shift) -> Timestamp {
        let cutoff = self.details(shift).map_or(0, |details| details.cutoff);
        shift.starts_at.plus_seconds(-60 * i64::from(cutoff))
    }
}
