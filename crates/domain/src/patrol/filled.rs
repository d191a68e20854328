//! How far an inspection is filled in, and what is still missing.

use super::{Answer, Checklist, Remark, Value, Verdict, item};

/// How far an inspection is filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// The items that are asked, in order, given what was answered.
    pub asked: Vec<u16>,
    /// Those without an answer.
    pub missing: Vec<u16>,
    /// Those that fail and need a photo, or a word why there is none.
    pub without_photo: Vec<u16>,
}

impl Filled {
    /// How far answers fill a checklist.
    #[must_use]
    pub fn new(list: &Checklist, answers: &[Answer], remarks: &[Remark]) -> Self {
        let mut filled = Self::default();
        for (item, value) in item::asked(list.items(), answers) {
            filled.asked.push(item.item);
            let Some(value) = value.filter(|value| !is_blank(value)) else {
                filled.missing.push(item.item);
                continue;
            };
            let failed = item.verdict(value) == Verdict::Failed;
            let shown = remarks.iter().any(|r| r.item == item.item && r.shows());
            if failed && item.photo_on_fail && !shown {
                filled.without_photo.push(item.item);
            }
        }
        filled
    }

    /// Items that are answered.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.asked.len() - self.missing.len()
    }

    /// Whether it may be submitted.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty() && self.without_photo.is_empty()
    }

    /// What has to be done yet, in the order of the items.
    #[must_use]
    pub fn to_do(&self) -> Vec<u16> {
        let open = |item: &&u16| self.missing.contains(item) || self.without_photo.contains(item);
        self.asked.iter().filter(open).copied().collect()
    }
}

fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.trim().is_empty())
}
