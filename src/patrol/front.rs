//! The patrol's page: what waits for this member, and how the street stands.

mod merchant;
mod staff;
mod walker;

pub(super) use staff::Publish;
use yishi_domain::roster::Role;

use crate::route::{PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Page, Segment, Segments};
use crate::view::prelude::*;

/// The page, at one of its sections.
#[component]
pub(super) fn PatrolPage(
    /// Which section
    section: PatrolSection,
) -> View {
    let session = session();
    let texts = t().patrol;
    let walks = session.has_role(Role::Representative);
    let trades = session.has_role(Role::Merchant);
    let keeps = session.has_role(Role::Committee);
    let mine = match (
        walks.get_untracked(),
        trades.get_untracked(),
        keeps.get_untracked(),
    ) {
        (true, _, _) => Some(texts.round()),
        (_, true, _) => Some(texts.my_shop()),
        (_, _, true) => Some(texts.overview()),
        _ => None,
    };
    // Everybody else reads what was published.
    let section = match (section, mine) {
        (PatrolSection::Round, None) => PatrolSection::Street,
        (section, _) => section,
    };
    let segment = |label: &str, section| Segment {
        label: label.to_owned(),
        to: Route::Patrol(section),
    };
    let mut items = vec![
        segment(texts.findings(), PatrolSection::Findings),
        segment(texts.street(), PatrolSection::Street),
        segment(texts.reports(), PatrolSection::Reports),
    ];
    if let Some(mine) = mine {
        items.insert(0, segment(mine, PatrolSection::Round));
    }
    view! {
        <Page title=texts.title()>
            <Segments label=texts.title() items current=Route::Patrol(section) />
            {match section {
                PatrolSection::Round => view! {
                    <Show when=move || walks.get()><walker::Mine /></Show>
                    <Show when=move || trades.get()><merchant::Mine /></Show>
                    <Show when=move || keeps.get()><staff::Overview /></Show>
                },
                PatrolSection::Findings => view! { <super::findings::Findings /> },
                PatrolSection::Street => view! { <super::street::Street /> },
                PatrolSection::Reports => view! { <super::reports::Reports /> },
            }}
        </Page>
    }
}
