//! Several tabs, and connections that are cut.

use futures_util::join;
use wasm_bindgen_test::wasm_bindgen_test;
use yishi_sync::disk::Writes;

use super::raw::{self, VERSION_1};
use super::{Store, StoreError, append, command, enqueue, fresh_name, page};

#[wasm_bindgen_test]
async fn of_two_tabs_that_take_the_same_number_one_is_told_that_it_is_stale() {
    let name = fresh_name();
    let here = Store::open(&name).await.unwrap();
    let there = Store::open(&name).await.unwrap();
    let mine = Writes {
        notices: vec![("mine".to_owned(), "x".to_owned())],
        ..enqueue([1])
    };
    let theirs = Writes {
        notices: vec![("theirs".to_owned(), "x".to_owned())],
        ..enqueue([1, 2])
    };
    let (first, second) = join!(here.write(&mine), there.write(&theirs));
    assert_eq!((first, second), (Ok(()), Err(StoreError::Stale)));
    let loaded = there.load().await.unwrap();
    assert_eq!(loaded.outbox, [command(1)]);
    assert_eq!(loaded.notices.len(), 1);

    there.write(&enqueue([2])).await.unwrap();
    assert_eq!(here.write(&enqueue([2])).await, Err(StoreError::Stale));
    assert_eq!(here.load().await.unwrap().next_n, 3);
}

#[wasm_bindgen_test]
async fn a_tap_does_not_wait_for_another_tab_that_stores_pages() {
    let name = fresh_name();
    let store = Store::open(&name).await.unwrap();
    raw::run(
        &name,
        "const db = await request(indexedDB.open(name));
         const pages = db.transaction('page', 'readwrite').objectStore('page');
         const hold = () => { if (globalThis[name]) db.close(); else pages.count().onsuccess = hold; };
         hold();",
    )
    .await;
    store.write(&enqueue([1])).await.unwrap();
    raw::run(&name, "globalThis[name] = 'let go';").await;
    store.write(&append([page(1, 1)])).await.unwrap();
}

#[wasm_bindgen_test]
async fn an_old_tab_lets_go_and_the_new_one_migrates() {
    let name = fresh_name();
    // The old app holds its connection until it is asked, as this one does.
    raw::run(
        &name,
        &format!("{VERSION_1} db.onversionchange = () => db.close();"),
    )
    .await;
    let store = Store::open(&name).await.unwrap();
    assert_eq!(store.load().await.unwrap().next_n, 4);
}

#[wasm_bindgen_test]
async fn this_tab_lets_go_at_once_when_a_newer_app_migrates() {
    let name = fresh_name();
    let store = Store::open(&name).await.unwrap();
    store.write(&enqueue([1])).await.unwrap();
    let outcome = raw::run(
        &name,
        "const open = indexedDB.open(name, 99);
         let blocked = false;
         open.onblocked = () => { blocked = true; };
         const db = await request(open);
         db.onversionchange = () => db.close();
         return blocked;",
    )
    .await;
    assert_eq!(outcome.as_bool(), Some(false));
    assert_eq!(store.write(&enqueue([2])).await, Err(StoreError::Newer));
}

#[wasm_bindgen_test]
async fn a_cut_connection_is_opened_again_by_the_next_call() {
    let store = fresh_store_with_one_command().await;
    for n in 2..=4 {
        store.connection().await.unwrap().cut();
        store.write(&enqueue([n])).await.unwrap();
    }
    store.connection().await.unwrap().cut();
    assert_eq!(store.load().await.unwrap().outbox.len(), 4);
    store.connection().await.unwrap().cut();
    store.drafts().put("form", "text").await.unwrap();
}

#[wasm_bindgen_test]
async fn calls_at_once_on_a_cut_connection_all_succeed() {
    let store = fresh_store_with_one_command().await;
    store.connection().await.unwrap().cut();
    let other = store.clone();
    let drafts = store.drafts();
    let step = enqueue([2]);
    let (written, loaded, drafted) =
        join!(store.write(&step), other.load(), drafts.put("form", "text"));
    assert_eq!((written, drafted), (Ok(()), Ok(())));
    assert!(loaded.is_ok());
}

#[wasm_bindgen_test]
async fn wiping_leaves_an_empty_database_in_every_tab() {
    let name = fresh_name();
    let here = Store::open(&name).await.unwrap();
    let there = Store::open(&name).await.unwrap();
    here.write(&enqueue([1])).await.unwrap();
    here.notes().put("token", "secret").await.unwrap();
    here.wipe().await.unwrap();
    assert_eq!(there.write(&enqueue([2])).await, Err(StoreError::Stale));
    assert_eq!(there.notes().get("token").await, Ok(None));
    assert_eq!(here.load().await.unwrap().outbox, []);
}

#[wasm_bindgen_test]
async fn databases_of_other_names_are_apart() {
    let here = fresh_store_with_one_command().await;
    let other = super::fresh_store().await;
    assert_eq!(other.load().await.unwrap().outbox, []);
    assert_eq!(here.load().await.unwrap().outbox, [command(1)]);
}

async fn fresh_store_with_one_command() -> Store {
    let store = super::fresh_store().await;
    store.write(&enqueue([1])).await.unwrap();
    store
}
