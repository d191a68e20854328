use yishi_domain::council::MotionState;
use yishi_domain::patrol::FindingState;
use yishi_domain::{ClientId, Timestamp};
use yishi_sync::Replica;
use yishi_sync::disk::Loaded;
use yishi_sync::wire::parse_answer;

use super::Standing;
use crate::moment::ids;
use crate::people;

const NOW: Timestamp = Timestamp(1_795_000_000_000);

fn opened() -> Standing {
    let mut standing = Standing::open("", "", NOW);
    standing.keep();
    standing
}

#[test]
fn what_is_made_up_is_a_step_that_can_be_kept() {
    let mut standing = Standing::open("", "", NOW);
    assert_eq!(standing.first(), 1);
    let (record, lines) = (standing.record().expect("a step"), standing.lines());
    assert!(standing.state().roster.members.is_empty());
    standing.keep();
    assert!(standing.record().is_none() && standing.lines().is_empty());

    let again = Standing::open(&record, &lines, NOW);
    assert!(again.record().is_none());
    assert_eq!(again.state(), standing.state());
    assert_eq!(again.first(), lines.lines().count() + 1);
}

#[test]
fn a_log_with_a_hole_is_made_up_anew() {
    let standing = Standing::open("", "", NOW);
    let (record, lines) = (standing.record().expect("a step"), standing.lines());
    let holed: String = lines
        .lines()
        .skip(1)
        .map(|line| format!("{line}\n"))
        .collect();
    let again = Standing::open(&record, &holed, NOW);
    assert_eq!(again.first(), 1);
    assert!(again.record().is_some());
}

#[test]
fn a_step_that_was_not_stored_has_not_happened() {
    let mut standing = opened();
    standing.tick(NOW);
    standing.keep();
    let before = standing.first();
    let later = NOW.plus_seconds(3 * 86_400);
    assert!(standing.tick(later));
    assert!(standing.record().is_some() && !standing.lines().is_empty());
    // The phone is full: nothing is kept, and the next call decides on what was.
    assert!(!standing.tick(NOW));
    assert!(standing.record().is_none() && standing.lines().is_empty());
    assert_eq!(standing.first(), before);
    assert!(standing.tick(later));
}

#[test]
fn a_vote_closes_by_itself_and_its_ballots_can_be_had() {
    let mut standing = opened();
    standing.tick(NOW.plus_seconds(3 * 86_400));
    standing.keep();
    let motions = &standing.state().council.motions;
    let (_, motion) = motions.iter().next().expect("a motion");
    let MotionState::Closed { ballots, .. } = &motion.state else {
        panic!("it is {:?}", motion.state);
    };
    assert!(standing.blob(ballots.sha256).is_some());
}

#[test]
fn a_photo_of_the_story_can_be_had() {
    let standing = opened();
    let opinions = &standing.state().council.opinions;
    let photos: Vec<_> = opinions.values().flat_map(|o| o.photos.clone()).collect();
    assert_eq!(photos.len(), 1);
    let bytes = standing.blob(photos[0]).expect("its bytes");
    assert!(bytes.starts_with(b"\x89PNG") && bytes.len() < 10_000);
}

#[test]
fn everybody_whom_it_can_be_seen_as_is_answered() {
    let mut standing = opened();
    let text = people::text(standing.state(), NOW);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("幸福街社区"));
    let people: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
    let roles: Vec<&str> = people.iter().map(|person| person[1]).collect();
    assert_eq!(roles, ["0", "0", "1", "2", "7"]);
    for person in people {
        let member = person[0].parse().expect("a member");
        let replica = Replica::open(member, Loaded::default(), ClientId(ids(NOW)()));
        let answer = standing.sync(person[0], &replica.request(), NOW);
        let answer = answer.expect("an answer");
        let answer = parse_answer(&answer).expect("its JSON");
        assert!(answer.events.len() > 50, "{}", answer.events.len());
    }
}

#[test]
fn the_street_has_been_walked_on_the_fridays_before() {
    let standing = opened();
    let patrols = &standing.state().patrol;
    let inspected: usize = patrols.inspections.len();
    assert!(inspected >= 15, "{inspected} inspections");
    assert!(patrols.walked().len() >= 2);
    let state = |wanted| {
        let all = patrols.findings.values();
        all.filter(|finding| finding.state == wanted).count()
    };
    let known = [
        FindingState::Open,
        FindingState::Answered,
        FindingState::Closed,
    ];
    for wanted in known {
        assert!(state(wanted) > 0, "nothing is {wanted:?}");
    }
    let tried = patrols.findings.values();
    assert!(
        tried
            .map(|finding| finding.failed_rechecks())
            .sum::<usize>()
            > 0
    );
}

#[test]
fn a_meeting_was_held_and_something_promised() {
    let standing = opened();
    let council = &standing.state().council;
    let published = |m: &&std::sync::Arc<yishi_domain::council::Meeting>| {
        m.minutes.published.is_some() && m.has_quorum()
    };
    assert!(council.meetings.values().any(|m| published(&m)));
    let promises: Vec<_> = council.commitments.values().collect();
    let [promise] = promises[..] else {
        panic!("{promises:?}")
    };
    assert_eq!(promise.progress.len(), 1);
    let topic = council.topic_of(promise).expect("its topic");
    assert_eq!(council.topics[&topic].statements.len(), 2);
}
