//! A member's own round, and how far it is.

use super::{MissReason, Patrol, Round};
use crate::patrol::{FindingState, Patrols};
use crate::{Date, Digest, InspectionId, MemberId, ShopId, State};

/// How far a shop of a round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Nobody of the round was there yet.
    ToDo,
    /// The member has submitted an inspection, with that score in tenths of a point.
    Done(Option<u16>),
    /// It could not be inspected.
    Missed(MissReason),
}

impl Patrol {
    /// How far a shop is for a member who walks in it.
    #[must_use]
    pub fn stop(&self, id: Date, shop: ShopId, member: MemberId) -> Stop {
        let own = InspectionId::of(id, shop, member);
        let result = self.results.get(&shop);
        let inspection =
            result.and_then(|result| result.inspections.iter().find(|(i, _)| *i == own));
        match (inspection, self.missed.get(&shop)) {
            (Some((_, score)), _) => Stop::Done(*score),
            (None, Some(miss)) => Stop::Missed(miss.reason),
            (None, None) => Stop::ToDo,
        }
    }

    /// How many shops of a round are done with, and how many there are. A shop that exists no more is none of them.
    #[must_use]
    pub fn progress(&self, state: &State, id: Date, round: &Round) -> (usize, usize) {
        let there = |shop: &&ShopId| self.is_there(state, id, **shop, round.member);
        let shops = round.shops.iter().filter(there);
        let done = shops
            .clone()
            .filter(|shop| self.stop(id, **shop, round.member) != Stop::ToDo);
        (done.count(), shops.count())
    }

    /// The shops of a round that are there, and those that were done before they closed.
    #[must_use]
    pub fn shops_of(&self, state: &State, id: Date, round: &Round) -> Vec<(ShopId, Stop)> {
        let there = |shop: &&ShopId| self.is_there(state, id, **shop, round.member);
        let shops = round.shops.iter().filter(there);
        shops
            .map(|shop| (*shop, self.stop(id, *shop, round.member)))
            .collect()
    }

    fn is_there(&self, state: &State, id: Date, shop: ShopId, member: MemberId) -> bool {
        let open = state.shops.get(&shop).is_some_and(|shop| !shop.closed);
        open || self.stop(id, shop, member) != Stop::ToDo
    }
}

/// Days for which a round that is not walked to its end is still to do.
const DAYS_LEFT: i64 = 2;
/// Visits of a shop whose photos are looked at again: the last ones, by two who walked together.
const LAST_VISITS: usize = 2;

impl Patrols {
    /// The photos that whoever walks a round compares with what is there: of the last visits, and of what is not
    /// mended. Each once, the shops in the order of the round.
    #[must_use]
    pub fn photos_of_round(&self, patrol: Date, round: &Round) -> Vec<Digest> {
        let mut found = Vec::new();
        for shop in &round.shops {
            let visits = self.visits(*shop).rev();
            let before = visits.filter(|(_, visit)| visit.patrol != patrol);
            for (_, visit) in before.take(LAST_VISITS) {
                found.extend(crate::patrol::photos_of_answers(
                    &visit.answers,
                    &visit.remarks,
                ));
            }
            let findings = self.findings_of(*shop).map(|(_, finding)| finding);
            for finding in findings.filter(|finding| finding.state != FindingState::Closed) {
                found.extend_from_slice(&finding.photos);
                found.extend(finding.steps.iter().flat_map(|step| step.step.photos()));
            }
        }
        let mut once = Vec::new();
        for photo in found {
            if !once.contains(&photo) {
                once.push(photo);
            }
        }
        once
    }

    /// The patrol in which a member walks next, with the round: one of the last days that is not walked to its end and
    /// not published, else the first from `today` on. So a phone whose clock is a day ahead still shows today's.
    #[must_use]
    pub fn next_round(
        &self,
        state: &State,
        member: MemberId,
        today: Date,
    ) -> Option<(Date, &Patrol, &Round)> {
        let coming = self.coming(today.plus_days(-DAYS_LEFT)).into_iter();
        let mut own =
            coming.filter_map(|(id, patrol)| Some((id, patrol, patrol.round_of(member)?)));
        own.find(|(id, patrol, round)| {
            let (done, all) = patrol.progress(state, *id, round);
            let left = done < all && patrol.published_at.is_none();
            patrol.day.is_some_and(|day| day >= today) || left
        })
    }
}
