//! The council's page: opinions, meetings, votes.

use crate::view::prelude::*;

use super::agenda::Agenda;
use super::opinions::Opinions;
use super::votes::Votes;
use crate::route::{CouncilSection, Route};
use crate::text::t;
use crate::ui::{Page, Segment, Segments};

/// The page, at one of its sections.
#[component]
pub(crate) fn CouncilPage(
    /// Which section
    section: CouncilSection,
) -> View {
    let texts = t().council;
    let segment = |label: &str, section| Segment {
        label: label.to_owned(),
        to: Route::Council(section),
    };
    let items = vec![
        segment(texts.opinions(), CouncilSection::Opinions),
        segment(texts.agenda(), CouncilSection::Agenda),
        segment(texts.motions(), CouncilSection::Motions),
    ];
    view! {
        <Page title=texts.title()>
            <Segments label=texts.title() items current=Route::Council(section) />
            {match section {
                CouncilSection::Opinions => view! { <Opinions /> },
                CouncilSection::Agenda => view! { <Agenda /> },
                CouncilSection::Motions => view! { <Votes /> },
            }}
        </Page>
    }
}
