//! What was found at a shop, item by item.

use serde::{Deserialize, Serialize};

use super::Severity;
use crate::text::optional;
use crate::{Digest, MOST_PHOTOS, Rejection};

/// Characters of an answer in words.
const MOST_TEXT: u32 = 500;
/// Characters of a note.
const MOST_NOTE: u32 = 200;

/// What was answered to an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// In order.
    Pass,
    /// Not in order.
    Fail,
    /// Does not apply here: it leaves the score.
    NotApplicable,
    /// So many points.
    Points(u16),
    /// That option, from 0.
    Option(u8),
    /// A number in whole parts of its item's decimals.
    Number(i64),
    /// In words.
    Text(String),
    /// Photos by their SHA-256.
    Photos(Vec<Digest>),
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// To which item.
    pub item: u16,
    /// What was answered.
    pub value: Value,
}

impl Value {
    /// Whether it has more words than an answer may have.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        matches!(self, Self::Text(text) if is_longer(text, MOST_TEXT))
    }
}

/// What stands beside an answer, where something does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Beside the answer to which item.
    pub item: u16,
    /// At most 200 characters; may be empty.
    pub note: String,
    /// At most 4 photos by their SHA-256; their bytes may arrive later.
    pub photos: Vec<Digest>,
    /// How bad it is, where whoever inspects sees it otherwise than the checklist.
    pub severity: Option<Severity>,
    /// No photo could be taken although one is asked for; the note says why.
    pub without_photo: bool,
}

impl Remark {
    /// Nothing beside the answer to an item.
    #[must_use]
    pub fn none(item: u16) -> Self {
        Self {
            item,
            note: String::new(),
            photos: Vec::new(),
            severity: None,
            without_photo: false,
        }
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::none(self.item)
    }

    /// Whether there is what is asked for when something fails: a photo, or why there is none.
    #[must_use]
    pub fn shows(&self) -> bool {
        !self.photos.is_empty() || (self.without_photo && !self.note.trim().is_empty())
    }

    /// Whether its note has more words than a note may have.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        is_longer(&self.note, MOST_NOTE)
    }
}

fn is_longer(text: &str, most: u32) -> bool {
    u32::try_from(text.trim().chars().count()).is_ok_and(|count| count > most)
}

/// The answers with texts in order, the last one to each item, in the order of the items.
pub(super) fn checked_answers(answers: &[Answer]) -> Result<Vec<Answer>, Rejection> {
    let mut kept: Vec<Answer> = Vec::with_capacity(answers.len());
    for answer in answers {
        let value = match &answer.value {
            Value::Text(text) => Value::Text(optional("answer", text, MOST_TEXT)?),
            Value::Photos(photos) => Value::Photos(crate::photo::checked(photos)?),
            other => other.clone(),
        };
        kept.retain(|known| known.item != answer.item);
        kept.push(Answer {
            item: answer.item,
            value,
        });
    }
    crate::sort_by_key(&mut kept, |answer| answer.item);
    Ok(kept)
}

/// The remarks with texts in order, the last one to each item; those that say nothing are left out.
pub(super) fn checked_remarks(remarks: &[Remark]) -> Result<Vec<Remark>, Rejection> {
    let mut kept: Vec<Remark> = Vec::with_capacity(remarks.len());
    for remark in remarks {
        kept.retain(|known| known.item != remark.item);
        kept.push(Remark {
            note: optional("note", &remark.note, MOST_NOTE)?,
            photos: crate::photo::checked(&remark.photos)?,
            ..remark.clone()
        });
    }
    kept.retain(|remark| !remark.is_empty());
    crate::sort_by_key(&mut kept, |remark| remark.item);
    Ok(kept)
}

/// All photos of answers and remarks.
pub(crate) fn photos(answers: &[Answer], remarks: &[Remark]) -> Vec<Digest> {
    let of_answers = answers.iter().flat_map(|answer| match &answer.value {
        Value::Photos(photos) => photos.as_slice(),
        _ => &[],
    });
    let of_remarks = remarks.iter().flat_map(|remark| &remark.photos);
    of_answers.chain(of_remarks).copied().collect()
}

/// Photos that one inspection may have.
pub(super) fn few_photos(answers: &[Answer], remarks: &[Remark]) -> Result<(), Rejection> {
    const MOST: usize = 15 * MOST_PHOTOS;
    if photos(answers, remarks).len() <= MOST {
        return Ok(());
    }
    let most = u32::try_from(MOST).unwrap_or(u32::MAX);
    Err(Rejection::TooManyPhotos { most })
}
