//! The one ballot book: by whatever way, a home counts once, and the later way is refused with the earlier one named.

use crate::kit::votes::{choose, left_out};
use crate::kit::{Town, predict};
use yishi_domain::council::*;
use yishi_domain::*;

fn counted_already(way: Way) -> Rejection {
    Rejection::CountedAlready {
        voter: "1-1-102".into(),
        way,
    }
}

#[test]
fn a_ballot_at_the_desk_counts_and_its_home_is_told_by_whom_and_why() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let home = town.home_of(li);
    town.at_desk(home, motion, &[Choice::Reject]).unwrap();
    let phone = town.phone(li);
    let ballot = &phone.council.motions[&motion].ballots[&home];
    assert_eq!(ballot.way, Way::Desk);
    let entry = ballot.entry.as_ref().unwrap();
    assert_eq!(
        (entry.staff.as_str(), entry.reason.as_str()),
        ("王主任", "眼睛不便")
    );
    assert_eq!(
        ballot.said.as_ref().unwrap().choice,
        [Choice::Reject],
        "an open ballot is told to its home"
    );
    assert_eq!(town.close(motion).unwrap().tally.reject.heads, 1);
    assert_eq!(town.published().ballots[0].way, Some(Way::Desk));
}

#[test]
fn other_desks_learn_that_a_home_was_entered_and_not_what_it_said() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let colleague = town.person("钱干事", None, &[roster::Role::Committee], 1985);
    let motion = town.vote_of_homes();
    let home = town.home_of(li);
    town.at_desk(home, motion, &[Choice::Reject]).unwrap();
    let phone = town.phone(colleague);
    let ballot = &phone.council.motions[&motion].ballots[&home];
    assert_eq!((ballot.way, &ballot.said), (Way::Desk, &None));
    // So the second desk refuses paper of that home at once, before any network.
    let paper = Command::EnterPaper(EnterPaper {
        motion,
        sheets: vec![Sheet {
            voter: home,
            choice: vec![Choice::Approve],
        }],
        photos: vec![Digest([1; 32])],
    });
    let events = predict(&phone, colleague, &paper, town.now).unwrap();
    assert_eq!(left_out(&events)[0].1, LeftOutCause::Counted(Way::Desk));
}

#[test]
fn a_ballot_for_somebody_needs_a_reason() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let cast = CastForVoter {
        motion,
        voter: town.home_of(li),
        choice: vec![Choice::Approve],
        reason: " ".into(),
        seal: None,
    };
    assert_eq!(
        town.staff(Command::CastForVoter(cast)),
        Err(Rejection::TextEmpty {
            field: "reason".into()
        })
    );
}

#[test]
fn each_later_way_is_refused_with_the_earlier_one_named() {
    for earlier in [Way::Phone, Way::Desk, Way::Paper, Way::Hands] {
        for later in [Way::Phone, Way::Desk, Way::Paper, Way::Hands] {
            let mut town = Town::new();
            let li = town.residents(1)[0];
            let motion = town.vote_of_homes();
            let meeting = town.held();
            let home = town.home_of(li);
            let mut take = |way: Way| match way {
                Way::Phone => town.cast(li, motion, Choice::Approve),
                Way::Desk => town.at_desk(home, motion, &[Choice::Approve]),
                Way::Paper => town.on_paper(motion, &[(home, Choice::Approve)]),
                Way::Hands => town.gather(motion, Gathering::Hands(meeting), &[home]),
            };
            take(earlier).unwrap();
            let second = take(later);
            let (same, alone) = (earlier == later, matches!(later, Way::Phone | Way::Desk));
            if same {
                assert!(
                    second.is_ok(),
                    "{earlier:?}: the same way again is a change"
                );
            } else if alone {
                assert_eq!(second, Err(counted_already(earlier)), "{later:?}");
            } else {
                let expected = ("1-1-102".to_owned(), LeftOutCause::Counted(earlier));
                assert_eq!(left_out(&second.unwrap()), [expected], "{later:?}");
            }
            assert_eq!(
                town.motion(motion).counted.heads,
                1,
                "{earlier:?} {later:?}"
            );
            assert_eq!(town.motion(motion).ballots[&home].way, earlier);
        }
    }
}

