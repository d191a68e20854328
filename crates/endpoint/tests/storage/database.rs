//! What only the storages on a disk promise.

use std::fs;
use std::future::poll_fn;
use std::task::Poll;
use std::time::{Duration, Instant};

use uuid::Uuid;
use yishi_endpoint::storage::{
    Append, MemoryStorage, SqliteSettings, SqliteStorage, Storage, StorageError, open,
};

use crate::place::{self, Place};
use crate::sample::{append, blob, command, community, event, everything, pull, seqs};

#[tokio::test]
async fn sqlite_persists() {
    persists(&place::sqlite()).await;
}

#[tokio::test]
async fn postgres_persists() {
    persists(&place::postgres()).await;
}

async fn persists(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let batch = Append {
        events: vec![event(1, &["public"])],
        commands: vec![command(Uuid::now_v7(), 1)],
        blobs: vec![blob(1)],
        ..Append::default()
    };
    storage.append(community, &batch).await.unwrap();
    let before = everything(&*storage, community).await;
    let row = storage.community(community).await.unwrap();
    storage.close().await;
    let closed = storage.ready().await.unwrap_err();
    assert!(matches!(closed, StorageError::Unavailable(_)), "{closed:?}");

    let storage = place.open().await;
    assert_eq!(everything(&*storage, community).await, before);
    assert_eq!(storage.communities().await.unwrap(), [row]);
    assert_eq!(
        storage.blob(community, [1; 32]).await.unwrap(),
        Some(blob(1))
    );
    append(&*storage, community, &[&["public"]]).await;
    assert_eq!(
        pull(&*storage, community, &[("public", 0)], 10).await,
        [1, 2]
    );
}

#[tokio::test]
async fn two_nodes_may_start_at_once_on_an_empty_sqlite_file() {
    starts_twice(&place::sqlite()).await;
}

#[tokio::test]
async fn two_nodes_may_start_at_once_on_an_empty_postgres_database() {
    starts_twice(&place::postgres()).await;
}

async fn starts_twice(place: &Place) {
    let (one, other) = tokio::join!(place.open(), place.open());
    let community = community(&*one).await;
    append(&*other, community, &[&["public"]]).await;
    assert_eq!(pull(&*one, community, &[("public", 0)], 10).await, [1]);
}

#[tokio::test]
async fn a_full_sqlite_refuses_the_batch_whole_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let settings = SqliteSettings {
        max_pages: Some(64),
        ..SqliteSettings::default()
    };
    let file = folder.path().join("yishi.sqlite");
    let storage = SqliteStorage::open(&file, settings).await.unwrap();
    let community = community(&storage).await;
    append(&storage, community, &[&["public"]]).await;
    let client = Uuid::now_v7();

    let mut large = event(3, &["public"]);
    large.body = "x".repeat(1_000_000);
    let batch = Append {
        expected_head: 1,
        events: vec![event(2, &["public"]), large],
        commands: vec![command(client, 1)],
        blobs: vec![],
        photos: vec![],
        ..Append::default()
    };
    for _ in 0..3 {
        let refused = storage.append(community, &batch).await.unwrap_err();
        assert!(matches!(refused, StorageError::Full), "{refused:?}");
        let (events, commands) = everything(&storage, community).await;
        assert_eq!((seqs(&events), commands), (vec![1], vec![]));
    }
    // Full at the last row of the batch as well as at the first.
    let mut large = blob(1);
    large.bytes = vec![1; 1_000_000];
    let batch = Append {
        expected_head: 1,
        events: vec![event(2, &["public"])],
        commands: vec![command(client, 1)],
        blobs: vec![large],
        photos: vec![],
        ..Append::default()
    };
    let refused = storage.append(community, &batch).await.unwrap_err();
    assert!(matches!(refused, StorageError::Full), "{refused:?}");
    assert_eq!(storage.head(community).await.unwrap().seq, 1);

    // What still fits is taken by the same storage.
    append(&storage, community, &[&["public"]]).await;
    assert_eq!(
        pull(&storage, community, &[("public", 0)], 10).await,
        [1, 2]
    );
}

