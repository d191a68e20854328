//! Commitments: promised or obliged, on the way, and each of their ends.

use crate::kit::{DAY, Town, predict};
use yishi_domain::council::CommitmentState::*;
use yishi_domain::council::*;
use yishi_domain::roster::Role;
use yishi_domain::*;

/// A topic that was discussed, its merchant, and a representative.
struct Story {
    town: Town,
    topic: TopicId,
    shop: MemberId,
    rep: MemberId,
}

fn story() -> Story {
    let mut town = Town::new();
    let shop = town.person("孙老板", None, &[Role::Merchant], 1980);
    let rep = town.person("赵强", None, &[Role::Representative], 1960);
    let meeting = town.meeting();
    let topic = town.topics_on(meeting, 1)[0];
    town.advance(meeting, MeetingState::Open);
    town.discuss(topic).unwrap();
    Story {
        town,
        topic,
        shop,
        rep,
    }
}

impl Story {
    fn make(&mut self, by: MemberId, days: i64) -> Result<CommitmentId, Rejection> {
        self.make_from(by, CommitmentSource::Topic(self.topic), days)
    }

    fn make_from(
        &mut self,
        by: MemberId,
        source: CommitmentSource,
        days: i64,
    ) -> Result<CommitmentId, Rejection> {
        let commitment = CommitmentId(self.town.id());
        let make = MakeCommitment {
            commitment,
            source,
            owner: self.shop,
            text: "重新核算价目并公布".into(),
            due: self.town.day(days),
        };
        let made = self.town.member(by, Command::MakeCommitment(make));
        made.map(|_| commitment)
    }

    fn report(&mut self, by: MemberId, id: CommitmentId, done: bool) -> Result<(), Rejection> {
        let report = ReportProgress {
            commitment: id,
            text: "价目已贴出".into(),
            photos: vec![Digest([7; 32])],
            done,
        };
        let reported = self.town.member(by, Command::ReportProgress(report));
        reported.map(drop)
    }

    fn confirm(&mut self, by: MemberId, commitment: CommitmentId) -> Result<(), Rejection> {
        let text = "看过了".into();
        let confirm = ConfirmCommitment { commitment, text };
        let confirmed = self.town.member(by, Command::ConfirmCommitment(confirm));
        confirmed.map(drop)
    }

    fn give_back(&mut self, by: MemberId, commitment: CommitmentId) -> Result<(), Rejection> {
        let reason = "没写日期".into();
        let back = ReturnCommitment { commitment, reason };
        let given = self.town.member(by, Command::ReturnCommitment(back));
        given.map(drop)
    }

    fn release(&mut self, by: MemberId, commitment: CommitmentId) -> Result<(), Rejection> {
        let reason = "店铺转让".into();
        let release = ReleaseCommitment { commitment, reason };
        let released = self.town.member(by, Command::ReleaseCommitment(release));
        released.map(drop)
    }

    fn give_up(&mut self, by: MemberId, commitment: CommitmentId) -> Result<(), Rejection> {
        let reason = "一直没有公布".into();
        let broken = BreakCommitment { commitment, reason };
        let broken = self.town.member(by, Command::BreakCommitment(broken));
        broken.map(drop)
    }

    fn known(&self, id: CommitmentId) -> Commitment {
        // As any resident's phone has it: all of it is public.
        let phone = self.town.phone(self.rep);
        Commitment::clone(&phone.council.commitments[&id])
    }
}

#[test]
fn a_merchant_promises_for_themselves_staff_write_down_anybodys() {
    let mut story = story();
    let (shop, rep, staff) = (story.shop, story.rep, story.town.staff);
    assert_eq!(story.make(rep, 7), Err(Rejection::NotAllowed));
    let own = story.make(shop, 7).unwrap();
    let heard = story.make(staff, 7).unwrap();
    assert_eq!(story.known(own).by, Some(shop));
    assert_eq!(story.known(heard).by, Some(staff));
    let owner = story.known(heard).owner;
    assert_eq!(
        (owner.member, owner.role),
        (Some(shop), Some(Role::Merchant))
    );
    assert_eq!(story.town.topic_state(story.topic), TopicState::Committed);
    let council = &story.town.state.council;
    assert_eq!(
        council.topic_of(&council.commitments[&own]),
        Some(story.topic)
    );
}

