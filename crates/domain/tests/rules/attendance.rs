//! At the shift: codes, checking in and out, no-shows.

use crate::kit::board::{CLEANING, details, led_by};
use crate::kit::{DAY, Town, predict};
use yishi_domain::volunteer::*;
use yishi_domain::*;

/// A shift with a lead and two volunteers who have the places.
pub(super) struct Scene {
    pub(super) town: Town,
    pub(super) lead: MemberId,
    pub(super) shift: ShiftId,
    pub(super) a: MemberId,
    pub(super) b: MemberId,
}

pub(super) fn scene() -> Scene {
    let mut town = Town::new();
    let [lead, a, b] = town.volunteers(3)[..] else {
        panic!()
    };
    let shift = town.shift_of(led_by(details(2), lead));
    town.sign_up(a, shift, CLEANING).unwrap();
    town.sign_up(b, shift, CLEANING).unwrap();
    Scene {
        town,
        lead,
        shift,
        a,
        b,
    }
}

#[test]
fn a_code_that_arrives_hours_later_proves_when_it_was_shown() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        b,
    } = scene();
    let (early, late) = (town.code(lead, shift, -10), town.code(lead, shift, 140));
    town.go_to(shift, 600);
    town.check_in(a, shift, &early.digits).unwrap();
    town.check_in(b, shift, &early.long).unwrap();
    let starts_at = town.at_shift(shift).starts_at;
    for member in [a, b] {
        let came_at = town.at_shift(shift).came_at(member);
        assert_eq!(came_at, Some(starts_at.plus_seconds(-600)));
    }
    town.check_out(a, shift, &late.long).unwrap();
    assert_eq!(town.minutes_of(a), 150, "from check-in to check-out");
    assert_eq!(
        town.minutes_of(b),
        160,
        "to the schedule, since out is missing"
    );
}

#[test]
fn staff_and_the_lead_can_show_the_same_codes_and_nobody_else_any() {
    let Scene {
        town,
        lead,
        shift,
        a,
        ..
    } = scene();
    assert_eq!(town.code(lead, shift, 5), town.code(town.staff, shift, 5));
    assert_ne!(town.code(lead, shift, 5), town.code(lead, shift, 6));
    let board = town.phone(a).volunteer;
    let known = &board.shifts[&shift];
    let activity = &board.activities[&known.activity];
    assert_eq!(Code::of(activity, shift, known, town.now), None);
}

#[test]
fn the_code_of_another_shift_is_rejected_as_such() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        ..
    } = scene();
    let other = town.shift_of(led_by(details(2), lead));
    let code = town.code(lead, other, 5);
    town.go_to(shift, 10);
    assert_eq!(
        town.check_in(a, shift, &code.long),
        Err(Rejection::CodeOfOtherShift { shift, left: 4 })
    );
    assert_eq!(
        town.check_in(a, shift, "0000000000000000"),
        Err(Rejection::WrongCode { shift, left: 4 })
    );
    for bad in ["", "12345", "abc"] {
        let refused = town.check_in(a, shift, bad);
        assert_eq!(
            refused,
            Err(Rejection::WrongCode { shift, left: 4 }),
            "{bad}"
        );
    }
}

#[test]
fn whoever_guesses_too_often_has_to_ask_the_lead() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        ..
    } = scene();
    let code = town.code(lead, shift, 5);
    town.go_to(shift, 10);
    town.wrong_codes = 4;
    assert_eq!(
        town.check_in(a, shift, "0000000000000000"),
        Err(Rejection::WrongCode { shift, left: 0 })
    );
    town.wrong_codes = 5;
    assert_eq!(
        town.check_in(a, shift, &code.long),
        Err(Rejection::TooManyWrongCodes)
    );
    town.check_in_by_hand(lead, a, shift, 5).unwrap();
}

