//! Sheets that rise from below. The browser's own `<dialog>` keeps the focus inside, closes on Esc and makes
//! the rest inert.

use crate::view::prelude::*;
use leptos::callback::Callable;
use wasm_bindgen::JsCast;

use super::{Action, Button, Icon, Look, fresh_id};
use crate::text::t;

/// A sheet over the page; its content is built when it opens.
#[component]
pub fn Sheet(
    /// Whether it is open; the sheet itself sets it to false
    open: RwSignal<bool>,
    /// What it is about
    #[prop(into)]
    title: Signal<String>,
    children: ChildrenFn,
) -> View {
    let node = NodeRef::<web_sys::HtmlDialogElement>::new();
    let title_id = fresh_id("d");
    let labelled_by = title_id.clone();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() {
            if !dialog.open() {
                let _ = dialog.show_modal();
            }
        } else if dialog.open() {
            dialog.close();
        }
    });
    let pressed_outside = move |event: web_sys::Event| {
        let outside = event
            .target()
            .is_some_and(|target| target.dyn_ref::<web_sys::HtmlDialogElement>().is_some());
        if outside {
            open.set(false);
        }
    };
    view! {
        <dialog class="sheet" node_ref=node aria-labelledby=labelled_by on:close=move |_| open.set(false) on:click=pressed_outside>
            {move || {
                open.get()
                    .then(|| {
                        // The content comes after the browser has looked for something to focus.
                        let heading = NodeRef::<web_sys::HtmlElement>::new();
                        heading.on_load(|heading| drop(heading.focus()));
                        view! {
                            <div class="sheet-body">
                                <div class="sheet-head">
                                    <h2 id=title_id.clone() tabindex="-1" autofocus node_ref=heading>
                                        {move || title.get()}
                                    </h2>
                                    <button type="button" class="back" aria-label=t().app.close() on:click=move |_| open.set(false)>
                                        <Icon name="close" />
                                    </button>
                                </div>
                                {children()}
                            </div>
                        }
                    })
            }}
        </dialog>
    }
}

/// Asks once more before something that matters.
#[component]
pub fn ConfirmSheet(
    /// Whether it is open; the sheet itself sets it to false
    open: RwSignal<bool>,
    /// The question
    #[prop(into)]
    title: Signal<String>,
    /// What will happen, and whether it can be taken back
    #[prop(into)]
    text: Signal<String>,
    /// What the button does, in its own words: 投出这一票
    #[prop(into)]
    confirm: Signal<String>,
    /// Called once if the person agrees
    #[prop(into)]
    on_confirm: Action,
    /// How the button looks
    #[prop(default = Look::Main)]
    look: Look,
    /// What the way out says, where 取消 could be taken for the thing itself
    #[prop(optional)]
    keep: &'static str,
) -> View {
    let keep = if keep.is_empty() {
        t().app.cancel()
    } else {
        keep
    };
    let agreed = move || {
        open.set(false);
        on_confirm.run(());
    };
    view! {
        <Sheet open title>
            <p>{move || text.get()}</p>
            <Button label=confirm look on_press=agreed />
            <Button label=keep look=Look::Quiet on_press=move || open.set(false) />
        </Sheet>
    }
}
