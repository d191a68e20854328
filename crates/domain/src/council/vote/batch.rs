//! What the committee enters many at a time: sheets of paper, sealed envelopes, hands raised in a meeting.
//!
//! Each voter is looked at by itself: who has taken part in another way is left out and named, the others count.
//! Where what somebody says must not stand beside who says it (sealed sheets, hands), those who take part are
//! entered first; the numbers follow by [`super::CountGathered`].

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::book::{
    self, BallotCast, BallotsEntered, LeftOut, LeftOutCause, Named, ParticipationRecorded, Way,
};
use super::electorate::voter;
use super::receipt::receipt_of_row;
use super::{Choice, Voter, VoterId};
use crate::council::motion::votable;
use crate::council::{MeetingState, Motion};
use crate::decide::{Actor, Context, Draft};
use crate::photo;
use crate::{Audience, Digest, Event, MeetingId, MotionId, Rejection, State};

/// Voters that one batch may name.
pub const MOST_IN_BATCH: usize = 200;

/// One sheet of paper with its voter's name on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Whose vote it is.
    pub voter: VoterId,
    /// What the options allow.
    pub choice: Vec<Choice>,
}

/// Enters sheets of an open vote. A later sheet of the same voter takes the place of the earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterPaper {
    /// The motion.
    pub motion: MotionId,
    /// 1 to 200, of different voters.
    pub sheets: Vec<Sheet>,
    /// 1 to 4 photos of the sheets by their SHA-256; their bytes may arrive later.
    pub photos: Vec<Digest>,
}

/// How those take part whose numbers follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gathering {
    /// With a sheet in an envelope that bears their name: in a sealed vote.
    Envelopes,
    /// By raising a hand in that meeting: in an open vote that counts heads alone.
    Hands(MeetingId),
}

/// Enters who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterVoters {
    /// The motion.
    pub motion: MotionId,
    /// How.
    pub by: Gathering,
    /// 1 to 200, all different.
    pub voters: Vec<VoterId>,
}

pub(crate) fn decide_paper(
    state: &State,
    actor: Actor,
    c: &EnterPaper,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let motion = votable(state, c.motion, context.now)?;
    if motion.sealed {
        return Err(Rejection::WrongWay);
    }
    let photos = photo::checked(&c.photos)?;
    if photos.is_empty() {
        return Err(Rejection::PhotoMissing);
    }
    let mut choices = Vec::with_capacity(c.sheets.len());
    for sheet in &c.sheets {
        choices.push(motion.options.marked(&sheet.choice)?);
    }
    let named: Vec<VoterId> = c.sheets.iter().map(|sheet| sheet.voter).collect();
    let taken = Taken::of(state, motion, &named, Way::Paper, context)?;
    let entry = book::entry(state, actor, String::new());
    let cast = taken.voters.iter().map(|(row, voter)| {
        let cast = BallotCast {
            motion: c.motion,
            voter: voter.id,
            choice: choices[*row].clone(),
            receipt: receipt_of_row(context.command, *row),
            way: Way::Paper,
            entry: Some(entry.clone()),
        };
        book::told_to_the_voter(state, voter.id, Event::BallotCast(cast))
    });
    let cast: Vec<Draft> = cast.flatten().collect();
    let entered = taken.entered(c.motion, Way::Paper, entry.clone(), photos);
    let mut drafts = vec![Draft::signed(vec![Audience::Staff], entered)];
    drafts.extend(cast);
    drafts.extend(motion.turnout_after(c.motion, taken.unheard(motion), context.now));
    Ok(drafts)
}

