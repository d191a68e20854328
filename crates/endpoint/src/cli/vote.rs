//! `vote`

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use yishi_domain::council::{Motion, MotionState};
use yishi_domain::{MotionId, sort_by_key};
use yishi_sync::wire::{VoteFile, parse_ballots};

use super::settings::Settings;
use crate::community::Driver;

#[derive(Subcommand)]
pub(super) enum Vote {
    /// Prints the closed votes: id, close, question
    List(List),
    /// Writes one closed vote as a file that another program can count again
    Export(Export),
}

#[derive(Args)]
pub(super) struct List {
    /// Name or id of the community, if there are several
    #[arg(long)]
    community: Option<String>,
}

#[derive(Args)]
pub(super) struct Export {
    /// Its id, or words that only its question has
    vote: String,
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    /// The file; standard output if there is none
    #[arg(long)]
    out: Option<PathBuf>,
    /// Name or id of the community, if there are several
    #[arg(long)]
    community: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Csv,
}

impl Vote {
    pub(super) async fn run(self, settings: &Settings) -> Result<()> {
        match self {
            Self::List(list) => list.run(settings).await,
            Self::Export(export) => export.run(settings).await,
        }
    }
}

impl List {
    async fn run(self, settings: &Settings) -> Result<()> {
        let driver = settings.community(self.community.as_deref()).await?;
        for (id, motion) in closed(&driver) {
            if let MotionState::Closed { at, .. } = &motion.state {
                println!("{id}\t{at}\t{}", motion.question);
            }
        }
        Ok(())
    }
}

impl Export {
    async fn run(self, settings: &Settings) -> Result<()> {
        let driver = settings.community(self.community.as_deref()).await?;
        let file = file(&driver, found(&driver, &self.vote)?).await?;
        let text = match self.format {
            Format::Json => file.json(),
            Format::Csv => file.csv(),
        };
        match self.out {
            Some(path) => fs::write(&path, text)
                .with_context(|| format!("{} cannot be written", path.display())),
            None => Ok(std::io::stdout().write_all(text.as_bytes())?),
        }
    }
}

/// The closed votes, the first closed first.
pub(super) fn closed(driver: &Driver) -> Vec<(MotionId, &Motion)> {
    let motions = driver.state().council.motions.iter();
    let mut closed: Vec<(MotionId, &Motion)> = motions
        .filter(|(_, motion)| matches!(motion.state, MotionState::Closed { .. }))
        .map(|(id, motion)| (*id, &**motion))
        .collect();
    sort_by_key(&mut closed, |(_, motion)| match motion.state {
        MotionState::Closed { at, .. } => at,
        _ => motion.closes_at,
    });
    closed
}

/// The closed vote of that id, or the only one whose question has those words.
fn found(driver: &Driver, asked: &str) -> Result<MotionId> {
    let closed = closed(driver);
    if let Some((id, _)) = closed.iter().find(|(id, _)| id.to_string() == asked) {
        return Ok(*id);
    }
    let by_words = closed.iter().filter(|(_, m)| m.question.contains(asked));
    let by_words: Vec<MotionId> = by_words.map(|(id, _)| *id).collect();
    match by_words[..] {
        [only] => Ok(only),
        [] => bail!("there is no closed vote {asked}; `vote list` names them"),
        _ => bail!(
            "{} closed votes ask for {asked}; give the id, which `vote list` names",
            by_words.len()
        ),
    }
}

/// A closed vote with its ballots.
pub(super) async fn file(driver: &Driver, id: MotionId) -> Result<VoteFile> {
    let state = driver.state();
    let motion = state
        .council
        .motions
        .get(&id)
        .context("there is no such vote")?;
    let MotionState::Closed { ballots, .. } = &motion.state else {
        bail!("the vote {id} is not closed");
    };
    let blob = driver.storage().blob(driver.id(), ballots.sha256.0).await?;
    let blob =
        blob.with_context(|| format!("the published ballots {} are missing", ballots.sha256))?;
    let publication = parse_ballots(&blob.bytes)
        .with_context(|| format!("the published ballots {} cannot be read", ballots.sha256))?;
    VoteFile::of(state, id, publication).context("the vote is not closed")
}
