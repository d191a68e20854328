//! Meetings of the council: each one's way from the plan to its published minutes.

mod advance;
mod attendance;
mod plan;

pub(crate) use advance::decide_advance;
pub use advance::{AdvanceMeeting, MeetingAdvanced, MeetingKeyIssued};
pub use attendance::{
    AttendMeeting, AttendanceCounted, AttendanceStruck, Attendee, MeetingAttended, Present,
    StrikeAttendance,
};
pub(crate) use attendance::{decide_attend, decide_strike};
pub use plan::{
    CancelMeeting, MeetingCancelled, MeetingPlanSet, MeetingPlanned, MeetingRescheduled,
    PlanMeeting, RescheduleMeeting, SetMeetingPlan,
};
pub(crate) use plan::{decide_cancel_meeting, decide_meeting, decide_plan, decide_reschedule};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Council, Minutes};
use crate::{Digest, Map, MeetingId, MemberId, Rejection, State, Timestamp, TopicId, sort_by_key};

/// How far a meeting is, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingState {
    /// It stands in the plan.
    Planned,
    /// Members were invited.
    Called,
    /// It is being held.
    Open,
    /// It is over.
    Closed,
    /// Its minutes are published.
    Published,
}

impl MeetingState {
    /// The state that follows.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Planned => Some(Self::Called),
            Self::Called => Some(Self::Open),
            Self::Open => Some(Self::Closed),
            Self::Closed => Some(Self::Published),
            Self::Published => None,
        }
    }
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it was to begin before it was put off, which tells the month that it is the meeting of.
    pub planned_for: Timestamp,
    /// Where.
    pub place: String,
    /// Why it was called, for a special one; a monthly one has none.
    pub reason: Option<String>,
    /// How far it is.
    pub state: MeetingState,
    /// When it came there; none while it is only planned.
    pub since: Option<Timestamp>,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// When it was called off, and why.
    pub cancelled: Option<(Timestamp, String)>,
    /// How often its time or place was changed.
    pub changes: u32,
    /// Its topics in the order in which it deals with them.
    pub agenda: Vec<TopicId>,
    /// How many representatives there were when it was called, and when it was opened.
    pub seats: Option<u32>,
    /// How many are there.
    pub present: Present,
    /// Who is there; staff know all, anybody else oneself.
    pub attendance: Map<MemberId, Arc<Attendee>>,
    /// What check-in codes are made of; known to staff.
    pub key: Option<Digest>,
    /// What was written down; a draft is known to staff.
    pub minutes: Minutes,
}

impl Meeting {
    /// Whether nothing more happens at it: it was held, or called off.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state >= MeetingState::Closed || self.cancelled.is_some()
    }
}

impl Council {
    pub(super) fn with_meeting(&mut self, id: MeetingId, change: impl FnOnce(&mut Meeting)) {
        if let Some(meeting) = self.meetings.get_mut(&id) {
            change(Arc::make_mut(meeting));
        }
    }

    /// The next meetings that are not over, the soonest first.
    #[must_use]
    pub fn upcoming_meetings(&self) -> Vec<(MeetingId, &Meeting)> {
        let coming = self.meetings.iter().filter(|(_, m)| !m.is_over());
        let mut coming: Vec<_> = coming.map(|(id, m)| (*id, &**m)).collect();
        sort_by_key(&mut coming, |(_, m)| m.starts_at);
        coming
    }
}

pub(super) fn known(state: &State, id: MeetingId) -> Result<&Meeting, Rejection> {
    let meeting = state.council.meetings.get(&id);
    meeting
        .map(|meeting| &**meeting)
        .ok_or(Rejection::UnknownMeeting)
}

/// The meeting, if it is still to be held or being held.
pub(super) fn going_on(state: &State, id: MeetingId) -> Result<&Meeting, Rejection> {
    let meeting = known(state, id)?;
    if meeting.is_over() {
        Err(Rejection::MeetingOver)
    } else {
        Ok(meeting)
    }
}

fn wrong_state(meeting: &Meeting) -> Rejection {
    Rejection::WrongMeetingState {
        state: meeting.state,
    }
}
