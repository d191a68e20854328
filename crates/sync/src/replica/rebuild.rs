//! Folding the whole log anew when the past has changed: an audience came with its history, or one went.

use std::collections::BTreeMap;

use super::Replica;
use crate::disk::{Page, Writes};
use crate::wire::{IncomingEvent, SyncAnswer, parse_event};
use yishi_domain::{Digest, Scope, State};

/// Events that a page of a rewritten log holds.
const PAGE: usize = 500;

impl Replica {
    pub(super) fn rebuild(&mut self, answer: &SyncAnswer, log: &[Page], writes: &mut Writes) {
        let stored = log.iter().flat_map(|page| page.lines.lines());
        let arrived = answer.events.iter().map(|arrived| arrived.text);
        let mut events: BTreeMap<u64, &str> = BTreeMap::new();
        let (mut named, mut lost) = (Vec::new(), Vec::new());
        for text in stored.chain(arrived) {
            let Ok(event) = parse_event(text) else {
                continue;
            };
            let kept = event
                .audiences
                .iter()
                .any(|audience| answer.cursors.contains_key(audience));
            let photos = if kept { &mut named } else { &mut lost };
            photos.extend(photos_of(&event));
            if kept {
                events.insert(event.seq, text);
            }
        }
        lost.retain(|photo| !named.contains(photo));
        writes.forget_photos = lost;
        self.confirmed = State::new(Scope::Partial);
        self.head = 0;
        self.checkpointed = 0;
        self.outdated = false;
        let texts: Vec<&str> = events.values().copied().collect();
        let seqs: Vec<u64> = events.keys().copied().collect();
        for text in &texts {
            self.fold_line(text);
        }
        writes.clear_log = true;
        writes.append = texts
            .chunks(PAGE)
            .zip(seqs.chunks(PAGE))
            .filter_map(|(texts, seqs)| {
                Some(Page {
                    first: *seqs.first()?,
                    last: *seqs.last()?,
                    lines: lines(texts),
                })
            })
            .collect();
    }
}

fn photos_of(event: &IncomingEvent) -> Vec<Digest> {
    let recorded = event.recorded.as_ref();
    recorded.map_or_else(Vec::new, |recorded| recorded.event.photos())
}

/// Texts of events as the lines of a page. JSON from elsewhere may be written over several lines; outside
/// of its strings, where a line end is always escaped, a line end means nothing.
pub(super) fn lines(texts: &[&str]) -> String {
    let mut lines = String::with_capacity(texts.iter().map(|text| text.len() + 1).sum());
    for text in texts {
        // A whole log passes through here, and almost no event has any: looking for one byte is quick.
        let bytes = text.as_bytes();
        match bytes.contains(&b'\n') || bytes.contains(&b'\r') {
            true => lines.push_str(&text.replace(['\n', '\r'], " ")),
            false => lines.push_str(text),
        }
        lines.push('\n');
    }
    lines
}
