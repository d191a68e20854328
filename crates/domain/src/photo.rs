//! Photos that commands and events name by the SHA-256 of their bytes.
//!
//! The bytes travel by themselves (docs/decisions/0013): an event may name a photo that has not arrived yet, so
//! that no word ever waits for its pictures. Nothing here knows whether a photo is there.

use crate::patrol::photos_of_answers;
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
    pub fn photos(&self) -> Vec<Digest> {
        match self {
            Self::RaiseOpinion(c) => c.photos.clone(),
            Self::ReportShift(c) => c.photos.clone(),
            Self::SaveAnswers(c) => photos_of_answers(&c.answers, &c.remarks),
            Self::SubmitInspection(c) => photos_of_answers(&c.answers, &c.remarks),
            Self::AmendInspection(c) => {
                [c.photos.clone(), photos_of_answers(&c.answers, &c.remarks)].concat()
            }
            Self::AnswerFinding(c) => c.photos.clone(),
            Self::RecheckFinding(c) => c.photos.clone(),
            Self::ReportProgress(c) => c.photos.clone(),
            Self::EnterPaper(c) => c.photos.clone(),
            Self::CountGathered(c) => c.photos.clone(),
            _ => Vec::new(),
        }
    }
}

impl Event {
    /// The photos that the event names: whoever may see it may see them.
    #[must_use]
    pub fn photos(&self) -> Vec<Digest> {
        match self {
            Self::OpinionRaised(e) => e.photos.clone(),
            Self::ShiftReported(e) => e.photos.clone(),
            Self::AnswersSaved(e) => photos_of_answers(&e.answers, &e.remarks),
            Self::InspectionSubmitted(e) => photos_of_answers(&e.answers, &e.remarks),
            Self::InspectionAmended(e) => {
                [e.photos.clone(), photos_of_answers(&e.answers, &e.remarks)].concat()
            }
            Self::FindingOpened(e) => e.photos.clone(),
            Self::FindingRepeated(e) => e.photos.clone(),
            Self::FindingAnswered(e) => e.photos.clone(),
            Self::FindingRechecked(e) => e.photos.clone(),
            Self::FindingPublished(e) => {
                let steps = e.steps.iter().flat_map(|step| step.step.photos());
                e.photos.iter().chain(steps).copied().collect()
            }
            Self::CommitmentProgressed(e) => e.photos.clone(),
            Self::BallotsEntered(e) => e.photos.clone(),
            Self::CountEntered(e) => e.photos.clone(),
            _ => Vec::new(),
        }
    }
}
