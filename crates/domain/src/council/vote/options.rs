//! What a ballot may say.

use serde::{Deserialize, Serialize};

use crate::Rejection;
use crate::text::checked;

/// Options that there may be to choose from.
pub const MOST_OPTIONS: usize = 20;
/// Characters of an option.
const MOST_CHARACTERS: u32 = 40;

/// One mark on a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// 同意
    Approve,
    /// 不同意
    Reject,
    /// 弃权
    Abstain,
    /// The option of that number, from 1 on, as they are shown.
    Option(u8),
}

impl Choice {
    /// What one may say to a question, in the order in which it is offered.
    pub const ALL: [Self; 3] = [Self::Approve, Self::Reject, Self::Abstain];
}

/// What the voters of a motion may say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Options {
    /// Approve, reject or abstain.
    #[default]
    Approval,
    /// One of several, or up to some of them; or abstain.
    Choose {
        /// How many a voter may mark.
        most: u8,
        /// Their names.
        of: Vec<String>,
    },
}

impl Options {
    /// Everything that can be marked, in the order in which it is shown.
    #[must_use]
    pub fn marks(&self) -> Vec<Choice> {
        match self {
            Self::Approval => Choice::ALL.to_vec(),
            Self::Choose { of, .. } => {
                let numbered = (1..=u8::MAX).take(of.len()).map(Choice::Option);
                numbered.chain([Choice::Abstain]).collect()
            }
        }
    }

    /// How many marks a ballot may have.
    #[must_use]
    pub fn most(&self) -> usize {
        match self {
            Self::Approval => 1,
            Self::Choose { most, .. } => usize::from(*most),
        }
    }

    /// The name of an option; nothing for what is not one of these.
    #[must_use]
    pub fn name(&self, choice: Choice) -> Option<&str> {
        match (self, choice) {
            (Self::Choose { of, .. }, Choice::Option(number)) => {
                let place = usize::from(number).checked_sub(1)?;
                of.get(place).map(String::as_str)
            }
            _ => None,
        }
    }

    /// The marks of a ballot in order of the options, so that the order of marking tells nothing.
    ///
    /// # Errors
    /// [`Rejection::BadChoice`] unless it is one of the three answers to a question, or one up to `most` different
    /// options, or an abstention alone.
    pub(crate) fn marked(&self, choice: &[Choice]) -> Result<Vec<Choice>, Rejection> {
        let marks = self.marks();
        let mut sorted: Vec<Choice> = Vec::with_capacity(choice.len());
        for mark in choice {
            let place = sorted.binary_search(mark);
            match place {
                Err(place) if marks.contains(mark) => sorted.insert(place, *mark),
                _ => return Err(Rejection::BadChoice),
            }
        }
        let many = sorted.len();
        let alone = many == 1 || !sorted.contains(&Choice::Abstain);
        if (1..=self.most()).contains(&many) && alone {
            Ok(sorted)
        } else {
            Err(Rejection::BadChoice)
        }
    }

    /// The options as they are kept.
    ///
    /// # Errors
    /// [`Rejection::BadOptions`] unless there are 2 to 20 of different names to choose 1 to all from; what is wrong
    /// with a name.
    pub(crate) fn checked(&self) -> Result<Self, Rejection> {
        let Self::Choose { most, of } = self else {
            return Ok(Self::Approval);
        };
        let refused = Rejection::BadOptions {
            most: u32::try_from(MOST_OPTIONS).unwrap_or(u32::MAX),
        };
        if !(2..=MOST_OPTIONS).contains(&of.len()) || !(1..=of.len()).contains(&usize::from(*most))
        {
            return Err(refused);
        }
        let mut names: Vec<String> = Vec::with_capacity(of.len());
        for name in of {
            let name = checked("option", name, MOST_CHARACTERS)?;
            if names.contains(&name) {
                return Err(refused);
            }
            names.push(name);
        }
        Ok(Self::Choose {
            most: *most,
            of: names,
        })
    }
}
