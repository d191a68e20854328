//! Shifts: one day's occurrence of an activity, what it is like and what came of it.

mod plan;

pub(super) use plan::{begun, led_shift};
pub(crate) use plan::{decide_cancel_shift, decide_change_shift, decide_report};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Attendance, Board, Details, News, NewsKind, Signup, Standing};
use crate::{ActivityId, Date, Digest, MemberId, Recorded, ShiftId, Timestamp, sort_by_key};

/// How long before its start a shift without its minimum is listed.
const SHORT_SECONDS: i64 = 48 * 3_600;

/// What was changed for one shift alone. A later change of its series leaves it alone while its day survives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPlan {
    /// The day on which it takes place.
    pub day: Date,
    /// What it is like.
    pub details: Details,
}

/// What somebody wrote afterwards: thanks and a short report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// When it was written.
    pub at: Timestamp,
    /// 1 to 500 characters.
    pub text: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
}

/// One occurrence of an activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// What it belongs to.
    pub activity: ActivityId,
    /// The day of the series by which it is known, whenever it takes place; 1970-01-01 for what happens once.
    pub day: Date,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// What was changed for this one alone.
    pub own: Option<Arc<OwnPlan>>,
    /// When and why it was cancelled, if it was; without a reason if its series has no such day any more.
    pub cancelled: Option<(Timestamp, Option<String>)>,
    /// How often it was changed, for calendars that want to know which word is the later one.
    pub changes: u32,
    /// Who signed up, in order of arrival: of each role the first ones have its places, the others wait.
    pub signups: Vec<Signup>,
    /// Who has left again, at most one entry a member: so that they can be told.
    pub former: Vec<Signup>,
    /// Who was there, as far as it is known here: all of it to staff and the lead, oneself to anybody else.
    pub attendance: Vec<Attendance>,
    /// The key of its codes, where somebody leads this one alone and this phone may know it.
    pub key: Option<Digest>,
    /// What was written afterwards.
    pub report: Option<Arc<Report>>,
}

/// Changes one shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeShift {
    /// The shift.
    pub shift: ShiftId,
    /// The day on which it shall take place.
    pub day: Date,
    /// What it shall be like.
    pub details: Details,
}

/// Cancels one shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancelShift {
    /// The shift.
    pub shift: ShiftId,
    /// Why; 1 to 200 characters.
    pub reason: String,
}

/// Thanks those who came and says in short how it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportShift {
    /// The shift, which must have begun.
    pub shift: ShiftId,
    /// 1 to 500 characters.
    pub text: String,
    /// At most 4 photos by their SHA-256; their bytes may arrive later.
    pub photos: Vec<Digest>,
}

/// One shift is different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftChanged {
    /// The shift.
    pub shift: ShiftId,
    /// The day on which it takes place.
    pub day: Date,
    /// What it is like.
    pub details: Details,
}

/// One shift does not take place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftCancelled {
    /// The shift.
    pub shift: ShiftId,
    /// Why.
    pub reason: String,
}

/// Somebody wrote how it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftReported {
    /// The shift.
    pub shift: ShiftId,
    /// What is said.
    pub text: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
}

/// The places of one role of a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// All of them.
    pub capacity: u32,
    /// Those that are taken.
    pub taken: u32,
    /// Those who wait for one.
    pub waiting: u32,
}

impl Shift {
    pub(super) fn new(
        activity: ActivityId,
        known_by: Date,
        day: Date,
        details: &Details,
        offset: i16,
    ) -> Self {
        let starts_at = day.at(details.starts, offset);
        Self {
            activity,
            day: known_by,
            starts_at,
            ends_at: starts_at.plus_seconds(60 * i64::from(details.lasts)),
            own: None,
            cancelled: None,
            changes: 0,
            signups: Vec::new(),
            former: Vec::new(),
            attendance: Vec::new(),
            key: None,
            report: None,
        }
    }

    /// The member's signup, if there is one.
    #[must_use]
    pub fn signup(&self, member: MemberId) -> Option<&Signup> {
        self.signups.iter().find(|signup| signup.member == member)
    }

    /// Where a member stands; nowhere if the shift was cancelled.
    #[must_use]
    pub fn standing(&self, member: MemberId) -> Option<Standing> {
        let signup = self.signup(member).filter(|_| self.cancelled.is_none())?;
        if signup.placed {
            return Some(Standing::Placed);
        }
        let before = self
            .signups
            .iter()
            .take_while(|other| other.member != member)
            .filter(|other| other.role == signup.role && !other.placed);
        Some(Standing::Waiting(1 + count(before)))
    }

    /// How many have a place.
    #[must_use]
    pub fn placed(&self) -> u32 {
        count(self.signups.iter().filter(|signup| signup.placed))
    }

    /// It is different from what it was like before. Whoever is signed up is told of what matters to them.
    pub(super) fn replanned(
        &mut self,
        before: Option<&Details>,
        day: Date,
        details: &Details,
        at: Timestamp,
        offset: i16,
    ) {
        let starts_at = day.at(details.starts, offset);
        let ends_at = starts_at.plus_seconds(60 * i64::from(details.lasts));
        let kind = if (starts_at, ends_at) != (self.starts_at, self.ends_at) {
            NewsKind::Moved
        } else if before.is_none_or(|before| before.is_another_for_volunteers(details)) {
            NewsKind::Changed
        } else {
            // Places are settled below, which tells by itself.
            return self.settle(details, at);
        };
        (self.starts_at, self.ends_at) = (starts_at, ends_at);
        self.changes += 1;
        for signup in &mut self.signups {
            signup.news = Some(News { at, kind });
        }
        self.settle(details, at);
    }

