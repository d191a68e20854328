//! What a member has read and need not be told again.

use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::view::prelude::*;

/// The lines that were read, kept on this phone under a name; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Read {
    session: Session,
    name: &'static str,
    /// Nothing before it is known what was read
    lines: RwSignal<Option<Vec<String>>>,
}

impl Read {
    /// What was read of the kind that has this name among the drafts.
    pub(crate) fn of(session: Session, name: &'static str) -> Self {
        let lines = RwSignal::new(None);
        spawn_local(async move {
            let kept = session.draft(name).await.unwrap_or_default();
            let kept = kept.lines().map(str::to_owned).collect();
            let _ = lines.try_set(Some(kept));
        });
        Self {
            session,
            name,
            lines,
        }
    }

    /// Whether that line was not read yet, as far as that is known; reactive.
    pub(crate) fn is_new(self, line: &str) -> bool {
        self.lines.with(|lines| match lines {
            Some(lines) => !lines.iter().any(|read| read == line),
            None => false,
        })
    }

    /// Remembers that a line was read, and forgets all that are none of these any more.
    pub(crate) fn note(self, line: String, all: &[String]) {
        let mut lines = self.lines.get_untracked().unwrap_or_default();
        lines.retain(|read| all.contains(read));
        lines.push(line);
        let text = lines.join("\n");
        self.lines.set(Some(lines));
        spawn_local(async move { self.session.keep_draft(self.name, &text).await });
    }
}
