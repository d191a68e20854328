//! What `index.html` has read from the database while the code was on its way.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use yishi_sync::disk::{Loaded, OutboxEntry};

use super::error::StoreError;
use super::value;

/// Name on the window.
const STORED: &str = "yishiStored";

/// The records of one moment, as a start needs them.
#[derive(Debug)]
pub(crate) struct Early {
    /// The note that tells who has joined.
    pub(crate) identity: String,
    /// The note of how far the phone's clock is behind, if there is one.
    pub(crate) clock: Option<String>,
    /// The same that [`super::Store::load`] gives.
    pub(crate) loaded: Loaded,
}

impl Early {
    /// Takes it over: once, because it is soon outdated. Nothing if the page did not get to read everything, for
    /// whatever reason: the database is then opened as usual, and says what is wrong.
    pub(crate) async fn take() -> Option<Self> {
        let (window, name) = (js_sys::global(), JsValue::from_str(STORED));
        let promise = Reflect::get(&window, &name).ok()?;
        Reflect::set(&window, &name, &JsValue::UNDEFINED).ok()?;
        let found = JsFuture::from(promise.dyn_into::<js_sys::Promise>().ok()?);
        let found = found.await.ok().filter(JsValue::is_object)?;
        Self::read(&found).ok()
    }

    pub(super) fn read(found: &JsValue) -> Result<Self, StoreError> {
        let checkpoint = value::field(found, "checkpoint")?;
        let loaded = Loaded {
            replica: value::field(found, "replica")?.as_string(),
            next_n: value::count(value::field(found, "next_n")?.as_f64().unwrap_or(1.0))?,
            outbox: outbox(
                list(found, "numbers")?.iter(),
                list(found, "commands")?.iter(),
            )?,
            notices: notices(list(found, "ids")?.iter(), list(found, "notices")?.iter())?,
            checkpoint: (!checkpoint.is_undefined())
                .then(|| value::from_checkpoint(&checkpoint))
                .transpose()?,
            tail: list(found, "tail")?
                .iter()
                .map(|page| value::from_page(&page))
                .collect::<Result<_, _>>()?,
        };
        Ok(Self {
            identity: value::text_field(found, "identity")?,
            clock: value::field(found, "clock")?.as_string(),
            loaded,
        })
    }
}

fn list(found: &JsValue, name: &str) -> Result<Array, StoreError> {
    value::field(found, name)?
        .dyn_into()
        .map_err(|_| value::missing(name))
}

/// Waiting commands from the table's keys and values, which come in order.
pub(super) fn outbox(
    numbers: impl Iterator<Item = JsValue>,
    texts: impl Iterator<Item = JsValue>,
) -> Result<Vec<OutboxEntry>, StoreError> {
    let entry = |(n, text): (JsValue, JsValue)| {
        Ok(OutboxEntry {
            n: value::count(n.as_f64().ok_or_else(|| value::missing("n"))?)?,
            text: text.as_string().ok_or_else(|| value::missing("text"))?,
        })
    };
    numbers.zip(texts).map(entry).collect()
}

/// Rejections in order of arrival from the table's keys and values.
pub(super) fn notices(
    ids: impl Iterator<Item = JsValue>,
    notices: impl Iterator<Item = JsValue>,
) -> Result<Vec<(String, String)>, StoreError> {
    let mut ordered = Vec::new();
    for (id, notice) in ids.zip(notices) {
        let (order, text) = value::from_notice(&notice)?;
        let id = id.as_string().ok_or_else(|| value::missing("id"))?;
        ordered.push((order, id, text));
    }
    yishi_domain::sort_by_key(&mut ordered, |(order, ..)| *order);
    let ordered = ordered.into_iter();
    Ok(ordered.map(|(_, id, text)| (id, text)).collect())
}
