//! One item of an inspection as the phone keeps it.

use serde::{Deserialize, Serialize};
use yishi_domain::InspectionId;
use yishi_domain::patrol::{Answer, Remark, Value};
use yishi_sync::wire::{from_json, to_json};

use super::Begun;

/// What the names of these drafts begin with.
pub(super) const FOLDER: &str = "inspect/";
/// The name, within an inspection, of what it was begun by.
pub(super) const BEGUN: &str = "begun";

/// What was answered to an item, and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::patrol) struct Entry {
    pub(in crate::patrol) item: u16,
    pub(in crate::patrol) value: Option<Value>,
    pub(in crate::patrol) remark: Remark,
    /// Whether a command has it, so that the endpoint's word is as good.
    pub(in crate::patrol) saved: bool,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    value: Option<Value>,
    remark: Remark,
    saved: bool,
}

impl Entry {
    /// Nothing yet.
    pub(in crate::patrol) fn new(item: u16) -> Self {
        Self {
            item,
            value: None,
            remark: Remark::none(item),
            saved: false,
        }
    }

    /// Whether this phone alone has it.
    pub(in crate::patrol) fn is_own(&self) -> bool {
        !self.saved && (self.value.is_some() || !self.remark.is_empty())
    }

    /// Whether the endpoint can have what it has not got.
    pub(super) fn is_to_be_saved(&self) -> bool {
        !self.saved && !self.is_too_long()
    }

    /// Whether it has more words than there is room for: it stays here until somebody shortens it.
    fn is_too_long(&self) -> bool {
        self.remark.is_too_long() || self.value.as_ref().is_some_and(Value::is_too_long)
    }

    /// The name of its draft.
    pub(super) fn name(&self, id: InspectionId) -> String {
        format!("{FOLDER}{id}/{}", self.item)
    }

    pub(super) fn text(&self) -> String {
        to_json(&Kept {
            value: self.value.clone(),
            remark: self.remark.clone(),
            saved: self.saved,
        })
    }

    pub(super) fn read(item: &str, text: &str) -> Option<Self> {
        let item = item.parse().ok()?;
        let Kept {
            value,
            remark,
            saved,
        } = from_json(text).ok()?;
        Some(Self {
            item,
            value,
            remark: Remark { item, ..remark },
            saved,
        })
    }
}

/// The name of what an inspection was begun by.
pub(super) fn begun_name(id: InspectionId) -> String {
    format!("{FOLDER}{id}/{BEGUN}")
}

pub(super) fn begun_text(begun: Begun) -> String {
    let Begun {
        patrol,
        shop,
        template,
        version,
    } = begun;
    format!("{patrol} {shop} {template} {version}")
}

pub(super) fn read_begun(text: &str) -> Option<Begun> {
    let mut parts = text.split(' ');
    Some(Begun {
        patrol: parts.next()?.parse().ok()?,
        shop: parts.next()?.parse().ok()?,
        template: parts.next()?.parse().ok()?,
        version: parts.next()?.parse().ok()?,
    })
}

/// The answers and remarks that no command has yet. An empty remark takes back one that was saved.
pub(super) fn unsaved(entries: &[Entry]) -> (Vec<Answer>, Vec<Remark>) {
    let new = entries.iter().filter(|entry| entry.is_to_be_saved());
    let (mut answers, mut remarks) = (Vec::new(), Vec::new());
    for entry in new {
        answers.extend(entry.value.clone().map(|value| Answer {
            item: entry.item,
            value,
        }));
        remarks.push(entry.remark.clone());
    }
    (answers, remarks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;
    use yishi_domain::Digest;

    #[wasm_bindgen_test(unsupported = test)]
    fn an_entry_comes_back_as_it_was_kept() {
        let entry = Entry {
            value: Some(Value::Number(-35)),
            remark: Remark {
                note: "西红柿\n\"3.80\"".into(),
                photos: vec![Digest([7; 32])],
                without_photo: true,
                ..Remark::none(4)
            },
            saved: true,
            ..Entry::new(4)
        };
        assert_eq!(Entry::read("4", &entry.text()), Some(entry));
        assert_eq!(Entry::read("begun", "x"), None);
        assert_eq!(Entry::read("4", "no JSON"), None);
    }
}
