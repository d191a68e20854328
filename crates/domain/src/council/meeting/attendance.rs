//! Who came to a meeting. The public sees how many, staff and oneself see who; the minutes name the representatives.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Meeting, MeetingState, known, wrong_state};
use crate::code::{Code, MOST_WRONG_CODES, Proof, time_of};
use crate::council::{Council, Count, Rule};
use crate::decide::{Actor, Context, Draft};
use crate::roster::Role;
use crate::{Audience, Event, MeetingId, MemberId, Rejection, Scope, State, Timestamp};

/// Checking in opens so long before the start.
const OPENS_SECONDS: i64 = 3_600;

/// How many came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Representatives.
    pub seats: u32,
    /// Anybody else.
    pub guests: u32,
}

/// Somebody who came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// The name at the time.
    pub name: String,
    /// Whether they sit in the council.
    pub seat: bool,
    /// Since when they are there.
    pub came_at: Timestamp,
}

/// Says that somebody is there: oneself by the code in the hall, staff anybody by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// Who is there.
    pub member: MemberId,
    /// How that is proved.
    pub proof: Proof,
}

/// Says that somebody is not there after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrikeAttendance {
    /// The meeting.
    pub meeting: MeetingId,
    /// Who.
    pub member: MemberId,
}

/// Somebody is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingAttended {
    /// The meeting.
    pub meeting: MeetingId,
    /// Who.
    pub member: MemberId,
    /// The name.
    pub name: String,
    /// Whether they sit in the council.
    pub seat: bool,
    /// Since when.
    pub came_at: Timestamp,
}

/// Somebody was not there after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceStruck {
    /// The meeting.
    pub meeting: MeetingId,
    /// Who.
    pub member: MemberId,
}

/// So many are there now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceCounted {
    /// The meeting.
    pub meeting: MeetingId,
    /// How many.
    pub present: Present,
}

impl Present {
    fn changed(self, seat: bool, by: impl Fn(u32) -> u32) -> Self {
        let Self { seats, guests } = self;
        match seat {
            true => Self {
                seats: by(seats),
                guests,
            },
            false => Self {
                seats,
                guests: by(guests),
            },
        }
    }
}

impl Meeting {
    /// How many representatives must be there for a quorum, by the council's rule; nothing if it is not known how
    /// many there are.
    #[must_use]
    pub fn quorum(&self) -> Option<u32> {
        let seats = Count {
            heads: self.seats?.into(),
            area: 0,
        };
        let needed = Rule::preset("representatives_council")?.needed(seats)?;
        u32::try_from(needed.heads).ok()
    }

    /// Whether enough representatives are there.
    #[must_use]
    pub fn has_quorum(&self) -> bool {
        self.quorum()
            .is_some_and(|quorum| quorum <= self.present.seats)
    }

    /// When checking in opens: an hour before the start, or with the meeting if that is opened earlier.
    #[must_use]
    pub fn check_in_opens_at(&self) -> Timestamp {
        let before = self.starts_at.plus_seconds(-OPENS_SECONDS);
        self.opened_at.map_or(before, |opened| before.min(opened))
    }

    /// Whether codes are shown and taken at that moment.
    #[must_use]
    pub fn takes_codes(&self, now: Timestamp) -> bool {
        let called = matches!(self.state, MeetingState::Called | MeetingState::Open);
        called && self.cancelled.is_none() && now >= self.check_in_opens_at()
    }

    /// The code that the hall's screen shows; none on a phone that has no key.
    #[must_use]
    pub fn code(&self, at: Timestamp) -> Option<Code> {
        self.key.as_ref().map(|key| Code::at(key, at))
    }
}

impl Council {
    pub(crate) fn apply_attended(&mut self, e: &MeetingAttended) {
        let attendee = Attendee {
            name: e.name.clone(),
            seat: e.seat,
            came_at: e.came_at,
        };
        self.with_meeting(e.meeting, |meeting| {
            meeting.attendance.insert(e.member, Arc::new(attendee));
        });
    }

    pub(crate) fn apply_struck(&mut self, e: &AttendanceStruck) {
        self.with_meeting(e.meeting, |meeting| {
            meeting.attendance.remove(&e.member);
        });
    }

    pub(crate) fn apply_present(&mut self, e: &AttendanceCounted) {
        self.with_meeting(e.meeting, |meeting| meeting.present = e.present);
    }
}

