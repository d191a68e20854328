//! What was begun in a form is there again when the form is opened again.

use std::rc::Rc;

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::session::Session;

/// Brings back what the form held, and keeps it with every change. An empty text is no draft.
pub(crate) fn keep(
    session: Session,
    name: String,
    write: impl Fn() -> String + 'static,
    read: impl FnOnce(&str) + 'static,
) {
    let restored = RwSignal::new(false);
    let own = name.clone();
    let write = Rc::new(write);
    let written = Rc::clone(&write);
    spawn_local(async move {
        let draft = session.draft(&own).await;
        // The page may have been left, or something written, in the meantime.
        if restored.try_get_untracked().is_some() {
            if let Some(draft) = draft
                && untrack(|| written()).is_empty()
            {
                read(&draft);
            }
            restored.set(true);
        }
    });
    Effect::new(move |_| {
        let text = write();
        if restored.get() {
            let name = name.clone();
            spawn_local(async move { session.keep_draft(&name, &text).await });
        }
    });
}

/// Forgets a draft that was sent.
pub(crate) fn forget(session: Session, name: String) {
    spawn_local(async move { session.keep_draft(&name, "").await });
}
