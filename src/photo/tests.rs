//! Photos made small in a real browser: what comes out is looked at byte by byte and pixel by pixel.

mod camera;
mod made;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
