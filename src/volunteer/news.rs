//! What a member is told of the own signups, and of elders to visit: moved up, moved, cancelled. On the first screen
//! until it is read, and over the page the moment that it arrives.

use crate::view::prelude::*;
use uuid::Uuid;
use yishi_domain::volunteer::{self, NewsKind, Shift, Standing};
use yishi_domain::{MemberId, NeedId, ShiftId, State, Timestamp};

use super::words;
use crate::part::Part;
use crate::route::Route;
use crate::session::{Read, Session, now};
use crate::text::t;
use crate::ui::{Tone, toast};

/// The name of the draft that keeps what was read.
const READ: &str = "volunteer.news";
/// So long after it happened news of a shift that is over is still told.
const FRESH_SECONDS: i64 = 7 * 86_400;

/// The same news of a shift is told again if it comes so much later: the endpoint confirms what this phone has
/// foretold with a time of its own.
const AGAIN_SECONDS: i64 = 600;

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// About which shift
    pub(crate) shift: ShiftId,
    /// What it is about: the shift, or an elder's need
    matter: Uuid,
    /// When it happened
    pub(crate) at: Timestamp,
    /// The shift and its time
    pub(crate) about: String,
    /// The shift alone
    title: String,
    /// What
    pub(crate) text: String,
    /// Good or bad
    pub(crate) tone: Tone,
    key: Key,
}

/// What must be the same for news to be known already, in whatever language it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    /// Nothing for a need.
    kind: Option<NewsKind>,
    starts_at: Timestamp,
    /// The place on the waitlist; 0 for a place at the shift.
    place: u32,
}

impl Item {
    /// What tells it apart from other news, and from the same news with another word of the endpoint.
    fn line(&self) -> String {
        format!("{} {}", self.matter, self.at.0)
    }
}

/// The news of a member, the newest first; elders to visit before all.
fn items(state: &State, me: MemberId) -> Vec<Item> {
    let mut items = needs(state, me);
    items.extend(signups(state, me));
    items
}

/// The needs that the member takes. No name stands here: what this screen shows may be kept longer than a need.
fn needs(state: &State, me: MemberId) -> Vec<Item> {
    let (board, now) = (&state.volunteer, now());
    let taken = board.needs_taken_by(me);
    let item = |(id, need): (NeedId, &volunteer::Need)| {
        let matched = need.matched?;
        let shift = board.shifts.get(&matched.shift)?;
        (shift.ends_at > now).then_some(Item {
            shift: matched.shift,
            matter: id.0,
            at: matched.at,
            about: words::named(board, matched.shift)?,
            title: board.details(shift)?.title.clone(),
            text: t().volunteer.news_need().to_owned(),
            tone: Tone::Info,
            key: Key {
                kind: None,
                starts_at: shift.starts_at,
                place: 0,
            },
        })
    };
    taken.filter_map(item).collect()
}

fn signups(state: &State, me: MemberId) -> Vec<Item> {
    let board = &state.volunteer;
    let now = now();
    let news = board.news(me).into_iter();
    news.filter_map(|(id, news)| {
        let shift = board.shifts.get(&id)?;
        if shift.ends_at <= now && news.at.plus_seconds(FRESH_SECONDS) <= now {
            return None;
        }
        let (text, tone) = told(state, id, news, me)?;
        Some(Item {
            shift: id,
            matter: id.0,
            at: news.at,
            about: words::named(board, id)?,
            title: board.details(shift)?.title.clone(),
            text,
            tone,
            key: Key {
                kind: Some(news.kind),
                starts_at: shift.starts_at,
                place: match shift.standing(me) {
                    Some(Standing::Waiting(place)) => place,
                    _ => 0,
                },
            },
        })
    })
    .collect()
}

