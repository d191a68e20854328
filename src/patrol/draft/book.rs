//! An inspection that is being filled in: what the screen shows is what the phone has stored.

use std::rc::Rc;
use std::sync::Arc;

use crate::view::prelude::*;
use gloo::timers::callback::Timeout;
use leptos::ev;
use leptos::prelude::{Owner, UpdateValue};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::patrol::{Answer, Checklist, Filled, Remark, Saved, Value};
use yishi_domain::{Date, InspectionId, ShopId, State};

use super::super::words;
use super::camera::Cameras;
use super::entry::{BEGUN, FOLDER, begun_name, begun_text, read_begun};
use super::{Begun, Entry, mark_saved, save};
use crate::clock::pause;
use crate::part::Part;
use crate::session::{Refusal, Session};
use crate::turn::Turns;
use crate::ui::hears_out;

/// Milliseconds without a tap after which what was answered is saved with the endpoint.
const QUIET: u32 = 15_000;

/// Milliseconds until it is looked again whether everything is stored.
const LOOK_AGAIN: i32 = 50;

/// An inspection that is being filled in; copies are the same.
#[derive(Clone, Copy)]
pub(in crate::patrol) struct Book {
    pub(in crate::patrol) session: Session,
    pub(in crate::patrol) id: InspectionId,
    pub(in crate::patrol) patrol: Date,
    pub(in crate::patrol) shop: ShopId,
    /// A checklist that is only tried out: nothing of it is kept.
    trial: StoredValue<Option<Arc<Checklist>>>,
    /// By what it was begun.
    begun: RwSignal<Option<Begun>>,
    /// Whether the phone's memory has been read.
    read: RwSignal<bool>,
    entries: RwSignal<Vec<Entry>>,
    /// Why the last answer could not be stored.
    failed: RwSignal<Option<String>>,
    /// One change at a time: each begins with what the one before has left.
    turn: StoredValue<Rc<Turns>, LocalStorage>,
    /// Changes that are not stored yet.
    under_way: StoredValue<usize>,
    /// What takes photos of its items.
    pub(super) cameras: Cameras,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Book {
    /// Opens the inspection of a shop by this member.
    pub(in crate::patrol) fn open(session: Session, patrol: Date, shop: ShopId) -> Self {
        let book = Self::blank(session, patrol, shop, None);
        spawn_local(async move {
            let kept = session.drafts_under(&format!("{FOLDER}{}/", book.id)).await;
            if book.begun.try_get_untracked().is_none() {
                return;
            }
            let begun = kept.iter().find(|(name, _)| name == BEGUN);
            let begun = begun.and_then(|(_, text)| read_begun(text));
            let entries = kept
                .iter()
                .filter_map(|(item, text)| Entry::read(item, text));
            book.entries.set(entries.collect());
            book.begun.set(
                session
                    .view()
                    .with_untracked(|state| book.begin(state, begun)),
            );
            book.read.set(true);
        });
        book.follow_other_phones();
        book.save_when_hidden();
        book
    }

    /// Tries a checklist out: what is answered is kept nowhere.
    pub(in crate::patrol) fn trial(session: Session, list: Arc<Checklist>) -> Self {
        let nothing = Uuid::nil();
        let day = session.view().with_untracked(words::today);
        let book = Self::blank(session, day, ShopId(nothing), Some(list));
        book.read.set(true);
        book
    }

    fn blank(session: Session, patrol: Date, shop: ShopId, trial: Option<Arc<Checklist>>) -> Self {
        Self {
            session,
            id: InspectionId::of(patrol, shop, session.me()),
            patrol,
            shop,
            trial: StoredValue::new(trial),
            begun: RwSignal::new(None),
            read: RwSignal::new(false),
            entries: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            turn: StoredValue::new_local(Rc::default()),
            under_way: StoredValue::new(0),
            cameras: Cameras::new(),
            timer: StoredValue::new_local(None),
        }
    }

    /// Whether it is only tried out.
    pub(in crate::patrol) fn is_trial(self) -> bool {
        self.trial.with_value(Option::is_some)
    }

    /// Whether the phone's memory has been read; reactive.
    pub(in crate::patrol) fn is_read(self) -> bool {
        self.read.get()
    }

    /// What it goes by: what it began with, on whichever phone; else the newest checklist for the shop.
    fn begin(self, state: &State, begun: Option<Begun>) -> Option<Begun> {
        let saved = state.patrol.saved.get(&self.id);
        let saved = saved.map(|saved| (saved.template, saved.version));
        let own = begun.map(|begun| (begun.template, begun.version));
        let (template, version) = saved.or(own).or_else(|| {
            let shop = state.shops.get(&self.shop)?;
            let (template, version, _) = state.patrol.checklist_for(shop)?;
            Some((template, version))
        })?;
        Some(Begun {
            patrol: self.patrol,
            shop: self.shop,
            template,
            version,
        })
    }

    /// The checklist, once it is known; reactive.
    pub(in crate::patrol) fn list(self) -> Part<Option<Arc<Checklist>>> {
        Part::new(move || self.list_now())
    }

    fn list_now(self) -> Option<Arc<Checklist>> {
        if let Some(list) = self.trial.get_value() {
            return Some(list);
        }
        let begun = self.begun.get()?;
        self.session.view().with(|state| {
            let list = state.patrol.checklist(begun.template, begun.version);
            list.cloned()
        })
    }

    /// The checklist's name and version; reactive.
    pub(in crate::patrol) fn begun(self) -> Option<Begun> {
        self.begun.get()
    }

    /// What was answered to an item; reactive.
    pub(in crate::patrol) fn entry(self, item: u16) -> Entry {
        self.entries.with(|entries| found(entries, item))
    }

    /// Whether anything was answered that no other phone and no endpoint has; reactive.
    pub(in crate::patrol) fn has_own(self) -> bool {
        self.entries
            .with(|entries| entries.iter().any(Entry::is_own))
    }

    /// Everything that was answered and fits the checklist; reactive.
    pub(in crate::patrol) fn all(self, list: &Checklist) -> (Vec<Answer>, Vec<Remark>) {
        self.entries.with(|entries| fitting(list, entries))
    }

    /// How far it is filled in; reactive.
    pub(in crate::patrol) fn filled(self, list: &Checklist) -> Filled {
        let (answers, remarks) = self.all(list);
        Filled::new(list, &answers, &remarks)
    }

    /// Why the last answer could not be stored.
    pub(in crate::patrol) fn failed(self) -> Signal<Option<String>> {
        self.failed.into()
    }

    /// Answers an item: stored first, then shown.
    pub(in crate::patrol) fn answer(self, item: u16, value: Value) {
        self.change(item, move |entry| entry.value = Some(value));
    }

    /// Takes an answer back, as the last photo of an item is.
    pub(in crate::patrol) fn unanswer(self, item: u16) {
        self.change(item, |entry| entry.value = None);
    }

    /// Puts words behind an answer in words.
    pub(in crate::patrol) fn add_words(self, item: u16, words: &str) {
        let words = words.to_owned();
        self.change(item, move |entry| {
            let before = match entry.value.take() {
                Some(Value::Text(before)) => before,
                _ => String::new(),
            };
            entry.value = Some(Value::Text(before + &words));
        });
    }

    /// Changes what stands beside an answer.
    pub(in crate::patrol) fn remark(self, item: u16, change: impl FnOnce(&mut Remark) + 'static) {
        self.change(item, move |entry| change(&mut entry.remark));
    }

    pub(super) fn change(self, item: u16, change: impl FnOnce(&mut Entry) + 'static) {
        // A word may still come when what was only tried out is put away.
        if self.read.try_get_untracked().is_none() {
            return;
        }
        self.under_way.update_value(|count| *count += 1);
        let change = Box::new(change);
        spawn_local(async move {
            self.change_now(item, change).await;
            self.under_way.update_value(|count| *count -= 1);
        });
    }

    async fn change_now(self, item: u16, change: Box<dyn FnOnce(&mut Entry)>) {
        let turn = self.turn.get_value();
        let _turn = turn.lock().await;
        let entries = self.entries.get_untracked();
        let before = found(&entries, item);
        let mut entry = before.clone();
        change(&mut entry);
        if entry == before {
            return;
        }
        entry.saved = false;
        match self.store(&entry, entries.is_empty()).await {
            Ok(()) => {
                self.entries.update(|entries| put(entries, entry));
                self.failed.set(None);
                self.save_later();
            }
            Err(refusal) => self.failed.set(Some(refusal.text())),
        }
    }

    async fn store(self, entry: &Entry, first: bool) -> Result<(), Refusal> {
        if self.is_trial() {
            return Ok(());
        }
        if first && let Some(begun) = self.begun.get_untracked() {
            let text = begun_text(begun);
            let kept = self
                .session
                .keep_draft_surely(&begun_name(self.id), &text)
                .await;
            kept.map_err(Refusal::Store)?;
        }
        let (name, text) = (entry.name(self.id), entry.text());
        let kept = self.session.keep_draft_surely(&name, &text).await;
        kept.map_err(Refusal::Store)
    }

    /// Forgets what was submitted: the command that submits it has everything, so nothing is left to be saved.
    pub(in crate::patrol) fn close(self) {
        self.timer.set_value(None);
        self.entries
            .update(|entries| entries.iter_mut().for_each(|entry| entry.saved = true));
        forget(self.session, self.id);
    }

    /// What another phone of this member has saved takes the place of what this one has no newer word on.
    fn follow_other_phones(self) {
        let id = self.id;
        let saved = self
            .session
            .part(move |state| state.patrol.saved.get(&id).cloned());
        Effect::new(move |_| {
            let (Some(saved), Some(begun)) = (saved.get(), self.begun.get()) else {
                return;
            };
            let merged = self
                .entries
                .with_untracked(|entries| merged(entries, &saved));
            if let Some(merged) = merged {
                self.entries.set(merged);
            }
            if (begun.template, begun.version) != (saved.template, saved.version) {
                self.begun.set(Some(Begun {
                    template: saved.template,
                    version: saved.version,
                    ..begun
                }));
            }
        });
    }

    fn save_later(self) {
        if self.is_trial() {
            return;
        }
        let later = Timeout::new(QUIET, move || self.save_now());
        let _ = self.timer.try_update_value(|timer| *timer = Some(later));
    }

    /// Saves with the endpoint what it has not got.
    pub(in crate::patrol) fn save_now(self) {
        let (Some(Some(begun)), Some(entries)) = (
            self.begun.try_get_untracked(),
            self.entries.try_get_untracked(),
        ) else {
            return;
        };
        spawn_local(async move {
            for entry in save(self.session, begun, &entries).await {
                self.mark_saved(entry).await;
            }
        });
    }

    /// A command has it, unless it was answered otherwise meanwhile.
    async fn mark_saved(self, entry: Entry) {
        let Some(turn) = self.turn.try_get_value() else {
            return mark_saved(self.session, self.id, &entry).await;
        };
        let _turn = turn.lock().await;
        let known = self
            .entries
            .try_with_untracked(|entries| found(entries, entry.item));
        if known.is_some_and(|known| known != entry) {
            return;
        }
        mark_saved(self.session, self.id, &entry).await;
        let _ = self.entries.try_update(|entries| {
            let known = entries.iter_mut().filter(|known| **known == entry);
            known.for_each(|known| known.saved = true);
        });
    }

    /// Whether everything is stored that was tapped.
    pub(super) fn is_at_rest(self) -> bool {
        self.under_way.get_value() == 0
    }

    /// Waits until everything is stored that was tapped, photographed and said.
    pub(in crate::patrol) async fn settle(self) {
        // A photo that has just been made is stored with its item in the moment after.
        let mut rests = 0;
        while rests < 2 {
            rests = match self.is_at_rest() && !self.cameras.are_busy() && !hears_out() {
                true => rests + 1,
                false => 0,
            };
            if rests < 2 {
                pause(LOOK_AGAIN).await;
            }
        }
    }

    /// The page is left: what is on its way is stored before the book is put away.
    pub(in crate::patrol) fn leave(self, desk: Owner) {
        spawn_local(async move {
            self.settle().await;
            self.save_now();
            desk.cleanup();
        });
    }

    fn save_when_hidden(self) {
        let hidden = window_event_listener(ev::visibilitychange, move |_| {
            if document().hidden() {
                self.save_now();
            }
        });
        on_cleanup(move || hidden.remove());
    }
}

/// Forgets what the phone keeps of an inspection.
pub(in crate::patrol) fn forget(session: Session, id: InspectionId) {
    spawn_local(async move {
        let folder = format!("{FOLDER}{id}/");
        for (name, _) in session.drafts_under(&folder).await {
            session.keep_draft(&format!("{folder}{name}"), "").await;
        }
    });
}

fn found(entries: &[Entry], item: u16) -> Entry {
    let known = entries.iter().find(|entry| entry.item == item);
    known.cloned().unwrap_or_else(|| Entry::new(item))
}

fn put(entries: &mut Vec<Entry>, entry: Entry) {
    entries.retain(|known| known.item != entry.item);
    entries.push(entry);
}

/// Answers that the checklist takes, and what stands beside them: another phone may have begun by another version.
fn fitting(list: &Checklist, entries: &[Entry]) -> (Vec<Answer>, Vec<Remark>) {
    let (mut answers, mut remarks) = (Vec::new(), Vec::new());
    for entry in entries {
        let Some(item) = list.item(entry.item) else {
            continue;
        };
        let value = entry.value.clone().filter(|value| item.kind.takes(value));
        answers.extend(value.map(|value| Answer {
            item: entry.item,
            value,
        }));
        remarks.push(entry.remark.clone());
    }
    (answers, remarks)
}

/// The entries with what was saved, if that differs.
fn merged(entries: &[Entry], saved: &Saved) -> Option<Vec<Entry>> {
    let mut merged = entries.to_vec();
    let mut numbers: Vec<u16> = saved.answers.iter().map(|answer| answer.item).collect();
    numbers.extend(saved.remarks.iter().map(|remark| remark.item));
    for item in numbers {
        let own = found(&merged, item);
        if own.is_own() {
            continue;
        }
        let answer = saved.answers.iter().find(|answer| answer.item == item);
        let remark = saved.remarks.iter().find(|remark| remark.item == item);
        let entry = Entry {
            value: answer.map(|answer| answer.value.clone()),
            remark: remark.cloned().unwrap_or_else(|| Remark::none(item)),
            saved: true,
            item,
        };
        if entry != own {
            put(&mut merged, entry);
        }
    }
    (merged != entries).then_some(merged)
}
