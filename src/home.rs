//! The first screen: what needs me now, what is new, what became of what I said.

mod mine;
mod needs;
mod news;

use leptos::prelude::*;

use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Actions, ButtonLink, Look, Page};

/// The page.
#[component]
pub(crate) fn Home() -> impl IntoView {
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
