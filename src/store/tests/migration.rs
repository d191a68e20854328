//! Databases of earlier and later versions.

use wasm_bindgen_test::wasm_bindgen_test;
use yishi_sync::disk::{OutboxEntry, Page, Writes};

use super::raw::{self, VERSION_1, VERSION_2, VERSION_3};
use super::{Store, StoreError, command, enqueue, fresh_name, page};

#[wasm_bindgen_test]
async fn a_new_phone_starts_empty_and_counts_from_one() {
    let loaded = super::fresh_store().await.load().await.unwrap();
    assert_eq!(loaded.next_n, 1);
    let empty = yishi_sync::disk::Loaded {
        next_n: 1,
        ..Default::default()
    };
    assert_eq!(loaded, empty);
}

#[wasm_bindgen_test]
async fn version_1_keeps_its_outbox_its_count_and_everything_else() {
    let name = fresh_name();
    raw::run(&name, &format!("{VERSION_1} db.close();")).await;

    let store = Store::open(&name).await.unwrap();
    let loaded = store.load().await.unwrap();
    let entry = |n, text: &str| OutboxEntry {
        n,
        text: text.to_owned(),
    };
    assert_eq!(loaded.outbox, [entry(2, "second"), entry(3, "third")]);
    assert_eq!(loaded.next_n, 4);
    assert_eq!(loaded.replica.as_deref(), Some(r#"{"client":"c"}"#));
    let stored = Page {
        first: 1,
        last: 2,
        lines: "{\"seq\":1}\n{\"seq\":2}".to_owned(),
    };
    assert_eq!(loaded.tail, [stored]);
    let draft = store.drafts().get("opinion").await.unwrap();
    assert_eq!(draft.as_deref(), Some("half a sentence"));
    let photo = store.blobs().get("ab").await.unwrap();
    assert_eq!(photo, Some(vec![1, 2, 3]));

    let step = Writes {
        append: vec![page(3, 9)],
        notices: vec![("id".to_owned(), "late".to_owned())],
        checkpoint: Some(super::checkpoint(9)),
        ..enqueue([4])
    };
    store.write(&step).await.unwrap();
    let loaded = store.load().await.unwrap();
    assert_eq!(loaded.outbox.last(), Some(&command(4)));
    assert!(loaded.tail.is_empty(), "the index serves old pages too");
}

#[wasm_bindgen_test]
async fn version_2_keeps_everything_and_gets_room_for_photos() {
    let name = fresh_name();
    raw::run(&name, &format!("{VERSION_2} db.close();")).await;
    let store = Store::open(&name).await.unwrap();
    let loaded = store.load().await.unwrap();
    assert_eq!((loaded.outbox.len(), loaded.next_n), (1, 2));
    assert_eq!(store.blobs().get("ab").await.unwrap(), Some(b"[]".into()));
    assert!(store.drafts().get("opinion-new").await.unwrap().is_some());
    let photos = store.photos();
    assert_eq!(photos.all().await.unwrap(), []);
    let photo = yishi_domain::Digest([7; 32]);
    photos.begin(photo, &[1, 2], &[3], 4).await.unwrap();
    assert_eq!(photos.thumbnail(photo).await.unwrap(), Some(vec![3]));
}

#[wasm_bindgen_test]
async fn version_3_keeps_its_pages_of_text_and_joins_them_to_new_ones() {
    let name = fresh_name();
    raw::run(&name, &format!("{VERSION_3} db.close();")).await;
    let store = Store::open(&name).await.unwrap();
    let lines = |pages: &[Page]| -> Vec<String> {
        let lines = pages.iter().flat_map(|page| page.lines.lines());
        lines.map(str::to_owned).collect()
    };
    let old = store.load().await.unwrap().tail;
    let said = [
        r#"{"seq":1,"text":"路灯坏了"}"#,
        r#"{"seq":2}"#,
        r#"{"seq":3}"#,
    ];
    assert_eq!(lines(&old), said);

    let step = Writes {
        append: vec![page(4, 4), page(5, 5)],
        checkpoint: Some(super::checkpoint(5)),
        ..Writes::default()
    };
    store.write(&step).await.unwrap();
    let pages = store.all_pages().await.unwrap();
    let ends: Vec<(u64, u64)> = pages.iter().map(|page| (page.first, page.last)).collect();
    assert_eq!(ends, [(1, 4), (5, 5)]);
    assert_eq!(lines(&pages)[..3], said);
    assert_eq!(lines(&pages)[3..], lines(&[page(4, 5)]));
}

#[wasm_bindgen_test]
async fn version_1_that_never_counted_counts_from_one() {
    let name = fresh_name();
    let body = format!(
        "{VERSION_1}
         const tx = db.transaction(['meta', 'outbox'], 'readwrite');
         tx.objectStore('meta').clear(); tx.objectStore('outbox').clear();
         await done(tx); db.close();"
    );
    raw::run(&name, &body).await;
    let store = Store::open(&name).await.unwrap();
    assert_eq!(store.load().await.unwrap().next_n, 1);
    store.write(&enqueue([1])).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_migration_that_fails_leaves_the_old_database() {
    let name = fresh_name();
    let body = format!(
        "{VERSION_1}
         const tx = db.transaction('meta', 'readwrite');
         tx.objectStore('meta').put('three', 'last_n');
         await done(tx); db.close();"
    );
    raw::run(&name, &body).await;
    let refused = Store::open(&name).await.map(drop).unwrap_err();
    assert_eq!(refused.code(), "store_corrupt", "{refused}");
    let found = raw::run(
        &name,
        "const db = await request(indexedDB.open(name));
         const text = db.version + ' ' + [...db.objectStoreNames].join() + ' '
             + await request(db.transaction('outbox').objectStore('outbox').get(2));
         db.close(); return text;",
    )
    .await;
    let kept = "1 blob,draft,meta,outbox,page second";
    assert_eq!(found.as_string().as_deref(), Some(kept));
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_app_is_left_alone() {
    let name = fresh_name();
    raw::run(
        &name,
        "const db = await request(indexedDB.open(name, 99)); db.close();",
    )
    .await;
    let refused = Store::open(&name).await.map(drop).unwrap_err();
    assert_eq!(refused, StoreError::Newer);
}
