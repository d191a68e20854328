//! One matter, one thread; and the public record that is made of all of them.

use crate::kit::{DAY, Town};
use yishi_domain::council::Happening::*;
use yishi_domain::council::*;
use yishi_domain::roster::Role;
use yishi_domain::*;

fn happenings(state: &State, matter: Matter) -> Vec<Happening> {
    let story = state.council.story(matter).into_iter();
    story.map(|(_, happening)| happening).collect()
}

#[test]
fn a_matter_is_told_from_the_opinion_to_the_promise_that_was_kept() {
    let mut town = Town::new();
    let (li, staff) = (town.resident("101", "李梅"), town.staff);
    let shop = town.person("孙老板", None, &[Role::Merchant], 1980);
    let opinion = town.opinion(li, true);
    let source = TopicSource::Opinion(opinion);
    let topic = town
        .later(60)
        .propose_from(staff, "理发价格", source)
        .unwrap();
    let (first, second) = (town.meeting(), town.meeting());
    town.later(60).schedule(topic, first).unwrap();
    town.later(60)
        .settle(staff, topic, TopicEnd::Deferred)
        .unwrap();
    town.later(60).schedule(topic, second).unwrap();
    town.advance(second, MeetingState::Open);
    town.later(60).discuss(topic).unwrap();
    let commitment = CommitmentId(town.id());
    let due = town.day(9);
    town.later(60)
        .member(
            shop,
            Command::MakeCommitment(MakeCommitment {
                commitment,
                source: CommitmentSource::Topic(topic),
                owner: shop,
                text: "公布价目".into(),
                due,
            }),
        )
        .unwrap();
    let told = [
        Raised(opinion),
        Proposed(topic),
        Scheduled(topic, first),
        Settled(topic, TopicEnd::Deferred, 0),
        Scheduled(topic, second),
        Discussed(topic, second),
        Promised(commitment),
    ];
    for matter in [Matter::Opinion(opinion), Matter::Topic(topic)] {
        assert_eq!(happenings(&town.phone(li), matter), told);
    }
    let known = &town.state.council.topics[&topic];
    assert_eq!(known.settlement(0), Some("再议"));
    assert_eq!(known.settlement(1), None);
    let report = ReportProgress {
        commitment,
        text: "贴出".into(),
        photos: vec![],
        done: true,
    };
    town.later(60)
        .member(shop, Command::ReportProgress(report))
        .unwrap();
    let last = |town: &Town| happenings(&town.state, Matter::Topic(topic)).pop();
    assert_eq!(last(&town), Some(Done(commitment)));
    let confirm = ConfirmCommitment {
        commitment,
        text: String::new(),
    };
    town.later(60)
        .staff(Command::ConfirmCommitment(confirm))
        .unwrap();
    let told = happenings(&town.state, Matter::Topic(topic));
    assert_eq!(
        told[told.len() - 2..],
        [Promised(commitment), Kept(commitment)]
    );
}

#[test]
fn what_was_merged_is_told_on_along_the_other_opinion() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let (one, other) = (town.opinion(li, false), town.opinion(zhao, false));
    town.later(60)
        .staff(Command::MergeOpinion(MergeOpinion {
            opinion: one,
            into: other,
        }))
        .unwrap();
    let answer = AnswerOpinion {
        opinion: other,
        text: "已修".into(),
    };
    town.later(60)
        .staff(Command::AnswerOpinion(answer))
        .unwrap();
    let told = happenings(&town.phone(li), Matter::Opinion(one));
    assert_eq!(told, [Raised(one), Merged(other), Answered(other)]);
    let told = happenings(&town.phone(zhao), Matter::Opinion(other));
    assert_eq!(told, [Raised(other), Answered(other)]);
    // The author is told of every step, the latest first.
    let own = town.phone(li).own_matters(li);
    assert_eq!(own, [(one, Some((town.now, Answered(other))))]);
}

#[test]
fn a_vote_stands_in_the_thread_where_it_is() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let topic = town.motion(motion).topic;
    let last = |town: &Town| happenings(&town.state, Matter::Topic(topic)).pop();
    assert_eq!(last(&town), Some(Opened(motion)));
    town.later(60).cast(li, motion, Choice::Approve).unwrap();
    town.close(motion).unwrap();
    assert_eq!(last(&town), Some(Closed(motion)));
}

#[test]
fn the_record_holds_what_was_asked_decided_promised_and_done_the_latest_first() {
    let mut town = Town::new();
    let (li, staff) = (town.resident("101", "李梅"), town.staff);
    let opinion = town.opinion(li, true);
    town.later(DAY);
    let topic = town.propose(li, "停车").unwrap();
    town.later(DAY)
        .settle(staff, topic, TopicEnd::Withdrawn)
        .unwrap();
    let motion = town.later(DAY).vote_of_homes();
    town.later(60).cast(li, motion, Choice::Approve).unwrap();
    town.close(motion).unwrap();
    let commitment = CommitmentId(town.id());
    let due = town.day(3);
    town.later(DAY)
        .staff(Command::MakeCommitment(MakeCommitment {
            commitment,
            source: CommitmentSource::Motion(motion),
            owner: li,
            text: "比选三家".into(),
            due,
        }))
        .unwrap();
    let reason = "不办".into();
    town.later(DAY)
        .staff(Command::DeclineOpinion(DeclineOpinion { opinion, reason }))
        .unwrap();
    let reason = "没办".into();
    town.later(DAY)
        .staff(Command::BreakCommitment(BreakCommitment {
            commitment,
            reason,
        }))
        .unwrap();
    for reader in [li, staff] {
        let ledger = town.phone(reader).council.ledger();
        assert!(ledger.is_sorted_by_key(|(at, _)| std::cmp::Reverse(*at)));
        let entries: Vec<_> = ledger.into_iter().map(|(_, entry)| entry).collect();
        let expected = [
            Broken(commitment),
            Declined(opinion),
            Promised(commitment),
            Closed(motion),
            Settled(topic, TopicEnd::Withdrawn, 0),
            Raised(opinion),
        ];
        assert_eq!(entries, expected);
    }
}
