//! Motions: noticed, opened, closed, cancelled, by staff or by the clock.

use crate::kit::votes::HOMES;
use crate::kit::{DAY, HOUR, Town, notice, predict};
use yishi_domain::council::*;
use yishi_domain::roster::{MemberRecorded, Role};
use yishi_domain::*;

#[test]
fn notice_carries_the_whole_rule() {
    let mut town = Town::new();
    let motion = town.notice(
        ElectorateKind::Households,
        Place::Everywhere,
        "civil_code_278_special",
    );
    assert_eq!(
        Some(&town.motion(motion).rule),
        Rule::preset("civil_code_278_special").as_ref()
    );
    assert_eq!(
        town.state.council.topics[&town.motion(motion).topic].motions,
        [motion]
    );
}

#[test]
fn unusable_notices_are_rejected() {
    let mut town = Town::new();
    let (topic, motion) = (town.topic(), MotionId(town.id()));
    let (now, week) = (town.now, town.now.plus_seconds(7 * DAY));
    let adults = Electorate {
        kind: ElectorateKind::Adults,
        place: Place::Everywhere,
    };
    let unknown = TopicId(town.id());
    for (command, rejection) in [
        (
            notice(motion, unknown, HOMES, "simple_majority", None, week),
            Rejection::UnknownTopic,
        ),
        (
            notice(motion, topic, HOMES, "by_acclamation", None, week),
            Rejection::UnknownRule,
        ),
        (
            notice(motion, topic, adults, "civil_code_278_ordinary", None, week),
            Rejection::RuleNeedsHouseholds,
        ),
        (
            notice(motion, topic, HOMES, "simple_majority", None, now),
            Rejection::BadPeriod,
        ),
        (
            notice(motion, topic, HOMES, "simple_majority", Some(week), week),
            Rejection::BadPeriod,
        ),
    ] {
        assert_eq!(town.staff(command), Err(rejection));
    }
    let fine = notice(motion, topic, HOMES, "simple_majority", Some(now), week);
    town.staff(fine.clone()).unwrap();
    assert_eq!(town.staff(fine), Err(Rejection::AlreadyExists));
}

#[test]
fn opening_freezes_the_electorate_with_heads_and_area() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    town.resident("102", "赵强");
    let motion = town.notice(
        ElectorateKind::Households,
        Place::Everywhere,
        "civil_code_278_ordinary",
    );
    town.open(motion).unwrap();
    assert_eq!(
        town.motion(motion).size,
        Count {
            heads: 2,
            area: 20_000
        }
    );
    let newcomer = town.resident("103", "孙艳");
    assert_eq!(town.motion(motion).size.heads, 2);
    assert_eq!(
        town.cast(newcomer, motion, Choice::Approve),
        Err(Rejection::NotInElectorate)
    );
}

#[test]
fn area_is_not_counted_where_the_rule_does_not() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    town.cast(li, motion, Choice::Approve).unwrap();
    let closed = town.close(motion).unwrap();
    assert_eq!(closed.tally.electorate, Count { heads: 1, area: 0 });
    assert_eq!(closed.tally.approve, Count { heads: 1, area: 0 });
}

#[test]
fn the_electorate_itself_never_leaves_the_authority() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let frozen: Vec<_> = town
        .log
        .iter()
        .filter(|(_, r)| matches!(r.event, Event::ElectorateFrozen(_)))
        .collect();
    assert_eq!(frozen.len(), 1);
    assert!(frozen[0].0.is_empty());
    assert_eq!(town.phone(town.staff).council.motions[&motion].voters, None);
}

#[test]
fn homes_without_area_are_named_at_the_opening() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    for room in ["102", "201"] {
        let home = town.home(1, 1, room, None);
        town.person("无名", Some(home), &[Role::Resident], 1980);
    }
    let motion = town.notice(
        ElectorateKind::Households,
        Place::Everywhere,
        "civil_code_278_ordinary",
    );
    let missing = Rejection::AreaMissing {
        homes: 2,
        first: "1-1-102".into(),
    };
    assert_eq!(town.open(motion), Err(missing));
    let heads_only = town.notice(
        ElectorateKind::Households,
        Place::Everywhere,
        "simple_majority",
    );
    assert!(town.open(heads_only).is_ok());
}

#[test]
fn empty_electorate_is_rejected_at_the_opening() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    let motion = town.notice(
        ElectorateKind::Merchants,
        Place::Everywhere,
        "simple_majority",
    );
    assert_eq!(town.open(motion), Err(Rejection::EmptyElectorate));
    assert_eq!(town.motion(motion).state, MotionState::Noticed);
}

