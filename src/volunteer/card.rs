//! A shift as it stands in a list.

use crate::view::prelude::*;
use yishi_domain::volunteer::{ActivityKind, Board, Shift, ShiftRole, Standing};
use yishi_domain::{MemberId, ShiftId, State, Timestamp};

use super::words;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Badge, Card, Tone};

/// Up to so many places are drawn one by one.
const DRAWN_PLACES: u32 = 20;
/// From so long before its start it is pressing that people are missing.
const SOON_SECONDS: i64 = 48 * 3_600;

/// A role and its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RoleTold {
    pub(super) role: u8,
    pub(super) name: String,
    pub(super) taken: u32,
    pub(super) capacity: u32,
    pub(super) waiting: u32,
}

/// What is said of a shift wherever it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) kind: ActivityKind,
    pub(super) title: String,
    pub(super) place: String,
    pub(super) starts_at: Timestamp,
    pub(super) ends_at: Timestamp,
    pub(super) closes_at: Timestamp,
    pub(super) roles: Vec<RoleTold>,
    pub(super) missing: u32,
    pub(super) cancelled: bool,
    pub(super) standing: Option<Standing>,
}

impl Told {
    pub(super) fn of(state: &State, id: ShiftId, me: MemberId) -> Option<Self> {
        let board = &state.volunteer;
        let shift = board.shifts.get(&id)?;
        let details = board.details(shift)?;
        Some(Self {
            kind: details.kind,
            title: details.title.clone(),
            place: details.place.clone(),
            starts_at: shift.starts_at,
            ends_at: shift.ends_at,
            closes_at: board.signup_closes_at(shift),
            roles: details
                .roles
                .iter()
                .filter_map(|role| told(board, shift, role))
                .collect(),
            missing: board.missing(shift),
            cancelled: shift.cancelled.is_some(),
            standing: shift.standing(me),
        })
    }

    /// Whether a signup may still be asked for, by the time that this phone knows.
    pub(super) fn is_open(&self, now: Timestamp) -> bool {
        !self.cancelled && now < self.closes_at
    }

    /// How it stands, in a few characters. Who has signed up need not know of places that are free or not.
    pub(super) fn badge(&self, now: Timestamp) -> Option<View> {
        let texts = t().volunteer;
        let free = |role: &RoleTold| role.capacity.saturating_sub(role.taken);
        let free: u32 = self.roles.iter().map(free).sum();
        let (text, tone) = if self.cancelled {
            (texts.cancelled().to_owned(), Tone::Bad)
        } else if now >= self.ends_at {
            (texts.over().to_owned(), Tone::Plain)
        } else if now >= self.starts_at {
            (texts.running().to_owned(), Tone::Info)
        } else if self.missing > 0 {
            let soon = self.starts_at < now.plus_seconds(SOON_SECONDS);
            let tone = if soon { Tone::Warn } else { Tone::Plain };
            (texts.short(self.missing), tone)
        } else if self.standing.is_some() {
            return None;
        } else if !self.is_open(now) {
            (texts.signup_closed().to_owned(), Tone::Plain)
        } else if free == 0 {
            (texts.full().to_owned(), Tone::Plain)
        } else {
            (texts.free(free), Tone::Plain)
        };
        Some(view! { <Badge text tone /> })
    }

    /// The member's own place, if there is one.
    pub(super) fn own_badge(&self) -> Option<View> {
        let (text, tone) = words::standing(self.standing?);
        Some(view! { <Badge text tone /> })
    }

    /// 保洁 3 / 12 · 带队 2 / 2，候补 1 人
    fn places(&self) -> String {
        let texts = t().volunteer;
        let places = self.roles.iter().map(|role| {
            let places = texts.places(&role.name, role.taken, role.capacity);
            match role.waiting {
                0 => places,
                waiting => format!("{places} · {}", texts.waiting(waiting)),
            }
        });
        places.collect::<Vec<_>>().join(" · ")
    }

    /// All places of the shift, those that are taken filled.
    pub(super) fn slots(&self) -> View {
        let taken = self.roles.iter().map(|role| role.taken).sum();
        let all = self.roles.iter().map(|role| role.capacity).sum();
        slots(taken, all)
    }
}

/// Places as a row of small boxes; many of them as one bar. The words beside them say the same.
pub(super) fn slots(taken: u32, all: u32) -> View {
    let class = if all > DRAWN_PLACES {
        "slots many"
    } else {
        "slots"
    };
    let style = format!("--taken:{taken};--all:{}", all.max(1));
    view! { <i class=class style=style aria-hidden="true"></i> }
}

fn told(board: &Board, shift: &Shift, role: &ShiftRole) -> Option<RoleTold> {
    let places = board.places(shift, role.role)?;
    Some(RoleTold {
        role: role.role,
        name: role.name.clone(),
        taken: places.taken,
        capacity: places.capacity,
        waiting: places.waiting,
    })
}

/// A shift.
#[component]
pub(crate) fn ShiftCard(
    /// Which
    id: ShiftId,
    /// People are needed here soon
    #[prop(optional)]
    need: bool,
    /// Its day stands above it already
    #[prop(optional)]
    of_day: bool,
    /// How many later dates the activity has
    #[prop(optional)]
    later: usize,
) -> View {
    let session = session();
    let me = session.me();
    let waiting = session.is_lingering(id.0);
    let told = session.part(move |state| Told::of(state, id, me));
    move || {
        let told = told.get()?;
        let pending = waiting
            .get()
            .then(|| view! { <Badge text=t().app.pending() /> });
        let when = if of_day {
            words::clocks(told.starts_at.0, told.ends_at.0)
        } else {
            words::span(told.starts_at.0, told.ends_at.0)
        };
        let later = (later > 0).then(|| {
            let text = t().volunteer.later_dates(later);
            view! { <p class="meta">{text}</p> }
        });
        Some(view! {
            <Card to=Route::Shift(id.0) need>
                <div class="meta">{told.own_badge()} {told.badge(now())} {pending}</div>
                <h3>{told.title.clone()}</h3>
                <p class="when">{when} <span class="meta">{told.place.clone()}</span></p>
                {told.slots()}
                <p class="meta">{told.places()}</p>
                {later}
            </Card>
        })
    }
}
