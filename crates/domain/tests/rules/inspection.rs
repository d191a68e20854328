//! Inspections: saved, submitted once, amended, on one phone or two, whatever the checklist has become meanwhile.

use crate::kit::patrol::*;
use crate::kit::predict;
use yishi_domain::patrol::*;
use yishi_domain::*;

fn save(
    street: &Street,
    shop: usize,
    version: u16,
    answers: Vec<Answer>,
    remarks: Vec<Remark>,
) -> Command {
    Command::SaveAnswers(SaveAnswers {
        patrol: FRIDAY,
        shop: street.shops[shop],
        template: street.template,
        version,
        answers,
        remarks,
    })
}

fn id(street: &Street, walker: usize, shop: usize) -> InspectionId {
    InspectionId::of(FRIDAY, street.shops[shop], street.walkers[walker])
}

fn amend(street: &Street, text: &str, answers: Vec<Answer>) -> Command {
    Command::AmendInspection(AmendInspection {
        patrol: FRIDAY,
        shop: street.shops[0],
        text: text.into(),
        photos: vec![],
        answers,
        remarks: vec![],
    })
}

#[test]
fn an_inspection_is_scored_and_seen_by_representatives_and_its_merchant_alone() {
    let mut street = Street::on_friday();
    let resident = street.town.resident("101", "李梅");
    let other = street.town.merchant("孙艳", "2号店");
    street
        .submit(0, 0, well_but(FLOOR, Value::Points(3)), vec![])
        .unwrap();
    let inspection = id(&street, 0, 0);
    let known = &street.town.state.patrol.inspections[&inspection];
    // (3 + 3 + 2·3/5 + 2) / 10
    assert_eq!(known.score, Some(920));
    assert_eq!(
        street.patrol(FRIDAY).results[&street.shops[0]].score(),
        Some(920)
    );
    for (member, knows) in [
        (street.walkers[1], true),
        (street.town.staff, true),
        (street.merchant, true),
        (other, false),
        (resident, false),
    ] {
        let phone = street.town.phone(member);
        assert_eq!(phone.patrol.inspections.contains_key(&inspection), knows);
    }
}

#[test]
fn the_result_of_two_is_their_mean_and_no_finding_is_lost() {
    let mut street = Street::on_friday();
    let first = street
        .submit(0, 0, well_but(PRICES, Value::Fail), vec![])
        .unwrap();
    let second = street
        .submit(1, 0, well_but(PRICES, Value::Fail), vec![])
        .unwrap();
    assert_eq!((opened(&first).len(), opened(&second).len()), (1, 1));
    assert_ne!(opened(&first), opened(&second));
    street.submit(2, 0, all_well(), vec![]).unwrap();
    let result = &street.patrol(FRIDAY).results[&street.shops[0]];
    assert_eq!((result.count(), result.score()), (3, Some(800)));
    assert_eq!(street.town.state.patrol.findings.len(), 2);
}

#[test]
fn what_is_missing_is_told_and_nothing_is_submitted() {
    let mut street = Street::on_friday();
    let mut answers = all_well();
    answers.remove(1);
    answers.remove(1);
    assert_eq!(
        street.submit(0, 0, answers, vec![]),
        Err(Rejection::AnswersMissing {
            count: 2,
            first: PRICES
        })
    );
    let failing = well_but(LICENCE, Value::Fail);
    assert_eq!(
        street.submit(0, 0, failing.clone(), vec![]),
        Err(Rejection::PhotoNeeded { item: LICENCE })
    );
    // A word in place of a photo only where it says that there could be none.
    assert_eq!(
        street.submit(
            0,
            0,
            failing.clone(),
            vec![remark(LICENCE, "没有执照", &[])]
        ),
        Err(Rejection::PhotoNeeded { item: LICENCE })
    );
    let why = Remark {
        without_photo: true,
        ..remark(LICENCE, "手机存满了", &[])
    };
    street.submit(0, 0, failing.clone(), vec![why]).unwrap();
    street
        .submit(1, 0, failing, vec![remark(LICENCE, "", &[1])])
        .unwrap();
}

