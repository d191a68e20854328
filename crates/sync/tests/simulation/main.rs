//! Many phones, one authority, a bad network, disks that stop at any moment, backups from last week.
//!
//! Each seed is one life. `SEED=17 cargo test -p yishi-sync --test simulation` lives one of them again and
//! prints what happened; `SEEDS=100000` lives more of them than usual. A seed that failed once goes into
//! `seeds.txt` and stays a test.
#![allow(unreachable_pub, clippy::unwrap_used)] // a test stops at the first surprise

mod board;
mod check;
mod device;
mod intent;
#[path = "../kit/mod.rs"]
mod kit;
mod matters;
mod news;
mod stats;
mod street;
mod world;

use stats::Stats;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use world::{Trace, World};

const SEEDS: u64 = 1_000;

fn live(seed: u64, trace: &Trace) -> Stats {
    let mut world = World::new(seed, Arc::clone(trace));
    world.live();
    world.settle_down();
    check::everything(&mut world);
    world.stats
}

/// Lives a seed; what happened in it if it failed.
fn attempt(seed: u64) -> Result<Stats, Trace> {
    let trace = Trace::default();
    catch_unwind(AssertUnwindSafe(|| live(seed, &trace))).map_err(|_| trace)
}

fn report(seed: u64, trace: &Trace) {
    let operations = trace
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .join("\n");
    println!(
        "seed {seed} failed; its operations were\n{operations}\nAgain: SEED={seed} cargo test -p yishi-sync --test simulation"
    );
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().expect("a seed is a whole number"))
}

#[test]
fn phones_converge_and_nothing_is_lost_or_doubled_or_leaked() {
    if let Some(seed) = number("SEED") {
        let trace = Trace::default();
        let lived = catch_unwind(AssertUnwindSafe(|| live(seed, &trace)));
        println!(
            "{}",
            trace
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .join("\n")
        );
        println!("{:#?}", lived.expect("the seed fails"));
        return;
    }
    let seeds = number("SEEDS").unwrap_or(SEEDS);
    let (next, failed, total) = (
        AtomicU64::new(0),
        Mutex::new(Vec::new()),
        Mutex::new(Stats::default()),
    );
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds || failed.lock().unwrap().len() > 2 {
                        return;
                    }
                    match attempt(seed) {
                        Ok(stats) => total.lock().unwrap().add(&stats),
                        Err(trace) => {
                            report(seed, &trace);
                            failed.lock().unwrap().push(seed);
                        }
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "seeds that failed: {failed:?}");
    let total = total.into_inner().unwrap();
    println!("{seeds} seeds: {total:#?}");
    if seeds >= SEEDS {
        total.assert_lively();
    }
}

#[test]
fn seeds_that_failed_once_hold() {
    let seeds: Vec<u64> = include_str!("seeds.txt")
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
        .map(|line| line.parse().unwrap())
        .collect();
    for seed in seeds {
        if let Err(trace) = attempt(seed) {
            report(seed, &trace);
            panic!("seed {seed} fails again");
        }
    }
}

#[test]
fn a_seed_is_the_same_life_each_time() {
    let life = |seed| {
        let trace = Trace::default();
        live(seed, &trace);
        trace.lock().unwrap().clone()
    };
    assert_eq!(life(7), life(7));
    assert_ne!(life(7), life(8));
}