#[test]
fn a_motion_opens_once() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    assert_eq!(town.open(motion), Err(Rejection::MotionAlreadyOpen));
    town.close(motion).unwrap();
    let closed_at = town.now;
    assert_eq!(
        town.open(motion),
        Err(Rejection::MotionClosed { closed_at })
    );
    let unknown = MotionId(town.id());
    assert_eq!(town.open(unknown), Err(Rejection::UnknownMotion));
}

#[test]
fn motions_open_and_close_by_the_clock() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let (topic, motion) = (town.topic(), MotionId(town.id()));
    let (opens_at, closes_at) = (town.now.plus_seconds(DAY), town.now.plus_seconds(2 * DAY));
    town.staff(notice(
        motion,
        topic,
        HOMES,
        "simple_majority",
        Some(opens_at),
        closes_at,
    ))
    .unwrap();
    assert_eq!(town.later(DAY - 1).tick(), []);
    assert_eq!(
        town.later(1).tick(),
        [Command::OpenMotion(OpenMotion { motion })]
    );
    assert_eq!(
        town.motion(motion).state,
        MotionState::Open { since: opens_at }
    );
    town.cast(li, motion, Choice::Approve).unwrap();
    assert_eq!(town.later(DAY - 1).tick(), []);
    assert_eq!(
        town.later(1).tick(),
        [Command::CloseMotion(CloseMotion { motion })]
    );
    assert!(
        matches!(town.motion(motion).state, MotionState::Closed { outcome, .. } if outcome.passed)
    );
    assert_eq!(town.later(DAY).tick(), []);
}

#[test]
fn a_motion_without_an_opening_time_waits_for_staff() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    let motion = town.notice(
        ElectorateKind::Households,
        Place::Everywhere,
        "simple_majority",
    );
    assert_eq!(town.later(6 * DAY).tick(), []);
    assert_eq!(town.motion(motion).state, MotionState::Noticed);
    town.later(2 * DAY);
    assert_eq!(
        town.open(motion),
        Err(Rejection::BadPeriod),
        "its close is over already"
    );
}

#[test]
fn what_the_clock_cannot_open_stays_noticed() {
    let mut town = Town::new();
    let (topic, motion) = (town.topic(), MotionId(town.id()));
    let (opens_at, closes_at) = (town.now.plus_seconds(HOUR), town.now.plus_seconds(DAY));
    town.staff(notice(
        motion,
        topic,
        HOMES,
        "simple_majority",
        Some(opens_at),
        closes_at,
    ))
    .unwrap();
    assert_eq!(town.later(HOUR).tick().len(), 1);
    assert_eq!(town.motion(motion).state, MotionState::Noticed);
    town.resident("101", "李梅");
    town.tick();
    assert_eq!(
        town.motion(motion).state,
        MotionState::Open { since: town.now }
    );
}

#[test]
fn a_closed_motion_stays_closed_with_its_tally() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let motion = town.vote_of_homes();
    town.cast(li, motion, Choice::Approve).unwrap();
    town.close(motion).unwrap();
    let before = town.motion(motion).clone();
    let closed = Err(Rejection::MotionClosed {
        closed_at: town.now,
    });
    town.later(HOUR);
    assert_eq!(town.cast(zhao, motion, Choice::Reject), closed);
    assert_eq!(town.close(motion).map(|_| Vec::new()), closed);
    assert_eq!(town.cancel(motion), closed);
    assert_eq!(*town.motion(motion), before);
    assert_eq!(
        town.state.council.topics[&before.topic].state,
        TopicState::Resolved
    );
}

#[test]
fn a_cancelled_motion_takes_no_ballot_and_is_never_counted() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    town.cast(li, motion, Choice::Approve).unwrap();
    town.cancel(motion).unwrap();
    assert_eq!(town.cancel(motion), Ok(Vec::new()));
    assert_eq!(
        town.cast(li, motion, Choice::Reject),
        Err(Rejection::MotionCancelled)
    );
    assert_eq!(town.open(motion), Err(Rejection::MotionCancelled));
    assert_eq!(
        town.close(motion).map(|_| ()),
        Err(Rejection::MotionCancelled)
    );
    assert_eq!(town.later(8 * DAY).tick(), []);
    assert!(
        matches!(&town.motion(motion).state, MotionState::Cancelled { reason, .. } if reason == "材料有误")
    );
}

