//! What the committee has entered so far, by whom, and what was left out; never what was said.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{Ballot, VoterId, Way};
use yishi_domain::{MotionId, State, sort_by_key};

use super::super::vote_words;
use crate::session::session;
use crate::text::t;
use crate::ui::{Icon, List, Section, number, time};

/// A line of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    voter: VoterId,
    label: String,
    told: String,
}

/// The lines of a way, the latest first.
fn lines(state: &State, id: MotionId, way: Way) -> Vec<Line> {
    let Some(motion) = state.council.motions.get(&id) else {
        return Vec::new();
    };
    let of_way = motion
        .ballots
        .iter()
        .filter(|(_, ballot)| ballot.way == way);
    let mut found: Vec<(VoterId, &Arc<Ballot>)> = of_way.map(|(id, b)| (*id, b)).collect();
    sort_by_key(&mut found, |(_, ballot)| std::cmp::Reverse(ballot.at));
    let line = |(voter, ballot): (VoterId, &Arc<Ballot>)| {
        let staff = ballot.entry.as_ref().map(|entry| entry.staff.as_str());
        Line {
            voter,
            label: voter.label(state),
            told: format!(
                "{} · {}",
                staff.unwrap_or_default(),
                time::moment(ballot.at.0)
            ),
        }
    };
    found.into_iter().map(line).collect()
}

/// Those that a batch has left out, with the reason.
fn left_out(state: &State, id: MotionId) -> Vec<Line> {
    let motion = state.council.motions.get(&id);
    let left_out = motion.iter().flat_map(|motion| motion.left_out.iter());
    let line = |(voter, one): (&VoterId, &Arc<yishi_domain::council::LeftOut>)| Line {
        voter: *voter,
        label: match one.label.is_empty() {
            true => voter.label(state),
            false => one.label.clone(),
        },
        told: vote_words::left_out(one.cause).to_owned(),
    };
    left_out.map(line).collect()
}

/// The section.
#[component]
pub(super) fn Entered(id: MotionId, way: Way) -> View {
    let session = session();
    let texts = t().vote;
    let all = session.part(move |state| lines(state, id, way));
    let count = move || number::grouped(all.with(Vec::len) as u64);
    let row = |line: Line| {
        view! { <div class="line tall"><strong>{line.label}</strong> <small>{line.told}</small></div> }
    };
    view! {
        <Section title=Signal::derive(move || texts.entered_so_far(count()))>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="hint">{texts.entered_none()}</p>
            </Show>
            <div class="lines">
                <List items=all key=|line: &Line| line.voter row />
            </div>
        </Section>
    }
}

/// What does not count, if there is any.
#[component]
pub(super) fn NotCounted(id: MotionId) -> View {
    let session = session();
    let all = session.part(move |state| left_out(state, id));
    let row = |line: Line| {
        view! {
            <div class="line tall"><strong>{line.label}</strong> <small class="error"><Icon name="bad" />{line.told}</small></div>
        }
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <Section title=t().vote.left_out()>
                <p class="hint">{t().vote.left_out_text()}</p>
                <div class="lines">
                    <List items=all key=|line: &Line| line.voter row />
                </div>
            </Section>
        </Show>
    }
}
