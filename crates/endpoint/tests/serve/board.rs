//! The volunteer board as a phone knows it from the JSON alone.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use yishi_domain::{ActivityId, Date, ShiftId};

use crate::phone::Phone;

/// What is on the board.
pub(crate) struct Board {
    /// The details of each activity, by its id.
    pub(crate) activities: BTreeMap<ActivityId, Value>,
    planned: BTreeMap<ActivityId, Vec<Date>>,
}

impl Board {
    /// The board of a phone that has pulled.
    pub(crate) fn of(phone: &Phone) -> Self {
        let activity =
            |body: &Value| -> ActivityId { body["activity"].as_str().unwrap().parse().unwrap() };
        let mut activities = BTreeMap::new();
        for body in phone.bodies("activity_planned") {
            activities.insert(activity(body), body["details"].clone());
        }
        let mut planned: BTreeMap<ActivityId, Vec<Date>> = BTreeMap::new();
        for body in phone.bodies("shifts_planned") {
            let from: Date = body["from"].as_str().unwrap().parse().unwrap();
            let days = body["days"].as_array().unwrap().iter();
            let days = days.map(|day| from.plus_days(day.as_i64().unwrap()));
            planned.entry(activity(body)).or_default().extend(days);
        }
        Self {
            activities,
            planned,
        }
    }

    fn activity(&self, title: &str) -> ActivityId {
        let mut known = self.activities.iter();
        let found = known.find(|(_, details)| details["title"] == title);
        *found.unwrap_or_else(|| panic!("no {title}")).0
    }

    /// The days of a series.
    pub(crate) fn days(&self, title: &str) -> &[Date] {
        &self.planned[&self.activity(title)]
    }

    /// The shift of a series, by its place among those to come.
    pub(crate) fn shift(&self, title: &str, place: usize) -> ShiftId {
        ShiftId::of(self.activity(title), self.days(title)[place])
    }

    /// What the shifts of a series are like.
    pub(crate) fn details(&self, title: &str) -> &Value {
        &self.activities[&self.activity(title)]
    }
}

/// Signing up for oneself.
pub(crate) fn signup(phone: &Phone, shift: ShiftId) -> Value {
    json!({ "shift": shift, "role": 0, "member": phone.member })
}
