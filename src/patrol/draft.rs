//! What was answered and not submitted: kept on the phone item by item, and saved with the endpoint now and then
//! (docs/decisions/0030).

mod book;
mod camera;
mod entry;

pub(super) use book::{Book, forget};
pub(super) use entry::Entry;

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::patrol::SaveAnswers;
use yishi_domain::{Command, Date, InspectionId, ShopId, TemplateId};

use self::entry::{BEGUN, FOLDER, read_begun, unsaved};
use crate::session::Session;

/// How many items each inspection has that waits on this phone; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct AllFilled {
    session: Session,
    counts: RwSignal<Vec<(InspectionId, usize)>>,
}

/// Looks what waits on this phone. What no longer fits into a page that was closed is saved with the endpoint.
pub(super) fn filled(session: Session) -> AllFilled {
    let counts = RwSignal::new(Vec::new());
    spawn_local(async move {
        let kept = session.drafts_under(FOLDER).await;
        let mut found: Vec<(InspectionId, Vec<(String, String)>)> = Vec::new();
        for (name, text) in kept {
            let Some((id, item)) = name.split_once('/') else {
                continue;
            };
            let Ok(id) = id.parse::<InspectionId>() else {
                continue;
            };
            match found.iter_mut().find(|(known, _)| *known == id) {
                Some((_, kept)) => kept.push((item.to_owned(), text)),
                None => found.push((id, vec![(item.to_owned(), text)])),
            }
        }
        let told = found.iter().map(|(id, kept)| {
            let answered = kept
                .iter()
                .filter_map(|(item, text)| Entry::read(item, text));
            (*id, answered.filter(|entry| entry.value.is_some()).count())
        });
        let _ = counts.try_set(told.collect());
        for (_, kept) in found {
            save_left_over(session, &kept).await;
        }
    });
    AllFilled { session, counts }
}

impl AllFilled {
    /// Items that are answered, here or on another phone of the member; reactive.
    pub(super) fn of(self, patrol: Date, shop: ShopId) -> usize {
        let id = InspectionId::of(patrol, shop, self.session.me());
        let counts = self.counts.get();
        let here = counts.iter().find(|(known, _)| *known == id);
        let here = here.map_or(0, |(_, count)| *count);
        let saved = self.session.view().with(|state| {
            let saved = state.patrol.saved.get(&id);
            saved.map_or(0, |saved| saved.answers.len())
        });
        here.max(saved)
    }
}

/// Saves what a page that was closed had no time for.
async fn save_left_over(session: Session, kept: &[(String, String)]) {
    let begun = kept.iter().find(|(name, _)| name == BEGUN);
    let Some(begun) = begun.and_then(|(_, text)| read_begun(text)) else {
        return;
    };
    let entries: Vec<Entry> = kept
        .iter()
        .filter_map(|(item, text)| Entry::read(item, text))
        .collect();
    let id = InspectionId::of(begun.patrol, begun.shop, session.me());
    for entry in save(session, begun, &entries).await {
        mark_saved(session, id, &entry).await;
    }
}

/// By what an inspection was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Begun {
    pub(super) patrol: Date,
    pub(super) shop: ShopId,
    pub(super) template: TemplateId,
    pub(super) version: u16,
}

/// Saves with the endpoint what it has not got. Says which entries it has taken.
async fn save(session: Session, begun: Begun, entries: &[Entry]) -> Vec<Entry> {
    let (answers, remarks) = unsaved(entries);
    if answers.is_empty() && remarks.is_empty() {
        return Vec::new();
    }
    let save = SaveAnswers {
        patrol: begun.patrol,
        shop: begun.shop,
        template: begun.template,
        version: begun.version,
        answers,
        remarks,
    };
    // What is refused or cannot be stored stays here, and is submitted with everything.
    if session.submit(Command::SaveAnswers(save)).await.is_err() {
        return Vec::new();
    }
    let taken = entries.iter().filter(|entry| entry.is_to_be_saved());
    taken.cloned().collect()
}

/// Keeps that a command has an entry, unless something else is kept by now.
async fn mark_saved(session: Session, id: InspectionId, entry: &Entry) {
    let name = entry.name(id);
    if session.draft(&name).await != Some(entry.text()) {
        return;
    }
    let saved = Entry {
        saved: true,
        ..entry.clone()
    };
    session.keep_draft(&name, &saved.text()).await;
}
