//! Topics: proposed by anybody, put on an agenda, dealt with, settled.

use crate::kit::{Town, notice, predict};
use yishi_domain::council::TopicState::*;
use yishi_domain::council::*;
use yishi_domain::roster::Role;
use yishi_domain::*;

fn wrong(state: TopicState) -> Result<Vec<Event>, Rejection> {
    Err(Rejection::WrongTopicState { state })
}

/// A meeting that is being held, with so many topics.
fn held(town: &mut Town, number: usize) -> (MeetingId, Vec<TopicId>) {
    let meeting = town.meeting();
    let topics = town.topics_on(meeting, number);
    town.advance(meeting, MeetingState::Open);
    (meeting, topics)
}

#[test]
fn any_member_proposes_a_topic_and_everybody_sees_who_and_as_what() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let zhao = town.person("赵强", None, &[Role::Representative, Role::Resident], 1980);
    let shop = town.person("孙老板", None, &[Role::Resident, Role::Merchant], 1980);
    for (member, name, role) in [
        (li, "李梅", Role::Resident),
        (zhao, "赵强", Role::Representative),
        (shop, "孙老板", Role::Merchant),
        (town.staff, "王主任", Role::Committee),
    ] {
        let topic = town.propose(member, "加装电梯").unwrap();
        let known = &town.phone(li).council.topics[&topic];
        assert_eq!((known.state, known.source), (Proposed, TopicSource::Member));
        let proposer = Speaker {
            member: Some(member),
            name: name.into(),
            role: Some(role),
        };
        assert_eq!(known.proposer, Some(proposer));
    }
    let (audiences, recorded) = town.log.last().unwrap();
    assert_eq!(audiences[..], [Audience::Public]);
    assert_eq!(recorded.by, Some(town.staff));
}

#[test]
fn a_proposal_needs_a_title_and_no_more() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let topic = TopicId(town.id());
    let propose = |title: &str, text: &str| {
        Command::ProposeTopic(ProposeTopic {
            topic,
            title: title.into(),
            text: text.into(),
            source: TopicSource::Member,
        })
    };
    let empty = Rejection::TextEmpty {
        field: "title".into(),
    };
    assert_eq!(town.member(li, propose(" ", "有")), Err(empty));
    let long = |field: &str, most| {
        Err(Rejection::TextTooLong {
            field: field.into(),
            most,
        })
    };
    let title = "梯".repeat(61);
    assert_eq!(town.member(li, propose(&title, "")), long("title", 60));
    let text = "梯".repeat(501);
    assert_eq!(town.member(li, propose("梯", &text)), long("text", 500));
    assert!(town.member(li, propose("梯", "")).is_ok());
    let again = town.member(li, propose("梯", ""));
    assert_eq!(again, Err(Rejection::AlreadyExists));
}

#[test]
fn an_opinion_becomes_a_topic_by_staff_and_representatives_only() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let zhao = town.person("赵强", None, &[Role::Representative], 1980);
    let opinion = town.opinion(li, true);
    let source = TopicSource::Opinion(opinion);
    let refused = town.propose_from(li, "楼道灯", source);
    assert_eq!(refused, Err(Rejection::NotAllowed));
    let topic = town.propose_from(zhao, "楼道灯", source).unwrap();
    let outcome = town.phone(li).council.opinions[&opinion].outcome.clone();
    assert_eq!(outcome, Some((town.now, OpinionOutcome::TakenUp { topic })));
    let again = town.propose_from(town.staff, "路灯", source);
    assert_eq!(again, Err(Rejection::OpinionSettled));
    // The author stays as hidden as before.
    let topic = &town.phone(zhao).council.topics[&topic];
    assert!(!format!("{topic:?}").contains(&li.to_string()));
}

