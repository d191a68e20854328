//! One step: all of it or nothing.

use futures_util::poll;
use std::pin::pin;
use wasm_bindgen_test::wasm_bindgen_test;
use yishi_sync::disk::{Loaded, OutboxEntry, Page, Writes};

use super::{StoreError, append, checkpoint, command, enqueue, fresh_store, page};

fn notice(id: &str) -> (String, String) {
    (id.to_owned(), format!(r#"{{"code":"{id}"}}"#))
}

/// A step that touches everything.
fn everything() -> Writes {
    Writes {
        append: vec![page(1, 3), page(7, 7)],
        notices: vec![notice("z"), notice("a")],
        replica: Some(r#"{"client":"c","epoch":"e"}"#.to_owned()),
        checkpoint: Some(checkpoint(3)),
        ..enqueue(1..=3)
    }
}

#[wasm_bindgen_test]
async fn everything_comes_back_as_it_was_stored() {
    let store = fresh_store().await;
    store.write(&everything()).await.unwrap();
    let expected = Loaded {
        replica: everything().replica,
        next_n: 4,
        checkpoint: Some(checkpoint(3)),
        tail: vec![page(7, 7)],
        outbox: vec![command(1), command(2), command(3)],
        notices: vec![notice("z"), notice("a")],
    };
    assert_eq!(store.load().await.unwrap(), expected);
    assert_eq!(store.all_pages().await.unwrap(), [page(1, 3), page(7, 7)]);

    let next = Writes {
        settle: vec![1, 3],
        dismiss: vec!["z".to_owned()],
        notices: vec![notice("m")],
        ..Writes::default()
    };
    store.write(&next).await.unwrap();
    let loaded = store.load().await.unwrap();
    assert_eq!(loaded.outbox, [command(2)]);
    assert_eq!(loaded.next_n, 4, "settling gives no number back");
    assert_eq!(loaded.notices, [notice("a"), notice("m")]);
}

#[wasm_bindgen_test]
async fn nothing_to_store_is_stored_at_once() {
    let store = fresh_store().await;
    store.write(&Writes::default()).await.unwrap();
    assert_eq!(store.load().await.unwrap().next_n, 1);
}

#[wasm_bindgen_test]
async fn a_page_that_begins_before_the_checkpoint_and_ends_beyond_it_is_in_the_tail() {
    let store = fresh_store().await;
    let step = Writes {
        checkpoint: Some(checkpoint(15)),
        ..append([page(1, 10), page(11, 20), page(21, 30)])
    };
    store.write(&step).await.unwrap();
    let loaded = store.load().await.unwrap();
    assert_eq!(loaded.tail, [page(11, 20), page(21, 30)]);
}

#[wasm_bindgen_test]
async fn a_stale_step_leaves_nothing_of_itself() {
    let store = fresh_store().await;
    store.write(&everything()).await.unwrap();
    let before = store.load().await.unwrap();
    let stale = Writes {
        clear_log: true,
        append: vec![page(8, 9)],
        settle: vec![1, 2],
        notices: vec![notice("new")],
        dismiss: vec!["a".to_owned()],
        replica: Some("{}".to_owned()),
        checkpoint: Some(checkpoint(9)),
        ..enqueue([9])
    };
    assert_eq!(store.write(&stale).await, Err(StoreError::Stale));
    assert_eq!(store.load().await.unwrap(), before);
    assert_eq!(store.all_pages().await.unwrap(), [page(1, 3), page(7, 7)]);
}

#[wasm_bindgen_test]
async fn a_step_that_is_given_up_halfway_leaves_nothing_of_itself() {
    let store = fresh_store().await;
    store.write(&everything()).await.unwrap();
    let before = store.load().await.unwrap();
    let step = Writes {
        clear_log: true,
        append: vec![page(8, 9)],
        ..enqueue([4])
    };
    {
        let mut underway = pin!(store.write(&step));
        assert!(poll!(underway.as_mut()).is_pending());
    }
    assert_eq!(store.load().await.unwrap(), before);
    assert_eq!(store.all_pages().await.unwrap(), [page(1, 3), page(7, 7)]);
}

#[wasm_bindgen_test]
async fn numbers_that_do_not_follow_each_other_are_refused() {
    let store = fresh_store().await;
    assert_eq!(store.write(&enqueue([1, 3])).await, Err(StoreError::Stale));
    assert_eq!(store.write(&enqueue([0])).await, Err(StoreError::Stale));
    assert_eq!(store.load().await.unwrap().outbox, []);
}

#[wasm_bindgen_test]
async fn the_log_is_cleared_and_written_anew_in_one_step() {
    let store = fresh_store().await;
    store.write(&everything()).await.unwrap();
    let rewrite = Writes {
        clear_log: true,
        ..append([page(1, 1), page(2, 2)])
    };
    store.write(&rewrite).await.unwrap();
    let loaded = store.load().await.unwrap();
    assert_eq!(loaded.checkpoint, None);
    assert_eq!(loaded.tail, [page(1, 1), page(2, 2)]);
    assert_eq!(loaded.outbox.len(), 3, "the outbox is not part of the log");
}

#[wasm_bindgen_test]
async fn renumbering_replaces_the_outbox_and_the_count() {
    let store = fresh_store().await;
    store.write(&enqueue(1..=5)).await.unwrap();
    let renumber = Writes {
        expect_n: Some(6),
        renumber: Some(vec![command(1), command(2)]),
        settle: vec![1],
        enqueue: vec![command(3)],
        ..Writes::default()
    };
    store.write(&renumber).await.unwrap();
    let loaded = store.load().await.unwrap();
    assert_eq!(loaded.outbox, [command(1), command(2), command(3)]);
    assert_eq!(loaded.next_n, 4);

    let nothing_left = Writes {
        renumber: Some(Vec::new()),
        ..Writes::default()
    };
    store.write(&nothing_left).await.unwrap();
    let loaded = store.load().await.unwrap();
    assert_eq!((loaded.outbox.len(), loaded.next_n), (0, 1));
}

#[wasm_bindgen_test]
async fn renumbering_never_drops_a_command_that_it_has_not_seen() {
    let store = fresh_store().await;
    store.write(&enqueue(1..=2)).await.unwrap();
    let renumber = Writes {
        expect_n: Some(2),
        renumber: Some(vec![command(1)]),
        ..Writes::default()
    };
    assert_eq!(store.write(&renumber).await, Err(StoreError::Stale));
    assert_eq!(store.load().await.unwrap().outbox.len(), 2);
}

#[wasm_bindgen_test]
async fn ten_thousand_events_come_back_equal() {
    let store = fresh_store().await;
    let pages: Vec<Page> = (0..10)
        .map(|at| page(at * 1000 + 1, at * 1000 + 1000))
        .collect();
    for page in &pages {
        store.write(&append([page.clone()])).await.unwrap();
    }
    assert_eq!(store.load().await.unwrap().tail, pages);
    assert_eq!(store.all_pages().await.unwrap(), pages);
}

#[wasm_bindgen_test]
async fn a_checkpoint_merges_the_small_pages_that_it_covers() {
    let store = fresh_store().await;
    store.write(&append([page(1, 1000)])).await.unwrap();
    store
        .write(&append((1001..=1600).map(|seq| page(seq, seq))))
        .await
        .unwrap();
    let fold = Writes {
        checkpoint: Some(checkpoint(1590)),
        ..Writes::default()
    };
    store.write(&fold).await.unwrap();

    let pages = store.all_pages().await.unwrap();
    let mut expected = vec![page(1, 1000), page(1001, 1500), page(1501, 1589)];
    expected.extend((1590..=1600).map(|seq| page(seq, seq)));
    assert_eq!(pages, expected);
    assert_eq!(store.load().await.unwrap().tail.len(), 10);
}

#[wasm_bindgen_test]
async fn drafts_notes_and_blobs_come_and_go_by_key() {
    let store = fresh_store().await;
    for texts in [store.drafts(), store.notes()] {
        assert_eq!(texts.get("next_n").await, Ok(None));
        texts.put("next_n", "一半").await.unwrap();
        assert_eq!(texts.get("next_n").await.unwrap().as_deref(), Some("一半"));
    }
    assert_eq!(store.load().await.unwrap().next_n, 1);
    store.drafts().remove("next_n").await.unwrap();
    assert_eq!(store.drafts().get("next_n").await, Ok(None));

    let photo: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    store.blobs().put("ab", &photo).await.unwrap();
    assert_eq!(store.blobs().get("ab").await.unwrap(), Some(photo));
    assert_eq!(store.blobs().get("cd").await, Ok(None));
}

#[wasm_bindgen_test]
async fn a_record_of_another_shape_is_told_and_not_guessed() {
    let name = super::fresh_name();
    let store = super::Store::open(&name).await.unwrap();
    super::raw::run(
        &name,
        "const db = await request(indexedDB.open(name));
         const tx = db.transaction('outbox', 'readwrite');
         tx.objectStore('outbox').put(17, 1);
         await done(tx); db.close();",
    )
    .await;
    let told = store.load().await.unwrap_err();
    assert_eq!(told.code(), "store_corrupt");
    let entry = OutboxEntry {
        n: 1,
        text: "x".to_owned(),
    };
    let repair = Writes {
        renumber: Some(vec![entry]),
        ..Writes::default()
    };
    store.write(&repair).await.unwrap();
    assert_eq!(store.load().await.unwrap().outbox.len(), 1);
}