pub(crate) fn decide_attend(
    state: &State,
    actor: Actor,
    c: &AttendMeeting,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let meeting = known(state, c.meeting)?;
    let allowed = match (&c.proof, actor) {
        (Proof::Code(_), actor) => actor == Actor::Member(c.member),
        (Proof::Hand(_), Actor::Member(member)) => state.is_staff(member),
        (Proof::Hand(_), actor) => actor == Actor::Operator,
    };
    if !allowed {
        return Err(Rejection::NotAllowed);
    }
    in_session(meeting)?;
    if meeting.attendance.contains_key(&c.member) {
        return Ok(Vec::new());
    }
    let name = match state.roster.name(c.member) {
        Some(name) => name.to_owned(),
        None if state.scope == Scope::Whole => {
            return Err(Rejection::UnknownMember { member: c.member });
        }
        None => String::new(),
    };
    let came_at = match &c.proof {
        Proof::Hand(time) if state.scope == Scope::Whole => (*time).min(context.now),
        Proof::Hand(time) => *time,
        Proof::Code(text) => coded(state, c.meeting, meeting, text, context)?,
    };
    let opens_at = meeting.check_in_opens_at();
    if state.scope == Scope::Whole && came_at < opens_at {
        return Err(Rejection::CheckInNotOpen { opens_at });
    }
    let seat = state.roster.has_role(c.member, Role::Representative);
    let attended = MeetingAttended {
        meeting: c.meeting,
        member: c.member,
        name,
        seat,
        came_at,
    };
    let present = meeting.present.changed(seat, |n| n.saturating_add(1));
    Ok(with_count(
        c.meeting,
        c.member,
        Event::MeetingAttended(attended),
        present,
    ))
}

pub(crate) fn decide_strike(state: &State, c: &StrikeAttendance) -> Result<Vec<Draft>, Rejection> {
    let meeting = known(state, c.meeting)?;
    in_session(meeting)?;
    let Some(attendee) = meeting.attendance.get(&c.member) else {
        return Ok(Vec::new());
    };
    let present = meeting
        .present
        .changed(attendee.seat, |n| n.saturating_sub(1));
    let struck = AttendanceStruck {
        meeting: c.meeting,
        member: c.member,
    };
    Ok(with_count(
        c.meeting,
        c.member,
        Event::AttendanceStruck(struck),
        present,
    ))
}

/// Who came is for staff and oneself, how many for everybody.
fn with_count(meeting: MeetingId, member: MemberId, event: Event, present: Present) -> Vec<Draft> {
    let counted = AttendanceCounted { meeting, present };
    vec![
        Draft::signed(vec![Audience::Staff, Audience::Member(member)], event),
        Draft::unsigned(vec![Audience::Public], Event::AttendanceCounted(counted)),
    ]
}

/// Attendance is written down from the call until the minutes are published.
fn in_session(meeting: &Meeting) -> Result<(), Rejection> {
    match meeting.state {
        _ if meeting.cancelled.is_some() => Err(Rejection::MeetingOver),
        MeetingState::Planned => Err(wrong_state(meeting)),
        MeetingState::Published => Err(Rejection::MeetingOver),
        _ => Ok(()),
    }
}

/// The time that a code tells. A phone, which has no key, takes any for now.
fn coded(
    state: &State,
    id: MeetingId,
    meeting: &Meeting,
    text: &str,
    context: &Context,
) -> Result<Timestamp, Rejection> {
    if state.scope == Scope::Partial {
        return Ok(context.now);
    }
    let left = MOST_WRONG_CODES
        .checked_sub(context.wrong_codes)
        .filter(|left| *left > 0)
        .ok_or(Rejection::TooManyWrongCodes)?;
    let opens_at = meeting.check_in_opens_at();
    let through = meeting.closed_at.unwrap_or(context.now);
    let through = through.plus_seconds(OPENS_SECONDS);
    let time = meeting.key.as_ref().and_then(|key| {
        let from = opens_at.plus_seconds(-OPENS_SECONDS);
        time_of(key, text, from, through, context.now)
    });
    let time = time.ok_or(Rejection::WrongMeetingCode {
        meeting: id,
        left: left - 1,
    })?;
    // Until it was closed, and the minute in which that was.
    if let Some(closed_at) = meeting.closed_at.filter(|closed| time > *closed) {
        return Err(Rejection::CheckInClosed { closed_at });
    }
    // The first minute of checking in may have begun before it.
    let opening = time < opens_at && opens_at.0 - time.0 < 60_000;
    let time = if opening { opens_at } else { time };
    Ok(time.min(context.now))
}