#[test]
fn a_promise_is_kept_when_somebody_else_has_seen_it() {
    let mut story = story();
    let (shop, rep, staff) = (story.shop, story.rep, story.town.staff);
    let id = story.make(shop, 7).unwrap();
    story.report(shop, id, false).unwrap();
    assert_eq!(story.known(id).state, Open);
    assert_eq!(story.confirm(rep, id), Err(Rejection::CommitmentNotDone));
    story.report(shop, id, true).unwrap();
    assert_eq!(story.known(id).state, Done);
    assert_eq!(story.confirm(shop, id), Err(Rejection::NotAllowed));
    story.confirm(rep, id).unwrap();
    let known = story.known(id);
    assert_eq!((known.state, known.progress.len()), (Kept, 2));
    let (_, by, text) = known.ended.unwrap();
    assert_eq!(
        (by.unwrap().name.as_str(), text.as_str()),
        ("赵强", "看过了")
    );
    assert_eq!(story.confirm(staff, id), Ok(()), "again it changes nothing");
    for refused in [
        story.report(shop, id, true),
        story.give_back(rep, id),
        story.release(staff, id),
        story.give_up(staff, id),
    ] {
        assert_eq!(refused, Err(Rejection::CommitmentEnded));
    }
}

#[test]
fn neither_the_owner_nor_who_reported_it_confirms_it() {
    let mut story = story();
    let (rep, staff) = (story.rep, story.town.staff);
    // A member of the committee who has promised something, and a merchant who is a representative too.
    story.shop = staff;
    let own = story.make(staff, 7).unwrap();
    story.report(staff, own, true).unwrap();
    let refused = Err(Rejection::OwnCommitment);
    assert_eq!(story.confirm(staff, own), refused);
    assert_eq!(story.give_back(staff, own), refused);
    assert_eq!(story.release(staff, own), refused);
    assert!(story.confirm(rep, own).is_ok());
    let roles = [Role::Merchant, Role::Representative];
    story.shop = story.town.person("周老板", None, &roles, 1980);
    let id = story.make(story.shop, 7).unwrap();
    // Staff bring the evidence in the owner's place: somebody else again has to look.
    story.report(staff, id, true).unwrap();
    assert_eq!(story.confirm(staff, id), refused);
    assert_eq!(story.confirm(story.shop, id), refused);
    assert!(
        !story
            .known(id)
            .may_be_confirmed_by(&story.town.state, staff)
    );
    assert!(story.known(id).may_be_confirmed_by(&story.town.state, rep));
    assert!(story.confirm(rep, id).is_ok());
}

#[test]
fn what_is_not_done_yet_goes_back_with_the_reason() {
    let mut story = story();
    let (shop, rep, staff) = (story.shop, story.rep, story.town.staff);
    let id = story.make(shop, 7).unwrap();
    assert_eq!(story.give_back(rep, id), Err(Rejection::CommitmentNotDone));
    story.report(staff, id, true).unwrap();
    story.give_back(rep, id).unwrap();
    let known = story.known(id);
    assert_eq!(known.state, Open);
    assert_eq!(known.progress[0].returned.as_deref(), Some("没写日期"));
    story.report(shop, id, true).unwrap();
    assert!(
        story.confirm(staff, id).is_ok(),
        "this time staff have not reported it"
    );
}

#[test]
fn it_is_released_or_broken_with_a_reason_by_staff() {
    let mut story = story();
    let (shop, rep, staff) = (story.shop, story.rep, story.town.staff);
    let (one, other) = (story.make(shop, 7).unwrap(), story.make(shop, 7).unwrap());
    for by in [shop, rep] {
        assert_eq!(story.release(by, one), Err(Rejection::NotAllowed));
        assert_eq!(story.give_up(by, one), Err(Rejection::NotAllowed));
    }
    story.release(staff, one).unwrap();
    story.give_up(staff, other).unwrap();
    assert_eq!(story.known(one).state, Released);
    assert_eq!(story.known(other).state, Broken);
    let silent = BreakCommitment {
        commitment: other,
        reason: " ".into(),
    };
    let silent = story.town.staff(Command::BreakCommitment(silent));
    let field = "reason".into();
    assert_eq!(silent, Err(Rejection::TextEmpty { field }));
    // A broken promise comes before the council again, on the same topic.
    let next = story.town.meeting();
    assert!(story.town.schedule(story.topic, next).is_ok());
}

