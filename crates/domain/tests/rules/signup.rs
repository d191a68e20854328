//! Signing up: order of arrival, waitlist, proxies, times.

use crate::kit::board::{CLEANING, GUIDING, details, led_by};
use crate::kit::{HOUR, Town, predict};
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
use yishi_domain::*;

#[test]
fn who_comes_when_all_places_are_taken_gets_a_place_on_the_waitlist_and_is_told() {
    let mut town = Town::new();
    let shift = town.shift(2);
    let people = town.volunteers(4);
    let waiting: Vec<u32> = people
        .iter()
        .map(|member| {
            let events = town.sign_up(*member, shift, CLEANING).unwrap();
            let [Event::SignedUp(e)] = &events[..] else {
                panic!("{events:?}")
            };
            e.waiting
        })
        .collect();
    assert_eq!(waiting, [0, 0, 1, 2]);
    assert_eq!(town.standing(shift, people[1]), Some(Standing::Placed));
    assert_eq!(town.standing(shift, people[3]), Some(Standing::Waiting(2)));
    assert_eq!(town.told(people[1], shift), None);
    assert_eq!(town.told(people[3], shift), Some(NewsKind::Waitlisted));
    let places = town.state.volunteer.places(town.at_shift(shift), CLEANING);
    let expected = Places {
        capacity: 2,
        taken: 2,
        waiting: 2,
    };
    assert_eq!(places, Some(expected));
}

#[test]
fn what_the_phone_took_for_a_place_is_a_waitlist_place_once_the_authority_has_spoken() {
    let mut town = Town::new();
    let shift = town.shift(1);
    let [first, second] = town.volunteers(2)[..] else {
        panic!()
    };
    let offline = town.phone(second);
    town.sign_up(first, shift, CLEANING).unwrap();
    let command = Command::SignUp(SignUp {
        shift,
        role: CLEANING,
        member: second,
    });
    let predicted = predict(&offline, second, &command, town.now).unwrap();
    assert!(matches!(&predicted[..], [Event::SignedUp(e)] if e.waiting == 0));
    let events = town.member(second, command).unwrap();
    assert!(matches!(&events[..], [Event::SignedUp(e)] if e.waiting == 1));
    let phone = town.phone(second);
    assert_eq!(
        phone.volunteer.standing(shift, second),
        Some(Standing::Waiting(1))
    );
    assert_eq!(phone.volunteer.news(second)[0].1.kind, NewsKind::Waitlisted);
}

#[test]
fn when_somebody_cancels_the_first_in_line_has_the_place_and_is_told() {
    let mut town = Town::new();
    let shift = town.shift(1);
    let [a, b, c] = town.volunteers(3)[..] else {
        panic!()
    };
    for member in [a, b, c] {
        town.sign_up(member, shift, CLEANING).unwrap();
    }
    town.take_back(a, shift).unwrap();
    assert_eq!(town.cleaners(shift), (vec![b], vec![c]));
    assert_eq!(town.told(b, shift), Some(NewsKind::Promoted));
    assert_eq!(town.standing(shift, c), Some(Standing::Waiting(1)));
    assert_eq!(town.told(a, shift), None, "who cancels knows");
    // Taking it back once more changes nothing; coming again means the end of the line.
    assert_eq!(town.take_back(a, shift).unwrap(), []);
    town.sign_up(a, shift, CLEANING).unwrap();
    assert_eq!(town.cleaners(shift), (vec![b], vec![c, a]));
}

#[test]
fn a_full_role_leaves_the_other_roles_places_alone() {
    let mut town = Town::new();
    let shift = town.shift(1);
    let [a, b, c] = town.volunteers(3)[..] else {
        panic!()
    };
    town.sign_up(a, shift, CLEANING).unwrap();
    town.sign_up(b, shift, CLEANING).unwrap();
    town.sign_up(c, shift, GUIDING).unwrap();
    assert_eq!(town.standing(shift, c), Some(Standing::Placed));
    assert_eq!(town.standing(shift, b), Some(Standing::Waiting(1)));
}

