//! The vote itself: who may vote, what a ballot may say, and the ways by which it comes into the one book.

mod batch;
mod book;
mod cast;
mod desk;
mod electorate;
mod gathered;
mod options;
mod receipt;
mod slip;

pub use batch::{EnterPaper, EnterVoters, Gathering, MOST_IN_BATCH, Sheet};
pub(crate) use batch::{decide_paper, decide_voters};
pub use book::{
    Ballot, BallotCast, BallotsEntered, Entry, LeftOut, LeftOutCause, Named, ParticipationRecorded,
    Said, Way,
};
pub use cast::CastBallot;
pub(crate) use cast::decide_cast;
pub use desk::CastForVoter;
pub(crate) use desk::decide_cast_for;
pub use electorate::{Electorate, ElectorateKind, Place, Voter, VoterId};
pub(crate) use gathered::decide_count;
pub use gathered::{CountEntered, CountGathered, Gathered, Hands, HandsCounted, Marked};
pub use options::{Choice, MOST_OPTIONS, Options};
pub use receipt::{receipt, sealed_receipt};
pub use slip::{BallotBox, LEAST_SEALED, NoBox, Slip};