#[test]
fn a_phone_that_was_told_refuses_by_itself() {
    let mut town = Town::new();
    let li = town.residents(1)[0];
    let motion = town.vote_of_homes();
    let home = town.home_of(li);
    town.on_paper(motion, &[(home, Choice::Approve)]).unwrap();
    let cast = Command::CastBallot(CastBallot {
        motion,
        choice: vec![Choice::Reject],
        seal: None,
    });
    assert_eq!(
        predict(&town.phone(li), li, &cast, town.now),
        Err(counted_already(Way::Paper))
    );
}

#[test]
fn a_batch_of_paper_counts_what_it_can_and_names_the_rest() {
    let mut town = Town::new();
    let residents = town.residents(4);
    let motion = town.vote_of_homes();
    let stranger = VoterId::Household(HouseholdId(town.id()));
    let homes: Vec<VoterId> = residents
        .iter()
        .map(|member| town.home_of(*member))
        .collect();
    town.cast(residents[1], motion, Choice::Reject).unwrap();
    town.at_desk(homes[2], motion, &[Choice::Reject]).unwrap();
    let sheets: Vec<(VoterId, Choice)> = homes
        .iter()
        .chain([&stranger])
        .map(|home| (*home, Choice::Approve))
        .collect();
    let events = town.on_paper(motion, &sheets).unwrap();
    assert_eq!(
        left_out(&events),
        [
            ("1-1-103".to_owned(), LeftOutCause::Counted(Way::Phone)),
            ("1-1-104".to_owned(), LeftOutCause::Counted(Way::Desk)),
            (String::new(), LeftOutCause::NotInElectorate),
        ]
    );
    let kept = &town.phone(town.staff).council.motions[&motion].left_out;
    assert_eq!(kept.len(), 3, "for every desk to see");
    assert!(
        town.phone(residents[1]).council.motions[&motion]
            .left_out
            .is_empty()
    );
    let closed = town.close(motion).unwrap();
    assert_eq!(
        (closed.tally.approve.heads, closed.tally.reject.heads),
        (2, 2)
    );
    let receipts: std::collections::BTreeSet<String> = town
        .published()
        .ballots
        .into_iter()
        .map(|ballot| ballot.receipt)
        .collect();
    assert_eq!(receipts.len(), 4, "each sheet has a receipt of its own");
}

#[test]
fn photos_of_the_sheets_are_kept_for_the_committee_alone_and_outlast_the_vote() {
    let mut town = Town::new();
    let residents = town.residents(2);
    let motion = town.vote_of_homes();
    for (number, member) in (1..).zip(&residents) {
        let enter = EnterPaper {
            motion,
            sheets: vec![Sheet {
                voter: town.home_of(*member),
                choice: vec![Choice::Approve],
            }],
            photos: vec![Digest([1; 32]), Digest([number; 32])],
        };
        town.staff(Command::EnterPaper(enter)).unwrap();
    }
    town.close(motion).unwrap();
    let photos = |member| town.phone(member).council.motions[&motion].photos.clone();
    assert_eq!(
        photos(town.staff),
        [Digest([1; 32]), Digest([2; 32])],
        "each once"
    );
    assert!(photos(residents[0]).is_empty());
}

#[test]
fn a_later_sheet_of_a_home_corrects_the_earlier_one() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let home = town.home_of(li);
    town.on_paper(motion, &[(home, Choice::Approve)]).unwrap();
    town.on_paper(motion, &[(home, Choice::Reject)]).unwrap();
    let closed = town.close(motion).unwrap();
    assert_eq!(
        (closed.tally.approve.heads, closed.tally.reject.heads),
        (0, 1)
    );
}

#[test]
fn unusable_batches_are_refused_whole() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let home = town.home_of(li);
    let bad = Err(Rejection::BadBatch { most: 200 });
    let twice = [(home, Choice::Approve), (home, Choice::Reject)];
    assert_eq!(town.on_paper(motion, &twice), bad);
    assert_eq!(town.on_paper(motion, &[]), bad);
    let many: Vec<(VoterId, Choice)> = (0..201)
        .map(|_| (VoterId::Member(MemberId(town.id())), Choice::Approve))
        .collect();
    assert_eq!(town.on_paper(motion, &many), bad);
    assert_eq!(
        town.on_paper(motion, &[(home, Choice::Option(1))]),
        Err(Rejection::BadChoice)
    );
    let without_photo = EnterPaper {
        motion,
        sheets: vec![Sheet {
            voter: home,
            choice: vec![Choice::Approve],
        }],
        photos: vec![],
    };
    assert_eq!(
        town.staff(Command::EnterPaper(without_photo)),
        Err(Rejection::PhotoMissing)
    );
    assert!(town.motion(motion).ballots.is_empty());
}

