//! The statements that SQLite and PostgreSQL share, and the storage made of them.

use std::fmt::Write as _;
use std::sync::LazyLock;

use uuid::Uuid;

use super::{CommandRow, CommunityRow, EventRow, SlipRow, StorageError};

pub(super) const READY: &str = "select 1";
pub(super) const CREATE_COMMUNITY: &str = "insert into community (id, name, epoch, head, settings) \
     values ($1, $2, $3, 0, $4) on conflict do nothing";
pub(super) const COMMUNITIES: &str =
    "select id, name, epoch, head, settings from community order by id";
pub(super) const COMMUNITY: &str =
    "select id, name, epoch, head, settings from community where id = $1";
pub(super) const HEAD: &str = "select epoch, head from community where id = $1";
pub(super) const MOVE_HEAD: &str = "update community set head = $1 where id = $2 and head = $3";
pub(super) const SET_EPOCH: &str = "update community set epoch = $1 where id = $2";
pub(super) const EVENTS_AFTER: &str = "select seq, body from event \
     where community = $1 and seq > $2 order by seq limit $3";
pub(super) const COMMANDS_FROM: &str = "select client, n, id, member, digest, outcome from command \
     where community = $1 and head >= $2 order by head, client, n";
pub(super) const INSERT_BLOB: &str = "insert into blob (community, sha256, audience, media_type, bytes) \
     values ($1, $2, $3, $4, $5) on conflict do nothing";
pub(super) const BLOB: &str =
    "select audience, media_type, bytes from blob where community = $1 and sha256 = $2";
pub(super) const NAME_PHOTO: &str = "insert into photo_audience (community, sha256, audience) \
     values ($1, $2, $3) on conflict do nothing";
pub(super) const PHOTO: &str = "select object from photo where community = $1 and sha256 = $2";
pub(super) const PHOTO_SENDERS: &str =
    "select member from photo_sender where community = $1 and sha256 = $2 order by member";
pub(super) const PHOTO_AUDIENCES: &str =
    "select audience from photo_audience where community = $1 and sha256 = $2 order by audience";
pub(super) const PHOTOS: &str =
    "select sha256, object from photo where community = $1 order by sha256";
pub(super) const TOUCH_PHOTO: &str = "update photo set sent_at = $3 \
     where community = $1 and sha256 = $2 returning object";
pub(super) const ADD_PHOTO: &str = "insert into photo (community, sha256, sent_at, object, size) \
     values ($1, $2, $3, $4, $5) on conflict (community, sha256) do update \
     set sent_at = excluded.sent_at returning object";
pub(super) const ADD_PHOTO_SENDER: &str = "insert into photo_sender (community, sha256, member) \
     values ($1, $2, $3) on conflict do nothing";
/// An append moves the head of the community's row, so whoever writes that row waits for it: no event that names
/// a photo is overlooked because it is not committed yet.
pub(super) const HOLD_HEAD: &str = "update community set head = head where id = $1";
pub(super) const FORGET_PHOTOS: &str = "delete from photo where community = $1 and sent_at < $2 \
     and not exists (select 1 from photo_audience as named \
     where named.community = $1 and named.sha256 = photo.sha256) returning sha256, object";
pub(super) const FORGET_SENDERS: &str =
    "delete from photo_sender where community = $1 and sha256 = $2";
pub(super) const SLIPS: &str =
    "select motion, owner, body from slip where community = $1 order by motion, owner";
pub(super) const EMPTY_BOX: &str = "delete from slip where community = $1 and motion = $2";
pub(super) const SNAPSHOT: &str =
    "select head, fingerprint, bytes from snapshot where community = $1";
pub(super) const PUT_SNAPSHOT: &str = "insert into snapshot (community, head, fingerprint, bytes) \
     select id, $2, $3, $4 from community where id = $1 on conflict (community) do update \
     set head = excluded.head, fingerprint = excluded.fingerprint, bytes = excluded.bytes";

pub(super) static INSERT_EVENTS: LazyLock<ManyRows> =
    LazyLock::new(|| ManyRows::new("event", &["seq", "body"], ""));
pub(super) static INSERT_AUDIENCES: LazyLock<ManyRows> =
    LazyLock::new(|| ManyRows::new("event_audience", &["audience", "seq"], ""));
pub(super) static INSERT_COMMANDS: LazyLock<ManyRows> = LazyLock::new(|| {
    let columns = ["head", "client", "n", "id", "member", "digest", "outcome"];
    ManyRows::new("command", &columns, "")
});
pub(super) static PUT_SLIPS: LazyLock<ManyRows> = LazyLock::new(|| {
    let replacing = " on conflict (community, motion, owner) do update set body = excluded.body";
    ManyRows::new("slip", &["motion", "owner", "body"], replacing)
});

