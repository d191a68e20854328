//! The module that `crates/demo` becomes: its functions as they stand there.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The module, which index.html knows how to load.
    pub(super) type Module;

    #[wasm_bindgen(catch, js_name = yishiDemo)]
    async fn import() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method)]
    pub(super) fn open(this: &Module, record: &str, lines: &str, now: f64);
    #[wasm_bindgen(method, catch)]
    pub(super) fn sync(
        this: &Module,
        member: &str,
        request: &str,
        now: f64,
    ) -> Result<String, JsValue>;
    #[wasm_bindgen(method)]
    pub(super) fn tick(this: &Module, now: f64) -> bool;
    #[wasm_bindgen(method)]
    pub(super) fn record(this: &Module) -> Option<String>;
    #[wasm_bindgen(method)]
    pub(super) fn lines(this: &Module) -> String;
    #[wasm_bindgen(method)]
    pub(super) fn first(this: &Module) -> f64;
    #[wasm_bindgen(method)]
    pub(super) fn keep(this: &Module);
    #[wasm_bindgen(method)]
    pub(super) fn blob(this: &Module, sha256: &str) -> Option<Vec<u8>>;
    #[wasm_bindgen(method)]
    pub(super) fn people(this: &Module, now: f64) -> String;
}

/// Loads the module.
///
/// # Errors
/// What the browser says: there is no network, or the file is not there.
pub(super) async fn load() -> Result<Module, JsValue> {
    import().await.map(JsCast::unchecked_into)
}
