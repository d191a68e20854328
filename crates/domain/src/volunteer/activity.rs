//! Activities: what is done, once or in a series, and its plan.

mod checked;
mod fold;
mod plan;
mod unroll;

pub(crate) use checked::checked_day;
pub(super) use checked::checked_details;
pub(crate) use plan::{decide_change, decide_end, decide_plan, decide_plan_shifts};
pub(super) use plan::{key_audiences, new_key};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::{ActivityId, Date, Digest, MemberId, ShiftId, Timestamp};

/// The day by which the one shift of an activity that happens once is known, so that it may be moved.
const ONCE: Date = Date {
    year: 1970,
    month: 1,
    day: 1,
};

/// What an activity is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// 上门: with elders who live alone.
    ElderCare,
    /// 维护: common facilities.
    Upkeep,
    /// 课堂: reading and other classes.
    Class,
    /// 托管: children in the holidays.
    ChildCare,
    /// 文化: drum, taichi, choir.
    Culture,
    /// 巡视: beside the representatives.
    Patrol,
    /// 其他
    Other,
}

impl ActivityKind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::ElderCare,
        Self::Upkeep,
        Self::Class,
        Self::ChildCare,
        Self::Culture,
        Self::Patrol,
        Self::Other,
    ];
}

/// Somebody whose name is public by what they do here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The member.
    pub member: MemberId,
    /// The name. In a command it may be anything: the authority sets the roster's.
    pub name: String,
}

/// What one does at a shift, and how many may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftRole {
    /// Its number, by which signups name it. It keeps it when it is renamed.
    pub role: u8,
    /// Its name, such as 保洁.
    pub name: String,
    /// Places.
    pub capacity: u16,
}

/// What an activity's shifts are like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// What it is about.
    pub kind: ActivityKind,
    /// 1 to 60 characters.
    pub title: String,
    /// What is done and what to bring; at most 500 characters, may be empty.
    pub text: String,
    /// Where.
    pub place: String,
    /// Who leads, if anybody yet.
    pub lead: Option<Person>,
    /// 1 to 12 roles of different numbers.
    pub roles: Vec<ShiftRole>,
    /// Volunteers without whom it cannot take place.
    pub minimum: u16,
    /// So many minutes before its start a shift takes no more signups.
    pub cutoff: u16,
    /// Minutes after the community's midnight at which it begins.
    pub starts: u16,
    /// Minutes that it lasts.
    pub lasts: u16,
}

/// How an activity is from some day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// The first day of which this holds.
    pub from: Date,
    /// What its shifts are like.
    pub details: Arc<Details>,
    /// The day of an activity that happens once; the day from which the rule of a series counts.
    pub first: Date,
    /// The iCalendar rule of a series; none for what happens once.
    pub rule: Option<String>,
}

/// What codes at the shifts of an activity are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckInKey {
    /// It holds for shifts that begin from then on, until the next one of that lead does.
    pub since: Timestamp,
    /// Who led in the end when it was drawn: of a change that holds from some day on, the earlier lead keeps theirs.
    pub lead: Option<MemberId>,
    /// 256 secret bits.
    pub key: Digest,
}

/// An activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// How it is and was, by day; never empty.
    pub phases: Vec<Phase>,
    /// The last day up to which its shifts are planned; none while a series waits for its first plan.
    pub planned_through: Option<Date>,
    /// The first day on which it does not take place any more, and why.
    pub ended: Option<(Date, String)>,
    /// Keys of its codes, in order of time, where they may be known.
    pub keys: Vec<CheckInKey>,
}

/// Plans an activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanActivity {
    /// The new activity.
    pub activity: ActivityId,
    /// What its shifts are like.
    pub details: Details,
    /// Its day; of a series, the day from which the rule counts.
    pub first: Date,
    /// The iCalendar rule of a series, such as `FREQ=MONTHLY;BYDAY=1SA`.
    pub rule: Option<String>,
}

