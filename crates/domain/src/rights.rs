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
    /// Whoever leads what it is about, committee members, and the operator. A stranger to the matter is found out
    /// once the matter is.
    Lead,
    /// Link members, committee members, and the operator.
    Link,
    /// Representatives, committee members, and the operator.
    Triage,
    /// Whoever the matter is of (who proposed, promised or said it), committee members, and the operator. A stranger
    /// to the matter is found out once the matter is.
    Party,
    /// Link members, committee members, and the clock when it is due.
    LinkOrClock,
    /// Representatives.
    Representative,
    /// Representatives, committee members, and the operator.
    Patrol,
    /// Merchants. Whose shop it is about its own rules tell.
    Merchant,
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
    ("answer_opinion", Right::Triage),
    ("decline_opinion", Right::Triage),
    ("set_meeting_plan", Right::Staff),
    ("plan_meeting", Right::StaffOrClock),
    ("advance_meeting", Right::Staff),
    ("schedule_topic", Right::Staff),
    ("notice_motion", Right::Staff),
    ("open_motion", Right::StaffOrClock),
    ("cast_ballot", Right::Member),
    ("close_motion", Right::StaffOrClock),
    ("cancel_motion", Right::Staff),
    ("remove_member", Right::Staff),
    ("set_calendar_link", Right::Member),
    ("plan_activity", Right::Staff),
    ("change_activity", Right::Staff),
    ("end_activity", Right::Staff),
    ("plan_shifts", Right::StaffOrClock),
    ("change_shift", Right::Lead),
    ("cancel_shift", Right::Lead),
    ("sign_up", Right::Member),
    ("cancel_signup", Right::Member),
    ("check_in", Right::Member),
    ("check_out", Right::Member),
    ("mark_no_show", Right::Lead),
    ("claim_hours", Right::Member),
    ("confirm_hours", Right::Lead),
    ("refuse_hours", Right::Lead),
    ("report_shift", Right::Lead),
    ("raise_need", Right::Link),
    ("match_need", Right::Link),
    ("conclude_need", Right::LinkOrClock),
    ("record_group", Right::Staff),
    ("join_group", Right::Member),
    ("leave_group", Right::Member),
    ("merge_opinion", Right::Triage),
    ("propose_topic", Right::Member),
    ("move_topic", Right::Staff),
    ("discuss_topic", Right::Staff),
    ("settle_topic", Right::Party),
    ("reschedule_meeting", Right::Staff),
    ("cancel_meeting", Right::Staff),
    ("attend_meeting", Right::Member),
    ("strike_attendance", Right::Staff),
    ("write_minutes", Right::Staff),
    ("publish_minutes", Right::Staff),
    ("make_statement", Right::Party),
    ("correct_statement", Right::Party),
    ("make_commitment", Right::Party),
    ("report_progress", Right::Party),
    ("confirm_commitment", Right::Triage),
    ("return_commitment", Right::Triage),
    ("release_commitment", Right::Staff),
    ("break_commitment", Right::Staff),
    ("define_rule", Right::Staff),
    ("cast_for_voter", Right::Staff),
    ("enter_paper", Right::Staff),
    ("enter_voters", Right::Staff),
    ("count_gathered", Right::Staff),
    ("tell_turnout", Right::StaffOrClock),
    ("record_shop", Right::Staff),
    ("publish_template", Right::Staff),
    ("retire_template", Right::Staff),
    ("set_patrol_plan", Right::Staff),
    ("plan_patrol", Right::StaffOrClock),
    ("move_patrol", Right::Staff),
    ("offer_round", Right::Representative),
    ("withdraw_offer", Right::Representative),
    ("take_round", Right::Patrol),
    ("save_answers", Right::Representative),
    ("submit_inspection", Right::Representative),
    ("amend_inspection", Right::Representative),
    ("skip_shop", Right::Representative),
    ("answer_finding", Right::Merchant),
    ("recheck_finding", Right::Representative),
    ("contest_finding", Right::Merchant),
    ("settle_finding", Right::Staff),
    ("publish_patrol", Right::StaffOrClock),
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
        | (
            Right::Operator
            | Right::Staff
            | Right::Lead
            | Right::Link
            | Right::Triage
            | Right::Party
            | Right::Patrol,
            Actor::Operator,
        )
        | (Right::StaffOrClock | Right::LinkOrClock, Actor::Clock | Actor::Operator) => true,
        (Right::Member | Right::Lead | Right::Party, Actor::Member(member)) => {
            state.roster.members.contains_key(&member)
        }
        (Right::Triage, Actor::Member(member)) => {
            state.is_staff(member) || state.roster.has_role(member, Role::Representative)
        }
        (Right::Link | Right::LinkOrClock, Actor::Member(member)) => {
            state.is_staff(member) || state.roster.has_role(member, Role::LinkMember)
        }
        (Right::Staff | Right::StaffOrClock, Actor::Member(member)) => {
            state.roster.has_role(member, Role::Committee)
        }
        (Right::Representative, Actor::Member(member)) => {
            state.roster.has_role(member, Role::Representative)
        }
        (Right::Patrol, Actor::Member(member)) => state.walks_or_manages(member),
        (Right::Merchant, Actor::Member(member)) => state.roster.has_role(member, Role::Merchant),
        _ => false,
    }
}
