//! Opinions that seem to be about the same, to be looked at by a person before anything is merged.

use super::{Opinion, OpinionOutcome};
use crate::council::Council;
use crate::{OpinionId, sort_by_key};

/// Of a thousand, how much of the shorter text must stand in the other one too.
const LEAST_SHARE: u32 = 180;

/// Two characters that stand side by side: in Chinese close to a word.
type Pair = (char, char);

impl Council {
    /// The opinions that an opinion might be merged into, the most similar first: those that wait or that the
    /// council deals with. What rare pairs of characters they share tells more than what common ones do.
    #[must_use]
    pub fn similar(&self, id: OpinionId, most: usize) -> Vec<OpinionId> {
        let Some(opinion) = self.opinions.get(&id) else {
            return Vec::new();
        };
        let own = pairs(&opinion.text);
        let others = self.opinions.iter().filter(|(other, _)| **other != id);
        let others = others.filter(|(_, other)| goes_on(other));
        let others: Vec<(OpinionId, &Opinion, Vec<Pair>)> = others
            .map(|(other, opinion)| (*other, &**opinion, pairs(&opinion.text)))
            .collect();
        // How many of the others have each pair.
        let mut frequency = vec![0u32; own.len()];
        for place in others.iter().flat_map(|(_, _, pairs)| shared(&own, pairs)) {
            frequency[place] += 1;
        }
        let mut found = Vec::new();
        for (other, known, pairs) in &others {
            let weights = shared(&own, pairs).map(|place| 1_000 / frequency[place].max(1));
            let (count, weight) = weights.fold((0u32, 0u32), |(count, sum), weight| {
                (count + 1, sum.saturating_add(weight))
            });
            let shorter = u32::try_from(own.len().min(pairs.len())).unwrap_or(u32::MAX);
            if count > 0 && count.saturating_mul(1_000) >= shorter.saturating_mul(LEAST_SHARE) {
                let same_kind = known.category == opinion.category;
                found.push((weight + u32::from(same_kind) * 200, *other));
            }
        }
        sort_by_key(&mut found, |(weight, _)| std::cmp::Reverse(*weight));
        found.truncate(most);
        found.into_iter().map(|(_, other)| other).collect()
    }
}

/// Whether another opinion may be merged into it.
pub(super) fn goes_on(opinion: &Opinion) -> bool {
    matches!(
        opinion.outcome,
        None | Some((_, OpinionOutcome::TakenUp { .. }))
    )
}

/// The places in `own` of the pairs that stand in both.
fn shared<'a>(own: &'a [Pair], pairs: &'a [Pair]) -> impl Iterator<Item = usize> + 'a {
    pairs.iter().filter_map(|pair| own.binary_search(pair).ok())
}

/// The pairs of a text, each once and in order.
fn pairs(text: &str) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut before = None;
    for c in text.chars() {
        let c = c.is_alphanumeric().then_some(c.to_ascii_lowercase());
        pairs.extend(before.zip(c));
        before = c;
    }
    sort_by_key(&mut pairs, |pair| *pair);
    pairs.dedup();
    pairs
}
