//! The store in a real browser. Old databases, other tabs and refusals are made by plain JavaScript, which knows
//! nothing of this crate.

mod early;
mod migration;
mod photo;
mod raw;
mod step;
mod tabs;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yishi_sync::disk::{Checkpoint, OutboxEntry, Page, Writes};

use super::{Store, StoreError};

wasm_bindgen_test_configure!(run_in_browser);

/// A database of the test's own.
fn fresh_name() -> String {
    format!("test-{}", js_sys::Math::random())
}

async fn fresh_store() -> Store {
    Store::open(&fresh_name()).await.unwrap()
}

fn page(first: u64, last: u64) -> Page {
    let lines: Vec<String> = (first..=last)
        .map(|seq| format!(r#"{{"seq":{seq},"type":"opinion_raised","text":"路灯坏了"}}"#))
        .collect();
    Page {
        first,
        last,
        lines: lines.join("\n"),
    }
}

fn command(n: u64) -> OutboxEntry {
    OutboxEntry {
        n,
        text: format!(r#"{{"n":{n},"type":"cast_ballot"}}"#),
    }
}

fn checkpoint(through: u64) -> Checkpoint {
    Checkpoint {
        fingerprint: "code 1".to_owned(),
        through,
        bytes: vec![0, 255, 7, 128],
    }
}

fn enqueue(ns: impl IntoIterator<Item = u64>) -> Writes {
    Writes {
        enqueue: ns.into_iter().map(command).collect(),
        ..Writes::default()
    }
}

fn append(pages: impl IntoIterator<Item = Page>) -> Writes {
    Writes {
        append: pages.into_iter().collect(),
        ..Writes::default()
    }
}

#[wasm_bindgen_test]
fn every_browser_error_has_one_stable_code() {
    let code = |name| StoreError::from_exception(name, "").code();
    assert_eq!(code("SecurityError"), "store_refused");
    assert_eq!(code("QuotaExceededError"), "store_full");
    assert_eq!(code("VersionError"), "store_newer");
    for cut in ["InvalidStateError", "UnknownError", "AbortError"] {
        assert_eq!(code(cut), "store_interrupted");
    }
    for damaged in ["NotFoundError", "DataError", "NotReadableError", "Later"] {
        assert_eq!(code(damaged), "store_corrupt");
    }
    assert_eq!(StoreError::Stale.code(), "store_stale");
}

#[wasm_bindgen_test]
fn a_full_phone_is_told_by_the_exception_that_browsers_throw() {
    let thrown =
        web_sys::DomException::new_with_message_and_name("no room", "QuotaExceededError").unwrap();
    assert_eq!(StoreError::from(thrown.clone()), StoreError::Full);
    let through_the_crate = indexed_db_futures::error::Error::from(thrown);
    assert_eq!(StoreError::from(through_the_crate), StoreError::Full);
}

/// A sandboxed frame has no origin and so no storage; it says how the browser refuses.
#[wasm_bindgen_test]
async fn a_browser_that_refuses_storage_is_told_apart() {
    let refusal = raw::refusal_without_origin().await;
    let refused = StoreError::from_exception(&refusal, "");
    assert_eq!(refused.code(), "store_refused", "{refusal}");
    let blocked = "The user denied permission to access the database.";
    let blocked = StoreError::from_exception("UnknownError", blocked);
    assert_eq!(blocked.code(), "store_refused");
    let swallowed = indexed_db_futures::error::OpenDbError::VersionZero;
    assert_eq!(StoreError::from_open(swallowed).code(), "store_refused");
}
