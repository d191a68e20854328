//! What `index.html` reads before the code is there: its own lines, on databases of the test's own.

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use yishi_sync::disk::Writes;

use super::raw::{self, VERSION_1};
use super::{Store, append, checkpoint, command, enqueue, fresh_name, page};
use crate::store::Early;

const HTML: &str = include_str!("../../../index.html");

/// Runs the page's first script on the database of that name and takes over what it has read.
async fn read_early(name: &str) -> Option<Early> {
    let start = HTML.find("/* What a start waits for").unwrap();
    let script = &HTML[start..start + HTML[start..].find("</script>").unwrap()];
    assert!(script.contains("indexedDB.open(\"yishi\", "));
    let script = script.replace("\"yishi\"", &format!("\"{name}\""));
    Function::new_no_args(&script)
        .call0(&JsValue::NULL)
        .unwrap();
    let early = Early::take().await;
    assert!(Early::take().await.is_none(), "it is taken once");
    early
}

#[wasm_bindgen_test]
async fn the_page_reads_what_the_app_would_read() {
    let name = fresh_name();
    let store = Store::open(&name).await.unwrap();
    store.notes().put("identity", "李梅").await.unwrap();
    let without = read_early(&name).await.unwrap();
    assert_eq!(without.clock, None);
    store.notes().put("clock", "-86400000").await.unwrap();
    assert_eq!(without.loaded, store.load().await.unwrap());

    store.write(&enqueue([1, 2])).await.unwrap();
    store
        .write(&append([page(1, 5), page(6, 9)]))
        .await
        .unwrap();
    let rest = Writes {
        append: vec![page(10, 12)],
        checkpoint: Some(checkpoint(7)),
        replica: Some("{}".to_owned()),
        notices: [("b", "first"), ("a", "second")]
            .map(|(id, text)| (id.to_owned(), text.to_owned()))
            .into(),
        ..Writes::default()
    };
    store.write(&rest).await.unwrap();
    let early = read_early(&name).await.unwrap();
    assert_eq!(early.identity, "李梅");
    assert_eq!(early.clock.as_deref(), Some("-86400000"));
    assert_eq!(early.loaded, store.load().await.unwrap());
    assert_eq!(early.loaded.outbox, [command(1), command(2)]);
    assert_eq!(early.loaded.notices[0].1, "first");
    assert_eq!(early.loaded.checkpoint, Some(checkpoint(7)));
    assert_eq!(early.loaded.tail, [page(6, 9), page(10, 12)]);
}

#[wasm_bindgen_test]
async fn the_page_leaves_alone_what_is_not_there_or_of_another_version() {
    let name = fresh_name();
    assert!(read_early(&name).await.is_none());
    let there = "return (await indexedDB.databases()).some((found) => found.name === name);";
    assert_eq!(raw::run(&name, there).await, JsValue::FALSE);

    raw::run(&name, &format!("{VERSION_1} db.close();")).await;
    assert!(read_early(&name).await.is_none());
    let version =
        "return (await indexedDB.databases()).find((found) => found.name === name).version;";
    assert_eq!(raw::run(&name, version).await, JsValue::from(1));

    let newer = "const db = await request(indexedDB.open(name, 99)); db.close();";
    raw::run(&name, newer).await;
    assert!(read_early(&name).await.is_none());
}

#[wasm_bindgen_test]
async fn where_nobody_has_joined_the_page_has_nothing_to_hand_over() {
    let name = fresh_name();
    Store::open(&name).await.unwrap();
    assert!(read_early(&name).await.is_none());
}
