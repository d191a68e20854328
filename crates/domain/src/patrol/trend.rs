//! How the street has done over a year, month by month.

use super::{FindingState, Patrols, ShopResult, mean};
use crate::{Date, State};

/// Months that are looked back.
const MONTHS: usize = 12;

/// A month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthOfPatrols {
    /// Its first day.
    pub first: Option<Date>,
    /// The mean of all results, in tenths of a point.
    pub mean: Option<u16>,
    /// Results of shops.
    pub results: usize,
    /// Findings that were opened.
    pub found: usize,
    /// Findings that were closed.
    pub closed: usize,
    /// Days that those which were closed took, in all.
    pub days: u64,
}

impl Patrols {
    /// The twelve months up to that of a day, the oldest first, as far as they are known here.
    #[must_use]
    pub fn year(&self, state: &State, today: Date) -> Vec<MonthOfPatrols> {
        let first = Date { day: 1, ..today };
        let mut months: Vec<MonthOfPatrols> = Vec::new();
        let mut at = first;
        for _ in 0..MONTHS {
            months.insert(
                0,
                MonthOfPatrols {
                    first: Some(at),
                    ..MonthOfPatrols::default()
                },
            );
            let last = at.plus_days(-1);
            at = Date { day: 1, ..last };
        }
        let place = |day: Date| {
            let month = Some(Date { day: 1, ..day });
            months.iter().position(|known| known.first == month)
        };
        let mut scores: Vec<Vec<Option<u16>>> = vec![Vec::new(); MONTHS];
        for (_, day, patrol) in self.walked() {
            if let Some(place) = place(day) {
                scores[place].extend(patrol.results.values().map(ShopResult::score));
            }
        }
        let (mut found, mut closed) = ([0; MONTHS], [(0, 0); MONTHS]);
        for finding in self.findings.values() {
            let opened = state.date(finding.opened_at);
            if let Some(place) = place(opened) {
                found[place] += 1;
            }
            let ended = finding
                .closed_at()
                .filter(|_| finding.state == FindingState::Closed);
            let ended = ended.map(|at| state.date(at));
            if let Some((place, day)) = ended.and_then(|day| Some((place(day)?, day))) {
                closed[place].0 += 1;
                closed[place].1 += day.days_since(opened).max(0).unsigned_abs();
            }
        }
        for (place, month) in months.iter_mut().enumerate() {
            month.mean = mean(scores[place].iter().copied());
            month.results = scores[place].len();
            month.found = found[place];
            (month.closed, month.days) = closed[place];
        }
        months
    }
}
