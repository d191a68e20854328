//! Polling with a deadline: the only way in which a test lets time pass.

use std::future::Future;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How often something is asked again.
pub const PAUSE: Duration = Duration::from_millis(50);

/// Asks until there is an answer; an error names `what` was waited for and the last thing that was seen instead.
///
/// `ask` answers `Ok(Ok(value))` when done, `Ok(Err(seen))` when not yet, and `Err` when waiting is of no use.
pub async fn until<T, F, Fut>(what: &str, patience: Duration, mut ask: F) -> Result<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Result<Result<T, String>>>,
{
    let deadline = Instant::now() + patience;
    loop {
        match ask().await? {
            Ok(value) => return Ok(value),
            Err(seen) if Instant::now() >= deadline => {
                bail!("waited {} s for {what}; {seen}", patience.as_secs_f32())
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
