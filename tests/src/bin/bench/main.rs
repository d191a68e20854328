//! `./bench [NAME…] [--json FILE]`: measures what the project has set itself as goals.
//!
//! Each ratio is taken in one run with its baseline: the two are measured in turn, on the same machine, in the same
//! browser, so that a slow minute slows both. The phones are real Chromium, the endpoint is the release binary, the
//! app is the release build; nothing in them knows that it is measured. What the app does is seen from outside, by a
//! script that is put before the page's own (`tests/bench/watch.js`).

mod board;
mod commands;
mod community;
mod council;
mod device;
mod download;
mod figure;
mod http;
mod live;
mod log;
mod patrol;
mod phone;
mod photo;
mod poll;
mod signup;
mod tap;
mod ten_thousand;
mod visit;
mod vote;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use figure::{Figure, Goal, Measured};

/// What is measured together takes this long at most.
const PATIENCE: Duration = Duration::from_secs(600);

/// Samples of each figure, unless it says otherwise.
const SAMPLES: usize = 5;

fn main() -> ExitCode {
    let asked = match Asked::from_arguments() {
        Ok(asked) => asked,
        Err(error) => {
            eprintln!("error: {error:#}\n\n{}", usage());
            return ExitCode::from(2);
        }
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    // Programs that are started end with the thread that started them, so all of it runs on this one.
    let figures = runtime.block_on(measure(&asked));
    print!("{}", figure::table(&figures));
    if let Some(file) = &asked.json
        && let Err(error) = figure::write(&figures, file)
    {
        eprintln!("error: {error:#}");
        return ExitCode::FAILURE;
    }
    // A goal that is missed is a finding; a figure that cannot be taken is a failure.
    if figures.iter().any(|figure| figure.failure.is_some()) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

struct Asked {
    names: Vec<String>,
    json: Option<PathBuf>,
}

impl Asked {
    fn from_arguments() -> Result<Self> {
        let mut asked = Self {
            names: Vec::new(),
            json: None,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--json" => {
                    asked.json = Some(arguments.next().context("--json needs a file")?.into());
                }
                "-h" | "--help" => {
                    println!("{}", usage());
                    std::process::exit(0);
                }
                name if figure::GOALS.iter().any(|goal| goal.name == name) => {
                    asked.names.push(name.to_owned());
                }
                other => bail!("there is no figure {other}"),
            }
        }
        Ok(asked)
    }

    fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| wanted == name)
    }

    fn wants_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.wants(name))
    }
}

fn usage() -> String {
    let names = figure::GOALS
        .iter()
        .map(|goal| format!("    {:<20} {}\n", goal.name, goal.what))
        .collect::<String>();
    format!("./bench [NAME…] [--json FILE]\n\nFigures, all of them unless some are named:\n{names}")
}

/// Measures what is asked for, what belongs together at once.
async fn measure(asked: &Asked) -> Vec<Figure> {
    let mut taken = Vec::new();
    // The order in which the table shows them.
    if asked.wants("download") {
        run(&mut taken, asked, &["download"], async {
            download::measure()
        })
        .await;
    }
    let names = ["first-visit-shell", "first-visit-usable"];
    if asked.wants_any(&names) {
        run(&mut taken, asked, &names, visit::measure()).await;
    }
    let names = [
        "store-10000",
        "cold-start-10000",
        "fresh-pull-10000",
        "memory-10000",
    ];
    if asked.wants_any(&names) {
        run(&mut taken, asked, &names, ten_thousand::measure()).await;
    }
    for (name, events) in [("tap-1000", 1_000), ("tap-100000", 100_000)] {
        if asked.wants(name) {
            run(&mut taken, asked, &[name], tap::measure(name, events)).await;
        }
    }
    if asked.wants("write-to-visible") {
        run(&mut taken, asked, &["write-to-visible"], live::measure()).await;
    }
    if asked.wants("vote-event-bytes") {
        run(&mut taken, asked, &["vote-event-bytes"], vote::measure()).await;
    }
    if asked.wants("commands-per-second") {
        run(
            &mut taken,
            asked,
            &["commands-per-second"],
            commands::measure(),
        )
        .await;
    }
    if asked.wants("signup-500") {
        run(&mut taken, asked, &["signup-500"], signup::measure()).await;
    }
    if asked.wants("vote-500") {
        run(&mut taken, asked, &["vote-500"], poll::measure()).await;
    }
    let names = ["motion-opens", "motion-closes", "motion-recounts"];
    if asked.wants_any(&names) {
        run(&mut taken, asked, &names, council::measure()).await;
    }
    if asked.wants("board-opens") {
        run(&mut taken, asked, &["board-opens"], board::measure()).await;
    }
    let names = ["photo-thumbnail", "photo-longest-pause"];
    if asked.wants_any(&names) {
        run(&mut taken, asked, &names, photo::measure()).await;
    }
    let names = ["inspection-opens", "answer-durable"];
    if asked.wants_any(&names) {
        run(&mut taken, asked, &names, patrol::measure_filling()).await;
    }
    if asked.wants("patrol-back") {
        run(&mut taken, asked, &["patrol-back"], patrol::measure_back()).await;
    }
    taken
}

/// Takes the figures of one group, or says of each of them why it could not be taken.
async fn run(
    taken: &mut Vec<Figure>,
    asked: &Asked,
    names: &[&'static str],
    group: impl Future<Output = Result<Vec<Measured>>>,
) {
    log::say(&format!("measuring {}", names.join(", ")));
    let outcome = tokio::time::timeout(PATIENCE, group).await;
    let outcome =
        outcome.unwrap_or_else(|_| bail!("it takes longer than {} s", PATIENCE.as_secs()));
    if let Err(error) = &outcome {
        log::say(&format!("  failed: {error:#}"));
    }
    let goals = names
        .iter()
        .filter(|name| asked.wants(name))
        .filter_map(|name| Goal::of(name));
    taken.extend(goals.map(|goal| match &outcome {
        Ok(measured) => match measured.iter().find(|each| each.name == goal.name) {
            Some(measured) => Figure::reached(goal, measured),
            None => Figure::failed(goal, "it was not measured"),
        },
        Err(error) => Figure::failed(goal, &format!("{error:#}")),
    }));
}
