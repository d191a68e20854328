//! Minutes: written part by part at several desks, published as a whole.
//!
//! Each part counts its revisions, and whoever writes says which one they had before them. What was written on an
//! older one is no edit but stands beside the text, as another version, until somebody has had both before them: so
//! nothing is lost, and no text is mixed by a program.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::meeting::known;
use super::{Council, MeetingAdvanced, MeetingState};
use crate::decide::Draft;
use crate::text::{checked, optional};
use crate::{
    Audience, Event, Map, MeetingId, MemberId, Recorded, Rejection, State, Timestamp, TopicId,
};

/// Characters that a part may have.
const MOST_IN_PART: u32 = 3_000;
/// Characters that published minutes may have: with their parts' names they fit into one command.
const MOST_IN_ALL: u32 = 15_000;
/// Parts that published minutes may have.
const MOST_PARTS: usize = 100;

/// A part of the minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MinutesPart {
    /// When, where, who.
    Opening,
    /// What was said and decided on a topic.
    Topic(TopicId),
    /// What else there was, and the end.
    Closing,
}

/// A version of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The text.
    pub text: String,
    /// Who wrote it.
    pub by: Option<MemberId>,
    /// When it was received.
    pub at: Timestamp,
}

/// A part as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// How often it was written.
    pub revision: u32,
    /// What it says.
    pub now: Version,
    /// What was written elsewhere at the same time, and nobody has looked at beside it.
    pub beside: Vec<Version>,
}

/// Everything that is written of a meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    /// How often anything was written.
    pub revision: u32,
    /// The parts that were written by hand; known to staff.
    pub draft: Map<MinutesPart, Arc<Written>>,
    /// What was published, the last edition.
    pub published: Option<Arc<Published>>,
}

/// Published minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// 1, or more if they were corrected.
    pub edition: u32,
    /// When.
    pub at: Timestamp,
    /// In order.
    pub parts: Vec<PublishedPart>,
}

/// A part of published minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedPart {
    /// Which part.
    pub part: MinutesPart,
    /// What it is called; may be empty.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// Writes a part of the minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteMinutes {
    /// The meeting.
    pub meeting: MeetingId,
    /// Which part.
    pub part: MinutesPart,
    /// The revision of the part that the writer had before them; 0 if nobody had written it.
    pub base: u32,
    /// Up to 3,000 characters.
    pub text: String,
}

/// Publishes the minutes: for the first time, or corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishMinutes {
    /// The meeting.
    pub meeting: MeetingId,
    /// The revision of all minutes that the publisher had before them.
    pub revision: u32,
    /// 1 to 100 parts, in order, as they are to be published; 15,000 characters together.
    pub parts: Vec<PublishedPart>,
}

/// A part of the minutes was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesWritten {
    /// The meeting.
    pub meeting: MeetingId,
    /// Which part.
    pub part: MinutesPart,
    /// The revision that the writer had before them.
    pub base: u32,
    /// What it says.
    pub text: String,
}

/// The minutes are published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesPublished {
    /// The meeting.
    pub meeting: MeetingId,
    /// 1, or more if they are corrected.
    pub edition: u32,
    /// In order.
    pub parts: Vec<PublishedPart>,
}

impl Minutes {
    /// Whether a part has versions that nobody has looked at beside each other.
    #[must_use]
    pub fn is_in_conflict(&self) -> bool {
        self.draft.values().any(|part| !part.beside.is_empty())
    }

    fn write(&mut self, e: &MinutesWritten, recorded: &Recorded) {
        let version = Version {
            text: e.text.clone(),
            by: recorded.by,
            at: recorded.at,
        };
        let before = self.draft.get(&e.part);
        let revision = before.map_or(0, |part| part.revision);
        let written = match before {
            // What everybody knows already needs no second version.
            Some(part) if part.says_only(&e.text) => return,
            Some(part) if part.holds(&e.text) && e.base != revision => return,
            Some(part) if e.base != revision => {
                let mut part = Written::clone(part);
                part.beside.push(version);
                part
            }
            _ => Written {
                revision,
                now: version,
                beside: Vec::new(),
            },
        };
        let written = Written {
            revision: revision.saturating_add(1),
            ..written
        };
        self.draft.insert(e.part, Arc::new(written));
        self.revision = self.revision.saturating_add(1);
    }
}

