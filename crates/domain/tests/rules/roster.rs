//! Homes and people.

use crate::kit::Town;
use yishi_domain::roster::*;
use yishi_domain::*;

#[test]
fn founding_comes_once() {
    let mut town = Town::new();
    let again = FoundCommunity {
        name: "另一个".into(),
        utc_offset_minutes: 0,
    };
    let refused = town.give(Actor::Operator, &Command::FoundCommunity(again));
    assert_eq!(refused, Err(Rejection::AlreadyExists));
    assert_eq!(town.state.community.name, "幸福街社区");
}

#[test]
fn recording_what_is_recorded_changes_nothing() {
    let mut town = Town::new();
    let home = town.home(1, 2, "301", Some(9_518));
    let same = HouseholdRecorded {
        household: home,
        building: 1,
        unit: 2,
        room: " 301 ".into(),
        area: Some(9_518),
    };
    assert_eq!(
        town.staff(Command::RecordHousehold(same.clone())),
        Ok(Vec::new())
    );
    let other = HouseholdRecorded {
        area: Some(9_519),
        ..same
    };
    assert_eq!(
        town.staff(Command::RecordHousehold(other)).unwrap().len(),
        1
    );
}

#[test]
fn a_member_lives_in_a_home_that_is_on_the_roster() {
    let mut town = Town::new();
    let household = HouseholdId(town.id());
    let record = MemberRecorded {
        member: MemberId(town.id()),
        name: "李梅".into(),
        household: Some(household),
        roles: [Role::Resident].into(),
        owner: false,
        born: 1980,
        shop: None,
    };
    let refused = town.staff(Command::RecordMember(record.clone()));
    assert_eq!(refused, Err(Rejection::UnknownHousehold { household }));
    let nameless = MemberRecorded {
        name: "\u{3000}".into(),
        household: None,
        ..record
    };
    assert_eq!(
        town.staff(Command::RecordMember(nameless)),
        Err(Rejection::TextEmpty {
            field: "name".into()
        })
    );
}

#[test]
fn a_shops_name_has_a_length() {
    let mut town = Town::new();
    let record = |town: &mut Town, shop: String| MemberRecorded {
        member: MemberId(town.id()),
        name: "店主".into(),
        household: None,
        roles: [Role::Merchant].into(),
        owner: false,
        born: 1980,
        shop: Some(shop),
    };
    let long = record(&mut town, "店".repeat(61));
    let refused = town.staff(Command::RecordMember(long));
    assert_eq!(
        refused,
        Err(Rejection::TextTooLong {
            field: "shop".into(),
            most: 60
        })
    );
    let fine = record(&mut town, " 茶室 ".into());
    let member = fine.member;
    town.staff(Command::RecordMember(fine)).unwrap();
    assert_eq!(
        town.state.roster.members[&member].shop.as_deref(),
        Some("茶室")
    );
}

#[test]
fn a_resident_knows_the_own_home_and_staff_know_all() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let phone = town.phone(li);
    assert!(phone.roster.members.contains_key(&li) && !phone.roster.members.contains_key(&zhao));
    assert_eq!(phone.roster.households.len(), 1);
    let desk = town.phone(town.staff);
    assert_eq!(
        (desk.roster.members.len(), desk.roster.households.len()),
        (3, 2)
    );
}

#[test]
fn audiences_follow_role_and_home() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let home = town.state.roster.members[&li].household.unwrap();
    assert_eq!(
        audiences_of(&town.state, li),
        [
            Audience::Public,
            Audience::Household(home),
            Audience::Member(li)
        ]
    );
    let staff = town.staff;
    assert_eq!(
        audiences_of(&town.state, staff),
        [
            Audience::Public,
            Audience::Staff,
            Audience::Patrol,
            Audience::Member(staff)
        ]
    );
    let stranger = MemberId(town.id());
    assert_eq!(audiences_of(&town.state, stranger), []);
    for audience in audiences_of(&town.state, li) {
        assert_eq!(audience.to_string().parse(), Ok(audience));
    }
    for text in [
        "",
        "Public",
        "member",
        "member:",
        "member:1",
        "team:3",
        "household:x",
    ] {
        assert!(text.parse::<Audience>().is_err(), "{text}");
    }
}
