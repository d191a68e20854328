//! Changing one shift, cancelling it, writing how it was.

use super::{
    CancelShift, ChangeShift, ReportShift, Shift, ShiftCancelled, ShiftChanged, ShiftReported,
};
use crate::decide::{Actor, Context, Draft};
use crate::photo;
use crate::text::checked;
use crate::volunteer::activity::{checked_day, checked_details, key_audiences};
use crate::volunteer::{CheckInKeyIssued, Details, code};
use crate::{Audience, Event, Rejection, Scope, ShiftId, State};

pub(crate) fn decide_change_shift(
    state: &State,
    actor: Actor,
    c: &ChangeShift,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let shift = shift_to_come(state, actor, c.shift, context)?;
    let details = checked_details(state, &c.details)?;
    let starts_at = c.day.at(details.starts, state.community.utc_offset_minutes);
    if state.is_due(starts_at, context.now) {
        return Err(Rejection::InThePast);
    }
    let same_day = shift.own.as_ref().is_some_and(|own| own.day == c.day);
    if same_day && state.volunteer.details(shift) == Some(&details) {
        return Ok(Vec::new());
    }
    let key = key_for_substitute(state, shift, c.shift, &details);
    let changed = ShiftChanged {
        shift: c.shift,
        day: checked_day(c.day)?,
        details,
    };
    let mut drafts = vec![Draft::signed(
        vec![Audience::Public],
        Event::ShiftChanged(changed),
    )];
    drafts.extend(key);
    Ok(drafts)
}

pub(crate) fn decide_cancel_shift(
    state: &State,
    actor: Actor,
    c: &CancelShift,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, 200)?;
    match shift_to_come(state, actor, c.shift, context) {
        Ok(_) => {}
        Err(Rejection::ShiftCancelled) => return Ok(Vec::new()),
        Err(other) => return Err(other),
    }
    let cancelled = ShiftCancelled {
        shift: c.shift,
        reason,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::ShiftCancelled(cancelled),
    )])
}

pub(crate) fn decide_report(
    state: &State,
    actor: Actor,
    c: &ReportShift,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let shift = led_shift(state, actor, c.shift)?;
    let text = checked("text", &c.text, 500)?;
    let photos = photo::checked(&c.photos)?;
    begun(state, shift, context)?;
    let reported = ShiftReported {
        shift: c.shift,
        text,
        photos,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::ShiftReported(reported),
    )])
}

/// A shift that the actor leads and that was not cancelled.
pub(in crate::volunteer) fn led_shift(
    state: &State,
    actor: Actor,
    id: ShiftId,
) -> Result<&Shift, Rejection> {
    let shift = state.volunteer.shift(id)?;
    if !state.volunteer.leads(state, actor, shift) {
        return Err(Rejection::NotAllowed);
    }
    if shift.cancelled.is_some() {
        return Err(Rejection::ShiftCancelled);
    }
    Ok(shift)
}

/// Refuses what can only be said of a shift that has begun.
pub(in crate::volunteer) fn begun(
    state: &State,
    shift: &Shift,
    context: &Context,
) -> Result<(), Rejection> {
    if state.scope == Scope::Whole && context.now < shift.starts_at {
        return Err(Rejection::ShiftNotStarted {
            starts_at: shift.starts_at,
        });
    }
    Ok(())
}

fn shift_to_come<'a>(
    state: &'a State,
    actor: Actor,
    id: ShiftId,
    context: &Context,
) -> Result<&'a Shift, Rejection> {
    let shift = led_shift(state, actor, id)?;
    if state.is_due(shift.starts_at, context.now) {
        return Err(Rejection::ShiftStarted {
            started_at: shift.starts_at,
        });
    }
    Ok(shift)
}

/// Who leads one shift in somebody else's place gets the key of that shift alone.
fn key_for_substitute(
    state: &State,
    shift: &Shift,
    id: ShiftId,
    details: &Details,
) -> Option<Draft> {
    let board = &state.volunteer;
    let lead = details.lead.as_ref()?.member;
    let activity = board.activities.get(&shift.activity)?;
    if state.scope == Scope::Partial || activity.on(shift.day)?.lead() == Some(lead) {
        return None;
    }
    let issued = CheckInKeyIssued {
        activity: shift.activity,
        shift: Some(id),
        key: code::shift_key(activity, id, shift)?,
    };
    Some(Draft::unsigned(
        key_audiences(details),
        Event::CheckInKeyIssued(issued),
    ))
}