/// Changes an activity from a day on, or whole: every shift that has not begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeActivity {
    /// The activity.
    pub activity: ActivityId,
    /// From which day on; none for every shift that has not begun.
    pub from: Option<Date>,
    /// What its shifts are like from then on.
    pub details: Details,
    /// Its day; of a series, the day from which the rule counts.
    pub first: Date,
    /// The rule from then on. What happens once does not become a series, nor the other way round.
    pub rule: Option<String>,
}

/// Ends an activity from a day on, or whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndActivity {
    /// The activity.
    pub activity: ActivityId,
    /// The first day on which it does not take place; none for every shift that has not begun.
    pub from: Option<Date>,
    /// Why; 1 to 200 characters.
    pub reason: String,
}

/// Plans a series further ahead, as time goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanShifts {
    /// The activity.
    pub activity: ActivityId,
}

/// An activity stands on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityPlanned {
    /// The activity.
    pub activity: ActivityId,
    /// What its shifts are like.
    pub details: Details,
    /// Its day; of a series, the day from which the rule counts.
    pub first: Date,
    /// The rule of a series.
    pub rule: Option<String>,
}

/// An activity is different from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityChanged {
    /// The activity.
    pub activity: ActivityId,
    /// The first day of which this holds.
    pub from: Date,
    /// What its shifts are like from then on.
    pub details: Details,
    /// Its day; of a series, the day from which the rule counts.
    pub first: Date,
    /// The rule from then on.
    pub rule: Option<String>,
}

/// The days of a series between two days are exactly these. A shift on a day that is none of them any more is
/// cancelled, unless it has begun; one on a day that still is keeps its signups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftsPlanned {
    /// The activity.
    pub activity: ActivityId,
    /// The first day that was looked at.
    pub from: Date,
    /// The last day that was looked at.
    pub through: Date,
    /// The days, as days after `from`: a year of a daily series is 1.4 kB.
    pub days: Vec<u16>,
}

/// An activity takes place no more from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityEnded {
    /// The activity.
    pub activity: ActivityId,
    /// The first day on which it does not take place.
    pub from: Date,
    /// Why.
    pub reason: String,
}

/// What codes at the shifts are made of. For staff and the lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckInKeyIssued {
    /// The activity.
    pub activity: ActivityId,
    /// The one shift that the key is good for, where somebody else leads that one; else all of them.
    pub shift: Option<ShiftId>,
    /// 256 secret bits.
    pub key: Digest,
}

impl ShiftId {
    /// The id of an activity's shift of that day: the activity's, with the number of the day in its last 32 bits.
    /// Nobody has to send it, and every phone knows it alike.
    #[must_use]
    pub fn of(activity: ActivityId, day: Date) -> Self {
        let day = day.days_since(ONCE).rem_euclid(1 << 32);
        let (high, low) = activity.0.as_u64_pair();
        Self(uuid::Uuid::from_u64_pair(high, low ^ day.unsigned_abs()))
    }
}

impl Details {
    /// Whether somebody who is signed up would want to hear of it if it were like that other.
    pub(super) fn is_another_for_volunteers(&self, other: &Self) -> bool {
        let told = |details: &Self| {
            let lead = details.lead.as_ref().map(|lead| lead.member);
            (details.kind, details.starts, details.lasts, lead)
        };
        told(self) != told(other)
            || self.title != other.title
            || self.text != other.text
            || self.place != other.place
    }
}

impl Phase {
    /// Who leads it, if anybody does.
    #[must_use]
    pub fn lead(&self) -> Option<MemberId> {
        self.details.lead.as_ref().map(|lead| lead.member)
    }
}

impl Activity {
    /// How it is on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&Phase> {
        let phase = self.phases.iter().rev().find(|phase| phase.from <= day);
        phase.or_else(|| self.phases.first())
    }

    /// How it is in the end.
    #[must_use]
    pub fn latest(&self) -> Option<&Phase> {
        self.phases.last()
    }

    /// Whether it happens once.
    #[must_use]
    pub fn is_once(&self) -> bool {
        self.latest().is_none_or(|phase| phase.rule.is_none())
    }
}
