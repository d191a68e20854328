//! Durable commands a second at the endpoint with SQLite.
//!
//! 200 phones of 200 homes vote, and change their votes, as fast as the endpoint takes it. Their answers bring back
//! what each of them may see of it, which is their own ballots. The baseline inserts the very rows that this left in
//! the endpoint's database into an empty one with the same tables, in the same order, and with nothing around SQLite.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use yishi_domain::MotionId;
use yishi_tests::place;

use crate::SAMPLES;
use crate::community::{Community, one_of_each_home};
use crate::device::Device;
use crate::figure::{Measured, Series};
use crate::log::say;
use crate::vote::{ballot, join_at_once, open_motion};

const CONNECTIONS: usize = 200;
/// What a phone sends after a while without a network.
const COMMANDS_A_PUSH: usize = 10;
const PUSHES: usize = 10;
const ROWS_A_COMMIT: usize = 50;

/// Tables that commands end up in, with the column that says when.
const TABLES: [(&str, &str); 3] = [
    ("event", "seq"),
    ("event_audience", "seq"),
    ("command", "head"),
];

pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let mut community = Community::start("sample").await?;
    let motion = open_motion(&mut community).await?;
    let mut homes = one_of_each_home(&community.people);
    homes.truncate(CONNECTIONS);
    ensure!(
        homes.len() == CONNECTIONS,
        "{} homes are too few",
        homes.len()
    );
    let mut devices = join_at_once(&mut community, &homes).await?;
    for device in &mut devices {
        device.pull().await?;
    }
    say(&format!("  {} phones are connected", devices.len()));

    let file = community.server.data().join("yishi.sqlite");
    let mut turn = 0;
    let (mut own, mut baseline, mut per_second, mut one_row) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // The first one warms up, and every home has voted then: from there on each command is the same work.
    for sample in 0..=SAMPLES {
        let before = head(&file)?;
        let took;
        (devices, took) = vote(devices, motion, &mut turn).await?;
        let rows = rows_after(&file, before)?;
        let bare = insert(&rows, community.server.data())?;
        if sample > 0 {
            let count = rows.len();
            own.push(rate(count, took));
            baseline.push(rate(count, bare));
            let commands = CONNECTIONS * PUSHES * COMMANDS_A_PUSH;
            per_second.push(rate(commands, took));
            let events: Vec<Row> = rows.into_iter().filter(|row| row.table == 0).collect();
            one_row.push(rate(
                events.len(),
                insert(&events, community.server.data())?,
            ));
        }
    }
    let note = format!(
        "{CONNECTIONS} connections, {COMMANDS_A_PUSH} commands a push, each answered after its commit and with a pull; \
         a command is 3 rows (event, audience, command); endpoint, 200 phones and this program share the processor"
    );
    Ok(vec![
        Measured::ratio(
            "commands-per-second",
            Series::new("endpoint: rows", "/s", own),
            Series::new("bare SQLite: the same rows, 50 a commit", "/s", baseline),
        )
        .with(Series::new("endpoint: commands", "/s", per_second))
        .with(Series::new(
            "bare SQLite: one row a command, 50 a commit",
            "/s",
            one_row,
        ))
        .note(note),
    ])
}

/// All phones push at once; the time until the last of them has its last answer.
async fn vote(
    devices: Vec<Device>,
    motion: MotionId,
    turn: &mut usize,
) -> Result<(Vec<Device>, Duration)> {
    let mut ready = Vec::with_capacity(devices.len());
    for mut device in devices {
        let pushes: Vec<String> = (0..PUSHES)
            .map(|push| {
                let first = *turn + push * COMMANDS_A_PUSH;
                let ballots: Vec<_> = (first..first + COMMANDS_A_PUSH)
                    .map(|turn| ballot(motion, turn))
                    .collect();
                device.count(&ballots)
            })
            .collect();
        ready.push((device, pushes));
    }
    *turn += PUSHES * COMMANDS_A_PUSH;
    let start = Instant::now();
    let running: Vec<_> = ready
        .into_iter()
        .map(|(mut device, pushes)| {
            tokio::spawn(async move {
                for push in &pushes {
                    device.round(push).await?;
                }
                anyhow::Ok(device)
            })
        })
        .collect();
    let mut devices = Vec::with_capacity(running.len());
    for device in running {
        devices.push(device.await??);
    }
    Ok((devices, start.elapsed()))
}

/// A row and the table that it stands in.
struct Row {
    table: usize,
    order: i64,
    values: Vec<Value>,
}

fn open(file: &Path) -> Result<Connection> {
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .context("the endpoint's database cannot be read")
}

fn head(file: &Path) -> Result<i64> {
    Ok(open(file)?.query_row("select max(head) from community", [], |row| row.get(0))?)
}

/// What was stored after that, in the order of the log.
fn rows_after(file: &Path, head: i64) -> Result<Vec<Row>> {
    let database = open(file)?;
    let mut rows = Vec::new();
    for (table, (name, column)) in TABLES.iter().enumerate() {
        let mut statement = database.prepare(&format!(
            "select {column}, * from {name} where {column} > ?1"
        ))?;
        let columns = statement.column_count();
        let found = statement.query_map([head], |row| {
            let values = (1..columns)
                .map(|column| row.get(column))
                .collect::<Result<_, _>>()?;
            Ok(Row {
                table,
                order: row.get(0)?,
                values,
            })
        })?;
        for row in found {
            rows.push(row?);
        }
    }
    rows.sort_by_key(|row| (row.order, row.table));
    Ok(rows)
}

/// Inserts the rows into an empty database beside the endpoint's.
fn insert(rows: &[Row], beside: &Path) -> Result<Duration> {
    let folder = tempfile::tempdir_in(beside)?;
    let database = Connection::open(folder.path().join("bare.sqlite"))?;
    database.pragma_update(None, "journal_mode", "wal")?;
    database.pragma_update(None, "synchronous", "full")?;
    let schema = place::root().join("crates/endpoint/migrations/sqlite/0001_log.sql");
    database.execute_batch(&std::fs::read_to_string(schema)?)?;
    let mut statements = Vec::new();
    for (table, (name, _)) in TABLES.iter().enumerate() {
        let columns = rows
            .iter()
            .find(|row| row.table == table)
            .map(|row| vec!["?"; row.values.len()].join(", "));
        let insert = columns
            .map(|columns| database.prepare(&format!("insert into {name} values ({columns})")));
        statements.push(insert.transpose()?);
    }
    let start = Instant::now();
    for piece in rows.chunks(ROWS_A_COMMIT) {
        database.execute_batch("begin immediate")?;
        for row in piece {
            let insert = statements[row.table]
                .as_mut()
                .context("a row has a table")?;
            insert.execute(params_from_iter(&row.values))?;
        }
        database.execute_batch("commit")?;
    }
    Ok(start.elapsed())
}

fn rate(count: usize, took: Duration) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
    let count = count as f64;
    count / took.as_secs_f64()
}
