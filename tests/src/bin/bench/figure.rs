//! The figures: their goals, what was measured, the table and the JSON.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::json;

/// On which side of the goal one wants to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    AtMost,
    AtLeast,
}

/// A figure and its goal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goal {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) goal: f64,
    pub(crate) side: Side,
    /// What exactly is measured.
    pub(crate) what: &'static str,
}

const fn at_most(name: &'static str, unit: &'static str, goal: f64, what: &'static str) -> Goal {
    Goal {
        name,
        unit,
        goal,
        side: Side::AtMost,
        what,
    }
}

/// All of them, in the order of the table. A unit of `×` is a ratio to a baseline in the same run.
pub(crate) const GOALS: [Goal; 23] = [
    at_most(
        "download",
        "kB",
        180.0,
        "all that a first visit fetches until the app stands ready to join, brotli 11",
    ),
    at_most(
        "first-visit-shell",
        "×",
        1.3,
        "slow phone, empty profile: community and tabs painted ÷ a bare HTML page painted",
    ),
    at_most(
        "first-visit-usable",
        "s",
        2.5,
        "slow phone, empty profile: the app in place of the static shell, ready to join",
    ),
    at_most(
        "store-10000",
        "×",
        0.2,
        "transactions that store 10,000 pulled events ÷ one put for each of 10,000 documents of 300 bytes, 1,000 a transaction",
    ),
    at_most(
        "cold-start-10000",
        "×",
        0.6,
        "navigation to the newest opinion painted, 10,000 events stored ÷ navigation to open, getAll of 10,000 documents and the last of them painted",
    ),
    at_most(
        "fresh-pull-10000",
        "×",
        0.4,
        "first request to all 10,000 events stored and the newest painted ÷ plain page: same answers, one put an event, the newest painted",
    ),
    at_most(
        "memory-10000",
        "MB",
        60.0,
        "JavaScript heap and WebAssembly memory of the page that has just pulled 10,000 events",
    ),
    at_most(
        "tap-1000",
        "×",
        2.0,
        "tap to the command's transaction complete, 1,000 events stored ÷ one put of strict durability in the same page",
    ),
    at_most(
        "tap-100000",
        "×",
        2.0,
        "the same with 100,000 events stored",
    ),
    at_most(
        "write-to-visible",
        "×",
        2.0,
        "tap on A to stored and painted on B, both live ÷ a server-sent event stored with one put and painted",
    ),
    at_most(
        "vote-event-bytes",
        "B",
        100.0,
        "answer with the 1,000 ballot_cast events of a home that changes its vote, as the endpoint compresses it, for each event",
    ),
    Goal {
        name: "commands-per-second",
        unit: "×",
        goal: 0.3,
        side: Side::AtLeast,
        what: "rows that durable commands from 200 connections become each second ÷ the same rows inserted into bare SQLite, 50 a commit",
    },
    at_most(
        "signup-500",
        "ms",
        100.0,
        "500 phones sign up for 40 places within 10 s: from sending to the answer with its commit and a pull, median",
    ),
    at_most(
        "vote-500",
        "ms",
        100.0,
        "500 phones vote within a minute: from sending to the answer with its commit and a pull, median",
    ),
    at_most(
        "motion-opens",
        "ms",
        100.0,
        "3,000 homes, 100 motions, 200,000 ballots in the log: tap on a motion to its page painted, not slowed",
    ),
    at_most(
        "motion-closes",
        "ms",
        300.0,
        "the same community: a motion with 3,000 ballots is closed, from sending to the answer",
    ),
    at_most(
        "motion-recounts",
        "ms",
        150.0,
        "the same: tap on a closed motion to its 3,000 ballots counted again and the result painted, not slowed",
    ),
    at_most(
        "board-opens",
        "ms",
        150.0,
        "132 volunteers, 1,500 shifts a year: tap on the tab to the board painted, not slowed",
    ),
    at_most(
        "photo-thumbnail",
        "s",
        1.5,
        "a camera's photo of 12 megapixels: chosen to its small picture painted, not slowed",
    ),
    at_most(
        "photo-longest-pause",
        "ms",
        100.0,
        "the same until it is stored: the longest time in which the page did nothing else, median",
    ),
    at_most(
        "inspection-opens",
        "ms",
        150.0,
        "60 items, 12 months of history: tap on a shop to its question and last answer painted, not slowed",
    ),
    at_most(
        "answer-durable",
        "ms",
        30.0,
        "the same phone: tap on an answer to the button shown as pressed, which it is once the answer is stored",
    ),
    at_most(
        "patrol-back",
        "s",
        20.0,
        "10 phones with 5 shops each and 120 photos are online again at the same moment: until all have all",
    ),
];

