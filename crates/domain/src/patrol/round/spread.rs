//! Who walks, and by which shops: fairly, along the way.

use super::{Patrol, Round};
use crate::patrol::PatrolPlan;
use crate::roster::Role;
use crate::{Date, MemberId, ShopId, State, sort_by_key};

/// The day from which weeks are counted, so that stretches go round.
const EPOCH: Date = Date {
    year: 1970,
    month: 1,
    day: 1,
};

/// The rounds of a patrol. Who walks already goes on to, if still able to; the others are those of the team who have
/// walked least, and of these who has rested longest. Each walks one stretch of the way, as long as the others' or
/// one shop longer, and another one each week. Nobody inspects the own shop.
pub(super) fn rounds(
    state: &State,
    plan: &PatrolPlan,
    patrol: Date,
    known: Option<&Patrol>,
) -> Vec<Round> {
    let walkers = walkers(state, plan, patrol, known);
    let way: Vec<ShopId> = state.shops_by_way().iter().map(|(id, _)| *id).collect();
    let turn = usize::try_from(patrol.days_since(EPOCH).rem_euclid(700_000) / 7).unwrap_or(0);
    let mut rounds = stretches(&way, &walkers, turn, plan.pairs);
    give_away_own_shops(state, &mut rounds, &way, plan.pairs);
    rounds
}

fn walkers(
    state: &State,
    plan: &PatrolPlan,
    patrol: Date,
    known: Option<&Patrol>,
) -> Vec<MemberId> {
    let able = plan.able(state);
    let wanted = match usize::from(plan.walkers) {
        0 => able.len(),
        wanted => wanted.min(able.len()),
    };
    let rounds = known.map_or(&[][..], |known| &known.rounds);
    let walking = rounds.iter().map(|round| round.member);
    // Whoever took a round over need not be of the team.
    let mut walkers: Vec<MemberId> = walking
        .filter(|member| {
            able.contains(member) || state.roster.has_role(*member, Role::Representative)
        })
        .collect();
    let mut others = able;
    others.retain(|member| !walkers.contains(member));
    sort_by_key(&mut others, |member| walked(state, patrol, *member));
    let missing = wanted.saturating_sub(walkers.len());
    walkers.extend(others.into_iter().take(missing));
    // In the order of the team, so that who walks beside whom does not hang on who took over from whom.
    let place = |member: &MemberId| plan.team.iter().position(|p| p.member == *member);
    sort_by_key(&mut walkers, |member| place(member).unwrap_or(usize::MAX));
    walkers
}

/// How often a member has walked in the half year before, and when last.
fn walked(state: &State, patrol: Date, member: MemberId) -> (usize, Option<Date>) {
    let since = patrol.plus_days(-182);
    let patrols = state.patrol.patrols.iter();
    let walked = patrols.filter(|(day, known)| {
        (since..patrol).contains(*day) && known.takes_place() && known.round_of(member).is_some()
    });
    let days: Vec<Date> = walked.map(|(day, _)| *day).collect();
    (days.len(), days.last().copied())
}

/// The way in as many stretches as there are walkers, or pairs of walkers.
fn stretches(way: &[ShopId], walkers: &[MemberId], turn: usize, pairs: bool) -> Vec<Round> {
    if walkers.is_empty() {
        return Vec::new();
    }
    let mut walkers = walkers.to_vec();
    let first = turn % walkers.len();
    walkers.rotate_left(first);
    let together = if pairs { 2 } else { 1 };
    // Of an odd number three walk together; where there are more walkers than shops some walk together too.
    let groups = (walkers.len() / together).clamp(1, way.len().max(1));
    let (size, longer) = (way.len() / groups, way.len() % groups);
    let mut rounds = Vec::with_capacity(walkers.len());
    let mut from = 0;
    for group in 0..groups {
        let through = from + size + usize::from(group < longer);
        let members = walkers.iter().enumerate();
        let members = members.filter(|(place, _)| (place / together) % groups == group);
        for (_, member) in members {
            rounds.push(Round {
                member: *member,
                shops: way[from..through].to_vec(),
            });
        }
        from = through;
    }
    rounds
}

/// A merchant's own shop goes to whoever has the fewest and does not run it; in a pair the other one sees it anyway.
fn give_away_own_shops(state: &State, rounds: &mut [Round], way: &[ShopId], pairs: bool) {
    for place in 0..rounds.len() {
        let own = state.shops_run_by(rounds[place].member);
        for shop in own {
            if !rounds[place].shops.contains(&shop) {
                continue;
            }
            rounds[place].shops.retain(|other| *other != shop);
            let seen = pairs && rounds.iter().any(|round| round.shops.contains(&shop));
            let able =
                |round: &Round| !state.runs(round.member, shop) && !round.shops.contains(&shop);
            let mut others: Vec<usize> = (0..rounds.len()).filter(|n| able(&rounds[*n])).collect();
            sort_by_key(&mut others, |n| rounds[*n].shops.len());
            if let Some(other) = others.first().filter(|_| !seen) {
                let shops = &mut rounds[*other].shops;
                shops.push(shop);
                sort_by_key(shops, |id| way.iter().position(|one| one == id));
            }
        }
    }
}
