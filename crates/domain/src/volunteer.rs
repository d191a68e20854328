//! The volunteer board: what is to be done and when, who comes, who came, and what it added up to.

mod activity;
mod attendance;
mod claim;
mod code;
mod foresight;
mod group;
mod hours;
mod leave;
mod need;
mod right;
mod series;
mod shift;
mod signup;

pub use crate::code::{Code, Proof};
pub(crate) use activity::checked_day;
pub use activity::{
    Activity, ActivityChanged, ActivityEnded, ActivityKind, ActivityPlanned, ChangeActivity,
    CheckInKey, CheckInKeyIssued, Details, EndActivity, Person, Phase, PlanActivity, PlanShifts,
    ShiftRole, ShiftsPlanned,
};
pub(crate) use activity::{decide_change, decide_end, decide_plan, decide_plan_shifts};
pub use attendance::{
    Attendance, CheckIn, CheckOut, CheckedIn, CheckedOut, MarkNoShow, NoShowMarked,
};
pub(crate) use attendance::{decide_check_in, decide_check_out, decide_no_show};
pub use claim::{
    Claim, ClaimHours, ClaimState, ConfirmHours, HoursClaimed, HoursConfirmed, HoursRefused,
    RefuseHours,
};
pub(crate) use claim::{decide_claim, decide_confirm, decide_refuse};
pub use foresight::Effect;
pub use group::{
    Coverage, Group, GroupJoined, GroupKind, GroupRecorded, GroupsLeft, JoinGroup, LeaveGroup,
};
pub(crate) use group::{decide_group, decide_join_group, decide_leave_group};
pub use hours::{Credit, Month, Statistics};
pub use leave::LeadsLeft;
pub(crate) use leave::leave_everything;
pub use need::{
    ConcludeNeed, MatchNeed, Need, NeedConcluded, NeedDetailed, NeedKind, NeedMatch, NeedMatched,
    NeedRaised, RaiseNeed,
};
pub(crate) use need::{decide_conclude_need, decide_match_need, decide_raise_need};
pub use series::{Calendar, NoCalendar, RuleProblem, Span};
pub use shift::{
    CancelShift, ChangeShift, OwnPlan, Places, Report, ReportShift, Shift, ShiftCancelled,
    ShiftChanged, ShiftReported,
};
pub(crate) use shift::{decide_cancel_shift, decide_change_shift, decide_report};
pub use signup::{
    CancelSignup, News, NewsKind, SignUp, SignedUp, Signup, SignupsCancelled, Standing,
};
pub(crate) use signup::{decide_cancel_signup, decide_sign_up};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::decide::Actor;
use crate::{
    ActivityId, ClaimId, Command, Event, GroupId, Map, MemberId, NeedId, Recorded, Rejection,
    Scope, ShiftId, State, Timestamp,
};

/// Everything of the volunteer board that is known here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Activities, once or in series.
    pub activities: Map<ActivityId, Arc<Activity>>,
    /// Their shifts, as far as they are planned.
    pub shifts: Map<ShiftId, Arc<Shift>>,
    /// The names of those who signed up, lead or belong to a group: public by that, unlike the roster.
    pub names: Map<MemberId, String>,
    /// Ad-hoc hours; a phone knows its member's own and those that the member may confirm.
    pub claims: Map<ClaimId, Arc<Claim>>,
    /// Needs; a phone knows those that its member raised, took or manages.
    pub needs: Map<NeedId, Arc<Need>>,
    /// Culture teams and other groups.
    pub groups: Map<GroupId, Arc<Group>>,
}

impl Board {
    /// A shift, if there is one of that id.
    pub(crate) fn shift(&self, id: ShiftId) -> Result<&Shift, Rejection> {
        self.shifts
            .get(&id)
            .map(|shift| &**shift)
            .ok_or(Rejection::UnknownShift)
    }

    /// What a shift is like: as it was changed for itself, or as its activity is on its day.
    #[must_use]
    pub fn details<'a>(&'a self, shift: &'a Shift) -> Option<&'a Details> {
        match &shift.own {
            Some(own) => Some(&own.details),
            None => {
                let phase = self.activities.get(&shift.activity)?.on(shift.day)?;
                Some(&phase.details)
            }
        }
    }

    /// The member who leads a shift, if anybody does.
    #[must_use]
    pub fn lead(&self, shift: &Shift) -> Option<MemberId> {
        self.details(shift)?.lead.as_ref().map(|lead| lead.member)
    }

    /// Whether somebody may do what the lead of a shift may: the lead, staff, the operator.
    pub(crate) fn leads(&self, state: &State, actor: Actor, shift: &Shift) -> bool {
        match actor {
            Actor::Operator => true,
            Actor::Member(member) => state.is_staff(member) || self.lead(shift) == Some(member),
            Actor::Clock | Actor::Guest => false,
        }
    }

    /// The name of somebody: the roster's, or the one by which they are known here. A phone may not know it yet.
    fn known_name(&self, state: &State, member: MemberId) -> Result<String, Rejection> {
        match state.roster.name(member) {
            Some(name) => Ok(name.to_owned()),
            None if state.scope == Scope::Whole => Err(Rejection::UnknownMember { member }),
            None => Ok(self.names.get(&member).cloned().unwrap_or_default()),
        }
    }

