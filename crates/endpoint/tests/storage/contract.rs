//! What every storage promises.

use uuid::Uuid;
use yishi_endpoint::storage::{Append, CommandRow, Cursor, NewEvent, Snapshot, StorageError};

use crate::place::Place;
use crate::sample::{
    append, blob, command, community, event, everything, new_community, pull, seqs,
};

pub(crate) async fn what_was_appended_is_read_back(place: &Place) {
    let storage = place.open().await;
    storage.ready().await.unwrap();
    let community = community(&*storage).await;
    let client = Uuid::now_v7();
    let mut rejected = command(client, 2);
    rejected.outcome = Some(r#"{"code":"motion_closed"}"#.into());
    rejected.member = None;
    let batch = Append {
        expected_head: 0,
        events: vec![event(1, &["public"]), event(2, &[])],
        commands: vec![command(client, 1), rejected],
        blobs: vec![blob(1)],
        photos: vec![([9; 32], "public".into())],
        ..Append::default()
    };
    storage.append(community, &batch).await.unwrap();

    assert_eq!(storage.head(community).await.unwrap().seq, 2);
    let (events, commands) = everything(&*storage, community).await;
    assert_eq!(seqs(&events), [1, 2]);
    assert_eq!(commands, batch.commands);
    let after = storage.events_after(community, 1, 10).await.unwrap();
    assert_eq!(seqs(&after), [2]);
    let first = storage.events_after(community, 0, 1).await.unwrap();
    assert_eq!(seqs(&first), [1]);
}

pub(crate) async fn a_community_is_created_once(place: &Place) {
    let storage = place.open().await;
    let new = new_community();
    storage.create_community(new.clone()).await.unwrap();
    let mut again = new.clone();
    again.name = "另一个".into();
    let refused = storage.create_community(again).await.unwrap_err();
    assert!(matches!(refused, StorageError::Exists), "{refused:?}");

    let row = storage.community(new.id).await.unwrap();
    assert_eq!(storage.communities().await.unwrap().len(), 1);
    assert_eq!(
        (row.id, row.name, row.epoch, row.head, row.settings),
        (new.id, new.name, new.epoch, 0, new.settings)
    );
    let head = storage.head(new.id).await.unwrap();
    assert_eq!((head.epoch, head.seq), (new.epoch, 0));
}

pub(crate) async fn an_unknown_community_is_told(place: &Place) {
    let storage = place.open().await;
    let nobody = Uuid::now_v7();
    let snapshot = Snapshot {
        head: 0,
        fingerprint: "1".into(),
        bytes: vec![],
    };
    let refusals = [
        storage.community(nobody).await.err(),
        storage.head(nobody).await.err(),
        storage.append(nobody, &Append::default()).await.err(),
        storage.set_epoch(nobody, Uuid::now_v7()).await.err(),
        storage.put_snapshot(nobody, snapshot).await.err(),
    ];
    for refused in refusals {
        assert!(
            matches!(refused, Some(StorageError::NotFound)),
            "{refused:?}"
        );
    }
    assert_eq!(everything(&*storage, nobody).await, (vec![], vec![]));
    assert!(
        pull(&*storage, nobody, &[("public", 0)], 10)
            .await
            .is_empty()
    );
    assert!(storage.snapshot(nobody).await.unwrap().is_none());
    assert!(storage.blob(nobody, [0; 32]).await.unwrap().is_none());
}

pub(crate) async fn a_wrong_head_is_a_conflict_and_leaves_nothing(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    append(&*storage, community, &[&["public"], &["public"]]).await;
    for expected_head in [0, 1, 3] {
        let batch = Append {
            expected_head,
            events: vec![event(expected_head + 1, &["public"])],
            commands: vec![command(Uuid::now_v7(), 1)],
            blobs: vec![blob(1)],
            photos: vec![([9; 32], "public".into())],
            ..Append::default()
        };
        let refused = storage.append(community, &batch).await.unwrap_err();
        assert!(
            matches!(refused, StorageError::Conflict { head: 2 }),
            "{refused:?}"
        );
    }
    let (events, commands) = everything(&*storage, community).await;
    assert_eq!(seqs(&events), [1, 2]);
    assert_eq!(commands, []);
    assert_eq!(
        pull(&*storage, community, &[("public", 0)], 10).await,
        [1, 2]
    );
    assert!(storage.blob(community, [1; 32]).await.unwrap().is_none());
    append(&*storage, community, &[&["public"]]).await;
}

pub(crate) async fn a_gap_is_refused(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    for seqs in [[2, 3], [1, 3], [1, 1], [0, 1]] {
        let batch = Append {
            events: seqs.map(|seq| event(seq, &["public"])).into(),
            ..Append::default()
        };
        let refused = storage.append(community, &batch).await.unwrap_err();
        assert!(matches!(refused, StorageError::Malformed(_)), "{refused:?}");
    }
    assert_eq!(storage.head(community).await.unwrap().seq, 0);
}

pub(crate) async fn racing_writers_leave_neither_gap_nor_twin(place: &Place) {
    const WRITERS: u64 = 8;
    const BATCHES: u64 = 12;
    let storages = [place.open().await, place.open().await];
    let community = community(&*storages[0]).await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let storage = storages[usize::from(writer % 2 == 0)].clone();
        writers.spawn(async move {
            let client = Uuid::now_v7();
            let mut head = 0;
            for n in 1..=BATCHES {
                loop {
                    let batch = Append {
                        expected_head: head,
                        events: vec![event(head + 1, &["public"]), event(head + 2, &["staff"])],
                        commands: vec![command(client, n)],
                        blobs: vec![],
                        photos: vec![],
                        ..Append::default()
                    };
                    match storage.append(community, &batch).await {
                        Ok(()) => break,
                        Err(StorageError::Conflict { head: now }) => head = now,
                        Err(other) => panic!("{other}"),
                    }
                }
                head += 2;
            }
        });
    }
    writers.join_all().await;

    let all: Vec<u64> = (1..=2 * WRITERS * BATCHES).collect();
    for storage in storages {
        let (events, commands) = everything(&*storage, community).await;
        assert_eq!(seqs(&events), all);
        assert_eq!(commands.len() as u64, WRITERS * BATCHES);
        let pulled = pull(&*storage, community, &[("public", 0), ("staff", 0)], 1_000).await;
        assert_eq!(pulled, all);
    }
}

