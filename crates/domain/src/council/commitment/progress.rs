//! What whoever has to do something says on the way, with photos, until they say that it is done.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{CommitmentState, MOST_CHARACTERS, going_on, speaker};
use crate::council::{Council, Speaker};
use crate::decide::{Actor, Draft};
use crate::text::checked;
use crate::{Audience, CommitmentId, Digest, Event, Rejection, State, Timestamp, photo};

/// A word on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// When.
    pub at: Timestamp,
    /// Who said it.
    pub by: Speaker,
    /// What.
    pub text: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// Whether it says that all is done.
    pub done: bool,
    /// Why somebody who looked found that it was not done yet.
    pub returned: Option<String>,
}

/// Says how a commitment goes on: who has to keep it, and staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportProgress {
    /// The commitment.
    pub commitment: CommitmentId,
    /// 1 to 500 characters.
    pub text: String,
    /// At most 4 photos by their SHA-256; their bytes may arrive later.
    pub photos: Vec<Digest>,
    /// Whether all is done; then this is the evidence, and somebody else is to look.
    pub done: bool,
}

/// A commitment goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentProgressed {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Who said it.
    pub by: Speaker,
    /// What.
    pub text: String,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// Whether all is done.
    pub done: bool,
}

impl Council {
    pub(crate) fn apply_progressed(&mut self, e: &CommitmentProgressed, at: Timestamp) {
        let word = Progress {
            at,
            by: e.by.clone(),
            text: e.text.clone(),
            photos: e.photos.clone(),
            done: e.done,
            returned: None,
        };
        self.with_commitment(e.commitment, |commitment| {
            if commitment.progress.last().map(|last| &**last) != Some(&word) {
                commitment.progress.push(Arc::new(word));
            }
            if e.done && !commitment.state.is_ended() {
                commitment.state = CommitmentState::Done;
            }
        });
    }
}

pub(crate) fn decide_progress(
    state: &State,
    actor: Actor,
    c: &ReportProgress,
) -> Result<Vec<Draft>, Rejection> {
    let text = checked("text", &c.text, MOST_CHARACTERS)?;
    let photos = photo::checked(&c.photos)?;
    let commitment = going_on(state, c.commitment)?;
    if let Actor::Member(member) = actor
        && !commitment.may_be_reported_by(state, member)
    {
        return Err(Rejection::NotAllowed);
    }
    let progressed = CommitmentProgressed {
        commitment: c.commitment,
        by: speaker(state, actor).unwrap_or(Speaker {
            member: None,
            name: String::new(),
            role: None,
        }),
        text,
        photos,
        done: c.done,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Public],
        Event::CommitmentProgressed(progressed),
    )])
}