    fn know(&mut self, person: Option<&Person>) {
        if let Some(person) = person {
            self.know_name(person.member, &person.name);
        }
    }

    fn know_name(&mut self, member: MemberId, name: &str) {
        // Most are known: what does not change stays shared with the clones.
        if self.names.get(&member).is_none_or(|known| known != name) {
            self.names.insert(member, name.to_owned());
        }
    }

    pub(crate) fn apply(&mut self, event: &Event, recorded: &Recorded, offset: i16) {
        let at = recorded.at;
        match event {
            Event::ActivityPlanned(e) => self.apply_planned(e, offset),
            Event::ActivityChanged(e) => self.apply_changed(e, at, offset),
            Event::ShiftsPlanned(e) => self.apply_shifts(e, at, offset),
            Event::ActivityEnded(e) => self.apply_ended(e, at),
            Event::CheckInKeyIssued(e) => self.apply_key(e, at),
            Event::ShiftChanged(e) => self.apply_shift_changed(e, at, offset),
            Event::ShiftCancelled(e) => self.with_shift(e.shift, |shift, _| {
                shift.cancel(at, Some(e.reason.clone()));
            }),
            Event::ShiftReported(e) => self.with_shift(e.shift, |shift, _| {
                shift.reported(e, recorded);
            }),
            Event::SignedUp(e) => self.apply_signed_up(e, recorded),
            Event::SignupsCancelled(e) => self.apply_signups_cancelled(e, recorded),
            Event::CheckedIn(e) => self.with_shift(e.shift, |shift, _| shift.checked_in(e)),
            Event::CheckedOut(e) => self.with_shift(e.shift, |shift, _| shift.checked_out(e)),
            Event::NoShowMarked(e) => {
                self.with_shift(e.shift, |shift, _| shift.missed(e.member));
            }
            Event::HoursClaimed(e) => self.apply_claimed(e),
            Event::HoursConfirmed(e) => self.settle_claim(e.claim, ClaimState::Confirmed),
            Event::HoursRefused(e) => {
                let reason = e.reason.clone();
                self.settle_claim(e.claim, ClaimState::Refused { reason });
            }
            Event::NeedRaised(e) => self.apply_need(e, recorded),
            Event::NeedDetailed(e) => self.with_need(e.need, |need| need.detailed(e)),
            Event::NeedMatched(e) => self.with_need(e.need, |need| {
                need.matched = Some(NeedMatch {
                    shift: e.shift,
                    member: e.member,
                    at,
                });
            }),
            Event::NeedConcluded(e) => {
                self.with_need(e.need, |need| need.concluded_at = Some(at));
            }
            Event::GroupRecorded(e) => self.apply_group(e),
            Event::GroupJoined(e) => self.apply_joined(e),
            Event::GroupsLeft(e) => self.apply_left(e),
            Event::LeadsLeft(e) => self.apply_leads_left(e, at, offset),
            _ => {}
        }
    }

    /// Changes a shift; what it is like is handed along.
    fn with_shift(&mut self, id: ShiftId, change: impl FnOnce(&mut Shift, Option<&Details>)) {
        let Some(shift) = self.shifts.get_mut(&id) else {
            return;
        };
        let shift = Arc::make_mut(shift);
        let own = shift.own.clone();
        let activity = self.activities.get(&shift.activity);
        let details = match &own {
            Some(own) => Some(&own.details),
            None => activity
                .and_then(|activity| activity.on(shift.day))
                .map(|phase| &*phase.details),
        };
        change(shift, details);
    }
}

/// What the clock has to do on the board.
pub(crate) fn push_due(state: &State, now: Timestamp, commands: &mut Vec<Command>) {
    let board = &state.volunteer;
    for (id, activity) in &board.activities {
        if activity.wants_plan(state.date(now)) {
            commands.push(Command::PlanShifts(PlanShifts { activity: *id }));
        }
    }
    for (id, need) in &board.needs {
        let over = |shift: &Shift| now >= shift.ends_at.plus_seconds(need::KNOWN_FOR_SECONDS);
        let shift = need
            .matched
            .and_then(|matched| board.shifts.get(&matched.shift));
        if board.taker(need).is_some() && shift.is_some_and(|shift| over(shift)) {
            commands.push(Command::ConcludeNeed(ConcludeNeed { need: *id }));
        }
    }
}

/// A person with the name that the roster has.
pub(crate) fn checked_person(
    state: &State,
    person: Option<&Person>,
) -> Result<Option<Person>, Rejection> {
    let Some(person) = person else {
        return Ok(None);
    };
    let name = match state.roster.name(person.member) {
        Some(name) => name.to_owned(),
        None if state.scope == Scope::Whole => {
            return Err(Rejection::UnknownMember {
                member: person.member,
            });
        }
        None => person.name.clone(),
    };
    Ok(Some(Person {
        member: person.member,
        name,
    }))
}
