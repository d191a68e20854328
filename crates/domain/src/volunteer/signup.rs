//! Signing up: the order of arrival is all there is to it.
//!
//! A shift keeps its signups in order of arrival; of each role, the first ones up to its capacity have the places
//! and the others wait. So no role is ever above its capacity, nobody waits while a place is free, whoever is next
//! in line moves up by itself, and who loses a place to a lowered capacity stands at the head of the line.

use serde::{Deserialize, Serialize};

use super::{Board, Shift};
use crate::decide::{Actor, Context, Draft};
use crate::{
    Audience, Event, MemberId, Recorded, Rejection, ShiftId, State, Timestamp, sort_by_key,
};

/// Somebody at a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signup {
    /// Who comes.
    pub member: MemberId,
    /// As what: the role's number.
    pub role: u8,
    /// Who signed them up, if it was somebody else (代报名).
    pub by: Option<MemberId>,
    /// When it arrived at the authority.
    pub at: Timestamp,
    /// Whether they have a place; if not they wait.
    pub placed: bool,
    /// What happened to it last that the member did not do.
    pub news: Option<News>,
}

/// What somebody is to be told of a signup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    /// When it happened.
    pub at: Timestamp,
    /// What.
    pub kind: NewsKind,
}

/// What may happen to a signup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewsKind {
    /// All places were taken when it arrived, or capacity was lowered: a place on the waitlist.
    Waitlisted,
    /// Somebody cancelled or capacity was raised: from the waitlist to a place.
    Promoted,
    /// The shift is at another time now.
    Moved,
    /// Something else about the shift is different.
    Changed,
    /// The shift does not take place.
    Cancelled,
    /// The role is gone, and the signup with it.
    RoleEnded,
    /// Somebody else took the signup back.
    TakenBack,
    /// Somebody else signed them up, with a place (代报名).
    SignedUp,
    /// Thanks and a short report were written.
    Reported,
}

/// Where a member stands at a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// With a place.
    Placed,
    /// In the line, from 1.
    Waiting(u32),
}

/// Signs a member up: oneself, somebody of the own home, or anybody if one is staff, link member or the shift's lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUp {
    /// The shift.
    pub shift: ShiftId,
    /// The role's number.
    pub role: u8,
    /// Who comes.
    pub member: MemberId,
}

/// Takes a signup back: one's own, one that oneself has made for somebody else, or anybody's if one is staff or the
/// shift's lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelSignup {
    /// The shift.
    pub shift: ShiftId,
    /// Who does not come.
    pub member: MemberId,
}

/// Somebody is signed up, at the end of the order of arrival.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedUp {
    /// The shift.
    pub shift: ShiftId,
    /// The role's number.
    pub role: u8,
    /// Who comes.
    pub member: MemberId,
    /// The name.
    pub name: String,
    /// The name of who signed them up, if it was somebody else (代报名).
    pub by_name: Option<String>,
    /// The place on the waitlist, from 1; 0 for a place at the shift.
    pub waiting: u32,
}

/// Somebody's signups are taken back: one, or all that are to come of a member who was removed. Whoever is next in
/// line has the place by that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignupsCancelled {
    /// Who does not come.
    pub member: MemberId,
    /// The shifts.
    pub shifts: Vec<ShiftId>,
}

impl Board {
    /// The shifts that a member is signed up for, in order of time; cancelled ones too.
    #[must_use]
    pub fn of_member(&self, member: MemberId) -> Vec<(ShiftId, &Shift, &Signup)> {
        let mut own: Vec<_> = self
            .shifts
            .iter()
            .filter_map(|(id, shift)| Some((*id, &**shift, shift.signup(member)?)))
            .collect();
        sort_by_key(&mut own, |(_, shift, _)| shift.starts_at);
        own
    }

    /// The member's other shifts that take place at the time of this one.
    #[must_use]
    pub fn overlaps(&self, member: MemberId, shift: ShiftId) -> Vec<ShiftId> {
        let Some(this) = self.shifts.get(&shift) else {
            return Vec::new();
        };
        let mut others = self.of_member(member);
        others.retain(|(id, other, _)| {
            *id != shift
                && other.cancelled.is_none()
                && other.starts_at < this.ends_at
                && this.starts_at < other.ends_at
        });
        others.into_iter().map(|(id, _, _)| id).collect()
    }

    /// What a member is to be told of the own signups, the newest first.
    #[must_use]
    pub fn news(&self, member: MemberId) -> Vec<(ShiftId, News)> {
        let mut news = Vec::new();
        for (id, shift) in &self.shifts {
            let signups = shift.signups.iter().chain(&shift.former);
            let own = signups.filter(|signup| signup.member == member);
            news.extend(own.filter_map(|signup| Some((*id, signup.news?))));
        }
        sort_by_key(&mut news, |(_, news)| std::cmp::Reverse(news.at));
        news
    }

