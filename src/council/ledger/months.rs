//! The record cut into months, and each month into what was asked, decided, promised and done.

use yishi_domain::council::Happening;
use yishi_domain::{State, Timestamp};

use super::month_of;
use crate::text::t;

/// A part of a month's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chapter {
    /// 提出
    Asked,
    /// 议定
    Decided,
    /// 承诺
    Promised,
    /// 办结
    Done,
}

impl Chapter {
    pub(super) const ALL: [Self; 4] = [Self::Asked, Self::Decided, Self::Promised, Self::Done];

    fn of(happening: Happening) -> Option<Self> {
        Some(match happening {
            Happening::Raised(_) => Self::Asked,
            Happening::Closed(_) | Happening::Settled(..) => Self::Decided,
            Happening::Promised(_) => Self::Promised,
            Happening::Answered(_)
            | Happening::Declined(_)
            | Happening::Kept(_)
            | Happening::Released(_)
            | Happening::Broken(_) => Self::Done,
            _ => return None,
        })
    }

    pub(super) fn name(self) -> &'static str {
        let texts = t().matter;
        match self {
            Self::Asked => texts.chapter_asked(),
            Self::Decided => texts.chapter_decided(),
            Self::Promised => texts.chapter_promised(),
            Self::Done => texts.chapter_done(),
        }
    }
}

/// The whole record, the latest month first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Months {
    /// The month that is now
    pub(super) this: (i32, u8),
    all: Vec<Month>,
}

/// What stands in the record of a month, the latest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) month: (i32, u8),
    pub(super) entries: Vec<Happening>,
}

impl Months {
    pub(super) fn of(state: &State, now: Timestamp) -> Self {
        let mut all: Vec<Month> = Vec::new();
        for (at, happening) in state.council.ledger() {
            let month = month_of(state, at);
            match all.last_mut().filter(|last| last.month == month) {
                Some(last) => last.entries.push(happening),
                None => all.push(Month {
                    month,
                    entries: vec![happening],
                }),
            }
        }
        Self {
            this: month_of(state, now),
            all,
        }
    }

    pub(super) fn month(&self, month: (i32, u8)) -> Month {
        let known = self.all.iter().find(|known| known.month == month);
        known.cloned().unwrap_or(Month {
            month,
            entries: Vec::new(),
        })
    }

    /// The last month before that one that holds anything.
    pub(super) fn before(&self, month: (i32, u8)) -> Option<(i32, u8)> {
        let mut months = self.all.iter().map(|known| known.month);
        months.find(|known| *known < month)
    }

    /// The next month after that one that holds anything; in any case this one.
    pub(super) fn behind(&self, month: (i32, u8)) -> Option<(i32, u8)> {
        let months = self.all.iter().map(|known| known.month);
        let next = months.chain([self.this]).filter(|known| *known > month);
        next.min()
    }
}

impl Month {
    pub(super) fn of(&self, chapter: Chapter) -> Vec<Happening> {
        let entries = self.entries.iter().copied();
        entries
            .filter(|entry| Chapter::of(*entry) == Some(chapter))
            .collect()
    }
}
