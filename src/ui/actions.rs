//! What a person presses.

use crate::view::prelude::*;
use leptos::callback::Callable;

use super::{Action, Icon};
use crate::route::Route;
use crate::text::t;

/// How a button looks, by what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// The one thing to do on this screen
    Main,
    /// Anything else
    #[default]
    Plain,
    /// What cannot be taken back
    Danger,
    /// A way out, without a frame
    Quiet,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Main => "button main",
            Self::Plain => "button",
            Self::Danger => "button danger",
            Self::Quiet => "button quiet",
        }
    }
}

/// A wide button. While `busy` or `off` it stays focusable and says so, but does nothing.
#[component]
pub fn Button(
    /// What it does, in one or two words
    #[prop(into)]
    label: Signal<String>,
    /// Called for each press
    #[prop(into)]
    on_press: Action,
    /// How it looks
    #[prop(optional)]
    look: Look,
    /// The name of a symbol before the label
    #[prop(optional)]
    icon: &'static str,
    /// Whether the work of the last press is still going on
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it cannot be pressed now
    #[prop(optional, into)]
    off: Signal<bool>,
) -> View {
    let blocked = move || busy.get() || off.get();
    view! {
        <button
            type="button"
            class=look.class()
            aria-disabled=move || blocked().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            on:click=move |_| if !blocked() { on_press.run(()) }
        >
            {(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}
            <span>{move || label.get()}</span>
            {move || busy.get().then(|| view! { <span class="unseen" role="status">{t().app.busy()}</span> })}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads, in one or two words
    #[prop(into)]
    label: Signal<String>,
    /// Where it leads
    to: Route,
    /// How it looks
    #[prop(optional)]
    look: Look,
    /// The name of a symbol before the label
    #[prop(optional)]
    icon: &'static str,
) -> View {
    view! {
        <a class=look.class() href=to.href()>
            {(!icon.is_empty()).then(|| view! { <Icon name=icon /> })}
            <span>{move || label.get()}</span>
        </a>
    }
}

/// The place for the main button: at the thumb, above the tabs, while the page scrolls. Last on its page.
#[component]
pub fn Actions(children: Children) -> View {
    view! { <div class="actions">{children()}</div> }
}
