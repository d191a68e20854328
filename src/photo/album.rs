//! The photos of a matter: small ones in a grid, each opens as large as the screen.

use crate::view::prelude::*;
use yishi_domain::Digest;

use super::picture::{Look, face};
use super::viewer::Viewer;
use crate::session::session;
use crate::text::t;

/// The photos of a matter; nothing where there are none.
#[component]
pub(crate) fn Photos(
    /// Their names, in order
    #[prop(into)]
    photos: Signal<Vec<Digest>>,
) -> View {
    let session = session();
    let unsent = move || {
        photos.with(|all| {
            all.iter()
                .filter(|photo| session.is_unsent(**photo))
                .count()
        })
    };
    move || {
        let all = photos.get();
        if all.is_empty() {
            return View::Nothing;
        }
        let open = RwSignal::new(None::<usize>);
        let count = all.len();
        let tile = |(place, photo): (usize, &Digest)| {
            let look = Look::at(session, *photo, true);
            view! {
                <li>
                    <button type="button" class="photo" on:click=move |_| open.set(Some(place))>
                        {move || face(look.seen(), t().photo.nth(place + 1, count))}
                    </button>
                </li>
            }
        };
        view! {
            <ul class="photos">{all.iter().enumerate().map(tile).collect_view()}</ul>
            {move || match unsent() {
                0 => View::Nothing,
                n => view! { <p class="meta" role="status">{t().photo.unsent(n)}</p> },
            }}
            <Viewer photos=all open />
        }
    }
}
