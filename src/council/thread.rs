//! One matter, one thread: from the opinion over the topic and the meeting to the vote and what came of it.

mod steps;

use crate::view::prelude::*;
use yishi_domain::council::Opinion;

use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Card, Section, Thread};

pub(super) use yishi_domain::council::Matter;

pub(super) use steps::told;

/// The whole thread of a matter, with links to its other pages.
#[component]
pub(super) fn MatterThread(
    /// Which matter
    matter: Part<Option<Matter>>,
    /// The page that shows it: no step leads there
    here: Route,
) -> View {
    let session = session();
    let steps = Part::new(move || {
        let matter = matter.get();
        let mut steps = session.view().with(|state| {
            matter
                .map(|matter| told(&state.council, matter))
                .unwrap_or_default()
        });
        for step in &mut steps {
            step.to = step.to.take().filter(|to| *to != here);
        }
        steps
    });
    view! {
        <Section title=t().council.thread()>
            <Card>
                <Thread steps />
            </Card>
        </Section>
    }
}

/// Who is behind an opinion, as residents see it.
pub(super) fn author(opinion: &Opinion) -> String {
    match &opinion.author {
        Some(author) if !opinion.anonymous => author.name.clone(),
        _ => t().council.anonymous_author().into(),
    }
}
