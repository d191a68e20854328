//! What the clock asks for: nobody has to be connected when something falls due.

use uuid::Uuid;

use crate::council::{CloseMotion, MotionState, OpenMotion, PlanMeeting, TellTurnout};
use crate::{Command, MeetingId, State, Timestamp, patrol, volunteer};

/// Monthly meetings stand in the plan this many months ahead.
const MONTHS_AHEAD: usize = 3;

/// The commands that are due now: motions to open and to close, turnout to tell, monthly meetings, series and patrols
/// to plan, needs to be done with, patrols to publish.
#[must_use]
pub fn due(state: &State, now: Timestamp, mut new_id: impl FnMut() -> Uuid) -> Vec<Command> {
    let mut commands = Vec::new();
    for (id, motion) in &state.council.motions {
        match &motion.state {
            MotionState::Noticed if motion.opens_at.is_some_and(|at| now >= at) => {
                commands.push(Command::OpenMotion(OpenMotion { motion: *id }));
            }
            MotionState::Open { .. } if now >= motion.closes_at => {
                commands.push(Command::CloseMotion(CloseMotion { motion: *id }));
            }
            MotionState::Open { .. } if motion.is_turnout_due(now) => {
                commands.push(Command::TellTurnout(TellTurnout { motion: *id }));
            }
            _ => {}
        }
    }
    volunteer::push_due(state, now, &mut commands);
    patrol::push_due(state, now, &mut commands);
    if let Some(plan) = &state.community.meeting_plan {
        let offset = state.community.utc_offset_minutes;
        let today = state.date(now);
        let (mut year, mut month) = (today.year, today.month);
        let mut ahead = 0;
        while ahead < MONTHS_AHEAD {
            let starts_at = plan.in_month(year, month, offset);
            if starts_at > now {
                ahead += 1;
                // A month is planned once, also when its meeting was moved to another hour of the month.
                let planned = state.council.meetings.values().any(|m| {
                    let date = state.date(m.planned_for);
                    m.reason.is_none() && (date.year, date.month) == (year, month)
                });
                if !planned {
                    let meeting = MeetingId(new_id());
                    let place = plan.place.clone();
                    commands.push(Command::PlanMeeting(PlanMeeting {
                        meeting,
                        starts_at,
                        place,
                        reason: None,
                    }));
                }
            }
            (year, month) = crate::Date {
                year,
                month,
                day: 1,
            }
            .next_month();
        }
    }
    commands
}
