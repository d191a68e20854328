//! Votes of every kind, exported and counted again by a program that shares no code with this one.

use crate::kit::{MONDAY, Rng};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::*;
use yishi_sync::wire::VoteFile;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/recount.py");
const VOTES: u64 = 400;

/// A folder that goes with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("yishi-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn number(rng: &mut Rng, below: u64) -> u64 {
    rng.below(usize::try_from(below.max(1)).unwrap()) as u64
}

fn share(rng: &mut Rng) -> Option<Share> {
    let shares = [(1, 2), (2, 3), (3, 4), (3, 5), (1, 1), (1, 3)];
    let (of, parts) = *rng.pick(&shares)?;
    rng.percent(75).then_some(Share { of, parts })
}

fn rule(rng: &mut Rng, question: bool) -> Rule {
    if rng.percent(50) {
        return rng.pick(&Rule::presets()).unwrap().clone();
    }
    let participation = Participation {
        heads: share(rng),
        area: share(rng),
        strict: rng.percent(30),
    };
    let heads = share(rng);
    Rule {
        name: "=公约, \"三号\"楼".into(),
        version: 3,
        since: "2026-01-01".into(),
        source: "约定".into(),
        notice_days: 0,
        participation: rng.percent(60).then_some(participation),
        approval: Approval {
            base: if rng.percent(50) {
                Base::Participants
            } else {
                Base::Electorate
            },
            heads: if question {
                heads.or(Some(Share { of: 1, parts: 2 }))
            } else {
                heads
            },
            area: share(rng),
            strict: rng.percent(50),
        },
    }
}

/// Up to so many marks of those that there are.
fn marks(rng: &mut Rng, options: &Options) -> Vec<Choice> {
    let all = options.marks();
    // Some options are liked more than others, so that some reach their share.
    let liked = all[..all.len().min(2)].to_vec();
    let from = if rng.percent(60) { &liked } else { &all };
    let mut marked = vec![*rng.pick(from).unwrap()];
    while marked.len() < options.most() && marked[0] != Choice::Abstain && rng.percent(60) {
        let more = *rng.pick(&all).unwrap();
        if more != Choice::Abstain && !marked.contains(&more) {
            marked.push(more);
        }
    }
    marked.sort_unstable();
    marked
}

fn publication(rng: &mut Rng, options: &Options, sealed: bool) -> Publication {
    let many = number(rng, 40);
    let ballot = |rng: &mut Rng, n: u64| PublishedBallot {
        voter: (!sealed).then(|| format!("{}-1-{n}01", n % 7 + 1)),
        choice: marks(rng, options),
        area: if sealed {
            0
        } else {
            *rng.pick(&[5_812, 8_033, 9_518]).unwrap()
        },
        receipt: format!("0000-{n:04}"),
        way: (!sealed).then_some(*rng.pick(&[Way::Phone, Way::Desk, Way::Paper]).unwrap()),
    };
    let ballots: Vec<PublishedBallot> = (0..many).map(|n| ballot(rng, n)).collect();
    let withheld = if sealed && rng.percent(10) { 3 } else { 0 };
    let hands = (!sealed && rng.percent(40)).then(|| {
        let heads = 1 + number(rng, 20);
        let first = number(rng, heads + 1);
        let all = options.marks();
        let marked = [(all[0], first), (all[1], heads - first)];
        let marked = marked.map(|(choice, heads)| Marked { choice, heads });
        Hands {
            heads,
            marked: marked.into_iter().filter(|one| one.heads > 0).collect(),
        }
    });
    Publication {
        ballots: if withheld > 0 { Vec::new() } else { ballots },
        hands,
        missing: number(rng, 3),
        withheld,
    }
}

