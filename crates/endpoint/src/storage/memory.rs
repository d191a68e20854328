//! Everything in memory, for tests and for trying things out; nothing outlives the process.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use uuid::Uuid;

use super::{
    Append, BlobRow, CommandRow, CommunityRow, Cursor, EventRow, Head, NewCommunity, NewPhoto,
    PhotoRow, SlipRow, Snapshot, Storage, StorageError,
};

/// Logs in memory; clones share them.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage {
    logs: Arc<Mutex<BTreeMap<Uuid, Log>>>,
}

#[derive(Debug)]
struct Log {
    community: NewCommunity,
    /// The event with `seq` s at place s - 1.
    bodies: Vec<String>,
    audiences: HashMap<String, Vec<u64>>,
    /// With the head after the append that brought them, which never falls.
    commands: Vec<(u64, CommandRow)>,
    numbers: HashSet<(Uuid, u64)>,
    blobs: HashMap<[u8; 32], BlobRow>,
    snapshot: Option<Snapshot>,
    photos: BTreeMap<[u8; 32], Photo>,
    /// Whom the events are for that name a photo.
    photo_audiences: HashMap<[u8; 32], BTreeSet<String>>,
    slips: BTreeMap<(Uuid, Uuid), SlipRow>,
}

#[derive(Debug)]
struct Photo {
    object: Uuid,
    sent_at: i64,
    senders: BTreeSet<Uuid>,
}

impl MemoryStorage {
    /// A storage without communities.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn logs(&self) -> MutexGuard<'_, BTreeMap<Uuid, Log>> {
        // Nothing below panics between two changes, so a poisoned lock guards whole logs.
        self.logs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, id: Uuid, f: impl FnOnce(&mut Log) -> T) -> Result<T, StorageError> {
        self.logs()
            .get_mut(&id)
            .map(f)
            .ok_or(StorageError::NotFound)
    }

    /// As [`Self::with`], for calls to which an unknown community is an empty one.
    fn with_or_empty<T: Default>(&self, id: Uuid, f: impl FnOnce(&mut Log) -> T) -> T {
        self.logs().get_mut(&id).map(f).unwrap_or_default()
    }
}

impl Log {
    fn new(community: NewCommunity) -> Self {
        Self {
            community,
            bodies: Vec::new(),
            audiences: HashMap::new(),
            commands: Vec::new(),
            numbers: HashSet::new(),
            blobs: HashMap::new(),
            snapshot: None,
            photos: BTreeMap::new(),
            photo_audiences: HashMap::new(),
            slips: BTreeMap::new(),
        }
    }

    fn head(&self) -> u64 {
        self.bodies.len() as u64
    }

    fn row(&self) -> CommunityRow {
        CommunityRow {
            id: self.community.id,
            name: self.community.name.clone(),
            epoch: self.community.epoch,
            head: self.head(),
            settings: self.community.settings.clone(),
        }
    }

    fn append(&mut self, append: &Append) -> Result<(), StorageError> {
        let head = append.head()?;
        if append.expected_head != self.head() {
            return Err(StorageError::Conflict { head: self.head() });
        }
        let mut numbers = HashSet::new();
        for command in &append.commands {
            let number = (command.client, command.n);
            if self.numbers.contains(&number) || !numbers.insert(number) {
                return Err(StorageError::Duplicate);
            }
        }
        self.numbers.extend(numbers);
        for event in &append.events {
            self.bodies.push(event.body.clone());
            for audience in event.distinct_audiences() {
                let seqs = self.audiences.entry(audience.to_owned()).or_default();
                seqs.push(event.seq);
            }
        }
        for command in &append.commands {
            self.commands.push((head, command.clone()));
        }
        for blob in &append.blobs {
            self.blobs
                .entry(blob.sha256)
                .or_insert_with(|| blob.clone());
        }
        for (sha256, audience) in &append.photos {
            let audiences = self.photo_audiences.entry(*sha256).or_default();
            audiences.insert(audience.clone());
        }
        for slip in &append.slips {
            self.slips.insert((slip.motion, slip.owner), slip.clone());
        }
        self.slips
            .retain(|(motion, _), _| !append.emptied.contains(motion));
        Ok(())
    }

    fn event(&self, seq: u64) -> Option<EventRow> {
        let place = usize::try_from(seq.checked_sub(1)?).ok()?;
        let body = self.bodies.get(place)?.clone();
        Some(EventRow { seq, body })
    }

    fn pull(&self, cursors: &[Cursor], limit: usize) -> Vec<EventRow> {
        let mut seqs: Vec<u64> = cursors
            .iter()
            .filter_map(|cursor| Some((self.audiences.get(&cursor.audience)?, cursor.after)))
            .flat_map(|(seqs, after)| {
                let first = seqs.partition_point(|seq| *seq <= after);
                seqs[first..].iter().copied().take(limit)
            })
            .collect();
        seqs.sort_unstable();
        seqs.dedup();
        seqs.truncate(limit);
        seqs.into_iter().filter_map(|seq| self.event(seq)).collect()
    }
}

#[async_trait]
impl Storage for MemoryStorage {
    async fn ready(&self) -> Result<(), StorageError> {
        Ok(())
    }

