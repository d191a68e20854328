//! Sealed votes: what is told of a ballot, and what is not.

use crate::kit::votes::choose;
use crate::kit::{DAY, Town};
use yishi_domain::council::*;
use yishi_domain::*;

const MARKS: [Choice; 3] = Choice::ALL;

/// A sealed vote of seven homes in which all have voted.
fn voted() -> (Town, MotionId, Vec<MemberId>) {
    let mut town = Town::new();
    let residents = town.residents(7);
    let motion = town.sealed_vote(Options::Approval);
    for (member, choice) in residents.iter().zip(MARKS.into_iter().cycle()) {
        town.later(60).mark(*member, motion, &[choice]).unwrap();
    }
    (town, motion, residents)
}

#[test]
fn the_log_holds_who_took_part_and_nowhere_what_they_said() {
    let (mut town, motion, residents) = voted();
    assert_eq!(town.motion(motion).ballots.len(), residents.len());
    town.close(motion).unwrap();
    for (_, recorded) in &town.log {
        assert!(!matches!(recorded.event, Event::BallotCast(_)));
    }
    let told = town.log.iter().filter_map(|(audiences, recorded)| {
        let Event::ParticipationRecorded(e) = &recorded.event else {
            return None;
        };
        Some((audiences.clone(), e.voter))
    });
    for ((audiences, voter), member) in told.zip(&residents) {
        assert_eq!(voter, town.home_of(*member));
        let VoterId::Household(home) = voter else {
            panic!("{voter:?}")
        };
        assert_eq!(audiences, [Audience::Household(home)]);
    }
}

#[test]
fn published_ballots_have_no_voter_no_way_no_area_and_the_order_of_their_receipts() {
    let (mut town, motion, _) = voted();
    let closed = town.close(motion).unwrap();
    let published = town.published();
    assert_eq!(published.ballots.len(), 7);
    assert!(published.ballots.is_sorted_by_key(|ballot| &ballot.receipt));
    for ballot in &published.ballots {
        assert_eq!((&ballot.voter, ballot.way, ballot.area), (&None, None, 0));
    }
    assert_eq!(
        [
            closed.tally.approve.heads,
            closed.tally.reject.heads,
            closed.tally.abstain.heads
        ],
        [3, 2, 2]
    );
}

#[test]
fn a_voter_finds_the_own_ballot_by_what_the_own_phone_has_drawn() {
    let mut town = Town::new();
    let residents = town.residents(5);
    let motion = town.sealed_vote(Options::Approval);
    for (n, member) in (0..).zip(&residents) {
        let cast = CastBallot {
            motion,
            choice: vec![MARKS[usize::try_from(n).unwrap() % 3]],
            seal: Some(Town::seal(n)),
        };
        town.member(*member, Command::CastBallot(cast)).unwrap();
    }
    town.close(motion).unwrap();
    let published = town.published().ballots;
    for n in 0..5 {
        let receipt = sealed_receipt(Town::seal(n));
        let found: Vec<_> = published.iter().filter(|b| b.receipt == receipt).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].choice, [MARKS[usize::try_from(n).unwrap() % 3]]);
    }
}

#[test]
fn a_sealed_ballot_needs_a_seal() {
    let mut town = Town::new();
    let residents = town.residents(5);
    let motion = town.sealed_vote(Options::Approval);
    assert_eq!(
        town.cast(residents[0], motion, Choice::Approve),
        Err(Rejection::SealMissing)
    );
    assert_eq!(town.slips.slips(motion), []);
}

#[test]
fn the_later_ballot_counts_and_every_change_is_told_alike() {
    let mut town = Town::new();
    let residents = town.residents(5);
    let motion = town.sealed_vote(Options::Approval);
    for member in &residents {
        town.mark(*member, motion, &[Choice::Approve]).unwrap();
    }
    let changed = town.mark(residents[0], motion, &[Choice::Reject]).unwrap();
    let same = town.mark(residents[0], motion, &[Choice::Reject]).unwrap();
    // Whether it says the same as before is nobody's business in the home either.
    assert_eq!(changed, same);
    assert_eq!(changed.len(), 1);
    let closed = town.close(motion).unwrap();
    assert_eq!(closed.tally.participants.heads, 5);
    assert_eq!(closed.tally.reject.heads, 1);
}

