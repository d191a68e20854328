//! What the volunteer board wants of me: news of my signups, my next shift, shifts I lead that lack people; of staff,
//! those that nobody leads.

use crate::view::prelude::*;
use yishi_domain::volunteer::Standing;
use yishi_domain::{MemberId, ShiftId, State};

use crate::part::Part;
use crate::route::{Route, VolunteerSection};
use crate::session::{Session, now};
use crate::text::t;
use crate::ui::{Badge, Button, ButtonLink, Card, Tone};
use crate::volunteer::{News, words};

/// A shift is on this screen from so long before its start.
const NEAR_SECONDS: i64 = 48 * 3_600;

/// Shifts without enough people that are shown; the others stand on the board.
const SHOWN: usize = 2;

/// What the cards show; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Shifts {
    news: News,
    next: Part<Option<Next>>,
    short: Part<Vec<Short>>,
    /// How many lack people while nobody leads them; for staff
    unled: Part<usize>,
}

/// The member's next shift.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Next {
    shift: ShiftId,
    title: String,
    place: String,
    when: String,
    role: String,
    standing: Standing,
    others: u32,
}

/// A shift that the member leads and that lacks people.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Short {
    shift: ShiftId,
    title: String,
    when: String,
    missing: u32,
}

impl Shifts {
    pub(super) fn new(session: Session) -> Self {
        let me = session.me();
        Self {
            news: News::new(session),
            next: session.part(move |state| next(state, me)),
            short: session.part(move |state| short(state, me)),
            unled: session.part(move |state| unled(state, me)),
        }
    }

    /// Whether there is nothing to show; reactive.
    pub(super) fn is_empty(self) -> bool {
        self.news.unread().is_empty()
            && self.next.with(Option::is_none)
            && self.short.with(Vec::is_empty)
            && self.unled.get() == 0
    }

    /// Whether a card tells of that shift already; reactive.
    fn is_told(self, shift: ShiftId) -> bool {
        self.news.unread().iter().any(|item| item.shift == shift)
    }

    /// The cards.
    pub(super) fn cards(self) -> View {
        view! {
            {move || self.news.unread().into_iter().map(|item| news_card(self.news, item)).collect_view()}
            {move || self.short.get().into_iter().map(short_card).collect_view()}
            {move || Some(self.unled.get()).filter(|unled| *unled > 0).map(unled_card)}
            {move || self.next.get().filter(|next| !self.is_told(next.shift)).map(next_card)}
        }
    }
}

fn next(state: &State, me: MemberId) -> Option<Next> {
    let (board, now) = (&state.volunteer, now());
    let own = board.of_member(me);
    let (shift, next, signup) = own.into_iter().find(|(_, shift, _)| {
        shift.cancelled.is_none()
            && shift.ends_at > now
            && shift.starts_at < now.plus_seconds(NEAR_SECONDS)
    })?;
    let details = board.details(next)?;
    let role = details.roles.iter().find(|role| role.role == signup.role)?;
    Some(Next {
        shift,
        title: details.title.clone(),
        place: details.place.clone(),
        when: words::span(next.starts_at.0, next.ends_at.0),
        role: role.name.clone(),
        standing: next.standing(me)?,
        others: next.placed().saturating_sub(1),
    })
}

fn short(state: &State, me: MemberId) -> Vec<Short> {
    let board = &state.volunteer;
    let short = board.short(now()).into_iter();
    let led = short.filter(|(_, shift)| board.lead(shift) == Some(me));
    led.take(SHOWN)
        .filter_map(|(id, shift)| {
            Some(Short {
                shift: id,
                title: board.details(shift)?.title.clone(),
                when: words::span(shift.starts_at.0, shift.ends_at.0),
                missing: board.missing(shift),
            })
        })
        .collect()
}

fn unled(state: &State, me: MemberId) -> usize {
    if !state.is_staff(me) {
        return 0;
    }
    let board = &state.volunteer;
    let short = board.short(now()).into_iter();
    short
        .filter(|(_, shift)| board.lead(shift).is_none())
        .count()
}

fn news_card(news: News, item: crate::volunteer::Item) -> View {
    let shift = item.shift;
    let (text, tone, about) = (item.text.clone(), item.tone, item.about.clone());
    let dismiss = move || news.dismiss(&item);
    view! {
        <Card need=true>
            <div class="meta"><Badge text tone /></div>
            <h3>{about}</h3>
            <div class="row">
                <Button label=t().home.dismiss() on_press=dismiss />
                <ButtonLink label=t().app.see_matter() to=Route::Shift(shift.0) />
            </div>
        </Card>
    }
}

fn short_card(short: Short) -> View {
    let texts = t().volunteer;
    view! {
        <Card need=true>
            <div class="meta"><Badge text=texts.short_lead(short.missing) tone=Tone::Warn /> <span>{short.when}</span></div>
            <h3>{short.title}</h3>
            <p class="meta">{texts.short_lead_text()}</p>
            <ButtonLink label=t().app.see_matter() to=Route::Shift(short.shift.0) />
        </Card>
    }
}

fn unled_card(unled: usize) -> View {
    let texts = t().volunteer;
    view! {
        <Card need=true>
            <h3>{texts.short_unled(unled)}</h3>
            <p class="meta">{texts.short_unled_text()}</p>
            <ButtonLink label=texts.short_unled_see() to=Route::Volunteer(VolunteerSection::Days) />
        </Card>
    }
}

fn next_card(next: Next) -> View {
    let texts = t().volunteer;
    let with = match (next.standing, next.others) {
        (Standing::Waiting(place), _) => texts.you_wait(&next.role, place),
        (Standing::Placed, 0) => texts.your_place_alone(&next.role),
        (Standing::Placed, others) => texts.your_places(&next.role, others),
    };
    view! {
        <Card need=true to=Route::Shift(next.shift.0)>
            <div class="meta"><Badge text=next.when tone=Tone::Info /> <span>{next.place}</span></div>
            <h3>{next.title}</h3>
            <p class="meta">{with}</p>
        </Card>
    }
}
