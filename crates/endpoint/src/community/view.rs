//! What readers see of a community: its state after the last append, and the newest events.

use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::Vector;
use yishi_domain::{DeviceId, Digest, EpochId, MemberId, State, audiences_of};
use yishi_sync::wire::{LiveParts, SyncRequest, live_json};
use yishi_sync::{Authority, Problem, PullPlan, PushOutcome};

use crate::storage::NewEvent;

/// Events kept in memory, so that phones that are nearly up to date are answered without the storage.
const MOST_RECENT: usize = 8_192;
/// Events, and bytes of them, that a line tells at once. More than that is smaller in a compressed answer, and may
/// come to somebody who has no use for it.
const MOST_TOLD: usize = 100;
const MOST_TOLD_BYTES: usize = 16 * 1024;

/// The newest events of a log, in order.
#[derive(Clone, Default)]
pub(super) struct Recent {
    /// Every event after this `seq` is here.
    after: u64,
    events: Vector<Arc<NewEvent>>,
}

impl Recent {
    /// None yet, of a log that ends there.
    pub(super) fn new(head: u64) -> Self {
        Self {
            after: head,
            events: Vector::new(),
        }
    }

    pub(super) fn push(&mut self, event: NewEvent) {
        self.events.push_back(Arc::new(event));
        if self.events.len() > MOST_RECENT
            && let Some(oldest) = self.events.pop_front()
        {
            self.after = oldest.seq;
        }
    }

    /// The events after `seq`; none if they go back too far.
    fn after(&self, seq: u64) -> Option<Vector<Arc<NewEvent>>> {
        let known = usize::try_from(seq.checked_sub(self.after)?).ok()?;
        Some(self.events.skip(known.min(self.events.len())))
    }

    pub(super) fn holds(&self, event: &NewEvent) -> bool {
        let first = event
            .seq
            .checked_sub(1)
            .and_then(|before| self.after(before));
        first.is_some_and(|events| events.front().is_some_and(|known| known.body == event.body))
    }
}

/// A community as it is stored now. Cheap to make and to hold.
pub struct View {
    authority: Authority,
    recent: Recent,
}

impl View {
    pub(super) fn new(authority: Authority, recent: Recent) -> Self {
        Self { authority, recent }
    }

    /// Everything that is known.
    #[must_use]
    pub fn state(&self) -> &State {
        self.authority.state()
    }

    /// The log's identity.
    #[must_use]
    pub fn epoch(&self) -> EpochId {
        self.authority.epoch()
    }

    /// The last `seq`.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.authority.head()
    }

    /// Whose device shows the token with this digest.
    #[must_use]
    pub fn device(&self, token: &Digest) -> Option<(DeviceId, MemberId)> {
        self.state()
            .roster
            .device_by_token(token)
            .map(|(id, device)| (id, device.member))
    }

    /// Answers a request that pushes nothing.
    ///
    /// # Errors
    /// As [`Authority::check_epoch`] and [`Authority::push`].
    pub fn receive_nothing(
        &self,
        member: MemberId,
        request: &SyncRequest,
    ) -> Result<PushOutcome, Problem> {
        self.authority.check_epoch(request)?;
        let now = crate::clock::now();
        self.authority
            .clone()
            .push(member, request.client, &[], now, &mut crate::clock::new_id)
    }

    /// What the member is to be sent.
    #[must_use]
    pub fn plan_pull(&self, member: MemberId, seen: &BTreeMap<String, u64>) -> PullPlan {
        self.authority.plan_pull(member, seen)
    }

    /// The events beyond the plan's cursors in order, up to one more than `limit`; nothing if only the
    /// storage goes back far enough.
    #[must_use]
    pub fn pull(&self, plan: &PullPlan, limit: usize) -> Option<Vec<(u64, String)>> {
        let oldest = plan.cursors.values().copied().min().unwrap_or(self.head());
        let wanted = |event: &&Arc<NewEvent>| {
            event.audiences.iter().any(|audience| {
                plan.cursors
                    .get(audience)
                    .is_some_and(|seen| event.seq > *seen)
            })
        };
        let events = self.recent.after(oldest)?;
        let picked = events.iter().filter(wanted).take(limit + 1);
        Some(
            picked
                .map(|event| (event.seq, event.body.clone()))
                .collect(),
        )
    }

    /// Up to where a line is even that has told the member everything until now.
    #[must_use]
    pub fn stand(&self, member: MemberId) -> Stand {
        let held = audiences_of(self.state(), member);
        Stand {
            epoch: self.epoch(),
            seq: self.head(),
            audiences: held.iter().map(ToString::to_string).collect(),
        }
    }

    /// What is to be told over a line that is even up to there. Who is entitled to what is asked now, of the
    /// state that the news are taken from.
    #[must_use]
    pub fn news(&self, member: MemberId, since: &Stand) -> News {
        let now = self.stand(member);
        if now == *since {
            return News::Nothing;
        }
        if now.epoch != since.epoch || now.audiences != since.audiences {
            return News::Something;
        }
        let mut plan = self.authority.plan_news(member, since.seq);
        let Some(mut events) = self.pull(&plan, MOST_TOLD) else {
            return News::Something;
        };
        if events.is_empty() {
            return News::Nothing;
        }
        let bytes: usize = events.iter().map(|(_, event)| event.len()).sum();
        if bytes > MOST_TOLD_BYTES || plan.finish(&mut events, MOST_TOLD) {
            return News::Something;
        }
        News::Told(live_json(&LiveParts {
            epoch: now.epoch,
            now: crate::clock::now(),
            after: since.seq,
            cursors: &plan.cursors,
            events: &events,
        }))
    }
}

/// Up to where a line has told its member everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// Of which log.
    pub epoch: EpochId,
    /// Up to which event.
    pub seq: u64,
    /// In which audiences.
    pub audiences: Vec<String>,
}

/// What a line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Nothing: the member has nothing to fetch.
    Nothing,
    /// That the member should ask: there is too much to tell, or other audiences make another answer of it.
    Something,
    /// What asking would have brought, as JSON.
    Told(String),
}
