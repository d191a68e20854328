//! What elders who live alone need, and who goes there.
//!
//! Nothing of a need is public. Who raised it knows of whom and what it is; the address and what to mind are known
//! to staff, and to the volunteer who took it until a week after the shift.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Board, Standing};
use crate::decide::{Actor, Context, Draft};
use crate::text::{checked, optional};
use crate::{Audience, Event, MemberId, NeedId, Recorded, Rejection, ShiftId, State, Timestamp};

/// How long after the shift the volunteer knows of the need.
pub(super) const KNOWN_FOR_SECONDS: i64 = 7 * 24 * 3_600;

/// What is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// 保洁
    Cleaning,
    /// 理发
    Haircut,
    /// 维修
    Repair,
    /// 陪伴
    Company,
    /// 代办
    Errand,
    /// 其他
    Other,
}

impl NeedKind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Cleaning,
        Self::Haircut,
        Self::Repair,
        Self::Company,
        Self::Errand,
        Self::Other,
    ];
}

/// Who goes there, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedMatch {
    /// At which shift.
    pub shift: ShiftId,
    /// Who.
    pub member: MemberId,
    /// Since when that is so.
    pub at: Timestamp,
}

/// A need as known here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// What is needed.
    pub kind: NeedKind,
    /// The elder's name.
    pub elder: String,
    /// Where, if this phone may know.
    pub address: Option<String>,
    /// What to mind, if this phone may know; may be empty.
    pub note: Option<String>,
    /// Who raised it, if it was a member.
    pub raised_by: Option<MemberId>,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Who goes there. It counts only while that member has a place at that shift.
    pub matched: Option<NeedMatch>,
    /// When it was done with: from then on who went there knows nothing of it any more.
    pub concluded_at: Option<Timestamp>,
}

/// Says what an elder needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaiseNeed {
    /// The new need.
    pub need: NeedId,
    /// What is needed.
    pub kind: NeedKind,
    /// The elder's name.
    pub elder: String,
    /// Where; 1 to 60 characters.
    pub address: String,
    /// What to mind; at most 200 characters, may be empty.
    pub note: String,
}

/// Gives a need to a volunteer who has a place at a shift. Who had it before has it no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchNeed {
    /// The need.
    pub need: NeedId,
    /// The shift.
    pub shift: ShiftId,
    /// The volunteer.
    pub member: MemberId,
}

/// Is done with a need: given by the clock a week after the shift, or by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcludeNeed {
    /// The need.
    pub need: NeedId,
}

/// An elder needs something. For staff, who raised it and who took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedRaised {
    /// The need.
    pub need: NeedId,
    /// What is needed.
    pub kind: NeedKind,
    /// The elder's name.
    pub elder: String,
}

/// Where, and what to mind. For staff and who took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedDetailed {
    /// The need.
    pub need: NeedId,
    /// Where.
    pub address: String,
    /// What to mind.
    pub note: String,
}

/// A volunteer takes a need. For staff, who raised it and who took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedMatched {
    /// The need.
    pub need: NeedId,
    /// The shift.
    pub shift: ShiftId,
    /// The volunteer.
    pub member: MemberId,
}

/// A need is done with. For staff and who raised it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedConcluded {
    /// The need.
    pub need: NeedId,
}

impl Board {
    /// The needs that a member takes now: given to them, not done with, and with a place at that shift. Only these
    /// reach the member's phone.
    pub fn needs_taken_by(&self, member: MemberId) -> impl Iterator<Item = (NeedId, &Need)> {
        self.needs
            .iter()
            .filter(move |(_, need)| self.taker(need) == Some(member))
            .map(|(id, need)| (*id, &**need))
    }

    /// Who takes a need now; nobody if it is open or done with.
    #[must_use]
    pub fn taker(&self, need: &Need) -> Option<MemberId> {
        let NeedMatch { shift, member, .. } = need.matched?;
        let placed = self.standing(shift, member) == Some(Standing::Placed);
        (placed && need.concluded_at.is_none()).then_some(member)
    }

    /// The needs that nobody takes, the oldest first.
    #[must_use]
    pub fn open_needs(&self) -> Vec<(NeedId, &Need)> {
        let mut open: Vec<_> = self
            .needs
            .iter()
            .filter(|(_, need)| need.concluded_at.is_none() && self.taker(need).is_none())
            .map(|(id, need)| (*id, &**need))
            .collect();
        crate::sort_by_key(&mut open, |(_, need)| need.raised_at);
        open
    }

