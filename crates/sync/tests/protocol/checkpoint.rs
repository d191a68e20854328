//! A start from a checkpoint is a start from the whole log, only quicker.

use crate::kit::{Phone, Town, raise, vote};
use yishi_domain::council::*;
use yishi_domain::*;
use yishi_sync::disk::Writes;
use yishi_sync::{Replica, decode, encode};

/// A phone of the committee that has seen every kind of council event, a page at a time.
fn busy_phone(town: &mut Town) -> (Phone, MotionId) {
    let mut staff = town.phone(town.staff);
    let (meeting, topic, motion) = (
        MeetingId(town.id()),
        TopicId(town.id()),
        MotionId(town.id()),
    );
    let at = town.now.plus_seconds(10_000);
    let electorate = Electorate {
        kind: ElectorateKind::Adults,
        place: Place::Everywhere,
    };
    let opinion = OpinionId(town.id());
    for command in [
        raise(opinion, "灯", true),
        Command::PlanMeeting(PlanMeeting {
            meeting,
            starts_at: at,
            place: "厅".into(),
            reason: None,
        }),
        Command::ScheduleTopic(ScheduleTopic {
            topic,
            title: "灯".into(),
            source: TopicSource::Opinion(opinion),
            meeting,
        }),
        Command::NoticeMotion(NoticeMotion {
            motion,
            topic,
            question: "换灯?".into(),
            options: Options::Approval,
            electorate,
            rule: "simple_majority".into(),
            sealed: false,
            opens_at: None,
            closes_at: at,
        }),
        Command::OpenMotion(OpenMotion { motion }),
    ] {
        staff.submit(town, command).unwrap();
        staff.sync(town);
    }
    (staff, motion)
}

fn save(phone: &mut Phone) {
    let checkpoint = Some(phone.replica.checkpoint());
    phone.store(&Writes {
        checkpoint,
        ..Writes::default()
    });
}

#[test]
fn checkpoint_and_tail_equal_the_whole_fold() {
    let mut town = Town::new(1);
    let (mut phone, motion) = busy_phone(&mut town);
    save(&mut phone);
    phone
        .submit(&mut town, vote(motion, Choice::Approve))
        .unwrap();
    phone.sync(&mut town);
    let expected = phone.replica.confirmed().clone();
    phone.reopen(&mut town);
    assert!(*phone.replica.confirmed() == expected);
    assert_eq!(
        phone.disk.load().tail.len(),
        1,
        "the start reads the tail alone"
    );
    phone.disk.forget_checkpoint();
    phone.reopen(&mut town);
    assert!(*phone.replica.confirmed() == expected);
}

#[test]
fn events_that_the_checkpoint_covers_are_not_folded_again() {
    let mut town = Town::new(1);
    let (mut phone, motion) = busy_phone(&mut town);
    let opened = phone.replica.confirmed().clone();
    phone
        .submit(&mut town, vote(motion, Choice::Approve))
        .unwrap();
    phone.sync(&mut town);
    let through = phone.replica.head();
    save(&mut phone);
    // One page holds events from before the checkpoint and one from after it; the one from after it comes from
    // another state, so that folding the earlier ones again would show.
    phone.disk.merge_pages();
    let close = Command::CloseMotion(CloseMotion { motion });
    phone.submit(&mut town, close).unwrap();
    phone.sync(&mut town);
    phone.disk.merge_pages();
    assert!(phone.replica.head() > through);
    let expected = phone.replica.confirmed().clone();
    phone.reopen(&mut town);
    assert!(*phone.replica.confirmed() == expected);
    assert!(expected != opened);
    // What the checkpoint says stands even where a page tells its events otherwise.
    phone.disk.reword(|line| line.replace("换灯?", "不换灯?"));
    phone.reopen(&mut town);
    assert_eq!(
        phone.replica.confirmed().council.motions[&motion].question,
        "换灯?"
    );
}

#[test]
fn a_checkpoint_is_written_when_the_log_has_grown() {
    let mut town = Town::new(1);
    let mut author = town.phone(town.author);
    for _ in 0..600 {
        let opinion = OpinionId(town.id());
        author
            .submit(&mut town, raise(opinion, "灯", false))
            .unwrap();
    }
    author.sync(&mut town);
    assert!(author.disk.has_checkpoint());
    let expected = author.replica.confirmed().clone();
    author.reopen(&mut town);
    assert!(*author.replica.confirmed() == expected);
}

#[test]
fn a_checkpoint_of_other_code_or_damaged_is_not_used() {
    let mut town = Town::new(1);
    let (mut phone, _) = busy_phone(&mut town);
    let mut checkpoint = phone.replica.checkpoint();
    assert!(Replica::can_use(&checkpoint));
    checkpoint.fingerprint.push('x');
    assert!(!Replica::can_use(&checkpoint));
    checkpoint.bytes.truncate(7);
    assert_eq!(decode(&checkpoint.bytes), None);
}

#[test]
fn states_of_authority_and_phones_survive_their_bytes() {
    let mut town = Town::new(1);
    let (phone, motion) = busy_phone(&mut town);
    let mut states = vec![
        phone.replica.confirmed().clone(),
        phone.replica.view().clone(),
        State::default(),
    ];
    states.push(town.endpoint.authority().state().clone());
    town.operate(Command::CloseMotion(CloseMotion { motion }));
    states.push(town.endpoint.authority().state().clone());
    for state in states {
        assert!(decode(&encode(&state)) == Some(state));
    }
}
