//! Planning an activity, changing it, ending it.

use std::sync::Arc;

use super::checked::{checked_day, checked_details, checked_rule};
use super::unroll::horizon;
use super::{
    Activity, ActivityChanged, ActivityEnded, ActivityPlanned, ChangeActivity, CheckInKeyIssued,
    Details, EndActivity, ONCE, Phase, PlanActivity, PlanShifts,
};
use crate::decide::{Context, Draft};
use crate::text::checked;
use crate::{ActivityId, Audience, Date, Event, Rejection, Scope, ShiftId, State};

pub(crate) fn decide_plan(
    state: &State,
    c: &PlanActivity,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let board = &state.volunteer;
    let once = ShiftId::of(c.activity, ONCE);
    if board.activities.contains_key(&c.activity) || board.shifts.contains_key(&once) {
        return Err(Rejection::AlreadyExists);
    }
    let planned = ActivityPlanned {
        activity: c.activity,
        details: checked_details(state, &c.details)?,
        first: checked_day(c.first)?,
        rule: checked_rule(c.rule.as_ref())?,
    };
    let activity = Activity {
        phases: vec![Phase {
            from: c.first,
            details: Arc::new(planned.details.clone()),
            first: c.first,
            rule: planned.rule.clone(),
        }],
        planned_through: None,
        ended: None,
        keys: Vec::new(),
    };
    let offset = state.community.utc_offset_minutes;
    if activity.is_once() && state.is_due(c.first.at(c.details.starts, offset), context.now) {
        return Err(Rejection::InThePast);
    }
    let mut drafts = vec![Draft::signed(
        vec![Audience::Public],
        Event::ActivityPlanned(planned),
    )];
    if !activity.is_once() {
        let (from, through) = horizon(state, context);
        drafts.extend(activity.plan(c.activity, state, from, through, context)?);
    }
    drafts.extend(new_key(state, c.activity, &c.details, context));
    Ok(drafts)
}

pub(crate) fn decide_change(
    state: &State,
    c: &ChangeActivity,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let activity = open_activity(state, c.activity, context)?;
    let details = checked_details(state, &c.details)?;
    let rule = checked_rule(c.rule.as_ref())?;
    if activity.is_once() != rule.is_none() {
        let why = "what happens once does not become a series, nor the other way round".to_owned();
        return Err(Rejection::BadRule { why });
    }
    let from = first_to_come(state, c.activity, c.from, Some(details.starts), context)?;
    let offset = state.community.utc_offset_minutes;
    if activity.is_once() && state.is_due(c.first.at(details.starts, offset), context.now) {
        return Err(Rejection::InThePast);
    }
    let led = activity.latest().and_then(Phase::lead);
    let key = if led == details.lead.as_ref().map(|lead| lead.member) {
        None
    } else {
        new_key(state, c.activity, &details, context)
    };
    let changed = ActivityChanged {
        activity: c.activity,
        from,
        details,
        first: checked_day(c.first)?,
        rule,
    };
    let mut after = state.clone();
    after.volunteer.apply_changed(&changed, context.now, offset);
    let mut drafts = vec![Draft::signed(
        vec![Audience::Public],
        Event::ActivityChanged(changed),
    )];
    if !activity.is_once() {
        let (today, ahead) = horizon(state, context);
        let through = activity.planned_through.map_or(ahead, |day| day.max(ahead));
        let (from, changed) = (from.max(today), known_activity(&after, c.activity)?);
        if from <= through {
            drafts.extend(changed.plan(c.activity, &after, from, through, context)?);
        }
    }
    drafts.extend(key);
    Ok(drafts)
}

pub(crate) fn decide_end(
    state: &State,
    c: &EndActivity,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let reason = checked("reason", &c.reason, 200)?;
    let activity = known_activity(state, c.activity)?;
    let from = first_to_come(state, c.activity, c.from, None, context)?;
    if activity.ended.as_ref().is_some_and(|(end, _)| *end <= from) {
        return Ok(Vec::new());
    }
    let ended = ActivityEnded {
        activity: c.activity,
        from,
        reason,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::ActivityEnded(ended),
    )])
}

pub(crate) fn decide_plan_shifts(
    state: &State,
    c: &PlanShifts,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let activity = open_activity(state, c.activity, context)?;
    let (today, through) = horizon(state, context);
    let planned = activity.planned_through;
    let from = planned.map_or(today, |day| day.plus_days(1).max(today));
    if activity.is_once() || from > through {
        return Ok(Vec::new());
    }
    let plan = activity.plan(c.activity, state, from, through, context)?;
    // Else the clock would ask again and again, as if it had done something.
    let plan = plan.ok_or_else(|| Rejection::BadRule {
        why: "rules are not read here".to_owned(),
    })?;
    Ok(vec![plan])
}

fn known_activity(state: &State, id: ActivityId) -> Result<&Activity, Rejection> {
    let activity = state.volunteer.activities.get(&id);
    activity
        .map(|activity| &**activity)
        .ok_or(Rejection::UnknownActivity)
}

/// An activity that takes place today or later.
fn open_activity<'a>(
    state: &'a State,
    id: ActivityId,
    context: &Context,
) -> Result<&'a Activity, Rejection> {
    let activity = known_activity(state, id)?;
    let today = state.today(context.now);
    if activity
        .ended
        .as_ref()
        .is_some_and(|(from, _)| *from <= today)
    {
        return Err(Rejection::ActivityEnded);
    }
    Ok(activity)
}

/// The day from which a change holds: the one that is asked for, but never one whose shift has begun, or would have
/// begun by now if it started at that minute.
fn first_to_come(
    state: &State,
    id: ActivityId,
    wanted: Option<Date>,
    starts: Option<u16>,
    context: &Context,
) -> Result<Date, Rejection> {
    let activity = known_activity(state, id)?;
    let begun = |day: Date| {
        let shift = state.volunteer.shifts.get(&ShiftId::of(id, day));
        shift
            .map(|shift| shift.starts_at)
            .filter(|starts_at| state.is_due(*starts_at, context.now))
    };
    if activity.is_once() {
        return match begun(ONCE) {
            Some(started_at) => Err(Rejection::ShiftStarted { started_at }),
            None => Ok(ONCE),
        };
    }
    let (today, offset) = (state.date(context.now), state.community.utc_offset_minutes);
    let from = wanted.map_or(today, |day| day.max(today));
    let too_late = starts.is_some_and(|minute| today.at(minute, offset) <= context.now);
    Ok(if from == today && (too_late || begun(today).is_some()) {
        today.plus_days(1)
    } else {
        from
    })
}

/// A new key for the codes of an activity's shifts. Only the authority draws any.
pub(in crate::volunteer) fn new_key(
    state: &State,
    activity: ActivityId,
    details: &Details,
    context: &Context,
) -> Option<Draft> {
    if state.scope == Scope::Partial {
        return None;
    }
    let issued = CheckInKeyIssued {
        activity,
        shift: None,
        key: context.entropy.draw(),
    };
    Some(Draft::unsigned(
        key_audiences(details),
        Event::CheckInKeyIssued(issued),
    ))
}

/// Staff, and who leads.
pub(in crate::volunteer) fn key_audiences(details: &Details) -> Vec<Audience> {
    let mut audiences = vec![Audience::Staff];
    audiences.extend(
        details
            .lead
            .as_ref()
            .map(|lead| Audience::Member(lead.member)),
    );
    audiences
}
