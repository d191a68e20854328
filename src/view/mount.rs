//! From a view to the page.

use leptos::prelude::{Owner, document};
use web_sys::{Element, Node};

use super::View;
use super::region::region;

/// Shows a view in an element, for as long as the page lives.
pub fn mount(place: &Element, build: impl FnOnce() -> View) {
    // It is no fault if somebody has done so before.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(|| build().mount(place, None));
    std::mem::forget(owner);
}

impl View {
    /// Puts it into the page, before `before`; at the end of `parent` if there is nothing.
    pub(super) fn mount(self, parent: &Node, before: Option<&Node>) {
        match self {
            Self::Nothing => {}
            Self::Text(text) => {
                let node = document().create_text_node(&text);
                let _ = parent.insert_before(&node, before);
            }
            Self::Template(template) => template.mount(parent, before),
            Self::Many(views) => {
                for view in views {
                    view.mount(parent, before);
                }
            }
            Self::Dynamic(build) => region(build, parent, before),
            Self::Keyed(rows) => rows.mount(parent, before),
        }
    }
}
