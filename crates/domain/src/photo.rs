//! Photos that commands and events name by the SHA-256 of their bytes.
//!
//! The bytes travel by themselves (docs/decisions/0013): an event may name a photo that has not arrived yet, so
//! that no word ever waits for its pictures. Nothing here knows whether a photo is there.

use crate::{Command, Digest, Event, Rejection};

/// Photos that one opinion, report or batch of paper may have.
pub const MOST_PHOTOS: usize = 4;

/// The photos, each once and in order, if there are not too many of them.
///
/// # Errors
/// [`Rejection::TooManyPhotos`].
pub(crate) fn checked(photos: &[Digest]) -> Result<Vec<Digest>, Rejection> {
    let mut different: Vec<Digest> = Vec::new();
    for photo in photos {
        if !different.contains(photo) {
            different.push(*photo);
        }
    }
    if different.len() > MOST_PHOTOS {
        let most = u32::try_from(MOST_PHOTOS).unwrap_or(u32::MAX);
        return Err(Rejection::TooManyPhotos { most });
    }
    Ok(different)
}

impl Command {
    /// The photos that the command names: whoever gives it has them, and sends them after it.
    #[must_use]
    pub fn photos(&self) -> &[Digest] {
        match self {
            Self::RaiseOpinion(c) => &c.photos,
            Self::ReportShift(c) => &c.photos,
            Self::ReportProgress(c) => &c.photos,
            Self::EnterPaper(c) => &c.photos,
            Self::CountGathered(c) => &c.photos,
            _ => &[],
        }
    }
}

impl Event {
    /// The photos that the event names: whoever may see it may see them.
    #[must_use]
    pub fn photos(&self) -> &[Digest] {
        match self {
            Self::OpinionRaised(e) => &e.photos,
            Self::ShiftReported(e) => &e.photos,
            Self::CommitmentProgressed(e) => &e.photos,
            Self::BallotsEntered(e) => &e.photos,
            Self::CountEntered(e) => &e.photos,
            _ => &[],
        }
    }
}
