//! Rounds that change hands.

use serde::{Deserialize, Serialize};

use super::{Offer, Patrol, Patrols, Round};
use crate::decide::{Actor, Context, Draft};
use crate::roster::Role;
use crate::text::too_many;
use crate::volunteer::Person;
use crate::{Audience, Date, Event, MemberId, Rejection, Scope, State};

/// Patrols that may be named in return.
const MOST_INSTEAD: usize = 12;

/// Says that one cannot walk the own round, and which patrols one would walk instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferRound {
    /// The patrol.
    pub patrol: Date,
    /// Patrols that one would walk instead of whoever takes the round; may be empty.
    pub instead: Vec<Date>,
}

/// Takes it back: one walks the own round after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawOffer {
    /// The patrol.
    pub patrol: Date,
}

/// Gives a round to somebody else: one takes it for oneself if it is offered, staff give any to anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeRound {
    /// The patrol.
    pub patrol: Date,
    /// Whose round it is.
    pub from: MemberId,
    /// Who walks it.
    pub to: MemberId,
    /// The patrol whose round goes the other way.
    pub instead: Option<Date>,
}

/// Somebody is wanted for a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundOffered {
    /// The patrol.
    pub patrol: Date,
    /// Whose round it is.
    pub member: MemberId,
    /// Patrols that they would walk instead.
    pub instead: Vec<Date>,
}

/// Nobody is wanted for a round any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferWithdrawn {
    /// The patrol.
    pub patrol: Date,
    /// Whose round it is.
    pub member: MemberId,
}

/// A round has changed hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundTaken {
    /// The patrol.
    pub patrol: Date,
    /// Whose round it was.
    pub from: Person,
    /// Who walks it.
    pub to: Person,
    /// The patrol whose round goes the other way.
    pub instead: Option<Date>,
}

impl Patrol {
    /// The offer of a member's round.
    #[must_use]
    pub fn offer_of(&self, member: MemberId) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.member == member)
    }

    fn hand_over(&mut self, from: MemberId, to: MemberId) {
        self.offers.retain(|offer| offer.member != from);
        let Some(place) = self.rounds.iter().position(|round| round.member == from) else {
            return;
        };
        if let Some(other) = self.rounds.iter().position(|round| round.member == to) {
            let Round { shops, .. } = self.rounds.remove(place);
            let other = if other > place { other - 1 } else { other };
            let own = &mut self.rounds[other].shops;
            let new = shops
                .into_iter()
                .filter(|shop| !own.contains(shop))
                .collect::<Vec<_>>();
            own.extend(new);
        } else {
            self.rounds[place].member = to;
        }
    }
}

impl Patrols {
    pub(super) fn apply_offered(&mut self, e: &RoundOffered) {
        let offer = Offer {
            member: e.member,
            instead: e.instead.clone(),
        };
        self.with_patrol(e.patrol, |patrol| {
            patrol.offers.retain(|known| known.member != e.member);
            patrol.offers.push(offer);
        });
    }

    pub(super) fn apply_withdrawn(&mut self, e: &OfferWithdrawn) {
        self.with_patrol(e.patrol, |patrol| {
            patrol.offers.retain(|known| known.member != e.member);
        });
    }

    pub(super) fn apply_taken(&mut self, e: &RoundTaken) {
        self.know(&e.from);
        self.know(&e.to);
        let (from, to) = (e.from.member, e.to.member);
        self.with_patrol(e.patrol, |patrol| patrol.hand_over(from, to));
        if let Some(instead) = e.instead.filter(|instead| *instead != e.patrol) {
            self.with_patrol(instead, |patrol| patrol.hand_over(to, from));
        }
    }
}

pub(crate) fn decide_offer(
    state: &State,
    actor: Actor,
    c: &OfferRound,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    too_many("instead", c.instead.len(), MOST_INSTEAD)?;
    let patrol = to_come(state, c.patrol, context)?;
    patrol.round_of(member).ok_or(Rejection::NoRound)?;
    let mut instead = Vec::new();
    for other in &c.instead {
        if *other != c.patrol && !instead.contains(other) {
            to_come(state, *other, context)?;
            instead.push(*other);
        }
    }
    if patrol
        .offer_of(member)
        .is_some_and(|known| known.instead == instead)
    {
        return Ok(Vec::new());
    }
    let offered = RoundOffered {
        patrol: c.patrol,
        member,
        instead,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Patrol],
        Event::RoundOffered(offered),
    )])
}

pub(crate) fn decide_withdraw(
    state: &State,
    actor: Actor,
    c: &WithdrawOffer,
) -> Result<Vec<Draft>, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    let patrol = state
        .patrol
        .patrols
        .get(&c.patrol)
        .ok_or(Rejection::UnknownPatrol)?;
    if patrol.offer_of(member).is_none() {
        // It may be somebody else's by now: the own phone has to hear of that.
        return match patrol.round_of(member) {
            Some(_) => Ok(Vec::new()),
            None => Err(Rejection::NoRound),
        };
    }
    let withdrawn = OfferWithdrawn {
        patrol: c.patrol,
        member,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Patrol],
        Event::OfferWithdrawn(withdrawn),
    )])
}

pub(crate) fn decide_take(
    state: &State,
    actor: Actor,
    c: &TakeRound,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let patrol = to_come(state, c.patrol, context)?;
    let by_staff = match actor {
        Actor::Operator => true,
        Actor::Member(by) => state.is_staff(by),
        _ => return Err(Rejection::NotAllowed),
    };
    if !by_staff && actor != Actor::Member(c.to) {
        return Err(Rejection::NotAllowed);
    }
    patrol.round_of(c.from).ok_or(Rejection::NoRound)?;
    if c.from == c.to {
        return Ok(Vec::new());
    }
    let known = state.roster.members.contains_key(&c.to);
    if (known || state.scope == Scope::Whole) && !state.roster.has_role(c.to, Role::Representative)
    {
        return Err(Rejection::NotARepresentative { member: c.to });
    }
    let offer = patrol.offer_of(c.from);
    if !by_staff && offer.is_none() {
        return Err(Rejection::NotOffered);
    }
    if let Some(instead) = c.instead {
        let other = to_come(state, instead, context)?;
        other.round_of(c.to).ok_or(Rejection::NoRound)?;
        if !by_staff && !offer.is_some_and(|offer| offer.instead.contains(&instead)) {
            return Err(Rejection::NotOffered);
        }
    }
    let person = |member| Person {
        member,
        name: state.patrol.name(state, member),
    };
    let taken = RoundTaken {
        patrol: c.patrol,
        from: person(c.from),
        to: person(c.to),
        instead: c.instead,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Patrol],
        Event::RoundTaken(taken),
    )])
}

/// A patrol that is not over.
fn to_come<'a>(state: &'a State, id: Date, context: &Context) -> Result<&'a Patrol, Rejection> {
    let patrol = state
        .patrol
        .patrols
        .get(&id)
        .ok_or(Rejection::UnknownPatrol)?;
    let Some(day) = patrol.day else {
        return Err(Rejection::PatrolCalledOff);
    };
    if state.scope == Scope::Whole && day < state.date(context.now) {
        return Err(Rejection::PatrolOver);
    }
    Ok(patrol)
}
