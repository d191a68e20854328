//! The plan and its rounds: who walks, by which shops, on which days; rounds that change hands.

use crate::kit::patrol::*;
use crate::kit::{DAY, Town};
use std::collections::{BTreeMap, BTreeSet};
use yishi_domain::patrol::*;
use yishi_domain::roster::*;
use yishi_domain::*;

fn move_to(patrol: Date, day: Option<Date>, reason: &str) -> Command {
    Command::MovePatrol(MovePatrol {
        patrol,
        day,
        reason: reason.into(),
    })
}

fn offer(patrol: Date, instead: &[Date]) -> Command {
    Command::OfferRound(OfferRound {
        patrol,
        instead: instead.to_vec(),
    })
}

fn take(patrol: Date, from: MemberId, to: MemberId, instead: Option<Date>) -> Command {
    Command::TakeRound(TakeRound {
        patrol,
        from,
        to,
        instead,
    })
}

#[test]
fn the_street_is_spread_fairly_along_the_way_four_weeks_ahead() {
    let street = Street::planned(45, 10, false);
    let days: Vec<Date> = street.town.state.patrol.patrols.keys().copied().collect();
    let expected: Vec<Date> = (0..4).map(|week| FRIDAY.plus_days(7 * week)).collect();
    assert_eq!(days, expected);
    let mut walked: BTreeMap<MemberId, BTreeSet<ShopId>> = BTreeMap::new();
    for day in days {
        let patrol = street.patrol(day);
        assert_eq!(patrol.rounds.len(), 10);
        let all: Vec<ShopId> = patrol
            .rounds
            .iter()
            .flat_map(|round| round.shops.clone())
            .collect();
        assert_eq!(all.len(), 45);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 45);
        for round in &patrol.rounds {
            assert!((4..=5).contains(&round.shops.len()));
            let places: Vec<usize> = round
                .shops
                .iter()
                .map(|shop| street.shops.iter().position(|one| one == shop).unwrap())
                .collect();
            assert!(
                places.windows(2).all(|pair| pair[1] == pair[0] + 1),
                "one stretch of the way"
            );
            walked.entry(round.member).or_default().extend(&round.shops);
        }
        assert_eq!(patrol.starts_at, day.at(540, 480));
    }
    // Everybody sees another part of the street each week.
    assert!(walked.values().all(|shops| shops.len() >= 16));
}

#[test]
fn in_pairs_two_inspect_the_same_shops() {
    let street = Street::planned(9, 5, true);
    let mut seen: BTreeMap<ShopId, usize> = BTreeMap::new();
    for round in &street.patrol(FRIDAY).rounds {
        for shop in &round.shops {
            *seen.entry(*shop).or_default() += 1;
        }
    }
    assert_eq!(seen.len(), 9);
    // Of five the last three walk together.
    assert!(seen.values().all(|count| (2..=3).contains(count)));
}

#[test]
fn nobody_inspects_the_own_shop() {
    for pairs in [false, true] {
        let mut street = Street::planned(6, 4, pairs);
        for (number, member) in street.walkers.clone().into_iter().enumerate() {
            let record = MemberRecorded {
                member,
                name: format!("代表{number}"),
                household: None,
                roles: [Role::Representative, Role::Merchant].into(),
                owner: false,
                born: 1960,
                shop: Some(format!("{}号店", number + 1)),
            };
            street.town.staff(Command::RecordMember(record)).unwrap();
        }
        let plan = PatrolPlan {
            starts: 600,
            ..plan(&street.walkers, pairs)
        };
        street
            .town
            .staff(Command::SetPatrolPlan(SetPatrolPlan { plan }))
            .unwrap();
        for week in 0..4 {
            let patrol = street.patrol(FRIDAY.plus_days(7 * week));
            let mut seen: BTreeSet<ShopId> = BTreeSet::new();
            for round in &patrol.rounds {
                let own = street.town.state.shops_run_by(round.member);
                assert!(round.shops.iter().all(|shop| !own.contains(shop)));
                seen.extend(&round.shops);
            }
            assert_eq!(seen.len(), 6, "no shop is left out");
        }
    }
}

#[test]
fn of_a_large_team_those_walk_who_have_walked_least() {
    let mut street = Street::planned(8, 7, false);
    let plan = PatrolPlan {
        walkers: 3,
        ..plan(&street.walkers, false)
    };
    street
        .town
        .staff(Command::SetPatrolPlan(SetPatrolPlan { plan }))
        .unwrap();
    street.town.days_go_by(7 * 17);
    let mut walked: BTreeMap<MemberId, usize> = BTreeMap::new();
    for patrol in street.town.state.patrol.patrols.values() {
        assert_eq!(patrol.rounds.len(), 3);
        for round in &patrol.rounds {
            *walked.entry(round.member).or_default() += 1;
        }
    }
    assert_eq!(walked.len(), 7);
    let (least, most) = (
        walked.values().min().unwrap(),
        walked.values().max().unwrap(),
    );
    assert!(most - least <= 1, "{walked:?}");
}

