//! Pictures as the browser shows them, and what stands in their place until they are here.

use std::rc::Rc;
use std::time::Duration;

use crate::view::prelude::*;
use leptos::prelude::Track;
use wasm_bindgen_futures::spawn_local;
use web_sys::Url;
use yishi_domain::Digest;

use super::maker;
use crate::part::Part;
use crate::session::{Absent, Session};
use crate::text::t;
use crate::ui::{Icon, SyncState};

/// Seconds until a photo that is not here is asked for again, at first and at most.
const FIRST_AGAIN: u64 = 5;
const LAST_AGAIN: u64 = 60;

/// A picture in the browser's memory, gone with the last who shows it.
pub(super) struct Picture {
    pub(super) url: String,
}

impl Picture {
    pub(super) fn of(bytes: &[u8]) -> Option<Rc<Self>> {
        let url = Url::create_object_url_with_blob(&maker::blob(bytes)?).ok()?;
        Some(Rc::new(Self { url }))
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.url);
    }
}

/// What can be seen of a photo.
#[derive(Clone)]
pub(super) enum Seen {
    Loading,
    Picture(Rc<Picture>),
    Absent(Absent),
}

/// One photo as somebody looks at it; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Look {
    session: Session,
    photo: Digest,
    small: bool,
    seen: RwSignal<Seen, LocalStorage>,
    loading: StoredValue<bool>,
    tries: StoredValue<u32>,
    again: RwSignal<()>,
}

impl Look {
    /// Looks at a photo, or at its small picture: until it is here, for as long as somebody waits.
    pub(super) fn at(session: Session, photo: Digest, small: bool) -> Self {
        let look = Self {
            session,
            photo,
            small,
            seen: RwSignal::new_local(Seen::Loading),
            loading: StoredValue::new(false),
            tries: StoredValue::new(0),
            again: RwSignal::new(()),
        };
        let reached = Part::new(move || {
            let state = session.sync_state().get();
            !matches!(state, SyncState::Starting | SyncState::Offline { .. })
        });
        Effect::new(move |_| {
            look.again.track();
            reached.track();
            look.load();
        });
        look
    }

    pub(super) fn seen(self) -> Seen {
        self.seen.get()
    }

    fn load(self) {
        let here = self
            .seen
            .with_untracked(|seen| matches!(seen, Seen::Picture(_)));
        if here || self.loading.get_value() {
            return;
        }
        self.loading.set_value(true);
        let wanted = move || self.seen.try_with_untracked(|_| ()).is_some();
        spawn_local(async move {
            let found = self.session.photo(self.photo, self.small, wanted).await;
            let seen = match found {
                Err(absent) => Seen::Absent(absent),
                Ok(bytes) => Picture::of(&bytes).map_or(Seen::Loading, Seen::Picture),
            };
            // Nobody may look any more.
            let _ = self.loading.try_set_value(false);
            if matches!(seen, Seen::Absent(_)) {
                self.try_again();
            }
            let _ = self.seen.try_set(seen);
        });
    }

    fn try_again(self) {
        let Some(tries) = self.tries.try_get_value() else {
            return;
        };
        self.tries.set_value(tries + 1);
        let seconds = (FIRST_AGAIN << tries.min(8)).min(LAST_AGAIN);
        let again = move || {
            let _ = self.again.try_set(());
        };
        set_timeout(again, Duration::from_secs(seconds));
    }
}

/// The picture, or words in its place.
pub(super) fn face(seen: Seen, words: String) -> View {
    match seen {
        Seen::Loading => {
            view! { <span class="photo-none" aria-busy="true"><span class="unseen">{words}</span></span> }
        }
        Seen::Picture(picture) => {
            view! { <img src=picture.url.clone() alt=words decoding="async" draggable="false" /> }
        }
        Seen::Absent(absent) => {
            let text = match absent {
                Absent::Unreachable => t().photo.offline(),
                _ => t().photo.not_yet(),
            };
            view! {
                <span class="photo-none">
                    <Icon name="photo" />
                    <span class="unseen">{words} " "</span>
                    {text}
                </span>
            }
        }
    }
}