    pub(super) fn apply_need(&mut self, e: &NeedRaised, recorded: &Recorded) {
        let need = Need {
            kind: e.kind,
            elder: e.elder.clone(),
            address: None,
            note: None,
            raised_by: recorded.by,
            raised_at: recorded.at,
            matched: None,
            concluded_at: None,
        };
        self.needs.insert(e.need, Arc::new(need));
    }

    pub(super) fn with_need(&mut self, id: NeedId, change: impl FnOnce(&mut Need)) {
        if let Some(need) = self.needs.get_mut(&id) {
            change(Arc::make_mut(need));
        }
    }
}

impl Need {
    pub(super) fn detailed(&mut self, e: &NeedDetailed) {
        self.address = Some(e.address.clone());
        self.note = Some(e.note.clone());
    }
}

pub(crate) fn decide_raise_need(
    state: &State,
    actor: Actor,
    c: &RaiseNeed,
) -> Result<Vec<Draft>, Rejection> {
    if state.volunteer.needs.contains_key(&c.need) {
        return Err(Rejection::AlreadyExists);
    }
    let raised = NeedRaised {
        need: c.need,
        kind: c.kind,
        elder: checked("elder", &c.elder, 40)?,
    };
    let detailed = NeedDetailed {
        need: c.need,
        address: checked("address", &c.address, 60)?,
        note: optional("note", &c.note, 200)?,
    };
    let by = match actor {
        Actor::Member(member) => Some(member),
        _ => None,
    };
    Ok(vec![
        Draft::signed(followers(state, c.need, by), Event::NeedRaised(raised)),
        Draft::signed(
            vec![Audience::Staff, Audience::Need(c.need)],
            Event::NeedDetailed(detailed),
        ),
    ])
}

pub(crate) fn decide_match_need(
    state: &State,
    actor: Actor,
    c: &MatchNeed,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let need = own_need(state, actor, c.need)?;
    if need.concluded_at.is_some() {
        return Err(Rejection::NeedConcluded);
    }
    let shift = state.volunteer.shift(c.shift)?;
    if shift.cancelled.is_some() {
        return Err(Rejection::ShiftCancelled);
    }
    if state.is_due(shift.ends_at, context.now) {
        return Err(Rejection::ShiftOver {
            ended_at: shift.ends_at,
        });
    }
    match shift.standing(c.member) {
        Some(Standing::Placed) => {}
        Some(Standing::Waiting(_)) => return Err(Rejection::OnWaitlist),
        None => return Err(Rejection::NotSignedUp),
    }
    let is_so = |matched: NeedMatch| (matched.shift, matched.member) == (c.shift, c.member);
    if need.matched.is_some_and(is_so) {
        return Ok(Vec::new());
    }
    let matched = NeedMatched {
        need: c.need,
        shift: c.shift,
        member: c.member,
    };
    Ok(vec![Draft::signed(
        followers(state, c.need, need.raised_by),
        Event::NeedMatched(matched),
    )])
}

pub(crate) fn decide_conclude_need(
    state: &State,
    actor: Actor,
    c: &ConcludeNeed,
) -> Result<Vec<Draft>, Rejection> {
    let need = own_need(state, actor, c.need)?;
    if need.concluded_at.is_some() {
        return Ok(Vec::new());
    }
    let mut audiences = followers(state, c.need, need.raised_by);
    audiences.retain(|audience| *audience != Audience::Need(c.need));
    Ok(vec![Draft::signed(
        audiences,
        Event::NeedConcluded(NeedConcluded { need: c.need }),
    )])
}

/// Who follows a need without its address: staff, who raised it, and who takes it.
fn followers(state: &State, need: NeedId, raised_by: Option<MemberId>) -> Vec<Audience> {
    let mut audiences = vec![Audience::Staff, Audience::Need(need)];
    let outsider = raised_by.filter(|member| !state.is_staff(*member));
    audiences.extend(outsider.map(Audience::Member));
    audiences
}

/// The need, if it is the actor's to deal with: whoever raised it, and staff.
fn own_need(state: &State, actor: Actor, id: NeedId) -> Result<&Need, Rejection> {
    let need = state
        .volunteer
        .needs
        .get(&id)
        .ok_or(Rejection::UnknownNeed)?;
    match actor {
        // To a link member who did not raise it there is no such need.
        Actor::Member(member) if !state.is_staff(member) && need.raised_by != Some(member) => {
            Err(Rejection::UnknownNeed)
        }
        _ => Ok(need),
    }
}
