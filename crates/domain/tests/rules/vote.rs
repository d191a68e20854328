//! Who may vote, and what counts.

use crate::kit::{DAY, Town};
use yishi_domain::council::*;
use yishi_domain::roster::{MemberRecorded, Role};
use yishi_domain::*;

fn turnouts(town: &Town) -> usize {
    town.log
        .iter()
        .filter(|(_, r)| matches!(r.event, Event::BallotCounted(_)))
        .count()
}

#[test]
fn late_ballot_is_rejected() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let closes_at = town.motion(motion).closes_at;
    town.now = closes_at.plus_seconds(-1);
    town.cast(li, motion, Choice::Reject).unwrap();
    // The clock has not closed it yet, but the time is over.
    town.now = closes_at;
    let late = Err(Rejection::MotionClosed {
        closed_at: closes_at,
    });
    assert_eq!(town.cast(li, motion, Choice::Approve), late);
    assert_eq!(town.close(motion).unwrap().tally.reject.heads, 1);
}

#[test]
fn later_ballot_of_the_home_counts_and_turnout_counts_the_home_once() {
    let mut town = Town::new();
    let home = town.home(1, 1, "101", Some(9_518));
    let li = town.person("李梅", Some(home), &[Role::Resident], 1980);
    let zhao = town.person("赵强", Some(home), &[Role::Resident], 1979);
    let motion = town.notice(
        ElectorateKind::Households,
        Place::Everywhere,
        "civil_code_278_ordinary",
    );
    town.open(motion).unwrap();
    town.cast(li, motion, Choice::Approve).unwrap();
    town.later(60);
    let changed = town.cast(zhao, motion, Choice::Reject).unwrap();
    assert_eq!(
        changed.len(),
        1,
        "a change says nothing to the public: {changed:?}"
    );
    assert_eq!(turnouts(&town), 1);
    assert_eq!(
        town.motion(motion).turnout,
        Count {
            heads: 1,
            area: 9_518
        }
    );
    assert_eq!(town.motion(motion).counted, town.motion(motion).turnout);
    let tally = town.close(motion).unwrap().tally;
    assert_eq!(
        (tally.approve.heads, tally.reject, tally.participants.heads),
        (
            0,
            Count {
                heads: 1,
                area: 9_518
            },
            1
        )
    );
    // Every change is kept in the log.
    assert_eq!(
        town.log
            .iter()
            .filter(|(_, r)| matches!(r.event, Event::BallotCast(_)))
            .count(),
        2
    );
}

#[test]
fn the_same_ballot_again_changes_nothing() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    town.cast(li, motion, Choice::Approve).unwrap();
    let before = town.motion(motion).ballots.clone();
    assert_eq!(
        town.later(60).cast(li, motion, Choice::Approve),
        Ok(Vec::new())
    );
    assert_eq!(town.motion(motion).ballots, before);
}

#[test]
fn a_ballot_is_sent_to_its_home_alone() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let zhao = town.resident("102", "赵强");
    let motion = town.vote_of_homes();
    town.cast(li, motion, Choice::Approve).unwrap();
    assert_eq!(town.phone(li).council.motions[&motion].ballots.len(), 1);
    for other in [zhao, town.staff] {
        let phone = town.phone(other);
        assert!(phone.council.motions[&motion].ballots.is_empty());
        assert_eq!(phone.council.motions[&motion].turnout.heads, 1);
    }
}

#[test]
fn minors_have_no_vote() {
    let mut town = Town::new();
    let home = town.home(1, 1, "101", Some(9_518));
    town.person("李梅", Some(home), &[Role::Resident], 1980);
    let (minor, of_age) = (
        town.person("小明", Some(home), &[Role::Resident], 2009),
        town.person("小红", Some(home), &[Role::Resident], 2008),
    );
    let homes = town.vote_of_homes();
    let adults = town.notice(ElectorateKind::Adults, Place::Everywhere, "simple_majority");
    town.open(adults).unwrap();
    for motion in [homes, adults] {
        assert_eq!(
            town.cast(minor, motion, Choice::Approve),
            Err(Rejection::NotInElectorate)
        );
        assert!(town.cast(of_age, motion, Choice::Approve).is_ok());
    }
    // Two residents of age and the member of the committee.
    assert_eq!(town.motion(adults).size.heads, 3);
}

#[test]
fn ballot_from_outside_the_electorate_is_rejected() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let merchant = town.person("茶室", None, &[Role::Merchant], 1970);
    let representative = town.person("代表", None, &[Role::Representative], 1970);
    for (kind, inside) in [
        (ElectorateKind::Households, li),
        (ElectorateKind::Merchants, merchant),
        (ElectorateKind::Representatives, representative),
    ] {
        let motion = town.notice(kind, Place::Everywhere, "simple_majority");
        town.open(motion).unwrap();
        for member in [li, merchant, representative] {
            let expected = if member == inside {
                Ok(())
            } else {
                Err(Rejection::NotInElectorate)
            };
            assert_eq!(
                town.cast(member, motion, Choice::Approve).map(|_| ()),
                expected,
                "{kind:?}"
            );
        }
    }
}