#[test]
fn a_show_of_hands_is_numbers_of_those_who_are_there() {
    let mut town = Town::new();
    let residents = town.residents(5);
    let motion = town.vote_of_homes();
    let meeting = town.held();
    let homes: Vec<VoterId> = residents
        .iter()
        .map(|member| town.home_of(*member))
        .collect();
    town.cast(residents[4], motion, Choice::Reject).unwrap();
    let hands = Gathering::Hands(meeting);
    town.gather(motion, hands, &homes[..4]).unwrap();
    for (marked, expected) in [
        (&[(Choice::Approve, 3)][..], 4),
        (&[(Choice::Approve, 3), (Choice::Reject, 2)], 4),
        (
            &[(Choice::Approve, u64::MAX), (Choice::Reject, u64::MAX)],
            4,
        ),
        (&[(Choice::Abstain, 5)], 4),
    ] {
        let refused = Err(Rejection::CountMismatch { expected });
        assert_eq!(town.hands(motion, marked), refused, "{marked:?}");
    }
    for odd in [
        &[(Choice::Approve, 2), (Choice::Approve, 2)][..],
        &[(Choice::Option(1), 4)],
    ] {
        assert_eq!(town.hands(motion, odd), Err(Rejection::BadChoice));
    }
    town.hands(motion, &[(Choice::Reject, 4)]).unwrap();
    // Counted again: the later numbers take the place of the earlier ones.
    town.hands(
        motion,
        &[
            (Choice::Abstain, 1),
            (Choice::Approve, 3),
            (Choice::Reject, 0),
        ],
    )
    .unwrap();
    let closed = town.close(motion).unwrap();
    assert_eq!(
        [
            closed.tally.approve.heads,
            closed.tally.reject.heads,
            closed.tally.abstain.heads,
            closed.tally.participants.heads
        ],
        [3, 1, 1, 5]
    );
    let published = town.published();
    assert_eq!(published.ballots.len(), 1, "hands have no names");
    let hands = published.hands.unwrap();
    assert_eq!((hands.heads, hands.marked.len()), (4, 2));
}

#[test]
fn hands_for_several_options_are_those_of_as_many_people() {
    let mut town = Town::new();
    let residents = town.residents(4);
    let motion = town.vote_of(choose(2, 3));
    let meeting = town.held();
    let homes: Vec<VoterId> = residents
        .iter()
        .map(|member| town.home_of(*member))
        .collect();
    town.gather(motion, Gathering::Hands(meeting), &homes)
        .unwrap();
    let option = Choice::Option;
    let mismatch = Err(Rejection::CountMismatch { expected: 4 });
    for marked in [
        // Five people for one option, too few marks, more than two each, and one for whom nobody is left.
        &[(option(1), 5)][..],
        &[(option(1), 2), (option(2), 1)],
        &[(option(1), 3), (option(2), 3), (option(3), 3)],
        &[(Choice::Abstain, 2), (option(1), 3)],
    ] {
        assert_eq!(town.hands(motion, marked), mismatch, "{marked:?}");
    }
    town.hands(
        motion,
        &[(option(1), 3), (option(3), 3), (Choice::Abstain, 1)],
    )
    .unwrap();
    let closed = town.close(motion).unwrap();
    assert_eq!(closed.chosen, [1, 3]);
}

#[test]
fn what_is_said_by_hands_is_told_to_nobody_before_the_close() {
    let mut town = Town::new();
    let residents = town.residents(3);
    let motion = town.vote_of_homes();
    let meeting = town.held();
    let homes: Vec<VoterId> = residents
        .iter()
        .map(|member| town.home_of(*member))
        .collect();
    town.gather(motion, Gathering::Hands(meeting), &homes)
        .unwrap();
    town.hands(motion, &[(Choice::Approve, 3)]).unwrap();
    for member in residents.iter().chain([&town.staff]) {
        let phone = town.phone(*member);
        let known = &phone.council.motions[&motion];
        assert_eq!(known.hands, None);
        assert!(known.ballots.values().all(|ballot| ballot.said.is_none()));
    }
    let staff = town.phone(town.staff);
    assert_eq!(staff.council.motions[&motion].hands_counted, 3);
}

