//! Who may ask for what. The one table; `decide` asks it before anything else.

use crate::roster::Role;
use crate::{Actor, State};

/// Who may give a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Whoever runs the endpoint, at its command line.
    Operator,
    /// Somebody who is not in yet.
    Guest,
    /// Every member.
    Member,
    /// Committee members, and the operator.
    Staff,
    /// Committee members, and the clock when it is due.
    StaffOrClock,
}

const TABLE: &[(&str, Right)] = &[
    ("found_community", Right::Operator),
    ("record_household", Right::Staff),
    ("record_member", Right::Staff),
    ("issue_invitation", Right::Staff),
    ("join_device", Right::Guest),
    ("remove_device", Right::Member),
    ("raise_opinion", Right::Member),
    ("second_opinion", Right::Member),
    ("answer_opinion", Right::Staff),
    ("decline_opinion", Right::Staff),
    ("set_meeting_plan", Right::Staff),
    ("plan_meeting", Right::StaffOrClock),
    ("advance_meeting", Right::Staff),
    ("schedule_topic", Right::Staff),
    ("notice_motion", Right::Staff),
    ("open_motion", Right::StaffOrClock),
    ("cast_ballot", Right::Member),
    ("close_motion", Right::StaffOrClock),
    ("cancel_motion", Right::Staff),
];

/// Who may give the command of that name; nobody for a name that is not in the table.
#[must_use]
pub fn right(command: &str) -> Option<Right> {
    TABLE
        .iter()
        .find(|(name, _)| *name == command)
        .map(|(_, right)| *right)
}

pub(crate) fn holds(state: &State, actor: Actor, right: Right) -> bool {
    match (right, actor) {
        (Right::Guest, Actor::Guest)
        | (Right::Operator | Right::Staff, Actor::Operator)
        | (Right::StaffOrClock, Actor::Clock | Actor::Operator) => true,
        (Right::Member, Actor::Member(member)) => state.roster.members.contains_key(&member),
        (Right::Staff | Right::StaffOrClock, Actor::Member(member)) => {
            state.roster.has_role(member, Role::Committee)
        }
        _ => false,
    }
}