#[test]
fn a_housemate_learns_that_the_home_has_voted_and_not_how() {
    let mut town = Town::new();
    town.residents(5);
    let home = town.home(2, 1, "101", None);
    let li = town.person("李梅", Some(home), &[roster::Role::Resident], 1980);
    let zhao = town.person("赵强", Some(home), &[roster::Role::Resident], 1979);
    let motion = town.sealed_vote(Options::Approval);
    town.mark(li, motion, &[Choice::Reject]).unwrap();
    let phone = town.phone(zhao);
    let known = &phone.council.motions[&motion].ballots;
    let ballot = known.get(&VoterId::Household(home)).unwrap();
    assert_eq!((&ballot.said, ballot.by), (&None, Some(li)));
    assert!(
        town.phone(town.staff).council.motions[&motion]
            .ballots
            .is_empty()
    );
}

#[test]
fn the_box_is_emptied_by_the_close_and_by_giving_up() {
    let (mut town, motion, _) = voted();
    assert_eq!(town.slips.slips(motion).len(), 7);
    town.close(motion).unwrap();
    assert_eq!(town.slips.slips(motion), []);
    let (mut town, motion, _) = voted();
    town.cancel(motion).unwrap();
    assert_eq!(town.slips.slips(motion), []);
    assert!(town.motion(motion).ballots.is_empty(), "nor who took part");
}

#[test]
fn fewer_than_five_ballots_are_not_counted() {
    let mut town = Town::new();
    let residents = town.residents(6);
    let motion = town.sealed_vote(Options::Approval);
    for member in &residents[..4] {
        town.mark(*member, motion, &[Choice::Approve]).unwrap();
    }
    let closed = town.close(motion).unwrap();
    let published = town.published();
    assert_eq!((published.ballots.len(), published.withheld), (0, 4));
    assert_eq!(closed.tally.participants.heads, 4);
    assert_eq!(closed.tally.approve.heads, 0);
    assert_eq!(closed.outcome, Outcome::default());
}

#[test]
fn a_sealed_vote_needs_five_voters_and_a_rule_that_counts_heads() {
    let mut town = Town::new();
    town.residents(4);
    let notice = NoticeMotion {
        sealed: true,
        ..town.draft()
    };
    let motion = notice.motion;
    town.staff(Command::NoticeMotion(notice)).unwrap();
    assert_eq!(
        town.open(motion),
        Err(Rejection::ElectorateTooSmall { least: 5 })
    );
    let notice = NoticeMotion {
        sealed: true,
        rule: "civil_code_278_ordinary".into(),
        ..town.draft()
    };
    assert_eq!(
        town.staff(Command::NoticeMotion(notice)),
        Err(Rejection::AreaNeedsNames)
    );
}

#[test]
fn the_order_of_casting_leaves_no_trace_in_what_is_published() {
    let cast = |order: &[usize]| {
        let mut town = Town::new();
        let residents = town.residents(6);
        let motion = town.sealed_vote(choose(2, 4));
        for n in order {
            let cast = CastBallot {
                motion,
                choice: vec![Choice::Option(u8::try_from(n % 4 + 1).unwrap())],
                seal: Some(Town::seal(*n as u64)),
            };
            town.later(77)
                .member(residents[*n], Command::CastBallot(cast))
                .unwrap();
        }
        town.close(motion).unwrap();
        town.published()
    };
    assert_eq!(cast(&[0, 1, 2, 3, 4, 5]), cast(&[5, 3, 1, 0, 2, 4]));
}

