//! `view!`: the markup that Leptos' own macro reads, built for a small download.
//!
//! Leptos gives every element, attribute and closure a type of its own, and the compiler writes code for each
//! of them: over half of this app's download was that. Here the fixed part of a piece of markup is one text,
//! which the browser parses once and copies, and what differs from time to time is a row of *holes* in it, of
//! which there are few kinds (`src/view/template.rs` of the app). Signals, effects, components and their
//! properties are Leptos' own.

mod component;
mod html;
mod tree;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// A piece of markup. Elements, text in quotes, `{blocks}`, and components with a capital letter.
///
/// * `name="text"` stands in the text; `name=expression` is set when it is built, and again whenever a closure
///   or signal changes.
/// * `class:name=…` switches one class, `prop:name=…` one property; `on:name=…` listens to an event.
/// * `node_ref=…` keeps the element.
/// * In a component `name` alone means `name=name`, and `let:item` makes its children a closure of `item`.
#[proc_macro]
pub fn view(tokens: TokenStream) -> TokenStream {
    match rstml::parse2(tokens.into()) {
        Ok(nodes) => tree::view(&nodes).unwrap_or_else(|error| error.to_compile_error()),
        Err(error) => error.to_compile_error(),
    }
    .into()
}

/// Makes a function a component of `view!`. Its parameters are the properties: `#[prop(into)]` takes whatever
/// turns into the type, `#[prop(optional)]` may be left out, `#[prop(default = …)]` says what it then is.
/// `children` stand between its tags. The body runs once.
#[proc_macro_attribute]
pub fn component(_: TokenStream, item: TokenStream) -> TokenStream {
    let function = parse_macro_input!(item as syn::ItemFn);
    component::component(&function)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
