//! Between what the authority makes and what the storage keeps.

use std::collections::BTreeMap;

use uuid::Uuid;
use yishi_domain::{ClientId, CommandId, Digest, MemberId, MotionId};
use yishi_sync::wire::{from_json, parse_rejected, rejected_json, to_json};
use yishi_sync::{Batch, CommandRecord, KeptSlip, SlipChange};

use crate::storage::{Append, BlobRow, CommandRow, NewEvent, SlipRow, StorageError};

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
    let (slips, emptied) = box_changes(batch.slips);
    Append {
        expected_head: batch.expected_head,
        events: events.collect(),
        commands: batch.commands.iter().map(command_row).collect(),
        blobs: blobs.collect(),
        photos,
        slips,
        emptied,
    }
}

/// What the box is to hold after a batch, of an owner one slip a motion, and which motions' slips are destroyed.
fn box_changes(changes: Vec<SlipChange>) -> (Vec<SlipRow>, Vec<Uuid>) {
    let (mut put, mut emptied) = (BTreeMap::new(), Vec::new());
    for change in changes {
        match change {
            SlipChange::Put(kept) => {
                put.insert((kept.motion.0, kept.owner), to_json(&kept.slip));
            }
            SlipChange::Empty(motion) => {
                put.retain(|(of, _), _| *of != motion.0);
                emptied.push(motion.0);
            }
        }
    }
    let slips = put.into_iter().map(|((motion, owner), body)| SlipRow {
        motion,
        owner,
        body,
    });
    (slips.collect(), emptied)
}

/// The slip as the authority holds it.
pub(super) fn kept_slip(row: &SlipRow) -> Result<KeptSlip, StorageError> {
    Ok(KeptSlip {
        motion: MotionId(row.motion),
        owner: row.owner,
        slip: from_json(&row.body).map_err(|error| StorageError::Corrupt(error.into()))?,
    })
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
