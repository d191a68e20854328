//! Findings: the loop from the first time that something is seen until somebody else says that it is mended.

use crate::kit::patrol::*;
use yishi_domain::patrol::*;
use yishi_domain::*;

fn contest(finding: FindingId) -> Command {
    Command::ContestFinding(ContestFinding {
        finding,
        reason: "当天停电".into(),
    })
}

fn settle(finding: FindingId, upheld: bool) -> Command {
    Command::SettleFinding(SettleFinding {
        finding,
        upheld,
        reason: "现场核对过".into(),
    })
}

#[test]
fn due_dates_follow_the_severity() {
    let mut street = Street::on_friday();
    let events = street.submit(
        0,
        0,
        well_but(LICENCE, Value::Fail),
        vec![remark(LICENCE, "", &[1])],
    );
    let critical = opened(&events.unwrap())[0];
    assert_eq!(street.known(critical).due, FRIDAY.plus_days(1));
    let major = opened(
        &street
            .submit(1, 0, well_but(PRICES, Value::Fail), vec![])
            .unwrap(),
    )[0];
    assert_eq!(street.known(major).due, FRIDAY.plus_days(7));
    // Whoever inspects may see it otherwise.
    let minor = Remark {
        severity: Some(Severity::Minor),
        ..Remark::none(FLOOR)
    };
    let events = street
        .submit(2, 0, well_but(FLOOR, Value::Points(2)), vec![minor])
        .unwrap();
    let minor = street.known(opened(&events)[0]);
    assert_eq!(
        (minor.severity, minor.due),
        (Severity::Minor, FRIDAY.plus_days(14))
    );
    assert!(!minor.is_overdue(FRIDAY.plus_days(14)) && minor.is_overdue(FRIDAY.plus_days(15)));
}

#[test]
fn less_than_three_fifths_of_the_points_opens_a_finding() {
    let mut street = Street::on_friday();
    let three = street
        .submit(0, 0, well_but(FLOOR, Value::Points(3)), vec![])
        .unwrap();
    assert_eq!(opened(&three).len(), 0);
    let two = street
        .submit(0, 1, well_but(FLOOR, Value::Points(2)), vec![])
        .unwrap();
    assert_eq!(opened(&two).len(), 1);
    let warm = street
        .submit(0, 2, well_but(FRIDGE, Value::Number(81)), vec![])
        .unwrap();
    assert_eq!(opened(&warm).len(), 1);
}

#[test]
fn the_loop_closes_when_another_representative_finds_it_mended() {
    let mut street = Street::on_friday();
    let finding = street.finding();
    street.merchant_says(finding).unwrap();
    assert_eq!(street.known(finding).state, FindingState::Answered);
    assert_eq!(street.merchant_says(finding).unwrap(), []);
    assert_eq!(street.recheck(0, finding, true), Err(Rejection::OwnFinding));
    street.recheck(1, finding, true).unwrap();
    let known = street.known(finding);
    assert_eq!(known.state, FindingState::Closed);
    assert_eq!(known.closed_at(), Some(street.town.now));
    assert_eq!(known.answer(), Some(("已换价签", &[photo(8)][..])));
    assert_eq!(
        street.recheck(2, finding, true),
        Err(Rejection::FindingClosed)
    );
    assert_eq!(street.merchant_says(finding), Err(Rejection::FindingClosed));
}

#[test]
fn a_failed_recheck_opens_it_again_with_a_new_day() {
    let mut street = Street::on_friday();
    let finding = street.finding();
    street.merchant_says(finding).unwrap();
    street.go_to(FRIDAY.plus_days(7), 9);
    street.recheck(1, finding, false).unwrap();
    let known = street.known(finding);
    assert_eq!(
        (known.state, known.due),
        (FindingState::Open, FRIDAY.plus_days(14))
    );
    assert_eq!(known.failed_rechecks(), 1);
    // It may be looked at although the merchant never answers.
    street.recheck(2, finding, true).unwrap();
    assert_eq!(street.known(finding).state, FindingState::Closed);
}

#[test]
fn a_recheck_has_a_photo() {
    let mut street = Street::on_friday();
    let finding = street.finding();
    let blind = RecheckFinding {
        finding,
        passed: true,
        note: String::new(),
        photos: vec![],
    };
    assert_eq!(
        street
            .town
            .member(street.walkers[1], Command::RecheckFinding(blind)),
        Err(Rejection::PhotoNeeded { item: PRICES })
    );
}

