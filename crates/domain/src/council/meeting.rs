//! Meetings of the council: the monthly plan, and each meeting's way from plan to published minutes.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::Council;
use crate::decide::{Context, Draft};
use crate::text::checked;
use crate::{
    Audience, Event, MeetingId, MonthlyPlan, Rejection, State, Timestamp, TopicId, sort_by_key,
};

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
    /// Its results are published.
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
    /// Where.
    pub place: String,
    /// Why it was called, for a special one; a monthly one has none.
    pub reason: Option<String>,
    /// How far it is.
    pub state: MeetingState,
    /// When it came there; none while it is only planned.
    pub since: Option<Timestamp>,
    /// Its topics in the order in which it deals with them.
    pub agenda: Vec<TopicId>,
}

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

/// Takes a meeting to its next state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvanceMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// The state to come to: the one after its present state.
    pub to: MeetingState,
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

/// A meeting reached its next state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingAdvanced {
    /// The meeting.
    pub meeting: MeetingId,
    /// The state.
    pub to: MeetingState,
}

impl Council {
    pub(crate) fn apply_planned(&mut self, e: &MeetingPlanned) {
        let meeting = Meeting {
            starts_at: e.starts_at,
            place: e.place.clone(),
            reason: e.reason.clone(),
            state: MeetingState::Planned,
            since: None,
            agenda: Vec::new(),
        };
        self.meetings.insert(e.meeting, Arc::new(meeting));
    }

    pub(crate) fn apply_advanced(&mut self, e: &MeetingAdvanced, at: Timestamp) {
        if let Some(meeting) = self.meetings.get_mut(&e.meeting) {
            let meeting = Arc::make_mut(meeting);
            meeting.state = e.to;
            meeting.since = Some(at);
        }
    }

    /// The next meetings that are not over, the soonest first.
    #[must_use]
    pub fn upcoming_meetings(&self) -> Vec<(MeetingId, &Meeting)> {
        let mut meetings: Vec<_> = self
            .meetings
            .iter()
            .filter(|(_, m)| m.state < MeetingState::Closed)
            .map(|(id, m)| (*id, &**m))
            .collect();
        sort_by_key(&mut meetings, |(_, m)| m.starts_at);
        meetings
    }
}

pub(crate) fn decide_plan(c: &SetMeetingPlan) -> Result<Vec<Draft>, Rejection> {
    if !(1..=5).contains(&c.plan.nth) || c.plan.minute >= 1_440 {
        return Err(Rejection::BadPlan);
    }
    let plan = MonthlyPlan {
        place: checked("place", &c.plan.place, 60)?,
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
        .map(|reason| checked("reason", reason, 200))
        .transpose()?;
    let place = checked("place", &c.place, 60)?;
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

pub(crate) fn decide_advance(state: &State, c: &AdvanceMeeting) -> Result<Vec<Draft>, Rejection> {
    let meeting = state
        .council
        .meetings
        .get(&c.meeting)
        .ok_or(Rejection::UnknownMeeting)?;
    if meeting.state == c.to {
        return Ok(Vec::new());
    }
    if meeting.state.next() != Some(c.to) {
        return Err(Rejection::WrongMeetingState {
            state: meeting.state,
        });
    }
    let advanced = MeetingAdvanced {
        meeting: c.meeting,
        to: c.to,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::MeetingAdvanced(advanced),
    )])
}