#[test]
fn what_is_written_at_too_great_length_is_named_before_it_is_refused() {
    let street = Street::on_friday();
    let list = street.town.state.patrol.templates.values().next().unwrap();
    let list = list.newest().unwrap().1;
    let words = |count: usize| "说".repeat(count);
    let filled =
        |answers: &[Answer], note: &str| Filled::new(list, answers, &[remark(PRICES, note, &[])]);
    assert!(filled(&all_well(), &words(200)).is_whole());
    let long = filled(&well_but(WORDS, Value::Text(words(501))), &words(201));
    assert!(!long.is_whole());
    assert_eq!((long.missing.len(), long.too_long.len()), (0, 2));
    assert_eq!(long.to_do(), [PRICES, WORDS]);
}

#[test]
fn answers_that_fit_no_item_are_refused() {
    let mut street = Street::on_friday();
    for (item, value) in [
        (PRICES, Value::Points(1)),
        (FLOOR, Value::Points(6)),
        (FRIDGE, Value::Pass),
        (WORDS, Value::Photos(vec![])),
    ] {
        assert_eq!(
            street.submit(0, 0, well_but(item, value), vec![]),
            Err(Rejection::BadAnswer { item })
        );
    }
    let mut more = all_well();
    more.push(answer(99, Value::Pass));
    assert_eq!(
        street.submit(0, 0, more, vec![]),
        Err(Rejection::BadAnswer { item: 99 })
    );
    let long = well_but(WORDS, Value::Text("长".repeat(501)));
    assert!(matches!(
        street.submit(0, 0, long, vec![]),
        Err(Rejection::TextTooLong { .. })
    ));
    // Words that are none are no answer.
    let blank = well_but(WORDS, Value::Text("  ".into()));
    assert!(matches!(
        street.submit(0, 0, blank, vec![]),
        Err(Rejection::AnswersMissing { .. })
    ));
    street
        .submit(0, 0, well_but(WORDS, Value::NotApplicable), vec![])
        .unwrap();
}

#[test]
fn what_is_saved_is_known_to_the_members_phones_alone() {
    let mut street = Street::on_friday();
    let me = street.walkers[0];
    let some = save(
        &street,
        0,
        1,
        vec![answer(LICENCE, Value::Pass)],
        vec![remark(PRICES, "价签旧", &[])],
    );
    street.town.member(me, some.clone()).unwrap();
    assert_eq!(street.town.member(me, some).unwrap(), [], "nothing is new");
    let more = save(
        &street,
        0,
        1,
        vec![answer(LICENCE, Value::Fail)],
        vec![Remark::none(PRICES)],
    );
    street.town.member(me, more).unwrap();
    let inspection = id(&street, 0, 0);
    let saved = street.town.phone(me).patrol.saved[&inspection].clone();
    assert_eq!(saved.answers, [answer(LICENCE, Value::Fail)]);
    assert_eq!(saved.remarks, []);
    for member in [street.walkers[1], street.town.staff, street.merchant] {
        assert!(street.town.phone(member).patrol.saved.is_empty());
    }
    street.submit(0, 0, all_well(), vec![]).unwrap();
    assert!(street.town.state.patrol.saved.is_empty());
    // What another phone saved before it heard of that changes nothing.
    let late = save(&street, 0, 1, vec![answer(PRICES, Value::Fail)], vec![]);
    assert_eq!(street.town.member(me, late).unwrap(), []);
}

#[test]
fn a_second_phone_of_the_same_member_adds_what_it_has_answered_otherwise() {
    let mut street = Street::on_friday();
    street.submit(0, 0, all_well(), vec![]).unwrap();
    assert_eq!(street.submit(0, 0, all_well(), vec![]).unwrap(), []);
    let events = street.submit(
        0,
        0,
        well_but(PRICES, Value::Fail),
        vec![remark(PRICES, "没标价", &[3])],
    );
    let events = events.unwrap();
    let names: Vec<&str> = events.iter().map(Event::name).collect();
    assert_eq!(names, ["inspection_amended", "finding_opened"]);
    let known = &street.town.state.patrol.inspections[&id(&street, 0, 0)];
    assert_eq!(
        known.answers,
        all_well(),
        "what was submitted stays as it is"
    );
    assert_eq!(known.score, Some(1000));
    assert_eq!(known.addenda[0].answers, [answer(PRICES, Value::Fail)]);
    assert_eq!(known.addenda[0].remarks, [remark(PRICES, "没标价", &[3])]);
    // And the same once more is known.
    let again = street.submit(
        0,
        0,
        well_but(PRICES, Value::Fail),
        vec![remark(PRICES, "没标价", &[3])],
    );
    assert_eq!(again.unwrap(), []);
}

