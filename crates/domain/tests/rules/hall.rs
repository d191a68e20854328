//! Who came to a meeting, and whether they are enough.

use crate::kit::{DAY, HOUR, Town, predict};
use yishi_domain::council::*;
use yishi_domain::roster::Role;
use yishi_domain::*;

/// A meeting a week ahead that was called, with so many in the council; it is an hour before the start.
fn called(town: &mut Town, seats: usize) -> (MeetingId, Vec<MemberId>) {
    let council = (0..seats)
        .map(|n| town.person(&format!("代表{n}"), None, &[Role::Representative], 1960))
        .collect();
    let meeting = town.meeting();
    town.advance(meeting, MeetingState::Called);
    town.later(7 * DAY - HOUR);
    (meeting, council)
}

fn attend(meeting: MeetingId, member: MemberId, proof: Proof) -> Command {
    Command::AttendMeeting(AttendMeeting {
        meeting,
        member,
        proof,
    })
}

impl Town {
    fn tick_off(&mut self, meeting: MeetingId, member: MemberId) -> Result<Vec<Event>, Rejection> {
        let at = Proof::Hand(self.now);
        self.staff(attend(meeting, member, at))
    }

    fn shown(&self, meeting: MeetingId) -> Code {
        let hall = self.phone(self.staff);
        hall.council.meetings[&meeting].code(self.now).unwrap()
    }

    fn hand_in(
        &mut self,
        member: MemberId,
        meeting: MeetingId,
        code: &str,
    ) -> Result<Vec<Event>, Rejection> {
        self.member(member, attend(meeting, member, Proof::Code(code.into())))
    }

    fn gathering(&self, meeting: MeetingId) -> &Meeting {
        &self.state.council.meetings[&meeting]
    }
}

#[test]
fn the_key_of_the_codes_is_for_staff_alone() {
    let mut town = Town::new();
    let (meeting, council) = called(&mut town, 3);
    let key = |state: &State| state.council.meetings[&meeting].key;
    assert!(key(&town.phone(town.staff)).is_some());
    assert_eq!(key(&town.phone(council[0])), None);
    let issued = |town: &Town| {
        let keys = town.log.iter();
        keys.filter(|(_, r)| matches!(r.event, Event::MeetingKeyIssued(_)))
            .count()
    };
    assert_eq!(issued(&town), 1);
    town.advance(meeting, MeetingState::Open);
    assert_eq!(issued(&town), 1, "one key a meeting");
}

#[test]
fn a_code_from_the_hall_checks_in_also_when_it_arrives_later() {
    let mut town = Town::new();
    let (meeting, council) = called(&mut town, 3);
    let shown = town.now;
    let codes = [town.shown(meeting).digits, town.shown(meeting).long];
    town.later(3 * HOUR);
    for (member, code) in council.iter().zip(&codes) {
        town.hand_in(*member, meeting, code).unwrap();
        assert_eq!(town.gathering(meeting).attendance[member].came_at, shown);
        let again = town.hand_in(*member, meeting, code);
        assert_eq!(again, Ok(Vec::new()));
    }
    assert_eq!(
        town.gathering(meeting).present,
        Present {
            seats: 2,
            guests: 0
        }
    );
}

#[test]
fn everybody_sees_how_many_came_staff_and_oneself_see_who() {
    let mut town = Town::new();
    let (meeting, council) = called(&mut town, 3);
    let guest = town.resident("101", "李梅");
    for member in [council[0], council[1], guest] {
        town.tick_off(meeting, member).unwrap();
    }
    let knows = |member: MemberId| {
        let phone = town.phone(member);
        let meeting = &phone.council.meetings[&meeting];
        let known: Vec<MemberId> = meeting.attendance.keys().copied().collect();
        (meeting.present, known)
    };
    let present = Present {
        seats: 2,
        guests: 1,
    };
    assert_eq!(knows(guest), (present, vec![guest]));
    assert_eq!(knows(council[2]), (present, vec![]));
    assert_eq!(knows(town.staff).1.len(), 3);
    for (audiences, recorded) in &town.log {
        if matches!(recorded.event, Event::AttendanceCounted(_)) {
            assert_eq!((recorded.by, recorded.cause), (None, None));
            assert_eq!(audiences[..], [Audience::Public]);
        }
    }
}

#[test]
fn more_than_half_of_the_representatives_are_a_quorum() {
    for (seats, needed) in [(1, 1), (3, 2), (4, 3), (40, 21)] {
        let mut town = Town::new();
        let (meeting, council) = called(&mut town, seats);
        assert_eq!(town.gathering(meeting).seats, u32::try_from(seats).ok());
        assert_eq!(town.gathering(meeting).quorum(), Some(needed));
        for (n, member) in council.iter().enumerate() {
            assert_eq!(town.gathering(meeting).has_quorum(), n >= needed as usize);
            town.tick_off(meeting, *member).unwrap();
        }
        assert!(town.gathering(meeting).has_quorum());
    }
    let mut town = Town::new();
    let (meeting, _) = called(&mut town, 0);
    let guest = town.resident("101", "李梅");
    town.tick_off(meeting, guest).unwrap();
    assert!(!town.gathering(meeting).has_quorum());
}

#[test]
fn who_joins_the_council_before_the_opening_counts_with_it() {
    let mut town = Town::new();
    let (meeting, _) = called(&mut town, 3);
    town.person("新代表", None, &[Role::Representative], 1960);
    assert_eq!(town.gathering(meeting).seats, Some(3));
    town.advance(meeting, MeetingState::Open);
    assert_eq!(town.gathering(meeting).seats, Some(4));
}

