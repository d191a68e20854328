//! What the committee has entered into the ballot book for me or my home, until it is read.

use crate::view::prelude::*;
use yishi_domain::council::{MotionState, Way};
use yishi_domain::{MemberId, MotionId, State};

use crate::part::Part;
use crate::route::Route;
use crate::session::{Read, Session, now};
use crate::text::t;
use crate::ui::{Badge, Button, ButtonLink, Card, Tone, time};

/// The name of the draft that keeps what was read.
const READ: &str = "votes.entered";
/// So long after the close it is still told.
const FRESH_SECONDS: i64 = 7 * 86_400;

/// A vote that was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    motion: MotionId,
    question: String,
    way: Way,
    staff: String,
    reason: String,
    at: i64,
}

impl Entry {
    fn line(&self) -> String {
        format!("{} {}", self.motion, self.at)
    }
}

/// The votes that were entered; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Entered {
    all: Part<Vec<Entry>>,
    read: Read,
}

impl Entered {
    pub(super) fn new(session: Session) -> Self {
        let me = session.me();
        Self {
            all: session.part(move |state| entries(state, me)),
            read: Read::of(session, READ),
        }
    }

    fn unread(self) -> Vec<Entry> {
        self.all.with(|all| {
            let new = all.iter().filter(|entry| self.read.is_new(&entry.line()));
            new.cloned().collect()
        })
    }

    /// Whether there is nothing to tell; reactive.
    pub(super) fn is_empty(self) -> bool {
        self.unread().is_empty()
    }

    /// The cards.
    pub(super) fn cards(self) -> View {
        let card = move |entry: Entry| {
            let to = Route::Motion(entry.motion.0);
            let line = entry.line();
            let dismiss = move || {
                let all = self.all.get_untracked();
                let lines: Vec<String> = all.iter().map(Entry::line).collect();
                self.read.note(line.clone(), &lines);
            };
            view! {
                <Card need=true>
                    <div class="meta"><Badge text=counted(entry.way) tone=Tone::Info /> <span>{time::ago(entry.at)}</span></div>
                    <h3>{entry.question.clone()}</h3>
                    <p class="meta">{told(&entry)}</p>
                    <div class="row">
                        <Button label=t().home.dismiss() on_press=dismiss />
                        <ButtonLink label=t().app.see_matter() to />
                    </div>
                </Card>
            }
        };
        view! { {move || self.unread().into_iter().map(card).collect_view()} }
    }
}

fn entries(state: &State, me: MemberId) -> Vec<Entry> {
    let (now, today) = (now(), state.today(now()));
    let fresh = |state: &MotionState| match state {
        MotionState::Open { .. } => true,
        MotionState::Closed { at, .. } => at.plus_seconds(FRESH_SECONDS) > now,
        _ => false,
    };
    let motions = state.council.motions.iter();
    let told = motions.filter(|(_, motion)| fresh(&motion.state));
    told.filter_map(|(id, motion)| {
        let voter = motion.electorate.voter_of(state, me, today)?;
        let ballot = motion.ballots.get(&voter.id)?;
        let entry = ballot.entry.as_ref()?;
        Some(Entry {
            motion: *id,
            question: motion.question.clone(),
            way: ballot.way,
            staff: entry.staff.clone(),
            reason: entry.reason.clone(),
            at: ballot.at.0,
        })
    })
    .collect()
}

fn told(entry: &Entry) -> String {
    let texts = t().home;
    match entry.reason.is_empty() {
        true => texts.entered_by(&entry.staff),
        false => texts.entered_by_because(&entry.staff, &entry.reason),
    }
}

/// 已用手机投过票
pub(crate) fn counted(way: Way) -> &'static str {
    let texts = t().home;
    match way {
        Way::Phone => texts.counted_phone(),
        Way::Desk => texts.counted_desk(),
        Way::Paper => texts.counted_paper(),
        Way::Hands => texts.counted_hands(),
    }
}