pub(crate) async fn a_command_of_the_same_count_is_refused_and_nothing_applied(place: &Place) {
    let client = Uuid::now_v7();
    let storage = place.open().await;
    let community = community(&*storage).await;
    let first = command(client, 1);
    let twin = command(client, 1);

    // Both in one batch, then the second after the first.
    let both = Append {
        events: vec![event(1, &["public"])],
        commands: vec![first.clone(), twin.clone()],
        ..Append::default()
    };
    let refused = storage.append(community, &both).await.unwrap_err();
    assert!(matches!(refused, StorageError::Duplicate), "{refused:?}");
    assert_eq!(everything(&*storage, community).await, (vec![], vec![]));

    let alone = Append {
        events: vec![event(1, &["public"])],
        commands: vec![first.clone()],
        ..Append::default()
    };
    storage.append(community, &alone).await.unwrap();
    let repeated = Append {
        expected_head: 1,
        events: vec![event(2, &["public"])],
        commands: vec![command(client, 2), twin],
        blobs: vec![blob(1)],
        photos: vec![([9; 32], "public".into())],
        ..Append::default()
    };
    let refused = storage.append(community, &repeated).await.unwrap_err();
    assert!(matches!(refused, StorageError::Duplicate), "{refused:?}");
    let (events, commands) = everything(&*storage, community).await;
    assert_eq!(seqs(&events), [1]);
    assert_eq!(commands, [first]);
    assert_eq!(storage.head(community).await.unwrap().seq, 1);
    assert!(storage.blob(community, [1; 32]).await.unwrap().is_none());
}