#[test]
fn hands_that_nobody_has_counted_are_named_at_the_close() {
    let mut town = Town::new();
    let residents = town.residents(3);
    let motion = town.vote_of_homes();
    let meeting = town.held();
    let homes: Vec<VoterId> = residents
        .iter()
        .map(|member| town.home_of(*member))
        .collect();
    let hands = Gathering::Hands(meeting);
    assert_eq!(
        town.hands(motion, &[(Choice::Approve, 1)]),
        Err(Rejection::CountMismatch { expected: 0 }),
        "first those who are there"
    );
    town.gather(motion, hands, &homes[..2]).unwrap();
    town.hands(motion, &[(Choice::Approve, 2)]).unwrap();
    town.gather(motion, hands, &homes[2..]).unwrap();
    assert_eq!(town.motion(motion).uncounted_hands(), 1);
    let closed = town.close(motion).unwrap();
    assert_eq!(closed.tally.participants.heads, 2);
    assert_eq!(town.published().missing, 1);
}

#[test]
fn each_kind_of_vote_is_entered_in_its_own_ways() {
    let mut town = Town::new();
    let residents = town.residents(5);
    let home = town.home_of(residents[0]);
    let (open, sealed) = (town.vote_of_homes(), town.sealed_vote(Options::Approval));
    let by_area = NoticeMotion {
        rule: "civil_code_278_ordinary".into(),
        ..town.draft()
    };
    let by_area = town.put(by_area);
    let (planned, held) = (town.meeting(), town.held());
    let unknown = MeetingId(town.id());
    let wrong = Err(Rejection::WrongWay);
    assert_eq!(town.on_paper(sealed, &[(home, Choice::Approve)]), wrong);
    assert_eq!(town.gather(open, Gathering::Envelopes, &[home]), wrong);
    assert_eq!(town.gather(sealed, Gathering::Hands(held), &[home]), wrong);
    let sheets = Gathered::Sheets(vec![vec![Choice::Approve]]);
    assert_eq!(town.count(open, sheets), wrong);
    assert_eq!(
        town.gather(by_area, Gathering::Hands(held), &[home]),
        Err(Rejection::AreaNeedsNames)
    );
    assert_eq!(
        town.gather(open, Gathering::Hands(planned), &[home]),
        Err(Rejection::WrongMeetingState {
            state: MeetingState::Planned
        })
    );
    assert_eq!(
        town.gather(open, Gathering::Hands(unknown), &[home]),
        Err(Rejection::UnknownMeeting)
    );
}

#[test]
fn nothing_is_entered_after_the_close() {
    let mut town = Town::new();
    let li = town.resident("101", "李梅");
    let motion = town.vote_of_homes();
    let (home, meeting) = (town.home_of(li), town.held());
    let closed_at = town.motion(motion).closes_at;
    town.now = closed_at;
    let closed = Err(Rejection::MotionClosed { closed_at });
    assert_eq!(town.at_desk(home, motion, &[Choice::Approve]), closed);
    assert_eq!(town.on_paper(motion, &[(home, Choice::Approve)]), closed);
    let hands = Gathering::Hands(meeting);
    assert_eq!(town.gather(motion, hands, &[home]), closed);
    assert_eq!(town.hands(motion, &[(Choice::Approve, 1)]), closed);
}

#[test]
fn after_the_close_only_the_own_line_is_kept() {
    let mut town = Town::new();
    let (li, zhao) = (town.resident("101", "李梅"), town.resident("102", "赵强"));
    let motion = town.vote_of_homes();
    for member in [li, zhao] {
        town.cast(member, motion, Choice::Approve).unwrap();
    }
    town.close(motion).unwrap();
    let kept = town.motion(motion);
    assert!(kept.voters.is_none() && kept.ballots.is_empty());
    let phone = town.phone(li);
    assert_eq!(phone.council.motions[&motion].ballots.len(), 1);
}
