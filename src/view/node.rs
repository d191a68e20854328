//! Elements that somebody needs by hand: to focus, to scroll, to read.

use std::marker::PhantomData;

use leptos::prelude::{Effect, Get, LocalStorage, RwSignal, Set};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// An element, once it is there; reactive.
pub struct NodeRef<T> {
    element: AnyNodeRef,
    kind: PhantomData<fn() -> T>,
}

/// The same without its kind.
pub type AnyNodeRef = RwSignal<Option<Element>, LocalStorage>;

impl<T> NodeRef<T> {
    /// None yet.
    pub fn new() -> Self {
        Self {
            element: RwSignal::new_local(None),
            kind: PhantomData,
        }
    }

    pub(super) fn any(self) -> AnyNodeRef {
        self.element
    }
}

impl<T: JsCast + 'static> NodeRef<T> {
    /// The element, if it is there.
    pub fn get(self) -> Option<T> {
        self.element.get()?.dyn_into().ok()
    }

    /// Does something with the element as soon as it stands in the page.
    pub fn on_load(self, act: impl FnOnce(T) + 'static) {
        let mut act = Some(act);
        Effect::new(move |_| {
            if let Some(element) = self.get()
                && let Some(act) = act.take()
            {
                act(element);
            }
        });
    }
}

impl<T> Clone for NodeRef<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for NodeRef<T> {}

pub(super) fn found(node: AnyNodeRef, element: &Element) {
    node.set(Some(element.clone()));
}