#[test]
fn new_and_closed_shops_are_spread_anew_until_the_evening_before() {
    let mut street = Street::planned(4, 2, false);
    let new = street.town.shop("新店", 3);
    street.town.tick();
    let has = |street: &Street, shop| {
        let rounds = &street.patrol(FRIDAY).rounds;
        rounds.iter().any(|round| round.shops.contains(&shop))
    };
    assert!(has(&street, new));
    let before = street.patrol(FRIDAY).rounds.clone();
    street.town.tick();
    assert_eq!(street.patrol(FRIDAY).rounds, before);
    street.go_to(FRIDAY.plus_days(-1), 18);
    let late = street.town.shop("更新的店", 4);
    street.town.tick();
    assert!(!has(&street, late), "phones have their rounds by now");
    let next = street.patrol(FRIDAY.plus_days(7));
    assert!(next.rounds.iter().any(|round| round.shops.contains(&late)));
}

#[test]
fn who_is_no_representative_any_more_is_replaced() {
    let mut street = Street::planned(4, 2, false);
    let gone = street.walkers[0];
    let stands_in = street
        .town
        .person("候补代表", None, &[Role::Representative], 1960);
    let larger = PatrolPlan {
        walkers: 2,
        ..plan(&[gone, street.walkers[1], stands_in], false)
    };
    street
        .town
        .staff(Command::SetPatrolPlan(SetPatrolPlan { plan: larger }))
        .unwrap();
    let walks = |street: &Street, member| {
        let patrols = street.town.state.patrol.coming(FRIDAY).into_iter();
        patrols
            .filter(|(_, patrol)| patrol.round_of(member).is_some())
            .count()
    };
    assert!(walks(&street, gone) > 0);
    let remove = RemoveMember {
        member: gone,
        reason: "搬走".into(),
    };
    street.town.staff(Command::RemoveMember(remove)).unwrap();
    street.town.tick();
    assert_eq!(walks(&street, gone), 0);
    assert!(walks(&street, stands_in) > 0);
}

#[test]
fn a_holiday_moves_a_patrol_or_calls_it_off() {
    let mut street = Street::planned(4, 2, false);
    let next = FRIDAY.plus_days(7);
    let thursday = next.plus_days(-1);
    street
        .town
        .staff(move_to(next, Some(thursday), "元旦"))
        .unwrap();
    assert_eq!(street.patrol(next).day, Some(thursday));
    assert_eq!(street.patrol(next).starts_at, thursday.at(540, 480));
    assert_eq!(street.patrol(next).rounds.len(), 2);
    street.town.staff(move_to(next, None, "元旦")).unwrap();
    let coming: Vec<Date> = street
        .town
        .state
        .patrol
        .coming(FRIDAY)
        .iter()
        .map(|(id, _)| *id)
        .collect();
    assert!(!coming.contains(&next));
    // The clock does not bring it back; staff do.
    street.town.days_go_by(2);
    assert!(!street.patrol(next).takes_place());
    street.town.staff(move_to(next, Some(next), "")).unwrap();
    assert_eq!(street.patrol(next).day, Some(next));
    // Far ahead, before there is a plan for that day.
    let far = FRIDAY.plus_days(70);
    street.town.staff(move_to(far, None, "春节")).unwrap();
    street.town.days_go_by(60);
    assert!(!street.patrol(far).takes_place());
    assert_eq!(
        street.town.staff(move_to(FRIDAY, None, "")),
        Err(Rejection::TextEmpty {
            field: "reason".into()
        })
    );
    assert_eq!(
        street.town.staff(move_to(FRIDAY, None, "迟了")),
        Err(Rejection::PatrolOver)
    );
}

#[test]
fn another_weekday_plans_what_is_to_come_anew() {
    let mut street = Street::planned(4, 2, false);
    let plan = PatrolPlan {
        weekday: Weekday::Tuesday,
        ..plan(&street.walkers, false)
    };
    street
        .town
        .staff(Command::SetPatrolPlan(SetPatrolPlan { plan: plan.clone() }))
        .unwrap();
    street.town.tick();
    let coming = street.town.state.patrol.coming(FRIDAY.plus_days(-7));
    assert!(
        coming
            .iter()
            .all(|(_, patrol)| patrol.day.unwrap().weekday() == Weekday::Tuesday)
    );
    assert_eq!(coming.len(), 4);
    assert_eq!(
        street
            .town
            .staff(Command::SetPatrolPlan(SetPatrolPlan { plan })),
        Ok(vec![]),
        "it is so"
    );
}

