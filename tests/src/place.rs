//! Where the things under test are: named by `./test` and `./bench` in the environment, found by the same rules without.

use std::env;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::{Context, Result};

/// The folder of the whole project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the project")
        .to_owned()
}

/// The built app: `$YISHI_DIST`, or `dist/`.
pub fn dist() -> PathBuf {
    env::var_os("YISHI_DIST").map_or_else(|| root().join("dist"), PathBuf::from)
}

/// The release endpoint: `$YISHI_ENDPOINT_BIN`, or `release/yishi-endpoint` in the target folder that this program lies in.
pub fn endpoint_binary() -> Result<PathBuf> {
    if let Some(named) = env::var_os("YISHI_ENDPOINT_BIN") {
        return Ok(named.into());
    }
    let own = env::current_exe().context("this program has no path")?;
    own.ancestors()
        .map(|folder| folder.join("release/yishi-endpoint"))
        .find(|binary| binary.is_file())
        .context("no release endpoint; build it: cargo build --release -p yishi-endpoint")
}

/// What a run leaves to look at: `$YISHI_ARTIFACTS`, or `artifacts/`; made when missing.
pub fn artifacts() -> Result<PathBuf> {
    folder(env::var_os("YISHI_ARTIFACTS").map_or_else(|| root().join("artifacts"), PathBuf::from))
}

/// Logs of browsers, drivers and endpoints, in [`artifacts`].
pub fn logs() -> Result<PathBuf> {
    folder(artifacts()?.join("logs"))
}

/// Screenshots, in [`artifacts`].
pub fn screenshots() -> Result<PathBuf> {
    folder(artifacts()?.join("screenshots"))
}

fn folder(path: PathBuf) -> Result<PathBuf> {
    std::fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
    Ok(path)
}

/// A port of 127.0.0.1 that is free now and stays so for long: below the range that the system hands out by itself,
/// so that a proxy that is cut, or a server that is stopped, finds it free again.
pub fn free_port() -> Result<u16> {
    const FIRST: u16 = 18_000;
    const COUNT: u16 = 14_000;
    static TURN: AtomicU16 = AtomicU16::new(0);

    // Test programs run beside each other, so each begins somewhere else.
    let start = std::process::id().wrapping_mul(7_919) % u32::from(COUNT);
    let start = u16::try_from(start).expect("below COUNT");
    for _ in 0..COUNT {
        let step = TURN.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + (start + step % COUNT) % COUNT;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    anyhow::bail!("no free port from {FIRST} on")
}
