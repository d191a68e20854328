//! Storing one step of the replica: everything or nothing.

use std::ops::Range;

use indexed_db_futures::KeyRange;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::primitive::TryToJs;
use indexed_db_futures::transaction::{Transaction, TransactionDurability};
use wasm_bindgen::JsValue;
use yishi_sync::disk::{OutboxEntry, Page, Writes};

use super::connection::Connection;
use super::error::StoreError;
use super::photo::{self, Concerned};
use super::schema::{
    BLOB, CHECKPOINT, DRAFT, META, NEXT_N, NEXT_NOTICE, NOTICE, OUTBOX, PAGE, PHOTO, REPLICA,
    STATE, THUMBNAIL,
};
use super::value;

/// Pages are merged until one may hold this many events.
const MERGED_EVENTS: u64 = 500;

/// A step as values that the database takes, built before a transaction opens.
pub(super) struct Step {
    tables: Vec<&'static str>,
    durability: TransactionDurability,
    clear_log: bool,
    pages: Vec<JsValue>,
    count: Option<Count>,
    clear_outbox: bool,
    outbox: Vec<(JsValue, JsValue)>,
    settled: Vec<JsValue>,
    notices: Vec<(JsValue, JsValue)>,
    dismissed: Vec<JsValue>,
    replica: Option<JsValue>,
    checkpoint: Option<(u64, JsValue)>,
    photos: Option<Concerned>,
}

/// What the count of commands must be, and what it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Count {
    expected: Option<u64>,
    next: Option<u64>,
}

impl Step {
    /// # Errors
    /// [`StoreError::Stale`] if the numbers of the commands do not follow each other.
    pub(super) fn new(writes: &Writes) -> Result<Self, StoreError> {
        let count = Count::of(writes)?;
        let entries = writes.renumber.iter().flatten().chain(&writes.enqueue);
        let mut step = Self {
            tables: Vec::new(),
            durability: if writes.is_precious() {
                TransactionDurability::Strict
            } else {
                TransactionDurability::Relaxed
            },
            clear_log: writes.clear_log,
            pages: writes.append.iter().map(value::page).collect(),
            count,
            clear_outbox: writes.renumber.is_some(),
            outbox: entries.map(entry).collect(),
            settled: writes.settle.iter().map(|n| key(*n)).collect(),
            notices: writes
                .notices
                .iter()
                .map(|(id, text)| (id.into(), text.into()))
                .collect(),
            dismissed: writes.dismiss.iter().map(JsValue::from).collect(),
            replica: writes.replica.as_ref().map(JsValue::from),
            checkpoint: writes
                .checkpoint
                .as_ref()
                .map(|checkpoint| (checkpoint.through, value::checkpoint(checkpoint))),
            photos: Concerned::by(writes),
        };
        step.tables = step.touched();
        Ok(step)
    }

