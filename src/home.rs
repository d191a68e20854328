//! The first screen: what needs me now, what is new, what became of what I said.

mod entered;
mod matters;
mod mine;
mod needs;
mod news;
mod patrol;
mod shifts;
mod told;

use std::sync::Arc;

pub(crate) use entered::counted;

use crate::view::prelude::*;
use yishi_domain::council::Opinion;
use yishi_domain::{OpinionId, State};

pub(crate) use told::{look, watch};

use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Actions, ButtonLink, Look, Page};

/// The page.
#[component]
pub(crate) fn Home() -> View {
    let session = session();
    let me = session.me();
    let name = session.part(move |state| state.roster.name(me).map(str::to_owned));
    let offset = session.part(|state| state.community.utc_offset_minutes);
    let title = Signal::derive(move || {
        greeting(
            offset.get(),
            name.get().unwrap_or_else(|| session.identity().name),
        )
    });
    view! {
        <Page title>
            <needs::Needs />
            <mine::Mine />
            <news::News />
            <Actions>
                <ButtonLink label=t().home.raise() to=Route::NewOpinion look=Look::Main icon="add" />
            </Actions>
        </Page>
    }
}

/// The opinions of that kind to which something happened last, the newest first.
fn newest_opinions(
    state: &State,
    most: usize,
    of: impl Fn(&Opinion) -> bool,
) -> Vec<(OpinionId, Arc<Opinion>)> {
    let opinions = state.council.opinions.iter().filter(|(_, o)| of(o));
    let mut by_time: Vec<_> = opinions.map(|(id, o)| (o.changed_at(), *id)).collect();
    by_time.sort_unstable_by(|a, b| b.cmp(a));
    let newest = by_time.iter().take(most);
    newest
        .filter_map(|(_, id)| Some((*id, state.council.opinions.get(id)?.clone())))
        .collect()
}

/// The greeting of the hour in the community's time zone.
fn greeting(utc_offset_minutes: i16, name: String) -> String {
    let minute = (now().0 / 60_000 + i64::from(utc_offset_minutes)).rem_euclid(1_440);
    let texts = t().home;
    match minute / 60 {
        5..=10 => texts.greeting_morning(name),
        11..=12 => texts.greeting_noon(name),
        13..=17 => texts.greeting_afternoon(name),
        _ => texts.greeting_evening(name),
    }
}
