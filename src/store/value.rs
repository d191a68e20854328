//! Values as the database holds them, to and from Rust.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use yishi_sync::disk::{Checkpoint, Page};

use super::error::StoreError;
use super::photo::{Photo, Standing};

/// A count as a key or value: IndexedDB knows no 64-bit integers, and no count here comes near 2⁵³.
pub(super) fn number(count: u64) -> f64 {
    count as f64
}

/// A count that was stored by [`number`].
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole, not negative and at most 2⁵³"
)]
pub(super) fn count(number: f64) -> Result<u64, StoreError> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if (0.0..=EXACT).contains(&number) && number.fract() == 0.0 {
        Ok(number as u64)
    } else {
        // Without the number: the code that writes fractions would come along.
        Err(StoreError::Corrupt("a count expected".to_owned()))
    }
}

pub(super) fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

pub(super) fn from_bytes(value: JsValue) -> Result<Vec<u8>, StoreError> {
    value
        .dyn_into::<Uint8Array>()
        .map(|array| array.to_vec())
        .map_err(|_| StoreError::Corrupt("bytes expected".to_owned()))
}

/// The lines as bytes: a text would be turned into JavaScript's letters and copied in them, twice as many.
pub(super) fn page(page: &Page) -> JsValue {
    object(&[
        ("first", number(page.first).into()),
        ("last", number(page.last).into()),
        ("lines", bytes(page.lines.as_bytes())),
    ])
}

pub(super) fn from_page(value: &JsValue) -> Result<Page, StoreError> {
    Ok(Page {
        first: count(number_field(value, "first")?)?,
        last: count(number_field(value, "last")?)?,
        lines: lines(field(value, "lines")?)?,
    })
}

/// Before version 4 they were a text.
fn lines(value: JsValue) -> Result<String, StoreError> {
    match value.as_string() {
        Some(text) => Ok(text),
        None => String::from_utf8(from_bytes(value)?).map_err(|_| missing("lines")),
    }
}

pub(super) fn checkpoint(checkpoint: &Checkpoint) -> JsValue {
    object(&[
        ("fingerprint", checkpoint.fingerprint.as_str().into()),
        ("through", number(checkpoint.through).into()),
        ("bytes", bytes(&checkpoint.bytes)),
    ])
}

pub(super) fn from_checkpoint(value: &JsValue) -> Result<Checkpoint, StoreError> {
    Ok(Checkpoint {
        fingerprint: text_field(value, "fingerprint")?,
        through: count(number_field(value, "through")?)?,
        bytes: from_bytes(field(value, "bytes")?)?,
    })
}

/// A rejection with its place in the order of arrival.
pub(super) fn notice(order: u64, text: &JsValue) -> JsValue {
    object(&[("order", number(order).into()), ("text", text.clone())])
}

pub(super) fn from_notice(value: &JsValue) -> Result<(u64, String), StoreError> {
    Ok((
        count(number_field(value, "order")?)?,
        text_field(value, "text")?,
    ))
}

pub(super) fn photo(photo: &Photo) -> JsValue {
    object(&[
        ("sha256", photo.sha256.to_string().into()),
        ("standing", photo.standing.word().into()),
        ("size", number(photo.size).into()),
        ("at", number(photo.at).into()),
        ("doubt", photo.doubt.into()),
    ])
}

pub(super) fn from_photo(value: &JsValue) -> Result<Photo, StoreError> {
    let standing = Standing::of(&text_field(value, "standing")?);
    Ok(Photo {
        sha256: text_field(value, "sha256")?
            .parse()
            .map_err(|_| missing("sha256"))?,
        standing: standing.ok_or_else(|| missing("standing"))?,
        size: count(number_field(value, "size")?)?,
        at: count(number_field(value, "at")?)?,
        doubt: field(value, "doubt")?.is_truthy(),
    })
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), value)
            .expect("a new plain object takes any property");
    }
    object.into()
}

pub(super) fn field(value: &JsValue, name: &str) -> Result<JsValue, StoreError> {
    Reflect::get(value, &JsValue::from_str(name)).map_err(|_| missing(name))
}

fn number_field(value: &JsValue, name: &str) -> Result<f64, StoreError> {
    field(value, name)?.as_f64().ok_or_else(|| missing(name))
}

pub(super) fn text_field(value: &JsValue, name: &str) -> Result<String, StoreError> {
    field(value, name)?.as_string().ok_or_else(|| missing(name))
}

pub(super) fn missing(name: &str) -> StoreError {
    StoreError::Corrupt(format!("a record lacks {name}"))
}