#[test]
fn a_tick_is_taken_back() {
    let mut town = Town::new();
    let (meeting, council) = called(&mut town, 2);
    let strike = |member| Command::StrikeAttendance(StrikeAttendance { meeting, member });
    assert_eq!(town.staff(strike(council[0])), Ok(Vec::new()));
    town.tick_off(meeting, council[0]).unwrap();
    town.staff(strike(council[0])).unwrap();
    assert_eq!(town.gathering(meeting).present, Present::default());
    let phone = town.phone(council[0]);
    assert!(phone.council.meetings[&meeting].attendance.is_empty());
    town.tick_off(meeting, council[0]).unwrap();
    assert_eq!(town.gathering(meeting).present.seats, 1);
}

#[test]
fn only_staff_say_of_others_that_they_are_there_and_nobody_of_oneself_without_a_code() {
    let mut town = Town::new();
    let (meeting, council) = called(&mut town, 2);
    let at = town.now;
    for (member, command) in [
        (council[0], attend(meeting, council[1], Proof::Hand(at))),
        (council[0], attend(meeting, council[0], Proof::Hand(at))),
        (
            town.staff,
            attend(meeting, council[0], Proof::Code(town.shown(meeting).digits)),
        ),
    ] {
        assert_eq!(town.member(member, command), Err(Rejection::NotAllowed));
    }
    let stranger = MemberId(town.id());
    let unknown = Err(Rejection::UnknownMember { member: stranger });
    assert_eq!(town.tick_off(meeting, stranger), unknown);
}

#[test]
fn wrong_codes_are_counted_and_end() {
    let mut town = Town::new();
    let (meeting, council) = called(&mut town, 1);
    for left in [4, 3, 2, 1, 0] {
        let wrong = town.hand_in(council[0], meeting, "000000");
        assert_eq!(wrong, Err(Rejection::WrongMeetingCode { meeting, left }));
        town.wrong_codes += 1;
    }
    let code = town.shown(meeting).digits;
    let ended = town.hand_in(council[0], meeting, &code);
    assert_eq!(ended, Err(Rejection::TooManyWrongCodes));
    town.wrong_codes = 0;
    assert!(
        town.tick_off(meeting, council[0]).is_ok(),
        "staff still may"
    );
}

#[test]
fn codes_are_taken_from_an_hour_before_the_start_to_the_close() {
    let mut town = Town::new();
    let (meeting, council) = called(&mut town, 3);
    let opens_at = town.now;
    let code_at = |town: &Town, at: Timestamp| town.gathering(meeting).code(at).unwrap().digits;
    let early = code_at(&town, opens_at.plus_seconds(-120));
    let refused = town.hand_in(council[0], meeting, &early);
    assert_eq!(refused, Err(Rejection::CheckInNotOpen { opens_at }));
    assert!(town.gathering(meeting).takes_codes(town.now));
    assert!(
        !town
            .gathering(meeting)
            .takes_codes(opens_at.plus_seconds(-1))
    );
    town.later(2 * HOUR);
    let in_time = code_at(&town, town.now);
    town.advance(meeting, MeetingState::Closed);
    assert!(!town.gathering(meeting).takes_codes(town.now));
    let closed_at = town.now;
    town.later(600);
    let late = code_at(&town, town.now);
    let refused = town.hand_in(council[1], meeting, &late);
    assert_eq!(refused, Err(Rejection::CheckInClosed { closed_at }));
    // Shown while it was held, handed in once there was a network.
    town.later(5 * HOUR);
    assert!(town.hand_in(council[2], meeting, &in_time).is_ok());
}

#[test]
fn a_meeting_that_is_not_called_or_is_published_or_called_off_takes_nobody() {
    let mut town = Town::new();
    let li = town.person("李梅", None, &[Role::Representative], 1960);
    let (planned, off) = (town.meeting(), town.meeting());
    let state = MeetingState::Planned;
    let refused = town.tick_off(planned, li);
    assert_eq!(refused, Err(Rejection::WrongMeetingState { state }));
    town.staff(Command::CancelMeeting(CancelMeeting {
        meeting: off,
        reason: "大雪".into(),
    }))
    .unwrap();
    assert_eq!(town.tick_off(off, li), Err(Rejection::MeetingOver));
    let unknown = MeetingId(town.id());
    assert_eq!(town.tick_off(unknown, li), Err(Rejection::UnknownMeeting));
}

#[test]
fn a_phone_predicts_its_own_check_in_and_no_secret() {
    let mut town = Town::new();
    let (meeting, council) = called(&mut town, 2);
    let phone = town.phone(council[0]);
    let command = attend(meeting, council[0], Proof::Code("123456".into()));
    let events = predict(&phone, council[0], &command, town.now).unwrap();
    let [
        Event::MeetingAttended(attended),
        Event::AttendanceCounted(counted),
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert!(attended.seat && attended.name == "代表0");
    assert_eq!(counted.present.seats, 1);
    let advance = Command::AdvanceMeeting(AdvanceMeeting {
        meeting,
        to: MeetingState::Open,
    });
    let events = predict(&town.phone(town.staff), town.staff, &advance, town.now).unwrap();
    assert!(matches!(events[..], [Event::MeetingAdvanced(_)]));
}
