//! Meetings: planned ahead, held in order, with an agenda.

use crate::kit::{DAY, HOUR, Town, predict};
use yishi_domain::council::*;
use yishi_domain::*;

fn plan(nth: u8, weekday: Weekday, minute: u16) -> Command {
    let plan = MonthlyPlan {
        nth,
        weekday,
        minute,
        place: "议事厅".into(),
    };
    Command::SetMeetingPlan(SetMeetingPlan { plan })
}

fn starts(town: &Town) -> Vec<String> {
    town.state
        .council
        .upcoming_meetings()
        .iter()
        .map(|(_, m)| m.starts_at.to_string())
        .collect()
}

#[test]
fn monthly_meetings_are_planned_three_months_ahead_once() {
    let mut town = Town::new();
    town.staff(plan(2, Weekday::Thursday, 540)).unwrap();
    assert_eq!(town.tick().len(), 3);
    // November's second Thursday is over on the 23rd.
    let expected = [
        "2026-12-10T01:00:00Z",
        "2027-01-14T01:00:00Z",
        "2027-02-11T01:00:00Z",
    ];
    assert_eq!(starts(&town), expected);
    assert_eq!(town.tick(), []);
    assert_eq!(town.later(DAY).tick(), []);
    town.later(18 * DAY);
    assert_eq!(
        town.tick().len(),
        1,
        "the plan goes on when a meeting is over"
    );
    assert_eq!(starts(&town).last().unwrap(), "2027-03-11T01:00:00Z");
}

#[test]
fn a_new_plan_does_not_plan_a_month_twice() {
    let mut town = Town::new();
    town.staff(plan(2, Weekday::Thursday, 540)).unwrap();
    town.tick();
    town.staff(plan(3, Weekday::Friday, 600)).unwrap();
    assert_eq!(town.tick(), []);
}

#[test]
fn a_special_meeting_does_not_take_the_monthly_ones_place() {
    let mut town = Town::new();
    town.later(8 * DAY).meeting(); // on 8 December
    town.staff(plan(2, Weekday::Thursday, 540)).unwrap();
    assert_eq!(town.tick().len(), 3);
    assert_eq!(town.state.council.upcoming_meetings().len(), 4);
}

#[test]
fn plan_must_name_a_weekday_that_months_have() {
    let mut town = Town::new();
    for (nth, minute) in [(0, 540), (6, 540), (1, 1_440)] {
        assert_eq!(
            town.staff(plan(nth, Weekday::Monday, minute)),
            Err(Rejection::BadPlan)
        );
    }
    assert!(town.staff(plan(5, Weekday::Monday, 1_439)).is_ok());
}

#[test]
fn a_meeting_goes_through_its_states_in_order() {
    let mut town = Town::new();
    let meeting = town.meeting();
    let advance = |to| Command::AdvanceMeeting(AdvanceMeeting { meeting, to });
    let wrong = Err(Rejection::WrongMeetingState {
        state: MeetingState::Planned,
    });
    assert_eq!(town.staff(advance(MeetingState::Open)), wrong);
    for to in [
        MeetingState::Called,
        MeetingState::Open,
        MeetingState::Closed,
    ] {
        town.later(HOUR);
        town.staff(advance(to)).unwrap();
        assert_eq!(
            town.staff(advance(to)),
            Ok(Vec::new()),
            "asked again it stays"
        );
        let known = &town.state.council.meetings[&meeting];
        assert_eq!((known.state, known.since), (to, Some(town.now)));
    }
    let unwritten = town.staff(advance(MeetingState::Published));
    assert_eq!(unwritten, Err(Rejection::MinutesMissing));
    let back = Err(Rejection::WrongMeetingState {
        state: MeetingState::Closed,
    });
    assert_eq!(town.staff(advance(MeetingState::Planned)), back);
    let unknown = AdvanceMeeting {
        meeting: MeetingId(town.id()),
        to: MeetingState::Called,
    };
    assert_eq!(
        town.staff(Command::AdvanceMeeting(unknown)),
        Err(Rejection::UnknownMeeting)
    );
}