/// After a restore a phone sends its commands again, under a new client.
pub(crate) async fn a_command_of_the_same_id_from_another_client_is_stored_too(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let first = command(Uuid::now_v7(), 1);
    let again = CommandRow {
        id: first.id,
        ..command(Uuid::now_v7(), 4)
    };
    for command in [&first, &again] {
        let alone = Append {
            commands: vec![command.clone()],
            ..Append::default()
        };
        storage.append(community, &alone).await.unwrap();
    }
    let (_, mut commands) = everything(&*storage, community).await;
    commands.sort_by_key(|command| command.n);
    assert_eq!(commands, [first, again]);
}

pub(crate) async fn rejections_alone_are_stored_and_guarded(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    append(&*storage, community, &[&["public"]]).await;
    let rejections = |expected_head| Append {
        expected_head,
        commands: vec![command(Uuid::now_v7(), 1)],
        ..Append::default()
    };
    storage.append(community, &rejections(1)).await.unwrap();
    storage.append(community, &rejections(1)).await.unwrap();
    let refused = storage.append(community, &rejections(0)).await.unwrap_err();
    assert!(
        matches!(refused, StorageError::Conflict { head: 1 }),
        "{refused:?}"
    );
    assert_eq!(storage.commands_from(community, 0).await.unwrap().len(), 2);
    assert_eq!(storage.head(community).await.unwrap().seq, 1);
}

pub(crate) async fn commands_are_found_from_a_head_on(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let client = Uuid::now_v7();
    for n in 1..=3 {
        let batch = Append {
            expected_head: n - 1,
            events: vec![event(n, &["public"])],
            commands: vec![command(client, n)],
            ..Append::default()
        };
        storage.append(community, &batch).await.unwrap();
    }
    let rejection = Append {
        expected_head: 3,
        commands: vec![command(client, 4)],
        ..Append::default()
    };
    storage.append(community, &rejection).await.unwrap();
    for (head, expected) in [(0, 1..=4), (2, 2..=4), (3, 3..=4)] {
        let found = storage.commands_from(community, head).await.unwrap();
        let counts: Vec<u64> = found.iter().map(|command| command.n).collect();
        assert_eq!(counts, expected.collect::<Vec<u64>>());
    }
    assert_eq!(storage.commands_from(community, 4).await.unwrap(), []);
}

pub(crate) async fn communities_do_not_see_each_other(place: &Place) {
    let storage = place.open().await;
    let (one, other) = (community(&*storage).await, community(&*storage).await);
    let shared = command(Uuid::now_v7(), 1);
    for (community, events) in [(one, 1), (other, 2)] {
        let batch = Append {
            events: (1..=events).map(|seq| event(seq, &["public"])).collect(),
            // The same device and ids in both: neither may stand in the other's way.
            commands: vec![shared.clone()],
            ..Append::default()
        };
        storage.append(community, &batch).await.unwrap();
    }
    let with_blob = Append {
        expected_head: 1,
        blobs: vec![blob(1)],
        photos: vec![([9; 32], "public".into())],
        ..Append::default()
    };
    storage.append(one, &with_blob).await.unwrap();
    let snapshot = Snapshot {
        head: 1,
        fingerprint: "1".into(),
        bytes: vec![1],
    };
    storage.put_snapshot(one, snapshot).await.unwrap();

    assert_eq!(storage.head(one).await.unwrap().seq, 1);
    assert_eq!(storage.head(other).await.unwrap().seq, 2);
    assert_eq!(pull(&*storage, one, &[("public", 0)], 10).await, [1]);
    assert_eq!(pull(&*storage, other, &[("public", 0)], 10).await, [1, 2]);
    for community in [one, other] {
        let commands = storage.commands_from(community, 0).await.unwrap();
        assert_eq!(commands, std::slice::from_ref(&shared));
    }
    assert!(storage.blob(other, [1; 32]).await.unwrap().is_none());
    assert!(storage.snapshot(other).await.unwrap().is_none());
    assert_eq!(storage.communities().await.unwrap().len(), 2);
}

