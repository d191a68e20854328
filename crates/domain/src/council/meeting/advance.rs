//! Calling, opening and closing a meeting. It is published with its minutes.

use serde::{Deserialize, Serialize};

use super::{MeetingState, known, wrong_state};
use crate::council::Council;
use crate::decide::{Context, Draft};
use crate::roster::Role;
use crate::{Audience, Digest, Event, MeetingId, Rejection, Scope, State, Timestamp};

/// Takes a meeting to its next state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvanceMeeting {
    /// The meeting.
    pub meeting: MeetingId,
    /// The state to come to: the one after its present state.
    pub to: MeetingState,
}

/// A meeting reached its next state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingAdvanced {
    /// The meeting.
    pub meeting: MeetingId,
    /// The state.
    pub to: MeetingState,
    /// How many representatives there are now; said when it is called and when it is opened.
    pub seats: Option<u32>,
}

/// What check-in codes at a meeting are made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingKeyIssued {
    /// The meeting.
    pub meeting: MeetingId,
    /// 256 secret bits.
    pub key: Digest,
}

impl Council {
    pub(crate) fn apply_advanced(&mut self, e: &MeetingAdvanced, at: Timestamp) {
        self.with_meeting(e.meeting, |meeting| {
            meeting.state = e.to;
            meeting.since = Some(at);
            meeting.seats = e.seats.or(meeting.seats);
            match e.to {
                MeetingState::Open => meeting.opened_at = Some(at),
                MeetingState::Closed => meeting.closed_at = Some(at),
                _ => {}
            }
        });
    }

    pub(crate) fn apply_meeting_key(&mut self, e: &MeetingKeyIssued) {
        self.with_meeting(e.meeting, |meeting| meeting.key = Some(e.key));
    }
}

pub(crate) fn decide_advance(
    state: &State,
    c: &AdvanceMeeting,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let meeting = known(state, c.meeting)?;
    if meeting.state == c.to {
        return Ok(Vec::new());
    }
    if meeting.cancelled.is_some() {
        return Err(Rejection::MeetingOver);
    }
    if meeting.state.next() != Some(c.to) {
        return Err(wrong_state(meeting));
    }
    if c.to == MeetingState::Published {
        return Err(Rejection::MinutesMissing);
    }
    let begins = matches!(c.to, MeetingState::Called | MeetingState::Open);
    let advanced = MeetingAdvanced {
        meeting: c.meeting,
        to: c.to,
        seats: begins.then(|| seats(state)),
    };
    let mut drafts = vec![Draft::signed(
        vec![Audience::Public],
        Event::MeetingAdvanced(advanced),
    )];
    if begins && meeting.key.is_none() && state.scope == Scope::Whole {
        let issued = MeetingKeyIssued {
            meeting: c.meeting,
            key: context.entropy.draw(),
        };
        drafts.push(Draft::unsigned(
            vec![Audience::Staff],
            Event::MeetingKeyIssued(issued),
        ));
    }
    Ok(drafts)
}

/// How many sit in the council.
fn seats(state: &State) -> u32 {
    let members = state.roster.members.values();
    let seated = members.filter(|member| member.roles.contains(&Role::Representative));
    u32::try_from(seated.count()).unwrap_or(u32::MAX)
}
