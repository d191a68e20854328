//! `import roster`, `import activities`, `import shops` and `import checklist`

use std::fmt::Display;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use yishi_domain::patrol::{self, ChecklistRow, ChecklistRowError, PublishTemplate};
use yishi_domain::roster::RosterRow;
use yishi_domain::shop::{self, ShopRow};
use yishi_domain::{Command, Date, State, TemplateId, roster};
use yishi_table::Row;

use super::settings::Settings;
use crate::activity_file::{self, ActivityRow};
use crate::clock::{new_id, now};
use crate::table;

#[derive(Subcommand)]
pub(super) enum Import {
    /// Homes and people from a table, as often as wanted: only differences count
    Roster(Table),
    /// Activities of the volunteer board from a table, as often as wanted: only differences count
    Activities(Table),
    /// Shops from a table, as often as wanted: only differences count
    Shops(Table),
    /// A checklist of the patrol from a table, as often as wanted: what differs becomes its next version
    Checklist(Checklist),
}

#[derive(Args)]
pub(super) struct Checklist {
    /// What it is called; one that is called so gets a new version
    #[arg(long, default_value = CHECKLIST)]
    title: String,
    #[command(flatten)]
    table: Table,
}

/// What a checklist is called if nobody says.
pub(crate) const CHECKLIST: &str = "门店检查表";

#[derive(Args)]
pub(super) struct Table {
    /// The table, CSV or XLSX; its first line names the columns
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
}

/// What a table asks for.
struct Wanted<E> {
    commands: Vec<Command>,
    errors: Vec<E>,
    /// What would change, in words.
    counts: String,
}

impl Import {
    pub(super) async fn run(self, settings: &Settings) -> Result<()> {
        match self {
            Self::Roster(table) => {
                let read = |state: &State, rows: &[RosterRow], today| {
                    let (commands, errors) = roster::import(state, rows, today, new_id);
                    let counts = people(state, &commands);
                    Wanted {
                        commands,
                        errors,
                        counts,
                    }
                };
                table.take_over(settings, "roster", read).await
            }
            Self::Activities(table) => {
                let read = |state: &State, rows: &[ActivityRow], today| {
                    let (commands, errors) = activity_file::import(state, rows, today, new_id);
                    let counts = activities(&commands);
                    Wanted {
                        commands,
                        errors,
                        counts,
                    }
                };
                table.take_over(settings, "table of activities", read).await
            }
            Self::Shops(table) => {
                let read = |state: &State, rows: &[ShopRow], _| {
                    let (commands, errors) = shop::import(state, rows, new_id);
                    let counts = shops(state, &commands);
                    Wanted {
                        commands,
                        errors,
                        counts,
                    }
                };
                table.take_over(settings, "table of shops", read).await
            }
            Self::Checklist(Checklist { title, table }) => {
                let read = |state: &State, rows: &[ChecklistRow], _| {
                    let (commands, errors) = checklist(state, rows, &title);
                    let counts = match commands.is_empty() {
                        true => "nothing".to_owned(),
                        false => "a new version of the checklist".to_owned(),
                    };
                    Wanted {
                        commands,
                        errors,
                        counts,
                    }
                };
                table.take_over(settings, "checklist", read).await
            }
        }
    }
}

impl Table {
    async fn take_over<R: Row, E: Display>(
        self,
        settings: &Settings,
        what: &str,
        read: impl FnOnce(&State, &[R], Date) -> Wanted<E>,
    ) -> Result<()> {
        let Self {
            file,
            dry_run,
            skip_bad,
            community,
        } = self;
        let bytes =
            std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let rows: Vec<R> =
            table::read(&bytes).with_context(|| format!("{} is no {what}", file.display()))?;
        let mut driver = settings.community(community.as_deref()).await?;
        let today = driver.state().date(now());
        let Wanted {
            commands,
            errors,
            counts,
        } = read(driver.state(), &rows, today);
        for error in &errors {
            eprintln!("{error}");
        }
        let (all, bad) = (rows.len(), errors.len());
        if dry_run {
            println!("{all} rows, {bad} bad; would change: {counts}");
            return Ok(());
        }
        if bad > 0 && !skip_bad {
            bail!("{bad} of {all} rows are bad; nothing was imported (--skip-bad leaves them out)");
        }
        driver.operate(commands).await?;
        driver.storage().close().await;
        println!("{all} rows, {bad} bad; changed: {counts}");
        Ok(())
    }
}

/// The command that brings the checklist of that title up to the table, if they differ.
pub(crate) fn checklist(
    state: &State,
    rows: &[ChecklistRow],
    title: &str,
) -> (Vec<Command>, Vec<ChecklistRowError>) {
    let mut templates = state.patrol.templates.iter();
    let known = templates.find(|(_, template)| {
        let newest = template.newest();
        newest.is_some_and(|(_, list)| list.title == title)
    });
    let versions: Vec<&patrol::Checklist> = known.map_or_else(Vec::new, |(_, template)| {
        let versions = template.versions.iter().rev();
        versions.map(|(_, list)| &**list).collect()
    });
    let (checklist, errors) = patrol::import(rows, title, &versions);
    if versions.first().is_some_and(|newest| **newest == checklist) {
        return (Vec::new(), errors);
    }
    let template = known.map_or_else(|| TemplateId(new_id()), |(id, _)| *id);
    let publish = PublishTemplate {
        template,
        checklist,
    };
    (vec![Command::PublishTemplate(publish)], errors)
}

fn people(state: &State, commands: &[Command]) -> String {
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

fn shops(state: &State, commands: &[Command]) -> String {
    if commands.is_empty() {
        return "nothing".to_owned();
    }
    let known = |command: &&Command| match command {
        Command::RecordShop(c) => state.shops.contains_key(&c.shop),
        _ => false,
    };
    let corrected = commands.iter().filter(known).count();
    let new = commands.len() - corrected;
    format!("{new} new shops, {corrected} corrected")
}

fn activities(commands: &[Command]) -> String {
    if commands.is_empty() {
        return "nothing".to_owned();
    }
    let new = commands
        .iter()
        .filter(|command| matches!(command, Command::PlanActivity(_)))
        .count();
    format!("{new} new activities, {} corrected", commands.len() - new)
}
