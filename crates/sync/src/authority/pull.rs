//! What a member is to be sent.

use std::collections::BTreeMap;
use yishi_domain::{MemberId, State, audiences_of};

/// How far each audience of a member has been read, and what the member lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullPlan {
    /// The log's last `seq` as far as this answer knows.
    pub head: u64,
    /// The member's audiences with the `seq` after which each is read.
    pub cursors: BTreeMap<String, u64>,
    /// Audiences named in the request that the member has no longer.
    pub revoked: Vec<String>,
}

impl PullPlan {
    /// What a member is to be sent who has seen that much, in a state folded up to `head`.
    #[must_use]
    pub fn of(state: &State, head: u64, member: MemberId, seen: &BTreeMap<String, u64>) -> Self {
        let held = audiences_of(state, member)
            .into_iter()
            .map(|audience| audience.to_string());
        let mut cursors = BTreeMap::new();
        // Collecting would sort first, by code of its own.
        cursors.extend(
            held.map(|audience| (audience.clone(), seen.get(&audience).copied().unwrap_or(0))),
        );
        let revoked = seen
            .keys()
            .filter(|audience| !cursors.contains_key(*audience))
            .cloned()
            .collect();
        Self {
            head,
            cursors,
            revoked,
        }
    }

    /// Cuts what was read (in order of `seq`, up to one event more than `limit`) to this answer and moves
    /// the cursors. Returns whether there is more.
    pub fn finish(&mut self, events: &mut Vec<(u64, String)>, limit: usize) -> bool {
        // Events that were appended after the state was looked at belong to the next answer.
        events.retain(|(seq, _)| *seq <= self.head);
        let more = events.len() > limit;
        events.truncate(limit);
        let through = if more {
            events.last().map_or(0, |(seq, _)| *seq)
        } else {
            self.head
        };
        for cursor in self.cursors.values_mut() {
            *cursor = (*cursor).max(through);
        }
        more
    }
}
