//! Taking somebody off the roster, and what becomes of what they had.

use crate::kit::board::{CLEANING, details, led_by};
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
fn nobody_leads_what_a_removed_member_led_and_their_codes_end() {
    let mut town = Town::new();
    let [old, other, a] = town.volunteers(3)[..] else {
        panic!()
    };
    let (activity, shifts) = town.weekly(led_by(details(2), old));
    let (others, substituted) = town.weekly(led_by(details(2), other));
    let day = town.state.date(town.at_shift(substituted[1]).starts_at);
    town.change_shift(substituted[1], day, led_by(details(2), old))
        .unwrap();
    let once = town.shift_of(led_by(details(2), old));
    // From the fourth date on another leads it, so that the plan has two parts.
    let fourth = town.state.date(town.at_shift(shifts[3]).starts_at);
    town.change(activity, Some(fourth), led_by(details(2), other))
        .unwrap();
    for shift in [shifts[1], substituted[1]] {
        town.sign_up(a, shift, CLEANING).unwrap();
    }
    let group = GroupRecorded {
        group: GroupId(town.id()),
        name: "太极队".into(),
        kind: GroupKind::Taichi,
        lead: Some(Person {
            member: old,
            name: String::new(),
        }),
        schedule: String::new(),
        activity: None,
        closed: false,
    };
    town.staff(Command::RecordGroup(group.clone())).unwrap();
    let led = |town: &Town, shift| {
        let board = &town.state.volunteer;
        board.lead(&board.shifts[&shift])
    };

    town.go_to(shifts[0], 10);
    let codes = [shifts[1], substituted[1]].map(|shift| town.code(old, shift, 5));
    let running = town.code(old, shifts[0], 5);
    let events = town.remove(old).unwrap();
    let told = events.iter().find_map(|event| match event {
        Event::LeadsLeft(e) => Some(e),
        _ => None,
    });
    let told = told.unwrap();
    assert_eq!(told.activities, [activity], "what happened once has begun");
    assert_eq!(told.shifts, [substituted[1]]);
    assert_eq!(told.groups, [group.group]);
    assert_eq!(led(&town, shifts[0]), Some(old), "what has begun stays");
    assert_eq!(led(&town, once), Some(old));
    assert_eq!(led(&town, shifts[1]), None);
    assert_eq!(led(&town, shifts[3]), Some(other));
    assert_eq!(led(&town, substituted[0]), Some(other));
    assert_eq!(led(&town, substituted[1]), None);
    assert_eq!(town.state.volunteer.groups[&group.group].lead, None);
    let phone = town.phone(a).volunteer;
    assert_eq!(phone.lead(&phone.shifts[&shifts[1]]), None);
    // The plan has not moved, and nobody is told that it has.
    assert_eq!(town.told(a, shifts[1]), None);
    assert_eq!(town.shifts(activity), shifts);
    assert_eq!(town.code(town.staff, shifts[0], 5), running);

    for (shift, code) in [shifts[1], substituted[1]].into_iter().zip(codes) {
        town.go_to(shift, 10);
        assert_eq!(
            town.check_in(a, shift, &code.long),
            Err(Rejection::WrongCode { shift, left: 4 })
        );
        let code = town.code(town.staff, shift, 9);
        town.check_in(a, shift, &code.long).unwrap();
    }
    assert_eq!(
        town.code(other, substituted[2], 5),
        town.code(town.staff, substituted[2], 5)
    );
    // Staff change the plan without naming anybody anew.
    let mut fewer = details(1);
    fewer.lead = None;
    town.change(others, None, fewer).unwrap();
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
