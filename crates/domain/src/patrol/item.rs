//! What a checklist asks: its items, what may be answered to each, and when an answer means that something is wrong.

use serde::{Deserialize, Serialize};

use super::answer::{Answer, Value};

/// Points of which an item scored by points fails when it has less: three fifths, the pass mark of 60 in 100.
const PASS: (u64, u64) = (3, 5);

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// In order or not.
    PassFail,
    /// So many points of `max`: 1 to 20, or 100.
    Score {
        /// The most.
        max: u16,
    },
    /// One of several.
    Choice {
        /// 2 to 12.
        options: Vec<ItemOption>,
    },
    /// A number; in order within its range.
    Number {
        /// ℃, 人; may be empty.
        unit: String,
        /// Digits behind the point, 0 to 3: a number is told in whole parts of this size.
        decimals: u8,
        /// The least that is in order.
        least: Option<i64>,
        /// The most that is in order.
        most: Option<i64>,
    },
    /// In words; not scored.
    Text,
    /// One photo or more; not scored.
    Photo,
}

/// One of the answers to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemOption {
    /// 1 to 40 characters.
    pub text: String,
    /// What it counts, 0 to 20. The best option has the whole weight.
    pub points: u16,
}

/// How bad it is that an item fails: it tells by when it has to be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 严重: within a day.
    Critical,
    /// 一般: within 7 days.
    Major,
    /// 轻微: within 14 days.
    Minor,
}

impl Severity {
    /// All, the worst first.
    pub const ALL: [Self; 3] = [Self::Critical, Self::Major, Self::Minor];

    /// Days until it has to be mended.
    #[must_use]
    pub fn days(self) -> i64 {
        match self {
            Self::Critical => 1,
            Self::Major => 7,
            Self::Minor => 14,
        }
    }
}

/// What an earlier answer has to be for an item to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// In order.
    Passed,
    /// Not in order.
    Failed,
    /// Not applicable.
    NotApplicable,
    /// That option of a choice, from 0.
    Option(u8),
}

/// An item is asked only if an earlier one was answered so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownIf {
    /// The earlier item.
    pub item: u16,
    /// What it has to be.
    pub is: Condition,
}

/// An item of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its number, by which answers and findings name it. It keeps it in later versions of the checklist.
    pub item: u16,
    /// What to look at; 1 to 100 characters.
    pub text: String,
    /// What is asked.
    pub kind: ItemKind,
    /// What it counts in the score, 0 to 100; 0 for words and photos.
    pub weight: u16,
    /// Whether it failing altogether caps the score.
    pub critical: bool,
    /// Whether a photo has to be taken when it fails.
    pub photo_on_fail: bool,
    /// How bad it is that it fails; whoever inspects may say otherwise.
    pub severity: Severity,
    /// How to look at it; at most 300 characters, may be empty.
    pub help: String,
    /// When it is asked; always if not told.
    pub shown_if: Option<ShownIf>,
}

/// A part of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// 1 to 40 characters.
    pub title: String,
    /// In the order in which they are asked.
    pub items: Vec<Item>,
}

/// What an answer says of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is in order.
    Passed,
    /// It is not.
    Failed,
    /// It does not apply.
    NotApplicable,
    /// Words or photos, which are neither.
    Told,
}

impl ItemKind {
    /// The most points that it has; none for what is not scored.
    #[must_use]
    pub fn max(&self) -> Option<u16> {
        match self {
            Self::PassFail | Self::Number { .. } => Some(1),
            Self::Score { max } => Some(*max),
            Self::Choice { options } => options.iter().map(|option| option.points).max(),
            Self::Text | Self::Photo => None,
        }
    }

    /// Whether a value may be answered to it. Everything may be not applicable.
    #[must_use]
    pub fn takes(&self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::NotApplicable)
            | (Self::PassFail, Value::Pass | Value::Fail)
            | (Self::Number { .. }, Value::Number(_))
            | (Self::Text, Value::Text(_)) => true,
            (Self::Score { max }, Value::Points(points)) => points <= max,
            (Self::Choice { options }, Value::Option(option)) => {
                usize::from(*option) < options.len()
            }
            (Self::Photo, Value::Photos(photos)) => !photos.is_empty(),
            _ => false,
        }
    }

    /// The points of a value; none for what is not applicable, not scored or does not fit.
    #[must_use]
    pub fn points(&self, value: &Value) -> Option<u16> {
        if !self.takes(value) {
            return None;
        }
        match (self, value) {
            (Self::PassFail, value) => match value {
                Value::Pass => Some(1),
                Value::Fail => Some(0),
                _ => None,
            },
            (Self::Number { least, most, .. }, Value::Number(number)) => {
                let within = least.is_none_or(|least| *number >= least)
                    && most.is_none_or(|most| *number <= most);
                Some(u16::from(within))
            }
            (Self::Score { .. }, Value::Points(points)) => Some(*points),
            (Self::Choice { options }, Value::Option(option)) => options
                .get(usize::from(*option))
                .map(|option| option.points),
            _ => None,
        }
    }
}

impl Item {
    /// What a value says of it.
    #[must_use]
    pub fn verdict(&self, value: &Value) -> Verdict {
        let (Some(points), Some(max)) = (self.kind.points(value), self.kind.max()) else {
            return match value {
                Value::NotApplicable => Verdict::NotApplicable,
                _ => Verdict::Told,
            };
        };
        let (part, whole) = PASS;
        if u64::from(points) * whole < u64::from(max) * part {
            Verdict::Failed
        } else {
            Verdict::Passed
        }
    }

    /// Whether it is asked, given what was answered to the items before it.
    #[must_use]
    pub fn is_asked(&self, asked: &[(&Item, Option<&Value>)]) -> bool {
        let Some(condition) = self.shown_if else {
            return true;
        };
        let earlier = asked.iter().find(|(item, _)| item.item == condition.item);
        let Some((item, Some(value))) = earlier else {
            return false;
        };
        match condition.is {
            Condition::Passed => item.verdict(value) == Verdict::Passed,
            Condition::Failed => item.verdict(value) == Verdict::Failed,
            Condition::NotApplicable => **value == Value::NotApplicable,
            Condition::Option(option) => **value == Value::Option(option),
        }
    }
}

/// The items that are asked, in order, each with its answer if there is one. An item hangs on those before it alone.
pub(super) fn asked<'a>(
    items: impl Iterator<Item = &'a Item>,
    answers: &'a [Answer],
) -> Vec<(&'a Item, Option<&'a Value>)> {
    let mut asked: Vec<(&Item, Option<&Value>)> = Vec::new();
    for item in items {
        if item.is_asked(&asked) {
            let answer = answers.iter().find(|answer| answer.item == item.item);
            let value = answer.map(|answer| &answer.value);
            asked.push((item, value.filter(|value| item.kind.takes(value))));
        }
    }
    asked
}
