//! Turnout: told soon enough to be followed, and so seldom that nobody keeps an event for each ballot.

use crate::kit::votes::choose;
use crate::kit::{DAY, HOUR, Town};
use yishi_domain::council::*;
use yishi_domain::*;

fn told(town: &Town, motion: MotionId) -> Vec<(Timestamp, u64)> {
    let events = town.log.iter().filter_map(|(audiences, recorded)| {
        let Event::BallotCounted(e) = &recorded.event else {
            return None;
        };
        assert_eq!(*audiences, [Audience::Public]);
        assert_eq!((recorded.by, recorded.cause), (None, None), "unsigned");
        (e.motion == motion).then_some((recorded.at, e.turnout.heads))
    });
    events.collect()
}

#[test]
fn the_first_ballot_is_told_at_once_and_a_rush_every_two_seconds() {
    let mut town = Town::new();
    let residents = town.residents(6);
    let motion = town.vote_of_homes();
    let start = town.now;
    for member in &residents[..4] {
        town.cast(*member, motion, Choice::Approve).unwrap();
        town.now.0 += 500;
    }
    assert_eq!(told(&town, motion), [(start, 1)]);
    assert_eq!(town.motion(motion).counted.heads, 4);
    // Two seconds after the first: the clock tells it without another ballot.
    assert_eq!(town.tick(), [Command::TellTurnout(TellTurnout { motion })]);
    let later = start.plus_seconds(2);
    assert_eq!(told(&town, motion), [(start, 1), (later, 4)]);
    assert_eq!(town.tick(), [], "nothing new");
    town.later(DAY)
        .cast(residents[4], motion, Choice::Reject)
        .unwrap();
    assert_eq!(told(&town, motion).len(), 3);
}

#[test]
fn in_a_large_electorate_it_goes_by_parts_or_by_the_hour() {
    let mut town = Town::new();
    let residents = town.residents(600);
    let motion = town.vote_of_homes();
    for (n, member) in residents[..7].iter().enumerate() {
        town.later(10);
        town.cast(*member, motion, Choice::Approve).unwrap();
        let expected = [1, 1, 1, 4, 4, 4, 7][n];
        assert_eq!(
            town.motion(motion).turnout.heads,
            expected,
            "one, then by three, which is a two-hundredth of them"
        );
    }
    town.later(10);
    town.cast(residents[7], motion, Choice::Approve).unwrap();
    town.later(HOUR - 11);
    assert_eq!(town.tick(), []);
    town.later(1);
    assert_eq!(town.tick().len(), 1, "an hour after it was told last");
    assert_eq!(town.motion(motion).turnout.heads, 8);
}

#[test]
fn asking_for_it_tells_no_more_than_is_due() {
    let mut town = Town::new();
    let residents = town.residents(6);
    let motion = town.sealed_vote(Options::Approval);
    for member in &residents {
        town.mark(*member, motion, &[Choice::Approve]).unwrap();
        let ask = Command::TellTurnout(TellTurnout { motion });
        assert_eq!(town.staff(ask), Ok(vec![]));
    }
    assert_eq!(told(&town, motion), []);
}

#[test]
fn a_sealed_vote_tells_it_by_the_full_hour_and_by_five_at_least() {
    let mut town = Town::new();
    let residents = town.residents(12);
    let motion = town.sealed_vote(choose(1, 2));
    town.later(20 * 60);
    for member in &residents[..4] {
        town.mark(*member, motion, &[Choice::Option(1)]).unwrap();
    }
    // It is nine o'clock when the vote opens.
    town.later(2 * HOUR);
    assert_eq!(town.tick(), [], "four would be few enough to guess");
    town.mark(residents[4], motion, &[Choice::Option(2)])
        .unwrap();
    assert_eq!(
        town.tick().len(),
        1,
        "a full hour has passed since it was opened"
    );
    assert_eq!(town.motion(motion).turnout.heads, 5);
    for member in &residents[5..11] {
        town.mark(*member, motion, &[Choice::Option(2)]).unwrap();
    }
    assert_eq!(town.tick(), [], "not within the hour");
    town.later(40 * 60);
    assert_eq!(town.tick().len(), 1, "it is twelve");
    assert_eq!(town.motion(motion).turnout.heads, 11);
    // Who changes the ballot comes to nobody's notice.
    town.later(HOUR);
    town.mark(residents[0], motion, &[Choice::Option(2)])
        .unwrap();
    assert_eq!(town.tick(), []);
}

#[test]
fn a_phone_predicts_no_turnout() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let cast = Command::CastBallot(CastBallot {
        motion,
        choice: vec![Choice::Approve],
        seal: None,
    });
    let events = crate::kit::predict(&town.phone(li), li, &cast, town.now).unwrap();
    assert_eq!(events.len(), 1);
}
