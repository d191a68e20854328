//! Merging an opinion into another one that is the same: those that sound alike first, any other one by its words.

use crate::view::prelude::*;
use yishi_domain::council::{MergeOpinion, OpinionOutcome, Together};
use yishi_domain::{Command, OpinionId, State, sort_by_key};

use super::super::card::OpinionCard;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Button, Choice, ChoiceGroup, Field, Look, Section, Sheet, Tone};

/// As many are offered.
const SHOWN: usize = 5;

/// What sounds alike, with a way to merge at once.
#[component]
pub(super) fn Alike(
    /// Which opinion
    id: OpinionId,
    /// The sheet, and what is chosen in it
    open: RwSignal<bool>,
    chosen: RwSignal<Option<String>>,
) -> View {
    let session = session();
    // Once: comparing all texts takes a cheap phone a moment.
    let first = session
        .view()
        .with_untracked(|state| state.council.similar(id, 1).first().copied());
    let card = move |other: OpinionId| {
        let told = session
            .view()
            .with(|state| together(state, id, other))
            .unwrap_or_default();
        let merge = move || {
            chosen.set(Some(other.to_string()));
            open.set(true);
        };
        view! {
            <Section title=t().matter.alike()>
                <OpinionCard id=other />
                {(!told.is_empty()).then(|| view! { <p class="hint">{told}</p> })}
                <Button label=t().matter.merge() on_press=merge />
            </Section>
        }
    };
    first.map(card)
}

/// The sheet that chooses the other opinion.
#[component]
pub(super) fn Merge(
    /// Which opinion
    id: OpinionId,
    open: RwSignal<bool>,
    chosen: RwSignal<Option<String>>,
) -> View {
    let session = session();
    let ask = Ask::new(session);
    let query = RwSignal::new(String::new());
    // Comparing all texts takes a cheap phone a moment: only once the sheet is open.
    let offered = Part::new(move || {
        if !open.get() {
            return Vec::new();
        }
        let query = query.get();
        let chosen = chosen.get_untracked();
        session
            .view()
            .with(|state| offered(state, id, query.trim(), chosen.as_deref()))
    });
    let told = Part::new(move || {
        let other = chosen.get()?.parse().ok()?;
        session.view().with(|state| together(state, id, other))
    });
    // What was missing is there once something is chosen.
    Effect::new(move |_| {
        if chosen.with(Option::is_some) {
            ask.clear();
        }
    });
    let send = move || {
        let into = chosen.get_untracked();
        let Some(into) = into.and_then(|id| id.parse::<OpinionId>().ok()) else {
            return ask.refuse("into", t().matter.merge_missing());
        };
        let merge = MergeOpinion { opinion: id, into };
        ask.send(vec![Command::MergeOpinion(merge)], move || {
            let _ = open.try_set(false);
        });
    };
    let choices = move || {
        let choices = offered
            .get()
            .into_iter()
            .map(|(other, text, hint)| Choice::new(other.to_string(), text).hint(hint));
        view! {
            <ChoiceGroup
                label=t().matter.merge_into()
                choices=choices.collect()
                value=chosen
                error=ask.error_of("into")
            />
        }
    };
    view! {
        <Sheet open title=t().matter.merge()>
            <p class="hint">{t().matter.merge_text()}</p>
            <Field label=t().matter.merge_search() value=query kind="search" />
            {choices}
            <Show when=move || offered.with(Vec::is_empty)>
                <p>{t().council.nothing_found()}</p>
            </Show>
            {move || told.get().filter(|told| !told.is_empty()).map(|told| view! { <p><Badge text=told tone=Tone::Info /></p> })}
            <Refused error=ask.error() />
            <Button label=t().matter.merge() look=Look::Main busy=ask.busy() on_press=send />
        </Sheet>
    }
}

/// 合并后 29 人附议（2 人两处都附议，只算一次）
fn together(state: &State, id: OpinionId, other: OpinionId) -> Option<String> {
    let Together { seconds, both } = state.council.together(id, other)?;
    Some(match both {
        0 if seconds == 0 => String::new(),
        0 => t().matter.together(seconds),
        both => t().matter.together_both(seconds, both),
    })
}

/// Opinions that go on, with their text and how they stand: those that sound alike, or those that hold the words.
fn offered(
    state: &State,
    id: OpinionId,
    query: &str,
    chosen: Option<&str>,
) -> Vec<(OpinionId, String, String)> {
    let council = &state.council;
    let mut ids = match query.is_empty() {
        true => council.similar(id, SHOWN),
        false => {
            let goes_on = |outcome: &Option<(_, OpinionOutcome)>| {
                matches!(outcome, None | Some((_, OpinionOutcome::TakenUp { .. })))
            };
            let mut found: Vec<_> = council
                .opinions
                .iter()
                .filter(|(other, o)| **other != id && goes_on(&o.outcome) && o.text.contains(query))
                .collect();
            sort_by_key(&mut found, |(_, opinion)| {
                std::cmp::Reverse(opinion.seconds)
            });
            found.into_iter().map(|(id, _)| *id).take(SHOWN).collect()
        }
    };
    // What was chosen stays in sight.
    if let Some(chosen) = chosen.and_then(|chosen| chosen.parse::<OpinionId>().ok())
        && !ids.contains(&chosen)
    {
        ids.insert(0, chosen);
    }
    let known = ids.into_iter().filter_map(|other| {
        let opinion = council.opinions.get(&other)?;
        let text: String = opinion.text.chars().take(60).collect();
        let seconds = match opinion.seconds {
            0 => String::new(),
            some => t().council.seconds(some),
        };
        Some((other, text, seconds))
    });
    known.collect()
}
