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
        MeetingState::Published,
    ] {
        town.later(HOUR);
        assert_eq!(town.staff(advance(to)).unwrap().len(), 1);
        assert_eq!(
            town.staff(advance(to)),
            Ok(Vec::new()),
            "asked again it stays"
        );
        let known = &town.state.council.meetings[&meeting];
        assert_eq!((known.state, known.since), (to, Some(town.now)));
    }
    let back = Err(Rejection::WrongMeetingState {
        state: MeetingState::Published,
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
