//! `config.json` beside the page: which endpoint this copy of the app belongs to.
//!
//! The page itself reads it (`yishiConfig` in `index.html`), at a first visit before the code is here.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What `config.json` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Config {
    /// The endpoint's address: empty for the one that served the page, none for the demonstration.
    pub(crate) endpoint: Option<String>,
    /// The community's name, shown before anything is known.
    pub(crate) name: String,
}

impl Config {
    /// What is supposed where the file cannot be had: the endpoint that served the page.
    pub(crate) fn unknown() -> Self {
        Self {
            endpoint: Some(String::new()),
            name: String::new(),
        }
    }
}

/// Reads `config.json`. Nothing if it cannot be had: without a network, or if it is not there.
pub(crate) async fn read() -> Option<Config> {
    let said = ask("yishiConfig").await?;
    let text = |name: &str| {
        Reflect::get(&said, &JsValue::from_str(name))
            .ok()?
            .as_string()
    };
    said.is_object().then(|| Config {
        endpoint: text("endpoint"),
        name: text("name").unwrap_or_default(),
    })
}

/// Whether the page has found that nobody has joined with this phone. If it could not find out, somebody may have.
pub(crate) async fn nobody_has_joined() -> bool {
    let stored = Reflect::get(&js_sys::global(), &JsValue::from_str("yishiStored"));
    let Some(stored) = stored
        .ok()
        .and_then(|stored| stored.dyn_into::<Promise>().ok())
    else {
        return false;
    };
    JsFuture::from(stored)
        .await
        .is_ok_and(|found| found.is_null())
}

/// What a function of the page promises.
async fn ask(name: &str) -> Option<JsValue> {
    let function = Reflect::get(&js_sys::global(), &JsValue::from_str(name)).ok()?;
    let promise = function
        .dyn_ref::<Function>()?
        .call0(&JsValue::UNDEFINED)
        .ok()?;
    JsFuture::from(promise.dyn_into::<Promise>().ok()?)
        .await
        .ok()
}
