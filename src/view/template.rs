//! Fixed text with holes.

use std::cell::RefCell;
use std::collections::HashMap;

use leptos::prelude::{StoredValue, document};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlTemplateElement, Node};

use super::hole::{Hole, Value, Words};
use super::region::follow;
use super::{View, node};

/// A text that the browser parses once, and what fills its holes this time.
pub struct Template {
    html: &'static str,
    holes: Box<[Hole]>,
}

/// Elements, as `view!` writes them down.
pub fn template(html: &'static str, holes: Box<[Hole]>) -> View {
    View::Template(Template { html, holes })
}

thread_local! {
    /// Parsed texts, by where the text lies in the program.
    static PARSED: RefCell<HashMap<usize, Node>> = RefCell::new(HashMap::new());
}

impl Template {
    /// Puts it into the page, before `before`.
    pub(super) fn mount(self, parent: &Node, before: Option<&Node>) {
        let Some(copy) = copy(self.html) else { return };
        if !self.holes.is_empty() {
            fill(&copy, self.holes);
        }
        let _ = parent.insert_before(&copy, before);
    }
}

/// A copy of the parsed text.
fn copy(html: &'static str) -> Option<Node> {
    let parsed = PARSED.with_borrow_mut(|parsed| {
        parsed
            .entry(html.as_ptr() as usize)
            .or_insert_with(|| parse(html))
            .clone()
    });
    parsed.clone_node_with_deep(true).ok()
}

fn parse(html: &str) -> Node {
    let template: HtmlTemplateElement = document()
        .create_element("template")
        .expect("`template` is the name of an element")
        .unchecked_into();
    template.set_inner_html(html);
    template.content().into()
}

fn fill(copy: &Node, holes: Box<[Hole]>) {
    let fragment: &web_sys::DocumentFragment = copy.unchecked_ref();
    let Ok(marked) = fragment.query_selector_all("[h]") else {
        return;
    };
    let mut next = 0;
    let mut element = None::<Element>;
    for hole in holes {
        if matches!(hole, Hole::Element | Hole::View(_)) {
            element = marked.item(next).map(JsCast::unchecked_into);
            next += 1;
        }
        let Some(element) = &element else { return };
        match hole {
            Hole::Element => {}
            Hole::View(view) => {
                if let Some(parent) = element.parent_node() {
                    view.mount(&parent, Some(element));
                    element.remove();
                }
            }
            Hole::Attribute(name, value) => attribute(element, name, value),
            Hole::Class(name, value) => class(element, name, value),
            Hole::Property(name, value) => property(element, name, value),
            Hole::On(event, act) => listen(element, event, act),
            Hole::Keep(wanted) => node::found(wanted, element),
        }
    }
}

fn attribute(element: &Element, name: &'static str, value: Value<Words>) {
    let set = |element: &Element, words: Words| {
        let _ = match words {
            Some(words) => element.set_attribute(name, &words),
            None => element.remove_attribute(name),
        };
    };
    match value {
        Value::Fixed(None) => {}
        Value::Fixed(words) => set(element, words),
        Value::Dynamic(read) => {
            let element = element.clone();
            let mut last = None;
            follow(Box::new(move || {
                // To a browser the same words said again are a change, which costs a cheap phone a picture.
                let words = read();
                if last.as_ref() != Some(&words) {
                    set(&element, words.clone());
                    last = Some(words);
                }
            }));
        }
    }
}

fn class(element: &Element, name: &'static str, value: Value<bool>) {
    let element = element.clone();
    switch(value, move |on| {
        let _ = element.class_list().toggle_with_force(name, on);
    });
}

fn property(element: &Element, name: &'static str, value: Value<bool>) {
    let element = element.clone();
    switch(value, move |on| {
        let _ = js_sys::Reflect::set(&element, &JsValue::from_str(name), &JsValue::from_bool(on));
    });
}

fn switch(value: Value<bool>, set: impl Fn(bool) + 'static) {
    match value {
        Value::Fixed(on) => set(on),
        Value::Dynamic(read) => follow(Box::new(move || set(read()))),
    }
}

/// Listens until the part of the page is gone that the element belongs to.
fn listen(element: &Element, event: &'static str, act: Box<dyn FnMut(Event)>) {
    let act = Closure::wrap(act);
    let _ = element.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
    StoredValue::new_local(Listener {
        element: element.clone(),
        event,
        act,
    });
}

struct Listener {
    element: Element,
    event: &'static str,
    act: Closure<dyn FnMut(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let act = self.act.as_ref().unchecked_ref();
        let _ = self
            .element
            .remove_event_listener_with_callback(self.event, act);
    }
}
