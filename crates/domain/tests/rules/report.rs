//! Publishing, the weekly report, the street, the year.

use crate::kit::patrol::*;
use yishi_domain::patrol::*;
use yishi_domain::*;

fn publish(street: &mut Street, patrol: Date) -> Vec<Event> {
    street
        .town
        .staff(Command::PublishPatrol(PublishPatrol { patrol }))
        .unwrap()
}

fn report(street: &Street, member: Option<MemberId>, patrol: Date) -> Option<Report> {
    let state = member.map_or_else(
        || street.town.state.clone(),
        |member| street.town.phone(member),
    );
    state.patrol.report(&state, patrol, street.town.now)
}

/// The first patrol: one critical finding, one on prices; two shops of four were visited, one was shut.
fn walked() -> (Street, MemberId, FindingId) {
    let mut street = Street::on_friday();
    let resident = street.town.resident("101", "李梅");
    let finding = street.finding();
    street
        .submit(
            1,
            1,
            well_but(LICENCE, Value::Fail),
            vec![remark(LICENCE, "", &[1])],
        )
        .unwrap();
    let skip = SkipShop {
        patrol: FRIDAY,
        shop: street.shops[2],
        reason: MissReason::Shut,
        note: "老板回老家".into(),
    };
    street
        .town
        .member(street.walkers[2], Command::SkipShop(skip))
        .unwrap();
    (street, resident, finding)
}

#[test]
fn everybody_sees_a_patrol_once_it_is_published_and_not_before() {
    let (mut street, resident, finding) = walked();
    assert_eq!(report(&street, Some(resident), FRIDAY), None);
    assert!(street.town.phone(resident).patrol.findings.is_empty());
    street.merchant_says(finding).unwrap();
    publish(&mut street, FRIDAY);
    assert_eq!(publish(&mut street, FRIDAY), []);
    let phone = street.town.phone(resident).patrol;
    assert_eq!(phone.findings.len(), 2);
    assert!(
        phone.inspections.is_empty(),
        "what was answered to each item stays with those concerned"
    );
    let known = &phone.findings[&finding];
    assert_eq!(known.state, FindingState::Answered);
    assert_eq!(known.photos, []);
    assert_eq!(known.answer(), Some(("已换价签", &[photo(8)][..])));
    assert_eq!(
        phone.patrols[&FRIDAY].missed[&street.shops[2]].note, "",
        "nor is what was noted beside a miss"
    );
    // From now on what happens to it is told to everybody.
    street.recheck(1, finding, true).unwrap();
    let phone = street.town.phone(resident).patrol;
    assert_eq!(phone.findings[&finding].state, FindingState::Closed);
}

#[test]
fn the_public_report_says_the_same_as_the_representatives() {
    let (mut street, resident, finding) = walked();
    street.submit(2, 0, all_well(), vec![]).unwrap();
    publish(&mut street, FRIDAY);
    street.go_to(FRIDAY.plus_days(1), 9);
    street.recheck(1, finding, true).unwrap();
    street.go_to(FRIDAY.plus_days(3), 9);
    let ours = report(&street, Some(street.walkers[0]), FRIDAY).unwrap();
    let public = report(&street, Some(resident), FRIDAY).unwrap();
    let blind = Report {
        inspectors: 0,
        ..ours.clone()
    };
    assert_eq!(public, blind);
    assert_eq!(ours.inspectors, 3);
    assert_eq!(ours.shops, 4);
    let shops: Vec<(ShopId, Option<u16>)> =
        vec![(street.shops[0], Some(850)), (street.shops[1], Some(599))];
    assert_eq!(ours.results, shops);
    assert_eq!(ours.mean, Some(725));
    assert_eq!(ours.missed, [street.shops[2]]);
    assert_eq!((ours.found.len(), ours.closed.len(), ours.open), (2, 1, 1));
    assert_eq!(ours.overdue.len(), 1, "the critical one");
    assert_eq!(ours.worst.len(), 2);
    assert_eq!(ours.weeks, [(FRIDAY, Some(725))]);
}

