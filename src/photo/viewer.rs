//! One photo as large as the screen.

use crate::view::prelude::*;
use yishi_domain::Digest;

use super::picture::{Look, face};
use crate::navigation::Cover;
use crate::session::session;
use crate::text::t;
use crate::ui::Icon;

/// The photos of a matter, one at a time, over the page. The button, the Esc key and the phone's way back close it.
#[component]
pub(super) fn Viewer(
    /// Their names, in order
    photos: Vec<Digest>,
    /// Which one is shown
    open: RwSignal<Option<usize>>,
) -> View {
    let session = session();
    let node = NodeRef::<web_sys::HtmlDialogElement>::new();
    let cover = Cover::new(move || open.set(None));
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        let shown = open.get().is_some();
        if shown && !dialog.open() {
            let _ = dialog.show_modal();
            cover.put();
        } else if !shown && dialog.open() {
            dialog.close();
        }
    });
    let count = photos.len();
    let content = move |place: usize| {
        let look = Look::at(session, *photos.get(place)?, false);
        let turn = move |by: isize, label: &'static str, icon: &'static str| {
            let next = place.checked_add_signed(by).filter(|next| *next < count);
            view! {
                <button
                    type="button"
                    aria-label=label
                    aria-disabled=next.is_none().then_some("true")
                    on:click=move |_| if next.is_some() { open.set(next) }
                >
                    <Icon name=icon />
                </button>
            }
        };
        let turns = (count > 1).then(|| {
            view! {
                <div class="viewer-turn">
                    {turn(-1, t().photo.previous(), "back")}
                    {turn(1, t().photo.next(), "go")}
                </div>
            }
        });
        Some(view! {
            <div class="viewer-head">
                <p role="status">{t().photo.nth(place + 1, count)}</p>
                <button type="button" aria-label=t().app.close() on:click=move |_| open.set(None)>
                    <Icon name="close" />
                </button>
            </div>
            <div class="viewer-photo">{move || face(look.seen(), t().photo.nth(place + 1, count))}</div>
            {turns}
        })
    };
    let closed = move |_| {
        open.set(None);
        cover.lift();
    };
    view! {
        <dialog class="viewer" node_ref=node aria-label=t().photo.title() on:close=closed>
            {move || open.get().and_then(&content)}
        </dialog>
    }
}
