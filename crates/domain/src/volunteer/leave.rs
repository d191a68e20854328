//! What somebody gives up on the board who is taken off the roster: places to come, groups, and whatever they lead.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::activity::new_key;
use super::group::groups_of;
use super::{Activity, Board, Details, GroupsLeft, Phase, Shift, SignupsCancelled};
use crate::decide::{Context, Draft};
use crate::{ActivityId, Audience, Date, Event, GroupId, MemberId, Set, ShiftId, State, Timestamp};

/// Nobody leads any more what a member led who was removed: shifts to come, and groups. What is over stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadsLeft {
    /// Who led.
    pub member: MemberId,
    /// The activities, from the first shift on that has not begun.
    pub activities: Vec<ActivityId>,
    /// The shifts that they led in somebody's place or by a plan of their own.
    pub shifts: Vec<ShiftId>,
    /// The groups.
    pub groups: Vec<GroupId>,
}

impl Board {
    pub(super) fn apply_leads_left(&mut self, e: &LeadsLeft, at: Timestamp, offset: i16) {
        for id in &e.activities {
            let from = self.first_open_day(*id, at, offset);
            if let Some((activity, from)) = self.activities.get_mut(id).zip(from) {
                Arc::make_mut(activity).lose_lead(e.member, from);
            }
        }
        for id in &e.shifts {
            self.with_shift(*id, |shift, _| shift.lose_lead(e.member));
        }
        for id in &e.groups {
            if let Some(group) = self.groups.get_mut(id) {
                Arc::make_mut(group).lead = None;
            }
        }
    }

    /// The first day of an activity whose shift has not begun; none if it happens once and has.
    fn first_open_day(&self, id: ActivityId, at: Timestamp, offset: i16) -> Option<Date> {
        let activity = self.activities.get(&id)?;
        let begun = |day: Date| {
            let shift = self.shifts.get(&ShiftId::of(id, day));
            shift.is_some_and(|shift| shift.starts_at <= at)
        };
        if activity.is_once() {
            let from = activity.latest()?.from;
            let mut shifts = self.shifts_of(id);
            return shifts
                .all(|(_, shift)| shift.starts_at > at)
                .then_some(from);
        }
        let today = Date::of(at, offset);
        Some(if begun(today) {
            today.plus_days(1)
        } else {
            today
        })
    }

    /// What a member leads that is to come.
    fn led_by(&self, state: &State, member: MemberId, now: Timestamp) -> LeadsLeft {
        let offset = state.community.utc_offset_minutes;
        let today = state.date(now);
        let activities = self.activities.iter().filter(|(id, activity)| {
            let ended = activity.ended.as_ref();
            let open = ended.is_none_or(|(from, _)| *from > today);
            let from = self.first_open_day(**id, now, offset).filter(|_| open);
            from.is_some_and(|from| Activity::clone(activity).lose_lead(member, from))
        });
        let shifts = self.shifts.iter().filter(|(_, shift)| {
            shift.starts_at > now
                && shift.cancelled.is_none()
                && shift
                    .own
                    .as_ref()
                    .is_some_and(|own| leads(&own.details, member))
        });
        let groups = self.groups.iter();
        LeadsLeft {
            member,
            activities: activities.map(|(id, _)| *id).collect(),
            shifts: shifts.map(|(id, _)| *id).collect(),
            groups: groups
                .filter(|(_, group)| group.lead == Some(member))
                .map(|(id, _)| *id)
                .collect(),
        }
    }
}

impl Activity {
    /// From that day on nobody leads what the member led; whether that was anything.
    fn lose_lead(&mut self, member: MemberId, from: Date) -> bool {
        let mut lost = false;
        let current = self.on(from).cloned();
        if let Some(current) = current.filter(|p| p.from < from && leads(&p.details, member)) {
            let place = self
                .phases
                .iter()
                .filter(|phase| phase.from <= from)
                .count();
            self.phases.insert(place, Phase { from, ..current });
        }
        for phase in &mut self.phases {
            if phase.from >= from && leads(&phase.details, member) {
                Arc::make_mut(&mut phase.details).lead = None;
                lost = true;
            }
        }
        lost
    }
}

impl Shift {
    fn lose_lead(&mut self, member: MemberId) {
        if let Some(own) = &mut self.own
            && leads(&own.details, member)
        {
            Arc::make_mut(own).details.lead = None;
            self.key = None;
        }
    }
}

fn leads(details: &Details, member: MemberId) -> bool {
    details
        .lead
        .as_ref()
        .is_some_and(|lead| lead.member == member)
}

/// What a member gives up who is taken off the roster.
pub(crate) fn leave_everything(state: &State, member: MemberId, context: &Context) -> Vec<Draft> {
    let (board, now) = (&state.volunteer, context.now);
    let mut drafts = Vec::new();
    let to_come = |shift: &Shift| shift.starts_at > now && shift.cancelled.is_none();
    let own = board.of_member(member).into_iter();
    let shifts: Vec<ShiftId> = own
        .filter(|(_, shift, _)| to_come(shift))
        .map(|(id, _, _)| id)
        .collect();
    let mut push = |event| drafts.push(Draft::signed(vec![Audience::Public], event));
    if !shifts.is_empty() {
        push(Event::SignupsCancelled(SignupsCancelled { member, shifts }));
    }
    let groups = groups_of(&board.groups, member);
    if !groups.is_empty() {
        push(Event::GroupsLeft(GroupsLeft { member, groups }));
    }
    let led = board.led_by(state, member, now);
    if !(led.activities.is_empty() && led.shifts.is_empty() && led.groups.is_empty()) {
        push(Event::LeadsLeft(led.clone()));
        drafts.extend(new_keys(state, &led, context));
    }
    drafts
}

/// The codes that the member's phone could still make are good for nothing that is to come.
fn new_keys(state: &State, led: &LeadsLeft, context: &Context) -> Vec<Draft> {
    let board = &state.volunteer;
    let of_shifts = led.shifts.iter();
    let of_shifts = of_shifts.filter_map(|id| Some(board.shifts.get(id)?.activity));
    let mut activities = Set::new();
    for activity in led.activities.iter().copied().chain(of_shifts) {
        activities.insert(activity);
    }
    let key = |id: &ActivityId| {
        let mut details = Details::clone(&board.activities.get(id)?.latest()?.details);
        details.lead = details.lead.filter(|lead| lead.member != led.member);
        new_key(state, *id, &details, context)
    };
    activities.iter().filter_map(key).collect()
}
