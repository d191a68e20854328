//! A member's time of a year, added up by activity.

use yishi_domain::{MemberId, State, Timestamp, sort_by_key};

use crate::text::t;

/// Time for one activity, or beside any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) title: String,
    pub(crate) times: usize,
    pub(crate) minutes: u64,
}

/// A member's year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Year {
    pub(crate) minutes: u64,
    pub(crate) times: usize,
    /// By activity, the most time first
    pub(crate) items: Vec<Item>,
}

impl Year {
    pub(crate) fn of(state: &State, member: MemberId, year: i32, now: Timestamp) -> Self {
        let mut whole = Self::default();
        for credit in state.volunteer.year_of(state, member, year, now) {
            let minutes = u64::from(credit.minutes);
            whole.minutes += minutes;
            whole.times += 1;
            let activity = credit
                .activity
                .and_then(|id| state.volunteer.activities.get(&id));
            let title = activity
                .and_then(|activity| activity.on(credit.day))
                .map_or_else(
                    || t().hours.other_work().to_owned(),
                    |phase| phase.details.title.clone(),
                );
            match whole.items.iter_mut().find(|item| item.title == title) {
                Some(item) => {
                    item.times += 1;
                    item.minutes += minutes;
                }
                None => whole.items.push(Item {
                    title,
                    times: 1,
                    minutes,
                }),
            }
        }
        sort_by_key(&mut whole.items, |item| std::cmp::Reverse(item.minutes));
        whole
    }
}

/// The years in which a member has any time, and this one; the latest first.
pub(crate) fn years(state: &State, member: MemberId, now: Timestamp) -> Vec<i32> {
    let mut years = vec![state.date(now).year];
    for credit in state.volunteer.credits(state, now) {
        if credit.member == member && !years.contains(&credit.day.year) {
            years.push(credit.day.year);
        }
    }
    sort_by_key(&mut years, |year| std::cmp::Reverse(*year));
    years
}