#[test]
fn a_member_comes_to_a_shift_once() {
    let mut town = Town::new();
    let shift = town.shift(2);
    let a = town.volunteer("李梅");
    town.sign_up(a, shift, CLEANING).unwrap();
    assert_eq!(town.sign_up(a, shift, CLEANING).unwrap(), []);
    assert_eq!(
        town.sign_up(a, shift, GUIDING),
        Err(Rejection::AlreadySignedUp)
    );
    assert_eq!(town.sign_up(a, shift, 9), Err(Rejection::UnknownShiftRole));
    assert_eq!(
        town.sign_up(a, ShiftId(a.0), CLEANING),
        Err(Rejection::UnknownShift)
    );
}

#[test]
fn late_signup_is_rejected_and_says_since_when() {
    let mut town = Town::new();
    let shift = town.shift(2);
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    town.sign_up(a, shift, CLEANING).unwrap();
    town.go_to(shift, -60);
    let closed_at = town.now;
    assert_eq!(
        town.sign_up(b, shift, CLEANING),
        Err(Rejection::SignupClosed { closed_at })
    );
    town.go_to(shift, 0);
    let started_at = town.now;
    assert_eq!(
        town.sign_up(b, shift, CLEANING),
        Err(Rejection::ShiftStarted { started_at })
    );
    assert_eq!(
        town.take_back(a, shift),
        Err(Rejection::ShiftStarted { started_at })
    );
    // A phone's clock decides nothing.
    let command = Command::SignUp(SignUp {
        shift,
        role: CLEANING,
        member: b,
    });
    assert!(predict(&town.phone(b), b, &command, town.now).is_ok());
}

#[test]
fn after_the_cut_off_a_place_still_goes_to_the_first_in_line() {
    let mut town = Town::new();
    let shift = town.shift(1);
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    town.sign_up(a, shift, CLEANING).unwrap();
    town.sign_up(b, shift, CLEANING).unwrap();
    town.go_to(shift, -30);
    town.take_back(a, shift).unwrap();
    assert_eq!(town.cleaners(shift), (vec![b], vec![]));
}

#[test]
fn the_lead_adds_who_just_came_until_the_shift_is_over() {
    let mut town = Town::new();
    let lead = town.volunteer("带队");
    let shift = town.shift_of(led_by(details(2), lead));
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    town.go_to(shift, 10);
    town.sign_up_for(lead, a, shift, CLEANING).unwrap();
    assert_eq!(town.standing(shift, a), Some(Standing::Placed));
    town.go_to(shift, 150);
    let ended_at = town.now;
    assert_eq!(
        town.sign_up_for(lead, b, shift, CLEANING),
        Err(Rejection::ShiftOver { ended_at })
    );
}

#[test]
fn signing_up_somebody_else_is_recorded_with_who_did_it() {
    let mut town = Town::new();
    let link = town.person("联户员", None, &[Role::LinkMember], 1970);
    let shift = town.shift(5);
    let [elder, other, by_staff] = town.volunteers(3)[..] else {
        panic!()
    };
    town.sign_up_for(link, elder, shift, CLEANING).unwrap();
    town.sign_up_for(town.staff, by_staff, shift, CLEANING)
        .unwrap();
    assert_eq!(
        town.sign_up_for(other, elder, shift, CLEANING),
        Err(Rejection::NotAllowed)
    );
    town.sign_up(other, shift, CLEANING).unwrap();
    // Everybody sees it, names included.
    let phone = town.phone(other).volunteer;
    let by = |member| phone.shifts[&shift].signup(member).unwrap().by;
    assert_eq!(by(elder), Some(link));
    assert_eq!(by(by_staff), Some(town.staff));
    assert_eq!(by(other), None);
    assert_eq!(phone.names[&elder], "志愿者0");
    assert_eq!(phone.names[&link], "联户员");
    let unknown = MemberId(town.id());
    assert_eq!(
        town.sign_up_for(link, unknown, shift, CLEANING),
        Err(Rejection::UnknownMember { member: unknown })
    );
}