    pub(super) fn apply_signed_up(&mut self, e: &SignedUp, recorded: &Recorded) {
        self.know_name(e.member, &e.name);
        let at = recorded.at;
        let by = recorded.by.filter(|by| *by != e.member);
        if let Some((by, name)) = by.zip(e.by_name.as_ref()) {
            self.know_name(by, name);
        }
        self.with_shift(e.shift, |shift, details| {
            let Some(details) = details.filter(|_| shift.signup(e.member).is_none()) else {
                return;
            };
            shift.former.retain(|former| former.member != e.member);
            shift.signups.push(Signup {
                member: e.member,
                role: e.role,
                by,
                at,
                placed: false,
                news: None,
            });
            shift.settle(details, at);
            if let Some(signup) = shift.signups.last_mut() {
                // Who gets a place at once by the own hand is told nothing new.
                let kind = match signup.placed {
                    false => Some(NewsKind::Waitlisted),
                    true => signup.by.map(|_| NewsKind::SignedUp),
                };
                signup.news = kind.map(|kind| News { at, kind });
            }
        });
    }

    pub(super) fn apply_signups_cancelled(&mut self, e: &SignupsCancelled, recorded: &Recorded) {
        let at = recorded.at;
        for id in &e.shifts {
            self.with_shift(*id, |shift, details| {
                let place = shift.signups.iter().position(|s| s.member == e.member);
                let Some(mut signup) = place.map(|place| shift.signups.remove(place)) else {
                    return;
                };
                if recorded.by != Some(e.member) {
                    let kind = NewsKind::TakenBack;
                    signup.news = Some(News { at, kind });
                    shift.leave(signup);
                }
                if let Some(details) = details {
                    shift.settle(details, at);
                }
            });
        }
    }
}

pub(crate) fn decide_sign_up(
    state: &State,
    actor: Actor,
    c: &SignUp,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let board = &state.volunteer;
    let shift = board.shift(c.shift)?;
    may_sign_up(state, actor, shift, c.member)?;
    if shift.cancelled.is_some() {
        return Err(Rejection::ShiftCancelled);
    }
    let details = board.details(shift).ok_or(Rejection::UnknownActivity)?;
    let mut roles = details.roles.iter();
    let role = roles
        .find(|role| role.role == c.role)
        .ok_or(Rejection::UnknownShiftRole)?;
    let name = board.known_name(state, c.member)?;
    match shift.signup(c.member) {
        Some(signup) if signup.role == c.role => return Ok(Vec::new()),
        Some(_) => return Err(Rejection::AlreadySignedUp),
        None => {}
    }
    in_time(state, actor, shift, details.cutoff, context)?;
    let before = shift.signups.iter().filter(|other| other.role == c.role);
    let before = u32::try_from(before.count()).unwrap_or(u32::MAX);
    let signed_up = SignedUp {
        shift: c.shift,
        role: c.role,
        member: c.member,
        name,
        by_name: match actor {
            Actor::Member(by) if by != c.member => Some(board.known_name(state, by)?),
            _ => None,
        },
        waiting: (before + 1).saturating_sub(role.capacity.into()),
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::SignedUp(signed_up),
    )])
}

pub(crate) fn decide_cancel_signup(
    state: &State,
    actor: Actor,
    c: &CancelSignup,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let shift = state.volunteer.shift(c.shift)?;
    let Some(signup) = shift.signup(c.member).filter(|_| shift.cancelled.is_none()) else {
        return Ok(Vec::new());
    };
    if !matches!(actor, Actor::Member(by) if state.volunteer.may_take_back(state, shift, signup, by))
    {
        return Err(Rejection::NotAllowed);
    }
    if state.is_due(shift.starts_at, context.now) {
        return Err(Rejection::ShiftStarted {
            started_at: shift.starts_at,
        });
    }
    if shift.came_at(c.member).is_some() {
        return Err(Rejection::AlreadyCheckedIn);
    }
    let cancelled = SignupsCancelled {
        member: c.member,
        shifts: vec![c.shift],
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::SignupsCancelled(cancelled),
    )])
}

/// One signs oneself and the own home up; staff, link members and the shift's lead sign anybody up.
fn may_sign_up(
    state: &State,
    actor: Actor,
    shift: &Shift,
    member: MemberId,
) -> Result<(), Rejection> {
    let Actor::Member(by) = actor else {
        return Err(Rejection::NotAllowed);
    };
    if state.volunteer.may_sign_up(state, shift, by, member) {
        Ok(())
    } else {
        Err(Rejection::NotAllowed)
    }
}

/// Until the cut-off; who leads may still add those who just came.
fn in_time(
    state: &State,
    actor: Actor,
    shift: &Shift,
    cutoff: u16,
    context: &Context,
) -> Result<(), Rejection> {
    if state.is_due(shift.ends_at, context.now) {
        return Err(Rejection::ShiftOver {
            ended_at: shift.ends_at,
        });
    }
    if state.volunteer.leads(state, actor, shift) {
        return Ok(());
    }
    if state.is_due(shift.starts_at, context.now) {
        return Err(Rejection::ShiftStarted {
            started_at: shift.starts_at,
        });
    }
    let closed_at = shift.starts_at.plus_seconds(-60 * i64::from(cutoff));
    if state.is_due(closed_at, context.now) {
        return Err(Rejection::SignupClosed { closed_at });
    }
    Ok(())
}
