//! Reading what a start needs.

use indexed_db_futures::KeyRange;
use indexed_db_futures::prelude::*;
use wasm_bindgen::JsValue;
use yishi_sync::disk::{Loaded, Page};

use super::connection::Connection;
use super::error::StoreError;
use super::schema::{CHECKPOINT, LAST, META, NEXT_N, NOTICE, OUTBOX, PAGE, REPLICA, STATE};
use super::{early, value};

/// Everything that a start reads, as of one moment: the first round asks for all but the pages, the second for
/// those that the checkpoint does not cover.
pub(super) async fn load(connection: &Connection) -> Result<Loaded, StoreError> {
    let tables = [META, OUTBOX, NOTICE, CHECKPOINT, PAGE];
    connection
        .read(&tables, async |transaction| {
            let meta = transaction.object_store(META)?;
            let outbox = transaction.object_store(OUTBOX)?;
            let notice = transaction.object_store(NOTICE)?;
            let page = transaction.object_store(PAGE)?;
            let replica = meta.get::<String, _, _>(REPLICA).primitive()?;
            let next_n = meta.get::<f64, _, _>(NEXT_N).primitive()?;
            let numbers = outbox.get_all_keys::<JsValue>().primitive()?;
            let texts = outbox.get_all::<JsValue>().primitive()?;
            let ids = notice.get_all_keys::<JsValue>().primitive()?;
            let notices = notice.get_all::<JsValue>().primitive()?;
            let checkpoint = transaction
                .object_store(CHECKPOINT)?
                .get::<JsValue, _, _>(STATE)
                .primitive()?;

            // Awaited in the order they were asked, so that the transaction is still open after the last.
            let mut loaded = Loaded {
                replica: replica.await?,
                next_n: value::count(next_n.await?.unwrap_or(1.0))?,
                ..Loaded::default()
            };
            loaded.outbox = early::outbox(
                values(numbers.await?)?.into_iter(),
                values(texts.await?)?.into_iter(),
            )?;
            loaded.notices = early::notices(
                values(ids.await?)?.into_iter(),
                values(notices.await?)?.into_iter(),
            )?;
            loaded.checkpoint = checkpoint
                .await?
                .map(|checkpoint| value::from_checkpoint(&checkpoint))
                .transpose()?;

            let through = loaded.checkpoint.as_ref().map_or(0, |found| found.through);
            let beyond = KeyRange::LowerBound(value::number(through), true);
            let by_last = page.index(LAST)?;
            let tail = by_last
                .get_all::<JsValue>()
                .with_query::<f64, _>(beyond)
                .primitive()?;
            loaded.tail = pages(tail.await?)?;
            Ok(loaded)
        })
        .await
}

/// Every stored page, in order.
pub(super) async fn all_pages(connection: &Connection) -> Result<Vec<Page>, StoreError> {
    connection
        .read(&[PAGE], async |transaction| {
            let table = transaction.object_store(PAGE)?;
            pages(table.get_all::<JsValue>().primitive()?.await?)
        })
        .await
}

fn values(
    values: impl Iterator<Item = indexed_db_futures::Result<JsValue>>,
) -> Result<Vec<JsValue>, StoreError> {
    Ok(values.collect::<Result<_, _>>()?)
}

fn pages(
    values: impl Iterator<Item = indexed_db_futures::Result<JsValue>>,
) -> Result<Vec<Page>, StoreError> {
    values.map(|page| value::from_page(&page?)).collect()
}
