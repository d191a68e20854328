//! What the screens are drawn with: Leptos' signals, effects and components, and a view layer of our own.
//!
//! Leptos' own views are types as large as the markup, for which the compiler writes code anew each time. On a
//! phone's connection that code was most of the wait. Here a screen is data ([`View`]) that few functions read:
//! fixed text that the browser parses, and holes in it (docs/decisions/0012).
//!
//! Pages say `use crate::view::prelude::*` and write as in any Leptos app. What differs: a closure in a view is
//! built anew when what it has read changes, not compared, so read through [`crate::part::Part`].

mod hole;
mod into;
mod list;
mod mount;
mod node;
mod region;
mod template;

pub use hole::{Hole, attribute, class, keep, on, property};
pub use into::{Children, ChildrenFn, CollectView, IntoView, ToChildren, View};
pub use list::{For, Show};
pub use mount::mount;
pub use node::NodeRef;
pub use template::template;

/// What a page needs of Leptos and of the view layer.
pub mod prelude {
    pub use super::{Children, ChildrenFn, CollectView, For, IntoView, NodeRef, Show, View};
    pub use leptos::prelude::{
        ArcRwSignal, Effect, Get, GetUntracked, GetValue, LocalStorage, Memo, RwSignal, Set,
        SetValue, Signal, StoredValue, Update, With, WithUntracked, WithValue, document,
        event_target_value, expect_context, on_cleanup, provide_context, request_animation_frame,
        set_timeout, untrack, window, window_event_listener,
    };
    pub use yishi_markup::{component, view};
}
