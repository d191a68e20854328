//! The score of an inspection, in tenths of a point of 100.
//!
//! `100·Σ(weight·share)/Σ(weight)` over the items that apply and weigh something, one decimal, half up; a critical
//! item without any point caps it at 59.9. In whole numbers: shares have one common denominator.

use serde::{Deserialize, Serialize};

use super::{Answer, Item};

/// The most that an inspection can have when a critical item has failed altogether.
pub const CAP: u16 = 599;

/// What is a multiple of every number of points that an item may have: of 1 to 20, and of 100.
const COMMON: u128 = 1_163_962_800;

/// How a score came about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// In tenths of a point; none if nothing applied.
    pub tenths: Option<u16>,
    /// What it would be without the cap.
    pub uncapped: Option<u16>,
    /// The critical items without any point.
    pub capped_by: Vec<u16>,
    /// The weight of what applied.
    pub weight: u32,
    /// Each item that counted, with its weight, its points and its most points.
    pub parts: Vec<ScorePart>,
}

/// What one item counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorePart {
    /// The item.
    pub item: u16,
    /// Its weight.
    pub weight: u16,
    /// Its points.
    pub points: u16,
    /// Its most points.
    pub max: u16,
}

/// The score of answers to items, of which those that are not asked are left out.
#[must_use]
pub fn score<'a>(items: impl Iterator<Item = &'a Item>, answers: &'a [Answer]) -> Score {
    let mut score = Score::default();
    let mut sum: u128 = 0;
    for (item, value) in super::item::asked(items, answers) {
        let points = value.and_then(|value| item.kind.points(value));
        let (Some(points), Some(max)) = (points, item.kind.max()) else {
            continue;
        };
        if item.weight == 0 || max == 0 {
            continue;
        }
        score.weight += u32::from(item.weight);
        sum += u128::from(item.weight) * u128::from(points) * (COMMON / u128::from(max));
        if item.critical && points == 0 {
            score.capped_by.push(item.item);
        }
        score.parts.push(ScorePart {
            item: item.item,
            weight: item.weight,
            points,
            max,
        });
    }
    if score.weight == 0 {
        return score;
    }
    let whole = u128::from(score.weight) * COMMON;
    let tenths = (sum * 2_000 + whole) / (2 * whole);
    let tenths = u16::try_from(tenths.min(1_000)).unwrap_or(1_000);
    score.uncapped = Some(tenths);
    score.tenths = Some(match score.capped_by.is_empty() {
        true => tenths,
        false => tenths.min(CAP),
    });
    score
}

/// The mean of scores in tenths, half up; of those that have none nothing is counted.
#[must_use]
pub fn mean(scores: impl Iterator<Item = Option<u16>>) -> Option<u16> {
    let (mut sum, mut count) = (0u64, 0u64);
    for score in scores.flatten() {
        sum += u64::from(score);
        count += 1;
    }
    if count == 0 {
        return None;
    }
    u16::try_from((2 * sum + count) / (2 * count)).ok()
}
