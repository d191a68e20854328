//! Every counted ballot of a closed vote, as published.

use std::sync::Arc;

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::council::{MotionState, PublishedBallot};
use yishi_domain::{BlobRef, MotionId, State};

use super::words;
use crate::part::Part;
use crate::route::Route;
use crate::session::{code_text, now, session};
use crate::text::t;
use crate::ui::{Badge, Button, Empty, Field, Look, Page, Tone, number};

/// Rows shown at first, and at each request for more.
const PART: usize = 60;

/// What the page needs to know of its vote.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    title: String,
    blob: BlobRef,
    by_area: bool,
    /// The own ballot's receipt
    own: Option<String>,
}

fn shown(state: &State, id: MotionId, me: yishi_domain::MemberId) -> Option<Shown> {
    let motion = state.council.motions.get(&id)?;
    let MotionState::Closed { ballots: blob, .. } = motion.state else {
        return None;
    };
    let voter = motion.electorate.voter_of(state, me, state.today(now()));
    let own = voter
        .and_then(|voter| motion.ballots.get(&voter.id))
        .map(|ballot| ballot.receipt.clone());
    let title = state
        .council
        .topics
        .get(&motion.topic)
        .map_or(&motion.question, |topic| &topic.title)
        .clone();
    Some(Shown {
        title,
        blob,
        by_area: motion.rule.counts_area(),
        own,
    })
}

/// The page.
#[component]
pub(crate) fn BallotsPage(
    /// Which vote
    motion: MotionId,
) -> View {
    let session = session();
    let me = session.me();
    let known = session.part(move |state| shown(state, motion, me));
    let blob = Part::new(move || known.with(|known| known.as_ref().map(|known| known.blob)));
    let ballots = RwSignal::new(None::<Result<Arc<Vec<PublishedBallot>>, String>>);
    let fetch = move || {
        let Some(blob) = blob.get() else { return };
        ballots.set(None);
        spawn_local(async move {
            let fetched = session.ballots(blob).await;
            let _ = ballots.try_set(Some(
                fetched
                    .map(Arc::new)
                    .map_err(|failure| code_text(failure.code())),
            ));
        });
    };
    Effect::new(move |_| fetch());
    let body = move || {
        let Some(shown) = known.get() else {
            return view! { <Empty title=t().council.no_ballots() text=t().council.no_ballots_text() icon="vote" /> };
        };
        match ballots.get() {
            None => view! { <p class="hint" role="status">{t().council.fetching()}</p> },
            Some(Err(why)) => view! {
                <Empty title=t().council.recount_unavailable() text=why>
                    <Button label=t().council.recount_again() on_press=move || untrack(fetch) />
                </Empty>
            },
            Some(Ok(ballots)) => view! { <Table ballots shown /> },
        }
    };
    view! {
        <Page title=t().council.ballots() back=Route::Motion(motion.0)>
            {body}
        </Page>
    }
}

/// The ballots, to search by home or receipt.
#[component]
fn Table(ballots: Arc<Vec<PublishedBallot>>, shown: Shown) -> View {
    let query = RwSignal::new(String::new());
    let limit = RwSignal::new(PART);
    let total = ballots.len();
    let found = {
        let ballots = ballots.clone();
        Part::new(move || {
            let query = query.get().trim().to_uppercase();
            let fits = |ballot: &PublishedBallot| {
                ballot.voter.contains(&query) || ballot.receipt.contains(&query)
            };
            ballots
                .iter()
                .enumerate()
                .filter(|(_, ballot)| fits(ballot))
                .map(|(n, _)| n)
                .collect::<Vec<usize>>()
        })
    };
    let hidden = Part::new(move || found.with(Vec::len).saturating_sub(limit.get()));
    let (by_area, own) = (shown.by_area, StoredValue::new(shown.own));
    let row = move |n: usize| {
        let ballot = ballots[n].clone();
        let mine = own.with_value(|own| own.as_ref() == Some(&ballot.receipt));
        view! {
            <tr class:mine=mine>
                <td class="num">{n + 1}</td>
                <th scope="row">
                    {ballot.voter} {mine.then(|| view! { <Badge text=t().council.mine() tone=Tone::Info /> })}
                    <small class="num">{ballot.receipt}</small>
                    {by_area.then(|| view! { <small class="num narrow">{number::area(ballot.area)}</small> })}
                </th>
                <td class="num">{words::choice(ballot.choice)}</td>
                {by_area.then(|| view! { <td class="num wide">{number::area(ballot.area)}</td> })}
            </tr>
        }
    };
    // On paper there is no button for more.
    let print = move || {
        limit.set(usize::MAX);
        request_animation_frame(|| drop(window().print()));
    };
    let texts = t().council;
    view! {
        <p class="hint">{shown.title} " · " {texts.ballots_count(number::grouped(total as u64))}</p>
        <div role="search">
            <Field label=texts.search_ballots() value=query kind="search" />
        </div>
        // What scrolls aside is reached by the keyboard too.
        <div class="table" tabindex="0" role="group" aria-label=texts.ballots()>
            <table>
                <caption class="unseen">{texts.ballots()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts.column_number()}</th>
                        <th scope="col">{texts.column_voter()}</th>
                        <th scope="col">{texts.column_choice()}</th>
                        {by_area.then(|| view! { <th scope="col" class="num wide">{texts.count_area()}</th> })}
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || found.with(|found| found.iter().take(limit.get()).copied().collect::<Vec<_>>())
                        key=|n| *n
                        let:n
                    >
                        {row(n)}
                    </For>
                </tbody>
            </table>
        </div>
        <p class="hint" role="status">
            {move || found.with(Vec::is_empty).then(|| t().council.nothing_found())}
        </p>
        <Show when=move || hidden.get() != 0>
            <Button
                label=Signal::derive(move || t().app.more(hidden.get()))
                look=Look::Quiet
                on_press=move || limit.update(|limit| *limit = limit.saturating_add(PART))
            />
        </Show>
        <Button label=texts.print() icon="paper" on_press=print />
    }
}