#[test]
fn a_proposed_topic_goes_its_way_to_a_conclusion() {
    let mut town = Town::new();
    let (li, staff) = (town.resident("101", "李梅"), town.staff);
    let topic = town.propose(li, "加装电梯").unwrap();
    let meeting = town.meeting();
    assert_eq!(town.discuss(topic), wrong(Proposed));
    town.schedule(topic, meeting).unwrap();
    assert_eq!(town.topic_state(topic), Scheduled);
    let early = Rejection::WrongMeetingState {
        state: MeetingState::Planned,
    };
    assert_eq!(town.discuss(topic), Err(early));
    assert_eq!(
        town.settle(staff, topic, TopicEnd::Resolved),
        wrong(Scheduled)
    );
    town.advance(meeting, MeetingState::Open);
    town.discuss(topic).unwrap();
    assert_eq!(town.topic_state(topic), Discussed);
    town.later(60)
        .settle(staff, topic, TopicEnd::Resolved)
        .unwrap();
    assert_eq!(town.topic_state(topic), Resolved);
    let known = &town.phone(li).council.topics[&topic];
    assert_eq!(known.end(), Some((town.now, TopicEnd::Resolved, "再议")));
    assert_eq!(known.proposer.as_ref().unwrap().member, Some(li));
    assert_eq!(known.title, "加装电梯");
    assert_eq!(known.steps.len(), 3);
    // What is over stays over.
    for end in [TopicEnd::Deferred, TopicEnd::Withdrawn] {
        assert_eq!(town.settle(staff, topic, end), wrong(Resolved));
    }
    assert_eq!(town.discuss(topic), wrong(Resolved));
    assert_eq!(town.schedule(topic, meeting), wrong(Resolved));
    let again = town.settle(staff, topic, TopicEnd::Resolved);
    assert_eq!(again, Ok(Vec::new()), "the same words again change nothing");
}

#[test]
fn scheduling_again_moves_a_topic_or_names_it_anew() {
    let mut town = Town::new();
    let (first, second) = (town.meeting(), town.meeting());
    let topics = town.topics_on(first, 2);
    assert_eq!(town.schedule(topics[0], first), Ok(Vec::new()));
    town.schedule(topics[0], second).unwrap();
    assert_eq!(town.agenda(first), topics[1..]);
    assert_eq!(town.agenda(second), topics[..1]);
    let rename = ScheduleTopic {
        topic: topics[1],
        title: "全小区路灯".into(),
        source: TopicSource::Opinion(OpinionId(town.id())),
        meeting: first,
    };
    town.staff(Command::ScheduleTopic(rename)).unwrap();
    let known = &town.state.council.topics[&topics[1]];
    assert_eq!(known.title, "全小区路灯");
    assert_eq!(
        known.source,
        TopicSource::Member,
        "it keeps where it came from"
    );
}

#[test]
fn an_agenda_is_put_in_order_by_moving_topics() {
    let mut town = Town::new();
    let meeting = town.meeting();
    let [a, b, c] = town.topics_on(meeting, 3)[..] else {
        unreachable!()
    };
    for (topic, before, expected) in [
        (c, Some(a), [c, a, b]),
        (c, Some(b), [a, c, b]),
        (a, None, [c, b, a]),
        (b, Some(c), [b, c, a]),
    ] {
        assert_eq!(town.move_topic(topic, before).unwrap().len(), 1);
        assert_eq!(town.agenda(meeting), expected);
    }
    for (topic, before) in [(a, None), (b, Some(c)), (b, Some(b))] {
        let same = town.move_topic(topic, before);
        assert_eq!(same, Ok(Vec::new()), "it stands there already");
    }
    let other = town.meeting();
    let elsewhere = town.topics_on(other, 1)[0];
    let unknown = Err(Rejection::UnknownTopic);
    assert_eq!(town.move_topic(a, Some(elsewhere)), unknown);
    let stranger = TopicId(town.id());
    assert_eq!(town.move_topic(stranger, Some(a)), unknown);
    town.advance(meeting, MeetingState::Closed);
    assert_eq!(town.move_topic(a, Some(b)), Err(Rejection::MeetingOver));
}

#[test]
fn two_desks_that_move_different_topics_both_have_their_way() {
    let mut town = Town::new();
    let meeting = town.meeting();
    let [a, b, c, d] = town.topics_on(meeting, 4)[..] else {
        unreachable!()
    };
    // Each on what its own screen shows; neither has heard of the other.
    town.move_topic(d, Some(a)).unwrap();
    town.move_topic(b, None).unwrap();
    assert_eq!(town.agenda(meeting), [d, a, c, b]);
}

#[test]
fn a_meeting_deals_with_one_topic_at_a_time() {
    let mut town = Town::new();
    let (meeting, topics) = held(&mut town, 2);
    let current = |town: &Town| town.state.council.current_topic(meeting);
    assert_eq!(current(&town), None);
    for topic in [topics[0], topics[1], topics[0]] {
        town.later(60).discuss(topic).unwrap();
        assert_eq!(current(&town), Some(topic));
        assert_eq!(town.discuss(topic), Ok(Vec::new()));
    }
    town.advance(meeting, MeetingState::Closed);
    assert_eq!(current(&town), None);
}

