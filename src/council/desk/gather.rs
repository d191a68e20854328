//! Who takes part by a sealed envelope or a raised hand: entered before any number is.

use crate::view::prelude::*;
use yishi_domain::council::{EnterVoters, Gathering, Options, Way};
use yishi_domain::{Command, MotionId};

use super::super::vote_words;
use super::batch::{Batch, Rows};
use super::search::{Candidate, candidates};
use super::voter_field::{VoterField, told};
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Look, Section, Tone, number, toast};

/// An electorate of so many at most is shown whole, to be ticked.
const TICKED: usize = 60;

/// The section.
#[component]
pub(super) fn Gather(
    id: MotionId,
    /// How they take part; nothing while that is not chosen
    by: Signal<Option<Gathering>>,
) -> View {
    let session = session();
    let texts = t().vote;
    let ask = Ask::new(session);
    let all = session.part(move |state| {
        let motion = state.council.motions.get(&id);
        motion
            .map(|motion| candidates(state, motion))
            .unwrap_or_default()
    });
    let hands = Part::new(move || !matches!(by.get(), Some(Gathering::Envelopes)));
    let name = match untrack(|| hands.get()) {
        true => format!("hands-{id}"),
        false => format!("envelopes-{id}"),
    };
    let batch = Batch::kept(session, name);
    let few = Part::new(move || hands.get() && all.with(Vec::len) <= TICKED);
    let add = move |one: Candidate| match one.earlier {
        // Known at this desk already: it would be left out.
        Some(way) => drop(toast::say(
            Tone::Warn,
            texts.voter_counted(&one.label, vote_words::counted_by(way)),
        )),
        None => batch.add(&one, Vec::new()),
    };
    let send = move || {
        let Some(by) = by.get_untracked() else {
            return;
        };
        let voters: Vec<_> = untrack(|| batch.all())
            .into_iter()
            .map(|row| row.voter)
            .collect();
        let count = voters.len() as u64;
        let enter = EnterVoters {
            motion: id,
            by,
            voters,
        };
        ask.send(vec![Command::EnterVoters(enter)], move || {
            batch.clear();
            toast::say(Tone::Ok, t().vote.voters_sent(number::grouped(count)));
        });
    };
    let empty = Signal::derive(move || batch.len() == 0 || by.get().is_none());
    let title = Signal::derive(move || {
        match hands.get() {
            true => texts.hands_who(),
            false => texts.envelopes_who(),
        }
        .to_owned()
    });
    let body = move || match few.get() {
        true => view! { <Ticks all batch /> },
        false => view! {
            <VoterField all on_choose=add />
            <Rows batch options=Options::Approval />
        },
    };
    view! {
        <Section title>
            {body}
            <Refused error=ask.error() />
            <Button
                label=Signal::derive(move || texts.voters_send(number::grouped(batch.len() as u64)))
                look=Look::Main
                busy=ask.busy()
                off=empty
                on_press=send
            />
        </Section>
    }
}

/// Everybody who may vote, each to be ticked; who has taken part cannot be.
#[component]
fn Ticks(all: Part<Vec<Candidate>>, batch: Batch) -> View {
    let texts = t().vote;
    let is_in = move |one: &Candidate| batch.all().iter().any(|row| row.voter == one.id);
    let tick = move |one: &Candidate| match untrack(|| is_in(one)) {
        true => batch.remove(one.id),
        false => batch.add(one, Vec::new()),
    };
    let free = move || {
        let all = all.get().into_iter();
        all.filter(|one| one.earlier.is_none()).collect::<Vec<_>>()
    };
    let everybody = move || {
        for one in untrack(free).iter().rev() {
            batch.add(one, Vec::new());
        }
    };
    let row = move |one: Candidate| {
        let (shown, ticked) = (one.clone(), one.clone());
        let earlier = one.earlier;
        let done = earlier.map(|way: Way| view! { <small>{vote_words::counted_by(way)}</small> });
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    disabled=earlier.is_some()
                    prop:checked=move || earlier.is_some() || is_in(&shown)
                    on:change=move |_| tick(&ticked)
                />
                <span>{told(&one)} {done}</span>
            </label>
        }
    };
    view! {
        <Button label=texts.tick_all() on_press=everybody />
        <fieldset class="field in-two">
            <legend class="unseen">{texts.hands_who()}</legend>
            <div class="choices">
                <For each=move || all.get() key=|one| (one.id, one.earlier) let:one>
                    {row(one)}
                </For>
            </div>
        </fieldset>
        <p class="hint" role="status">{move || texts.batch_of(number::grouped(batch.len() as u64))}</p>
    }
}