#[test]
fn a_code_is_good_once_in_and_a_later_one_out() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        ..
    } = scene();
    let (first, second) = (town.code(lead, shift, 5), town.code(lead, shift, 65));
    town.go_to(shift, 70);
    assert_eq!(
        town.check_out(a, shift, &first.long),
        Err(Rejection::NotCheckedIn)
    );
    town.check_in(a, shift, &first.long).unwrap();
    assert_eq!(
        town.check_in(a, shift, &second.long),
        Err(Rejection::AlreadyCheckedIn)
    );
    assert_eq!(
        town.check_out(a, shift, &first.long),
        Err(Rejection::CodeUsed)
    );
    town.check_out(a, shift, &second.long).unwrap();
    assert_eq!(town.minutes_of(a), 60);
}

#[test]
fn codes_of_too_early_or_too_late_are_rejected() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        b,
    } = scene();
    let code = |town: &Town, minutes| town.code(lead, shift, minutes).long;
    let (early, late) = (code(&town, -61), code(&town, 151));
    let (good, out) = (code(&town, 0), code(&town, 211));
    town.go_to(shift, 300);
    let opens_at = town.at_shift(shift).check_in_opens_at();
    let (ends_at, closed_at) = {
        let shift = town.at_shift(shift);
        (shift.ends_at, shift.check_out_closes_at())
    };
    assert_eq!(
        town.check_in(a, shift, &early),
        Err(Rejection::CheckInNotOpen { opens_at })
    );
    assert_eq!(
        town.check_in(a, shift, &late),
        Err(Rejection::CheckInClosed { closed_at: ends_at })
    );
    town.check_in(a, shift, &good).unwrap();
    assert_eq!(
        town.check_out(a, shift, &out),
        Err(Rejection::CheckInClosed { closed_at })
    );
    town.later(31 * DAY);
    let closed_at = ends_at.plus_seconds(30 * DAY);
    assert_eq!(
        town.check_in(b, shift, &good),
        Err(Rejection::CheckInClosed { closed_at })
    );
}

#[test]
fn a_code_of_a_time_that_has_not_come_is_none_unless_the_leads_clock_is_a_little_ahead() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        b,
    } = scene();
    let (soon, later) = (town.code(lead, shift, 9), town.code(lead, shift, 30));
    town.go_to(shift, 0);
    assert_eq!(
        town.check_in(a, shift, &later.long),
        Err(Rejection::WrongCode { shift, left: 4 })
    );
    town.check_in(b, shift, &soon.long).unwrap();
    let came_at = town.at_shift(shift).came_at(b);
    assert_eq!(came_at, Some(town.now), "never later than it arrived");
}

#[test]
fn only_who_has_a_place_checks_in_by_code_but_the_lead_may_say_who_helped() {
    let Scene {
        mut town,
        lead,
        shift,
        ..
    } = scene();
    let [waiting, stranger] = town.volunteers(2)[..] else {
        panic!()
    };
    town.sign_up(waiting, shift, CLEANING).unwrap();
    let code = town.code(lead, shift, 5);
    town.go_to(shift, 10);
    assert_eq!(
        town.check_in(waiting, shift, &code.long),
        Err(Rejection::OnWaitlist)
    );
    assert_eq!(
        town.check_in(stranger, shift, &code.long),
        Err(Rejection::NotSignedUp)
    );
    town.check_in_by_hand(lead, waiting, shift, 5).unwrap();
    assert!(town.at_shift(shift).came_at(waiting).is_some());
}

