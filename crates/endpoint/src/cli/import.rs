//! `import roster`

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use yishi_domain::{Command, State, roster};

use super::settings::Settings;
use crate::clock::{new_id, now};
use crate::roster_file;

#[derive(Subcommand)]
pub(super) enum Import {
    /// Homes and people from a CSV table (UTF-8 or GB18030), as often as wanted: only differences count
    Roster {
        /// The table; its first line names the columns
        file: PathBuf,
        /// Only tell what would change and which rows are bad
        #[arg(long)]
        dry_run: bool,
        /// Take over the good rows although there are bad ones
        #[arg(long)]
        skip_bad: bool,
        /// Name or id of the community, if there are several
        #[arg(long)]
        community: Option<String>,
    },
}

impl Import {
    pub(super) async fn run(self, settings: &Settings) -> Result<()> {
        let Self::Roster {
            file,
            dry_run,
            skip_bad,
            community,
        } = self;
        let bytes =
            std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let rows = roster_file::read(&bytes)
            .with_context(|| format!("{} is no roster", file.display()))?;
        let mut driver = settings.community(community.as_deref()).await?;
        let today = driver.state().date(now());
        let (commands, errors) = roster::import(driver.state(), &rows, today, new_id);
        for error in &errors {
            eprintln!("{error}");
        }
        let counts = counts(driver.state(), &commands);
        if dry_run {
            println!(
                "{} rows, {} bad; would change: {counts}",
                rows.len(),
                errors.len()
            );
            return Ok(());
        }
        if !errors.is_empty() && !skip_bad {
            bail!(
                "{} of {} rows are bad; nothing was imported (--skip-bad leaves them out)",
                errors.len(),
                rows.len()
            );
        }
        driver.operate(commands).await?;
        driver.storage().close().await;
        println!(
            "{} rows, {} bad; changed: {counts}",
            rows.len(),
            errors.len()
        );
        Ok(())
    }
}

fn counts(state: &State, commands: &[Command]) -> String {
    let (mut homes, mut people) = ([0, 0], [0, 0]);
    for command in commands {
        match command {
            Command::RecordHousehold(c) => {
                homes[usize::from(state.roster.households.contains_key(&c.household))] += 1;
            }
            Command::RecordMember(c) => {
                people[usize::from(state.roster.members.contains_key(&c.member))] += 1;
            }
            _ => {}
        }
    }
    if commands.is_empty() {
        return "nothing".to_owned();
    }
    let [new_homes, other_homes] = homes;
    let [new_people, other_people] = people;
    format!(
        "{new_homes} new homes, {other_homes} corrected; {new_people} new people, {other_people} corrected"
    )
}
