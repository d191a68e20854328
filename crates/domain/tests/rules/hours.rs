//! What time at shifts and beside them adds up to.

use super::attendance::{Scene, scene};
use crate::kit::Town;
use crate::kit::board::{GUIDING, details, led_by};
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
use yishi_domain::*;

#[test]
fn ad_hoc_hours_count_once_somebody_else_has_confirmed_them() {
    let mut town = Town::new();
    let [lead, a, stranger] = town.volunteers(3)[..] else {
        panic!()
    };
    let shift = town.shift_of(led_by(details(2), lead));
    let activity = town.at_shift(shift).activity;
    let today = town.day(0);
    let claim = |town: &mut Town, minutes, day| {
        let claim = ClaimId(town.id());
        let hours = ClaimHours {
            claim,
            activity: Some(activity),
            day,
            minutes,
            text: "送水上楼".into(),
        };
        town.member(a, Command::ClaimHours(hours)).map(|_| claim)
    };
    let own = claim(&mut town, 45, today).unwrap();
    assert_eq!(claim(&mut town, 0, today), Err(Rejection::BadHours));
    assert_eq!(claim(&mut town, 1_441, today), Err(Rejection::BadHours));
    let tomorrow = today.plus_days(1);
    assert_eq!(claim(&mut town, 45, tomorrow), Err(Rejection::BadHours));
    assert_eq!(town.minutes_of(a), 0);
    let confirm = |claim| Command::ConfirmHours(ConfirmHours { claim });
    assert_eq!(town.member(a, confirm(own)), Err(Rejection::OwnHours));
    assert_eq!(
        town.member(stranger, confirm(own)),
        Err(Rejection::NotAllowed)
    );
    let waiting = |town: &Town, member| {
        let phone = town.phone(member);
        phone.volunteer.claims_to_settle(&phone, member).len()
    };
    let who = [lead, town.staff, a, stranger];
    assert_eq!(who.map(|member| waiting(&town, member)), [1, 1, 0, 0]);
    town.member(lead, confirm(own)).unwrap();
    assert_eq!(town.staff(confirm(own)).unwrap(), []);
    assert_eq!(town.minutes_of(a), 45);
    let refuse = |claim| {
        Command::RefuseHours(RefuseHours {
            claim,
            reason: "那天没有活动".into(),
        })
    };
    assert_eq!(town.staff(refuse(own)), Err(Rejection::ClaimSettled));
    let other = claim(&mut town, 30, today).unwrap();
    town.staff(refuse(other)).unwrap();
    assert_eq!(town.minutes_of(a), 45);
    let phone = town.phone(a).volunteer;
    assert!(
        matches!(&phone.claims[&other].state, ClaimState::Refused { reason } if reason == "那天没有活动")
    );
    assert!(town.phone(stranger).volunteer.claims.is_empty());
}

#[test]
fn hours_add_up_by_person_month_and_year() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        ..
    } = scene();
    let resident = town.resident("101", "李梅");
    let idle = town.resident("102", "王强");
    town.sign_up(resident, shift, GUIDING).unwrap();
    town.go_to(shift, 200);
    town.check_in_by_hand(lead, a, shift, 0).unwrap();
    town.check_in_by_hand(lead, resident, shift, 30).unwrap();
    let state = &town.state;
    let year = state.volunteer.statistics(state, 2026, town.now);
    let november = year.months[10];
    assert_eq!((november.minutes, november.volunteers), (150 + 120, 2));
    assert_eq!(november.active, 1, "the other volunteer lives elsewhere");
    assert_eq!((november.places, november.no_shows), (3, 1));
    assert_eq!((year.active, year.residents), (1, 2));
    let board = &state.volunteer;
    let by_member = board.year_by(state, 2026, town.now, |credit| credit.member);
    assert_eq!((by_member[&a], by_member[&resident]), ((150, 1), (120, 1)));
    let by_activity = board.year_by(state, 2026, town.now, |credit| credit.activity);
    assert_eq!(by_activity[&Some(town.at_shift(shift).activity)], (270, 2));
    assert_eq!(year.months[11], Month::default());
    let own = state.volunteer.year_of(state, resident, 2026, town.now);
    assert_eq!(own.len(), 1);
    assert_eq!((own[0].minutes, own[0].shift), (120, Some(shift)));
    assert_eq!(own[0].day.to_string(), "2026-11-30");
    let at_shift = |member| board.credit_at(state, shift, member, town.now);
    assert_eq!((at_shift(resident), at_shift(idle)), (Some(own[0]), None));
    assert!(
        state
            .volunteer
            .year_of(state, idle, 2026, town.now)
            .is_empty()
    );
    assert!(
        state
            .volunteer
            .year_of(state, resident, 2027, town.now)
            .is_empty()
    );
}

#[test]
fn time_at_a_shift_that_goes_on_does_not_count_yet() {
    let Scene {
        mut town,
        lead,
        shift,
        a,
        ..
    } = scene();
    town.go_to(shift, 20);
    town.check_in_by_hand(lead, a, shift, 0).unwrap();
    assert_eq!(town.minutes_of(a), 0);
    town.go_to(shift, 150);
    assert_eq!(town.minutes_of(a), 150);
    assert!(town.state.roster.has_role(a, Role::Volunteer));
}
