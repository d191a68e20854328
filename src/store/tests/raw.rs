//! IndexedDB without this crate: what an old app, another tab or a browser does.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Runs the body of an asynchronous JavaScript function of `name`, with `request(r)` and `done(tx)` at hand.
pub(super) async fn run(name: &str, body: &str) -> JsValue {
    let body = format!(
        "const request = r => new Promise((ok, no) => {{ r.onsuccess = () => ok(r.result); r.onerror = () => no(r.error); }});
         const done = tx => new Promise((ok, no) => {{ tx.oncomplete = () => ok(); tx.onabort = () => no(tx.error); }});
         return (async () => {{ {body} }})();"
    );
    let promise = Function::new_with_args("name", &body)
        .call1(&JsValue::NULL, &name.into())
        .unwrap();
    JsFuture::from(promise.dyn_into::<Promise>().unwrap())
        .await
        .unwrap()
}

/// The database as the first version of the app left it: two commands waiting, the second of which is its last
/// number given, one settled before them, a page, a draft and a photo.
pub(super) const VERSION_1: &str = r#"
    const open = indexedDB.open(name, 1);
    open.onupgradeneeded = () => {
        const db = open.result;
        for (const table of ["meta", "outbox", "draft", "blob"]) db.createObjectStore(table);
        db.createObjectStore("page", { keyPath: "first" });
        const at = table => open.transaction.objectStore(table);
        at("meta").put("{\"client\":\"c\"}", "replica");
        at("meta").put(3, "last_n");
        at("page").put({ first: 1, last: 2, lines: "{\"seq\":1}\n{\"seq\":2}" });
        at("outbox").put("second", 2);
        at("outbox").put("third", 3);
        at("draft").put("half a sentence", "opinion");
        at("blob").put(new Uint8Array([1, 2, 3]), "ab");
    };
    const db = await request(open);
"#;

/// The database as the second version left it: a command waiting, a checkpoint, the ballots of a vote among the blobs.
pub(super) const VERSION_2: &str = r#"
    const open = indexedDB.open(name, 2);
    open.onupgradeneeded = () => {
        const db = open.result;
        for (const table of ["meta", "outbox", "draft", "blob", "notice", "checkpoint"]) db.createObjectStore(table);
        db.createObjectStore("page", { keyPath: "first" }).createIndex("last", "last");
        const at = table => open.transaction.objectStore(table);
        at("meta").put(2, "next_n");
        at("outbox").put("first", 1);
        at("draft").put('{"text":"half a sentence","category":null,"anonymous":false}', "opinion-new");
        at("blob").put(new Uint8Array([91, 93]), "ab");
    };
    const db = await request(open);
"#;

/// The database as the third version left it: three pages of text, photos with how they stand.
pub(super) const VERSION_3: &str = r#"
    const open = indexedDB.open(name, 3);
    open.onupgradeneeded = () => {
        const db = open.result;
        for (const table of ["meta", "outbox", "draft", "blob", "notice", "checkpoint", "thumbnail"]) db.createObjectStore(table);
        db.createObjectStore("page", { keyPath: "first" }).createIndex("last", "last");
        db.createObjectStore("photo", { keyPath: "sha256" });
        const page = open.transaction.objectStore("page");
        page.put({ first: 1, last: 1, lines: "{\"seq\":1,\"text\":\"路灯坏了\"}\n" });
        page.put({ first: 2, last: 2, lines: "{\"seq\":2}" });
        page.put({ first: 3, last: 3, lines: "{\"seq\":3}\n" });
    };
    const db = await request(open);
"#;

/// The name of the error that opening a database gives in a frame without an origin.
pub(super) async fn refusal_without_origin() -> String {
    let body = r#"
        const script = `
            const say = word => parent.postMessage({ refusal: word }, "*");
            try {
                const open = indexedDB.open("refused");
                open.onsuccess = () => say("opened");
                open.onerror = () => say(open.error.name);
            } catch (error) { say(error.name); }`;
        const heard = new Promise(ok => addEventListener("message", function listen(event) {
            if (event.data?.refusal === undefined) return;
            removeEventListener("message", listen);
            ok(event.data.refusal);
        }));
        const frame = document.createElement("iframe");
        frame.sandbox = "allow-scripts";
        frame.srcdoc = "<script>" + script + "</script>";
        document.body.append(frame);
        const refusal = await heard;
        frame.remove();
        return refusal;"#;
    run("", body).await.as_string().unwrap()
}