#[test]
fn cancelling_needs_a_reason() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let cancel = Command::CancelMotion(CancelMotion {
        motion,
        reason: " ".into(),
    });
    assert_eq!(
        town.staff(cancel),
        Err(Rejection::TextEmpty {
            field: "reason".into()
        })
    );
}

#[test]
fn everybody_recounts_the_published_ballots_to_the_same_result() {
    let mut town = Town::new();
    let members: Vec<_> = (0..12)
        .map(|n| town.resident(&format!("{}01", n + 1), &format!("居民{n}")))
        .collect();
    let motion = town.notice(
        ElectorateKind::Households,
        Place::Everywhere,
        "civil_code_278_ordinary",
    );
    town.open(motion).unwrap();
    for (member, choice) in members.iter().zip(Choice::ALL.into_iter().cycle()).take(9) {
        town.cast(*member, motion, choice).unwrap();
    }
    let closed = town.close(motion).unwrap();
    let archive = town.archive.0.borrow();
    let (blob, published) = archive.last().unwrap();
    assert_eq!(*blob, closed.ballots);
    let phone = town.phone(members[0]);
    let known = &phone.council.motions[&motion];
    let again = count(&known.options, &known.rule, known.size, published);
    assert_eq!((again.tally, again.outcome), (closed.tally, closed.outcome));
    // Listed by home in the order in which people look for theirs: 2-… before 10-….
    let voters: Vec<&str> = published
        .ballots
        .iter()
        .filter_map(|ballot| ballot.voter.as_deref())
        .collect();
    assert_eq!(voters[..3], ["1-1-101", "1-1-201", "1-1-301"]);
    let mine = known.ballots.values().next().unwrap();
    let mine = &mine.said.as_ref().unwrap().receipt;
    assert_eq!(
        published
            .ballots
            .iter()
            .filter(|ballot| ballot.receipt == *mine)
            .count(),
        1
    );
}

#[test]
fn a_phone_predicts_neither_an_electorate_nor_a_count() {
    let mut town = Town::new();
    town.resident("101", "李梅");
    let motion = town.notice(
        ElectorateKind::Households,
        Place::Everywhere,
        "simple_majority",
    );
    let open = Command::OpenMotion(OpenMotion { motion });
    assert_eq!(
        predict(&town.phone(town.staff), town.staff, &open, town.now),
        Ok(Vec::new())
    );
    town.open(motion).unwrap();
    let close = Command::CloseMotion(CloseMotion { motion });
    assert_eq!(
        predict(&town.phone(town.staff), town.staff, &close, town.now),
        Ok(Vec::new())
    );
}

#[test]
fn a_phone_never_refuses_by_its_clock() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let ballot = Command::CastBallot(CastBallot {
        motion,
        choice: vec![Choice::Approve],
        seal: None,
    });
    let a_year_on = town.now.plus_seconds(365 * DAY);
    assert!(predict(&town.phone(li), li, &ballot, a_year_on).is_ok());
    // A flat battery sets the clock back to the year in which nobody here was of age.
    assert!(predict(&town.phone(li), li, &ballot, Timestamp(0)).is_ok());
    let (topic, motion) = (town.topic(), MotionId(town.id()));
    let late = notice(
        motion,
        topic,
        HOMES,
        "simple_majority",
        None,
        town.now.plus_seconds(DAY),
    );
    assert!(predict(&town.phone(town.staff), town.staff, &late, a_year_on).is_ok());
}

#[test]
fn who_loses_a_role_after_the_opening_keeps_the_vote() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let record = |town: &Town, roles: &[Role]| {
        let member = &town.state.roster.members[&li];
        Command::RecordMember(MemberRecorded {
            member: li,
            name: member.name.clone(),
            household: member.household,
            roles: roles.iter().copied().collect(),
            owner: member.owner,
            born: member.born,
            shop: None,
        })
    };
    let elected = record(&town, &[Role::Resident, Role::Representative]);
    town.must(Actor::Operator, elected);
    let kind = ElectorateKind::Representatives;
    let motion = town.notice(kind, Place::Everywhere, "simple_majority");
    town.open(motion).unwrap();
    let stepped_down = record(&town, &[Role::Resident]);
    town.must(Actor::Operator, stepped_down);
    town.cast(li, motion, Choice::Approve).unwrap();
    assert_eq!(town.motion(motion).counted.heads, 1);
}
