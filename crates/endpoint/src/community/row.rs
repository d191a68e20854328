//! Between what the authority makes and what the storage keeps.

use uuid::Uuid;
use yishi_domain::{ClientId, CommandId, Digest, MemberId};
use yishi_sync::wire::{parse_rejected, rejected_json};
use yishi_sync::{Batch, CommandRecord};

use crate::storage::{Append, BlobRow, CommandRow, NewEvent, StorageError};

/// The batch as the storage takes it.
pub(super) fn append(batch: Batch) -> Append {
    let naming = batch.events.iter().flat_map(|event| {
        let audiences = event.audiences.iter().map(ToString::to_string);
        audiences.flat_map(|audience| {
            let photos = event.photos.iter();
            photos.map(move |photo| (photo.0, audience.clone()))
        })
    });
    let photos = naming.collect();
    let events = batch.events.into_iter().map(|event| NewEvent {
        seq: event.seq,
        audiences: event.audiences.iter().map(ToString::to_string).collect(),
        body: event.json,
    });
    let blobs = batch.published.into_iter().map(|blob| BlobRow {
        sha256: blob.sha256.0,
        audience: blob.audience.to_string(),
        // Nothing but ballots is published by the authority.
        media_type: "application/json".to_owned(),
        bytes: blob.bytes,
    });
    Append {
        expected_head: batch.expected_head,
        events: events.collect(),
        commands: batch.commands.iter().map(command_row).collect(),
        blobs: blobs.collect(),
        photos,
    }
}

fn command_row(record: &CommandRecord) -> CommandRow {
    let outcome = record.rejected.as_ref().map(rejected_json);
    CommandRow {
        client: record.client.0,
        n: record.n,
        id: record.id.0,
        member: Some(record.member.0),
        digest: record.content.0,
        outcome,
    }
}

/// The command as the authority remembers it.
pub(super) fn command_record(row: CommandRow) -> Result<CommandRecord, StorageError> {
    let rejected = row.outcome.map(|text| parse_rejected(&text)).transpose();
    Ok(CommandRecord {
        client: ClientId(row.client),
        n: row.n,
        id: CommandId(row.id),
        member: MemberId(row.member.unwrap_or(Uuid::nil())),
        content: Digest(row.digest),
        rejected: rejected.map_err(|error| StorageError::Corrupt(error.into()))?,
    })
}
