//! What holds whatever anybody does, in whatever order, at whatever time.
#![allow(clippy::unwrap_used)] // a test stops at the first surprise

mod kit;
mod life;

use kit::{Town, matters, patrol_steps, steps};
use life::{actor, command, life, live_through, lively};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::*;

/// Everything that a screen derives from a state.
fn look_at(state: &State, now: Timestamp) {
    let _ = state.council.upcoming_meetings();
    for (id, _) in &state.council.meetings {
        let _ = state.council.agenda(*id);
    }
    let _ = state.council.rules_in_force(state.date(now));
    for motion in state.council.motions.values() {
        let published = motion.publication(Vec::new());
        let _ = count(&motion.options, &motion.rule, motion.size, &published);
        let _ = (motion.options.marks(), motion.rule.needed(motion.size));
        for member in state.roster.members.keys() {
            let _ = motion.electorate.voter_of(state, *member, state.date(now));
        }
    }
    matters::look_at(state, now);
    let _ = due(state, now, Uuid::nil);
    steps::look_at_board(state, now);
    patrol_steps::look_at_patrol(state, now);
}

fn closed(town: &Town) -> BTreeMap<MotionId, MotionState> {
    let motions = town.state.council.motions.iter();
    motions
        .filter(|(_, m)| {
            matches!(
                m.state,
                MotionState::Closed { .. } | MotionState::Cancelled { .. }
            )
        })
        .map(|(id, m)| (*id, m.state.clone()))
        .collect()
}

/// Who could vote on a motion, and who had taken part by that place of the log.
fn book(town: &Town, place: usize, motion: MotionId) -> (BTreeSet<VoterId>, BTreeSet<VoterId>) {
    let (mut frozen, mut took_part) = (BTreeSet::new(), BTreeSet::new());
    for (_, recorded) in &town.log[..place] {
        match &recorded.event {
            Event::ElectorateFrozen(e) if e.motion == motion => {
                frozen.extend(e.voters.iter().map(|voter| voter.id));
            }
            Event::BallotCast(e) if e.motion == motion => drop(took_part.insert(e.voter)),
            Event::ParticipationRecorded(e) if e.motion == motion => {
                took_part.insert(e.voter);
            }
            _ => {}
        }
    }
    (frozen, took_part)
}

