//! The numbers that follow those who have gathered: sheets out of opened envelopes, hands in a meeting.

use serde::{Deserialize, Serialize};

use super::book::{self, Entry, Way};
use super::receipt::drawn_receipt;
use super::slip::{LEAST_SEALED, Slip};
use super::{Choice, MOST_IN_BATCH, Options};
use crate::council::Motion;
use crate::council::motion::votable;
use crate::decide::{Actor, Context, Draft};
use crate::photo;
use crate::{Audience, Digest, Event, MotionId, Rejection, SealId, State};

/// How many have marked an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The option.
    pub choice: Choice,
    /// How many.
    pub heads: u64,
}

/// What has been counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gathered {
    /// What the sheets say that came out of envelopes, 1 to 200 of them. They add to those that were entered before.
    Sheets(Vec<Vec<Choice>>),
    /// How many hands were raised for what. They take the place of what was entered before.
    Hands(Vec<Marked>),
}

/// Enters the numbers of those who have gathered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountGathered {
    /// The motion.
    pub motion: MotionId,
    /// What was counted.
    pub count: Gathered,
    /// At most 4 photos of the sheets by their SHA-256; of fewer than 5 sealed sheets none.
    pub photos: Vec<Digest>,
    /// Drawn for this count alone, so that what is kept of the command does not tell what it held.
    pub seal: SealId,
}

/// The committee has entered numbers: its record for every desk, without the numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountEntered {
    /// The motion.
    pub motion: MotionId,
    /// Whether paper or hands.
    pub way: Way,
    /// How many are counted now: all sheets so far, or all who take part by hands.
    pub heads: u64,
    /// Who entered them.
    pub entry: Entry,
    /// Photos of the sheets by their SHA-256.
    pub photos: Vec<Digest>,
}

/// How the hands went. For the authority alone until the close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandsCounted {
    /// The motion.
    pub motion: MotionId,
    /// The numbers.
    pub hands: Hands,
}

/// A show of hands: numbers, no names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hands {
    /// Who took part by it.
    pub heads: u64,
    /// How many hands were raised for what, in order of the options.
    pub marked: Vec<Marked>,
}

impl Hands {
    /// The numbers in order, if so many people can have raised their hands like that.
    ///
    /// # Errors
    /// [`Rejection::BadChoice`] for an option that is none or stands there twice; [`Rejection::CountMismatch`]: the
    /// numbers cannot be those of so many people.
    fn checked(options: &Options, heads: u64, marked: &[Marked]) -> Result<Self, Rejection> {
        let marks = options.marks();
        let mut sorted: Vec<Marked> = Vec::with_capacity(marks.len());
        for one in marked {
            let place = sorted.binary_search_by(|other| other.choice.cmp(&one.choice));
            match place {
                Err(place) if marks.contains(&one.choice) => sorted.insert(place, *one),
                _ => return Err(Rejection::BadChoice),
            }
        }
        let mismatch = Rejection::CountMismatch { expected: heads };
        let of = |wanted: bool| {
            let counted = sorted
                .iter()
                .filter(move |one| (one.choice == Choice::Abstain) == wanted);
            counted.map(|one| one.heads)
        };
        let abstaining: u64 = of(true).fold(0, u64::saturating_add);
        // Whoever does not abstain raises a hand for one option at least and for as many as a ballot may have at most.
        let marking = heads.checked_sub(abstaining).ok_or(mismatch.clone())?;
        let raised: u64 = of(false).fold(0, u64::saturating_add);
        let most = marking.saturating_mul(options.most() as u64);
        if of(false).any(|heads| heads > marking) || !(marking..=most).contains(&raised) {
            return Err(mismatch);
        }
        sorted.retain(|one| one.heads > 0);
        Ok(Self {
            heads,
            marked: sorted,
        })
    }
}

impl Motion {
    pub(crate) fn count_entered(&mut self, e: &CountEntered) {
        self.add_photos(&e.photos);
        match e.way {
            Way::Hands => self.hands_counted = e.heads,
            _ => self.sheets = e.heads,
        }
    }

    /// Sealed envelopes whose sheets are still to be counted, as far as is known here.
    #[must_use]
    pub fn uncounted_envelopes(&self) -> u64 {
        if self.sealed {
            self.by_way(Way::Paper).saturating_sub(self.sheets)
        } else {
            0
        }
    }

    /// Those who take part by hands and are not in the numbers that were entered last, as far as is known here.
    #[must_use]
    pub fn uncounted_hands(&self) -> u64 {
        self.by_way(Way::Hands).saturating_sub(self.hands_counted)
    }
}

pub(crate) fn decide_count(
    state: &State,
    actor: Actor,
    c: &CountGathered,
    context: &Context,
) -> Result<Vec<Draft>, Rejection> {
    let motion = votable(state, c.motion, context.now)?;
    let photos = photo::checked(&c.photos)?;
    let (way, heads, hands) = match &c.count {
        Gathered::Sheets(sheets) => {
            if !photos.is_empty() && (sheets.len() as u64) < LEAST_SEALED {
                return Err(Rejection::TooFewSheets {
                    least: u32::try_from(LEAST_SEALED).unwrap_or(u32::MAX),
                });
            }
            let more = put_in(motion, c, sheets, context)?;
            (Way::Paper, motion.sheets.saturating_add(more), None)
        }
        Gathered::Hands(marked) => {
            let heads = motion.by_way(Way::Hands);
            if heads == 0 {
                return Err(Rejection::CountMismatch { expected: 0 });
            }
            let hands = Hands::checked(&motion.options, heads, marked)?;
            (Way::Hands, heads, Some(hands))
        }
    };
    let entered = CountEntered {
        motion: c.motion,
        way,
        heads,
        entry: book::entry(state, actor, String::new()),
        photos,
    };
    let mut drafts = vec![Draft::signed(
        vec![Audience::Staff],
        Event::CountEntered(entered),
    )];
    drafts.extend(hands.map(|hands| {
        let counted = HandsCounted {
            motion: c.motion,
            hands,
        };
        Draft::unsigned(Vec::new(), Event::HandsCounted(counted))
    }));
    Ok(drafts)
}

/// The sheets as slips into the box. Gives their number.
fn put_in(
    motion: &Motion,
    c: &CountGathered,
    sheets: &[Vec<Choice>],
    context: &Context,
) -> Result<u64, Rejection> {
    if !motion.sealed {
        return Err(Rejection::WrongWay);
    }
    if !(1..=MOST_IN_BATCH).contains(&sheets.len()) {
        return Err(Rejection::BadBatch {
            most: u32::try_from(MOST_IN_BATCH).unwrap_or(u32::MAX),
        });
    }
    let expected = motion.uncounted_envelopes();
    let heads = sheets.len() as u64;
    if heads > expected {
        return Err(Rejection::CountMismatch { expected });
    }
    let mut slips = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        slips.push(motion.options.marked(sheet)?);
    }
    for choice in slips {
        let drawn = context.entropy.draw();
        let slip = Slip {
            choice,
            receipt: drawn_receipt(drawn),
        };
        let mut owner = [0; 16];
        owner.copy_from_slice(&drawn.0[..16]);
        let owner = uuid::Builder::from_random_bytes(owner).into_uuid();
        context.ballot_box.put(c.motion, owner, slip);
    }
    Ok(heads)
}
