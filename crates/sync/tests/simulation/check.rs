//! What must hold when everything has come to rest.

use crate::board;
use crate::kit::Disk;
use crate::matters;
use crate::street;
use crate::world::{Submitted, World};
use std::collections::{BTreeMap, BTreeSet};
use yishi_domain::council::*;
use yishi_domain::*;
use yishi_sync::wire::{IncomingEvent, parse_answer, parse_ballots, parse_event};
use yishi_sync::{KeptSlip, Replica, decode, encode};

pub fn everything(world: &mut World) {
    let log: Vec<IncomingEvent> = world
        .town
        .endpoint
        .log()
        .iter()
        .map(|event| parse_event(&event.json).unwrap())
        .collect();
    the_log_is_whole(world, &log);
    nothing_happened_twice(world, &log);
    nothing_was_lost(world, &log);
    votes_are_counted_right(world, &log);
    let happened: Vec<&Event> = events(&log);
    let board = &world.town.endpoint.authority().state().volunteer;
    let state = world.town.endpoint.authority().state();
    let [merged, attended, written, done] = matters::hold(state, &happened);
    world.stats.opinions_merged += merged;
    world.stats.attended += attended;
    world.stats.minutes_written += written;
    world.stats.promises_done += done;
    world.stats.left_waiting += board::no_shift_is_overbooked(board, &happened);
    world.stats.needs_taken += board
        .needs
        .values()
        .filter(|need| need.matched.is_some())
        .count() as u64;
    let state = world.town.endpoint.authority().state();
    let (inspections, amended) = street::nothing_of_the_patrol_is_lost(state, &happened);
    let findings = state.patrol.findings.values();
    world.stats.findings_closed += findings.filter(|f| !f.is_open()).count() as u64;
    world.stats.inspections += inspections;
    world.stats.amended_by_another_phone += amended;
    for device in 0..world.devices.len() {
        the_phone_knows_what_a_fresh_one_would(world, device);
        the_phone_holds_nothing_outside_its_audiences(world, device);
        own_sealed_ballots_are_found(world, device);
    }
}

fn events(log: &[IncomingEvent]) -> Vec<&Event> {
    log.iter()
        .map(|event| &event.recorded.as_ref().unwrap().event)
        .collect()
}

fn the_log_is_whole(world: &World, log: &[IncomingEvent]) {
    let authority = world.town.endpoint.authority();
    assert!(
        log.iter().map(|event| event.seq).eq(1..=authority.head()),
        "no gap, no two heads"
    );
    let mut replayed = State::new(Scope::Whole);
    log.iter()
        .for_each(|event| replayed.apply(event.recorded.as_ref().unwrap()));
    assert!(
        replayed == *authority.state(),
        "replay equals what was kept"
    );
    assert!(decode(&encode(&replayed)) == Some(replayed));
}

fn nothing_happened_twice(world: &mut World, log: &[IncomingEvent]) {
    let mut seen = BTreeSet::new();
    for event in log {
        let happened = format!("{:?}", event.recorded.as_ref().unwrap().event);
        if let Some(cause) = event.cause {
            assert!(
                !seen.contains(&(cause, happened.clone())),
                "{cause} led twice to {happened}"
            );
            seen.insert((cause, happened));
        }
    }
    let council = &world.town.endpoint.authority().state().council;
    for (id, opinion) in &council.opinions {
        assert_eq!(
            opinion.seconds as usize,
            opinion.seconders.len(),
            "opinion {id} counts its seconders"
        );
    }
    let mut settled = BTreeSet::new();
    for record in world.town.endpoint.settled() {
        assert!(
            settled.insert((record.client, record.n)),
            "{} has two ends",
            record.n
        );
        world.stats.repeated_commands += u64::from(!settled.is_empty() && record.n == 0);
    }
    let distinct: BTreeSet<CommandId> = world
        .town
        .endpoint
        .settled()
        .iter()
        .map(|record| record.id)
        .collect();
    world.stats.repeated_commands += (settled.len() - distinct.len()) as u64;
}