/// What is published of a sealed vote of six homes in which these voters have cast these ballots.
fn sealed_publication(casts: impl Iterator<Item = (usize, usize, usize)>) -> Publication {
    let mut town = Town::new();
    let residents = town.residents(6);
    let motion = town.sealed_vote(Options::Approval);
    for (voter, number, choice) in casts {
        let cast = CastBallot {
            motion,
            choice: vec![Choice::ALL[choice]],
            seal: Some(Town::seal(number as u64)),
        };
        town.later(7)
            .member(residents[voter], Command::CastBallot(cast))
            .unwrap();
    }
    town.close(motion).unwrap();
    town.published()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        // Beside this file, so that a failure that was found once stays a test.
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_commands_lead_to_a_panic(steps in life(0..120)) {
        let town = live_through(&steps);
        look_at(&town.state, town.now);
        for member in town.state.roster.members.keys() {
            look_at(&town.phone(*member), town.now);
        }
    }

    #[test]
    fn replay_equals_what_was_kept(steps in life(0..120)) {
        let town = live_through(&steps);
        let mut replayed = State::new(Scope::Whole);
        town.log.iter().for_each(|(_, recorded)| replayed.apply(recorded));
        prop_assert!(replayed == town.state);
    }

    #[test]
    fn no_shift_is_overbooked_and_nobody_waits_beside_a_free_place(steps in life(0..120)) {
        let mut town = lively();
        // Time goes on, or nothing could be said of the order of arrival.
        for step in &steps {
            town.later(step.seconds.max(1));
            let command = command(step, &town);
            let _ = town.give(actor(&town, step), &command);
            prop_assert_eq!(steps::overbooked(&town.state.volunteer), None);
        }
    }

    #[test]
    fn a_phone_knows_the_places_as_the_authority_does(steps in life(0..120)) {
        let town = live_through(&steps);
        for member in town.state.roster.members.keys() {
            let phone = town.phone(*member).volunteer;
            for (id, shift) in &town.state.volunteer.shifts {
                prop_assert_eq!(&phone.shifts[id].signups, &shift.signups);
                prop_assert_eq!(&phone.shifts[id].cancelled, &shift.cancelled);
            }
        }
    }

    #[test]
    fn nobody_but_staff_and_the_taker_knows_where_an_elder_lives(steps in life(0..120)) {
        let town = live_through(&steps);
        for member in town.state.roster.members.keys().filter(|member| !town.state.is_staff(**member)) {
            for (id, need) in &town.phone(*member).volunteer.needs {
                let taker = town.state.volunteer.taker(&town.state.volunteer.needs[id]);
                prop_assert!(need.address.is_none() || taker == Some(*member));
            }
        }
    }

    #[test]
    fn a_finding_is_rechecked_by_somebody_who_has_not_found_it_and_stays_closed(steps in life(0..150)) {
        let town = live_through(&steps);
        let mut finders: BTreeMap<FindingId, Vec<MemberId>> = BTreeMap::new();
        let mut closed: Vec<FindingId> = Vec::new();
        for (_, recorded) in &town.log {
            let about = match &recorded.event {
                Event::FindingOpened(e) => {
                    finders.entry(e.finding).or_default().extend(recorded.by);
                    e.finding
                }
                Event::FindingRepeated(e) => {
                    finders.entry(e.finding).or_default().extend(recorded.by);
                    e.finding
                }
                Event::FindingRechecked(e) => {
                    prop_assert!(!finders[&e.finding].contains(&recorded.by.unwrap()));
                    prop_assert!(!e.photos.is_empty());
                    e.finding
                }
                Event::FindingAnswered(e) => e.finding,
                Event::FindingContested(e) => e.finding,
                Event::FindingSettled(e) => e.finding,
                _ => continue,
            };
            prop_assert!(!closed.contains(&about), "{:?}", recorded.event);
            if town.state.patrol.findings[&about].closed_at() == Some(recorded.at) {
                let last = matches!(&recorded.event, Event::FindingRechecked(e) if e.passed)
                    || matches!(&recorded.event, Event::FindingSettled(e) if !e.upheld);
                if last {
                    closed.push(about);
                }
            }
        }
    }

    #[test]
    fn every_failing_answer_stands_in_a_finding(steps in life(0..150)) {
        let town = live_through(&steps);
        let patrols = &town.state.patrol;
        for inspection in patrols.inspections.values() {
            let list = patrols.checklist(inspection.template, inspection.version).unwrap();
            for item in inspection.failed(list) {
                let found = patrols.findings_of(inspection.shop).any(|(_, finding)| {
                    let again = finding.steps.iter().any(|step| {
                        matches!(step.step, patrol::FindingStep::Repeated { patrol, .. } if patrol == inspection.patrol)
                    });
                    finding.item == (inspection.template, item) && (finding.patrol == inspection.patrol || again)
                });
                prop_assert!(found, "{item}");
            }
        }
    }

    #[test]
    fn a_phone_knows_of_the_patrol_what_it_may(steps in life(0..120)) {
        let town = live_through(&steps);
        let whole = &town.state.patrol;
        for member in town.state.roster.members.keys() {
            let phone = town.phone(*member).patrol;
            for (id, saved) in &phone.saved {
                prop_assert_eq!(InspectionId::of(saved.patrol, saved.shop, *member), *id);
            }
            let all = town.state.walks_or_manages(*member);
            for (id, inspection) in &phone.inspections {
                prop_assert!(all || town.state.runs(*member, inspection.shop));
                prop_assert_eq!(Some(inspection), whole.inspections.get(id));
            }
            for (id, finding) in &phone.findings {
                let known = &whole.findings[id];
                prop_assert!(all || known.published || town.state.runs(*member, finding.shop));
                prop_assert_eq!((&finding.state, &finding.steps, finding.due), (&known.state, &known.steps, known.due));
            }
            if all {
                prop_assert_eq!(phone.inspections.len(), whole.inspections.len());
                prop_assert_eq!(phone.findings.len(), whole.findings.len());
                prop_assert_eq!(&phone.patrols, &whole.patrols);
            }
        }
    }

    #[test]
    fn no_tally_counts_a_home_twice_or_more_than_there_are(steps in life(0..150)) {
        let town = live_through(&steps);
        let published = town.archive.0.borrow();
        let mut published = published.iter();
        for (place, (_, recorded)) in town.log.iter().enumerate() {
            let Event::MotionClosed(e) = &recorded.event else { continue };
            let (_, published) = published.next().unwrap();
            let (frozen, took_part) = book(&town, place, e.motion);
            prop_assert!(took_part.is_subset(&frozen));
            prop_assert_eq!(e.tally.electorate.heads, frozen.len() as u64);
            prop_assert!(e.tally.participants.area <= e.tally.electorate.area);
            let heads = e.tally.participants.heads;
            prop_assert_eq!(heads + published.missing, took_part.len() as u64);
            let motion = &town.state.council.motions[&e.motion];
            let parts = e.tally.approve.heads + e.tally.reject.heads + e.tally.abstain.heads;
            match motion.options {
                Options::Approval => prop_assert_eq!(parts, heads - published.withheld),
                Options::Choose { .. } => {
                    prop_assert!(e.options.iter().all(|option| option.heads <= heads));
                    prop_assert!(e.chosen.len() <= motion.options.most());
                }
            }
        }
    }

    #[test]
    fn a_sealed_ballot_stands_in_no_event(steps in life(0..150)) {
        let town = live_through(&steps);
        for (_, recorded) in &town.log {
            let motion = match &recorded.event {
                Event::BallotCast(e) => e.motion,
                Event::HandsCounted(e) => e.motion,
                _ => continue,
            };
            prop_assert!(!town.state.council.motions[&motion].sealed);
        }
        for (motion, _) in town.slips.0.borrow().keys() {
            let motion = &town.state.council.motions[motion];
            prop_assert!(motion.sealed);
            let is_open = matches!(motion.state, MotionState::Open { .. });
            prop_assert!(is_open, "the box is empty after the close");
        }
    }

    #[test]
    fn a_sealed_publication_does_not_depend_on_the_order_of_casting(
        casts in prop::collection::vec((0..6usize, 0..3usize), 0..30),
        order in prop::collection::vec(any::<prop::sample::Index>(), 30),
    ) {
        // Each voter's ballots in their order, the voters between each other in any.
        let mut left: Vec<Vec<(usize, usize)>> = vec![Vec::new(); 6];
        for (number, (voter, choice)) in casts.iter().enumerate() {
            left[*voter].push((number, *choice));
        }
        let mut other = Vec::new();
        for index in order {
            let waiting: Vec<usize> = (0..6).filter(|voter| !left[*voter].is_empty()).collect();
            if waiting.is_empty() {
                break;
            }
            let voter = waiting[index.index(waiting.len())];
            let (number, choice) = left[voter].remove(0);
            other.push((voter, number, choice));
        }
        let one = casts.iter().enumerate().map(|(number, (voter, choice))| (*voter, number, *choice));
        prop_assert_eq!(sealed_publication(one), sealed_publication(other.into_iter()));
    }

    #[test]
    fn the_published_ballots_recount_to_the_closing_event(steps in life(0..150)) {
        let town = live_through(&steps);
        let published = town.archive.0.borrow();
        let mut closings = town.log.iter().filter_map(|(_, recorded)| match &recorded.event {
            Event::MotionClosed(e) => Some(e),
            _ => None,
        });
        for (blob, published) in published.iter() {
            let e = closings.next().unwrap();
            prop_assert_eq!(*blob, e.ballots);
            let motion = &town.state.council.motions[&e.motion];
            let again = count(&motion.options, &motion.rule, motion.size, published);
            let told = Counted {
                tally: e.tally,
                options: e.options.clone(),
                outcome: e.outcome,
                chosen: e.chosen.clone(),
            };
            prop_assert_eq!(again, told);
        }
        prop_assert!(closings.next().is_none());
    }

    #[test]
    fn turnout_says_how_many_took_part_and_falls_never(steps in life(0..150)) {
        let town = live_through(&steps);
        let mut last: BTreeMap<MotionId, u64> = BTreeMap::new();
        for (place, (_, recorded)) in town.log.iter().enumerate() {
            if let Event::BallotCounted(e) = &recorded.event {
                let before = last.insert(e.motion, e.turnout.heads).unwrap_or_default();
                let (_, took_part) = book(&town, place, e.motion);
                prop_assert_eq!(e.turnout.heads, took_part.len() as u64);
                let least = if town.state.council.motions[&e.motion].sealed { LEAST_SEALED } else { 1 };
                prop_assert!(e.turnout.heads >= before + least);
            }
        }
    }

    #[test]
    fn a_matter_that_is_over_stays_as_it_is(steps in life(0..120)) {
        let mut town = lively();
        let mut over = closed(&town);
        for step in &steps {
            town.later(step.seconds);
            let command = command(step, &town);
            let _ = town.give(actor(&town, step), &command);
            town.tick();
            let now = closed(&town);
            for (motion, state) in &over {
                prop_assert_eq!(now.get(motion), Some(state));
            }
            over = now;
        }
    }

    #[test]
    fn events_in_any_order_and_number_are_taken_without_panic(
        steps in life(0..80),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..160),
    ) {
        let town = live_through(&steps);
        for scope in [Scope::Whole, Scope::Partial] {
            let mut state = State::new(scope);
            for index in &order {
                state.apply(&town.log[index.index(town.log.len())].1);
            }
            look_at(&state, town.now);
            for step in &steps {
                for actor in [actor(&town, step), Actor::Member(town.staff)] {
                    let archive = kit::Archive::default();
                    let command_id = CommandId(Uuid::nil());
                    let context = Context {
                        now: town.now,
                        command: command_id,
                        press: &archive,
                        ballot_box: &NoBox,
                        calendar: &volunteer::NoCalendar,
                        entropy: &archive,
                        wrong_codes: 0,
                    };
                    let _ = decide(&state, actor, &command(step, &town), &context);
                }
            }
        }
    }

    #[test]
    fn an_event_that_comes_twice_running_changes_nothing_the_second_time(
        steps in life(0..80),
    ) {
        let town = live_through(&steps);
        let mut state = State::new(Scope::Whole);
        for (_, recorded) in &town.log {
            state.apply(recorded);
            let once = state.clone();
            state.apply(recorded);
            prop_assert!(state == once, "{:?}", recorded.event);
        }
    }

    #[test]
    fn no_phone_learns_of_ballots_outside_its_home(steps in life(0..120)) {
        let town = live_through(&steps);
        for (member, record) in &town.state.roster.members {
            for motion in town.phone(*member).council.motions.values() {
                prop_assert!(motion.voters.is_none() && motion.hands.is_none());
                for (voter, ballot) in &motion.ballots {
                    let own = match voter {
                        VoterId::Household(home) => record.household == Some(*home),
                        VoterId::Member(voter) => voter == member,
                    };
                    let told = ballot.said.is_some() || ballot.way == Way::Phone;
                    prop_assert!(own || town.state.is_staff(*member) && !told);
                    prop_assert!(!motion.sealed || ballot.said.is_none());
                }
            }
        }
    }
}

#[test]
fn the_random_lives_are_lively() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..1_000 {
        let steps = life(120..121).new_tree(&mut runner).unwrap().current();
        for (_, recorded) in live_through(&steps).log {
            *seen.entry(recorded.event.name()).or_default() += 1;
        }
    }
    let missing: Vec<_> = Event::NAMES
        .iter()
        .filter(|name| !seen.contains_key(*name))
        .collect();
    assert!(
        missing.is_empty(),
        "properties that no life reaches prove nothing: {missing:?}\n{seen:?}"
    );
}