#[test]
fn an_addendum_is_all_that_comes_after_submitting() {
    let mut street = Street::on_friday();
    let me = street.walkers[0];
    let early = amend(&street, "忘了说", vec![]);
    assert_eq!(
        street.town.member(me, early.clone()),
        Err(Rejection::UnknownInspection)
    );
    street.submit(0, 0, all_well(), vec![]).unwrap();
    street.town.member(me, early).unwrap();
    let overlooked = amend(&street, "后门堵了", vec![answer(FLOOR, Value::Points(1))]);
    let events = street.town.member(me, overlooked).unwrap();
    assert_eq!(opened(&events).len(), 1);
    let known = &street.town.state.patrol.inspections[&id(&street, 0, 0)];
    assert_eq!(known.addenda.len(), 2);
    assert_eq!(known.score, Some(1000));
    // An addendum to somebody else's inspection is none.
    let strange = amend(&street, "不是我的", vec![]);
    assert_eq!(
        street.town.member(street.walkers[1], strange),
        Err(Rejection::UnknownInspection)
    );
    assert!(matches!(
        street.town.member(me, amend(&street, " ", vec![])),
        Err(Rejection::TextEmpty { .. })
    ));
}

#[test]
fn what_has_begun_keeps_the_version_that_it_began_with() {
    let mut street = Street::on_friday();
    let me = street.walkers[0];
    let begun = save(&street, 0, 1, vec![answer(LICENCE, Value::Pass)], vec![]);
    street.town.member(me, begun).unwrap();
    let mut next = checklist();
    next.sections[0].items.remove(1);
    let publish = PublishTemplate {
        template: street.template,
        checklist: next,
    };
    street
        .town
        .staff(Command::PublishTemplate(publish))
        .unwrap();
    let retire = RetireTemplate {
        template: street.template,
    };
    street.town.staff(Command::RetireTemplate(retire)).unwrap();
    // A phone that has heard of the new version meanwhile goes on with the old one.
    let go_on = save(&street, 0, 2, vec![answer(FLOOR, Value::Points(5))], vec![]);
    street.town.member(me, go_on).unwrap();
    assert_eq!(
        street.town.state.patrol.saved[&id(&street, 0, 0)].version,
        1
    );
    street
        .submit(0, 0, well_but(PRICES, Value::Fail), vec![])
        .unwrap();
    let known = &street.town.state.patrol.inspections[&id(&street, 0, 0)];
    assert_eq!((known.version, known.answers.len()), (1, 5));
    let unknown = Command::SubmitInspection(SubmitInspection {
        patrol: FRIDAY,
        shop: street.shops[1],
        template: street.template,
        version: 9,
        answers: all_well(),
        remarks: vec![],
    });
    assert_eq!(
        street.town.member(me, unknown),
        Err(Rejection::UnknownTemplate)
    );
}

#[test]
fn a_closed_shop_and_a_patrol_called_off_lose_no_inspection() {
    let mut street = Street::on_friday();
    let shop = street.shops[0];
    let stated = street.town.state.shop(shop).unwrap().stated(shop);
    let closed = shop::ShopRecorded {
        closed: true,
        ..stated
    };
    street.town.staff(Command::RecordShop(closed)).unwrap();
    let off = MovePatrol {
        patrol: FRIDAY,
        day: None,
        reason: "暴雨".into(),
    };
    street.town.staff(Command::MovePatrol(off)).unwrap();
    street.submit(0, 0, all_well(), vec![]).unwrap();
    street.go_to(FRIDAY.plus_days(10), 9);
    street.submit(1, 0, all_well(), vec![]).unwrap();
}

#[test]
fn a_phone_whose_clock_is_wrong_by_a_day_is_not_refused() {
    let mut street = Street::planned(4, 3, false);
    street.go_to(FRIDAY.plus_days(-2), 9);
    assert_eq!(
        street.submit(0, 0, all_well(), vec![]),
        Err(Rejection::PatrolNotBegun { day: FRIDAY })
    );
    street.go_to(FRIDAY.plus_days(-1), 1);
    street.submit(0, 0, all_well(), vec![]).unwrap();
    // The phone itself refuses nothing by its clock.
    let phone = street.town.phone(street.walkers[1]);
    let command = street.submission(FRIDAY, street.shops[0], all_well(), vec![]);
    let years_ago = Timestamp(0);
    predict(&phone, street.walkers[1], &command, years_ago).unwrap();
}

