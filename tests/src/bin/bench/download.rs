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

pub(crate) fn measure() -> Result<Vec<Measured>> {
    let dist = place::dist();
    let mut sizes: BTreeMap<&str, f64> = KINDS.iter().map(|kind| (*kind, 0.0)).collect();
    let mut files = fetched(&dist)?;
    files.sort();
    for name in &files {
        let bytes =
            fs::read(dist.join(name)).with_context(|| format!("no {name} in the built app"))?;
        *sizes.entry(kind(name)).or_default() += compressed(&bytes)?;
    }
    ensure!(sizes["wasm"] > 0.0, "the page fetches no WebAssembly");
    let whole = sizes.values().sum();
    let mut measured = Measured::new("download", vec![whole]).note(format!(
        "{}; style stands in the HTML, both locales in the WebAssembly",
        files.join(", ")
    ));
    for kind in KINDS {
        measured = measured.with(Series::new(kind, "kB", vec![sizes[kind]]));
    }
    Ok(vec![measured])
}

/// Every file that the page names or the files that it names do, as far as a browser fetches it by itself: not the
/// pictures for the home screen, not what only the demonstration loads.
fn fetched(dist: &Path) -> Result<Vec<String>> {
    let page = fs::read_to_string(dist.join("index.html"))
        .context("the app is not built; scripts/build_app.sh does it")?;
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
