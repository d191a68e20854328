//! The public record: what was asked, and what was decided or answered.

use crate::view::prelude::*;
use yishi_domain::council::{Council, MotionState, OpinionOutcome};
use yishi_domain::{MotionId, OpinionId, sort_by_key};

use super::card::MotionCard;
use super::mark::Mark;
use crate::route::{CouncilSection, PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, ButtonLink, Card, Empty, List, Page, time};

/// What stands in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Matter {
    Motion(MotionId),
    Opinion(OpinionId),
}

/// A line of the record; the first of each month carries the month.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Entry {
    month: Option<String>,
    matter: Matter,
}

/// The page.
#[component]
pub(crate) fn Ledger() -> View {
    let session = session();
    let entries = session.part(|state| entries(&state.council));
    // Whoever has no part in the patrol has no tab for it either.
    let patrols = session.part(|state| !state.shops.is_empty());
    let whole = RwSignal::new(false);
    let list = move || {
        // On paper there is no button for more.
        let first = if whole.get() { usize::MAX } else { 20 };
        view! { <List items=entries key=Clone::clone row=line first /> }
    };
    let print = move || {
        whole.set(true);
        request_animation_frame(|| drop(window().print()));
    };
    view! {
        <Page title=t().council.ledger() back=Route::Council(CouncilSection::Motions)>
            <p class="hint">{t().council.ledger_text()}</p>
            <Show when=move || patrols.get()>
                <div class="row">
                    <ButtonLink label=t().patrol.reports() to=Route::Patrol(PatrolSection::Reports) icon="paper" />
                    <ButtonLink label=t().patrol.street() to=Route::Patrol(PatrolSection::Street) icon="patrol" />
                </div>
            </Show>
            <Show
                when=move || entries.with(|entries| !entries.is_empty())
                fallback=|| view! { <Empty title=t().council.ledger_empty() text=t().council.ledger_empty_text() /> }
            >
                {list}
                <Button label=t().council.print() icon="paper" on_press=print />
            </Show>
        </Page>
    }
}

fn line(entry: Entry) -> View {
    view! {
        {entry.month.map(|month| view! { <h2 class="month">{month}</h2> })}
        {match entry.matter {
            Matter::Motion(id) => view! { <MotionCard id /> },
            Matter::Opinion(id) => view! { <Settled id /> },
        }}
    }
}

/// An opinion with what the committee said to it.
#[component]
fn Settled(id: OpinionId) -> View {
    let session = session();
    let known = session.part(move |state| {
        let opinion = state.council.opinions.get(&id)?;
        Some((opinion.clone(), Mark::opinion(&state.council, opinion)))
    });
    move || {
        let (opinion, mark) = known.get()?;
        let (at, outcome) = opinion.outcome.clone()?;
        let said = match outcome {
            OpinionOutcome::Answered { text } => text,
            OpinionOutcome::Declined { reason } => reason,
            OpinionOutcome::TakenUp { .. } => String::new(),
        };
        Some(view! {
            <Card to=Route::Opinion(id.0)>
                <div class="meta">{mark.badge()} <span>{time::day(at.0)}</span></div>
                <h3 class="clamp">{opinion.text.clone()}</h3>
                <p class="said">{said}</p>
            </Card>
        })
    }
}

/// Everything that was settled, the latest first. What the council takes up appears with its vote.
fn entries(council: &Council) -> Vec<Entry> {
    let motions = council
        .motions
        .iter()
        .filter_map(|(id, motion)| match motion.state {
            MotionState::Closed { at, .. } => Some((at.0, Matter::Motion(*id))),
            _ => None,
        });
    let opinions = council
        .opinions
        .iter()
        .filter_map(|(id, opinion)| match &opinion.outcome {
            Some((at, OpinionOutcome::Answered { .. } | OpinionOutcome::Declined { .. })) => {
                Some((at.0, Matter::Opinion(*id)))
            }
            _ => None,
        });
    let mut all: Vec<(i64, Matter)> = motions.chain(opinions).collect();
    sort_by_key(&mut all, |(at, _)| std::cmp::Reverse(*at));
    let mut shown = String::new();
    let mut entry = |(at, matter)| {
        let month = time::month(at);
        let first = month != shown;
        shown.clone_from(&month);
        Entry {
            month: first.then_some(month),
            matter,
        }
    };
    all.into_iter().map(&mut entry).collect()
}
