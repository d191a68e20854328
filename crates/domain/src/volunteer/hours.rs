//! What it added up to: minutes by person, activity, month and year.

use super::{Attendance, Board, ClaimState, Shift};
use crate::roster::Role;
use crate::{ActivityId, Date, Map, MemberId, Set, ShiftId, State, Timestamp, sort_by_key};

/// Time that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// Whose.
    pub member: MemberId,
    /// What for, if it was for an activity.
    pub activity: Option<ActivityId>,
    /// At which shift; none for ad-hoc hours.
    pub shift: Option<ShiftId>,
    /// The community's day on which it began.
    pub day: Date,
    /// Whole minutes.
    pub minutes: u32,
}

/// One month of a year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Month {
    /// Minutes that count.
    pub minutes: u64,
    /// Volunteers with such minutes.
    pub volunteers: u32,
    /// Those of them who are residents on the roster now.
    pub active: u32,
    /// Places at shifts that are over.
    pub places: u32,
    /// Those at which nobody came.
    pub no_shows: u32,
}

/// A year for the committee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// January to December.
    pub months: [Month; 12],
    /// Residents with minutes in the year.
    pub active: u32,
    /// All residents on the roster.
    pub residents: u32,
}

impl Board {
    /// All time that counts by now, as far as it is known here: all of it to staff, the own to anybody else.
    pub fn credits<'a>(
        &'a self,
        state: &'a State,
        now: Timestamp,
    ) -> impl Iterator<Item = Credit> + 'a {
        let shifts = self.shifts.iter().flat_map(move |(id, shift)| {
            let present = shift.attendance.iter();
            present.filter_map(move |present| credit(state, *id, shift, present, now))
        });
        let confirmed = |state: &ClaimState| *state == ClaimState::Confirmed;
        let claims = self.claims.values();
        let claims = claims.filter(move |claim| confirmed(&claim.state));
        shifts.chain(claims.map(|claim| Credit {
            member: claim.member,
            activity: claim.activity,
            shift: None,
            day: claim.day,
            minutes: claim.minutes.into(),
        }))
    }

    /// A member's time at one shift, if it counts by now and is known here.
    #[must_use]
    pub fn credit_at(
        &self,
        state: &State,
        id: ShiftId,
        member: MemberId,
        now: Timestamp,
    ) -> Option<Credit> {
        let shift = self.shifts.get(&id)?;
        credit(state, id, shift, shift.attendance_of(member)?, now)
    }

    /// A member's time of a year, in order of days: what a certificate states.
    #[must_use]
    pub fn year_of(
        &self,
        state: &State,
        member: MemberId,
        year: i32,
        now: Timestamp,
    ) -> Vec<Credit> {
        let own = |credit: &Credit| credit.member == member && credit.day.year == year;
        let mut credits = Vec::new();
        credits.extend(self.credits(state, now).filter(own));
        sort_by_key(&mut credits, |credit| credit.day);
        credits
    }

    /// A year by what `key` says of each credit, such as its member or its activity: minutes, and how many times.
    #[must_use]
    pub fn year_by<K: Ord + Clone>(
        &self,
        state: &State,
        year: i32,
        now: Timestamp,
        key: impl Fn(&Credit) -> K,
    ) -> Map<K, (u64, u64)> {
        let mut sums: Map<K, (u64, u64)> = Map::new();
        for credit in self.credits(state, now).filter(|c| c.day.year == year) {
            let key = key(&credit);
            let (minutes, times) = sums.get(&key).copied().unwrap_or_default();
            sums.insert(key, (minutes + u64::from(credit.minutes), times + 1));
        }
        sums
    }

    /// A year for the committee. It says something only where everything is known: to staff.
    #[must_use]
    pub fn statistics(&self, state: &State, year: i32, now: Timestamp) -> Statistics {
        let mut months = [Month::default(); 12];
        let mut volunteers: [Set<MemberId>; 12] = Default::default();
        let mut active = Set::new();
        for credit in self.credits(state, now).filter(|c| c.day.year == year) {
            let place = usize::from(credit.day.month) - 1;
            months[place].minutes += u64::from(credit.minutes);
            if volunteers[place].insert(credit.member) {
                months[place].volunteers += 1;
                let resident = state.roster.has_role(credit.member, Role::Resident);
                months[place].active += u32::from(resident);
            }
            active.insert(credit.member);
        }
        for shift in self.shifts.values().filter(|shift| now >= shift.ends_at) {
            let day = state.date(shift.starts_at);
            if day.year == year && shift.cancelled.is_none() {
                let month = &mut months[usize::from(day.month) - 1];
                month.places += shift.placed();
                for signup in &shift.signups {
                    month.no_shows += u32::from(shift.is_no_show(signup.member, now));
                }
            }
        }
        let mut statistics = Statistics {
            months,
            active: 0,
            residents: 0,
        };
        for (id, member) in &state.roster.members {
            if member.roles.contains(&Role::Resident) {
                statistics.residents += 1;
                statistics.active += u32::from(active.contains(id));
            }
        }
        statistics
    }
}

/// From check-in to check-out, or to the shift's end if nobody checked out; nothing while it may still go on.
fn credit(
    state: &State,
    id: ShiftId,
    shift: &Shift,
    present: &Attendance,
    now: Timestamp,
) -> Option<Credit> {
    let came_at = present.came_at?;
    let left_at = present
        .left_at
        .or((now >= shift.ends_at).then_some(shift.ends_at))?;
    let minutes = u32::try_from(left_at.0.saturating_sub(came_at.0) / 60_000).unwrap_or_default();
    Some(Credit {
        member: present.member,
        activity: Some(shift.activity),
        shift: Some(id),
        day: state.date(came_at),
        minutes,
    })
}
