//! How much room this site has on the phone.

use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Bytes that photos leave free, for words: answers, votes and the log never lack room because of pictures.
pub(crate) const RESERVE: u64 = 8_000_000;
/// Bytes that a photo takes with its small picture, at most.
const PHOTO: u64 = 350_000;
/// A phone on which fewer photos than these have room is told so.
const FEW: u64 = 20;

/// Asks the browser to keep what is stored here also when the phone runs short of room, and says whether it does;
/// nothing where it cannot be asked. Browsers that decide by themselves may agree later: who comes back asks again.
pub(crate) async fn ask_to_keep() -> Option<bool> {
    let storage = window().navigator().storage();
    let asked = JsFuture::from(storage.persist().ok()?).await.ok()?;
    asked.as_bool()
}

/// What the browser says; nothing where it does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Space {
    /// Bytes that the site uses.
    pub(crate) used: Option<u64>,
    /// Bytes that it may use.
    quota: Option<u64>,
}

impl Space {
    /// Asks the browser.
    pub(crate) async fn look() -> Self {
        let nothing = Self {
            used: None,
            quota: None,
        };
        let Ok(asked) = window().navigator().storage().estimate() else {
            return nothing;
        };
        let Ok(estimate) = JsFuture::from(asked).await else {
            return nothing;
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a number of bytes
        let read = |name: &str| {
            let number = js_sys::Reflect::get(&estimate, &JsValue::from_str(name));
            Some(number.ok()?.as_f64()? as u64)
        };
        Self {
            used: read("usage"),
            quota: read("quota"),
        }
    }

    /// Whether a photo of that many bytes has room, and words besides.
    pub(crate) fn holds(self, bytes: u64) -> bool {
        self.free().is_none_or(|free| free >= bytes)
    }

    /// How many more photos have room, if they are few.
    pub(crate) fn few_photos(self) -> Option<u64> {
        let photos = self.free()? / PHOTO;
        (photos < FEW).then_some(photos)
    }

    fn free(self) -> Option<u64> {
        let used = self.used? + RESERVE;
        Some(self.quota?.saturating_sub(used))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    const MB: u64 = 1_000_000;

    fn space(used: u64, quota: u64) -> Space {
        Space {
            used: Some(used),
            quota: Some(quota),
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn words_have_room_when_photos_have_none() {
        assert!(space(0, 100 * MB).holds(PHOTO));
        assert!(!space(92 * MB, 100 * MB).holds(PHOTO));
        assert!(!space(200 * MB, 100 * MB).holds(1));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_phone_that_is_nearly_full_is_told_how_many_have_room() {
        assert_eq!(space(0, 100 * MB).few_photos(), None);
        assert_eq!(space(90 * MB, 100 * MB).few_photos(), Some(5));
        assert_eq!(space(95 * MB, 100 * MB).few_photos(), Some(0));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn where_the_browser_does_not_tell_there_is_room_until_it_refuses() {
        let unknown = Space {
            used: None,
            quota: None,
        };
        assert!(unknown.holds(PHOTO));
        assert_eq!(unknown.few_photos(), None);
    }
}
