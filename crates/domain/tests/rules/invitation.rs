//! Joining with a phone, and losing one.

use crate::kit::{DAY, Town};
use yishi_domain::roster::*;
use yishi_domain::*;

const CODE: Digest = Digest([1; 32]);

fn issue(town: &mut Town, member: MemberId, code: Digest) -> Result<Vec<Event>, Rejection> {
    let invitation = InvitationId(town.id());
    let expires_at = town.now.plus_seconds(30 * DAY);
    town.staff(Command::IssueInvitation(IssueInvitation {
        invitation,
        member,
        code,
        expires_at,
    }))
}

fn join(town: &mut Town, code: Digest, token: u8) -> Result<DeviceId, Rejection> {
    let device = DeviceId(town.id());
    let join = JoinDevice {
        code,
        device,
        name: "手机".into(),
        token: Digest([token; 32]),
    };
    town.give(Actor::Guest, &Command::JoinDevice(join))
        .map(|_| device)
}

#[test]
fn an_invitation_lets_one_device_in() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    issue(&mut town, li, CODE).unwrap();
    let device = join(&mut town, CODE, 9).unwrap();
    let (found, known) = town.state.roster.device_by_token(&Digest([9; 32])).unwrap();
    assert_eq!(
        (found, known.member, known.name.as_str()),
        (device, li, "手机")
    );
}

#[test]
fn spent_invitation_is_rejected() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    issue(&mut town, li, CODE).unwrap();
    join(&mut town, CODE, 9).unwrap();
    assert_eq!(join(&mut town, CODE, 8), Err(Rejection::InvitationSpent));
    assert_eq!(town.state.roster.devices.len(), 1);
}

#[test]
fn a_device_that_lost_the_answer_joins_again_with_its_own_token_and_stays_one() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    issue(&mut town, li, CODE).unwrap();
    let first = join(&mut town, CODE, 9).unwrap();
    let events = town.log.len();
    join(&mut town, CODE, 9).unwrap();
    assert_eq!(town.log.len(), events);
    let (device, _) = town.state.roster.device_by_token(&Digest([9; 32])).unwrap();
    assert_eq!((device, town.state.roster.devices.len()), (first, 1));
}

#[test]
fn another_members_token_opens_no_spent_invitation() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let other = Digest([2; 32]);
    for (member, code, token) in [(li, CODE, 9), (zhao, other, 8)] {
        issue(&mut town, member, code).unwrap();
        join(&mut town, code, token).unwrap();
    }
    assert_eq!(join(&mut town, CODE, 8), Err(Rejection::InvitationSpent));
    assert_eq!(join(&mut town, other, 9), Err(Rejection::InvitationSpent));
}

#[test]
fn a_spent_code_does_not_come_back_to_life() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    issue(&mut town, li, CODE).unwrap();
    join(&mut town, CODE, 9).unwrap();
    assert_eq!(issue(&mut town, li, CODE), Err(Rejection::AlreadyExists));
    assert_eq!(join(&mut town, CODE, 8), Err(Rejection::InvitationSpent));
}

#[test]
fn expired_invitation_is_rejected() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    issue(&mut town, li, CODE).unwrap();
    let expired_at = town.now.plus_seconds(30 * DAY);
    town.now = expired_at;
    assert_eq!(
        join(&mut town, CODE, 9),
        Err(Rejection::InvitationExpired { expired_at })
    );
    town.now = expired_at.plus_seconds(-1);
    assert!(join(&mut town, CODE, 9).is_ok());
}

#[test]
fn mistyped_invitation_is_rejected() {
    let mut town = Town::new();
    assert_eq!(join(&mut town, CODE, 9), Err(Rejection::UnknownInvitation));
}

#[test]
fn invitation_for_nobody_is_rejected() {
    let mut town = Town::new();
    let member = MemberId(town.id());
    assert_eq!(
        issue(&mut town, member, CODE),
        Err(Rejection::UnknownMember { member })
    );
}

#[test]
fn codes_and_tokens_never_leave_the_authority() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    issue(&mut town, li, CODE).unwrap();
    join(&mut town, CODE, 9).unwrap();
    for (audiences, recorded) in &town.log {
        let secret = matches!(
            recorded.event,
            Event::InvitationIssued(_) | Event::InvitationSpent(_) | Event::TokenGranted(_)
        );
        assert!(!secret || audiences.is_empty(), "{recorded:?}");
    }
    let own = town.phone(li).roster;
    assert_eq!(
        (own.devices.len(), own.tokens.len(), own.invitations.len()),
        (1, 0, 0)
    );
}

#[test]
fn a_lost_phone_is_removed_by_its_member_or_staff_and_by_nobody_else() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let mut devices = Vec::new();
    for number in 1..=2 {
        issue(&mut town, li, Digest([number; 32])).unwrap();
        devices.push(join(&mut town, Digest([number; 32]), 100 + number).unwrap());
    }
    let remove = |device| Command::RemoveDevice(RemoveDevice { device });
    assert_eq!(
        town.member(zhao, remove(devices[0])),
        Err(Rejection::NotAllowed)
    );
    town.member(li, remove(devices[0])).unwrap();
    assert!(
        town.state
            .roster
            .device_by_token(&Digest([101; 32]))
            .is_none()
    );
    assert_eq!(
        town.member(li, remove(devices[0])),
        Ok(Vec::new()),
        "it is gone already"
    );
    town.staff(remove(devices[1])).unwrap();
    assert!(town.state.roster.tokens.is_empty());
}
