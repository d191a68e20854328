//! The council's page: opinions, meetings, votes.

use crate::view::prelude::*;

use super::agenda::Agenda;
use super::opinions::Opinions;
use super::panes::Panes;
use super::votes::Votes;
use crate::route::{CouncilSection, Route};
use crate::text::t;
use crate::ui::{Actions, ButtonLink, Empty, Look, Page, Segment, Segments, wide};

/// The page, at one of its sections.
#[component]
pub(crate) fn CouncilPage(
    /// Which section
    section: CouncilSection,
) -> View {
    move || match section {
        CouncilSection::Opinions | CouncilSection::Agenda if wide() => {
            view! { <Desk section /> }
        }
        _ => view! {
            <Page title=t().council.title()>
                {sections(section)}
                {match section {
                    CouncilSection::Opinions => view! { <Opinions /> },
                    CouncilSection::Agenda => view! { <Agenda /> },
                    CouncilSection::Motions => view! { <Votes /> },
                }}
            </Page>
        },
    }
}

/// The switch between the sections.
pub(super) fn sections(section: CouncilSection) -> View {
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
    view! { <Segments label=texts.title() items current=Route::Council(section) /> }
}

/// On a desk the list stands at the side, and here until something is chosen in it: what can be done anew.
#[component]
fn Desk(section: CouncilSection) -> View {
    let texts = t().matter;
    let (title, text, label, to) = match section {
        CouncilSection::Agenda => (
            texts.choose_meeting(),
            texts.choose_text(),
            texts.propose(),
            Route::ProposeTopic,
        ),
        _ => (
            texts.choose_opinion(),
            texts.choose_text(),
            t().council.raise(),
            Route::NewOpinion,
        ),
    };
    let plan = (section == CouncilSection::Agenda).then(super::agenda::plan_link);
    view! {
        <Panes section>
            <Page title=t().council.title()>
                <Empty title text icon="council" />
                <Actions>
                    <ButtonLink label to look=Look::Main icon="add" />
                    {plan}
                </Actions>
            </Page>
        </Panes>
    }
}
