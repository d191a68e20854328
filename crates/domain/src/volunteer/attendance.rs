//! Who was there, from when to when.

use serde::{Deserialize, Serialize};

use super::shift::{begun, led_shift};
use super::{Shift, Standing, code};
use crate::code::{MOST_WRONG_CODES, Proof, time_of};
use crate::decide::{Actor, Context, Draft};
use crate::{Audience, Event, MemberId, Rejection, Scope, ShiftId, State, Timestamp};

/// Checking in opens so long before the start.
const OPENS_SECONDS: i64 = 3_600;
/// Checking out closes so long after the end.
const CLOSES_SECONDS: i64 = 3_600;
/// How long after the end what was recorded offline, or by hand, is still taken.
const TAKEN_SECONDS: i64 = 30 * 24 * 3_600;

/// Somebody's time at a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// Who.
    pub member: MemberId,
    /// From when.
    pub came_at: Option<Timestamp>,
    /// Until when; none if it was not said: then until the shift's end.
    pub left_at: Option<Timestamp>,
    /// Whether the lead has said that they did not come.
    pub no_show: bool,
}

/// Checks in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    /// The shift.
    pub shift: ShiftId,
    /// Who is there.
    pub member: MemberId,
    /// How that is proved.
    pub proof: Proof,
}

/// Checks out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckOut {
    /// The shift.
    pub shift: ShiftId,
    /// Who leaves.
    pub member: MemberId,
    /// How that is proved.
    pub proof: Proof,
}

/// Says that somebody did not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkNoShow {
    /// The shift.
    pub shift: ShiftId,
    /// Who did not come.
    pub member: MemberId,
}

/// Somebody is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedIn {
    /// The shift.
    pub shift: ShiftId,
    /// Who.
    pub member: MemberId,
    /// From when.
    pub came_at: Timestamp,
}

/// Somebody has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedOut {
    /// The shift.
    pub shift: ShiftId,
    /// Who.
    pub member: MemberId,
    /// Until when.
    pub left_at: Timestamp,
}

/// Somebody did not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoShowMarked {
    /// The shift.
    pub shift: ShiftId,
    /// Who.
    pub member: MemberId,
}

impl Shift {
    /// Since when a member is there, as far as it is known here.
    #[must_use]
    pub fn came_at(&self, member: MemberId) -> Option<Timestamp> {
        self.attendance_of(member)?.came_at
    }

    /// A member's time at the shift, as far as it is known here.
    #[must_use]
    pub fn attendance_of(&self, member: MemberId) -> Option<&Attendance> {
        self.attendance.iter().find(|a| a.member == member)
    }

    /// Whether somebody who had a place did not come: the lead has said so, or the shift is over and nobody has
    /// checked them in.
    #[must_use]
    pub fn is_no_show(&self, member: MemberId, now: Timestamp) -> bool {
        let placed = self.standing(member) == Some(Standing::Placed);
        let attendance = self.attendance_of(member);
        let came = attendance.is_some_and(|a| a.came_at.is_some());
        let marked = attendance.is_some_and(|a| a.no_show);
        placed && !came && (marked || now >= self.ends_at)
    }

    /// When checking in opens.
    #[must_use]
    pub fn check_in_opens_at(&self) -> Timestamp {
        self.starts_at.plus_seconds(-OPENS_SECONDS)
    }

    /// When checking out closes.
    #[must_use]
    pub fn check_out_closes_at(&self) -> Timestamp {
        self.ends_at.plus_seconds(CLOSES_SECONDS)
    }

    pub(super) fn checked_in(&mut self, e: &CheckedIn) {
        let attendance = self.attendance_mut(e.member);
        attendance.came_at = Some(e.came_at);
        attendance.no_show = false;
        // A correction by hand may lie after what was said before.
        attendance.left_at = attendance.left_at.filter(|left| *left > e.came_at);
    }

    pub(super) fn checked_out(&mut self, e: &CheckedOut) {
        self.attendance_mut(e.member).left_at = Some(e.left_at);
    }

    pub(super) fn missed(&mut self, member: MemberId) {
        self.attendance_mut(member).no_show = true;
    }

    fn attendance_mut(&mut self, member: MemberId) -> &mut Attendance {
        let place = self.attendance.iter().position(|a| a.member == member);
        let place = place.unwrap_or_else(|| {
            self.attendance.push(Attendance {
                member,
                came_at: None,
                left_at: None,
                no_show: false,
            });
            self.attendance.len() - 1
        });
        &mut self.attendance[place]
    }
}

pub(crate) fn decide_check_in(
    state: &State,
    actor: Actor,
    c: &CheckIn,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let shift = shift_for(state, actor, c.shift, c.member, &c.proof, context)?;
    let known = shift.came_at(c.member);
    let by_code = matches!(c.proof, Proof::Code(_));
    if by_code && known.is_some() {
        return Err(Rejection::AlreadyCheckedIn);
    }
    if by_code && shift.standing(c.member) != Some(Standing::Placed) {
        return Err(Rejection::OnWaitlist);
    }
    let span = (shift.check_in_opens_at(), shift.ends_at);
    let came_at = proven(state, c.shift, shift, &c.proof, span, context)?;
    if known == Some(came_at) {
        return Ok(Vec::new());
    }
    let checked_in = CheckedIn {
        shift: c.shift,
        member: c.member,
        came_at,
    };
    Ok(vec![Draft::signed(
        audiences(state, shift, c.member),
        Event::CheckedIn(checked_in),
    )])
}

