//! One patrol: its day, and who walks by which shops.

mod mine;
mod spread;

pub use mine::Stop;

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::plan::{DAYS_AHEAD, missing_days};
use super::{Patrols, ShopResult};
use crate::decide::{Actor, Context, Draft};
use crate::roster::Role;
use crate::text::checked;
use crate::volunteer::{Person, checked_day};
use crate::{
    Audience, Command, Date, Event, Map, MemberId, Rejection, Scope, ShopId, State, Timestamp,
};

/// The hour of the evening before, after which nothing of a patrol moves by itself: phones have it by then.
const SETTLED_FROM: u16 = 18 * 60;

/// Who walks by which shops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Who.
    pub member: MemberId,
    /// In the order of the way.
    pub shops: Vec<ShopId>,
}

/// A round that somebody cannot walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Whose round it is.
    pub member: MemberId,
    /// The patrols that they would walk instead.
    pub instead: Vec<Date>,
}

/// Why a shop was not inspected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissReason {
    /// 没开门
    Shut,
    /// 不让查
    Refused,
    /// 其他
    Other,
}

impl MissReason {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Shut, Self::Refused, Self::Other];
}

/// A shop that was not inspected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Miss {
    /// Why.
    pub reason: MissReason,
    /// In words; may be empty.
    pub note: String,
}

/// A patrol. It is named by the day that its plan has for it, also when it is walked on another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patrol {
    /// The day on which it is walked; none if it does not take place.
    pub day: Option<Date>,
    /// Why it is walked on another day, or on none; may be empty.
    pub reason: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Who walks by which shops; known to representatives and staff.
    pub rounds: Vec<Round>,
    /// Rounds that somebody else is wanted for.
    pub offers: Vec<Offer>,
    /// What came of it, shop by shop.
    pub results: Map<ShopId, ShopResult>,
    /// Shops that were not inspected.
    pub missed: Map<ShopId, Miss>,
    /// When what it has found was published.
    pub published_at: Option<Timestamp>,
}

/// Plans a patrol: of the plan, or an extra one. Who walks stays who is still able to; the shops are spread anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPatrol {
    /// Its day.
    pub patrol: Date,
}

/// Moves a patrol to another day, or calls it off: a holiday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovePatrol {
    /// The patrol.
    pub patrol: Date,
    /// The other day; none to call it off. Its own day brings it back.
    pub day: Option<Date>,
    /// Why; 1 to 100 characters. Nobody asks why it is brought back.
    pub reason: String,
}

/// A round as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedRound {
    /// Who walks.
    pub person: Person,
    /// By which shops, in order.
    pub shops: Vec<ShopId>,
}

/// A patrol is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolPlanned {
    /// The patrol.
    pub patrol: Date,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Who walks by which shops.
    pub rounds: Vec<PlannedRound>,
}

/// A patrol is walked on another day, or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolMoved {
    /// The patrol.
    pub patrol: Date,
    /// The day; none if it does not take place.
    pub day: Option<Date>,
    /// When it begins then.
    pub starts_at: Timestamp,
    /// Why; empty if the plan has it no more.
    pub reason: String,
}

impl Patrol {
    /// The round of a member.
    #[must_use]
    pub fn round_of(&self, member: MemberId) -> Option<&Round> {
        self.rounds.iter().find(|round| round.member == member)
    }

    /// Whether it takes place.
    #[must_use]
    pub fn takes_place(&self) -> bool {
        self.day.is_some()
    }

    /// Whether anything came of it yet.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        !self.results.is_empty() || !self.missed.is_empty()
    }
}

impl Patrols {
    pub(super) fn apply_planned(&mut self, e: &PatrolPlanned) {
        for round in &e.rounds {
            self.know(&round.person);
        }
        let round = |round: &PlannedRound| Round {
            member: round.person.member,
            shops: round.shops.clone(),
        };
        let rounds: Vec<Round> = e.rounds.iter().map(round).collect();
        let known = self.patrols.contains_key(&e.patrol);
        self.with_patrol(e.patrol, |patrol| {
            // What staff have moved or called off stays so.
            if !known || patrol.reason.is_empty() {
                patrol.day = Some(e.patrol);
                patrol.starts_at = e.starts_at;
            }
            patrol
                .offers
                .retain(|offer| rounds.iter().any(|round| round.member == offer.member));
            patrol.rounds = rounds;
        });
    }

    pub(super) fn apply_moved(&mut self, e: &PatrolMoved) {
        self.with_patrol(e.patrol, |patrol| {
            patrol.day = e.day;
            patrol.starts_at = e.starts_at;
            patrol.reason.clone_from(&e.reason);
        });
    }

    pub(super) fn with_patrol(&mut self, id: Date, change: impl FnOnce(&mut Patrol)) {
        if !self.patrols.contains_key(&id) {
            self.patrols.insert(id, Arc::new(Patrol::default()));
        }
        if let Some(patrol) = self.patrols.get_mut(&id) {
            change(Arc::make_mut(patrol));
        }
    }

    /// The patrols that take place from a day on, the soonest first.
    #[must_use]
    pub fn coming(&self, from: Date) -> Vec<(Date, &Patrol)> {
        let coming = self.patrols.iter();
        let coming = coming.filter(|(_, patrol)| patrol.day.is_some_and(|day| day >= from));
        let mut coming: Vec<_> = coming.map(|(id, patrol)| (*id, &**patrol)).collect();
        crate::sort_by_key(&mut coming, |(_, patrol)| patrol.day);
        coming
    }
}

