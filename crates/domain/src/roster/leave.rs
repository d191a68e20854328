//! Taking somebody off the roster.

use serde::{Deserialize, Serialize};

use super::Roster;
use crate::decide::{Context, Draft};
use crate::text::checked;
use crate::{Audience, Event, MemberId, Rejection, State, volunteer};

/// Takes a person off the roster: their phones and invitations are void, their coming shifts go to whoever is next
/// in line. What they have done stays, ballots too, and an electorate that is frozen keeps their vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveMember {
    /// The person.
    pub member: MemberId,
    /// Why; 1 to 200 characters.
    pub reason: String,
}

/// Somebody is on the roster no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRemoved {
    /// The person.
    pub member: MemberId,
    /// Why.
    pub reason: String,
}

impl Roster {
    pub(crate) fn apply_member_removed(&mut self, e: &MemberRemoved) {
        self.members.remove(&e.member);
        let gone: Vec<_> = self
            .devices
            .iter()
            .filter(|(_, device)| device.member == e.member)
            .map(|(id, _)| *id)
            .collect();
        for device in gone {
            self.drop_device(device);
        }
        let void: Vec<_> = self
            .invitations
            .iter()
            .filter(|(_, invitation)| invitation.member == e.member)
            .map(|(code, _)| *code)
            .collect();
        for code in void {
            self.invitations.remove(&code);
        }
        self.drop_calendar_link(e.member);
    }
}

pub(crate) fn decide_remove_member(
    state: &State,
    c: &RemoveMember,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, 200)?;
    let Some(record) = state.roster.members.get(&c.member) else {
        return Ok(Vec::new());
    };
    let mut drafts = volunteer::leave_everything(state, c.member, context);
    // Their own phones are shut out; they learn of it should the person ever come back.
    let mut audiences = vec![Audience::Staff, Audience::Member(c.member)];
    audiences.extend(record.household.map(Audience::Household));
    let removed = MemberRemoved {
        member: c.member,
        reason,
    };
    drafts.push(Draft::signed(audiences, Event::MemberRemoved(removed)));
    Ok(drafts)
}
