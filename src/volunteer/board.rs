//! The board: what is to be done, by day and by kind.

mod days;
mod kinds;

use std::cell::RefCell;

use crate::view::prelude::*;
use yishi_domain::volunteer::{Board, Details};
use yishi_domain::{ActivityId, ShiftId, Timestamp};

use self::days::Days;
use self::kinds::{Found, Kinds};
use super::activity::NoActivities;
use super::group::Groups;
use super::mine::Mine;
use crate::navigation;
use crate::part::Part;
use crate::route::{Route, VolunteerSection};
use crate::session::session;
use crate::text::t;
use crate::ui::{Field, Page, Segment, Segments};

thread_local! {
    /// What was searched for, for whoever comes back from what was found.
    static SEARCHED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The page, at one of its sections.
#[component]
pub(crate) fn VolunteerPage(
    /// Which section
    section: VolunteerSection,
) -> View {
    let texts = t().volunteer;
    let segment = |label: &str, section| Segment {
        label: label.to_owned(),
        to: Route::Volunteer(section),
    };
    let items = vec![
        segment(texts.by_day(), VolunteerSection::Days),
        segment(texts.by_kind(), VolunteerSection::Kinds),
        segment(texts.mine(), VolunteerSection::Mine),
        segment(texts.groups(), VolunteerSection::Groups),
    ];
    view! {
        <Page title=texts.title()>
            <Segments label=texts.title() items current=Route::Volunteer(section) />
            {match section {
                VolunteerSection::Kinds => view! { <Activities by_kind=true /> },
                VolunteerSection::Mine => view! { <Mine /> },
                VolunteerSection::Groups => view! { <Groups /> },
                VolunteerSection::Days => view! { <Activities by_kind=false /> },
            }}
        </Page>
    }
}

/// What there is, or what was searched for.
#[component]
fn Activities(by_kind: bool) -> View {
    let any = session().part(|state| !state.volunteer.shifts.is_empty());
    let kept = SEARCHED.take();
    let query = RwSignal::new(match navigation::returned() {
        true => kept,
        false => String::new(),
    });
    Effect::new(move |_| SEARCHED.set(query.get()));
    let searching = Part::new(move || query.with(|query| !query.trim().is_empty()));
    view! {
        <Show
            when=move || any.get()
            fallback=|| view! { <NoActivities /> }
        >
            <div role="search">
                <Field label=t().volunteer.search() value=query kind="search" />
            </div>
            {move || match (searching.get(), by_kind) {
                (true, _) => view! { <Found query /> },
                (false, true) => view! { <Kinds /> },
                (false, false) => view! { <Days /> },
            }}
        </Show>
    }
}

/// An activity by the next of its shifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Next {
    activity: ActivityId,
    shift: ShiftId,
    /// How many more there are.
    later: usize,
}

/// The activities that have shifts to come, those that begin next first.
fn coming(board: &Board, now: Timestamp, fits: impl Fn(&Details) -> bool) -> Vec<Next> {
    let mut coming: Vec<Next> = Vec::new();
    for (id, shift) in board.between(now, Timestamp(i64::MAX)) {
        match coming
            .iter_mut()
            .find(|next| next.activity == shift.activity)
        {
            Some(next) => next.later += 1,
            None if board.details(shift).is_some_and(&fits) => coming.push(Next {
                activity: shift.activity,
                shift: id,
                later: 0,
            }),
            None => {}
        }
    }
    coming
}
