//! Words and photos of a form about a finding or an inspection, and their draft.

use serde::{Deserialize, Serialize};
use yishi_domain::{Digest, MOST_PHOTOS};
use yishi_sync::wire::{from_json, to_json};

use crate::form::draft;
use crate::photo::Picked;
use crate::session::Session;
use crate::view::prelude::*;

#[derive(Serialize, Deserialize)]
struct Draft {
    text: String,
    photos: Vec<Digest>,
}

/// What is written and photographed; kept as a draft of that name.
pub(super) fn written(session: Session, name: String) -> (RwSignal<String>, Picked) {
    let text = RwSignal::new(String::new());
    let picked = Picked::new(session, MOST_PHOTOS);
    let write = move || {
        let (text, photos) = (text.get(), picked.names());
        match text.trim().is_empty() && photos.is_empty() {
            true => String::new(),
            false => to_json(&Draft { text, photos }),
        }
    };
    draft::keep(session, name, write, move |kept| {
        if let Ok(kept) = from_json::<Draft>(kept) {
            text.set(kept.text);
            picked.hold(kept.photos);
        }
    });
    (text, picked)
}