/// Inserts of many rows of one community at once. There is a statement for each power of two, so any
/// number of rows needs few statements and few are kept prepared.
pub(super) struct ManyRows(Vec<(usize, String)>);

impl ManyRows {
    /// 256 rows of 7 columns stay far below SQLite's 32,766 and PostgreSQL's 65,535 parameters.
    const LARGEST: u32 = 8;

    fn new(table: &str, columns: &[&str], tail: &str) -> Self {
        let statement = |rows: usize| {
            let mut text = format!(
                "insert into {table} (community, {}) values ",
                columns.join(", ")
            );
            let mut parameter = 1;
            for row in 0..rows {
                text.push_str(if row == 0 { "($1" } else { ", ($1" });
                for _ in columns {
                    parameter += 1;
                    write!(text, ", ${parameter}").expect("a string can always grow");
                }
                text.push(')');
            }
            text + tail
        };
        let sizes = (0..=Self::LARGEST).rev().map(|power| 1 << power);
        Self(sizes.map(|rows| (rows, statement(rows))).collect())
    }

    /// The rows cut into pieces, each with the statement that inserts it.
    pub(super) fn pieces<'r, R>(&'static self, rows: &'r [R]) -> Vec<(&'static str, &'r [R])> {
        let mut pieces = Vec::new();
        let mut rest = rows;
        for (size, statement) in &self.0 {
            while let Some((piece, after)) = rest.split_at_checked(*size) {
                pieces.push((statement.as_str(), piece));
                rest = after;
            }
        }
        pieces
    }
}

/// The events beyond any of so many cursors: `$1` is the community, `$2` the limit, then audience and
/// `seq` of each cursor. Each cursor's part reads at most the limit from the index; bodies are read
/// only for the rows of the answer.
pub(super) fn pull(cursors: usize) -> String {
    // SQLite takes at most 500 parts in one union, so many cursors become a union of unions.
    const GROUP: usize = 100;
    let part = |cursor: usize| {
        let (audience, after) = (2 * cursor + 3, 2 * cursor + 4);
        format!(
            "select seq from (select seq from event_audience where community = $1 \
             and audience = ${audience} and seq > ${after} order by seq limit $2) as part_{cursor}"
        )
    };
    let group = |first: usize| {
        let last = cursors.min(first + GROUP);
        let parts: Vec<String> = (first..last).map(part).collect();
        format!(
            "select seq from ({}) as group_{first}",
            parts.join(" union ")
        )
    };
    let groups: Vec<String> = (0..cursors).step_by(GROUP).map(group).collect();
    format!(
        "with picked (seq) as materialized ({} order by seq limit $2) \
         select event.seq, event.body from picked cross join event \
         where event.community = $1 and event.seq = picked.seq order by event.seq",
        groups.join(" union ")
    )
}

/// A whole number as the databases hold it.
pub(super) fn integer(number: u64) -> Result<i64, StorageError> {
    i64::try_from(number).map_err(|_| StorageError::Malformed("a number above 2^63 - 1"))
}

/// A bound of a search: what no row can reach is as good as the largest number.
pub(super) fn bound(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// A count as this code holds it.
pub(super) fn count(integer: i64) -> Result<u64, StorageError> {
    u64::try_from(integer).map_err(|_| StorageError::damaged("a negative count"))
}

/// Events from their columns.
pub(super) fn events(rows: Vec<(i64, String)>) -> Result<Vec<EventRow>, StorageError> {
    rows.into_iter()
        .map(|(seq, body)| {
            Ok(EventRow {
                seq: count(seq)?,
                body,
            })
        })
        .collect()
}

/// A slip from its columns.
pub(super) fn slip((motion, owner, body): (Uuid, Uuid, String)) -> SlipRow {
    SlipRow {
        motion,
        owner,
        body,
    }
}

/// A hash as this code holds it.
pub(super) fn digest(bytes: Vec<u8>) -> Result<[u8; 32], StorageError> {
    bytes
        .try_into()
        .map_err(|_| StorageError::damaged("a digest that has not 32 bytes"))
}

/// The columns of a community.
pub(super) type CommunityColumns = (Uuid, String, Uuid, i64, String);

/// A community from its columns.
pub(super) fn community(row: CommunityColumns) -> Result<CommunityRow, StorageError> {
    let (id, name, epoch, head, settings) = row;
    let head = count(head)?;
    Ok(CommunityRow {
        id,
        name,
        epoch,
        head,
        settings,
    })
}

/// The columns of a command.
pub(super) type CommandColumns = (Uuid, i64, Uuid, Option<Uuid>, Vec<u8>, Option<String>);

/// A command from its columns.
pub(super) fn command(row: CommandColumns) -> Result<CommandRow, StorageError> {
    let (client, n, id, member, digest, outcome) = row;
    Ok(CommandRow {
        client,
        n: count(n)?,
        id,
        member,
        digest: self::digest(digest)?,
        outcome,
    })
}
