//! Photos of the sheets of paper: for the committee alone, to check what was entered against.

use crate::view::prelude::*;
use yishi_domain::council::LEAST_SEALED;
use yishi_domain::{Digest, MOST_PHOTOS, MotionId};
use yishi_sync::wire::{from_json, to_json};

use crate::form::draft;
use crate::photo::{PhotoPicker, Photos, Picked};
use crate::session::{Session, session};
use crate::text::t;
use crate::ui::Section;

/// The photos that this desk has kept under that name, until they are sent.
pub(super) fn kept(session: Session, name: String) -> Picked {
    let picked = Picked::new(session, MOST_PHOTOS);
    let write = move || match picked.names() {
        names if names.is_empty() => String::new(),
        names => to_json(&names),
    };
    draft::keep(session, name, write, move |draft| {
        if let Ok(names) = from_json::<Vec<Digest>>(draft) {
            picked.hold(names);
        }
    });
    picked
}

/// Photos of sheets out of envelopes, as soon as there are enough of them that a photo tells of nobody.
#[component]
pub(super) fn SealedSheetPhotos(
    /// What is held
    picked: Picked,
    /// How many sheets are entered
    sheets: Signal<u64>,
) -> View {
    let texts = t().vote;
    let enough = Signal::derive(move || sheets.get() >= LEAST_SEALED || !picked.names().is_empty());
    view! {
        <Show when=move || enough.get()>
            <PhotoPicker picked title=texts.paper_photos() hint=texts.sheets_photos_hint() />
        </Show>
    }
}

/// All photos of a vote's paper that the committee has sent; nothing where there are none, or for others.
#[component]
pub(crate) fn PaperPhotos(
    /// Which vote
    id: MotionId,
) -> View {
    let session = session();
    let photos = session.part(move |state| {
        let motion = state.council.motions.get(&id);
        motion
            .map(|motion| motion.photos.clone())
            .unwrap_or_default()
    });
    let any = Signal::derive(move || photos.with(|photos| !photos.is_empty()));
    view! {
        <Show when=move || any.get()>
            <Section title=t().vote.paper_photos_kept()>
                <p class="hint">{t().vote.paper_photos_hint()}</p>
                <Photos photos=Signal::derive(move || photos.get()) />
            </Section>
        </Show>
    }
}
