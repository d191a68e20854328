//! The one ballot book of a vote: whoever has taken part stands in it once, with the way that it happened.

use serde::{Deserialize, Serialize};

use super::{Choice, Voter, VoterId};
use crate::council::Motion;
use crate::decide::{Actor, Draft};
use crate::{
    CommandId, Digest, Event, MemberId, MotionId, Recorded, Rejection, Scope, State, Timestamp,
};

/// How somebody has taken part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// On a phone of one's own.
    Phone,
    /// 代投: at the committee's desk, which enters it for somebody.
    Desk,
    /// On paper.
    Paper,
    /// By a hand raised in a meeting.
    Hands,
}

/// What a ballot says, where that is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The marks, in order of the options.
    pub choice: Vec<Choice>,
    /// The code by which the voter finds it among the published ones.
    pub receipt: String,
}

/// Who of the committee has entered a ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The name at the time.
    pub staff: String,
    /// Why it was done for the voter; empty for what came on paper or by hands.
    pub reason: String,
}

/// A voter's line in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// What it says. Nothing where that is not told: of a sealed ballot or a raised hand to anybody, of what others
    /// have entered to staff.
    pub said: Option<Said>,
    /// How it came.
    pub way: Way,
    /// Who has entered it, unless it came from the voter's own phone.
    pub entry: Option<Entry>,
    /// Who cast or entered it.
    pub by: Option<MemberId>,
    /// When it was received.
    pub at: Timestamp,
    /// By which command.
    pub cause: Option<CommandId>,
}

/// An open ballot was cast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotCast {
    /// The motion.
    pub motion: MotionId,
    /// Whose ballot it is.
    pub voter: VoterId,
    /// The marks, in order of the options.
    pub choice: Vec<Choice>,
    /// The receipt.
    pub receipt: String,
    /// How it came.
    pub way: Way,
    /// Who has entered it, unless it came from the voter's own phone.
    pub entry: Option<Entry>,
}

/// A voter has taken part in a way that is not told with what it says: sealed, or by a raised hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipationRecorded {
    /// The motion.
    pub motion: MotionId,
    /// Who has taken part.
    pub voter: VoterId,
    /// How.
    pub way: Way,
    /// Who has entered it, unless it came from the voter's own phone.
    pub entry: Option<Entry>,
}

/// A voter as the committee's record names one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The home or person.
    pub voter: VoterId,
    /// The home's number or the member's name.
    pub label: String,
}

/// Why one of many was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutCause {
    /// The voter has taken part already, in that way.
    Counted(Way),
    /// The voter has no vote on this.
    NotInElectorate,
}

/// One of many that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The home or person.
    pub voter: VoterId,
    /// The home's number or the member's name; empty for somebody unknown.
    pub label: String,
    /// Why.
    pub cause: LeftOutCause,
}

/// The committee has entered ballots, or who takes part: its record for every desk, without what they say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotsEntered {
    /// The motion.
    pub motion: MotionId,
    /// How they came.
    pub way: Way,
    /// Who entered them.
    pub entry: Entry,
    /// Whose they are.
    pub voters: Vec<Named>,
    /// Whose were left out, and why.
    pub left_out: Vec<LeftOut>,
    /// Photos of the sheets by their SHA-256.
    pub photos: Vec<Digest>,
}

impl Motion {
    pub(crate) fn cast(&mut self, e: &BallotCast, recorded: &Recorded) {
        let said = Said {
            choice: e.choice.clone(),
            receipt: e.receipt.clone(),
        };
        self.enter(e.voter, e.way, e.entry.as_ref(), Some(said), recorded);
    }

    pub(crate) fn took_part(&mut self, e: &ParticipationRecorded, recorded: &Recorded) {
        self.enter(e.voter, e.way, e.entry.as_ref(), None, recorded);
    }

    /// Notes who has taken part, and who was left out. What is known of a ballot stays known.
    pub(crate) fn entered(&mut self, e: &BallotsEntered, recorded: &Recorded) {
        self.add_photos(&e.photos);
        for left_out in &e.left_out {
            self.left_out
                .insert(left_out.voter, left_out.clone().into());
        }
        for named in &e.voters {
            if !self.ballots.contains_key(&named.voter) {
                self.enter(named.voter, e.way, Some(&e.entry), None, recorded);
            }
        }
    }

    fn enter(
        &mut self,
        voter: VoterId,
        way: Way,
        entry: Option<&Entry>,
        said: Option<Said>,
        recorded: &Recorded,
    ) {
        let ballot = Ballot {
            said,
            way,
            entry: entry.cloned(),
            by: recorded.by,
            at: recorded.at,
            cause: recorded.cause,
        };
        let first = self.ballots.insert(voter, ballot.into()).is_none();
        let known = self.voters.as_ref().and_then(|voters| voters.get(&voter));
        if let Some(known) = known.filter(|_| first) {
            self.counted += self.one(known);
        }
    }

    pub(super) fn add_photos(&mut self, photos: &[Digest]) {
        for photo in photos {
            if !self.photos.contains(photo) {
                self.photos.push(*photo);
            }
        }
    }

    /// How many have taken part in that way, as far as is known here.
    #[must_use]
    pub fn by_way(&self, way: Way) -> u64 {
        let of_way = self.ballots.values().filter(|ballot| ballot.way == way);
        of_way.count() as u64
    }
}

/// The voter's line in the book, if it was written in this way.
///
/// # Errors
/// [`Rejection::CountedAlready`] names the other way.
pub(super) fn earlier<'m>(
    motion: &'m Motion,
    voter: &Voter,
    way: Way,
) -> Result<Option<&'m Ballot>, Rejection> {
    match motion.ballots.get(&voter.id) {
        Some(ballot) if ballot.way != way => Err(counted_already(voter, ballot.way)),
        known => Ok(known.map(|ballot| &**ballot)),
    }
}

pub(super) fn counted_already(voter: &Voter, way: Way) -> Rejection {
    Rejection::CountedAlready {
        voter: voter.label.clone(),
        way,
    }
}

/// How the committee's member who enters something is named.
pub(super) fn entry(state: &State, actor: Actor, reason: String) -> Entry {
    let name = match actor {
        Actor::Member(member) => state.roster.name(member),
        _ => None,
    };
    Entry {
        staff: name.unwrap_or_default().to_owned(),
        reason,
    }
}

/// What the voter's own phones are told: the ballot, or that there is one. A phone that enters it for somebody else
/// predicts none of it.
pub(super) fn told_to_the_voter(state: &State, voter: VoterId, event: Event) -> Option<Draft> {
    (state.scope == Scope::Whole).then(|| Draft::signed(vec![voter.audience()], event))
}