#[test]
fn who_was_signed_up_by_somebody_else_is_told() {
    let mut town = Town::new();
    let shift = town.shift(1);
    let [a, b, c] = town.volunteers(3)[..] else {
        panic!()
    };
    town.sign_up_for(town.staff, a, shift, CLEANING).unwrap();
    town.sign_up_for(town.staff, b, shift, CLEANING).unwrap();
    town.sign_up(c, shift, GUIDING).unwrap();
    assert_eq!(town.told(a, shift), Some(NewsKind::SignedUp));
    assert_eq!(town.told(b, shift), Some(NewsKind::Waitlisted));
    assert_eq!(town.told(c, shift), None);
    assert_eq!(town.phone(a).volunteer.news(a).len(), 1);
}

#[test]
fn those_who_live_together_sign_each_other_up() {
    let mut town = Town::new();
    let shift = town.shift(5);
    let home = town.home(3, 1, "301", None);
    let daughter = town.person("李梅", Some(home), &[Role::Resident], 1980);
    let father = town.person("李大山", Some(home), &[Role::Resident], 1948);
    let neighbour = town.resident("102", "王强");
    // No home at all is not one home.
    let [homeless, other] = town.volunteers(2)[..] else {
        panic!()
    };
    let for_father = Command::SignUp(SignUp {
        shift,
        role: CLEANING,
        member: father,
    });
    let phone = town.phone(daughter);
    assert!(phone.roster.housemates(daughter).eq([father]));
    assert_eq!(phone.roster.housemates(homeless).count(), 0);
    let foreseen = predict(&phone, daughter, &for_father, town.now).unwrap();
    assert_eq!(town.member(daughter, for_father).unwrap(), foreseen);
    let by = town.at_shift(shift).signup(father).unwrap().by;
    assert_eq!(by, Some(daughter));
    for (by, member) in [(neighbour, daughter), (homeless, other)] {
        assert_eq!(
            town.sign_up_for(by, member, shift, CLEANING),
            Err(Rejection::NotAllowed)
        );
    }
    let cancel = CancelSignup {
        shift,
        member: father,
    };
    town.member(daughter, Command::CancelSignup(cancel))
        .unwrap();
    assert_eq!(town.told(father, shift), Some(NewsKind::TakenBack));
}

#[test]
fn thanks_reach_everybody_who_had_a_place_once() {
    let mut town = Town::new();
    let [lead, a, late] = town.volunteers(3)[..] else {
        panic!()
    };
    let shift = town.shift_of(led_by(details(1), lead));
    for (member, role) in [(a, CLEANING), (late, CLEANING), (lead, GUIDING)] {
        town.sign_up(member, shift, role).unwrap();
    }
    let thank = |town: &mut Town, text: &str| {
        let report = ReportShift {
            shift,
            text: text.into(),
            photos: vec![],
        };
        town.member(lead, Command::ReportShift(report)).unwrap();
    };
    town.go_to(shift, 160);
    thank(&mut town, "谢谢大家。");
    assert_eq!(town.told(a, shift), Some(NewsKind::Reported));
    assert_eq!(town.told(late, shift), Some(NewsKind::Waitlisted));
    assert_eq!(town.told(lead, shift), None, "who wrote it knows it");
    let told = town.phone(a).volunteer.news(a);
    town.go_to(shift, 200);
    thank(&mut town, "谢谢大家，八户都好了。");
    assert_eq!(town.phone(a).volunteer.news(a), told);
}

#[test]
fn who_is_taken_back_by_somebody_else_is_told() {
    let mut town = Town::new();
    let shift = town.shift(1);
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    town.sign_up(a, shift, CLEANING).unwrap();
    town.sign_up(b, shift, CLEANING).unwrap();
    let cancel = CancelSignup { shift, member: a };
    assert_eq!(
        town.member(b, Command::CancelSignup(cancel.clone())),
        Err(Rejection::NotAllowed)
    );
    town.staff(Command::CancelSignup(cancel)).unwrap();
    assert_eq!(town.told(a, shift), Some(NewsKind::TakenBack));
    assert_eq!(town.told(b, shift), Some(NewsKind::Promoted));
    assert_eq!(town.phone(a).volunteer.news(a).len(), 1);
    // Who comes again has nothing left to be told.
    town.sign_up(a, shift, CLEANING).unwrap();
    assert_eq!(town.told(a, shift), Some(NewsKind::Waitlisted));
}