#[test]
fn what_a_meeting_did_not_come_to_is_left_over_and_goes_to_the_next() {
    let mut town = Town::new();
    let (meeting, topics) = held(&mut town, 2);
    town.discuss(topics[0]).unwrap();
    town.advance(meeting, MeetingState::Closed);
    let left = |town: &Town, topic: TopicId| {
        let council = &town.state.council;
        council.is_left_over(&council.topics[&topic])
    };
    assert!(!left(&town, topics[0]) && left(&town, topics[1]));
    let next = town.meeting();
    town.schedule(topics[1], next).unwrap();
    assert!(!left(&town, topics[1]));
    assert_eq!(
        town.agenda(meeting),
        topics,
        "it was on that agenda all the same"
    );
    // What was forgotten on the day is written down afterwards.
    let forgotten = town.propose(town.staff, "其他").unwrap();
    assert_eq!(town.discuss(forgotten), wrong(Proposed));
}

#[test]
fn a_topic_that_is_put_off_comes_back() {
    let mut town = Town::new();
    let staff = town.staff;
    let (meeting, topics) = held(&mut town, 1);
    town.discuss(topics[0]).unwrap();
    town.settle(staff, topics[0], TopicEnd::Deferred).unwrap();
    assert_eq!(town.agenda(meeting), topics);
    let next = town.meeting();
    town.schedule(topics[0], next).unwrap();
    assert_eq!(town.topic_state(topics[0]), Scheduled);
    // Put off before it was dealt with, it leaves the agenda.
    town.settle(staff, topics[0], TopicEnd::Deferred).unwrap();
    assert_eq!(town.agenda(next), []);
    assert_eq!(town.move_topic(topics[0], None), wrong(Deferred));
    town.settle(staff, topics[0], TopicEnd::Withdrawn).unwrap();
    assert_eq!(town.schedule(topics[0], next), wrong(Withdrawn));
}

#[test]
fn whoever_proposed_a_topic_may_withdraw_it_and_nothing_else() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let topic = town.propose(li, "加装电梯").unwrap();
    let not_allowed = Err(Rejection::NotAllowed);
    assert_eq!(town.settle(li, topic, TopicEnd::Deferred), not_allowed);
    assert_eq!(town.settle(zhao, topic, TopicEnd::Withdrawn), not_allowed);
    let settle = SettleTopic {
        topic,
        to: TopicEnd::Withdrawn,
        text: "".into(),
    };
    let empty = Rejection::TextEmpty {
        field: "text".into(),
    };
    let silent = town.member(li, Command::SettleTopic(settle));
    assert_eq!(silent, Err(empty));
    assert!(town.settle(li, topic, TopicEnd::Withdrawn).is_ok());
    assert_eq!(town.topic_state(topic), Withdrawn);
}

#[test]
fn a_topic_that_is_voted_on_is_not_settled_beside_the_vote() {
    let mut town = Town::new();
    let staff = town.staff;
    town.resident("101", "李梅");
    let (_, topics) = held(&mut town, 1);
    town.discuss(topics[0]).unwrap();
    let motion = MotionId(town.id());
    let electorate = Electorate {
        kind: ElectorateKind::Households,
        place: Place::Everywhere,
    };
    let closes_at = town.now.plus_seconds(600);
    let notice = notice(
        motion,
        topics[0],
        electorate,
        "simple_majority",
        None,
        closes_at,
    );
    town.staff(notice).unwrap();
    for _ in 0..2 {
        for end in [TopicEnd::Resolved, TopicEnd::Deferred, TopicEnd::Withdrawn] {
            let beside = town.settle(staff, topics[0], end);
            assert_eq!(beside, Err(Rejection::MotionPending));
        }
        let _ = town.open(motion);
    }
    town.cancel(motion).unwrap();
    assert!(town.settle(staff, topics[0], TopicEnd::Deferred).is_ok());
}

#[test]
fn a_phone_predicts_what_the_authority_decides() {
    let mut town = Town::new();
    let (li, staff) = (town.resident("101", "李梅"), town.staff);
    let topic = TopicId(town.id());
    let propose = Command::ProposeTopic(ProposeTopic {
        topic,
        title: "电梯".into(),
        text: String::new(),
        source: TopicSource::Member,
    });
    let expected = predict(&town.phone(li), li, &propose, town.now).unwrap();
    assert_eq!(town.member(li, propose).unwrap(), expected);
    let schedule = Command::ScheduleTopic(ScheduleTopic {
        topic,
        title: "电梯".into(),
        source: TopicSource::Member,
        meeting: town.meeting(),
    });
    let expected = predict(&town.phone(staff), staff, &schedule, town.now).unwrap();
    assert_eq!(town.staff(schedule).unwrap(), expected);
}
