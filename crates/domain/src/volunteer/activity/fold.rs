//! What the facts of an activity do to its shifts.

use std::sync::Arc;

use super::{
    Activity, ActivityChanged, ActivityEnded, ActivityPlanned, CheckInKey, CheckInKeyIssued,
    Details, ONCE, Phase, ShiftsPlanned,
};
use crate::volunteer::{Board, Shift};
use crate::{ActivityId, Date, ShiftId, Timestamp};

impl Board {
    /// The shifts of an activity.
    pub fn shifts_of(&self, activity: ActivityId) -> impl Iterator<Item = (ShiftId, &Shift)> {
        self.shifts
            .iter()
            .filter(move |(_, shift)| shift.activity == activity)
            .map(|(id, shift)| (*id, &**shift))
    }

    pub(in crate::volunteer) fn apply_planned(&mut self, e: &ActivityPlanned, offset: i16) {
        self.know(e.details.lead.as_ref());
        let phase = Phase {
            from: e.first,
            details: Arc::new(e.details.clone()),
            first: e.first,
            rule: e.rule.clone(),
        };
        let activity = Activity {
            phases: vec![phase],
            planned_through: None,
            ended: None,
            keys: Vec::new(),
        };
        self.activities.insert(e.activity, Arc::new(activity));
        if e.rule.is_none() {
            self.add_shift(e.activity, ONCE, e.first, &e.details, offset);
        }
    }

    pub(in crate::volunteer) fn apply_changed(
        &mut self,
        e: &ActivityChanged,
        at: Timestamp,
        offset: i16,
    ) {
        let Some(activity) = self.activities.get_mut(&e.activity) else {
            return;
        };
        let before = Arc::clone(activity);
        let activity = Arc::make_mut(activity);
        activity.phases.retain(|phase| phase.from < e.from);
        activity.phases.push(Phase {
            from: e.from,
            details: Arc::new(e.details.clone()),
            first: e.first,
            rule: e.rule.clone(),
        });
        self.know(e.details.lead.as_ref());
        for (id, shift) in self.to_come(e.activity, e.from, at) {
            if shift.own.is_none() {
                let day = if shift.day == ONCE {
                    e.first
                } else {
                    shift.day
                };
                let before = before.on(shift.day).map(|phase| &*phase.details);
                self.with_shift(id, |shift, _| {
                    shift.replanned(before, day, &e.details, at, offset);
                });
            }
        }
    }

    pub(in crate::volunteer) fn apply_shifts(
        &mut self,
        e: &ShiftsPlanned,
        at: Timestamp,
        offset: i16,
    ) {
        let Some(activity) = self.activities.get_mut(&e.activity) else {
            return;
        };
        let known = activity.planned_through;
        Arc::make_mut(activity).planned_through = known.max(Some(e.through));
        let activity = Arc::clone(activity);
        for (id, shift) in self.to_come(e.activity, e.from, at) {
            let number = u16::try_from(shift.day.days_since(e.from));
            let named = number.is_ok_and(|number| e.days.binary_search(&number).is_ok());
            if shift.day <= e.through && !named {
                self.with_shift(id, |shift, _| shift.cancel(at, None));
            }
        }
        for number in &e.days {
            let day = e.from.plus_days(i64::from(*number));
            let id = ShiftId::of(e.activity, day);
            match (self.shifts.get(&id), activity.on(day)) {
                (None, Some(phase)) => {
                    self.add_shift(e.activity, day, day, &phase.details, offset);
                }
                (Some(shift), Some(phase))
                    if shift.activity == e.activity
                        && matches!(shift.cancelled, Some((_, None))) =>
                {
                    // The day is the series' again. Who was told that it is not has to sign up anew.
                    self.with_shift(id, |shift, _| {
                        shift.revive(day, &phase.details, at, offset);
                    });
                }
                _ => {}
            }
        }
    }

    pub(in crate::volunteer) fn apply_ended(&mut self, e: &ActivityEnded, at: Timestamp) {
        let Some(activity) = self.activities.get_mut(&e.activity) else {
            return;
        };
        Arc::make_mut(activity).ended = Some((e.from, e.reason.clone()));
        for (id, _) in self.to_come(e.activity, e.from, at) {
            self.with_shift(id, |shift, _| shift.cancel(at, Some(e.reason.clone())));
        }
    }

    pub(in crate::volunteer) fn apply_key(&mut self, e: &CheckInKeyIssued, at: Timestamp) {
        if let Some(shift) = e.shift {
            self.with_shift(shift, |shift, _| shift.key = Some(e.key));
        } else if let Some(activity) = self.activities.get_mut(&e.activity) {
            let latest = activity.latest().and_then(super::Phase::lead);
            let key = CheckInKey {
                since: at,
                lead: latest,
                key: e.key,
            };
            if activity.keys.last() != Some(&key) {
                Arc::make_mut(activity).keys.push(key);
            }
        }
    }

    /// The shifts of an activity from a day on that are neither cancelled nor begun.
    fn to_come(
        &self,
        activity: ActivityId,
        from: Date,
        at: Timestamp,
    ) -> Vec<(ShiftId, Arc<Shift>)> {
        let of_it = |shift: &Shift| {
            shift.activity == activity
                && shift.day >= from
                && shift.cancelled.is_none()
                && shift.starts_at > at
        };
        self.shifts
            .iter()
            .filter(|(_, shift)| of_it(shift))
            .map(|(id, shift)| (*id, Arc::clone(shift)))
            .collect()
    }

    fn add_shift(
        &mut self,
        activity: ActivityId,
        known_by: Date,
        day: Date,
        details: &Details,
        offset: i16,
    ) {
        let id = ShiftId::of(activity, known_by);
        let shift = Shift::new(activity, known_by, day, details, offset);
        self.shifts.insert(id, Arc::new(shift));
    }
}
