//! Taking somebody off the roster, and what becomes of what they had.

use crate::kit::board::{CLEANING, details};
use crate::kit::{DAY, Town};
use yishi_domain::council::*;
use yishi_domain::roster::*;
use yishi_domain::volunteer::*;
use yishi_domain::*;

const CODE: Digest = Digest([1; 32]);
const TOKEN: Digest = Digest([9; 32]);

#[test]
fn phones_and_invitations_of_a_removed_member_are_void() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    for code in [CODE, Digest([2; 32])] {
        let invite = IssueInvitation {
            invitation: InvitationId(town.id()),
            member: li,
            code,
            expires_at: town.now.plus_seconds(30 * DAY),
        };
        town.staff(Command::IssueInvitation(invite)).unwrap();
    }
    let join = |town: &mut Town, code, token| {
        let join = JoinDevice {
            code,
            device: DeviceId(town.id()),
            name: "手机".into(),
            token,
        };
        town.give(Actor::Guest, &Command::JoinDevice(join))
    };
    join(&mut town, CODE, TOKEN).unwrap();
    let link = SetCalendarLink {
        link: Some(Digest([3; 32])),
    };
    town.member(li, Command::SetCalendarLink(link)).unwrap();
    town.remove(li).unwrap();
    let roster = &town.state.roster;
    assert_eq!(roster.device_by_token(&TOKEN), None);
    assert_eq!(roster.member_by_calendar_link(&Digest([3; 32])), None);
    assert!(roster.devices.is_empty() && roster.tokens.is_empty());
    assert!(audiences_of(&town.state, li).is_empty());
    let second = join(&mut town, Digest([2; 32]), Digest([8; 32]));
    assert_eq!(second, Err(Rejection::UnknownInvitation));
    let opinion = OpinionId(town.id());
    let raise = RaiseOpinion {
        opinion,
        text: "还在吗".into(),
        category: Category::Other,
        anonymous: false,
        photos: vec![],
        shop: None,
    };
    assert_eq!(
        town.member(li, Command::RaiseOpinion(raise)),
        Err(Rejection::NotAMember)
    );
    assert_eq!(town.remove(li).unwrap(), [], "it is so already");
}

#[test]
fn a_removed_member_loses_the_shifts_to_come_and_the_next_in_line_have_them() {
    let mut town = Town::new();
    let (_, shifts) = town.weekly(details(1));
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    for member in [a, b] {
        for shift in &shifts[..3] {
            town.sign_up(member, *shift, CLEANING).unwrap();
        }
    }
    let mut group = GroupRecorded {
        group: GroupId(town.id()),
        name: "太极队".into(),
        kind: GroupKind::Taichi,
        lead: None,
        schedule: String::new(),
        activity: None,
        closed: false,
    };
    town.staff(Command::RecordGroup(group.clone())).unwrap();
    group.closed = false;
    let join = JoinGroup {
        group: group.group,
        member: a,
    };
    town.member(a, Command::JoinGroup(join)).unwrap();
    town.go_to(shifts[0], 200);
    let staff = town.staff;
    town.check_in_by_hand(staff, a, shifts[0], 0).unwrap();
    let events = town.remove(a).unwrap();
    assert!(
        matches!(&events[..], [Event::SignupsCancelled(e), Event::GroupsLeft(_), Event::MemberRemoved(_)]
            if e.shifts == shifts[1..3])
    );
    for shift in &shifts[1..3] {
        assert_eq!(town.standing(*shift, b), Some(Standing::Placed));
        assert_eq!(town.told(b, *shift), Some(NewsKind::Promoted));
    }
    assert!(town.state.volunteer.groups[&group.group].members.is_empty());
    // What they have done stays.
    assert_eq!(town.standing(shifts[0], a), Some(Standing::Placed));
    assert_eq!(town.minutes_of(a), 150);
    let phone = town.phone(b).volunteer;
    assert_eq!(phone.standing(shifts[1], b), Some(Standing::Placed));
}

#[test]
fn ballots_that_were_cast_and_the_frozen_electorate_stay_as_they_are() {
    let mut town = Town::new();
    let [a, b, c] = [("101", "李梅"), ("102", "王强"), ("103", "孙艳")]
        .map(|(room, name)| town.resident(room, name));
    let motion = town.notice(ElectorateKind::Adults, Place::Everywhere, "simple_majority");
    town.open(motion).unwrap();
    town.cast(a, motion, Choice::Approve).unwrap();
    town.remove(a).unwrap();
    town.remove(b).unwrap();
    assert_eq!(
        town.cast(b, motion, Choice::Reject),
        Err(Rejection::NotAMember)
    );
    town.cast(c, motion, Choice::Approve).unwrap();
    let closed = town.close(motion).unwrap();
    // Three residents and the committee's member were there when it opened.
    assert_eq!(closed.tally.electorate.heads, 4);
    assert_eq!(closed.tally.participants.heads, 2);
    assert_eq!(closed.tally.approve.heads, 2);
}

#[test]
fn the_home_and_staff_learn_that_somebody_is_gone() {
    let mut town = Town::new();
    let home = town.home(1, 1, "101", Some(10_000));
    let [a, b] =
        ["李梅", "王强"].map(|name| town.person(name, Some(home), &[Role::Resident], 1980));
    town.remove(a).unwrap();
    for member in [b, town.staff] {
        assert_eq!(town.phone(member).roster.name(a), None);
    }
    // Somebody who was taken off by mistake is stated anew.
    let record = MemberRecorded {
        member: a,
        name: "李梅".into(),
        household: Some(home),
        roles: [Role::Resident].into(),
        owner: true,
        born: 1980,
        shop: None,
    };
    town.staff(Command::RecordMember(record)).unwrap();
    for member in [a, b, town.staff] {
        assert_eq!(town.phone(member).roster.name(a), Some("李梅"));
    }
}

#[test]
fn a_calendar_link_is_ones_own_and_the_newest_one_counts() {
    let mut town = Town::new();
    let [a, b] = town.volunteers(2)[..] else {
        panic!()
    };
    let set = |link: Option<u8>| {
        Command::SetCalendarLink(SetCalendarLink {
            link: link.map(|byte| Digest([byte; 32])),
        })
    };
    town.member(a, set(Some(1))).unwrap();
    assert_eq!(town.member(a, set(Some(1))).unwrap(), []);
    assert_eq!(town.member(b, set(Some(1))), Err(Rejection::AlreadyExists));
    town.member(a, set(Some(2))).unwrap();
    let member = |town: &Town, byte| {
        town.state
            .roster
            .member_by_calendar_link(&Digest([byte; 32]))
    };
    assert_eq!((member(&town, 1), member(&town, 2)), (None, Some(a)));
    assert_eq!(town.phone(a).roster.calendar_link(a), Some(Digest([2; 32])));
    assert_eq!(town.phone(town.staff).roster.calendar_links.len(), 0);
    town.member(a, set(None)).unwrap();
    assert_eq!(member(&town, 2), None);
    assert_eq!(town.phone(a).roster.calendar_link(a), None);
}
