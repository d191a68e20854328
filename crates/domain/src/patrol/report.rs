//! The weekly report, and how the street stands.

use super::{Finding, FindingState, FindingStep, Patrol, Patrols, Severity, ShopResult, mean};
use crate::{Date, FindingId, ShopId, State, Timestamp, sort_by_key};

/// Weeks that a report looks back.
const WEEKS: usize = 12;

/// What a patrol has found, as far as it is known here: to everybody what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The patrol.
    pub patrol: Date,
    /// The day on which it was walked.
    pub day: Date,
    /// Representatives who inspected, as far as they are known here.
    pub inspectors: usize,
    /// Shops on the street then, or that were visited.
    pub shops: usize,
    /// What was found, by the way along the street; in tenths of a point.
    pub results: Vec<(ShopId, Option<u16>)>,
    /// Shops that were not inspected although somebody was there.
    pub missed: Vec<ShopId>,
    /// The mean of all shops, in tenths of a point.
    pub mean: Option<u16>,
    /// Findings of this patrol, the worst first.
    pub found: Vec<FindingId>,
    /// Findings that were closed in the week of this patrol.
    pub closed: Vec<FindingId>,
    /// Findings that should have been mended by the end of the week.
    pub overdue: Vec<FindingId>,
    /// Findings that went to the council in the week of this patrol.
    pub escalated: Vec<FindingId>,
    /// How many were not closed at the end of the week.
    pub open: usize,
    /// What fails most often: the item and how many findings of this patrol are of it.
    pub worst: Vec<(String, usize)>,
    /// The mean of this patrol and those before it, the oldest first.
    pub weeks: Vec<(Date, Option<u16>)>,
}

/// How a shop stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreetShop {
    /// The shop.
    pub shop: ShopId,
    /// What it had last, in tenths of a point.
    pub score: Option<u16>,
    /// When that was.
    pub patrol: Option<Date>,
    /// Findings that are not closed.
    pub open: usize,
    /// Those of them that should be mended by now.
    pub overdue: usize,
    /// The worst that is open.
    pub worst: Option<Severity>,
}

impl Patrol {
    /// The mean of its shops, in tenths of a point.
    #[must_use]
    pub fn mean(&self) -> Option<u16> {
        mean(self.results.values().map(ShopResult::score))
    }
}

impl Finding {
    /// How far it was at a moment: not there yet, or in that state and due by that day.
    #[must_use]
    pub fn state_at(&self, at: Timestamp) -> Option<FindingState> {
        if self.opened_at > at {
            return None;
        }
        let mut state = FindingState::Open;
        for step in self.steps.iter().take_while(|step| step.at <= at) {
            state = match &step.step {
                FindingStep::Answered { .. } => FindingState::Answered,
                FindingStep::Rechecked { passed: true, .. }
                | FindingStep::Settled { upheld: false, .. } => FindingState::Closed,
                FindingStep::Rechecked { passed: false, .. }
                | FindingStep::Settled { upheld: true, .. } => FindingState::Open,
                FindingStep::Contested { .. } => FindingState::Contested,
                FindingStep::Repeated { .. } | FindingStep::Escalated { .. } => state,
            };
        }
        Some(state)
    }

    /// The day by which it had to be mended, as that stood at a moment.
    fn due_at(&self, state: &State, at: Timestamp) -> Date {
        let mut due = state.date(self.opened_at).plus_days(self.severity.days());
        for step in self.steps.iter().take_while(|step| step.at <= at) {
            if matches!(
                step.step,
                FindingStep::Rechecked { passed: false, .. }
                    | FindingStep::Settled { upheld: true, .. }
            ) {
                due = state.date(step.at).plus_days(self.severity.days());
            }
        }
        due
    }
}

