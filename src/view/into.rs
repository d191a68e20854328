//! What can be shown.

use std::borrow::Cow;
use std::rc::Rc;

use leptos::prelude::{Get, Signal};

use super::list::Keyed;
use super::template::Template;

/// Something to show, not shown yet.
pub enum View {
    /// Nothing at all
    Nothing,
    /// Words
    Text(Cow<'static, str>),
    /// Elements
    Template(Template),
    /// Several, side by side
    Many(Vec<View>),
    /// What is built anew whenever a signal changes that it has read
    Dynamic(Box<dyn FnMut() -> View>),
    /// Rows that stay as long as their keys
    Keyed(Keyed),
}

/// Markup between the tags of a component, built once.
pub type Children = Box<dyn FnOnce() -> View>;

/// Markup between the tags of a component that may build it several times.
pub type ChildrenFn = Rc<dyn Fn() -> View>;

/// Turns the markup between the tags of a component into what the component asks for.
pub trait ToChildren<F> {
    /// From the closure that builds it.
    fn to_children(build: F) -> Self;
}

impl<F: FnOnce() -> View + 'static> ToChildren<F> for Children {
    fn to_children(build: F) -> Self {
        Box::new(build)
    }
}

impl<F: Fn() -> View + 'static> ToChildren<F> for ChildrenFn {
    fn to_children(build: F) -> Self {
        Rc::new(build)
    }
}

/// What may stand in a block of markup.
pub trait IntoView: Sized {
    /// The same as a view.
    fn into_view(self) -> View;
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::Nothing
    }
}

impl From<&'static str> for View {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for View {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        self.into()
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        self.into()
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl IntoView for $number {
            fn into_view(self) -> View {
                self.to_string().into()
            }
        }
    )*};
}

numbers!(u32 u64 usize);

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        match self {
            Some(shown) => shown.into_view(),
            None => View::Nothing,
        }
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    fn into_view(self) -> View {
        self.collect_view()
    }
}

impl<T: IntoView, const N: usize> IntoView for [T; N] {
    fn into_view(self) -> View {
        self.collect_view()
    }
}

impl<F, T> IntoView for F
where
    F: FnMut() -> T + 'static,
    T: IntoView,
{
    fn into_view(mut self) -> View {
        View::Dynamic(Box::new(move || self().into_view()))
    }
}

impl IntoView for Signal<String> {
    fn into_view(self) -> View {
        View::Dynamic(Box::new(move || self.get().into()))
    }
}

/// Collects what an iterator brings into one view.
pub trait CollectView {
    /// All of it, side by side.
    fn collect_view(self) -> View;
}

impl<I, T> CollectView for I
where
    I: IntoIterator<Item = T>,
    T: IntoView,
{
    fn collect_view(self) -> View {
        View::Many(self.into_iter().map(IntoView::into_view).collect())
    }
}
