//! What the storage takes and gives.

use uuid::Uuid;

use super::StorageError;

/// A community to be added; its log starts empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommunity {
    /// Names the community in every other row.
    pub id: Uuid,
    /// What its members call it.
    pub name: String,
    /// The identity of its log.
    pub epoch: Uuid,
    /// The endpoint's settings for it, as JSON.
    pub settings: String,
}

/// A community as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommunityRow {
    /// Names the community in every other row.
    pub id: Uuid,
    /// What its members call it.
    pub name: String,
    /// The identity of its log.
    pub epoch: Uuid,
    /// `seq` of the last event; 0 when there is none.
    pub head: u64,
    /// The endpoint's settings for it, as JSON.
    pub settings: String,
}

/// Which log it is and how far it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The identity of the log.
    pub epoch: Uuid,
    /// `seq` of the last event; 0 when there is none.
    pub seq: u64,
}

/// A batch that is stored in one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Append {
    /// The head that the batch was decided on.
    pub expected_head: u64,
    /// New events; the first one's `seq` is `expected_head + 1`, without gaps.
    pub events: Vec<NewEvent>,
    /// What the decided commands became.
    pub commands: Vec<CommandRow>,
    /// Blobs that the events name.
    pub blobs: Vec<BlobRow>,
    /// Photos that the events name, each with whom such an event is for.
    pub photos: Vec<([u8; 32], String)>,
    /// Slips for the ballot box, of an owner one a motion; they take the place of what is there.
    pub slips: Vec<SlipRow>,
    /// Motions whose slips are destroyed.
    pub emptied: Vec<Uuid>,
}

impl Append {
    /// The head after this batch.
    pub(super) fn head(&self) -> Result<u64, StorageError> {
        let mut head = self.expected_head;
        for event in &self.events {
            if event.seq.checked_sub(1) != Some(head) {
                return Err(StorageError::Malformed(
                    "the events' seq must go on without a gap",
                ));
            }
            head = event.seq;
        }
        Ok(head)
    }
}

/// An event to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Its place in the community's log, from 1.
    pub seq: u64,
    /// Who may pull it; nobody when there is none.
    pub audiences: Vec<String>,
    /// Its final JSON text.
    pub body: String,
}

impl NewEvent {
    /// Its audiences, each once.
    pub(super) fn distinct_audiences(&self) -> impl Iterator<Item = &str> {
        self.audiences
            .iter()
            .enumerate()
            .filter(|(i, audience)| !self.audiences[..*i].contains(audience))
            .map(|(_, audience)| audience.as_str())
    }
}

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Its place in the community's log.
    pub seq: u64,
    /// Its final JSON text.
    pub body: String,
}

/// How far a phone has seen one audience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The audience's name.
    pub audience: String,
    /// The last `seq` seen of it; 0 for all of it.
    pub after: u64,
}

/// What one command of a device became. A community stores each (client, n) once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandRow {
    /// The device's own id.
    pub client: Uuid,
    /// The device's own count.
    pub n: u64,
    /// The command's id.
    pub id: Uuid,
    /// Whose device it was; none for the endpoint's own commands.
    pub member: Option<Uuid>,
    /// A hash of the command's content, to tell a repetition from another command of the same name.
    pub digest: [u8; 32],
    /// The rejection as JSON; none when the command was accepted.
    pub outcome: Option<String>,
}

/// A slip of the ballot box: what one sealed ballot says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipRow {
    /// The motion.
    pub motion: Uuid,
    /// Whose it is, or a random name.
    pub owner: Uuid,
    /// The slip as JSON.
    pub body: String,
}

/// Published bytes that are named by their hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobRow {
    /// The hash of `bytes`.
    pub sha256: [u8; 32],
    /// Who may fetch it.
    pub audience: String,
    /// What it is, for the answer's `Content-Type`.
    pub media_type: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// A photo that has arrived; its bytes stand in the object store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPhoto {
    /// The hash of its bytes.
    pub sha256: [u8; 32],
    /// The object that holds them.
    pub object: Uuid,
    /// How many they are.
    pub size: u64,
    /// Who sent it.
    pub member: Uuid,
    /// When, in milliseconds since 1970.
    pub sent_at: i64,
}

/// A photo as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoRow {
    /// The object that holds its bytes.
    pub object: Uuid,
    /// Who has sent it.
    pub senders: Vec<Uuid>,
    /// Whom the events are for that name it.
    pub audiences: Vec<String>,
}

/// A folded state, so that a start need not fold all events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The state covers every event up to this `seq`.
    pub head: u64,
    /// Names the code that wrote `bytes`; any other code ignores them.
    pub fingerprint: String,
    /// The state in a compact binary form.
    pub bytes: Vec<u8>,
}
