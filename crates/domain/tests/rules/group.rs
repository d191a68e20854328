//! Culture teams: who belongs to them, and how many residents that is.

use crate::kit::Town;
use crate::kit::board::details;
use yishi_domain::volunteer::*;
use yishi_domain::*;

fn record(town: &mut Town, lead: MemberId) -> GroupRecorded {
    GroupRecorded {
        group: GroupId(town.id()),
        name: "幸福合唱队".into(),
        kind: GroupKind::Choir,
        lead: Some(Person {
            member: lead,
            name: String::new(),
        }),
        schedule: "每周四晚七点".into(),
        activity: None,
        closed: false,
    }
}

fn join(group: GroupId, member: MemberId) -> Command {
    Command::JoinGroup(JoinGroup { group, member })
}

fn leave(group: GroupId, member: MemberId) -> Command {
    Command::LeaveGroup(LeaveGroup { group, member })
}

#[test]
fn everybody_sees_who_belongs_to_a_group_and_how_many_residents_that_is() {
    let mut town = Town::new();
    let [a, b, lead] = [("101", "李梅"), ("102", "王强"), ("103", "孙艳")]
        .map(|(room, name)| town.resident(room, name));
    let choir = record(&mut town, lead);
    let group = choir.group;
    town.staff(Command::RecordGroup(choir)).unwrap();
    assert!(town.state.volunteer.groups[&group].members.contains(&lead));
    town.member(a, join(group, a)).unwrap();
    assert_eq!(town.member(a, join(group, a)).unwrap(), []);
    town.member(lead, join(group, b)).unwrap();
    let phone = town.phone(b).volunteer;
    assert_eq!(phone.groups[&group].members.len(), 3);
    assert_eq!(phone.names[&a], "李梅");
    assert_eq!(phone.names[&lead], "孙艳");
    let coverage = |town: &Town| town.state.volunteer.coverage(&town.state);
    let expected = |members| Coverage {
        members,
        residents: 3,
    };
    assert_eq!(coverage(&town), expected(3));
    town.member(a, leave(group, a)).unwrap();
    assert_eq!(coverage(&town), expected(2));
}

#[test]
fn one_joins_and_leaves_for_oneself_the_lead_and_staff_for_others() {
    let mut town = Town::new();
    let [a, b, lead] = town.volunteers(3)[..] else {
        panic!()
    };
    let choir = record(&mut town, lead);
    let group = choir.group;
    town.staff(Command::RecordGroup(choir)).unwrap();
    assert_eq!(town.member(a, join(group, b)), Err(Rejection::NotAllowed));
    town.staff(join(group, b)).unwrap();
    assert_eq!(town.member(a, leave(group, b)), Err(Rejection::NotAllowed));
    town.member(lead, leave(group, b)).unwrap();
    assert_eq!(town.member(lead, leave(group, b)).unwrap(), []);
    let other = GroupId(town.id());
    assert_eq!(town.member(a, join(other, a)), Err(Rejection::UnknownGroup));
}

#[test]
fn stating_a_group_again_keeps_its_members_and_a_closed_one_takes_nobody() {
    let mut town = Town::new();
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    let shift = town.shift_of(details(5));
    let mut choir = record(&mut town, a);
    let group = choir.group;
    town.staff(Command::RecordGroup(choir.clone())).unwrap();
    town.staff(join(group, b)).unwrap();
    choir.activity = Some(ActivityId(shift.0));
    assert_eq!(
        town.staff(Command::RecordGroup(choir.clone())),
        Ok(vec![Event::GroupRecorded(GroupRecorded {
            lead: Some(Person {
                member: a,
                name: "志愿者0".into()
            }),
            ..choir.clone()
        })])
    );
    choir.closed = true;
    town.staff(Command::RecordGroup(choir.clone())).unwrap();
    assert_eq!(town.state.volunteer.groups[&group].members.len(), 2);
    town.member(b, leave(group, b)).unwrap();
    assert_eq!(town.member(b, join(group, b)), Err(Rejection::GroupClosed));
    choir.activity = Some(ActivityId(group.0));
    assert_eq!(
        town.staff(Command::RecordGroup(choir)),
        Err(Rejection::UnknownActivity)
    );
}