/// Every command that was ever in an outbox was accepted and shows in the log, or its phone was told why not.
/// Only a restore may lose what the lost part of the log alone knew.
fn nothing_was_lost(world: &mut World, log: &[IncomingEvent]) {
    let endpoint = &world.town.endpoint;
    let settled: BTreeMap<CommandId, bool> = endpoint
        .settled()
        .iter()
        .map(|record| (record.id, record.rejected.is_none()))
        .collect();
    let causes: BTreeSet<CommandId> = log.iter().filter_map(|event| event.cause).collect();
    for submitted in &world.submitted {
        let id = submitted.id;
        let noticed = world.noticed.contains(&id);
        match settled.get(&id) {
            Some(true) if noticed => {
                assert!(
                    world.stats.restores > 0,
                    "{id} was rejected and happened all the same"
                );
            }
            Some(true) if causes.contains(&id) => world.stats.accepted += 1,
            Some(true) => {
                assert!(
                    was_so_already(world, submitted, log),
                    "{id} was accepted and never happened"
                );
                world.stats.accepted_without_effect += 1;
            }
            Some(false) => {
                // A doubled request may reach the restored log too, and be rejected there, while its phone
                // took the answer of the lost one.
                let lost = world.may_be_lost.contains(&id);
                assert!(noticed || lost, "{id} was rejected and nobody was told");
                world.stats.rejected_after_restore += u64::from(lost || world.stats.restores > 0);
            }
            None => assert!(noticed || world.may_be_lost.contains(&id), "{id} is lost"),
        }
        if let Some(Command::RaiseOpinion(c)) = &submitted.command {
            world.stats.anonymous_opinions += u64::from(c.anonymous && causes.contains(&id));
        }
        assert!(submitted.command.is_some() || noticed || world.may_be_lost.contains(&id));
    }
}

/// Whether the command asked for what was the case already.
fn was_so_already(world: &World, submitted: &Submitted, log: &[IncomingEvent]) -> bool {
    let council = &world.town.endpoint.authority().state().council;
    let member = world.devices[submitted.device].member;
    match submitted.command.as_ref() {
        Some(Command::SecondOpinion(c)) => council.opinions[&c.opinion].seconders.contains(&member),
        Some(Command::AdvanceMeeting(c)) => council.meetings[&c.meeting].state >= c.to,
        Some(Command::CancelMotion(c)) => matches!(council.motions[&c.motion].state, MotionState::Cancelled { .. }),
        Some(Command::CastBallot(c)) => log.iter().any(|event| {
            let recorded = event.recorded.as_ref().unwrap();
            matches!(&recorded.event, Event::BallotCast(e) if e.motion == c.motion && c.choice == e.choice)
                && recorded.by == Some(member)
        }),
        Some(command) => {
            let state = world.town.endpoint.authority().state();
            let log = events(log);
            board::was_so_already(state, command, &log)
                || matters::was_so_already(state, command, &log)
                || street::was_so_already(state, member, command, &log)
        }
        None => false,
    }
}

fn votes_are_counted_right(world: &mut World, log: &[IncomingEvent]) {
    let endpoint = &world.town.endpoint;
    let mut cast: BTreeMap<(MotionId, VoterId), u64> = BTreeMap::new();
    for event in log {
        match &event.recorded.as_ref().unwrap().event {
            Event::BallotCast(e) => *cast.entry((e.motion, e.voter)).or_default() += 1,
            Event::ParticipationRecorded(e) => *cast.entry((e.motion, e.voter)).or_default() += 1,
            _ => {}
        }
    }
    world.stats.ballots_changed += cast.values().filter(|times| **times > 1).count() as u64;
    let slips: Vec<KeptSlip> = endpoint.authority().slips().collect();
    for (id, motion) in &endpoint.authority().state().council.motions {
        let took_part = cast.keys().filter(|(of, _)| of == id).count() as u64;
        let lying = slips.iter().filter(|slip| slip.motion == *id).count() as u64;
        if matches!(motion.state, MotionState::Open { .. }) {
            assert_eq!(motion.counted.heads, took_part, "a voter counts once");
            if motion.sealed {
                let expected = took_part - motion.uncounted_envelopes();
                assert_eq!(lying, expected, "one slip a voter");
                world.stats.slips += lying;
            }
        } else {
            assert_eq!(lying, 0, "the box is empty");
        }
        let MotionState::Closed {
            tally,
            options,
            outcome,
            chosen,
            ballots,
            ..
        } = &motion.state
        else {
            continue;
        };
        let published = parse_ballots(endpoint.blob(ballots.sha256).unwrap()).unwrap();
        assert_eq!(tally.participants.heads + published.missing, took_part);
        let told = Counted {
            tally: *tally,
            options: options.clone(),
            outcome: *outcome,
            chosen: chosen.clone(),
        };
        let again = count(&motion.options, &motion.rule, motion.size, &published);
        assert_eq!(again, told);
        world.stats.motions_closed += 1;
        world.stats.sealed_closed += u64::from(motion.sealed && took_part > 0);
    }
}

