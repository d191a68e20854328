//! What is going on, for whoever waits.

use std::sync::OnceLock;
use std::time::Instant;

/// Says it on standard error, with the seconds since the first word.
pub(crate) fn say(what: &str) {
    static START: OnceLock<Instant> = OnceLock::new();
    let since = START.get_or_init(Instant::now).elapsed();
    eprintln!("{:>6.1} s  {what}", since.as_secs_f64());
}