    /// Only what the step touches, so that a tap never waits for a pull that stores its pages.
    fn touched(&self) -> Vec<&'static str> {
        let outbox = self.clear_outbox || !self.outbox.is_empty() || !self.settled.is_empty();
        let meta = self.count.is_some() || self.replica.is_some() || !self.notices.is_empty();
        let page = self.clear_log || !self.pages.is_empty() || self.checkpoint.is_some();
        let photo = self.photos.is_some();
        [
            (META, meta),
            (PAGE, page),
            (OUTBOX, outbox),
            (
                NOTICE,
                !self.notices.is_empty() || !self.dismissed.is_empty(),
            ),
            (CHECKPOINT, self.clear_log || self.checkpoint.is_some()),
            (PHOTO, photo),
            (BLOB, photo),
            (THUMBNAIL, photo),
        ]
        .into_iter()
        .filter_map(|(table, touched)| touched.then_some(table))
        .collect()
    }

    /// Stores the step in one transaction.
    pub(super) async fn store(&self, connection: &Connection) -> Result<(), StoreError> {
        if self.tables.is_empty() {
            return Ok(());
        }
        connection
            .write(&self.tables, self.durability, async |transaction| {
                self.write_log(transaction)?;
                self.write_notices(transaction).await?;
                self.write_meta_and_outbox(transaction).await?;
                if let Some(photos) = &self.photos {
                    photo::follow(transaction, photos).await?;
                }
                self.merge_pages(transaction).await
            })
            .await
    }

    fn write_log(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        if self.clear_log {
            transaction.object_store(PAGE)?.clear().map(drop)?;
            transaction.object_store(CHECKPOINT)?.clear().map(drop)?;
        }
        if !self.pages.is_empty() {
            let table = transaction.object_store(PAGE)?;
            for page in &self.pages {
                table.put(page).build().map(drop)?;
            }
        }
        if let Some((_, checkpoint)) = &self.checkpoint {
            put(&transaction.object_store(CHECKPOINT)?, STATE, checkpoint)?;
        }
        Ok(())
    }

    async fn write_notices(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        if !self.notices.is_empty() {
            let meta = transaction.object_store(META)?;
            let table = transaction.object_store(NOTICE)?;
            let mut order = stored_count(&meta, NEXT_NOTICE)?.await?.unwrap_or(0.0);
            for (id, text) in &self.notices {
                put(&table, id, &value::notice(value::count(order)?, text))?;
                order += 1.0;
            }
            put(&meta, NEXT_NOTICE, &order.into())?;
        }
        if !self.dismissed.is_empty() {
            let table = transaction.object_store(NOTICE)?;
            for id in &self.dismissed {
                table.delete(id).build().map(drop)?;
            }
        }
        Ok(())
    }

    /// The count is asked for first and looked at last: the writes are on their way meanwhile, and are undone
    /// if it is not as expected.
    async fn write_meta_and_outbox(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        let mut found = None;
        if let Some(count) = self.count {
            let meta = transaction.object_store(META)?;
            if let Some(expected) = count.expected {
                found = Some((expected, stored_count(&meta, NEXT_N)?));
            }
            if let Some(next) = count.next {
                put(&meta, NEXT_N, &key(next))?;
            }
        }
        if let Some(replica) = &self.replica {
            put(&transaction.object_store(META)?, REPLICA, replica)?;
        }
        self.write_outbox(transaction)?;
        if let Some((expected, found)) = found
            && value::count(found.await?.unwrap_or(1.0))? != expected
        {
            return Err(StoreError::Stale);
        }
        Ok(())
    }

    fn write_outbox(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        if !self.clear_outbox && self.outbox.is_empty() && self.settled.is_empty() {
            return Ok(());
        }
        let table = transaction.object_store(OUTBOX)?;
        for n in &self.settled {
            table.delete(n).build().map(drop)?;
        }
        if self.clear_outbox {
            table.clear().map(drop)?;
        }
        for (n, text) in &self.outbox {
            put(&table, n, text)?;
        }
        Ok(())
    }

    /// Joins small pages that the new checkpoint covers: a phone that follows live stores a page for each few
    /// events, and folding everything again would read them one by one.
    async fn merge_pages(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        let Some((through, _)) = self.checkpoint else {
            return Ok(());
        };
        let table = transaction.object_store(PAGE)?;
        let covered = KeyRange::UpperBound(value::number(through), false);
        let mut firsts = Vec::new();
        for first in table
            .get_all_keys::<f64>()
            .with_query::<f64, _>(covered)
            .primitive()?
            .await?
        {
            firsts.push(value::count(first?)?);
        }
        let mut reads = Vec::new();
        for run in small_runs(&firsts) {
            let range = value::number(run.start)..value::number(run.end);
            let pages = table
                .get_all::<JsValue>()
                .with_query(range.clone())
                .primitive()?;
            reads.push((range, pages));
        }
        for (range, pages) in reads {
            let mut merged: Option<Page> = None;
            for page in pages.await? {
                let page = value::from_page(&page?)?;
                match &mut merged {
                    Some(merged) => append(merged, &page),
                    None => merged = Some(page),
                }
            }
            if let Some(merged) = merged {
                table.delete(range).build().map(drop)?;
                table.put(value::page(&merged)).build().map(drop)?;
            }
        }
        Ok(())
    }
}

