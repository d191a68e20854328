//! Planning meetings: the monthly ones by a plan, special ones with a reason; putting them off and calling them off.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Meeting, MeetingState, Present, known, wrong_state};
use crate::council::{Council, Minutes};
use crate::decide::{Context, Draft};
use crate::text::checked;
use crate::{Audience, Event, Map, MeetingId, MonthlyPlan, Rejection, State, Timestamp};

/// Characters that the name of a place may have.
const MOST_IN_PLACE: u32 = 60;
/// Characters that a reason may have.
const MOST_IN_REASON: u32 = 200;

/// Sets when the council meets each month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetMeetingPlan {
    /// The plan.
    pub plan: MonthlyPlan,
}

/// Plans one meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanMeeting {
    /// The new meeting.
    pub meeting: MeetingId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Where.
    pub place: String,
    /// Why it is called; none for a monthly one.
    pub reason: Option<String>,
}

/// Gives a meeting that has not begun another time or place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescheduleMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Where.
    pub place: String,
}

/// Calls a meeting off that has not begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// 1 to 200 characters.
    pub reason: String,
}

/// When the council meets each month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingPlanSet {
    /// The plan.
    pub plan: MonthlyPlan,
}

/// A meeting is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingPlanned {
    /// The meeting.
    pub meeting: MeetingId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Where.
    pub place: String,
    /// Why it was called, for a special one.
    pub reason: Option<String>,
}

/// A meeting has another time or place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRescheduled {
    /// The meeting.
    pub meeting: MeetingId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Where.
    pub place: String,
}

/// A meeting was called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingCancelled {
    /// The meeting.
    pub meeting: MeetingId,
    /// Why.
    pub reason: String,
}

impl Council {
    pub(crate) fn apply_planned(&mut self, e: &MeetingPlanned) {
        let meeting = Meeting {
            starts_at: e.starts_at,
            planned_for: e.starts_at,
            place: e.place.clone(),
            reason: e.reason.clone(),
            state: MeetingState::Planned,
            since: None,
            opened_at: None,
            closed_at: None,
            cancelled: None,
            changes: 0,
            agenda: Vec::new(),
            seats: None,
            present: Present::default(),
            attendance: Map::new(),
            key: None,
            minutes: Minutes::default(),
        };
        self.meetings.insert(e.meeting, Arc::new(meeting));
    }

    pub(crate) fn apply_rescheduled(&mut self, e: &MeetingRescheduled) {
        self.with_meeting(e.meeting, |meeting| {
            if (meeting.starts_at, &meeting.place) != (e.starts_at, &e.place) {
                meeting.changes += 1;
            }
            meeting.starts_at = e.starts_at;
            meeting.place.clone_from(&e.place);
        });
    }

    pub(crate) fn apply_called_off(&mut self, e: &MeetingCancelled, at: Timestamp) {
        self.with_meeting(e.meeting, |meeting| {
            meeting.cancelled = Some((at, e.reason.clone()));
        });
    }
}

pub(crate) fn decide_plan(c: &SetMeetingPlan) -> Result<Vec<Draft>, Rejection> {
    if !(1..=5).contains(&c.plan.nth) || c.plan.minute >= 1_440 {
        return Err(Rejection::BadPlan);
    }
    let plan = MonthlyPlan {
        place: checked("place", &c.plan.place, MOST_IN_PLACE)?,
        ..c.plan.clone()
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MeetingPlanSet(MeetingPlanSet { plan }),
    )])
}

pub(crate) fn decide_meeting(
    state: &State,
    c: &PlanMeeting,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    if state.council.meetings.contains_key(&c.meeting) {
        return Err(Rejection::AlreadyExists);
    }
    if state.is_due(c.starts_at, context.now) {
        return Err(Rejection::InThePast);
    }
    let reason = c
        .reason
        .as_ref()
        .map(|reason| checked("reason", reason, MOST_IN_REASON))
        .transpose()?;
    let place = checked("place", &c.place, MOST_IN_PLACE)?;
    let planned = MeetingPlanned {
        meeting: c.meeting,
        starts_at: c.starts_at,
        place,
        reason,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MeetingPlanned(planned),
    )])
}

pub(crate) fn decide_reschedule(
    state: &State,
    c: &RescheduleMeeting,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let meeting = to_come(state, c.meeting)?;
    let place = checked("place", &c.place, MOST_IN_PLACE)?;
    if (meeting.starts_at, &meeting.place) == (c.starts_at, &place) {
        return Ok(Vec::new());
    }
    if meeting.starts_at != c.starts_at && state.is_due(c.starts_at, context.now) {
        return Err(Rejection::InThePast);
    }
    let rescheduled = MeetingRescheduled {
        meeting: c.meeting,
        starts_at: c.starts_at,
        place,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MeetingRescheduled(rescheduled),
    )])
}

pub(crate) fn decide_cancel_meeting(
    state: &State,
    c: &CancelMeeting,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, MOST_IN_REASON)?;
    if known(state, c.meeting)?.cancelled.is_some() {
        return Ok(Vec::new());
    }
    to_come(state, c.meeting)?;
    let cancelled = MeetingCancelled {
        meeting: c.meeting,
        reason,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MeetingCancelled(cancelled),
    )])
}

/// The meeting, if it has not begun and was not called off.
fn to_come(state: &State, id: MeetingId) -> Result<&Meeting, Rejection> {
    let meeting = known(state, id)?;
    match meeting.state {
        _ if meeting.cancelled.is_some() => Err(Rejection::MeetingOver),
        MeetingState::Planned | MeetingState::Called => Ok(meeting),
        _ => Err(wrong_state(meeting)),
    }
}
