//! Making photos small: the work of `public/photo.js`, in a worker beside the page.

use std::cell::RefCell;

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag};

/// A photo as it is stored and sent: JPEG, at most 1,600 pixels and 300,000 bytes, nothing but the picture.
pub(crate) struct Made {
    /// Its bytes.
    pub(crate) photo: Vec<u8>,
    /// A small picture of it, for lists; JPEG too.
    pub(crate) thumbnail: Vec<u8>,
}

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type Maker;

    #[wasm_bindgen(catch, js_name = yishiPhoto)]
    async fn load() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn make(this: &Maker, file: &Blob, early: &Function) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn shrink(this: &Maker, file: &Blob) -> Result<JsValue, JsValue>;
}

thread_local! {
    static MAKER: RefCell<Option<Maker>> = const { RefCell::new(None) };
}

/// Makes a photo of a file that somebody has chosen. `early` gets the small picture as soon as it is there.
///
/// # Errors
/// The code of the cause: `photo_empty`, `photo_too_large`, `photo_heic`, `not_an_image`, `photo_failed`, or
/// `photo_not_loaded` if the file that does it cannot be had.
pub(crate) async fn make(
    file: &Blob,
    early: impl FnOnce(Vec<u8>) + 'static,
) -> Result<Made, String> {
    let maker = maker().await?;
    let early = Closure::once_into_js(move |thumbnail: JsValue| early(bytes(&thumbnail)));
    let made = maker.make(file, early.unchecked_ref()).await;
    let made = made.map_err(|code| code.as_string().unwrap_or_else(|| "photo_failed".into()))?;
    Ok(Made {
        photo: part(&made, "photo"),
        thumbnail: part(&made, "thumbnail"),
    })
}

/// A small picture of a photo; none if it cannot be made here.
pub(crate) async fn shrink(photo: &[u8]) -> Option<Vec<u8>> {
    let made = maker().await.ok()?.shrink(&blob(photo)?).await.ok()?;
    Some(part(&made, "thumbnail")).filter(|bytes| !bytes.is_empty())
}

/// Has it at hand before the network goes.
pub(crate) async fn fetch() {
    let _ = maker().await;
}

/// Bytes of a picture as the browser shows them.
pub(super) fn blob(bytes: &[u8]) -> Option<Blob> {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/jpeg");
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()
}

async fn maker() -> Result<Maker, String> {
    if let Some(maker) = MAKER.with_borrow(Clone::clone) {
        return Ok(maker);
    }
    let loaded = load().await.map_err(|_| "photo_not_loaded".to_owned())?;
    let maker: Maker = loaded.unchecked_into();
    MAKER.set(Some(maker.clone()));
    Ok(maker)
}

fn part(made: &JsValue, name: &str) -> Vec<u8> {
    let part = Reflect::get(made, &JsValue::from_str(name));
    bytes(&part.unwrap_or_default())
}

fn bytes(value: &JsValue) -> Vec<u8> {
    value
        .dyn_ref::<Uint8Array>()
        .map(Uint8Array::to_vec)
        .unwrap_or_default()
}

#[cfg(test)]
pub(super) fn forget() {
    MAKER.set(None);
}
