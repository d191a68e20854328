//! Telling a member of each step of what they have said: over the page as it happens, and marked on the first screen
//! until they have looked.

use crate::view::prelude::*;
use wasm_bindgen_futures::spawn_local;
use yishi_domain::council::Happening;
use yishi_domain::{OpinionId, State, Timestamp};

use super::mine::last_step;
use crate::route::Route;
use crate::session::Session;
use crate::text::t;
use crate::ui::{Tone, toast};

/// The name of the draft that keeps what was looked at, one line a matter: its id and the moment of its last step.
const READ: &str = "matters.read";
/// As many characters of an opinion name it over the page.
const NAMED: usize = 16;

/// A matter with its last step.
type Last = (OpinionId, Option<(Timestamp, Happening)>);

thread_local! {
    static LOOKED: ArcRwSignal<Option<Vec<(OpinionId, Timestamp)>>> = ArcRwSignal::new(None);
}

fn looked() -> ArcRwSignal<Option<Vec<(OpinionId, Timestamp)>>> {
    LOOKED.with(Clone::clone)
}

/// Follows the member's matters. Once, when the member is known.
pub(crate) fn watch(session: Session) {
    let me = session.me();
    let own = session.part(move |state| state.own_matters(me));
    spawn_local(async move {
        let kept = session.draft(READ).await;
        let lines = match kept {
            Some(kept) => kept.lines().filter_map(line).collect(),
            // The first time nothing is new.
            None => own.get_untracked().iter().filter_map(dated).collect(),
        };
        looked().set(Some(lines));
    });
    Effect::new(move |before: Option<Vec<Last>>| {
        let now = own.get();
        for (id, last) in &now {
            let known = before
                .as_ref()
                .map(|before| before.iter().find(|(other, _)| other == id));
            // What was there when the app was opened is marked on the first screen only.
            let Some(Some((_, known))) = known else {
                continue;
            };
            let (Some((_, step)), Some((_, known))) = (last, known) else {
                continue;
            };
            if step != known {
                let told = session
                    .view()
                    .with_untracked(|state| told(state, *id, *step));
                let to = Route::Opinion(id.0);
                if let Some(told) = told {
                    toast::say_with(Tone::Info, told, t().app.see_matter(), to);
                }
            }
        }
        now
    });
}

/// 您的意见“路灯坏了”：已答复
fn told(state: &State, id: OpinionId, step: Happening) -> Option<String> {
    let opinion = state.council.opinions.get(&id)?;
    let mut name: String = opinion.text.chars().take(NAMED).collect();
    if opinion.text.chars().nth(NAMED).is_some() {
        name.push('…');
    }
    let (what, _) = last_step(state, opinion, Some(step));
    Some(t().home.your_matter(name, what))
}

/// Whether something has happened to a matter since the member looked; reactive.
pub(super) fn is_new(id: OpinionId, at: Timestamp) -> bool {
    looked().with(|looked| {
        looked.as_ref().is_some_and(|looked| {
            let known = looked.iter().find(|(other, _)| *other == id);
            // What was raised just now has no line yet.
            known.is_some_and(|(_, known)| *known < at)
        })
    })
}

/// The member has looked at a matter of their own.
pub(crate) fn look(session: Session, id: OpinionId) {
    let me = session.me();
    let own = session.view().with_untracked(|state| state.own_matters(me));
    if !own.iter().any(|(other, _)| *other == id) {
        return;
    }
    // Those that were never looked at keep the moment from which on anything is new.
    let signal = looked();
    let known = signal.get_untracked().unwrap_or_default();
    let lines = own.iter().filter_map(|last| {
        let (other, at) = dated(last)?;
        let before = known.iter().find(|(known, _)| *known == other);
        let at = match before {
            Some((_, before)) if other != id => *before,
            _ => at,
        };
        Some((other, at))
    });
    let lines: Vec<_> = lines.collect();
    let text: Vec<String> = lines
        .iter()
        .map(|(id, at)| format!("{id} {}", at.0))
        .collect();
    if Some(&lines) == signal.get_untracked().as_ref() {
        return;
    }
    signal.set(Some(lines));
    spawn_local(async move { session.keep_draft(READ, &text.join("\n")).await });
}

fn dated((id, last): &Last) -> Option<(OpinionId, Timestamp)> {
    last.map(|(at, _)| (*id, at))
}

fn line(text: &str) -> Option<(OpinionId, Timestamp)> {
    let (id, at) = text.split_once(' ')?;
    Some((id.parse().ok()?, Timestamp(at.parse().ok()?)))
}