#[test]
fn envelopes_come_first_and_the_sheets_out_of_them_after() {
    let mut town = Town::new();
    let residents = town.residents(8);
    let motion = town.sealed_vote(Options::Approval);
    town.mark(residents[0], motion, &[Choice::Reject]).unwrap();
    let homes: Vec<VoterId> = residents
        .iter()
        .map(|member| town.home_of(*member))
        .collect();
    let events = town
        .gather(motion, Gathering::Envelopes, &homes[..6])
        .unwrap();
    assert_eq!(
        crate::kit::votes::left_out(&events),
        [("1-1-102".to_owned(), LeftOutCause::Counted(Way::Phone))]
    );
    assert_eq!(town.motion(motion).uncounted_envelopes(), 5);
    let sheets = |count: usize| Gathered::Sheets(vec![vec![Choice::Approve]; count]);
    assert_eq!(
        town.count(motion, sheets(6)),
        Err(Rejection::CountMismatch { expected: 5 })
    );
    town.count(motion, sheets(3)).unwrap();
    assert_eq!(town.motion(motion).uncounted_envelopes(), 2);
    town.count(motion, sheets(2)).unwrap();
    assert_eq!(
        town.count(motion, sheets(1)),
        Err(Rejection::CountMismatch { expected: 0 })
    );
    let closed = town.later(DAY).close(motion).unwrap();
    assert_eq!(
        (closed.tally.approve.heads, closed.tally.reject.heads),
        (5, 1)
    );
    let published = town.published();
    assert_eq!((published.missing, published.ballots.len()), (0, 6));
    let mut receipts: Vec<&String> = published.ballots.iter().map(|b| &b.receipt).collect();
    receipts.dedup();
    assert_eq!(receipts.len(), 6, "a sheet looks like all other ballots");
}

#[test]
fn a_second_envelope_of_a_home_is_left_out() {
    let mut town = Town::new();
    let residents = town.residents(5);
    let motion = town.sealed_vote(Options::Approval);
    let home = town.home_of(residents[0]);
    town.gather(motion, Gathering::Envelopes, &[home]).unwrap();
    let events = town.gather(motion, Gathering::Envelopes, &[home]).unwrap();
    assert_eq!(
        crate::kit::votes::left_out(&events)[0].1,
        LeftOutCause::Counted(Way::Paper)
    );
}

#[test]
fn an_envelope_whose_sheet_nobody_entered_is_named_at_the_close_and_counts_nothing() {
    let mut town = Town::new();
    let residents = town.residents(7);
    let motion = town.sealed_vote(Options::Approval);
    for member in &residents[..5] {
        town.mark(*member, motion, &[Choice::Approve]).unwrap();
    }
    let homes = [town.home_of(residents[5]), town.home_of(residents[6])];
    town.gather(motion, Gathering::Envelopes, &homes).unwrap();
    let one = Gathered::Sheets(vec![vec![Choice::Reject]]);
    town.count(motion, one).unwrap();
    let closed = town.close(motion).unwrap();
    assert_eq!(town.published().missing, 1);
    assert_eq!(closed.tally.participants.heads, 6);
}

#[test]
fn a_photo_of_few_sealed_sheets_is_refused() {
    let mut town = Town::new();
    let residents = town.residents(9);
    let motion = town.sealed_vote(Options::Approval);
    let homes: Vec<VoterId> = residents
        .iter()
        .map(|member| town.home_of(*member))
        .collect();
    town.gather(motion, Gathering::Envelopes, &homes).unwrap();
    let mut count = |sheets: usize| {
        let seal = SealId(town.id());
        town.staff(Command::CountGathered(CountGathered {
            motion,
            count: Gathered::Sheets(vec![vec![Choice::Approve]; sheets]),
            photos: vec![Digest([1; 32])],
            seal,
        }))
        .map(|_| ())
    };
    assert_eq!(count(4), Err(Rejection::TooFewSheets { least: 5 }));
    assert_eq!(count(5), Ok(()));
}
