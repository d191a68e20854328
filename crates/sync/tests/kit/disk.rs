//! A phone's disk as the replica's contract describes it: each step is stored whole or not at all.

use std::collections::BTreeMap;
use yishi_sync::Replica;
use yishi_sync::disk::{Checkpoint, Loaded, OutboxEntry, Page, Writes};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Disk {
    replica: Option<String>,
    next_n: u64,
    checkpoint: Option<Checkpoint>,
    pages: Vec<Page>,
    outbox: BTreeMap<u64, String>,
    notices: Vec<(String, String)>,
}

/// The count of commands is not what the step was made for: another tab was first.
#[derive(Debug, PartialEq)]
pub struct Stale;

impl Disk {
    pub fn load(&self) -> Loaded {
        let checkpoint = self.checkpoint.clone().filter(Replica::can_use);
        let through = checkpoint
            .as_ref()
            .map_or(0, |checkpoint| checkpoint.through);
        Loaded {
            replica: self.replica.clone(),
            next_n: self.next_n.max(1),
            checkpoint,
            tail: self
                .pages
                .iter()
                .filter(|page| page.last > through)
                .cloned()
                .collect(),
            outbox: self
                .outbox
                .iter()
                .map(|(n, text)| OutboxEntry {
                    n: *n,
                    text: text.clone(),
                })
                .collect(),
            notices: self.notices.clone(),
        }
    }

    pub fn write(&mut self, writes: &Writes) -> Result<(), Stale> {
        let mut disk = self.clone();
        disk.apply(writes)?;
        *self = disk;
        Ok(())
    }

    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    pub fn outbox(&self) -> &BTreeMap<u64, String> {
        &self.outbox
    }

    pub fn notices(&self) -> &[(String, String)] {
        &self.notices
    }

    pub fn has_checkpoint(&self) -> bool {
        self.checkpoint.is_some()
    }

    /// The app was updated: what other code folded is not read any more.
    pub fn forget_checkpoint(&mut self) {
        self.checkpoint = None;
    }

    /// Every stored event.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().flat_map(|page| page.lines.lines())
    }

    /// Joins all pages into one, as far as a store may go.
    pub fn merge_pages(&mut self) {
        let (Some(first), Some(last)) = (self.pages.first(), self.pages.last()) else {
            return;
        };
        let lines = self.pages.iter().map(|page| page.lines.as_str()).collect();
        self.pages = vec![Page {
            first: first.first,
            last: last.last,
            lines,
        }];
    }

    /// Tells every stored event in other words.
    pub fn reword(&mut self, word: impl Fn(&str) -> String) {
        for page in &mut self.pages {
            page.lines = page.lines.lines().map(|line| word(line) + "\n").collect();
        }
    }

    fn apply(&mut self, writes: &Writes) -> Result<(), Stale> {
        if writes.clear_log {
            self.pages.clear();
            self.checkpoint = None;
        }
        for page in &writes.append {
            assert!(
                self.pages.last().is_none_or(|last| last.last < page.first),
                "pages are in order: {page:?}"
            );
            self.pages.push(page.clone());
        }
        if let Some(checkpoint) = &writes.checkpoint {
            self.checkpoint = Some(checkpoint.clone());
        }
        for (id, text) in &writes.notices {
            self.notices.retain(|(known, _)| known != id);
            self.notices.push((id.clone(), text.clone()));
        }
        self.notices.retain(|(id, _)| !writes.dismiss.contains(id));
        if writes.replica.is_some() {
            self.replica.clone_from(&writes.replica);
        }
        self.apply_outbox(writes)
    }

    fn apply_outbox(&mut self, writes: &Writes) -> Result<(), Stale> {
        let mut next = self.next_n.max(1);
        if writes.expect_n.is_some_and(|expected| expected != next) {
            return Err(Stale);
        }
        for n in &writes.settle {
            self.outbox.remove(n);
        }
        if writes.renumber.is_some() {
            self.outbox.clear();
            next = 1;
        }
        for entry in writes.renumber.iter().flatten().chain(&writes.enqueue) {
            if entry.n != next {
                return Err(Stale);
            }
            self.outbox.insert(entry.n, entry.text.clone());
            next += 1;
        }
        self.next_n = next;
        Ok(())
    }
}
