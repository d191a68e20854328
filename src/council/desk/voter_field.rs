//! A field for a room or a name: type, press Enter, go on.

use crate::view::prelude::*;
use leptos::callback::{Callable, UnsyncCallback};
use web_sys::Event;

use super::super::vote_words;
use super::search::{Candidate, find};
use crate::part::Part;
use crate::text::t;
use crate::ui::{Button, Field, Icon};

/// As many are offered at once; more letters make them fewer.
const SHOWN: usize = 6;

/// The field. It is empty again once somebody was chosen.
#[component]
pub(super) fn VoterField(
    /// Everybody who can be chosen
    #[prop(into)]
    all: Part<Vec<Candidate>>,
    /// Called with whom was chosen
    #[prop(into)]
    on_choose: UnsyncCallback<(Candidate,)>,
) -> View {
    let texts = t().vote;
    let query = RwSignal::new(String::new());
    let asked = RwSignal::new(false);
    let found = Part::new(move || {
        all.with(|all| {
            query.with(|query| {
                let (found, sure) = find(all, query);
                let more = found.len().saturating_sub(SHOWN);
                let shown: Vec<Candidate> = found.into_iter().take(SHOWN).cloned().collect();
                (shown, more, sure)
            })
        })
    });
    let choose = move |one: Candidate| {
        query.set(String::new());
        asked.set(false);
        on_choose.run((one,));
    };
    let submit = move |event: Event| {
        event.prevent_default();
        match found.get_untracked() {
            (shown, _, true) => choose(shown[0].clone()),
            _ => asked.set(true),
        }
    };
    let error = Signal::derive(move || {
        let nobody = query.with(|query| !query.trim().is_empty())
            && found.with(|(shown, ..)| shown.is_empty());
        (asked.get() && nobody).then(|| texts.voter_unknown().to_owned())
    });
    let offered = move || {
        let (shown, more, _) = found.get();
        let button = |one: Candidate| {
            let told = told(&one);
            view! { <Button label=told on_press=move || choose(one.clone()) /> }
        };
        let buttons = shown.into_iter().map(button).collect_view();
        let rest = (more > 0).then(|| view! { <p class="hint">{texts.voters_more(more)}</p> });
        view! { {buttons} {rest} }
    };
    view! {
        <form class="field" on:submit=submit>
            <Field label=texts.voter() hint=texts.voter_hint() value=query kind="search" error />
            <div class="found" role="status">{offered}</div>
        </form>
    }
}

/// 3-2-301 · 李梅、赵强
pub(super) fn told(one: &Candidate) -> String {
    match one.people == one.label || one.people.is_empty() {
        true => one.label.clone(),
        false => format!("{} · {}", one.label, one.people),
    }
}

/// Whom a ballot is entered for, and whether they have taken part already.
#[component]
pub(super) fn ChosenVoter(
    /// Who
    one: Candidate,
    /// Called if it is somebody else
    #[prop(into)]
    on_other: UnsyncCallback<()>,
) -> View {
    let earlier = one.earlier.map(|way| {
        view! { <p class="error"><Icon name="bad" />{vote_words::counted_by(way)}</p> }
    });
    view! {
        <div class="chosen">
            <strong>{told(&one)}</strong>
            <Button label=t().vote.voter_other() look=crate::ui::Look::Quiet on_press=move || on_other.run(()) />
        </div>
        {earlier}
    }
}