impl Goal {
    /// The goal of that name.
    pub(crate) fn of(name: &str) -> Option<&'static Self> {
        GOALS.iter().find(|goal| goal.name == name)
    }

    fn is_reached(&self, value: f64) -> bool {
        match self.side {
            Side::AtMost => value <= self.goal,
            Side::AtLeast => value >= self.goal,
        }
    }
}

/// Numbers of one kind.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) unit: &'static str,
    pub(crate) samples: Vec<f64>,
    pub(crate) median: f64,
}

impl Series {
    pub(crate) fn new(name: &str, unit: &'static str, samples: Vec<f64>) -> Self {
        let median = median(&samples);
        Self {
            name: name.to_owned(),
            unit,
            samples,
            median,
        }
    }
}

/// What one figure turned out to be.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    pub(crate) samples: Vec<f64>,
    /// What it is made of, the app's side and the baseline's.
    pub(crate) parts: Vec<Series>,
    /// What a reader must know beside it.
    pub(crate) note: String,
}

impl Measured {
    pub(crate) fn new(name: &'static str, samples: Vec<f64>) -> Self {
        Self {
            name,
            samples,
            parts: Vec::new(),
            note: String::new(),
        }
    }

    /// The ratios of what was measured in turn.
    pub(crate) fn ratio(name: &'static str, own: Series, baseline: Series) -> Self {
        let samples = own
            .samples
            .iter()
            .zip(&baseline.samples)
            .map(|(own, base)| own / base)
            .collect();
        Self {
            parts: vec![own, baseline],
            ..Self::new(name, samples)
        }
    }

    pub(crate) fn with(mut self, part: Series) -> Self {
        self.parts.push(part);
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// A figure as it is reported.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Figure {
    name: &'static str,
    what: &'static str,
    unit: &'static str,
    samples: Vec<f64>,
    median: Option<f64>,
    goal: f64,
    side: Side,
    reached: bool,
    parts: Vec<Series>,
    note: String,
    /// Why it could not be taken.
    pub(crate) failure: Option<String>,
}

impl Figure {
    pub(crate) fn reached(goal: &'static Goal, measured: &Measured) -> Self {
        let median = median(&measured.samples);
        Self {
            samples: measured.samples.clone(),
            median: Some(median),
            reached: goal.is_reached(median),
            parts: measured.parts.clone(),
            note: measured.note.clone(),
            ..Self::failed(goal, "")
        }
        .without_failure()
    }

    pub(crate) fn failed(goal: &'static Goal, why: &str) -> Self {
        Self {
            name: goal.name,
            what: goal.what,
            unit: goal.unit,
            samples: Vec::new(),
            median: None,
            goal: goal.goal,
            side: goal.side,
            reached: false,
            parts: Vec::new(),
            note: String::new(),
            failure: Some(why.to_owned()),
        }
    }

    fn without_failure(mut self) -> Self {
        self.failure = None;
        self
    }
}

/// The middle one; of an even number the mean of the two.
pub(crate) fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => sorted[half],
        _ => f64::midpoint(sorted[half - 1], sorted[half]),
    }
}

/// The figures for people.
pub(crate) fn table(figures: &[Figure]) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{:<20} {:>10} {:>10}       least … most (samples)",
        "figure", "median", "goal"
    );
    for figure in figures {
        let sign = if figure.side == Side::AtMost {
            "≤"
        } else {
            "≥"
        };
        let goal = format!("{sign} {} {}", number(figure.goal), figure.unit);
        let Some(median) = figure.median else {
            let why = figure.failure.as_deref().unwrap_or_default();
            let _ = writeln!(
                text,
                "{:<20} {:>10} {goal:>10}  FAILED {why}",
                figure.name, "—"
            );
            continue;
        };
        let word = if figure.reached { "ok" } else { "OFF" };
        let value = format!("{} {}", number(median), figure.unit);
        let _ = writeln!(
            text,
            "{:<20} {value:>10} {goal:>10}  {word:<4} {}",
            figure.name,
            spread(&figure.samples)
        );
        let _ = writeln!(text, "    {}", figure.what);
        for part in &figure.parts {
            let _ = writeln!(
                text,
                "      {:<52} {:>9} {:<10} {}",
                part.name,
                number(part.median),
                part.unit,
                spread(&part.samples)
            );
        }
        if !figure.note.is_empty() {
            let _ = writeln!(text, "      {}", figure.note);
        }
    }
    text
}

/// The figures for programs.
pub(crate) fn write(figures: &[Figure], file: &Path) -> Result<()> {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let all = json!({ "cores": cores, "figures": figures });
    let mut text = serde_json::to_string_pretty(&all).context("figures are plain values")?;
    text.push('\n');
    std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn spread(samples: &[f64]) -> String {
    let least = samples.iter().copied().fold(f64::INFINITY, f64::min);
    let most = samples.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    match samples.len() {
        0 | 1 => String::new(),
        count => format!("{} … {} ({count})", number(least), number(most)),
    }
}

/// Three figures that mean something.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