/// A closed vote as a phone knows it, with what was published of it.
fn vote(seed: u64) -> (State, MotionId, Publication, Counted) {
    let rng = &mut Rng::new(seed);
    let options = match rng.below(3) {
        0 => Options::Choose {
            most: 1 + u8::try_from(rng.below(3)).unwrap(),
            of: ["甲", "乙, 丙", "-丁", "\"戊\""].map(String::from).to_vec(),
        },
        _ => Options::Approval,
    };
    let sealed = rng.percent(30);
    let rule = rule(rng, options == Options::Approval);
    let publication = publication(rng, &options, sealed);
    let took_part: u64 = publication.ballots.len() as u64
        + publication.hands.as_ref().map_or(0, |hands| hands.heads)
        + publication.withheld;
    let area: u64 = publication.ballots.iter().map(|ballot| ballot.area).sum();
    // Often exactly as many as a share of two thirds asks for, or one more or less.
    let heads = match rng.below(3) {
        0 => took_part + number(rng, 30),
        1 => took_part * 3 / 2,
        _ => took_part * 3 / 2 + 1,
    };
    let size = Count {
        heads: heads.max(took_part),
        area: (area * 3 / 2 + number(rng, 2)).max(area),
    };
    let counted = count(&options, &rule, size, &publication);
    let (topic, motion) = (TopicId(Uuid::from_u128(1)), MotionId(Uuid::from_u128(2)));
    let electorate = Electorate {
        kind: ElectorateKind::Households,
        place: Place::Buildings(vec![1, 2]),
    };
    let ballots = BlobRef {
        sha256: Digest([7; 32]),
        size: 9,
    };
    let mut state = State::new(Scope::Partial);
    for event in [
        Event::CommunityFounded(CommunityFounded {
            name: "幸福街社区".into(),
            utc_offset_minutes: 480,
        }),
        Event::MotionNoticed(MotionNoticed {
            motion,
            topic,
            question: "选哪家?\n(多行)".into(),
            options,
            electorate,
            rule,
            sealed,
            opens_at: None,
            closes_at: MONDAY,
        }),
        Event::MotionOpened(MotionOpened { motion, size }),
        Event::MotionClosed(MotionClosed {
            motion,
            tally: counted.tally,
            options: counted.options.clone(),
            outcome: counted.outcome,
            chosen: counted.chosen.clone(),
            ballots,
        }),
    ] {
        state.apply(&Recorded {
            at: MONDAY,
            by: None,
            cause: None,
            event,
        });
    }
    (state, motion, publication, counted)
}