fn told(state: &State, id: ShiftId, news: volunteer::News, me: MemberId) -> Option<(String, Tone)> {
    let texts = t().volunteer;
    let shift = state.volunteer.shifts.get(&id)?;
    Some(match news.kind {
        NewsKind::Waitlisted => match shift.standing(me) {
            // Who had a place before has lost it to a lowered capacity.
            Some(Standing::Waiting(place)) if shift.signup(me)?.at < news.at => {
                (texts.news_waitlisted_later(place), Tone::Warn)
            }
            Some(Standing::Waiting(place)) => match proxy(state, shift, me) {
                Some(name) => (texts.news_signed_up_waiting(name, place), Tone::Warn),
                None => (texts.news_waitlisted(place), Tone::Warn),
            },
            _ => return None,
        },
        NewsKind::SignedUp => {
            let name = proxy(state, shift, me)?;
            (texts.news_signed_up(name), Tone::Info)
        }
        NewsKind::Reported => (texts.news_reported().to_owned(), Tone::Ok),
        NewsKind::Promoted => (texts.news_promoted().to_owned(), Tone::Ok),
        NewsKind::Moved => {
            let when = words::span(shift.starts_at.0, shift.ends_at.0);
            (texts.news_moved(when), Tone::Warn)
        }
        NewsKind::Changed => (texts.news_changed().to_owned(), Tone::Info),
        NewsKind::Cancelled => match shift.cancelled.as_ref().and_then(|(_, why)| why.as_ref()) {
            Some(reason) => (texts.news_cancelled(reason), Tone::Bad),
            None => (texts.news_cancelled_plain().to_owned(), Tone::Bad),
        },
        NewsKind::RoleEnded => (texts.news_role_ended().to_owned(), Tone::Warn),
        NewsKind::TakenBack => (texts.news_taken_back().to_owned(), Tone::Warn),
    })
}

/// Who signed the member up, if it was somebody else.
fn proxy(state: &State, shift: &Shift, me: MemberId) -> Option<String> {
    Some(words::name(state, shift.signup(me)?.by?))
}

/// The news that a member has not read yet; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct News {
    all: Part<Vec<Item>>,
    read: Read,
}

impl News {
    /// Of the member at this phone.
    pub(crate) fn new(session: Session) -> Self {
        let me = session.me();
        Self {
            all: session.part(move |state| items(state, me)),
            read: Read::of(session, READ),
        }
    }

    /// What was not read yet; reactive.
    pub(crate) fn unread(self) -> Vec<Item> {
        self.all.with(|all| {
            let new = all.iter().filter(|item| self.read.is_new(&item.line()));
            new.cloned().collect()
        })
    }

    /// Remembers that the member has read it. What is no news any more is forgotten.
    pub(crate) fn dismiss(self, item: &Item) {
        let all = self.all.get_untracked();
        let lines: Vec<String> = all.iter().map(Item::line).collect();
        self.read.note(item.line(), &lines);
    }
}

/// Tells of news over the page as it arrives. Once, when the member is known.
pub(crate) fn watch(session: Session) {
    let me = session.me();
    let news = session.part(move |state| items(state, me));
    Effect::new(move |before: Option<Vec<Item>>| {
        let now = news.get();
        for item in now.iter().filter(|item| is_new(item, before.as_deref())) {
            let told = t().volunteer.news_about(&item.title, &item.text);
            // It stays on the first screen until it is read, so it need not stay here.
            toast::say_with(
                Tone::Info,
                told,
                t().app.see_matter(),
                Route::Shift(item.shift.0),
            );
        }
        now
    });
}

/// What was there when the app was opened is told on the first screen only. The endpoint's word on what this phone
/// has foretold is told again if it differs.
fn is_new(item: &Item, before: Option<&[Item]>) -> bool {
    before.is_some_and(|before| {
        let known = before.iter().find(|known| known.matter == item.matter);
        known.is_none_or(|known| {
            // To come nearer to a place is no news; the shift's page shows it.
            let nearer =
                item.key.kind == Some(NewsKind::Waitlisted) && item.key.place < known.key.place;
            let again = item.at > known.at.plus_seconds(AGAIN_SECONDS);
            let other = Key {
                place: known.key.place,
                ..item.key.clone()
            } != known.key;
            other || again || item.key.place != known.key.place && !nearer
        })
    })
}