#[test]
fn a_meeting_is_not_planned_for_the_past_by_the_authoritys_clock() {
    let mut town = Town::new();
    let meeting = MeetingId(town.id());
    let starts_at = town.now;
    let command = Command::PlanMeeting(PlanMeeting {
        meeting,
        starts_at,
        place: "议事厅".into(),
        reason: None,
    });
    assert_eq!(town.staff(command.clone()), Err(Rejection::InThePast));
    // A phone's clock may be wrong: it refuses nothing by it.
    let phone = town.phone(town.staff);
    assert_eq!(
        predict(&phone, town.staff, &command, town.now.plus_seconds(DAY))
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn topics_stand_on_the_agenda_in_the_order_of_scheduling() {
    let mut town = Town::new();
    let meeting = town.meeting();
    let mut expected = Vec::new();
    for title in ["路灯", "停车", "电梯"] {
        let topic = TopicId(town.id());
        town.later(1);
        let schedule = ScheduleTopic {
            topic,
            title: title.into(),
            source: TopicSource::Member,
            meeting,
        };
        town.staff(Command::ScheduleTopic(schedule)).unwrap();
        expected.push((topic, title));
    }
    let agenda = town.state.council.agenda(meeting);
    let agenda: Vec<_> = agenda
        .iter()
        .map(|(id, topic)| (*id, topic.title.as_str()))
        .collect();
    assert_eq!(agenda, expected);
}

#[test]
fn a_meeting_that_is_over_takes_no_topic() {
    let mut town = Town::new();
    let meeting = town.meeting();
    for to in [
        MeetingState::Called,
        MeetingState::Open,
        MeetingState::Closed,
    ] {
        town.staff(Command::AdvanceMeeting(AdvanceMeeting { meeting, to }))
            .unwrap();
    }
    let topic = TopicId(town.id());
    let schedule = |meeting| {
        Command::ScheduleTopic(ScheduleTopic {
            topic,
            title: "路灯".into(),
            source: TopicSource::Member,
            meeting,
        })
    };
    assert_eq!(town.staff(schedule(meeting)), Err(Rejection::MeetingOver));
    let unknown = MeetingId(town.id());
    assert_eq!(
        town.staff(schedule(unknown)),
        Err(Rejection::UnknownMeeting)
    );
}

fn reschedule(meeting: MeetingId, starts_at: Timestamp, place: &str) -> Command {
    Command::RescheduleMeeting(RescheduleMeeting {
        meeting,
        starts_at,
        place: place.into(),
    })
}

fn call_off(meeting: MeetingId) -> Command {
    Command::CancelMeeting(CancelMeeting {
        meeting,
        reason: "大雪".into(),
    })
}

#[test]
fn a_meeting_is_put_off_until_it_begins() {
    let mut town = Town::new();
    let meeting = town.meeting();
    let later = town.now.plus_seconds(9 * DAY);
    town.staff(reschedule(meeting, later, "活动中心")).unwrap();
    let known = &town.state.council.meetings[&meeting];
    assert_eq!((known.starts_at, known.changes), (later, 1));
    assert_eq!(known.place, "活动中心");
    let same = town.staff(reschedule(meeting, later, " 活动中心 "));
    assert_eq!(same, Ok(Vec::new()));
    let past = reschedule(meeting, town.now, "活动中心");
    assert_eq!(town.staff(past), Err(Rejection::InThePast));
    // Only the place, when the hour has come and nobody has opened it yet.
    town.later(9 * DAY);
    assert!(town.staff(reschedule(meeting, later, "议事厅")).is_ok());
    town.advance(meeting, MeetingState::Open);
    let open = Err(Rejection::WrongMeetingState {
        state: MeetingState::Open,
    });
    let moved = reschedule(meeting, town.now.plus_seconds(DAY), "议事厅");
    assert_eq!(town.staff(moved), open);
    assert_eq!(town.staff(call_off(meeting)), open);
}

#[test]
fn a_monthly_meeting_that_is_put_off_or_called_off_is_not_planned_again() {
    let mut town = Town::new();
    town.staff(plan(2, Weekday::Thursday, 540)).unwrap();
    town.tick();
    let meetings = town.state.council.upcoming_meetings();
    let (december, january) = (meetings[0].0, meetings[1].0);
    // From 10 December to 5 January.
    let new_year = town.now.plus_seconds(43 * DAY);
    town.staff(reschedule(december, new_year, "议事厅"))
        .unwrap();
    town.staff(call_off(january)).unwrap();
    assert_eq!(town.tick(), []);
    assert_eq!(starts(&town).len(), 2);
}

#[test]
fn the_topics_of_a_meeting_that_is_called_off_wait_for_another() {
    let mut town = Town::new();
    let meeting = town.meeting();
    let topics = town.topics_on(meeting, 1);
    town.staff(call_off(meeting)).unwrap();
    assert_eq!(town.staff(call_off(meeting)), Ok(Vec::new()));
    let council = &town.state.council;
    assert!(council.is_left_over(&council.topics[&topics[0]]));
    assert_eq!(council.upcoming_meetings().len(), 0);
    let advance = Command::AdvanceMeeting(AdvanceMeeting {
        meeting,
        to: MeetingState::Called,
    });
    let over = Err(Rejection::MeetingOver);
    assert_eq!(town.staff(advance), over);
    let another = TopicId(town.id());
    assert_eq!(town.schedule(another, meeting), over);
    assert_eq!(
        town.staff(reschedule(meeting, town.now.plus_seconds(DAY), "厅")),
        over
    );
    let next = town.meeting();
    assert!(town.schedule(topics[0], next).is_ok());
}
