//! On a desk the list stands beside what was chosen in it; on a phone it is a screen of its own.

use std::cell::Cell;

use crate::view::prelude::*;

use super::agenda::Agenda;
use super::front::sections;
use super::opinions::Opinions;
use crate::route::CouncilSection;
use crate::text::t;
use crate::ui::wide;

thread_local! {
    /// How far the list was scrolled, of which section: choosing something in it builds it anew.
    static SCROLLED: Cell<(CouncilSection, i32)> = const { Cell::new((CouncilSection::Opinions, 0)) };
}

/// A screen with the list of its section beside it, where there is room.
#[component]
pub(super) fn Panes(
    /// Whose list
    section: CouncilSection,
    /// The screen
    children: Children,
) -> View {
    let list = move || wide().then(|| view! { <List section /> });
    view! {
        <div class="panes">
            {list}
            <div class="pane-shown">{children()}</div>
        </div>
    }
}

#[component]
fn List(section: CouncilSection) -> View {
    let node = NodeRef::<web_sys::HtmlElement>::new();
    node.on_load(move |pane| {
        let (of, top) = SCROLLED.get();
        if of == section && top > 0 {
            // The rows come in the same turn, so the place is there in the next frame.
            request_animation_frame(move || pane.set_scroll_top(top));
        }
    });
    let scrolled = move |event: web_sys::Event| {
        let pane = event.current_target();
        let pane =
            pane.and_then(|pane| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(pane).ok());
        if let Some(pane) = pane {
            SCROLLED.set((section, pane.scroll_top()));
        }
    };
    view! {
        <aside class="pane" aria-label=t().council.title() node_ref=node on:scroll=scrolled>
            {sections(section)}
            {match section {
                CouncilSection::Agenda => view! { <Agenda bare=true /> },
                _ => view! { <Opinions bare=true /> },
            }}
        </aside>
    }
}