/// Empties every table and stores one note.
pub(super) async fn begin_anew(
    connection: &Connection,
    note: &str,
    text: &str,
) -> Result<(), StoreError> {
    let tables = [
        META, PAGE, OUTBOX, DRAFT, BLOB, NOTICE, CHECKPOINT, PHOTO, THUMBNAIL,
    ];
    let (key, text) = (super::record::note_key(note), JsValue::from_str(text));
    connection
        .write(
            &tables,
            TransactionDurability::Strict,
            async |transaction| {
                for table in tables {
                    transaction.object_store(table)?.clear().map(drop)?;
                }
                put(&transaction.object_store(META)?, &*key, &text)?;
                Ok(())
            },
        )
        .await
}

impl Count {
    /// None if the step has nothing to do with the count.
    fn of(writes: &Writes) -> Result<Option<Self>, StoreError> {
        let mut next = writes.renumber.is_some().then_some(1);
        let mut expected = writes.expect_n;
        for entry in writes.renumber.iter().flatten().chain(&writes.enqueue) {
            if next.is_none() {
                if expected.is_some_and(|expected| expected != entry.n) {
                    return Err(StoreError::Stale);
                }
                expected = Some(entry.n);
            }
            if next.is_some_and(|next| next != entry.n) {
                return Err(StoreError::Stale);
            }
            next = Some(entry.n + 1);
        }
        let count = Self { expected, next };
        Ok((count.expected.is_some() || count.next.is_some()).then_some(count))
    }
}

/// Runs of neighbouring pages that hold [`MERGED_EVENTS`] at most together, told by their keys alone: a page
/// cannot hold more events than there are numbers before the next page. The end of a run is the first page
/// after it, so the last page, whose own end is not known from its key, is never in one.
fn small_runs(firsts: &[u64]) -> Vec<Range<u64>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for end in 1..firsts.len() {
        let fits_one_more = firsts
            .get(end + 1)
            .is_some_and(|next| next - firsts[start] <= MERGED_EVENTS);
        if fits_one_more {
            continue;
        }
        if end - start > 1 && firsts[end] - firsts[start] <= MERGED_EVENTS {
            runs.push(firsts[start]..firsts[end]);
        }
        start = end;
    }
    runs
}

fn append(merged: &mut Page, page: &Page) {
    if !merged.lines.ends_with('\n') {
        merged.lines.push('\n');
    }
    merged.lines.push_str(&page.lines);
    merged.last = page.last;
}

fn entry(entry: &OutboxEntry) -> (JsValue, JsValue) {
    (key(entry.n), JsValue::from_str(&entry.text))
}

fn key(count: u64) -> JsValue {
    value::number(count).into()
}

/// Asks at once for a number in `meta`; what is returned only waits for the answer.
fn stored_count(
    meta: &ObjectStore<'_>,
    name: &str,
) -> indexed_db_futures::Result<impl Future<Output = indexed_db_futures::Result<Option<f64>>> + use<>>
{
    meta.get::<f64, _, _>(name).primitive()
}

/// Asks at once for a record to be stored; the transaction fails if it cannot be.
pub(super) fn put(
    table: &ObjectStore<'_>,
    key: impl TryToJs,
    value: &JsValue,
) -> indexed_db_futures::Result<()> {
    let key = key.try_to_js()?;
    table
        .put(value)
        .with_key(key)
        .without_key_type()
        .build()
        .map(drop)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::small_runs;

    /// First page of each run and first page after it.
    fn runs(firsts: &[u64]) -> Vec<(u64, u64)> {
        let runs = small_runs(firsts).into_iter();
        runs.map(|run| (run.start, run.end)).collect()
    }

    #[wasm_bindgen_test]
    fn small_neighbours_are_merged_and_large_or_last_pages_are_left() {
        assert_eq!(runs(&[]), []);
        assert_eq!(runs(&[1]), []);
        assert_eq!(runs(&[1, 2]), []);
        assert_eq!(runs(&[1, 2, 3, 4]), [(1, 4)]);
        assert_eq!(runs(&[1, 1001, 1002, 1003]), [(1001, 1003)]);
        assert_eq!(runs(&[1, 400, 501, 502, 503]), [(1, 501), (501, 503)]);
        assert_eq!(runs(&[1, 1001, 2001, 3001]), []);
    }
}
