//! Ad-hoc hours: work outside of any shift, claimed by who did it and confirmed by somebody else.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::Board;
use crate::decide::{Actor, Context, Draft};
use crate::text::checked;
use crate::{ActivityId, Audience, ClaimId, Date, Event, MemberId, Rejection, Scope, State};

/// How far a claim is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClaimState {
    /// Nobody has looked at it yet.
    Open,
    /// It counts.
    Confirmed,
    /// It does not count.
    Refused {
        /// Why.
        reason: String,
    },
}

/// Ad-hoc hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Who did it.
    pub member: MemberId,
    /// The name.
    pub name: String,
    /// What it belongs to, if anything; its lead may confirm it.
    pub activity: Option<ActivityId>,
    /// The day.
    pub day: Date,
    /// Minutes.
    pub minutes: u16,
    /// What was done.
    pub text: String,
    /// How far it is.
    pub state: ClaimState,
}

/// Claims ad-hoc hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimHours {
    /// The new claim.
    pub claim: ClaimId,
    /// What it belongs to, if anything.
    pub activity: Option<ActivityId>,
    /// The day, not after today.
    pub day: Date,
    /// 1 to 1,440.
    pub minutes: u16,
    /// What was done; 1 to 200 characters.
    pub text: String,
}

/// Confirms ad-hoc hours of somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmHours {
    /// The claim.
    pub claim: ClaimId,
}

/// Refuses ad-hoc hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefuseHours {
    /// The claim.
    pub claim: ClaimId,
    /// Why; 1 to 200 characters.
    pub reason: String,
}

/// Ad-hoc hours were claimed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursClaimed {
    /// The claim.
    pub claim: ClaimId,
    /// Who did it.
    pub member: MemberId,
    /// The name.
    pub name: String,
    /// What it belongs to.
    pub activity: Option<ActivityId>,
    /// The day.
    pub day: Date,
    /// Minutes.
    pub minutes: u16,
    /// What was done.
    pub text: String,
}

/// Ad-hoc hours count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursConfirmed {
    /// The claim.
    pub claim: ClaimId,
}

/// Ad-hoc hours do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursRefused {
    /// The claim.
    pub claim: ClaimId,
    /// Why.
    pub reason: String,
}

impl Board {
    pub(super) fn apply_claimed(&mut self, e: &HoursClaimed) {
        let claim = Claim {
            member: e.member,
            name: e.name.clone(),
            activity: e.activity,
            day: e.day,
            minutes: e.minutes,
            text: e.text.clone(),
            state: ClaimState::Open,
        };
        self.claims.insert(e.claim, Arc::new(claim));
    }

    pub(super) fn settle_claim(&mut self, id: ClaimId, state: ClaimState) {
        if let Some(claim) = self.claims.get_mut(&id) {
            Arc::make_mut(claim).state = state;
        }
    }

    /// The open claims that a member may settle, the earliest day first.
    #[must_use]
    pub fn claims_to_settle(&self, state: &State, member: MemberId) -> Vec<(ClaimId, &Claim)> {
        let mut open: Vec<_> = self
            .claims
            .iter()
            .filter(|(_, claim)| claim.state == ClaimState::Open && claim.member != member)
            .filter(|(_, claim)| {
                state.is_staff(member) || lead(state, claim.activity) == Some(member)
            })
            .map(|(id, claim)| (*id, &**claim))
            .collect();
        crate::sort_by_key(&mut open, |(_, claim)| claim.day);
        open
    }
}

pub(crate) fn decide_claim(
    state: &State,
    actor: Actor,
    c: &ClaimHours,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    if state.volunteer.claims.contains_key(&c.claim) {
        return Err(Rejection::AlreadyExists);
    }
    let text = checked("text", &c.text, 200)?;
    let is_to_come = state.scope == Scope::Whole && c.day > state.date(context.now);
    if !(1..=1_440).contains(&c.minutes) || is_to_come {
        return Err(Rejection::BadHours);
    }
    if let Some(activity) = c.activity
        && !state.volunteer.activities.contains_key(&activity)
    {
        return Err(Rejection::UnknownActivity);
    }
    let claimed = HoursClaimed {
        claim: c.claim,
        member,
        name: state.volunteer.known_name(state, member)?,
        activity: c.activity,
        day: c.day,
        minutes: c.minutes,
        text,
    };
    Ok(vec![Draft::signed(
        audiences(state, member, c.activity),
        Event::HoursClaimed(claimed),
    )])
}

pub(crate) fn decide_confirm(
    state: &State,
    actor: Actor,
    c: &ConfirmHours,
) -> Result<Vec<Draft>, Rejection> {
    let Some(claim) = open_claim(state, actor, c.claim, &ClaimState::Confirmed)? else {
        return Ok(Vec::new());
    };
    Ok(vec![Draft::signed(
        audiences(state, claim.member, claim.activity),
        Event::HoursConfirmed(HoursConfirmed { claim: c.claim }),
    )])
}

pub(crate) fn decide_refuse(
    state: &State,
    actor: Actor,
    c: &RefuseHours,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, 200)?;
    let refused = HoursRefused {
        claim: c.claim,
        reason: reason.clone(),
    };
    let Some(claim) = open_claim(state, actor, c.claim, &ClaimState::Refused { reason })? else {
        return Ok(Vec::new());
    };
    Ok(vec![Draft::signed(
        audiences(state, claim.member, claim.activity),
        Event::HoursRefused(refused),
    )])
}

/// The claim, if it is open and the actor's to settle; nothing if it is settled in that way already.
fn open_claim<'a>(
    state: &'a State,
    actor: Actor,
    id: ClaimId,
    wanted: &ClaimState,
) -> Result<Option<&'a Claim>, Rejection> {
    let claim = state
        .volunteer
        .claims
        .get(&id)
        .ok_or(Rejection::UnknownClaim)?;
    if let Actor::Member(member) = actor {
        if member == claim.member {
            return Err(Rejection::OwnHours);
        }
        if !state.is_staff(member) && lead(state, claim.activity) != Some(member) {
            return Err(Rejection::NotAllowed);
        }
    }
    match &claim.state {
        ClaimState::Open => Ok(Some(claim)),
        settled if settled == wanted => Ok(None),
        _ => Err(Rejection::ClaimSettled),
    }
}

fn lead(state: &State, activity: Option<ActivityId>) -> Option<MemberId> {
    let activity = state.volunteer.activities.get(&activity?)?;
    activity.latest()?.lead()
}

fn audiences(state: &State, member: MemberId, activity: Option<ActivityId>) -> Vec<Audience> {
    let mut audiences = vec![Audience::Staff, Audience::Member(member)];
    let lead = lead(state, activity).filter(|lead| *lead != member);
    audiences.extend(lead.map(Audience::Member));
    audiences
}
