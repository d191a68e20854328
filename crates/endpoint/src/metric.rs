//! What is counted and measured, under the names that `/metrics` shows.

use std::time::Duration;

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use uuid::Uuid;
use yishi_domain::Timestamp;

const COMMANDS: &str = "yishi_commands_total";
const EVENTS: &str = "yishi_events_total";
const BATCHES: &str = "yishi_batches_total";
const BATCH_COMMANDS: &str = "yishi_batch_commands";
const CONFLICTS: &str = "yishi_conflicts_total";
const SYNC_SECONDS: &str = "yishi_sync_seconds";
const PULLS: &str = "yishi_pulls_total";
const LIVE: &str = "yishi_live_connections";
const PROBLEMS: &str = "yishi_problems_total";
const CALENDAR: &str = "yishi_calendar_seconds";

/// Starts collecting in this process.
pub(crate) fn install() -> Result<PrometheusHandle, BuildError> {
    let seconds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
    ];
    let sizes = [
        1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0,
    ];
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(SYNC_SECONDS.to_owned()), &seconds)?
        .set_buckets_for_metric(Matcher::Full(BATCH_COMMANDS.to_owned()), &sizes)?
        .install_recorder()?;
    describe_counter!(
        COMMANDS,
        "Commands settled, by outcome (accepted, rejected)"
    );
    describe_counter!(EVENTS, "Events appended");
    describe_counter!(BATCHES, "Transactions that appended");
    describe_counter!(
        CONFLICTS,
        "Appends that were decided again because another node was first"
    );
    describe_histogram!(BATCH_COMMANDS, "Commands in one transaction");
    describe_histogram!(SYNC_SECONDS, "Time to answer a sync request");
    describe_counter!(
        PULLS,
        "Pulls, by where the events came from (none, memory, storage)"
    );
    describe_gauge!(LIVE, "Open live connections");
    describe_counter!(PROBLEMS, "Requests answered with a problem, by code");
    describe_gauge!(
        CALENDAR,
        "The time, in seconds since 1970, up to which all that falls due has been done (votes closed, months planned), by community"
    );
    counter!(COMMANDS, "outcome" => "accepted").absolute(0);
    counter!(COMMANDS, "outcome" => "rejected").absolute(0);
    counter!(BATCHES).absolute(0);
    gauge!(LIVE).set(0.0);
    Ok(handle)
}

/// A batch was appended.
pub(crate) fn batch(accepted: usize, rejected: usize, events: usize) {
    counter!(COMMANDS, "outcome" => "accepted").increment(accepted as u64);
    counter!(COMMANDS, "outcome" => "rejected").increment(rejected as u64);
    counter!(EVENTS).increment(events as u64);
    counter!(BATCHES).increment(1);
    #[allow(clippy::cast_precision_loss)] // far below 2^52
    histogram!(BATCH_COMMANDS).record((accepted + rejected) as f64);
}

/// All that was due in a community at that time is done.
pub(crate) fn calendar(community: Uuid, now: Timestamp) {
    #[allow(clippy::cast_precision_loss)] // far below 2^52
    gauge!(CALENDAR, "community" => community.to_string()).set(now.0 as f64 / 1_000.0);
}

/// Another node was first.
pub(crate) fn conflict() {
    counter!(CONFLICTS).increment(1);
}

/// A sync request was answered.
pub(crate) fn sync(took: Duration) {
    histogram!(SYNC_SECONDS).record(took.as_secs_f64());
}

/// A pull was answered from there.
pub(crate) fn pull(from: &'static str) {
    counter!(PULLS, "from" => from).increment(1);
}

/// A request was answered with a problem.
pub(crate) fn problem(code: &'static str) {
    counter!(PROBLEMS, "code" => code).increment(1);
}

/// One open live connection, for as long as it is held.
pub(crate) struct LiveConnection;

impl LiveConnection {
    pub(crate) fn open() -> Self {
        gauge!(LIVE).increment(1.0);
        Self
    }
}

impl Drop for LiveConnection {
    fn drop(&mut self) {
        gauge!(LIVE).decrement(1.0);
    }
}
