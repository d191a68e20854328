//! What a first visit fetches, compressed as well as brotli can.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use yishi_tests::place;

use crate::figure::{Measured, Series};

const QUALITY: i32 = 11;
const WINDOW: i32 = 22;

/// Kinds in the order of the table.
const KINDS: [&str; 6] = ["html", "css", "js", "wasm", "locale", "other"];

/// The part of the app that a member needs for the home screen.
const MEMBER: &str = "member";

pub(crate) fn measure() -> Result<Vec<Measured>> {
    let dist = place::dist();
    let page = fs::read_to_string(dist.join("index.html"))
        .context("the app is not built; scripts/build_app.sh does it")?;
    let parts = parts(&page)?;
    let later: Vec<&String> = parts.values().flatten().collect();
    let mut first = fetched(&dist, &page)?;
    first.retain(|name| !later.contains(&name));
    first.sort();

    let mut sizes: BTreeMap<&str, f64> = KINDS.iter().map(|kind| (*kind, 0.0)).collect();
    for name in &first {
        *sizes.entry(kind(name)).or_default() += size(&dist, name)?;
    }
    ensure!(sizes["wasm"] > 0.0, "the page fetches no WebAssembly");
    let whole: f64 = sizes.values().sum();
    let mut measured = Measured::new("download", vec![whole]).note(format!(
        "{}; style stands in the HTML, the texts in the WebAssembly that reads them",
        first.join(", ")
    ));
    for kind in KINDS {
        measured = measured.with(Series::new(kind, "kB", vec![sizes[kind]]));
    }
    // What follows is fetched while the welcome is read, and in the background.
    let member = parts
        .get(MEMBER)
        .context("the page names no part for members")?;
    let home = whole + together(&dist, member.iter())?;
    let all = whole + together(&dist, later.into_iter())?;
    measured = measured
        .with(Series::new(
            "with what a member's home screen needs",
            "kB",
            vec![home],
        ))
        .with(Series::new(
            "with every screen of every capability",
            "kB",
            vec![all],
        ));
    Ok(vec![measured])
}

/// The parts of the app that come later, each with its files, as the page names them.
fn parts(page: &str) -> Result<BTreeMap<String, Vec<String>>> {
    let named = page
        .split_once("yishiParts")
        .and_then(|(_, rest)| Some(rest.split_once('{')?.1.split_once('}')?.0))
        .context("the page names no parts")?;
    // A minifier may have taken the quotes from the names.
    let quoted: String = named
        .split("],")
        .filter_map(|part| part.split_once(':'))
        .map(|(name, files)| {
            format!(
                "\"{}\":{}],",
                name.trim().trim_matches('"'),
                files.trim().trim_end_matches(']')
            )
        })
        .collect();
    let json = format!("{{{}}}", quoted.trim_end_matches(','));
    let mut parts: BTreeMap<String, Vec<String>> =
        serde_json::from_str(&json).with_context(|| format!("parts are {json}"))?;
    for file in parts.values_mut().flatten() {
        *file = file.trim_start_matches("./").to_owned();
    }
    Ok(parts)
}

/// Kilobytes of these, each counted once.
fn together<'n>(dist: &Path, names: impl Iterator<Item = &'n String>) -> Result<f64> {
    let different: std::collections::BTreeSet<&String> = names.collect();
    different.into_iter().map(|name| size(dist, name)).sum()
}

fn size(dist: &Path, name: &str) -> Result<f64> {
    let bytes = fs::read(dist.join(name)).with_context(|| format!("no {name} in the built app"))?;
    compressed(&bytes)
}

/// Every file that the page names or the files that it names do, as far as a browser fetches it by itself: not the
/// pictures for the home screen, not what only the demonstration loads.
fn fetched(dist: &Path, page: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    collect(dist, "", &mut names)?;
    let wanted = |name: &String| {
        let skipped = [".br", ".gz", ".png"]
            .iter()
            .any(|ending| name.ends_with(ending))
            || name.starts_with("yishi-demo");
        !skipped && (name == "index.html" || page.contains(name.as_str()))
    };
    Ok(names.into_iter().filter(wanted).collect())
}

fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

fn kind(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or_default();
    match ending {
        "html" | "css" | "js" | "wasm" => KINDS
            .iter()
            .find(|kind| **kind == ending)
            .copied()
            .unwrap_or("other"),
        "json" if name.contains("locale") => "locale",
        _ => "other",
    }
}

/// Kilobytes of 1,000 bytes.
fn compressed(bytes: &[u8]) -> Result<f64> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW,
        size_hint: bytes.len(),
        ..brotli::enc::BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    Ok(compressed.len() as f64 / 1_000.0)
}