impl Patrols {
    /// The report of a patrol; nothing if nothing is known of what it found. Its week lasts until the next patrol, or
    /// until now: so a report that is printed later says the same.
    #[must_use]
    pub fn report(&self, state: &State, id: Date, now: Timestamp) -> Option<Report> {
        let patrol = self.patrols.get(&id).filter(|patrol| patrol.has_begun())?;
        let day = patrol.day.unwrap_or(id);
        let offset = state.community.utc_offset_minutes;
        let next = self
            .walked()
            .into_iter()
            .map(|(_, day, _)| day)
            .find(|next| *next > day);
        let ends = next.map_or(now, |next| next.at(0, offset).min(now));
        let begins = day.at(0, offset);
        let within = |at: Timestamp| at >= begins && at < ends || next.is_none() && at == ends;
        let mut report = Report {
            patrol: id,
            day,
            inspectors: 0,
            shops: 0,
            results: Vec::new(),
            missed: Vec::new(),
            mean: patrol.mean(),
            found: Vec::new(),
            closed: Vec::new(),
            overdue: Vec::new(),
            escalated: Vec::new(),
            open: 0,
            worst: Vec::new(),
            weeks: self.weeks(id),
        };
        let way = |shop: &ShopId| {
            state
                .shops
                .get(shop)
                .map(|shop| (shop.order, shop.number()))
        };
        report.results = patrol
            .results
            .iter()
            .map(|(shop, r)| (*shop, r.score()))
            .collect();
        sort_by_key(&mut report.results, |(shop, _)| way(shop));
        let missed = patrol
            .missed
            .keys()
            .filter(|shop| !patrol.results.contains_key(shop));
        report.missed = missed.copied().collect();
        sort_by_key(&mut report.missed, way);
        let open_shops = state.shops.values().filter(|shop| !shop.closed).count();
        report.shops = open_shops.max(report.results.len());
        let inspections = self.inspections.values().filter(|known| known.patrol == id);
        let mut members: Vec<_> = inspections.map(|known| known.member).collect();
        members.sort_unstable();
        members.dedup();
        report.inspectors = members.len();
        for (finding, known) in &self.findings {
            if known.patrol == id {
                report.found.push(*finding);
            }
            if known.closed_at().is_some_and(within) {
                report.closed.push(*finding);
            }
            let escalated =
                |step: &&super::TimedStep| matches!(step.step, FindingStep::Escalated { .. });
            if known
                .steps
                .iter()
                .find(escalated)
                .is_some_and(|step| within(step.at))
            {
                report.escalated.push(*finding);
            }
            let then = known.state_at(ends);
            let open = then.is_some_and(|then| then != FindingState::Closed);
            report.open += usize::from(open);
            let waits = matches!(then, Some(FindingState::Open | FindingState::Answered));
            if waits && known.due_at(state, ends) < state.date(ends) {
                report.overdue.push(*finding);
            }
        }
        let rank = |finding: &FindingId| {
            let known = self.findings.get(finding);
            known.map(|known| (known.severity, way(&known.shop), known.item.1))
        };
        for list in [
            &mut report.found,
            &mut report.closed,
            &mut report.overdue,
            &mut report.escalated,
        ] {
            sort_by_key(list, rank);
        }
        report.worst = self.worst(&report.found);
        Some(report)
    }

    /// The patrols that something came of, in order of their days: id, day, patrol.
    #[must_use]
    pub fn walked(&self) -> Vec<(Date, Date, &Patrol)> {
        let walked = self.patrols.iter().filter(|(_, patrol)| patrol.has_begun());
        let mut walked: Vec<_> = walked
            .map(|(id, patrol)| (*id, patrol.day.unwrap_or(*id), &**patrol))
            .collect();
        sort_by_key(&mut walked, |(_, day, _)| *day);
        walked
    }

    fn weeks(&self, id: Date) -> Vec<(Date, Option<u16>)> {
        let walked = self.walked();
        let through = walked.iter().position(|(known, _, _)| *known == id);
        let through = through.map_or(0, |place| place + 1);
        let weeks = walked[through.saturating_sub(WEEKS)..through].iter();
        weeks
            .map(|(_, day, patrol)| (*day, patrol.mean()))
            .collect()
    }

    fn worst(&self, found: &[FindingId]) -> Vec<(String, usize)> {
        let mut worst: Vec<(String, usize)> = Vec::new();
        for finding in found.iter().filter_map(|id| self.findings.get(id)) {
            match worst.iter_mut().find(|(text, _)| *text == finding.text) {
                Some((_, count)) => *count += 1,
                None => worst.push((finding.text.clone(), 1)),
            }
        }
        sort_by_key(&mut worst, |(_, count)| std::cmp::Reverse(*count));
        worst
    }

    /// A shop's scores through time, in tenths of a point, the oldest first.
    #[must_use]
    pub fn scores_of(&self, shop: ShopId) -> Vec<(Date, Option<u16>)> {
        let walked = self.walked().into_iter();
        walked
            .filter_map(|(_, day, patrol)| Some((day, patrol.results.get(&shop)?.score())))
            .collect()
    }

    /// How each shop that exists stands, by the way along the street.
    #[must_use]
    pub fn street(&self, state: &State, today: Date) -> Vec<StreetShop> {
        let way = state.shops_by_way().into_iter();
        let mut street: Vec<StreetShop> = way
            .map(|(shop, _)| StreetShop {
                shop,
                score: None,
                patrol: None,
                open: 0,
                overdue: 0,
                worst: None,
            })
            .collect();
        for (_, day, patrol) in self.walked() {
            for shop in &mut street {
                if let Some(result) = patrol.results.get(&shop.shop) {
                    shop.score = result.score();
                    shop.patrol = Some(day);
                }
            }
        }
        for finding in self.findings.values().filter(|finding| finding.is_open()) {
            if let Some(shop) = street.iter_mut().find(|shop| shop.shop == finding.shop) {
                shop.open += 1;
                shop.overdue += usize::from(finding.is_overdue(today));
                shop.worst = Some(
                    shop.worst
                        .map_or(finding.severity, |w| w.min(finding.severity)),
                );
            }
        }
        street
    }
}
