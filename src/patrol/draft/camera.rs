//! The photos of an inspection: what an item's camera holds and what is stored of it are alike.

use crate::view::prelude::*;
use leptos::prelude::{Owner, Track, UpdateValue};
use yishi_domain::patrol::{Item, ItemKind, Value};
use yishi_domain::{Digest, MOST_PHOTOS};

use super::{Book, Entry};
use crate::photo::Picked;

/// What takes photos of the items, one for each; copies are the same. They live as long as the book: whoever goes on to
/// the next question loses no photo that is still being made small.
#[derive(Clone, Copy)]
pub(super) struct Cameras {
    desk: StoredValue<Option<Owner>>,
    all: StoredValue<Vec<(u16, Picked)>>,
}

impl Cameras {
    /// None was used yet. They live as long as whoever makes them here.
    pub(super) fn new() -> Self {
        Self {
            desk: StoredValue::new(Owner::current()),
            all: StoredValue::new(Vec::new()),
        }
    }

    /// Whether any photo is being made small.
    pub(super) fn are_busy(self) -> bool {
        let busy = |all: &Vec<(u16, Picked)>| all.iter().any(|(_, picked)| picked.is_making());
        self.all.try_with_value(busy).unwrap_or_default()
    }
}

impl Book {
    /// What takes photos of an item: as its answer where it asks for photos, else beside its answer.
    pub(in crate::patrol) fn camera(self, item: &Item) -> Picked {
        let number = item.item;
        let known = |all: &Vec<(u16, Picked)>| all.iter().find(|(one, _)| *one == number).copied();
        if let Some((_, picked)) = self.cameras.all.with_value(known) {
            return picked;
        }
        let answers = item.kind == ItemKind::Photo;
        let make = || {
            let picked = Picked::new(self.session, MOST_PHOTOS);
            self.keep_alike(number, picked, answers);
            picked
        };
        let picked = match self.cameras.desk.get_value() {
            Some(desk) => desk.with(make),
            None => make(),
        };
        self.cameras
            .all
            .update_value(|all| all.push((number, picked)));
        picked
    }

    fn keep_alike(self, item: u16, picked: Picked, answers: bool) {
        // What was stored, here or by another phone of the member, is held; also after a photo that could not be.
        Effect::new(move |_| {
            let stored = photos(&self.entry(item), answers);
            self.failed().track();
            let untouched = self.is_at_rest() && !picked.is_making();
            if untouched && untrack(|| picked.names()) != stored {
                picked.hold(stored);
            }
        });
        Effect::new(move |before: Option<Vec<Digest>>| {
            let now = picked.names();
            if before.is_some_and(|before| before != now) {
                let held = now.clone();
                self.change(item, move |entry| put(entry, held, answers));
            }
            now
        });
    }
}

fn photos(entry: &Entry, answers: bool) -> Vec<Digest> {
    match (&entry.value, answers) {
        (Some(Value::Photos(photos)), true) => photos.clone(),
        (_, true) => Vec::new(),
        (_, false) => entry.remark.photos.clone(),
    }
}

fn put(entry: &mut Entry, photos: Vec<Digest>, answers: bool) {
    match (answers, photos.is_empty()) {
        (false, _) => entry.remark.photos = photos,
        (true, false) => entry.value = Some(Value::Photos(photos)),
        // Another answer stays.
        (true, true) if matches!(entry.value, Some(Value::Photos(_))) => entry.value = None,
        (true, true) => {}
    }
}