#[test]
fn it_is_overdue_the_day_after_it_is_due() {
    let mut story = story();
    let (shop, rep) = (story.shop, story.rep);
    let (early, late) = (story.make(shop, 3).unwrap(), story.make(shop, 9).unwrap());
    let overdue = |story: &Story, id| {
        let today = story.town.state.date(story.town.now);
        story.known(id).is_overdue(today)
    };
    story.town.later(3 * DAY);
    assert!(!overdue(&story, early));
    story.town.later(DAY);
    assert!(overdue(&story, early) && !overdue(&story, late));
    let soon = story.make(shop, 1).unwrap();
    let today = story.town.state.date(story.town.now);
    let all = story
        .town
        .state
        .council
        .commitments_of(today, |c| c.is_of(shop));
    let ids: Vec<_> = all.into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, [early, soon, late], "what is overdue stands first");
    story.report(shop, early, true).unwrap();
    assert!(!overdue(&story, early), "now it is for others to look");
    story.give_back(rep, early).unwrap();
    assert!(overdue(&story, early));
}

#[test]
fn what_is_due_is_due_today_or_later_by_the_authoritys_day() {
    let mut story = story();
    let shop = story.shop;
    assert_eq!(story.make(shop, -1), Err(Rejection::InThePast));
    assert!(story.make(shop, 0).is_ok());
    let make = Command::MakeCommitment(MakeCommitment {
        commitment: CommitmentId(story.town.id()),
        source: CommitmentSource::Topic(story.topic),
        owner: shop,
        text: "公布".into(),
        due: story.town.day(-1),
    });
    let phone = story.town.phone(shop);
    assert!(predict(&phone, shop, &make, story.town.now).is_ok());
}

#[test]
fn a_motion_that_passed_obliges_and_one_that_did_not_does_not() {
    let mut story = story();
    let (shop, rep, staff) = (story.shop, story.rep, story.town.staff);
    let li = story.town.resident("101", "李梅");
    let mut closed = |choice| {
        let motion = story.town.vote_of_homes();
        let source = CommitmentSource::Motion(motion);
        let refused = story.make_from(staff, source, 20);
        assert_eq!(refused, Err(Rejection::MotionNotPassed), "it is still open");
        story.town.cast(li, motion, choice).unwrap();
        story.town.close(motion).unwrap();
        source
    };
    let (passed, failed) = (closed(Choice::Approve), closed(Choice::Reject));
    let refused = story.make_from(staff, failed, 20);
    assert_eq!(refused, Err(Rejection::MotionNotPassed));
    // What a resolution asks of whom is for staff to write down, not for whoever it falls on.
    let refused = story.make_from(shop, passed, 20);
    assert_eq!(refused, Err(Rejection::NotAllowed));
    let action = story.make_from(staff, passed, 20).unwrap();
    story.report(shop, action, true).unwrap();
    story.confirm(rep, action).unwrap();
    assert_eq!(story.known(action).state, Kept);
    let council = &story.town.state.council;
    let topic = council.topic_of(&council.commitments[&action]).unwrap();
    assert_eq!(council.topics[&topic].state, TopicState::Resolved);
    let unknown = CommitmentSource::Motion(MotionId(story.town.id()));
    let refused = story.make_from(staff, unknown, 20);
    assert_eq!(refused, Err(Rejection::UnknownMotion));
}

#[test]
fn nothing_is_promised_on_what_is_not_dealt_with() {
    let mut story = story();
    let (shop, staff) = (story.shop, story.town.staff);
    let proposed = story.town.propose(shop, "别的事").unwrap();
    for (end, state) in [
        (None, TopicState::Proposed),
        (Some(TopicEnd::Deferred), TopicState::Deferred),
        (Some(TopicEnd::Withdrawn), TopicState::Withdrawn),
    ] {
        if let Some(end) = end {
            story.town.settle(staff, proposed, end).unwrap();
        }
        let refused = story.make_from(shop, CommitmentSource::Topic(proposed), 5);
        assert_eq!(refused, Err(Rejection::WrongTopicState { state }));
    }
}

#[test]
fn a_word_on_the_way_has_photos_and_comes_from_the_owner_or_staff() {
    let mut story = story();
    let (shop, rep) = (story.shop, story.rep);
    let id = story.make(shop, 7).unwrap();
    assert_eq!(story.report(rep, id, false), Err(Rejection::NotAllowed));
    let report = |n: u8| {
        Command::ReportProgress(ReportProgress {
            commitment: id,
            text: "在办".into(),
            photos: (0..n).map(|n| Digest([n; 32])).collect(),
            done: false,
        })
    };
    let many = story.town.member(shop, report(5));
    assert_eq!(many, Err(Rejection::TooManyPhotos { most: 4 }));
    let events = story.town.member(shop, report(4)).unwrap();
    assert_eq!(events[0].photos().len(), 4);
    assert_eq!(report(4).photos().len(), 4);
    let unknown = CommitmentId(story.town.id());
    let refused = story.report(shop, unknown, true);
    assert_eq!(refused, Err(Rejection::UnknownCommitment));
}