    pub(super) fn cancel(&mut self, at: Timestamp, reason: Option<String>) {
        if self.cancelled.is_some() {
            return;
        }
        self.cancelled = Some((at, reason));
        self.changes += 1;
        let kind = NewsKind::Cancelled;
        for signup in &mut self.signups {
            signup.news = Some(News { at, kind });
        }
    }

    pub(super) fn revive(&mut self, day: Date, details: &Details, at: Timestamp, offset: i16) {
        self.cancelled = None;
        self.own = None;
        for signup in std::mem::take(&mut self.signups) {
            self.leave(signup);
        }
        self.replanned(None, day, details, at, offset);
    }

    pub(super) fn reported(&mut self, e: &ShiftReported, recorded: &Recorded) {
        let at = recorded.at;
        // Thanks are told once, however often they are written anew.
        if self.report.is_none() {
            let kind = NewsKind::Reported;
            for signup in self.signups.iter_mut().filter(|signup| signup.placed) {
                if recorded.by != Some(signup.member) {
                    signup.news = Some(News { at, kind });
                }
            }
        }
        self.report = Some(Arc::new(Report {
            at,
            text: e.text.clone(),
            photos: e.photos.clone(),
        }));
    }

    /// Gives the places to the first ones of each role and tells whoever moved.
    pub(super) fn settle(&mut self, details: &Details, at: Timestamp) {
        let role_of = |signup: &Signup| details.roles.iter().find(|r| r.role == signup.role);
        let mut taken = vec![0u16; details.roles.len()];
        let mut gone = Vec::new();
        self.signups.retain_mut(|signup| {
            let Some(role) = role_of(signup) else {
                let kind = NewsKind::RoleEnded;
                let news = Some(News { at, kind });
                gone.push(Signup { news, ..*signup });
                return false;
            };
            let place = details.roles.iter().position(|r| r.role == role.role);
            let taken = &mut taken[place.unwrap_or_default()];
            let placed = *taken < role.capacity;
            *taken += u16::from(placed);
            if placed != signup.placed {
                let kind = if placed {
                    NewsKind::Promoted
                } else {
                    NewsKind::Waitlisted
                };
                signup.news = Some(News { at, kind });
                signup.placed = placed;
            }
            true
        });
        for signup in gone {
            self.leave(signup);
        }
    }

    /// Remembers somebody who is not signed up any more.
    pub(super) fn leave(&mut self, signup: Signup) {
        self.former.retain(|former| former.member != signup.member);
        self.former.push(signup);
    }
}

impl Board {
    /// Where a member stands at a shift.
    #[must_use]
    pub fn standing(&self, shift: ShiftId, member: MemberId) -> Option<Standing> {
        self.shifts.get(&shift)?.standing(member)
    }

    /// The places of a role of a shift.
    #[must_use]
    pub fn places(&self, shift: &Shift, role: u8) -> Option<Places> {
        let mut roles = self.details(shift)?.roles.iter();
        let capacity = roles.find(|r| r.role == role)?.capacity.into();
        let all = shift.signups.iter().filter(|signup| signup.role == role);
        let taken = count(all.clone().filter(|signup| signup.placed));
        Some(Places {
            capacity,
            taken,
            waiting: count(all) - taken,
        })
    }

    /// How many volunteers a shift still needs for its minimum.
    #[must_use]
    pub fn missing(&self, shift: &Shift) -> u32 {
        let minimum = self.details(shift).map_or(0, |d| u32::from(d.minimum));
        minimum.saturating_sub(shift.placed())
    }

    /// The shifts between two moments that take place, in order of time.
    #[must_use]
    pub fn between(&self, from: Timestamp, to: Timestamp) -> Vec<(ShiftId, &Shift)> {
        let mut shifts: Vec<_> = self
            .shifts
            .iter()
            .filter(|(_, s)| s.cancelled.is_none() && from < s.ends_at && s.starts_at < to)
            .map(|(id, shift)| (*id, &**shift))
            .collect();
        sort_by_key(&mut shifts, |(_, shift)| shift.starts_at);
        shifts
    }

    /// The shifts that begin within 48 hours without their minimum, the soonest first.
    #[must_use]
    pub fn short(&self, now: Timestamp) -> Vec<(ShiftId, &Shift)> {
        let mut short = self.between(now, now.plus_seconds(SHORT_SECONDS));
        short.retain(|(_, shift)| shift.starts_at > now && self.missing(shift) > 0);
        short
    }

    pub(super) fn apply_shift_changed(&mut self, e: &ShiftChanged, at: Timestamp, offset: i16) {
        self.know(e.details.lead.as_ref());
        self.with_shift(e.shift, |shift, before| {
            shift.own = Some(Arc::new(OwnPlan {
                day: e.day,
                details: e.details.clone(),
            }));
            shift.replanned(before, e.day, &e.details, at, offset);
        });
    }
}

/// A count that no list of ours goes beyond.
fn count<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}