pub(crate) fn decide_voters(
    state: &State,
    actor: Actor,
    c: &EnterVoters,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let motion = votable(state, c.motion, context.now)?;
    let way = match c.by {
        Gathering::Envelopes if motion.sealed => Way::Paper,
        Gathering::Envelopes => return Err(Rejection::WrongWay),
        Gathering::Hands(_) if motion.sealed => return Err(Rejection::WrongWay),
        Gathering::Hands(_) if motion.rule.counts_area() => return Err(Rejection::AreaNeedsNames),
        Gathering::Hands(meeting) => {
            under_way(state, meeting)?;
            Way::Hands
        }
    };
    let taken = Taken::of(state, motion, &c.voters, way, context)?;
    let entry = book::entry(state, actor, String::new());
    let told = taken.voters.iter().map(|(_, voter)| {
        let recorded = ParticipationRecorded {
            motion: c.motion,
            voter: voter.id,
            way,
            entry: Some(entry.clone()),
        };
        book::told_to_the_voter(state, voter.id, Event::ParticipationRecorded(recorded))
    });
    let told: Vec<Draft> = told.flatten().collect();
    let entered = taken.entered(c.motion, way, entry.clone(), Vec::new());
    let mut drafts = vec![Draft::signed(vec![Audience::Staff], entered)];
    drafts.extend(told);
    drafts.extend(motion.turnout_after(c.motion, taken.unheard(motion), context.now));
    Ok(drafts)
}

/// Hands are raised where a meeting is being held, and entered then or later.
fn under_way(state: &State, meeting: MeetingId) -> Result<(), Rejection> {
    let meeting = state
        .council
        .meetings
        .get(&meeting)
        .ok_or(Rejection::UnknownMeeting)?;
    if meeting.state < MeetingState::Open {
        return Err(Rejection::WrongMeetingState {
            state: meeting.state,
        });
    }
    Ok(())
}

/// Those of a batch that count, each with its place in it, and those that do not.
struct Taken {
    voters: Vec<(usize, Voter)>,
    left_out: Vec<LeftOut>,
}

impl Taken {
    fn of(
        state: &State,
        motion: &Motion,
        named: &[VoterId],
        way: Way,
        context: &Context,
    ) -> Result<Self, Rejection> {
        let different: BTreeSet<VoterId> = named.iter().copied().collect();
        if different.len() != named.len() || !(1..=MOST_IN_BATCH).contains(&named.len()) {
            return Err(Rejection::BadBatch {
                most: u32::try_from(MOST_IN_BATCH).unwrap_or(u32::MAX),
            });
        }
        let mut taken = Self {
            voters: Vec::new(),
            left_out: Vec::new(),
        };
        for (row, id) in named.iter().enumerate() {
            let Some(voter) = voter(state, motion, *id, context.now) else {
                taken.left_out.push(LeftOut {
                    voter: *id,
                    label: String::new(),
                    cause: LeftOutCause::NotInElectorate,
                });
                continue;
            };
            let earlier = motion.ballots.get(id).map(|ballot| ballot.way);
            // A second envelope is no change of the first: nobody could tell which sheet was the first one's.
            let counts = match earlier {
                None => true,
                Some(earlier) => earlier == way && !motion.sealed,
            };
            match (counts, earlier) {
                (false, Some(earlier)) => taken.left_out.push(LeftOut {
                    voter: *id,
                    label: voter.label,
                    cause: LeftOutCause::Counted(earlier),
                }),
                _ => taken.voters.push((row, voter)),
            }
        }
        Ok(taken)
    }

    /// Those who have not taken part before.
    fn unheard<'t>(&'t self, motion: &'t Motion) -> impl Iterator<Item = &'t Voter> {
        self.voters
            .iter()
            .map(|(_, voter)| voter)
            .filter(|voter| !motion.ballots.contains_key(&voter.id))
    }

    fn entered(
        &self,
        motion: MotionId,
        way: Way,
        entry: book::Entry,
        photos: Vec<Digest>,
    ) -> Event {
        let named = self.voters.iter().map(|(_, voter)| Named {
            voter: voter.id,
            label: voter.label.clone(),
        });
        Event::BallotsEntered(BallotsEntered {
            motion,
            way,
            entry,
            voters: named.collect(),
            left_out: self.left_out.clone(),
            photos,
        })
    }
}
