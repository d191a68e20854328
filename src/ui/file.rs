//! Files that a page makes and the person keeps.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The address of a text file that is nowhere but in its link.
pub fn link(kind: &str, text: &str) -> String {
    let text = String::from(js_sys::encode_uri_component(text));
    format!("data:{kind};charset=utf-8,{text}")
}

/// Hands a text file over to the browser, which keeps it among the downloads under that name.
pub fn save(name: &str, kind: &str, text: &str) {
    let Ok(anchor) = document().create_element("a") else {
        return;
    };
    let _ = anchor.set_attribute("href", &link(kind, text));
    let _ = anchor.set_attribute("download", name);
    if let Some(anchor) = anchor.dyn_ref::<HtmlElement>() {
        anchor.click();
    }
}
