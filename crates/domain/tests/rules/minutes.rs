//! Minutes: written at several desks, published as they stood before somebody.

use crate::kit::{Town, predict};
use yishi_domain::council::*;
use yishi_domain::roster::Role;
use yishi_domain::*;

const OPENING: MinutesPart = MinutesPart::Opening;

fn write(meeting: MeetingId, part: MinutesPart, base: u32, text: &str) -> Command {
    Command::WriteMinutes(WriteMinutes {
        meeting,
        part,
        base,
        text: text.into(),
    })
}

fn publish(meeting: MeetingId, revision: u32, texts: &[&str]) -> Command {
    let part = |text: &&str| PublishedPart {
        part: OPENING,
        title: "开场".into(),
        text: (*text).into(),
    };
    Command::PublishMinutes(PublishMinutes {
        meeting,
        revision,
        parts: texts.iter().map(part).collect(),
    })
}

/// A meeting that is over, with a topic, and two desks.
fn held(town: &mut Town) -> (MeetingId, TopicId, MemberId) {
    let meeting = town.meeting();
    let topic = town.topics_on(meeting, 1)[0];
    town.advance(meeting, MeetingState::Closed);
    let other = town.person("陈会计", None, &[Role::Committee], 1985);
    (meeting, topic, other)
}

fn part(town: &Town, meeting: MeetingId, part: MinutesPart) -> Written {
    let minutes = &town.state.council.meetings[&meeting].minutes;
    Written::clone(&minutes.draft[&part])
}

#[test]
fn parts_are_written_one_after_the_other() {
    let mut town = Town::new();
    let (meeting, topic, _) = held(&mut town);
    town.staff(write(meeting, OPENING, 0, "开会了")).unwrap();
    town.staff(write(meeting, OPENING, 1, "开会了。")).unwrap();
    let of_topic = MinutesPart::Topic(topic);
    town.staff(write(meeting, of_topic, 0, "议了路灯")).unwrap();
    let opening = part(&town, meeting, OPENING);
    assert_eq!(
        (opening.revision, opening.now.text.as_str()),
        (2, "开会了。")
    );
    assert_eq!(opening.now.by, Some(town.staff));
    assert_eq!(town.state.council.meetings[&meeting].minutes.revision, 3);
    let same = town.staff(write(meeting, OPENING, 2, " 开会了。 "));
    assert_eq!(same, Ok(Vec::new()));
}

#[test]
fn a_revision_that_never_came_is_nobodys_ground() {
    let mut town = Town::new();
    let (meeting, ..) = held(&mut town);
    town.staff(write(meeting, OPENING, 0, "开会了")).unwrap();
    // A phone that was offline had foreseen a second revision, and it was refused.
    town.staff(write(meeting, OPENING, 2, "开会了，人齐了"))
        .unwrap();
    let opening = part(&town, meeting, OPENING);
    assert_eq!(opening.now.text, "开会了");
    assert_eq!(opening.beside[0].text, "开会了，人齐了");
    let (_, last) = town.log.last().unwrap().clone();
    let once = town.state.clone();
    town.state.apply(&last);
    assert!(town.state == once, "the same event a second time");
}

#[test]
fn a_draft_is_for_staff_alone() {
    let mut town = Town::new();
    let (meeting, ..) = held(&mut town);
    let zhao = town.person("赵强", None, &[Role::Representative], 1960);
    town.staff(write(meeting, OPENING, 0, "还没写好")).unwrap();
    assert_eq!(town.log.last().unwrap().0, [Audience::Staff]);
    assert!(
        town.phone(zhao).council.meetings[&meeting]
            .minutes
            .draft
            .is_empty()
    );
    let by_him = town.member(zhao, write(meeting, OPENING, 1, "我来写"));
    assert_eq!(by_him, Err(Rejection::NotAllowed));
}

#[test]
fn what_two_desks_write_at_once_is_both_there_and_the_conflict_is_shown() {
    let mut town = Town::new();
    let (meeting, _, other) = held(&mut town);
    town.staff(write(meeting, OPENING, 0, "应到 40 人"))
        .unwrap();
    // Both go on from the first revision, one of them offline.
    town.staff(write(meeting, OPENING, 1, "应到 40 人，实到 34 人"))
        .unwrap();
    town.member(other, write(meeting, OPENING, 1, "应到 40 人，王主任主持"))
        .unwrap();
    let opening = part(&town, meeting, OPENING);
    assert_eq!(opening.now.text, "应到 40 人，实到 34 人");
    let beside: Vec<_> = opening
        .beside
        .iter()
        .map(|v| (v.text.as_str(), v.by))
        .collect();
    assert_eq!(beside, [("应到 40 人，王主任主持", Some(other))]);
    let minutes = |town: &Town| town.state.council.meetings[&meeting].minutes.clone();
    assert!(minutes(&town).is_in_conflict());
    let early = town.staff(publish(meeting, minutes(&town).revision, &["应到"]));
    assert_eq!(early, Err(Rejection::MinutesInConflict));
    // The first desk goes on without having seen the other's text: that is no answer to it.
    town.staff(write(meeting, OPENING, 2, "应到 40 人，实到 35 人"))
        .unwrap();
    assert_eq!(part(&town, meeting, OPENING).beside.len(), 2);
    // Whoever has all before them makes one of them.
    let whole = "应到 40 人，实到 35 人，王主任主持";
    let revision = part(&town, meeting, OPENING).revision;
    town.member(other, write(meeting, OPENING, revision, whole))
        .unwrap();
    let opening = part(&town, meeting, OPENING);
    assert_eq!(
        (opening.now.text.as_str(), opening.beside.len()),
        (whole, 0)
    );
    assert!(!minutes(&town).is_in_conflict());
}

