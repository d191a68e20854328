//! Needs of elders: who knows of them, and until when.

use crate::kit::board::CLEANING;
use crate::kit::{DAY, Town};
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
use yishi_domain::*;

struct Scene {
    town: Town,
    link: MemberId,
    shift: ShiftId,
    a: MemberId,
    b: MemberId,
    need: NeedId,
}

/// A link member has raised a need; two volunteers have places at a shift.
fn scene() -> Scene {
    let mut town = Town::new();
    let link = town.person("联户员", None, &[Role::LinkMember], 1970);
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    let shift = town.shift(2);
    for member in [a, b] {
        town.sign_up(member, shift, CLEANING).unwrap();
    }
    let need = NeedId(town.id());
    let raise = RaiseNeed {
        need,
        kind: NeedKind::Cleaning,
        elder: "陈奶奶".into(),
        address: "3号楼2单元301".into(),
        note: "门铃坏了,请敲门".into(),
    };
    town.member(link, Command::RaiseNeed(raise)).unwrap();
    Scene {
        town,
        link,
        shift,
        a,
        b,
        need,
    }
}

fn give(
    town: &mut Town,
    by: MemberId,
    need: NeedId,
    shift: ShiftId,
    member: MemberId,
) -> Result<Vec<Event>, Rejection> {
    town.member(
        by,
        Command::MatchNeed(MatchNeed {
            need,
            shift,
            member,
        }),
    )
}

/// What a member's phone knows of the need: nothing, that there is one, or the address too.
fn knows(town: &Town, member: MemberId, need: NeedId) -> &'static str {
    match town.phone(member).volunteer.needs.get(&need) {
        None => "nothing",
        Some(need) if need.address.is_none() => "the need",
        Some(_) => "the address",
    }
}

#[test]
fn a_need_is_known_to_staff_and_who_raised_it_until_somebody_takes_it() {
    let Scene {
        mut town,
        link,
        shift,
        a,
        b,
        need,
    } = scene();
    let other_link = town.person("另一位", None, &[Role::LinkMember], 1970);
    let known =
        |town: &Town| [town.staff, link, other_link, a, b].map(|member| knows(town, member, need));
    assert_eq!(
        known(&town),
        ["the address", "the need", "nothing", "nothing", "nothing"]
    );
    let staff = town.staff;
    give(&mut town, staff, need, shift, a).unwrap();
    assert_eq!(give(&mut town, staff, need, shift, a).unwrap(), []);
    assert_eq!(
        known(&town),
        [
            "the address",
            "the need",
            "nothing",
            "the address",
            "nothing"
        ]
    );
    // Another takes it: the first one's phone forgets it.
    give(&mut town, link, need, shift, b).unwrap();
    assert_eq!(
        known(&town),
        [
            "the address",
            "the need",
            "nothing",
            "nothing",
            "the address"
        ]
    );
    assert_eq!(
        give(&mut town, other_link, need, shift, a),
        Err(Rejection::UnknownNeed),
        "to somebody whom it is none of the business of, there is none"
    );
}

#[test]
fn a_week_after_the_shift_the_volunteer_knows_nothing_of_it_any_more() {
    let Scene {
        mut town,
        shift,
        a,
        need,
        ..
    } = scene();
    let staff = town.staff;
    give(&mut town, staff, need, shift, a).unwrap();
    town.go_to(shift, 150);
    town.later(7 * DAY - 1);
    assert!(town.tick().is_empty());
    assert_eq!(knows(&town, a, need), "the address");
    town.later(1);
    assert_eq!(town.tick(), [Command::ConcludeNeed(ConcludeNeed { need })]);
    assert_eq!(knows(&town, a, need), "nothing");
    assert!(town.tick().is_empty());
    assert!(town.state.volunteer.open_needs().is_empty());
    let again = give(&mut town, staff, need, shift, a);
    assert_eq!(again, Err(Rejection::NeedConcluded));
}

#[test]
fn who_loses_the_place_loses_the_need_and_it_is_open_again() {
    let Scene {
        mut town,
        shift,
        a,
        need,
        ..
    } = scene();
    let staff = town.staff;
    give(&mut town, staff, need, shift, a).unwrap();
    assert!(town.state.volunteer.open_needs().is_empty());
    town.take_back(a, shift).unwrap();
    assert_eq!(knows(&town, a, need), "nothing");
    assert_eq!(town.state.volunteer.open_needs()[0].0, need);

    let Scene {
        mut town,
        shift,
        a,
        need,
        ..
    } = scene();
    let staff = town.staff;
    give(&mut town, staff, need, shift, a).unwrap();
    town.cancel_shift(shift).unwrap();
    assert_eq!(knows(&town, a, need), "nothing");

    let Scene {
        mut town,
        shift,
        a,
        need,
        ..
    } = scene();
    let staff = town.staff;
    give(&mut town, staff, need, shift, a).unwrap();
    town.remove(a).unwrap();
    assert_eq!(knows(&town, a, need), "nothing");
    assert_eq!(town.state.volunteer.open_needs()[0].0, need);
}

#[test]
fn a_need_goes_to_somebody_who_has_a_place_at_a_shift_to_come() {
    let Scene {
        mut town,
        link,
        shift,
        a,
        need,
        ..
    } = scene();
    let [waiting, stranger] = town.volunteers(2)[..] else {
        panic!()
    };
    town.sign_up(waiting, shift, CLEANING).unwrap();
    let give_to = |town: &mut Town, member| give(town, link, need, shift, member);
    assert_eq!(give_to(&mut town, waiting), Err(Rejection::OnWaitlist));
    assert_eq!(give_to(&mut town, stranger), Err(Rejection::NotSignedUp));
    town.go_to(shift, 150);
    let ended_at = town.now;
    assert_eq!(
        give_to(&mut town, a),
        Err(Rejection::ShiftOver { ended_at })
    );
}

#[test]
fn who_raised_it_may_be_done_with_it_by_hand() {
    let Scene {
        mut town,
        link,
        shift,
        a,
        need,
        ..
    } = scene();
    give(&mut town, link, need, shift, a).unwrap();
    let done = Command::ConcludeNeed(ConcludeNeed { need });
    assert_eq!(
        town.member(a, done.clone()),
        Err(Rejection::NotAllowed),
        "not the volunteer"
    );
    town.member(link, done.clone()).unwrap();
    assert_eq!(town.member(link, done).unwrap(), []);
    assert_eq!(knows(&town, a, need), "nothing");
    assert!(
        town.phone(link).volunteer.needs[&need]
            .concluded_at
            .is_some()
    );
}