    async fn create_community(&self, community: NewCommunity) -> Result<(), StorageError> {
        let mut logs = self.logs();
        if logs.contains_key(&community.id) {
            return Err(StorageError::Exists);
        }
        logs.insert(community.id, Log::new(community));
        Ok(())
    }

    async fn communities(&self) -> Result<Vec<CommunityRow>, StorageError> {
        Ok(self.logs().values().map(Log::row).collect())
    }

    async fn community(&self, community: Uuid) -> Result<CommunityRow, StorageError> {
        self.with(community, |log| log.row())
    }

    async fn head(&self, community: Uuid) -> Result<Head, StorageError> {
        self.with(community, |log| Head {
            epoch: log.community.epoch,
            seq: log.head(),
        })
    }

    async fn append(&self, community: Uuid, append: &Append) -> Result<(), StorageError> {
        self.with(community, |log| log.append(append))?
    }

    async fn events_after(
        &self,
        community: Uuid,
        after: u64,
        limit: usize,
    ) -> Result<Vec<EventRow>, StorageError> {
        Ok(self.with_or_empty(community, |log| {
            let last = after.saturating_add(limit as u64).min(log.head());
            (after.saturating_add(1)..=last)
                .filter_map(|seq| log.event(seq))
                .collect()
        }))
    }

    async fn pull(
        &self,
        community: Uuid,
        cursors: &[Cursor],
        limit: usize,
    ) -> Result<Vec<EventRow>, StorageError> {
        Ok(self.with_or_empty(community, |log| log.pull(cursors, limit)))
    }

    async fn commands_from(
        &self,
        community: Uuid,
        head: u64,
    ) -> Result<Vec<CommandRow>, StorageError> {
        Ok(self.with_or_empty(community, |log| {
            let first = log.commands.partition_point(|(at, _)| *at < head);
            let commands = log.commands[first..].iter();
            commands.map(|(_, command)| command.clone()).collect()
        }))
    }

    async fn slips(&self, community: Uuid) -> Result<Vec<SlipRow>, StorageError> {
        Ok(self.with_or_empty(community, |log| log.slips.values().cloned().collect()))
    }

    async fn blob(
        &self,
        community: Uuid,
        sha256: [u8; 32],
    ) -> Result<Option<BlobRow>, StorageError> {
        Ok(self.with_or_empty(community, |log| log.blobs.get(&sha256).cloned()))
    }

    async fn photo(
        &self,
        community: Uuid,
        sha256: [u8; 32],
    ) -> Result<Option<PhotoRow>, StorageError> {
        Ok(self.with_or_empty(community, |log| {
            let photo = log.photos.get(&sha256)?;
            let audiences = log.photo_audiences.get(&sha256);
            Some(PhotoRow {
                object: photo.object,
                senders: photo.senders.iter().copied().collect(),
                audiences: audiences.into_iter().flatten().cloned().collect(),
            })
        }))
    }

    async fn photos(&self, community: Uuid) -> Result<Vec<([u8; 32], Uuid)>, StorageError> {
        Ok(self.with_or_empty(community, |log| {
            let photos = log.photos.iter();
            photos
                .map(|(sha256, photo)| (*sha256, photo.object))
                .collect()
        }))
    }

    async fn touch_photo(
        &self,
        community: Uuid,
        sha256: [u8; 32],
        member: Uuid,
        sent_at: i64,
    ) -> Result<Option<Uuid>, StorageError> {
        Ok(self.with_or_empty(community, |log| {
            let photo = log.photos.get_mut(&sha256)?;
            photo.sent_at = sent_at;
            photo.senders.insert(member);
            Some(photo.object)
        }))
    }

    async fn add_photo(&self, community: Uuid, photo: &NewPhoto) -> Result<Uuid, StorageError> {
        self.with(community, |log| {
            let known = log.photos.entry(photo.sha256).or_insert_with(|| Photo {
                object: photo.object,
                sent_at: photo.sent_at,
                senders: BTreeSet::new(),
            });
            known.sent_at = photo.sent_at;
            known.senders.insert(photo.member);
            known.object
        })
    }

    async fn forget_photos(
        &self,
        community: Uuid,
        sent_before: i64,
    ) -> Result<Vec<Uuid>, StorageError> {
        Ok(self.with_or_empty(community, |log| {
            let mut objects = Vec::new();
            let named = &log.photo_audiences;
            log.photos.retain(|sha256, photo| {
                let kept = photo.sent_at >= sent_before || named.contains_key(sha256);
                if !kept {
                    objects.push(photo.object);
                }
                kept
            });
            objects
        }))
    }

    async fn snapshot(&self, community: Uuid) -> Result<Option<Snapshot>, StorageError> {
        Ok(self.with_or_empty(community, |log| log.snapshot.clone()))
    }

    async fn put_snapshot(&self, community: Uuid, snapshot: Snapshot) -> Result<(), StorageError> {
        self.with(community, |log| log.snapshot = Some(snapshot))
    }

    async fn set_epoch(&self, community: Uuid, epoch: Uuid) -> Result<(), StorageError> {
        self.with(community, |log| log.community.epoch = epoch)
    }

    async fn backup(&self, _: &Path) -> Result<(), StorageError> {
        Err(StorageError::BackupElsewhere(
            "what is kept in memory cannot be backed up",
        ))
    }

    async fn close(&self) {}
}