#[test]
fn by_hand_is_for_the_lead_and_staff_and_may_be_corrected() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        b,
    } = scene();
    town.go_to(shift, 30);
    assert_eq!(
        town.check_in_by_hand(a, b, shift, 5),
        Err(Rejection::NotAllowed)
    );
    assert_eq!(
        town.check_in_by_hand(a, a, shift, 5),
        Err(Rejection::NotAllowed)
    );
    town.check_in_by_hand(lead, a, shift, 5).unwrap();
    let staff = town.staff;
    town.check_in_by_hand(staff, a, shift, 0).unwrap();
    let again = town.check_in_by_hand(staff, a, shift, 0).unwrap();
    assert_eq!(again, []);
    let starts_at = town.at_shift(shift).starts_at;
    assert_eq!(town.at_shift(shift).came_at(a), Some(starts_at));
    // Nobody says of anybody by code that they are there.
    let code = town.code(lead, shift, 5);
    let for_other = CheckIn {
        shift,
        member: b,
        proof: Proof::Code(code.long),
    };
    assert_eq!(
        town.member(a, Command::CheckIn(for_other)),
        Err(Rejection::NotAllowed)
    );
    // No time that has not come.
    town.check_in_by_hand(lead, b, shift, 100).unwrap();
    assert_eq!(town.at_shift(shift).came_at(b), Some(town.now));
}

#[test]
fn a_phone_without_a_network_shows_the_check_in_at_once() {
    let Scene {
        mut town,
        shift,
        a,
        lead,
        ..
    } = scene();
    let code = town.code(lead, shift, 5);
    town.go_to(shift, 5);
    let check_in = Command::CheckIn(CheckIn {
        shift,
        member: a,
        proof: Proof::Code(code.digits),
    });
    let predicted = predict(&town.phone(a), a, &check_in, town.now).unwrap();
    assert!(matches!(&predicted[..], [Event::CheckedIn(e)] if e.came_at == town.now));
}

#[test]
fn who_did_not_come_is_told_by_the_lead_or_by_the_end() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        b,
    } = scene();
    let missed = |member| Command::MarkNoShow(MarkNoShow { shift, member });
    let starts_at = town.at_shift(shift).starts_at;
    assert_eq!(
        town.member(lead, missed(a)),
        Err(Rejection::ShiftNotStarted { starts_at })
    );
    town.go_to(shift, 20);
    town.check_in_by_hand(lead, b, shift, 0).unwrap();
    let no_shows = |town: &Town| {
        let known = town.at_shift(shift);
        [a, b].map(|member| known.is_no_show(member, town.now))
    };
    assert_eq!(no_shows(&town), [false, false]);
    town.member(lead, missed(a)).unwrap();
    assert_eq!(town.member(lead, missed(a)).unwrap(), []);
    assert_eq!(no_shows(&town), [true, false]);
    assert_eq!(
        town.member(lead, missed(b)),
        Err(Rejection::AlreadyCheckedIn)
    );
    // They come after all.
    town.check_in_by_hand(lead, a, shift, 20).unwrap();
    assert_eq!(no_shows(&town), [false, false]);

    let Scene {
        mut town, shift, a, ..
    } = scene();
    town.go_to(shift, 149);
    assert!(!town.at_shift(shift).is_no_show(a, town.now));
    town.go_to(shift, 150);
    assert!(town.at_shift(shift).is_no_show(a, town.now));
}

#[test]
fn who_was_where_when_reaches_that_member_the_lead_and_staff_alone() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        b,
    } = scene();
    town.go_to(shift, 20);
    town.check_in_by_hand(lead, a, shift, 0).unwrap();
    let missed = MarkNoShow { shift, member: b };
    town.member(lead, Command::MarkNoShow(missed)).unwrap();
    let known = |member| town.phone(member).volunteer.shifts[&shift].attendance.len();
    assert_eq!(known(lead), 2);
    assert_eq!(known(town.staff), 2);
    assert_eq!((known(a), known(b)), (1, 1));
    let neighbour = town.resident("101", "李梅");
    assert_eq!(
        town.phone(neighbour).volunteer.shifts[&shift].attendance,
        []
    );
}