/// Whoever has cast a sealed ballot that still counts finds it: in the box, or among the published ones; whatever
/// has happened to the phone since.
fn own_sealed_ballots_are_found(world: &mut World, device: usize) {
    let council = world.replica(device).confirmed().council.clone();
    let endpoint = &world.town.endpoint;
    let slips: Vec<KeptSlip> = endpoint.authority().slips().collect();
    let mut found = 0;
    for (id, motion) in &council.motions {
        let lines: BTreeSet<CommandId> = motion.ballots.values().filter_map(|b| b.cause).collect();
        let mut own = world.replica(device).own_sealed(*id);
        let Some(own) = own.find(|own| lines.contains(&own.command)) else {
            continue;
        };
        let is_own =
            |receipt: &String, choice: &[Choice]| *receipt == own.receipt && choice == own.choice;
        let is_there = match &motion.state {
            MotionState::Open { .. } => slips
                .iter()
                .any(|kept| kept.motion == *id && is_own(&kept.slip.receipt, &kept.slip.choice)),
            MotionState::Closed { ballots, .. } => {
                let published = parse_ballots(endpoint.blob(ballots.sha256).unwrap()).unwrap();
                let mut all = published.ballots.iter();
                published.withheld > 0 || all.any(|b| is_own(&b.receipt, &b.choice))
            }
            _ => continue,
        };
        assert!(is_there, "phone {device} misses its ballot");
        found += 1;
    }
    world.stats.sealed_found += found;
}

fn the_phone_knows_what_a_fresh_one_would(world: &mut World, device: usize) {
    let member = world.devices[device].member;
    let fresh = fresh(world, member);
    let replica = world.replica(device);
    assert!(replica.pending().is_empty(), "phone {device} still waits");
    assert!(world.devices[device].disk.outbox().is_empty());
    assert!(
        replica.view() == replica.confirmed(),
        "phone {device} shows what is not confirmed"
    );
    assert!(
        *replica.confirmed() == fresh,
        "phone {device} differs from a fresh one"
    );
    assert!(!replica.is_outdated());
    let mut disk = world.devices[device].disk.clone();
    let client = replica.client();
    for _ in 0..2 {
        let reopened = Replica::open(member, disk.load(), client);
        assert!(
            *reopened.confirmed() == fresh,
            "phone {device} starts differently from its disk"
        );
        assert_eq!(reopened.client(), client);
        assert!(reopened.notices() == replica.notices());
        disk.forget_checkpoint();
    }
}

fn fresh(world: &mut World, member: MemberId) -> State {
    let client = ClientId(world.town.id());
    let mut replica = Replica::open(member, Disk::default().load(), client);
    loop {
        let text = world.town.ask(member, &replica.request()).unwrap();
        let answer = parse_answer(&text).unwrap();
        assert!(
            !replica.needs_log(&answer),
            "a pull from the start comes in order"
        );
        if !replica.receive(&answer, None).more {
            return replica.confirmed().clone();
        }
    }
}

fn the_phone_holds_nothing_outside_its_audiences(world: &World, device: usize) {
    let member = world.devices[device].member;
    let held: BTreeSet<String> = audiences_of(world.town.endpoint.authority().state(), member)
        .iter()
        .map(ToString::to_string)
        .collect();
    for line in world.devices[device].disk.events() {
        let event = parse_event(line).unwrap();
        assert!(
            event.audiences.iter().any(|a| held.contains(a)),
            "phone {device} still holds {line}"
        );
    }
}
