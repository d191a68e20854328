//! WebKit by WebKitWebDriver, on a screen of its own that nobody sees.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use super::{ConsoleLine, Options, connect};
use crate::place::free_port;
use crate::process::{Output, Owned};

pub(super) async fn start(
    profile: &Path,
    options: &Options,
    log: &Path,
) -> Result<(WebDriver, Vec<Owned>)> {
    let (screen, display) = screen(options, log)?;
    let session = session_folder(profile)?;
    let port = free_port()?;
    let mut driver = Owned::spawn("dbus-run-session", log, Output::Log, |command| {
        command
            .args(["--", "WebKitWebDriver"])
            .arg(format!("--port={port}"))
            .env("DISPLAY", display)
            .env("GDK_BACKEND", "x11")
            .env("XDG_RUNTIME_DIR", session)
            .env("TZ", &options.time_zone)
            // Its sandbox needs rights that a container does not give; the pages are ours.
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
            // Without a screen reader, its bus is only one more process to lose.
            .env("NO_AT_BRIDGE", "1")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            // Painting by the processor itself costs a fifth less of it than by a graphics card that is only played.
            .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");
    })?;
    let session = connect(port, capabilities(profile, options)?, &mut driver).await?;
    Ok((session, vec![driver, screen]))
}

/// SIGTERM is what ends the browser's main loop; it writes out its storage before it goes.
pub(super) fn close(processes: &[u32]) {
    crate::process::ask_to_end(processes);
}

/// The console's lines, which the browser prints among other things: `CONSOLE LOG text`, `CONSOLE JS ERROR text`.
pub(super) fn console(log: &Path, from: usize) -> Result<Vec<ConsoleLine>> {
    let bytes = fs::read(log).context("no log of the browser")?;
    let text = String::from_utf8_lossy(bytes.get(from..).unwrap_or_default()).into_owned();
    Ok(text.lines().filter_map(console_line).collect())
}

fn console_line(line: &str) -> Option<ConsoleLine> {
    const LEVELS: [&str; 5] = ["LOG", "INFO", "WARN", "ERROR", "DEBUG"];
    let mut rest = line
        .rsplit_once("CONSOLE ")
        .filter(|(before, _)| !before.contains("CONSOLE "))?
        .1;
    // A source stands before the level where it is not the console itself.
    while let Some((word, after)) = rest.split_once(' ') {
        if LEVELS.contains(&word) {
            return Some(ConsoleLine {
                level: word.into(),
                text: after.into(),
            });
        }
        if !word.chars().all(|c| c.is_ascii_uppercase()) {
            break;
        }
        rest = after;
    }
    None
}

/// An X server that chooses its own free number.
fn screen(options: &Options, log: &Path) -> Result<(Owned, String)> {
    let mut screen = Owned::spawn("Xvfb", log, Output::Piped, |command| {
        let size = format!(
            "{}x{}x24",
            options.width.max(1024),
            options.height.max(1024)
        );
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &size]);
    })?;
    let mut number = String::new();
    let output = screen.take_stdout().context("Xvfb has no output")?;
    BufReader::new(output)
        .read_line(&mut number)
        .context("Xvfb does not start")?;
    anyhow::ensure!(
        !number.trim().is_empty(),
        "Xvfb does not start; see {}",
        log.display()
    );
    Ok((screen, format!(":{}", number.trim())))
}

/// Sockets of the session's bus; nobody else may enter.
fn session_folder(profile: &Path) -> Result<PathBuf> {
    let folder = profile.join("session");
    fs::create_dir_all(&folder).context("no folder for the session")?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))
        .context("the session's folder stays open")?;
    Ok(folder)
}

fn capabilities(profile: &Path, options: &Options) -> Result<Capabilities> {
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/browser/phone.py");
    let mut arguments = vec![
        format!("--profile={}", profile.display()),
        format!("--width={}", options.width),
        format!("--height={}", options.height),
        format!("--lang={}", options.lang),
    ];
    if options.dark {
        arguments.push("--dark".into());
    }
    let all = json!({ "webkitgtk:browserOptions": { "binary": browser, "args": arguments } });
    serde_json::from_value(all).context("capabilities are an object")
}