#[test]
fn a_lift_is_decided_by_its_stairwell() {
    let mut town = Town::new();
    let mut live_in = |building, unit| {
        let home = town.home(building, unit, "101", Some(8_000));
        town.person("住户", Some(home), &[Role::Resident], 1980)
    };
    let (inside, other_unit, other_building) = (live_in(3, 2), live_in(3, 1), live_in(4, 2));
    let unit = Place::Unit {
        building: 3,
        unit: 2,
    };
    let motion = town.notice(ElectorateKind::Households, unit, "civil_code_278_ordinary");
    town.open(motion).unwrap();
    assert_eq!(
        town.motion(motion).size,
        Count {
            heads: 1,
            area: 8_000
        }
    );
    assert!(town.cast(inside, motion, Choice::Approve).is_ok());
    for outside in [other_unit, other_building] {
        assert_eq!(
            town.cast(outside, motion, Choice::Approve),
            Err(Rejection::NotInElectorate)
        );
    }
    let buildings = town.notice(
        ElectorateKind::Households,
        Place::Buildings(vec![3, 9]),
        "simple_majority",
    );
    town.open(buildings).unwrap();
    assert_eq!(town.motion(buildings).size.heads, 2);
    assert_eq!(
        town.cast(other_building, buildings, Choice::Approve),
        Err(Rejection::NotInElectorate)
    );
}

#[test]
fn a_ballot_names_exactly_one_option() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    for choice in [vec![], vec![Choice::Approve, Choice::Reject]] {
        let ballot = Command::CastBallot(CastBallot {
            motion,
            choice,
            seal: None,
        });
        assert_eq!(town.member(li, ballot), Err(Rejection::BadChoice));
    }
}

#[test]
fn a_motion_that_is_not_open_takes_no_ballot() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.notice(
        ElectorateKind::Households,
        Place::Everywhere,
        "simple_majority",
    );
    assert_eq!(
        town.cast(li, motion, Choice::Approve),
        Err(Rejection::MotionNotOpen)
    );
    let unknown = MotionId(town.id());
    assert_eq!(
        town.cast(li, unknown, Choice::Approve),
        Err(Rejection::UnknownMotion)
    );
}

#[test]
fn who_moves_house_during_a_vote_gives_no_second_ballot() {
    let mut town = Town::new();
    let (li, _) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let motion = town.vote_of_homes();
    town.cast(li, motion, Choice::Approve).unwrap();
    let new_home = town.home(1, 1, "301", Some(7_000));
    let record = MemberRecorded {
        member: li,
        name: "李梅".into(),
        household: Some(new_home),
        roles: [Role::Resident].into(),
        owner: true,
        born: 1980,
        shop: None,
    };
    town.must(Actor::Operator, Command::RecordMember(record));
    assert_eq!(
        town.cast(li, motion, Choice::Reject),
        Err(Rejection::NotInElectorate)
    );
    let tally = town.close(motion).unwrap().tally;
    assert_eq!(
        (tally.participants.heads, tally.approve.heads),
        (1, 1),
        "the old home's ballot stands"
    );
}

#[test]
fn a_receipt_is_two_groups_of_four_and_tells_the_commands_apart() {
    let mut town = Town::new();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..1_000 {
        let code = receipt(CommandId(town.id()));
        let (left, right) = code.split_once('-').unwrap();
        assert_eq!((left.len(), right.len()), (4, 4));
        assert!(
            code.chars()
                .all(|c| c == '-' || "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(c)),
            "{code}"
        );
        seen.insert(code);
    }
    assert_eq!(seen.len(), 1_000);
}

#[test]
fn an_area_recorded_after_the_opening_changes_no_count() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.notice(
        ElectorateKind::Households,
        Place::Everywhere,
        "civil_code_278_ordinary",
    );
    town.open(motion).unwrap();
    let household = town.state.roster.members[&li].household.unwrap();
    let record = yishi_domain::roster::HouseholdRecorded {
        household,
        building: 1,
        unit: 1,
        room: "101".into(),
        area: Some(99_999),
    };
    town.must(Actor::Operator, Command::RecordHousehold(record));
    town.later(DAY).cast(li, motion, Choice::Approve).unwrap();
    let tally = town.close(motion).unwrap().tally;
    assert_eq!(tally.approve.area, 10_000);
    assert_eq!(tally.electorate.area, 10_000);
}