#[test]
fn an_extra_patrol_is_planned_on_any_day_to_come() {
    let mut street = Street::planned(4, 2, false);
    let extra = FRIDAY.plus_days(3);
    let plan = |patrol| Command::PlanPatrol(PlanPatrol { patrol });
    street.town.staff(plan(extra)).unwrap();
    assert_eq!(street.patrol(extra).rounds.len(), 2);
    assert_eq!(street.town.staff(plan(extra)).unwrap(), []);
    let past = FRIDAY.plus_days(-7);
    assert_eq!(street.town.staff(plan(past)), Err(Rejection::PatrolOver));
    let mut town = Town::new();
    assert_eq!(town.staff(plan(extra)), Err(Rejection::NoPatrolPlan));
}

#[test]
fn a_round_is_offered_and_taken_by_whoever_wants_it() {
    let mut street = Street::planned(6, 3, false);
    let [a, b, c] = street.walkers[..] else {
        panic!()
    };
    let resident = street.town.resident("101", "李梅");
    let wanted = street.patrol(FRIDAY).round_of(a).unwrap().shops.clone();
    let own = street.patrol(FRIDAY).round_of(b).unwrap().shops.clone();
    assert_eq!(
        street.town.member(b, take(FRIDAY, a, b, None)),
        Err(Rejection::NotOffered)
    );
    street.town.member(a, offer(FRIDAY, &[])).unwrap();
    assert_eq!(street.town.member(a, offer(FRIDAY, &[])).unwrap(), []);
    assert_eq!(
        street.town.member(b, take(FRIDAY, a, c, None)),
        Err(Rejection::NotAllowed)
    );
    assert_eq!(
        street
            .town
            .member(resident, take(FRIDAY, a, resident, None)),
        Err(Rejection::NotAllowed)
    );
    street.town.member(b, take(FRIDAY, a, b, None)).unwrap();
    let patrol = street.patrol(FRIDAY);
    assert!(patrol.round_of(a).is_none() && patrol.offers.is_empty());
    let both = &patrol.round_of(b).unwrap().shops;
    assert!(wanted.iter().chain(&own).all(|shop| both.contains(shop)));
    // Who hears too late that it is gone is told.
    assert_eq!(
        street.town.member(c, take(FRIDAY, a, c, None)),
        Err(Rejection::NoRound)
    );
    let withdraw = Command::WithdrawOffer(WithdrawOffer { patrol: FRIDAY });
    assert_eq!(street.town.member(a, withdraw), Err(Rejection::NoRound));
}

#[test]
fn two_fridays_are_exchanged() {
    let mut street = Street::planned(4, 4, false);
    let plan = PatrolPlan {
        walkers: 2,
        ..plan(&street.walkers, false)
    };
    street
        .town
        .staff(Command::SetPatrolPlan(SetPatrolPlan { plan }))
        .unwrap();
    let next = FRIDAY.plus_days(7);
    let a = street.patrol(FRIDAY).rounds[0].member;
    let b = street.patrol(next).rounds[0].member;
    assert!(street.patrol(FRIDAY).round_of(b).is_none());
    street.town.member(a, offer(FRIDAY, &[next])).unwrap();
    let wrong = FRIDAY.plus_days(14);
    assert_eq!(
        street.town.member(b, take(FRIDAY, a, b, Some(wrong))),
        Err(Rejection::NoRound)
    );
    street
        .town
        .member(b, take(FRIDAY, a, b, Some(next)))
        .unwrap();
    let walks = |day, member| street.patrol(day).round_of(member).is_some();
    assert!(walks(FRIDAY, b) && !walks(FRIDAY, a));
    assert!(walks(next, a) && !walks(next, b));
    // What somebody has taken over stays with them when the shops are spread anew.
    street.town.shop("新店", 9);
    street.town.tick();
    let patrol = street.patrol(FRIDAY);
    assert!(patrol.round_of(b).is_some() && patrol.round_of(a).is_none());
}

#[test]
fn staff_give_any_round_to_any_representative() {
    let mut street = Street::planned(4, 2, false);
    let stands_in = street
        .town
        .person("候补代表", None, &[Role::Representative], 1960);
    let resident = street.town.resident("101", "李梅");
    let from = street.walkers[0];
    assert_eq!(
        street.town.staff(take(FRIDAY, from, resident, None)),
        Err(Rejection::NotARepresentative { member: resident })
    );
    street
        .town
        .staff(take(FRIDAY, from, stands_in, None))
        .unwrap();
    assert!(street.patrol(FRIDAY).round_of(stands_in).is_some());
    street.town.later(7 * DAY);
    assert_eq!(
        street.town.staff(take(FRIDAY, stands_in, from, None)),
        Err(Rejection::PatrolOver)
    );
}