#[test]
fn one_may_inspect_any_shop_but_the_own_in_a_patrol_that_there_is() {
    let mut street = Street::on_friday();
    let far = street
        .patrol(FRIDAY)
        .round_of(street.walkers[0])
        .unwrap()
        .shops
        .clone();
    let other = (0..4).find(|n| !far.contains(&street.shops[*n])).unwrap();
    street.submit(0, other, all_well(), vec![]).unwrap();
    let saturday = FRIDAY.plus_days(1);
    assert_eq!(
        street.submit_to(saturday, 0, 0, all_well(), vec![]),
        Err(Rejection::UnknownPatrol)
    );
    let record = roster::MemberRecorded {
        member: street.walkers[1],
        name: "代表1".into(),
        household: None,
        roles: [roster::Role::Representative, roster::Role::Merchant].into(),
        owner: false,
        born: 1960,
        shop: Some("2号店".into()),
    };
    street.town.staff(Command::RecordMember(record)).unwrap();
    assert_eq!(
        street.submit(1, 1, all_well(), vec![]),
        Err(Rejection::OwnShop)
    );
    let command = street.submission(FRIDAY, ShopId(street.town.staff.0), all_well(), vec![]);
    assert_eq!(
        street.town.member(street.walkers[0], command),
        Err(Rejection::UnknownShop)
    );
}

#[test]
fn a_shop_that_is_shut_is_told_as_such_until_somebody_inspects_it() {
    let mut street = Street::on_friday();
    let skip = |street: &Street, reason, note: &str| {
        Command::SkipShop(SkipShop {
            patrol: FRIDAY,
            shop: street.shops[0],
            reason,
            note: note.into(),
        })
    };
    let me = street.walkers[0];
    assert!(matches!(
        street.town.member(me, skip(&street, MissReason::Other, "")),
        Err(Rejection::TextEmpty { .. })
    ));
    street
        .town
        .member(me, skip(&street, MissReason::Shut, ""))
        .unwrap();
    assert_eq!(
        street
            .town
            .member(me, skip(&street, MissReason::Shut, ""))
            .unwrap(),
        []
    );
    let report = |street: &Street| {
        let state = &street.town.state;
        state.patrol.report(state, FRIDAY, street.town.now).unwrap()
    };
    assert_eq!(report(&street).missed, [street.shops[0]]);
    street.submit(1, 0, all_well(), vec![]).unwrap();
    assert_eq!(report(&street).missed, []);
}

#[test]
fn a_photo_item_wants_photos_and_there_are_not_endlessly_many() {
    let mut street = Street::on_friday();
    let mut list = checklist();
    list.sections[1]
        .items
        .push(item(6, "门面照片", ItemKind::Photo, 0));
    let publish = PublishTemplate {
        template: street.template,
        checklist: list,
    };
    street
        .town
        .staff(Command::PublishTemplate(publish))
        .unwrap();
    let submit = |photos: Vec<Digest>, remarks: Vec<Remark>| {
        let mut answers = all_well();
        answers.push(answer(6, Value::Photos(photos)));
        Command::SubmitInspection(SubmitInspection {
            patrol: FRIDAY,
            shop: street.shops[0],
            template: street.template,
            version: 2,
            answers,
            remarks,
        })
    };
    let five = (0..5).map(photo).collect();
    let (none, few) = (submit(vec![], vec![]), submit(vec![photo(1)], vec![]));
    let many = submit(five, vec![]);
    let me = street.walkers[0];
    assert_eq!(
        street.town.member(me, none),
        Err(Rejection::BadAnswer { item: 6 })
    );
    assert_eq!(
        street.town.member(me, many),
        Err(Rejection::TooManyPhotos { most: 4 })
    );
    let events = street.town.member(me, few.clone()).unwrap();
    assert_eq!(events[0].photos(), [photo(1)]);
    assert_eq!(few.photos(), [photo(1)]);
}
