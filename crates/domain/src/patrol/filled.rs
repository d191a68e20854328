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
    /// Those with more words than there is room for.
    pub too_long: Vec<u16>,
}

impl Filled {
    /// How far answers fill a checklist.
    #[must_use]
    pub fn new(list: &Checklist, answers: &[Answer], remarks: &[Remark]) -> Self {
        let mut filled = Self::default();
        for (item, value) in item::asked(list.items(), answers) {
            filled.asked.push(item.item);
            let beside = remarks.iter().find(|remark| remark.item == item.item);
            if value.is_some_and(Value::is_too_long) || beside.is_some_and(Remark::is_too_long) {
                filled.too_long.push(item.item);
            }
            let Some(value) = value.filter(|value| !is_blank(value)) else {
                filled.missing.push(item.item);
                continue;
            };
            let failed = item.verdict(value) == Verdict::Failed;
            if failed && item.photo_on_fail && !beside.is_some_and(Remark::shows) {
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
        self.missing.is_empty() && self.without_photo.is_empty() && self.too_long.is_empty()
    }

    /// What has to be done yet, in the order of the items.
    #[must_use]
    pub fn to_do(&self) -> Vec<u16> {
        let all = [&self.missing, &self.without_photo, &self.too_long];
        let open = |item: &&u16| all.iter().any(|some| some.contains(item));
        self.asked.iter().filter(open).copied().collect()
    }
}

fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.trim().is_empty())
}