#[test]
fn a_plan_takes_representatives_and_possible_times_only() {
    let mut street = Street::planned(4, 2, false);
    let resident = street.town.resident("101", "李梅");
    let set = |plan| Command::SetPatrolPlan(SetPatrolPlan { plan });
    assert_eq!(
        street.town.staff(set(plan(&[resident], false))),
        Err(Rejection::NotARepresentative { member: resident })
    );
    let late = PatrolPlan {
        starts: 1_440,
        ..plan(&street.walkers, false)
    };
    assert_eq!(street.town.staff(set(late)), Err(Rejection::BadTimes));
    let unknown = MemberId(street.town.id());
    assert_eq!(
        street.town.staff(set(plan(&[unknown], false))),
        Err(Rejection::UnknownMember { member: unknown })
    );
}

#[test]
fn representatives_and_staff_know_the_rounds_and_nobody_else() {
    let mut street = Street::planned(4, 2, false);
    let resident = street.town.resident("101", "李梅");
    let knows = |street: &Street, member| !street.town.phone(member).patrol.patrols.is_empty();
    assert!(knows(&street, street.walkers[1]) && knows(&street, street.town.staff));
    assert!(!knows(&street, resident) && !knows(&street, street.merchant));
    let phone = street.town.phone(street.walkers[1]);
    assert_eq!(phone.patrol.name(&phone, street.walkers[0]), "代表0");
}

#[test]
fn a_round_knows_how_far_it_is() {
    let mut street = Street::on_friday();
    let walker = street.walkers[0];
    let round = street.patrol(FRIDAY).round_of(walker).unwrap().clone();
    let next = |street: &Street, member, today| {
        let state = &street.town.state;
        let next = state.patrol.next_round(state, member, today);
        next.map(|(id, _, own)| (id, own.clone()))
    };
    let this_week = Some((FRIDAY, round.clone()));
    assert_eq!(next(&street, walker, FRIDAY), this_week);
    // What is not walked to its end is still to do, also on a phone whose clock is ahead.
    assert_eq!(next(&street, walker, FRIDAY.plus_days(1)), this_week);
    let later = next(&street, walker, FRIDAY.plus_days(3)).unwrap();
    assert_eq!(later.0, FRIDAY.plus_days(7));
    assert_eq!(next(&street, street.town.staff, FRIDAY), None);

    let place = |shop: &ShopId| street.shops.iter().position(|one| one == shop).unwrap();
    let places: Vec<usize> = round.shops.iter().map(place).collect();
    let stops = |street: &Street| {
        let state = &street.town.state;
        let patrol = street.patrol(FRIDAY);
        let progress = patrol.progress(state, FRIDAY, &round);
        (patrol.shops_of(state, FRIDAY, &round), progress)
    };
    let all = round.shops.len();
    let (shops, progress) = stops(&street);
    assert!(shops.iter().all(|(_, stop)| *stop == Stop::ToDo));
    assert_eq!(progress, (0, all));

    street.submit(0, places[0], all_well(), vec![]).unwrap();
    let (shops, progress) = stops(&street);
    assert_eq!(shops[0].1, Stop::Done(Some(1_000)));
    assert_eq!(progress, (1, all));
    // Another's inspection of the same shop is not the own one.
    let other = street
        .patrol(FRIDAY)
        .stop(FRIDAY, round.shops[0], street.walkers[1]);
    assert_eq!(other, Stop::ToDo);

    // A shop that closes before anybody was there is asked of nobody; one that was inspected stays.
    for shop in &round.shops {
        let mut record = street.town.state.shops[shop].stated(*shop);
        record.closed = true;
        street.town.staff(Command::RecordShop(record)).unwrap();
    }
    assert_eq!(stops(&street).1, (1, 1));
    let later = next(&street, walker, FRIDAY.plus_days(1)).unwrap();
    assert_eq!(later.0, FRIDAY.plus_days(7));
}

#[test]
fn a_round_needs_the_photos_of_the_last_visits_and_of_what_is_not_mended() {
    let mut street = Street::on_friday();
    let wrong = vec![remark(PRICES, "价签旧", &[1]), remark(FLOOR, "", &[2])];
    let found = street.submit(0, 0, well_but(PRICES, Value::Fail), wrong);
    let finding = opened(&found.unwrap())[0];
    street.merchant_says(finding).unwrap();
    let next = FRIDAY.plus_days(7);
    let round = |shop: usize| Round {
        member: street.walkers[1],
        shops: vec![street.shops[shop]],
    };
    let patrols = &street.town.state.patrol;
    let photos = patrols.photos_of_round(next, &round(0));
    assert_eq!(photos, [photo(1), photo(2), photo(8)]);
    assert_eq!(patrols.photos_of_round(next, &round(1)), []);
    // What somebody takes in the same patrol is no last visit.
    let today = patrols.photos_of_round(FRIDAY, &round(0));
    assert_eq!(today, [photo(1), photo(8)]);
}
