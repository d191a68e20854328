//! One matter, one thread: from the opinion over the topic and the meeting to the vote and what came of it.

mod steps;

use crate::view::prelude::*;
use yishi_domain::council::{Council, Opinion, OpinionOutcome};
use yishi_domain::{OpinionId, TopicId, sort_by_key};

use self::steps::Dated;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Card, Section, Step, Thread};

/// Where a matter is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    /// By what somebody wants
    Opinion(OpinionId),
    /// By the council's topic
    Topic(TopicId),
}

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
                .map(|matter| steps(&state.council, matter))
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

fn steps(council: &Council, matter: Matter) -> Vec<Step> {
    let (opinion, mut topic) = match matter {
        Matter::Opinion(id) => (Some(id), None),
        Matter::Topic(id) => {
            let topic = council.topics.get(&id);
            (topic.and_then(|topic| topic.opinion()), Some(id))
        }
    };
    let mut all: Vec<Dated> = Vec::new();
    if let Some((id, opinion)) = opinion.and_then(|id| Some((id, council.opinions.get(&id)?))) {
        all.extend(steps::of_opinion(id, opinion));
        if let Some((_, OpinionOutcome::TakenUp { topic: taken_up })) = &opinion.outcome {
            topic = Some(*taken_up);
        }
    }
    if let Some((id, topic)) = topic.and_then(|id| Some((id, council.topics.get(&id)?))) {
        all.extend(steps::of_topic(council, id, topic));
        let motions = topic.motions.iter();
        let known = motions.filter_map(|id| Some((*id, council.motions.get(id)?)));
        all.extend(known.map(|(id, motion)| steps::voted(id, motion)));
    }
    // In order of time; what happened at once stays in the order in which it is told above.
    sort_by_key(&mut all, |(at, _)| *at);
    all.into_iter().map(|(_, step)| step).collect()
}
