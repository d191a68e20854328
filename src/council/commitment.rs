//! What somebody has promised, or has to do by a resolution: how far it is, and what came of it.

mod card;
mod conduct;
mod make;
mod progress;

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::Commitment;
use yishi_domain::{CommitmentId, TopicId};

use self::conduct::Conduct;
use self::progress::Words;
use super::mark::{Mark, Pending};
use super::thread::{Matter, MatterThread};
use super::words;
use crate::part::Part;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Card, Empty, Fact, Facts, Page, time};

pub(super) use card::{CommitmentCard, Commitments};
pub(super) use make::MakeSheet;

/// The page.
#[component]
pub(crate) fn CommitmentPage(
    /// Which
    id: CommitmentId,
) -> View {
    let session = session();
    let known = session.part(move |state| state.council.commitments.get(&id).cloned());
    let topic = session.part(move |state| {
        let commitment = state.council.commitments.get(&id)?;
        state.council.topic_of(commitment)
    });
    let matter = Part::new(move || topic.get().map(Matter::Topic));
    let title = Signal::derive(move || {
        known.with(|known| match known {
            Some(commitment) => words::undertaking(commitment.source).to_owned(),
            None => t().matter.promise().to_owned(),
        })
    });
    view! {
        <Page title back=Route::Ledger aloud=true>
            <Show
                when=move || known.with(Option::is_some)
                fallback=|| view! { <Empty title=t().matter.commitment_unknown() text=t().council.unknown_text() /> }
            >
                <What id known topic />
                <Words id />
                <MatterThread matter here=Route::Commitment(id.0) />
                <Conduct id known />
            </Show>
        </Page>
    }
}

/// What is to be done, by whom, until when.
#[component]
fn What(
    id: CommitmentId,
    known: Part<Option<Arc<Commitment>>>,
    topic: Part<Option<TopicId>>,
) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let named = session.part(move |state| {
        let topic = topic.get()?;
        state.council.topics.get(&topic).map(|t| t.title.clone())
    });
    move || {
        let commitment = known.get()?;
        let today = session.view().with_untracked(|state| state.date(now()));
        let mark = Mark::commitment(&commitment, today);
        let overdue = commitment.is_overdue(today);
        let texts = t().matter;
        let mut facts = vec![
            Fact::new(texts.owner(), words::speaker(&commitment.owner)),
            Fact::new(texts.due(), time::full_day(words::noon(commitment.due))),
        ];
        facts.extend(
            named
                .get()
                .map(|title| Fact::new(t().council.topic(), title)),
        );
        facts.push(Fact::new(texts.made_on(), time::day(commitment.made_at.0)));
        let ended = commitment.ended.clone().map(|(at, by, words)| {
            let by = by.as_ref().map(words::speaker).unwrap_or_default();
            let told = [time::day(at.0), by];
            let told: Vec<String> = told.into_iter().filter(|part| !part.is_empty()).collect();
            view! {
                <div class="said">
                    {(!words.is_empty()).then(|| view! { <p>{words}</p> })}
                    <p class="meta">{told.join(" · ")}</p>
                </div>
            }
        });
        Some(view! {
            <Card bad=overdue>
                <div class="meta" role="status">{mark.badge()} <Pending waiting /></div>
                <p class="spoken">{commitment.text.clone()}</p>
                <Facts items=facts />
                {ended}
            </Card>
        })
    }
}