#[test]
fn a_new_lead_makes_a_new_key_and_the_old_leads_codes_end() {
    let mut town = Town::new();
    let [old, new, a] = town.volunteers(3)[..] else {
        panic!()
    };
    let (activity, shifts) = town.weekly(led_by(details(2), old));
    town.sign_up(a, shifts[1], CLEANING).unwrap();
    let old_code = town.code(old, shifts[1], 5);
    town.go_to(shifts[0], 10);
    let running = town.code(old, shifts[0], 5);
    town.change(activity, None, led_by(details(2), new))
        .unwrap();
    let board = town.phone(new).volunteer;
    let known = &board.shifts[&shifts[0]];
    let key = &board.activities[&activity];
    assert_eq!(Code::of(key, shifts[0], known, town.now), None);
    assert_eq!(
        town.code(town.staff, shifts[0], 5),
        running,
        "what has begun goes on with its key"
    );
    let code = town.code(new, shifts[1], 5);
    town.go_to(shifts[1], 10);
    assert_eq!(
        town.check_in(a, shifts[1], &old_code.long),
        Err(Rejection::WrongCode {
            shift: shifts[1],
            left: 4
        })
    );
    town.check_in(a, shifts[1], &code.long).unwrap();
}

#[test]
fn until_a_new_lead_takes_over_the_codes_are_those_of_the_old_one() {
    let mut town = Town::new();
    let [old, new, a] = town.volunteers(3)[..] else {
        panic!()
    };
    let (activity, shifts) = town.weekly(led_by(details(2), old));
    for shift in [shifts[0], shifts[2]] {
        town.sign_up(a, shift, CLEANING).unwrap();
    }
    let from = town.state.date(town.at_shift(shifts[1]).starts_at);
    town.change(activity, Some(from), led_by(details(2), new))
        .unwrap();
    let of_old = town.code(old, shifts[2], 5);
    for (shift, lead) in [(shifts[0], old), (shifts[2], new)] {
        town.go_to(shift, 10);
        let code = town.code(lead, shift, 5);
        assert_eq!(town.code(town.staff, shift, 5), code);
        town.check_in(a, shift, &code.digits).unwrap();
    }
    let shift = shifts[2];
    let (b, wrong) = (town.volunteer("又一位"), of_old.long);
    town.sign_up_for(new, b, shift, CLEANING).unwrap();
    assert_eq!(
        town.check_in(b, shift, &wrong),
        Err(Rejection::WrongCode { shift, left: 4 })
    );
    // Who takes over earlier than was planned has the codes of those dates too.
    let (activity, shifts) = town.weekly(led_by(details(2), old));
    let from = town.state.date(town.at_shift(shifts[2]).starts_at);
    town.change(activity, Some(from), led_by(details(2), new))
        .unwrap();
    town.change(activity, None, led_by(details(2), new))
        .unwrap();
    let of_new = town.code(new, shifts[0], 5);
    assert_eq!(town.code(town.staff, shifts[0], 5), of_new);
}

#[test]
fn who_leads_one_shift_in_somebodys_place_can_show_its_codes_and_no_others() {
    let mut town = Town::new();
    let [lead, other, a] = town.volunteers(3)[..] else {
        panic!()
    };
    let (activity, shifts) = town.weekly(led_by(details(2), lead));
    town.sign_up(a, shifts[0], CLEANING).unwrap();
    let day = town.state.date(town.at_shift(shifts[0]).starts_at);
    town.change_shift(shifts[0], day, led_by(details(2), other))
        .unwrap();
    let code = town.code(other, shifts[0], 5);
    assert_eq!(code, town.code(lead, shifts[0], 5));
    let board = town.phone(other).volunteer;
    let next = &board.shifts[&shifts[1]];
    let key = &board.activities[&activity];
    assert_eq!(Code::of(key, shifts[1], next, town.now), None);
    town.go_to(shifts[0], 10);
    town.check_in(a, shifts[0], &code.digits).unwrap();
    town.check_in_by_hand(other, a, shifts[0], 0).unwrap();
}