pub(crate) async fn a_blob_comes_back_as_it_was(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let mut large = blob(2);
    large.bytes = (0..3_000_000_u32).map(|i| (i % 251) as u8).collect();
    let mut empty = blob(3);
    empty.bytes.clear();
    let stored = [blob(1), large, empty];
    let batch = Append {
        events: vec![event(1, &["public"])],
        blobs: stored.to_vec(),
        ..Append::default()
    };
    storage.append(community, &batch).await.unwrap();
    // The same content published again stays as it was first.
    let mut again = blob(1);
    again.audience = "staff".into();
    let batch = Append {
        expected_head: 1,
        blobs: vec![again],
        ..Append::default()
    };
    storage.append(community, &batch).await.unwrap();
    for expected in stored {
        let found = storage.blob(community, expected.sha256).await.unwrap();
        assert_eq!(found, Some(expected));
    }
    assert!(storage.blob(community, [9; 32]).await.unwrap().is_none());
}

pub(crate) async fn the_last_snapshot_is_kept(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    assert!(storage.snapshot(community).await.unwrap().is_none());
    for (head, bytes) in [(3, vec![1; 100_000]), (5, vec![]), (4, vec![0, 255])] {
        let snapshot = Snapshot {
            head,
            fingerprint: format!("code {head}"),
            bytes,
        };
        storage
            .put_snapshot(community, snapshot.clone())
            .await
            .unwrap();
        assert_eq!(storage.snapshot(community).await.unwrap(), Some(snapshot));
    }
}

pub(crate) async fn the_epoch_changes_alone(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    append(&*storage, community, &[&["public"]]).await;
    let epoch = Uuid::now_v7();
    storage.set_epoch(community, epoch).await.unwrap();
    let head = storage.head(community).await.unwrap();
    assert_eq!((head.epoch, head.seq), (epoch, 1));
    assert_eq!(pull(&*storage, community, &[("public", 0)], 10).await, [1]);
}

pub(crate) async fn a_large_batch_is_stored_whole(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let client = Uuid::now_v7();
    let batch = Append {
        expected_head: 0,
        events: (1..=3_333)
            .map(|seq| event(seq, &["public", "staff"]))
            .collect(),
        commands: (1..=1_111).map(|n| command(client, n)).collect(),
        blobs: vec![],
        photos: vec![],
        ..Append::default()
    };
    storage.append(community, &batch).await.unwrap();
    let all: Vec<u64> = (1..=3_333).collect();
    let (events, commands) = everything(&*storage, community).await;
    assert_eq!(seqs(&events), all);
    assert_eq!(commands, batch.commands);
    let cursors = [("public", 0), ("staff", 0)];
    assert_eq!(pull(&*storage, community, &cursors, 5_000).await, all);
}

pub(crate) async fn hostile_text_comes_back_as_it_was(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let texts = [
        "'; drop table event; --".to_owned(),
        "\"$1\" ?1 :name %s \\ \\' `x`".to_owned(),
        "幸福街 👨‍👩‍👧 \u{202e}\u{feff}\u{fffd}\u{1}\r\n\t".to_owned(),
        String::new(),
        "议".repeat(350_000),
    ];
    let events = (1..).zip(&texts);
    let events: Vec<NewEvent> = events
        .map(|(seq, text)| NewEvent {
            seq,
            // An audience's name is an index key, which no engine lets grow to a megabyte.
            audiences: vec![text.chars().take(100).collect()],
            body: text.clone(),
        })
        .collect();
    let mut rejected = command(Uuid::now_v7(), 1);
    rejected.outcome = Some(texts.concat());
    let batch = Append {
        events: events.clone(),
        commands: vec![rejected.clone()],
        ..Append::default()
    };
    storage.append(community, &batch).await.unwrap();
    for event in events {
        let cursor = Cursor {
            audience: event.audiences[0].clone(),
            after: 0,
        };
        let pulled = storage.pull(community, &[cursor], 10).await.unwrap();
        assert_eq!(pulled.len(), 1);
        assert_eq!((pulled[0].seq, &pulled[0].body), (event.seq, &event.body));
    }
    assert_eq!(
        storage.commands_from(community, 0).await.unwrap(),
        [rejected]
    );
}
