//! Every counted ballot of a closed vote, as published, to look at, to print and to take along.

use std::sync::Arc;

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::council::{Hands, MotionState, Options, Publication, PublishedBallot};
use yishi_domain::{BlobRef, MotionId, State};
use yishi_sync::wire::VoteFile;

use super::desk::PaperPhotos;
use super::vote_words;
use crate::part::Part;
use crate::route::Route;
use crate::session::{Session, code_text, now, session};
use crate::text::t;
use crate::ui::{
    Badge, Button, Card, Empty, Fact, Facts, Field, Look, Page, Section, Tone, file, number,
};

/// Rows shown at first, and at each request for more.
const PART: usize = 60;

/// What the page needs to know of its vote.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    id: MotionId,
    title: String,
    blob: BlobRef,
    options: Options,
    by_area: bool,
    sealed: bool,
    /// The own ballot's receipt
    own: Option<String>,
}

fn shown(
    session: Session,
    state: &State,
    id: MotionId,
    me: yishi_domain::MemberId,
) -> Option<Shown> {
    let motion = state.council.motions.get(&id)?;
    let MotionState::Closed { ballots: blob, .. } = motion.state else {
        return None;
    };
    let voter = motion.electorate.voter_of(state, me, state.today(now()));
    let own = voter.and_then(|voter| motion.ballots.get(&voter.id));
    let own = own.and_then(|ballot| {
        let said = ballot.said.as_ref().map(|said| said.receipt.clone());
        said.or_else(|| Some(session.own_sealed(id, ballot.cause)?.receipt))
    });
    Some(Shown {
        id,
        title: vote_words::title(state, motion),
        blob,
        options: motion.options.clone(),
        by_area: motion.rule.counts_area(),
        sealed: motion.sealed,
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
    let known = session.part(move |state| shown(session, state, motion, me));
    let blob = Part::new(move || known.with(|known| known.as_ref().map(|known| known.blob)));
    let published = RwSignal::new(None::<Result<Arc<Publication>, String>>);
    let fetch = move || {
        let Some(blob) = blob.get() else { return };
        published.set(None);
        spawn_local(async move {
            let fetched = session.ballots(blob).await;
            let _ = published.try_set(Some(
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
        match published.get() {
            None => view! { <p class="hint" role="status">{t().council.fetching()}</p> },
            Some(Err(why)) => view! {
                <Empty title=t().council.recount_unavailable() text=why>
                    <Button label=t().council.recount_again() on_press=move || untrack(fetch) />
                </Empty>
            },
            Some(Ok(published)) => view! {
                <Table published=published.clone() shown=shown.clone() />
                <Exports published shown />
                <PaperPhotos id=motion />
            },
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
fn Table(published: Arc<Publication>, shown: Shown) -> View {
    let query = RwSignal::new(String::new());
    let limit = RwSignal::new(PART);
    let total = published.ballots.len() as u64;
    let found = {
        let published = published.clone();
        Part::new(move || {
            let query = query.get().trim().to_uppercase();
            let fits = |ballot: &PublishedBallot| {
                let voter = ballot.voter.as_deref().unwrap_or_default();
                voter.contains(&query) || ballot.receipt.contains(&query)
            };
            published
                .ballots
                .iter()
                .enumerate()
                .filter(|(_, ballot)| fits(ballot))
                .map(|(n, _)| n)
                .collect::<Vec<usize>>()
        })
    };
    let hidden = Part::new(move || found.with(Vec::len).saturating_sub(limit.get()));
    let (by_area, sealed) = (shown.by_area, shown.sealed);
    let hands = published
        .hands
        .as_ref()
        .map(|hands| hands_told(&shown.options, hands));
    let (own, options) = (
        StoredValue::new(shown.own),
        StoredValue::new(shown.options.clone()),
    );
    let row = move |n: usize| {
        let ballot = published.ballots[n].clone();
        let mine = own.with_value(|own| own.as_ref() == Some(&ballot.receipt));
        let choice = options.with_value(|options| vote_words::marks(options, &ballot.choice));
        let way = ballot
            .way
            .filter(|way| *way != yishi_domain::council::Way::Phone)
            .map(|way| view! { <small>{vote_words::way(way)}</small> });
        // Of a sealed ballot nothing but its receipt is known.
        let (name, receipt) = match ballot.voter {
            Some(voter) => (voter, Some(ballot.receipt)),
            None => (ballot.receipt, None),
        };
        view! {
            <tr class:mine=mine>
                <td class="num">{n + 1}</td>
                <th scope="row" class:receipt=sealed>
                    {name} {mine.then(|| view! { <Badge text=t().council.mine() tone=Tone::Info /> })}
                    {receipt.map(|receipt| view! { <small class="num">{receipt}</small> })}
                    {by_area.then(|| view! { <small class="num narrow">{number::area(ballot.area)}</small> })}
                    {way}
                </th>
                <td>{choice}</td>
                {by_area.then(|| view! { <td class="num wide">{number::area(ballot.area)}</td> })}
            </tr>
        }
    };
    let texts = t().council;
    let (search, voter) = match sealed {
        true => (t().vote.search_receipts(), t().vote.column_receipt()),
        false => (texts.search_ballots(), texts.column_voter()),
    };
    // A vote by hands alone has numbers and no ballots.
    let ballots = (total > 0).then(|| {
        view! {
            <div role="search">
                <Field label=search value=query kind="search" />
            </div>
            // What scrolls aside is reached by the keyboard too.
            <div class="table" tabindex="0" role="group" aria-label=texts.ballots()>
                <table>
                    <caption class="unseen">{texts.ballots()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.column_number()}</th>
                            <th scope="col">{voter}</th>
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
        }
    });
    view! {
        <p class="hint">{shown.title} " · " {texts.ballots_count(number::grouped(total))}</p>
        {hands}
        {ballots}
        <Show when=move || hidden.get() != 0>
            <Button
                label=Signal::derive(move || t().app.more(hidden.get()))
                look=Look::Quiet
                on_press=move || limit.update(|limit| *limit = limit.saturating_add(PART))
            />
        </Show>
        <Print limit />
    }
}

/// On paper there is no button for more.
#[component]
fn Print(limit: RwSignal<usize>) -> View {
    let print = move || {
        limit.set(usize::MAX);
        request_animation_frame(|| drop(window().print()));
    };
    view! { <Button label=t().council.print() icon="paper" on_press=print /> }
}

/// A show of hands: numbers, no names.
fn hands_told(options: &Options, hands: &Hands) -> View {
    let facts = hands.marked.iter().map(|marked| {
        let heads = number::grouped(marked.heads);
        Fact::new(vote_words::mark(options, marked.choice), heads)
    });
    let facts: Vec<Fact> = facts.collect();
    let heads = t().council.people(number::grouped(hands.heads));
    view! {
        <Card>
            <h3>{t().vote.by_hands(heads)}</h3>
            <Facts items=facts />
        </Card>
    }
}

/// The vote as a file: for whoever keeps it, or counts it by another program.
#[component]
fn Exports(published: Arc<Publication>, shown: Shown) -> View {
    let session = session();
    let texts = t().vote;
    let save = move |name: &str, kind: &str, text: fn(&VoteFile) -> String| {
        let published = Publication::clone(&published);
        let made = session
            .view()
            .with_untracked(|state| VoteFile::of(state, shown.id, published));
        if let Some(made) = made {
            file::save(name, kind, &text(&made));
        }
    };
    let (csv, json) = (save.clone(), save);
    let name = file_name(&shown.title);
    let (csv_name, json_name) = (format!("{name}.csv"), format!("{name}.json"));
    view! {
        <Section title=texts.take_along()>
            <p class="hint">{texts.take_along_text()}</p>
            <Button label=texts.export_csv() on_press=move || csv(&csv_name, "text/csv", VoteFile::csv) />
            <Button label=texts.export_json() on_press=move || json(&json_name, "application/json", VoteFile::json) />
        </Section>
    }
}

/// A title as a file may be called everywhere.
fn file_name(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || *c == '-');
    let name: String = kept.take(40).collect();
    if name.is_empty() {
        "vote".to_owned()
    } else {
        name
    }
}