#[test]
fn the_merchant_contests_once_and_the_committee_settles() {
    let mut street = Street::on_friday();
    let finding = street.finding();
    street
        .town
        .member(street.merchant, contest(finding))
        .unwrap();
    assert_eq!(
        street
            .town
            .member(street.merchant, contest(finding))
            .unwrap(),
        []
    );
    let contested = Rejection::WrongFindingState {
        state: FindingState::Contested,
    };
    assert_eq!(street.recheck(1, finding, true), Err(contested.clone()));
    assert_eq!(street.merchant_says(finding), Err(contested));
    assert!(!street.known(finding).is_overdue(FRIDAY.plus_days(99)));
    assert_eq!(
        street
            .town
            .member(street.walkers[0], settle(finding, false)),
        Err(Rejection::NotAllowed)
    );
    street.go_to(FRIDAY.plus_days(3), 9);
    street.town.staff(settle(finding, true)).unwrap();
    let known = street.known(finding);
    assert_eq!(
        (known.state, known.due),
        (FindingState::Open, FRIDAY.plus_days(10))
    );
    assert_eq!(
        street.town.member(street.merchant, contest(finding)),
        Err(Rejection::ContestSettled)
    );
    let open = Rejection::WrongFindingState {
        state: FindingState::Open,
    };
    assert_eq!(street.town.staff(settle(finding, true)), Err(open));

    let other = opened(
        &street
            .submit(1, 0, well_but(FLOOR, Value::Points(0)), vec![])
            .unwrap(),
    )[0];
    street.town.member(street.merchant, contest(other)).unwrap();
    street.town.staff(settle(other, false)).unwrap();
    assert_eq!(street.known(other).state, FindingState::Closed);
    assert!(street.known(other).closed_at().is_some());
}

#[test]
fn a_finding_is_the_business_of_its_own_merchant() {
    let mut street = Street::on_friday();
    let finding = street.finding();
    let other = street.town.merchant("孙艳", "2号店");
    let resident = street.town.resident("101", "李梅");
    let answer = Command::AnswerFinding(AnswerFinding {
        finding,
        text: "好了".into(),
        photos: vec![],
    });
    assert_eq!(
        street.town.member(other, answer.clone()),
        Err(Rejection::UnknownFinding)
    );
    assert_eq!(
        street.town.member(resident, answer.clone()),
        Err(Rejection::NotAllowed)
    );
    assert!(
        street
            .town
            .phone(street.merchant)
            .patrol
            .findings
            .contains_key(&finding)
    );
    assert!(street.town.phone(other).patrol.findings.is_empty());
    let publish = PublishPatrol { patrol: FRIDAY };
    street.town.staff(Command::PublishPatrol(publish)).unwrap();
    assert_eq!(
        street.town.member(other, answer),
        Err(Rejection::NotYourShop)
    );
}

#[test]
fn what_fails_again_goes_on_as_the_same_finding() {
    let mut street = Street::on_friday();
    let finding = street.finding();
    let next = FRIDAY.plus_days(7);
    street.go_to(next, 9);
    let again = street.submit_to(
        next,
        1,
        0,
        well_but(PRICES, Value::Fail),
        vec![remark(PRICES, "还是没有", &[4])],
    );
    let again = again.unwrap();
    assert_eq!(opened(&again), []);
    assert!(
        again
            .iter()
            .any(|event| matches!(event, Event::FindingRepeated(e) if e.finding == finding))
    );
    // Whoever has found it again is no other pair of eyes either.
    assert_eq!(street.recheck(1, finding, true), Err(Rejection::OwnFinding));
    street.recheck(2, finding, true).unwrap();
    // Once it is closed, the next time is another finding.
    let later = FRIDAY.plus_days(14);
    street.go_to(later, 9);
    let third = street
        .submit_to(later, 1, 0, well_but(PRICES, Value::Fail), vec![])
        .unwrap();
    assert_eq!(opened(&third).len(), 1);
}