#[test]
fn a_report_says_the_same_however_late_it_is_printed() {
    let (mut street, _, finding) = walked();
    street.go_to(FRIDAY.plus_days(7), 8);
    let before = report(&street, None, FRIDAY).unwrap();
    let next = FRIDAY.plus_days(7);
    street.go_to(next, 9);
    street.town.tick();
    street.submit_to(next, 2, 0, all_well(), vec![]).unwrap();
    street.recheck(1, finding, true).unwrap();
    street.go_to(next.plus_days(30), 9);
    assert_eq!(
        report(&street, None, FRIDAY),
        Some(Report {
            inspectors: before.inspectors,
            ..before
        })
    );
    let second = report(&street, None, next).unwrap();
    assert_eq!(second.closed, [finding]);
    assert_eq!(second.weeks.len(), 2);
}

#[test]
fn the_clock_publishes_some_hours_after_the_patrol() {
    let (mut street, resident, _) = walked();
    street.go_to(FRIDAY.plus_days(3), 8);
    street.town.tick();
    assert_eq!(street.patrol(FRIDAY).published_at, None);
    street.go_to(FRIDAY.plus_days(3), 9);
    street.town.tick();
    assert_eq!(street.patrol(FRIDAY).published_at, Some(street.town.now));
    assert!(report(&street, Some(resident), FRIDAY).is_some());
    // Of a patrol that nobody walked there is nothing to tell.
    let next = FRIDAY.plus_days(7);
    street.go_to(next.plus_days(4), 9);
    street.town.tick();
    assert_eq!(street.patrol(next).published_at, None);
    assert_eq!(
        street
            .town
            .staff(Command::PublishPatrol(PublishPatrol { patrol: next })),
        Err(Rejection::NothingToPublish)
    );
    let never = FRIDAY.plus_days(-7);
    assert_eq!(
        street
            .town
            .staff(Command::PublishPatrol(PublishPatrol { patrol: never })),
        Err(Rejection::UnknownPatrol)
    );
}

#[test]
fn what_arrives_after_publishing_is_published_at_once() {
    let (mut street, resident, _) = walked();
    publish(&mut street, FRIDAY);
    street.go_to(FRIDAY.plus_days(5), 9);
    street
        .submit(0, 3, well_but(FLOOR, Value::Points(0)), vec![])
        .unwrap();
    let public = report(&street, Some(resident), FRIDAY).unwrap();
    assert_eq!(public.results.len(), 3);
    assert_eq!(public.found.len(), 3);
    let published = street.patrol(FRIDAY).published_at.unwrap();
    assert!(
        published < street.town.now,
        "when it was published first stays"
    );
}

#[test]
fn the_street_shows_how_each_shop_stands() {
    let (street, ..) = walked();
    let today = FRIDAY.plus_days(2);
    let state = &street.town.state;
    let shops = state.patrol.street(state, today);
    assert_eq!(shops.len(), 4);
    let [first, second, third, _] = &shops[..] else {
        panic!()
    };
    assert_eq!((first.score, first.open, first.overdue), (Some(700), 1, 0));
    assert_eq!(first.worst, Some(Severity::Major));
    assert_eq!(
        (second.score, second.overdue, second.worst),
        (Some(599), 1, Some(Severity::Critical))
    );
    assert_eq!((third.score, third.patrol, third.open), (None, None, 0));
    assert_eq!(
        state.patrol.scores_of(street.shops[0]),
        [(FRIDAY, Some(700))]
    );
}

#[test]
fn a_year_has_twelve_months_and_each_its_patrols() {
    let (mut street, _, finding) = walked();
    street.go_to(FRIDAY.plus_days(5), 9);
    street.recheck(1, finding, true).unwrap();
    let state = &street.town.state;
    let months = state.patrol.year(state, FRIDAY.plus_days(5));
    assert_eq!(months.len(), 12);
    let names: Vec<String> = months
        .iter()
        .filter_map(|m| m.first)
        .map(|d| d.to_string())
        .collect();
    assert_eq!(
        (names[0].as_str(), names[11].as_str()),
        ("2026-01-01", "2026-12-01")
    );
    let november = &months[10];
    assert_eq!(
        (november.results, november.found, november.mean),
        (2, 2, Some(650))
    );
    let december = &months[11];
    assert_eq!((december.closed, december.days), (1, 5));
    assert_eq!(months[9].mean, None);
}
