//! The authority as it was kept, and the step on top of it that nobody has stored yet.

use std::sync::Arc;

use yishi_calendar::RuleCalendar;
use yishi_domain::{Digest, EpochId, MemberId, State, Timestamp};
use yishi_sync::wire::digest;
use yishi_sync::{LocalEndpoint, Problem};

use crate::moment::ids;
use crate::story;

/// What has happened, and what is about to.
pub(crate) struct Standing {
    kept: LocalEndpoint,
    /// The kept log with the last step, if the last call was one.
    next: Option<LocalEndpoint>,
}

impl Standing {
    /// What was kept; made up if there is nothing that fits together.
    pub(crate) fn open(record: &str, lines: &str, now: Timestamp) -> Self {
        match kept(record, lines) {
            Some(kept) => Self { kept, next: None },
            None => {
                let begun = with_calendar(LocalEndpoint::new(EpochId(ids(now)())));
                Self {
                    kept: begun.clone(),
                    next: Some(story::told(begun, now)),
                }
            }
        }
    }

    /// See [`crate::sync`].
    ///
    /// # Errors
    /// The problem that an endpoint would answer with.
    pub(crate) fn sync(
        &mut self,
        member: &str,
        request: &str,
        now: Timestamp,
    ) -> Result<String, Problem> {
        let member: MemberId = member.parse().map_err(|_| Problem::UnknownToken)?;
        self.step(|next| next.sync(member, request, now, &mut ids(now)))
    }

    /// See [`crate::tick`].
    pub(crate) fn tick(&mut self, now: Timestamp) -> bool {
        self.step(|next| next.tick(now, &mut ids(now)))
    }

    /// See [`crate::record`].
    pub(crate) fn record(&self) -> Option<String> {
        let next = self.next.as_ref()?;
        let epoch = next.authority().epoch();
        Some(format!("{epoch}\n{}", next.kept_text()))
    }

    /// See [`crate::lines`].
    pub(crate) fn lines(&self) -> String {
        let next = self.next.iter();
        let new = next.flat_map(|next| &next.log()[self.kept.log().len()..]);
        new.map(|event| format!("{}\n", event.json)).collect()
    }

    /// See [`crate::first`].
    pub(crate) fn first(&self) -> usize {
        self.kept.log().len() + 1
    }

    /// See [`crate::keep`].
    pub(crate) fn keep(&mut self) {
        if let Some(next) = self.next.take() {
            self.kept = next;
        }
    }

    /// See [`crate::blob`].
    pub(crate) fn blob(&self, sha256: Digest) -> Option<Vec<u8>> {
        let published = self.kept.blob(sha256);
        let shown = || (sha256 == digest(story::LAMP)).then_some(story::LAMP);
        published.or_else(shown).map(<[u8]>::to_vec)
    }

    /// What has happened, folded.
    pub(crate) fn state(&self) -> &State {
        self.kept.authority().state()
    }

    /// Acts on a clone, which waits if anything has come of it.
    fn step<T>(&mut self, act: impl FnOnce(&mut LocalEndpoint) -> T) -> T {
        let mut next = self.kept.clone();
        let done = act(&mut next);
        let size = |of: &LocalEndpoint| (of.log().len(), of.settled().len());
        let changed = size(&next) != size(&self.kept);
        self.next = changed.then_some(next);
        done
    }
}

/// The log that these texts hold; nothing if they are not whole.
fn kept(record: &str, lines: &str) -> Option<LocalEndpoint> {
    let (epoch, commands) = record.split_once('\n')?;
    LocalEndpoint::from_text(epoch.parse().ok()?, lines.lines(), commands).map(with_calendar)
}

/// As an endpoint has one: the rules of series are read here, not on phones.
fn with_calendar(endpoint: LocalEndpoint) -> LocalEndpoint {
    endpoint.with_calendar(Arc::new(RuleCalendar))
}

#[cfg(test)]
mod tests;