/// What the program says of the files, a line each.
fn recounted(files: &[PathBuf]) -> (i32, Vec<Value>) {
    let output = Process::new("python3")
        .arg(SCRIPT)
        .args(files)
        .output()
        .expect("python3 is installed");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.is_empty(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (output.status.code().unwrap(), lines.collect())
}

#[test]
fn another_program_counts_every_exported_vote_to_the_same_result() {
    let folder = Folder::new("recount");
    let mut files = Vec::new();
    let mut expected = Vec::new();
    let (mut passed, mut chosen) = (0, 0);
    for seed in 0..VOTES {
        let (state, motion, publication, counted) = vote(seed);
        let file = VoteFile::of(&state, motion, publication).unwrap();
        files.push(folder.write(&format!("{seed}.json"), &file.json()));
        files.push(folder.write(&format!("{seed}.csv"), &file.csv()));
        passed += u64::from(counted.outcome.passed);
        chosen += u64::from(!counted.chosen.is_empty());
        expected.push(json!({
            "participants": counted.tally.participants,
            "approve": counted.tally.approve,
            "reject": counted.tally.reject,
            "abstain": counted.tally.abstain,
            "options": counted.options,
            "quorum": counted.outcome.quorum,
            "approved": counted.outcome.approved,
            "passed": counted.outcome.passed,
            "chosen": counted.chosen,
        }));
    }
    // Votes that all fail, or all pass, would prove little.
    assert!(
        (VOTES / 10..VOTES * 9 / 10).contains(&passed),
        "{passed} pass"
    );
    assert!(chosen > VOTES / 20, "{chosen} choose");
    let (code, lines) = recounted(&files);
    assert_eq!(lines.len(), files.len());
    for ((line, file), expected) in lines
        .iter()
        .zip(&files)
        .zip(expected.iter().flat_map(|one| [one, one]))
    {
        assert_eq!(line["counted"], *expected, "{}", file.display());
        assert_eq!(line["agrees"], true, "{line}");
    }
    assert_eq!(code, 0);
}

#[test]
fn an_altered_export_is_found_out() {
    let folder = Folder::new("altered");
    let seed = (0..)
        .find(|seed| {
            let (_, _, publication, counted) = vote(*seed);
            counted.tally.approve.heads > 0 && publication.ballots.len() > 5
        })
        .unwrap();
    let (state, motion, publication, _) = vote(seed);
    let file = VoteFile::of(&state, motion, publication.clone()).unwrap();
    let altered = file
        .json()
        .replacen("\"choice\":[\"approve\"]", "\"choice\":[\"reject\"]", 1);
    assert_ne!(altered, file.json());
    let path = folder.write("altered.json", &altered);
    let (code, lines) = recounted(&[path]);
    assert_eq!((code, &lines[0]["agrees"]), (1, &false.into()));
    assert!(
        lines[0]["differs"]
            .as_array()
            .unwrap()
            .contains(&"approve".into())
    );
}

#[test]
fn the_examples_of_the_document_are_exports() {
    let document = include_str!("../../../../docs/PROTOCOL.md");
    let section = document.split("### A vote as a file").nth(1).unwrap();
    let example = |kind: &str| {
        let (_, rest) = section.split_once(&format!("```{kind}\n")).unwrap();
        rest.split_once("```").unwrap().0
    };
    let folder = Folder::new("document");
    let (json, csv) = (example("json"), example("csv"));
    let table = format!("\u{feff}{}", csv.replace('\n', "\r\n"));
    let paths = [
        folder.write("vote.json", json),
        folder.write("vote.csv", &table),
    ];
    let (code, lines) = recounted(&paths);
    assert_eq!(code, 0, "{lines:#?}");
    assert_eq!(lines[0]["counted"], lines[1]["counted"]);

    // Nothing is in a file that the document does not show, and nothing missing.
    let (state, motion, publication, _) = vote(1);
    let file = VoteFile::of(&state, motion, publication).unwrap();
    let keys = |text: &str| {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        let keys = value.as_object().unwrap().keys().cloned();
        keys.collect::<Vec<String>>()
    };
    assert_eq!(keys(json), keys(&file.json()));
    let facts = |table: &str| {
        let facts = table.trim_start_matches('\u{feff}').lines();
        let facts = facts.take_while(|line| !line.is_empty());
        // A question of several lines has lines that begin otherwise.
        let is_name = |line: &&str| line.starts_with(|first: char| first.is_ascii_lowercase());
        let names = facts
            .filter(is_name)
            .map(|line| line.split(' ').next().unwrap_or_default());
        names.map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(facts(&table), facts(&file.csv()));
}

#[test]
fn what_is_no_export_is_refused_and_named() {
    let folder = Folder::new("none");
    let path = folder.write("none.json", "{\"format\":\"tea\"}");
    let output = Process::new("python3")
        .arg(SCRIPT)
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("none.json")
    );
    assert!(Path::new(SCRIPT).exists());
}

#[test]
fn a_vote_that_is_not_closed_has_no_file() {
    let (mut state, motion, publication, _) = vote(1);
    let opened = Event::MotionOpened(MotionOpened {
        motion,
        size: Count::default(),
    });
    state.apply(&Recorded {
        at: MONDAY,
        by: None,
        cause: None,
        event: opened,
    });
    assert_eq!(VoteFile::of(&state, motion, publication), None);
}

#[test]
fn a_cell_that_looks_like_a_formula_is_text_in_a_table() {
    let mut found = false;
    for seed in 0..50 {
        let (state, motion, publication, _) = vote(seed);
        let csv = VoteFile::of(&state, motion, publication).unwrap().csv();
        assert!(csv.starts_with('\u{feff}'));
        for line in csv.split("\r\n") {
            assert!(!line.contains(",="), "{line}");
        }
        found |= csv.contains("\"'=公约, \"\"三号\"\"楼\"");
    }
    assert!(found);
}
