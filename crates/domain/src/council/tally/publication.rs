//! What is published of a vote at its close, so that everybody counts again.

use serde::{Deserialize, Serialize};

use crate::council::vote::{Choice, Hands, Way};

/// A ballot as it is published at the close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedBallot {
    /// The home or the member whose ballot it is; none of a sealed one.
    pub voter: Option<String>,
    /// What it says, in order of the options.
    pub choice: Vec<Choice>,
    /// Its area in whole 0.01 m².
    pub area: u64,
    /// The code by which the voter finds it again.
    pub receipt: String,
    /// How it came; not told of a sealed one.
    pub way: Option<Way>,
}

/// All that is counted of a vote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The ballots: open ones in the order of their homes or names, sealed ones in that of their receipts.
    pub ballots: Vec<PublishedBallot>,
    /// A show of hands.
    pub hands: Option<Hands>,
    /// Who was entered as taking part by an envelope or a hand, and is in no number.
    pub missing: u64,
    /// Sealed ballots that were destroyed uncounted, because so few could be guessed.
    pub withheld: u64,
}