pub(crate) fn decide_check_out(
    state: &State,
    actor: Actor,
    c: &CheckOut,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let shift = shift_for(state, actor, c.shift, c.member, &c.proof, context)?;
    let came_at = shift.came_at(c.member).ok_or(Rejection::NotCheckedIn)?;
    let span = (came_at, shift.check_out_closes_at());
    let left_at = proven(state, c.shift, shift, &c.proof, span, context)?;
    // On a phone the time of checking in by code is its own guess.
    if left_at <= came_at && state.scope == Scope::Whole {
        return Err(Rejection::CodeUsed);
    }
    let known = shift.attendance_of(c.member).and_then(|a| a.left_at);
    let by_code = matches!(c.proof, Proof::Code(_));
    if known == Some(left_at) || by_code && known.is_some_and(|known| known > left_at) {
        return Ok(Vec::new());
    }
    let checked_out = CheckedOut {
        shift: c.shift,
        member: c.member,
        left_at,
    };
    Ok(vec![Draft::signed(
        audiences(state, shift, c.member),
        Event::CheckedOut(checked_out),
    )])
}

pub(crate) fn decide_no_show(
    state: &State,
    actor: Actor,
    c: &MarkNoShow,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let shift = led_shift(state, actor, c.shift)?;
    begun(state, shift, context)?;
    if shift.signup(c.member).is_none() {
        return Err(Rejection::NotSignedUp);
    }
    match shift.attendance_of(c.member) {
        Some(attendance) if attendance.came_at.is_some() => {
            return Err(Rejection::AlreadyCheckedIn);
        }
        Some(attendance) if attendance.no_show => return Ok(Vec::new()),
        _ => {}
    }
    let missed = NoShowMarked {
        shift: c.shift,
        member: c.member,
    };
    Ok(vec![Draft::signed(
        audiences(state, shift, c.member),
        Event::NoShowMarked(missed),
    )])
}

/// Who is where when is known to that member, the shift's lead and staff, not to everybody: nobody is shown up
/// before the neighbours.
fn audiences(state: &State, shift: &Shift, member: MemberId) -> Vec<Audience> {
    let mut audiences = vec![Audience::Staff, Audience::Member(member)];
    let lead = state.volunteer.lead(shift).filter(|lead| *lead != member);
    audiences.extend(lead.map(Audience::Member));
    audiences
}

/// The shift, if the actor may say of the member who comes and goes: oneself by code, the lead and staff by hand.
fn shift_for<'a>(
    state: &'a State,
    actor: Actor,
    id: ShiftId,
    member: MemberId,
    proof: &Proof,
    context: &Context,
) -> Result<&'a Shift, Rejection> {
    let shift = state.volunteer.shift(id)?;
    let allowed = match proof {
        Proof::Code(_) => actor == Actor::Member(member),
        Proof::Hand(_) => state.volunteer.leads(state, actor, shift),
    };
    if !allowed {
        return Err(Rejection::NotAllowed);
    }
    if shift.cancelled.is_some() {
        return Err(Rejection::ShiftCancelled);
    }
    if shift.signup(member).is_none() {
        return Err(Rejection::NotSignedUp);
    }
    let closed_at = shift.ends_at.plus_seconds(TAKEN_SECONDS);
    if state.is_due(closed_at, context.now) {
        return Err(Rejection::CheckInClosed { closed_at });
    }
    Ok(shift)
}

/// The time that is proved, within the span that it must lie in.
fn proven(
    state: &State,
    id: ShiftId,
    shift: &Shift,
    proof: &Proof,
    span: (Timestamp, Timestamp),
    context: &Context,
) -> Result<Timestamp, Rejection> {
    let (opens_at, closed_at) = span;
    let time = match proof {
        Proof::Hand(time) if state.scope == Scope::Whole => (*time).min(context.now),
        Proof::Hand(time) => *time,
        Proof::Code(text) => {
            let Some(time) = coded(state, id, shift, text, context)? else {
                return Ok(context.now);
            };
            time
        }
    };
    if time < opens_at {
        return Err(Rejection::CheckInNotOpen { opens_at });
    }
    if time > closed_at {
        return Err(Rejection::CheckInClosed { closed_at });
    }
    Ok(time)
}

/// The time that a code tells. A phone, which has no key, takes any for now.
fn coded(
    state: &State,
    id: ShiftId,
    shift: &Shift,
    text: &str,
    context: &Context,
) -> Result<Option<Timestamp>, Rejection> {
    if state.scope == Scope::Partial {
        return Ok(None);
    }
    let left = MOST_WRONG_CODES
        .checked_sub(context.wrong_codes)
        .filter(|left| *left > 0)
        .ok_or(Rejection::TooManyWrongCodes)?;
    let time_at = |id: ShiftId, shift: &Shift| {
        let activity = state.volunteer.activities.get(&shift.activity)?;
        let from = shift.check_in_opens_at().plus_seconds(-OPENS_SECONDS);
        let through = shift.check_out_closes_at().plus_seconds(CLOSES_SECONDS);
        let keys = code::keys(activity, id, shift);
        let mut keys = keys.iter();
        keys.find_map(|key| time_of(key, text, from, through, context.now))
    };
    if let Some(time) = time_at(id, shift) {
        return Ok(Some(time.min(context.now)));
    }
    let (shift_id, left) = (id, left - 1);
    let near = state.volunteer.between(
        shift.starts_at.plus_seconds(-24 * 3_600),
        shift.ends_at.plus_seconds(24 * 3_600),
    );
    let elsewhere = near
        .iter()
        .any(|(other, shift)| *other != id && time_at(*other, shift).is_some());
    Err(if elsewhere {
        Rejection::CodeOfOtherShift {
            shift: shift_id,
            left,
        }
    } else {
        Rejection::WrongCode {
            shift: shift_id,
            left,
        }
    })
}