fn escalated(events: &[Event]) -> Vec<(FindingId, Why)> {
    let of = |event: &Event| match event {
        Event::FindingEscalated(e) => Some((e.finding, e.why)),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

#[test]
fn the_third_failed_recheck_goes_to_the_council_once() {
    let mut street = Street::on_friday();
    let finding = street.finding();
    for time in 1..=4 {
        street.merchant_says(finding).unwrap();
        street.town.later(3_600);
        let events = street.recheck(1 + time % 2, finding, false).unwrap();
        let expected = match time {
            3 => vec![(finding, Why::ThirdRecheck)],
            _ => vec![],
        };
        assert_eq!(escalated(&events), expected, "time {time}");
    }
    let topic = TopicId::of_finding(finding);
    assert_eq!(street.known(finding).topic(), Some(topic));
    let topic = &street.town.state.council.topics[&topic];
    assert_eq!(topic.state, council::TopicState::Proposed);
    assert_eq!((topic.finding(), &topic.proposer), (Some(finding), &None));
    assert_eq!(topic.title, "1号店：明码标价");
}

#[test]
fn what_goes_to_the_council_is_known_to_everybody() {
    let mut street = Street::on_friday();
    let resident = street.town.resident("101", "李梅");
    let finding = street.finding();
    let topic = TopicId::of_finding(finding);
    for time in 1..=3 {
        let phone = street.town.phone(resident);
        assert!(!phone.patrol.findings.contains_key(&finding), "{time}");
        street.merchant_says(finding).unwrap();
        street.recheck(1 + time % 2, finding, false).unwrap();
    }
    // Before the patrol is published: a topic has nothing behind it that only some may see.
    let phone = street.town.phone(resident);
    assert!(phone.council.topics.contains_key(&topic));
    let told = &phone.patrol.findings[&finding];
    assert_eq!((told.topic(), told.failed_rechecks()), (Some(topic), 3));
    // It is told once.
    let publish = PublishPatrol { patrol: FRIDAY };
    let events = street.town.staff(Command::PublishPatrol(publish)).unwrap();
    let again = |event: &Event| matches!(event, Event::FindingPublished(e) if e.finding == finding);
    assert!(!events.iter().any(again));
}

#[test]
fn a_member_proposes_what_was_found_and_not_what_was_not() {
    let mut street = Street::on_friday();
    let finding = street.finding();
    let propose = |topic, finding| {
        Command::ProposeTopic(council::ProposeTopic {
            topic,
            title: "价签".into(),
            text: String::new(),
            source: council::TopicSource::Finding(finding),
        })
    };
    let (topic, unknown) = (TopicId(street.town.id()), FindingId(street.town.id()));
    let walker = street.walkers[0];
    let refused = street.town.member(walker, propose(topic, unknown));
    assert_eq!(refused, Err(Rejection::UnknownFinding));
    street.town.member(walker, propose(topic, finding)).unwrap();
    let topic = &street.town.state.council.topics[&topic];
    assert_eq!(topic.finding(), Some(finding));
}

#[test]
fn an_item_that_fails_in_three_patrols_running_goes_to_the_council() {
    let mut street = Street::on_friday();
    let friday = |week: i64| FRIDAY.plus_days(7 * week);
    let fails = |street: &mut Street, week: i64, item: u16, value: Value| {
        street.go_to(friday(week), 9);
        street.town.tick();
        let walker = usize::try_from(week % 3).unwrap();
        street
            .submit_to(friday(week), walker, 0, well_but(item, value), vec![])
            .unwrap()
    };
    assert_eq!(escalated(&fails(&mut street, 0, PRICES, Value::Fail)), []);
    assert_eq!(escalated(&fails(&mut street, 1, PRICES, Value::Fail)), []);
    // In order once: the row begins anew.
    assert_eq!(
        escalated(&fails(&mut street, 2, FLOOR, Value::Points(5))),
        []
    );
    assert_eq!(escalated(&fails(&mut street, 3, PRICES, Value::Fail)), []);
    // A patrol in which it does not apply does not break the row.
    assert_eq!(
        escalated(&fails(&mut street, 4, PRICES, Value::NotApplicable)),
        []
    );
    assert_eq!(escalated(&fails(&mut street, 5, PRICES, Value::Fail)), []);
    let events = fails(&mut street, 6, PRICES, Value::Fail);
    assert!(matches!(escalated(&events)[..], [(_, Why::ThreePatrols)]));
    assert_eq!(
        escalated(&fails(&mut street, 7, PRICES, Value::Fail)),
        [],
        "it is there already"
    );
}

#[test]
fn two_who_find_the_same_in_the_third_patrol_propose_one_topic() {
    let mut street = Street::on_friday();
    let mut all = Vec::new();
    for week in 0..3 {
        let day = FRIDAY.plus_days(7 * week);
        street.go_to(day, 9);
        for walker in [0, 1] {
            let events = street.submit_to(day, walker, 0, well_but(PRICES, Value::Fail), vec![]);
            all.extend(escalated(&events.unwrap()));
        }
    }
    assert_eq!(all.len(), 1, "{all:?}");
}

#[test]
fn a_proposal_names_the_shop_and_what_is_wrong() {
    let mut street = Street::on_friday();
    let finding = street.finding();
    for _ in 0..2 {
        street.town.later(60);
        street.recheck(1, finding, false).unwrap();
    }
    let state = &street.town.state;
    assert_eq!(state.patrol.proposal(state, finding), None);
    let mut third = state.clone();
    let rechecked = Event::FindingRechecked(FindingRechecked {
        finding,
        passed: false,
        note: String::new(),
        photos: vec![photo(9)],
        due: FRIDAY,
    });
    third.apply(&Recorded {
        at: street.town.now.plus_seconds(60),
        by: Some(street.walkers[2]),
        cause: None,
        event: rechecked,
    });
    let proposal = third.patrol.proposal(&third, finding).unwrap();
    assert_eq!(proposal.title, "1号店：明码标价");
    assert_eq!(proposal.why, Why::ThirdRecheck);
}
