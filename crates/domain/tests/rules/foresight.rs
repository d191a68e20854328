//! What is told beforehand: whom a change meets, what a role may do, where a need fits.

use crate::kit::board::{CLEANING, details};
use crate::kit::{HOUR, Town};
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
use yishi_domain::*;

fn change(town: &Town, activity: ActivityId, details: Details) -> Command {
    let known = town.state.volunteer.activities[&activity].latest().unwrap();
    Command::ChangeActivity(ChangeActivity {
        activity,
        from: None,
        details,
        first: known.first,
        rule: known.rule.clone(),
    })
}

#[test]
fn whom_a_change_meets_is_told_before_it_is_made_and_nothing_changes_by_asking() {
    let mut town = Town::new();
    let (activity, shifts) = town.weekly(details(2));
    let people = town.volunteers(3);
    for member in &people {
        town.sign_up(*member, shifts[0], CLEANING).unwrap();
    }
    town.sign_up(people[0], shifts[1], CLEANING).unwrap();
    let before = town.state.clone();
    let phone = town.phone(town.staff);

    let later = Details {
        starts: 600,
        ..details(2)
    };
    let effect = phone.effect_of(town.staff, &change(&town, activity, later), town.now);
    let expected = Effect {
        people: 3,
        shifts: 2,
        moved: 4,
        ..Effect::default()
    };
    assert_eq!(effect, expected);

    let command = change(&town, activity, details(1));
    let effect = phone.effect_of(town.staff, &command, town.now);
    let expected = Effect {
        people: 1,
        shifts: 1,
        waitlisted: 1,
        ..Effect::default()
    };
    assert_eq!(effect, expected);

    let command = change(&town, activity, details(3));
    assert_eq!(phone.effect_of(town.staff, &command, town.now).promoted, 1);
    let mut renumbered = details(2);
    renumbered.roles[0].role = 9;
    let command = change(&town, activity, renumbered);
    assert_eq!(
        phone.effect_of(town.staff, &command, town.now).role_ended,
        4
    );
    assert_eq!(town.state, before);
}

#[test]
fn whom_an_end_meets_is_told_and_a_refused_command_meets_nobody() {
    let mut town = Town::new();
    let (activity, shifts) = town.weekly(details(2));
    let people = town.volunteers(2);
    for member in &people {
        town.sign_up(*member, shifts[0], CLEANING).unwrap();
        town.sign_up(*member, shifts[2], CLEANING).unwrap();
    }
    let end = |from| {
        Command::EndActivity(EndActivity {
            activity,
            from,
            reason: "场地装修".into(),
        })
    };
    let effect = |actor, command: &Command| town.state.effect_of(actor, command, town.now);
    assert_eq!(effect(town.staff, &end(None)).cancelled, 4);
    let second = town.at_shift(shifts[1]).day;
    assert_eq!(effect(town.staff, &end(Some(second))).cancelled, 2);
    assert_eq!(effect(people[0], &end(None)), Effect::default());
}

#[test]
fn what_roles_allow_is_known_before_anything_is_asked_for() {
    let mut town = Town::new();
    let link = town.person("周联户", None, &[Role::LinkMember], 1970);
    let volunteer = town.volunteer("李梅");
    let may = |member, command| town.state.may(member, command);
    assert!(may(town.staff, "plan_activity") && may(town.staff, "raise_need"));
    assert!(!may(link, "plan_activity") && may(link, "raise_need"));
    assert!(!may(volunteer, "raise_need") && may(volunteer, "claim_hours"));
    assert!(!may(town.staff, "no_such_command"));
}

#[test]
fn a_need_is_offered_the_shifts_of_its_kind_with_those_who_have_a_place() {
    let mut town = Town::new();
    let visit = town.shift(1);
    let upkeep = town.shift_of(Details {
        kind: ActivityKind::Upkeep,
        starts: 840,
        ..details(2)
    });
    let choir = town.shift_of(Details {
        kind: ActivityKind::Culture,
        ..details(2)
    });
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    town.sign_up(a, visit, CLEANING).unwrap();
    town.sign_up(b, visit, CLEANING).unwrap();
    let offered = |kind, now| -> Vec<ShiftId> {
        let shifts = town.state.volunteer.shifts_for(kind, now);
        shifts.iter().map(|(id, ..)| *id).collect()
    };
    assert_eq!(offered(NeedKind::Haircut, town.now), [visit]);
    assert_eq!(offered(NeedKind::Repair, town.now), [visit, upkeep]);
    assert!(!offered(NeedKind::Other, town.now).contains(&choir));
    let placed = &town.state.volunteer.shifts_for(NeedKind::Haircut, town.now)[0].2;
    assert_eq!(*placed, [a], "who waits cannot take it");
    let after = town.at_shift(visit).ends_at.plus_seconds(HOUR);
    assert_eq!(offered(NeedKind::Haircut, after), []);
}

#[test]
fn a_groups_lead_and_staff_say_who_belongs_to_it() {
    let mut town = Town::new();
    let (lead, other) = (town.volunteer("周队长"), town.volunteer("李梅"));
    let group = GroupId(town.id());
    let record = GroupRecorded {
        group,
        name: "锣鼓队".into(),
        kind: GroupKind::Drum,
        lead: Some(Person {
            member: lead,
            name: String::new(),
        }),
        schedule: String::new(),
        activity: None,
        closed: false,
    };
    town.staff(Command::RecordGroup(record)).unwrap();
    let group = &town.state.volunteer.groups[&group];
    assert!(group.may_manage(&town.state, lead) && group.may_manage(&town.state, town.staff));
    assert!(!group.may_manage(&town.state, other));
}
