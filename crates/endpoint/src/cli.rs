//! The command line.

mod backup;
mod community;
mod export;
mod import;
mod invite;
mod serve;
mod settings;
mod vote;

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

pub(crate) use import::{CHECKLIST, checklist};
use settings::{LogForm, Settings};

/// The exit code when the port is taken.
const PORT_TAKEN: u8 = 2;

#[derive(Parser)]
#[command(name = "yishi-endpoint", version, about = "The sync endpoint of Yishi 议事", after_help = AFTER)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "Each option may also be given in the environment (YISHI_…) or in a TOML file (--config), \
in that order of strength. The options of `serve` stand in the file's table [serve].";

#[derive(Subcommand)]
enum Command {
    /// Serves the communities, and the app if it is told where that is
    Serve(serve::Serve),
    /// Communities: adds one, lists them
    #[command(subcommand)]
    Community(community::Community),
    /// Takes over a table
    #[command(subcommand)]
    Import(import::Import),
    /// Issues invitations and prints code, link and QR code
    Invite(invite::Invite),
    /// Writes a community's log, and what it publishes, to a folder
    Export(export::Export),
    /// Closed votes: lists them, exports one
    #[command(subcommand)]
    Vote(vote::Vote),
    /// Copies a SQLite database to a file while it is in use
    Backup(backup::Backup),
    /// Puts a backup in place of the SQLite database; phones then send again what it lacks
    Restore(backup::Restore),
}

/// Runs the command line. Answers go to standard output, all else to standard error.
#[must_use]
pub fn main() -> ExitCode {
    let Cli { settings, command } = Cli::parse();
    match run(settings, command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            let taken = error.downcast_ref::<serve::PortTaken>().is_some();
            if taken {
                ExitCode::from(PORT_TAKEN)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn run(settings: Settings, command: Command) -> Result<()> {
    let (settings, file) = settings.with_file()?;
    start_log(&settings)?;
    let runtime = tokio::runtime::Runtime::new().context("the runtime cannot be started")?;
    runtime.block_on(async {
        match command {
            Command::Serve(serve) => serve.run(&settings, file).await,
            Command::Community(community) => community.run(&settings).await,
            Command::Import(import) => import.run(&settings).await,
            Command::Invite(invite) => invite.run(&settings, file.base_url).await,
            Command::Export(export) => export.run(&settings).await,
            Command::Vote(vote) => vote.run(&settings).await,
            Command::Backup(backup) => backup.run(&settings).await,
            Command::Restore(restore) => restore.run(&settings).await,
        }
    })
}

fn start_log(settings: &Settings) -> Result<()> {
    let filter = settings.log_filter.as_deref().unwrap_or("info,sqlx=warn");
    let filter = EnvFilter::try_new(filter).context("--log-filter")?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match settings.log.unwrap_or(LogForm::Text) {
        LogForm::Text => log.with_ansi(false).init(),
        LogForm::Json => log.json().flatten_event(true).init(),
    }
    Ok(())
}