#[test]
fn the_text_that_stands_may_be_kept_against_the_other_one() {
    let mut town = Town::new();
    let (meeting, _, other) = held(&mut town);
    town.staff(write(meeting, OPENING, 0, "甲")).unwrap();
    town.member(other, write(meeting, OPENING, 0, "乙"))
        .unwrap();
    assert!(
        town.state.council.meetings[&meeting]
            .minutes
            .is_in_conflict()
    );
    let revision = part(&town, meeting, OPENING).revision;
    town.staff(write(meeting, OPENING, revision, "甲")).unwrap();
    let opening = part(&town, meeting, OPENING);
    assert_eq!((opening.now.text.as_str(), opening.beside.len()), ("甲", 0));
}

#[test]
fn the_same_words_from_two_desks_are_no_conflict() {
    let mut town = Town::new();
    let (meeting, _, other) = held(&mut town);
    let (here, there) = (town.phone(town.staff), town.phone(other));
    for (phone, member) in [(here, town.staff), (there, other)] {
        let command = write(meeting, OPENING, 0, "开会了");
        assert_eq!(
            predict(&phone, member, &command, town.now).unwrap().len(),
            1
        );
        town.member(member, command).unwrap();
    }
    assert_eq!(part(&town, meeting, OPENING).revision, 1);
}

#[test]
fn minutes_are_published_as_they_stood_before_the_publisher() {
    let mut town = Town::new();
    let (meeting, _, other) = held(&mut town);
    let li = town.resident("101", "李梅");
    town.staff(write(meeting, OPENING, 0, "开会了")).unwrap();
    town.member(other, write(meeting, MinutesPart::Closing, 0, "散会"))
        .unwrap();
    let unseen = town.staff(publish(meeting, 1, &["开会了"]));
    assert_eq!(unseen, Err(Rejection::MinutesChanged));
    let events = town
        .staff(publish(meeting, 2, &["开会了", " ", "散会"]))
        .unwrap();
    assert!(matches!(&events[1], Event::MeetingAdvanced(e) if e.to == MeetingState::Published));
    let known = &town.phone(li).council.meetings[&meeting];
    assert_eq!(known.state, MeetingState::Published);
    let published = known.minutes.published.clone().unwrap();
    let texts: Vec<_> = published
        .parts
        .iter()
        .map(|part| part.text.as_str())
        .collect();
    assert_eq!((published.edition, texts), (1, vec!["开会了", "散会"]));
    let again = town.staff(publish(meeting, 2, &["开会了", "散会"]));
    assert_eq!(again, Ok(Vec::new()));
    // A mistake is corrected in another edition; the meeting stays published.
    let corrected = town
        .staff(publish(meeting, 2, &["开会了。", "散会"]))
        .unwrap();
    assert_eq!(corrected.len(), 1);
    let known = &town.phone(li).council.meetings[&meeting];
    assert_eq!(known.minutes.published.as_ref().unwrap().edition, 2);
}

#[test]
fn minutes_are_written_once_a_meeting_is_opened_and_published_once_it_is_over() {
    let mut town = Town::new();
    let meeting = town.meeting();
    let wrong = |state| Err(Rejection::WrongMeetingState { state });
    let early = town.staff(write(meeting, OPENING, 0, "开会了"));
    assert_eq!(early, wrong(MeetingState::Planned));
    town.advance(meeting, MeetingState::Open);
    town.staff(write(meeting, OPENING, 0, "开会了")).unwrap();
    let early = town.staff(publish(meeting, 1, &["开会了"]));
    assert_eq!(early, wrong(MeetingState::Open));
    let elsewhere = town.meeting();
    let topic = town.topics_on(elsewhere, 1)[0];
    let stranger = town.staff(write(meeting, MinutesPart::Topic(topic), 0, "路灯"));
    assert_eq!(stranger, Err(Rejection::UnknownTopic));
}

#[test]
fn minutes_have_a_length() {
    let mut town = Town::new();
    let (meeting, ..) = held(&mut town);
    let too_long = |most| {
        Err(Rejection::TextTooLong {
            field: "text".into(),
            most,
        })
    };
    let text = "会".repeat(3_000);
    assert!(town.staff(write(meeting, OPENING, 0, &text)).is_ok());
    let more = format!("{text}会");
    assert_eq!(
        town.staff(write(meeting, OPENING, 1, &more)),
        too_long(3_000)
    );
    let five = [text.as_str(); 5];
    let titled = town.staff(publish(meeting, 1, &five));
    assert_eq!(titled, too_long(15_000), "the titles count too");
    assert!(town.staff(publish(meeting, 1, &five[..4])).is_ok());
    let nothing = town.staff(publish(meeting, 1, &["", " "]));
    let field = "text".into();
    assert_eq!(nothing, Err(Rejection::TextEmpty { field }));
}