impl Written {
    fn says_only(&self, text: &str) -> bool {
        self.beside.is_empty() && self.now.text == text
    }

    fn holds(&self, text: &str) -> bool {
        let mut all = std::iter::once(&self.now).chain(&self.beside);
        all.any(|version| version.text == text)
    }
}

impl Council {
    pub(crate) fn apply_written(&mut self, e: &MinutesWritten, recorded: &Recorded) {
        self.with_meeting(e.meeting, |meeting| meeting.minutes.write(e, recorded));
    }

    pub(crate) fn apply_published(&mut self, e: &MinutesPublished, at: Timestamp) {
        let published = Published {
            edition: e.edition,
            at,
            parts: e.parts.clone(),
        };
        self.with_meeting(e.meeting, |meeting| {
            meeting.minutes.published = Some(Arc::new(published));
        });
    }
}

pub(crate) fn decide_write(state: &State, c: &WriteMinutes) -> Result<Vec<Draft>, Rejection> {
    let meeting = known(state, c.meeting)?;
    if meeting.state < MeetingState::Open {
        return Err(Rejection::WrongMeetingState {
            state: meeting.state,
        });
    }
    if let MinutesPart::Topic(topic) = c.part
        && !meeting.agenda.contains(&topic)
    {
        return Err(Rejection::UnknownTopic);
    }
    let text = optional("text", &c.text, MOST_IN_PART)?;
    let known = meeting.minutes.draft.get(&c.part);
    if known.is_some_and(|part| part.says_only(&text)) {
        return Ok(Vec::new());
    }
    let revision = known.map_or(0, |part| part.revision);
    let written = MinutesWritten {
        meeting: c.meeting,
        part: c.part,
        // A revision that is not there yet was foreseen by a phone and never came: what its writer had before them
        // is not what stands here.
        base: if c.base > revision { 0 } else { c.base },
        text,
    };
    Ok(vec![Draft::signed(
        vec![Audience::Staff],
        Event::MinutesWritten(written),
    )])
}

pub(crate) fn decide_publish(state: &State, c: &PublishMinutes) -> Result<Vec<Draft>, Rejection> {
    let meeting = known(state, c.meeting)?;
    if meeting.state < MeetingState::Closed {
        return Err(Rejection::WrongMeetingState {
            state: meeting.state,
        });
    }
    let parts = checked_parts(&c.parts)?;
    if meeting.minutes.is_in_conflict() {
        return Err(Rejection::MinutesInConflict);
    }
    if c.revision != meeting.minutes.revision {
        return Err(Rejection::MinutesChanged);
    }
    let last = meeting.minutes.published.as_ref();
    if last.is_some_and(|last| last.parts == parts) {
        return Ok(Vec::new());
    }
    let published = MinutesPublished {
        meeting: c.meeting,
        edition: last.map_or(1, |last| last.edition.saturating_add(1)),
        parts,
    };
    let public = || vec![Audience::Public];
    let mut drafts = vec![Draft::signed(public(), Event::MinutesPublished(published))];
    if meeting.state == MeetingState::Closed {
        let advanced = MeetingAdvanced {
            meeting: c.meeting,
            to: MeetingState::Published,
            seats: None,
        };
        drafts.push(Draft::signed(public(), Event::MeetingAdvanced(advanced)));
    }
    Ok(drafts)
}

/// The parts that say anything.
fn checked_parts(parts: &[PublishedPart]) -> Result<Vec<PublishedPart>, Rejection> {
    let too_long = || Rejection::TextTooLong {
        field: "text".into(),
        most: MOST_IN_ALL,
    };
    let mut kept = Vec::new();
    let mut characters = 0;
    for part in parts {
        let title = optional("title", &part.title, 100)?;
        let text = optional("text", &part.text, MOST_IN_PART)?;
        characters += title.chars().count() + text.chars().count();
        if !text.is_empty() {
            kept.push(PublishedPart {
                part: part.part,
                title,
                text,
            });
        }
    }
    if characters > MOST_IN_ALL as usize || kept.len() > MOST_PARTS {
        return Err(too_long());
    }
    if kept.is_empty() {
        // Said in the words for any text that is missing.
        checked("text", "", MOST_IN_ALL)?;
    }
    Ok(kept)
}