pub(crate) fn decide_plan_patrol(
    state: &State,
    actor: Actor,
    c: &PlanPatrol,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let patrol = checked_day(c.patrol)?;
    let Some(plan) = &state.patrol.plan else {
        return Err(Rejection::NoPatrolPlan);
    };
    let known = state.patrol.patrols.get(&patrol);
    let day = known.map_or(Some(patrol), |known| known.day);
    let over = day.unwrap_or(patrol) < state.date(context.now);
    if state.scope == Scope::Whole && over || known.is_some_and(|known| known.has_begun()) {
        return match actor {
            Actor::Clock => Ok(Vec::new()),
            _ => Err(Rejection::PatrolOver),
        };
    }
    if plan.able(state).is_empty() {
        return Err(Rejection::NoPatrolPlan);
    }
    let rounds = spread::rounds(state, plan, patrol, known.map(|known| &**known));
    if known.is_some_and(|known| known.rounds == rounds) {
        return Ok(Vec::new());
    }
    Ok(vec![planned(state, patrol, plan.starts, rounds)])
}

fn planned(state: &State, patrol: Date, starts: u16, rounds: Vec<Round>) -> Draft {
    let round = |round: Round| PlannedRound {
        person: Person {
            member: round.member,
            name: state.patrol.name(state, round.member),
        },
        shops: round.shops,
    };
    let planned = PatrolPlanned {
        patrol,
        starts_at: patrol.at(starts, state.community.utc_offset_minutes),
        rounds: rounds.into_iter().map(round).collect(),
    };
    Draft::signed(vec![Audience::Patrol], Event::PatrolPlanned(planned))
}

pub(crate) fn decide_move_patrol(
    state: &State,
    c: &MovePatrol,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let patrol = checked_day(c.patrol)?;
    let day = c.day.map(checked_day).transpose()?;
    let reason = match day == Some(patrol) {
        true => String::new(),
        false => checked("reason", &c.reason, 100)?,
    };
    let today = state.date(context.now);
    let known = state.patrol.patrols.get(&patrol);
    let whole = state.scope == Scope::Whole;
    let walked = known.and_then(|known| known.day).unwrap_or(patrol);
    if known.is_some_and(|known| known.has_begun()) || whole && walked < today {
        return Err(Rejection::PatrolOver);
    }
    if whole && day.is_some_and(|day| day < today) {
        return Err(Rejection::InThePast);
    }
    if known.is_some_and(|known| known.day == day && known.reason == reason) {
        return Ok(Vec::new());
    }
    let starts = state.patrol.plan.as_ref().map_or(540, |plan| plan.starts);
    let starts_at = day
        .unwrap_or(patrol)
        .at(starts, state.community.utc_offset_minutes);
    let moved = PatrolMoved {
        patrol,
        day,
        starts_at,
        reason,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Patrol],
        Event::PatrolMoved(moved),
    )])
}

/// What a new plan means to what is planned and has not begun.
pub(super) fn plan_anew(state: &State, now: Timestamp) -> Vec<Draft> {
    let (patrols, today) = (&state.patrol, state.date(now));
    let Some(plan) = &patrols.plan else {
        return Vec::new();
    };
    let mut drafts = Vec::new();
    let mut after = state.clone();
    for (patrol, known) in patrols.coming(today) {
        // What staff have moved or called off they have decided for that day.
        if known.has_begun() || !known.reason.is_empty() {
            continue;
        }
        if patrol.weekday() != plan.weekday {
            let moved = PatrolMoved {
                patrol,
                day: None,
                starts_at: known.starts_at,
                reason: String::new(),
            };
            drafts.push(Draft::signed(
                vec![Audience::Patrol],
                Event::PatrolMoved(moved),
            ));
            continue;
        }
        let rounds = spread::rounds(&after, plan, patrol, None);
        let draft = planned(&after, patrol, plan.starts, rounds);
        if let Event::PatrolPlanned(e) = &draft.event {
            after.patrol.apply_planned(e);
        }
        drafts.push(draft);
    }
    drafts
}

/// What the clock has to plan: the weeks ahead, and anew what shops and people have changed for.
pub(super) fn push_due(state: &State, now: Timestamp, commands: &mut Vec<Command>) {
    let Some(plan) = &state.patrol.plan else {
        return;
    };
    let able = plan.able(state);
    let way = state.shops_by_way();
    if able.is_empty() || way.is_empty() {
        return;
    }
    let mut push = |patrol| commands.push(Command::PlanPatrol(PlanPatrol { patrol }));
    for patrol in missing_days(state, plan, now) {
        push(patrol);
    }
    let today = state.date(now);
    for (id, patrol) in state.patrol.coming(today) {
        let settled = patrol.day.unwrap_or(id).plus_days(-1);
        let settled = settled.at(SETTLED_FROM, state.community.utc_offset_minutes);
        if now >= settled || patrol.has_begun() || id > today.plus_days(2 * DAYS_AHEAD) {
            continue;
        }
        let mut shops: Vec<ShopId> = patrol.rounds.iter().flat_map(|r| r.shops.clone()).collect();
        shops.sort_unstable();
        shops.dedup();
        let mut open: Vec<ShopId> = way.iter().map(|(id, _)| *id).collect();
        open.sort_unstable();
        let walks = |round: &Round| state.roster.has_role(round.member, Role::Representative);
        let settled = shops == open && patrol.rounds.iter().all(walks);
        if !settled && spread::rounds(state, plan, id, Some(patrol)) != patrol.rounds {
            push(id);
        }
    }
}
