//! What fills the holes of a template.

use std::borrow::Cow;

use leptos::prelude::{Get, Signal};
use web_sys::Event;

use super::View;
use super::node::{AnyNodeRef, NodeRef};

/// Words for an attribute, or no attribute.
pub type Words = Option<Cow<'static, str>>;

/// A value that may change.
pub enum Value<T> {
    /// It does not.
    Fixed(T),
    /// It follows from signals.
    Dynamic(Box<dyn Fn() -> T>),
}

/// What differs from one use of a template to the next. Those that concern an element stand behind the
/// [`Hole::Element`] that names it by its place.
pub enum Hole {
    /// Go on to the next marked element
    Element,
    /// Something at the next marked place
    View(View),
    /// An attribute of the element
    Attribute(&'static str, Value<Words>),
    /// A class that the element has or has not
    Class(&'static str, Value<bool>),
    /// A property of the element, for what its attribute only begins with: `checked`, `selected`
    Property(&'static str, Value<bool>),
    /// What to do on an event
    On(&'static str, Box<dyn FnMut(Event)>),
    /// Who wants to know the element
    Keep(AnyNodeRef),
}

/// An attribute.
pub fn attribute(name: &'static str, value: impl IntoValue) -> Hole {
    Hole::Attribute(name, value.into_value())
}

/// A class.
pub fn class(name: &'static str, value: impl IntoSwitch) -> Hole {
    Hole::Class(name, value.into_switch())
}

/// A property that is true or false.
pub fn property(name: &'static str, value: impl IntoSwitch) -> Hole {
    Hole::Property(name, value.into_switch())
}

/// What to do on an event.
pub fn on(event: &'static str, act: impl FnMut(Event) + 'static) -> Hole {
    Hole::On(event, Box::new(act))
}

/// Tells `node` which element it is.
pub fn keep<T>(node: NodeRef<T>) -> Hole {
    Hole::Keep(node.any())
}

/// What the value of an attribute may be written as.
pub trait IntoWords {
    /// The words; `None` leaves the attribute out.
    fn into_words(self) -> Words;
}

impl IntoWords for &'static str {
    fn into_words(self) -> Words {
        Some(Cow::Borrowed(self))
    }
}

impl IntoWords for String {
    fn into_words(self) -> Words {
        Some(Cow::Owned(self))
    }
}

impl IntoWords for bool {
    fn into_words(self) -> Words {
        self.then_some(Cow::Borrowed(""))
    }
}

impl<T: IntoWords> IntoWords for Option<T> {
    fn into_words(self) -> Words {
        self.and_then(IntoWords::into_words)
    }
}

/// What may stand behind the `=` of an attribute.
pub trait IntoValue {
    /// The same for all kinds.
    fn into_value(self) -> Value<Words>;
}

macro_rules! fixed {
    ($($kind:ty)*) => {$(
        impl IntoValue for $kind {
            fn into_value(self) -> Value<Words> {
                Value::Fixed(self.into_words())
            }
        }
    )*};
}

fixed!(&'static str String bool);

impl<T: IntoWords> IntoValue for Option<T> {
    fn into_value(self) -> Value<Words> {
        Value::Fixed(self.into_words())
    }
}

impl<F, T> IntoValue for F
where
    F: Fn() -> T + 'static,
    T: IntoWords,
{
    fn into_value(self) -> Value<Words> {
        Value::Dynamic(Box::new(move || self().into_words()))
    }
}

impl IntoValue for Signal<String> {
    fn into_value(self) -> Value<Words> {
        Value::Dynamic(Box::new(move || self.get().into_words()))
    }
}

/// What may stand behind the `=` of a class or property.
pub trait IntoSwitch {
    /// The same for all kinds.
    fn into_switch(self) -> Value<bool>;
}

impl IntoSwitch for bool {
    fn into_switch(self) -> Value<bool> {
        Value::Fixed(self)
    }
}

impl<F: Fn() -> bool + 'static> IntoSwitch for F {
    fn into_switch(self) -> Value<bool> {
        Value::Dynamic(Box::new(self))
    }
}