#[tokio::test]
async fn an_abandoned_append_is_stored_whole_or_not_at_all_and_blocks_nobody() {
    for place in [place::sqlite(), place::postgres()] {
        let storage = place.open().await;
        let community = community(&*storage).await;
        let mut head = 0;
        let mut append = async |patience: Duration| {
            let batch = Append {
                expected_head: head,
                events: vec![event(head + 1, &["public"]), event(head + 2, &["public"])],
                commands: vec![command(Uuid::now_v7(), 1)],
                blobs: vec![],
                photos: vec![],
                ..Append::default()
            };
            match abandon_after(patience, storage.append(community, &batch)).await {
                Some(Ok(())) => head += 2,
                Some(Err(StorageError::Conflict { head: now })) => head = now,
                Some(Err(other)) => panic!("{other}"),
                None => {}
            }
        };
        for tenths in 0..60 {
            append(Duration::from_micros(100 * tenths)).await;
        }
        append(Duration::from_secs(60)).await;
        append(Duration::from_secs(60)).await;

        let (events, commands) = everything(&*storage, community).await;
        assert_eq!(seqs(&events), (1..=head).collect::<Vec<u64>>());
        assert_eq!(commands.len() as u64 * 2, head);
        let pulled = pull(&*storage, community, &[("public", 0)], 1_000).await;
        assert_eq!(pulled, seqs(&events));
    }
}

/// The future's answer, if it has come when the time is up; otherwise the future is dropped midway.
async fn abandon_after<T>(patience: Duration, future: impl Future<Output = T>) -> Option<T> {
    let start = Instant::now();
    let mut future = std::pin::pin!(future);
    loop {
        let poll = poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await;
        match poll {
            Poll::Ready(answer) => return Some(answer),
            Poll::Pending if start.elapsed() >= patience => return None,
            Poll::Pending => tokio::task::yield_now().await,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sqlite_backup_is_one_whole_state_taken_while_serving() {
    let place = place::sqlite();
    let storage = place.open().await;
    let community = community(&*storage).await;
    append(&*storage, community, &[&["public"], &["staff"]]).await;
    let writer = tokio::spawn({
        let storage = storage.clone();
        async move {
            for _ in 0..100 {
                append(&*storage, community, &[&["public"], &["staff"]]).await;
            }
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it's a backup.sqlite");
    storage.backup(&file).await.unwrap();
    writer.await.unwrap();

    let copy = open(&format!("sqlite:{}", file.display())).await.unwrap();
    let head = copy.head(community).await.unwrap().seq;
    assert_eq!(head % 2, 0, "a batch is copied whole");
    let (events, _) = everything(&*copy, community).await;
    let (mut all, _) = everything(&*storage, community).await;
    all.truncate(usize::try_from(head).unwrap());
    assert_eq!(events, all);
    let pulled = pull(&*copy, community, &[("public", 0), ("staff", 0)], 1_000).await;
    assert_eq!(pulled, (1..=head).collect::<Vec<u64>>());
    let partial = fs::read_dir(folder.path()).unwrap().any(|entry| {
        let name = entry.unwrap().file_name();
        name.to_string_lossy().ends_with(".partial")
    });
    assert!(!partial);
}

#[tokio::test]
async fn a_backup_never_overwrites() {
    let storage = place::sqlite();
    let storage = storage.open().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("taken");
    fs::write(&file, "precious").unwrap();
    let refused = storage.backup(&file).await.unwrap_err();
    assert!(matches!(refused, StorageError::BackupExists), "{refused:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
}

#[tokio::test]
async fn a_backup_of_postgres_names_the_tool_for_it() {
    let storage = place::postgres();
    let storage = storage.open().await;
    let folder = tempfile::tempdir().unwrap();
    let refused = storage.backup(&folder.path().join("backup")).await;
    let refused = refused.unwrap_err();
    assert!(
        matches!(refused, StorageError::BackupElsewhere(_)),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("pg_dump"));
    assert!(MemoryStorage::new().backup(folder.path()).await.is_err());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_called_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("yishi.sqlite");
    fs::write(&file, "not a database at all ".repeat(100)).unwrap();
    let refused = open(&format!("sqlite:{}", file.display())).await.err();
    assert!(
        matches!(refused, Some(StorageError::Corrupt(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_cannot_be_reached_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("missing").join("yishi.sqlite");
    let refused = open(&format!("sqlite:{}", nowhere.display())).await.err();
    assert!(
        matches!(refused, Some(StorageError::Unavailable(_))),
        "{refused:?}"
    );
    let nobody = format!("postgres://x@localhost/x?host={}", folder.path().display());
    let refused = open(&nobody).await.err();
    assert!(
        matches!(refused, Some(StorageError::Unavailable(_))),
        "{refused:?}"
    );
    let refused = open("mysql://localhost").await.err();
    assert!(
        matches!(refused, Some(StorageError::Address)),
        "{refused:?}"
    );
}
