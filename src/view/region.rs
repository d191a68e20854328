//! Parts of a page that are built anew when something changes.

use std::borrow::Cow;

use leptos::prelude::{StoredValue, document};
use leptos::reactive::effect::RenderEffect;
use leptos::reactive::graph::ToAnySubscriber;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node, Text};

use super::View;
use crate::part::leave_with_owner;

/// Does something now, and again whenever a signal changes that it has read, until the part of the page around
/// it is gone.
pub(super) fn follow(mut act: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_: Option<()>| act());
    leave_with_owner(effect.to_any_subscriber());
    StoredValue::new_local(effect);
}

/// A place in the page that marks where a part begins or ends; nothing to be seen.
pub(super) fn anchor(parent: &Node, before: Option<&Node>) -> Node {
    let anchor: Node = document().create_text_node("").into();
    let _ = parent.insert_before(&anchor, before);
    anchor
}

/// Takes away what stands after `start` and before `end`.
pub(super) fn clear(start: &Node, end: &Node) {
    while let Some(node) = start.next_sibling() {
        if &node == end {
            return;
        }
        let Some(parent) = node.parent_node() else {
            return;
        };
        let _ = parent.remove_child(&node);
    }
}

/// Shows what `build` says, now and later.
pub(super) fn region(mut build: Box<dyn FnMut() -> View>, parent: &Node, before: Option<&Node>) {
    let (start, end) = (anchor(parent, before), anchor(parent, before));
    let mut words = None::<(Text, Cow<'static, str>)>;
    let mut first = true;
    follow(Box::new(move || {
        let view = build();
        // Words that change are said in place, so that nothing selected or read aloud is disturbed.
        if let (Some((node, said)), View::Text(text)) = (&mut words, &view) {
            if said != text {
                node.set_data(text);
                said.clone_from(text);
            }
            return;
        }
        let Some(parent) = end.parent_node() else {
            return;
        };
        let focus = if first {
            None
        } else {
            Focus::inside(&start, &end)
        };
        first = false;
        clear(&start, &end);
        words = None;
        if let View::Text(text) = view {
            let node = document().create_text_node(&text);
            let _ = parent.insert_before(&node, Some(&end));
            words = Some((node, text));
        } else {
            view.mount(&parent, Some(&end));
        }
        if let Some(focus) = focus {
            focus.restore(&parent);
        }
    }));
}

/// Which element had the focus, so that the one in its place has it afterwards: who moves by keyboard or screen
/// reader must not be thrown back to the top because a number has changed.
struct Focus {
    tag: String,
    place: u32,
}

impl Focus {
    fn inside(start: &Node, end: &Node) -> Option<Self> {
        let active = document().active_element()?;
        let parent: Element = start.parent_node()?.dyn_into().ok()?;
        if !parent.contains(Some(&active)) || !is_after(start, &active) || !is_after(&active, end) {
            return None;
        }
        let tag = active.tag_name();
        let same = parent.query_selector_all(&tag).ok()?;
        let place =
            (0..same.length()).find(|place| same.item(*place).as_ref() == Some(&*active))?;
        Some(Self { tag, place })
    }

    fn restore(self, parent: &Node) {
        let element = parent
            .dyn_ref::<Element>()
            .and_then(|parent| parent.query_selector_all(&self.tag).ok())
            .and_then(|same| same.item(self.place))
            .and_then(|node| node.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
    }
}

fn is_after(first: &Node, second: &Node) -> bool {
    first.compare_document_position(second) & Node::DOCUMENT_POSITION_FOLLOWING != 0
}

#[cfg(test)]
mod tests {
    use leptos::prelude::{Get, Owner, RwSignal, Set, Track};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::follow;
    use crate::clock::pause;
    use crate::part::Part;

    /// Bytes that the app has, used or not: it never gives any back.
    fn memory() -> usize {
        core::arch::wasm32::memory_size(0) << 16
    }

    #[wasm_bindgen_test]
    async fn a_signal_forgets_who_has_gone() {
        const PAGES: usize = 2_000;
        let _ = any_spawner::Executor::init_wasm_bindgen();
        let session = Owner::new();
        session.set();
        let signal = RwSignal::new(0);
        let look = || {
            let page = session.child();
            page.with(|| {
                for place in 0..10 {
                    let part = Part::new(move || signal.get() + place);
                    follow(Box::new(move || {
                        part.get();
                        signal.track();
                    }));
                }
            });
            page.cleanup();
        };
        let look_around = async |pages: usize| {
            for page in 0..pages {
                look();
                // An effect that is over ends when nothing else is to be done.
                if page % 20 == 0 {
                    pause(0).await;
                }
            }
        };
        look_around(100).await;
        let before = memory();
        look_around(PAGES).await;
        signal.set(1);
        let grown = memory() - before;
        assert!(grown < 1 << 20, "{grown} bytes are kept for {PAGES} pages");
    }
}