#[test]
fn a_link_member_takes_back_what_they_have_signed_up_and_no_more() {
    let mut town = Town::new();
    let link = town.person("联户员", None, &[Role::LinkMember], 1970);
    let shift = town.shift(5);
    let [elder, other] = town.volunteers(2)[..] else {
        panic!()
    };
    town.sign_up_for(link, elder, shift, CLEANING).unwrap();
    town.sign_up(other, shift, CLEANING).unwrap();
    let cancel = |member| Command::CancelSignup(CancelSignup { shift, member });
    assert_eq!(town.member(link, cancel(other)), Err(Rejection::NotAllowed));
    town.member(link, cancel(elder)).unwrap();
    assert_eq!(town.told(elder, shift), Some(NewsKind::TakenBack));
    assert_eq!(town.cleaners(shift), (vec![other], vec![]));
}

#[test]
fn overlapping_signups_are_taken_and_can_be_told() {
    let mut town = Town::new();
    let (one, other) = (town.shift(3), town.shift(3));
    let mut afternoon = details(3);
    afternoon.starts = 690; // when the first ones end
    let later = town.shift_of(afternoon);
    let a = town.volunteer("李梅");
    for shift in [one, other, later] {
        town.sign_up(a, shift, CLEANING).unwrap();
    }
    let board = &town.state.volunteer;
    assert_eq!(board.overlaps(a, one), [other]);
    assert_eq!(board.overlaps(a, later), []);
    town.cancel_shift(other).unwrap();
    assert_eq!(town.state.volunteer.overlaps(a, one), []);
}

#[test]
fn a_signup_that_crosses_the_cancelling_of_its_shift_is_rejected() {
    let mut town = Town::new();
    let shift = town.shift(2);
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    town.sign_up(a, shift, CLEANING).unwrap();
    town.cancel_shift(shift).unwrap();
    assert_eq!(
        town.sign_up(b, shift, CLEANING),
        Err(Rejection::ShiftCancelled)
    );
    // A cancellation that crosses it asks for what is so already.
    assert_eq!(town.take_back(a, shift).unwrap(), []);
    assert_eq!(town.told(a, shift), Some(NewsKind::Cancelled));
    assert_eq!(town.standing(shift, a), None);
}

#[test]
fn five_hundred_signups_leave_forty_in_and_the_others_in_order_of_arrival() {
    let mut town = Town::new();
    let shift = town.shift(40);
    let people = town.volunteers(500);
    for member in &people {
        town.sign_up(*member, shift, CLEANING).unwrap();
    }
    let (placed, waiting) = town.cleaners(shift);
    assert_eq!((placed.len(), waiting.len()), (40, 460));
    assert_eq!([placed, waiting].concat(), people);
}

#[test]
fn shifts_without_their_minimum_two_days_ahead_are_listed() {
    let mut town = Town::new();
    let shift = town.shift(5);
    let people = town.volunteers(3);
    town.sign_up(people[0], shift, CLEANING).unwrap();
    town.sign_up(people[1], shift, GUIDING).unwrap();
    let short = |town: &Town| town.state.volunteer.short(town.now).len();
    town.go_to(shift, -48 * 60);
    town.now = town.now.plus_seconds(-1);
    assert_eq!(short(&town), 0, "more than two days ahead");
    town.later(HOUR);
    assert_eq!(short(&town), 1);
    assert_eq!(town.state.volunteer.missing(town.at_shift(shift)), 1);
    town.sign_up(people[2], shift, CLEANING).unwrap();
    assert_eq!(short(&town), 0);
}
