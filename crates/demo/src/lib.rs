//! The demonstration community, as a module of its own: the app loads it when no endpoint is configured, so that
//! a community's phone never carries an authority.
//!
//! The app (`src/demo.rs`) talks to it in texts and numbers. The module keeps nothing anywhere: each step that it
//! takes waits until the app has stored it and says [`keep`]; the next step is taken on what was kept.
#![allow(
    unreachable_pub,
    reason = "nothing links this library; `pub` is what JavaScript sees"
)]

mod moment;
mod people;
mod standing;
mod story;
mod street;

use std::cell::RefCell;
use std::panic;

use wasm_bindgen::prelude::*;
use yishi_domain::{Digest, Timestamp};
use yishi_sync::wire::problem_json;

use standing::Standing;

thread_local! {
    static STANDING: RefCell<Option<Standing>> = const { RefCell::new(None) };
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn log(text: &str);
}

/// Opens the demonstration that was kept: what [`record`] said last, and all [`lines`] in order. Without a record,
/// or if the two do not fit together, it is made up, which is a step like any other. Times are milliseconds.
#[wasm_bindgen]
pub fn open(record: &str, lines: &str, now: f64) {
    // The page sees by itself that a module has stopped (index.html); this tells whoever develops it why.
    panic::set_hook(Box::new(|info| log(&info.to_string())));
    let standing = Standing::open(record, lines, time(now));
    STANDING.set(Some(standing));
}

/// Answers one sync request of a member. This may be a step.
///
/// # Errors
/// The problem that an endpoint would answer with, as its JSON.
#[wasm_bindgen]
pub fn sync(member: &str, request: &str, now: f64) -> Result<String, JsValue> {
    with(|standing| standing.sync(member, request, time(now)))
        .map_err(|problem| JsValue::from_str(&problem_json(&problem)))
}

/// Does what has fallen due; says whether anything had, which is a step.
#[wasm_bindgen]
pub fn tick(now: f64) -> bool {
    with(|standing| standing.tick(time(now)))
}

/// What is to be stored in place of the last record; nothing if the last call was no step.
#[wasm_bindgen]
pub fn record() -> Option<String> {
    with(|standing| standing.record())
}

/// The events that the step adds to the log, one a line.
#[wasm_bindgen]
pub fn lines() -> String {
    with(|standing| standing.lines())
}

/// The place in the log of the first of the step's events; at 1 the log begins anew.
#[wasm_bindgen]
pub fn first() -> f64 {
    #[allow(clippy::cast_precision_loss)] // far below 2^53
    with(|standing| standing.first() as f64)
}

/// The step is stored: from now on it has happened.
#[wasm_bindgen]
pub fn keep() {
    with(Standing::keep);
}

/// Published bytes, and the photos of the story, by their SHA-256 in hexadecimal.
#[wasm_bindgen]
pub fn blob(sha256: &str) -> Option<Vec<u8>> {
    let sha256: Digest = sha256.parse().ok()?;
    with(|standing| standing.blob(sha256))
}

/// Whom the demonstration can be seen as: the community's name, then one person a line as member, place of the
/// role in `Role::ALL`, and name, with tabs between them. Two residents of one home come first.
#[wasm_bindgen]
pub fn people(now: f64) -> String {
    with(|standing| people::text(standing.state(), time(now)))
}

fn with<T>(act: impl FnOnce(&mut Standing) -> T) -> T {
    STANDING.with_borrow_mut(|standing| act(standing.as_mut().expect("the app opens it first")))
}

#[allow(clippy::cast_possible_truncation)] // whole milliseconds, far below 2^53
fn time(now: f64) -> Timestamp {
    Timestamp(now as i64)
}
