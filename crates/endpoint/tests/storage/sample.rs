//! Small rows to store.

use uuid::Uuid;
use yishi_endpoint::storage::{
    Append, BlobRow, CommandRow, Cursor, EventRow, NewCommunity, NewEvent, Storage,
};

/// Adds a community with an empty log.
pub(crate) async fn community(storage: &dyn Storage) -> Uuid {
    let community = new_community();
    let id = community.id;
    storage.create_community(community).await.unwrap();
    id
}

pub(crate) fn new_community() -> NewCommunity {
    NewCommunity {
        id: Uuid::now_v7(),
        name: "幸福街社区".into(),
        epoch: Uuid::now_v7(),
        settings: r#"{"zone":"Asia/Shanghai"}"#.into(),
    }
}

pub(crate) fn event(seq: u64, audiences: &[&str]) -> NewEvent {
    NewEvent {
        seq,
        audiences: audiences.iter().map(|&name| name.into()).collect(),
        body: format!(r#"{{"seq":{seq}}}"#),
    }
}

pub(crate) fn command(client: Uuid, n: u64) -> CommandRow {
    CommandRow {
        client,
        n,
        id: Uuid::now_v7(),
        member: Some(Uuid::now_v7()),
        digest: [7; 32],
        outcome: None,
    }
}

pub(crate) fn blob(first: u8) -> BlobRow {
    BlobRow {
        sha256: [first; 32],
        audience: "public".into(),
        media_type: "application/json".into(),
        bytes: vec![0, 255, first],
    }
}

/// Appends events with these audiences at the head.
pub(crate) async fn append(storage: &dyn Storage, community: Uuid, audiences: &[&[&str]]) {
    let expected_head = storage.head(community).await.unwrap().seq;
    let events = (expected_head + 1..).zip(audiences);
    let append = Append {
        expected_head,
        events: events.map(|(seq, names)| event(seq, names)).collect(),
        ..Append::default()
    };
    storage.append(community, &append).await.unwrap();
}

/// Pulls from these audiences, each after its `seq`, and returns the `seq` of what came.
pub(crate) async fn pull(
    storage: &dyn Storage,
    community: Uuid,
    cursors: &[(&str, u64)],
    limit: usize,
) -> Vec<u64> {
    let cursors: Vec<Cursor> = cursors
        .iter()
        .map(|&(audience, after)| Cursor {
            audience: audience.into(),
            after,
        })
        .collect();
    seqs(&storage.pull(community, &cursors, limit).await.unwrap())
}

pub(crate) fn seqs(events: &[EventRow]) -> Vec<u64> {
    for event in events {
        assert_eq!(event.body, format!(r#"{{"seq":{}}}"#, event.seq));
    }
    events.iter().map(|event| event.seq).collect()
}

/// Everything that is stored of a community but its blobs and snapshot.
pub(crate) async fn everything(
    storage: &dyn Storage,
    community: Uuid,
) -> (Vec<EventRow>, Vec<CommandRow>) {
    let events = storage
        .events_after(community, 0, usize::MAX)
        .await
        .unwrap();
    let commands = storage.commands_from(community, 0).await.unwrap();
    (events, commands)
}
