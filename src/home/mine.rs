//! What became of what I said.

use crate::view::prelude::*;
use yishi_domain::council::{Happening, MotionState, Opinion, OpinionOutcome, TopicEnd};
use yishi_domain::{OpinionId, State, Timestamp};

use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Section, Tone, When, time};

/// How many are shown; the others stand in the council's list.
const SHOWN: usize = 5;

#[component]
pub(super) fn Mine() -> View {
    let session = session();
    let me = session.me();
    let mine = session.part(move |state| {
        let own = state.own_matters(me).into_iter().take(SHOWN);
        let told = own.filter_map(|(id, last)| {
            let opinion = state.council.opinions.get(&id)?.clone();
            Some((id, opinion, last))
        });
        told.collect::<Vec<_>>()
    });
    let card = move |(id, opinion, last): Told| {
        let waiting = session.is_lingering(id.0);
        let (text, tone) = session
            .view()
            .with_untracked(|state| last_step(state, &opinion, last.map(|(_, step)| step)));
        let new = move || {
            let new = last.is_some_and(|(at, _)| super::told::is_new(id, at));
            new.then(|| view! { <Badge text=t().home.new_step() tone=Tone::Warn /> })
        };
        let at = last.map(|(at, _)| view! { <When at=at.0 say=time::day_near /> });
        view! {
            <Card to=Route::Opinion(id.0)>
                <h3 class="clamp">{opinion.text.clone()}</h3>
                <div class="meta">
                    {new}
                    <Badge text tone />
                    {at}
                    {(opinion.seconds > 0).then(|| view! { <span>{t().home.seconds(opinion.seconds)}</span> })}
                    {move || waiting.get().then(|| view! { <Badge text=t().app.pending() tone=Tone::Warn /> })}
                </div>
            </Card>
        }
    };
    let empty = || {
        view! {
            <Card>
                <h3>{t().home.my_words_none()}</h3>
                <p class="meta">{t().home.my_words_none_text()}</p>
            </Card>
        }
    };
    view! {
        <Section title=t().home.my_words()>
            {move || mine.with(Vec::is_empty).then(empty)}
            {move || mine.get().into_iter().map(card).collect_view()}
            <Show when=move || mine.with(|mine| !mine.is_empty())>
                <ButtonLink label=t().home.my_words_all() to=Route::MyOpinions />
            </Show>
        </Section>
    }
}

/// An opinion of mine with the last thing that happened to it.
type Told = (
    OpinionId,
    std::sync::Arc<Opinion>,
    Option<(Timestamp, Happening)>,
);

/// What happened last to an opinion, also as the council's topic, in a few words.
pub(super) fn last_step(
    state: &State,
    opinion: &Opinion,
    last: Option<Happening>,
) -> (&'static str, Tone) {
    let texts = t().home;
    let passed = |id| {
        let motion = state.council.motions.get(&id);
        motion.is_some_and(
            |motion| matches!(&motion.state, MotionState::Closed { outcome, .. } if outcome.passed),
        )
    };
    match last {
        Some(Happening::Answered(_)) => (texts.answered(), Tone::Ok),
        Some(Happening::Declined(_)) => (texts.declined(), Tone::Plain),
        Some(Happening::Proposed(_)) => (texts.proposed(), Tone::Info),
        Some(Happening::Scheduled(..)) => (texts.taken_up(), Tone::Info),
        Some(Happening::Discussed(..)) => (texts.discussed(), Tone::Info),
        Some(Happening::Settled(_, TopicEnd::Resolved, _)) => (texts.concluded(), Tone::Ok),
        Some(Happening::Settled(_, TopicEnd::Deferred, _)) => (texts.deferred(), Tone::Plain),
        Some(Happening::Settled(_, TopicEnd::Withdrawn, _)) => (texts.withdrawn(), Tone::Plain),
        Some(Happening::Noticed(_)) => (texts.vote_soon(), Tone::Info),
        Some(Happening::Opened(_)) => (texts.open_motion(), Tone::Warn),
        Some(Happening::Closed(id)) if passed(id) => (texts.passed(), Tone::Ok),
        Some(Happening::Closed(_)) => (texts.failed(), Tone::Plain),
        Some(Happening::Cancelled(_)) => (t().council.step_cancelled(), Tone::Plain),
        Some(Happening::Promised(_)) => (texts.promised(), Tone::Info),
        Some(Happening::Done(_)) => (texts.to_be_confirmed(), Tone::Warn),
        Some(Happening::Kept(_)) => (texts.kept(), Tone::Ok),
        Some(Happening::Released(_)) => (t().matter.released(), Tone::Plain),
        Some(Happening::Broken(_)) => (texts.broken(), Tone::Bad),
        _ => standing(opinion),
    }
}

/// How an opinion stands, in a word.
pub(super) fn standing(opinion: &Opinion) -> (&'static str, Tone) {
    let texts = t().home;
    match &opinion.outcome {
        None => (texts.waiting(), Tone::Plain),
        Some((_, OpinionOutcome::Answered { .. })) => (texts.answered(), Tone::Ok),
        Some((_, OpinionOutcome::Declined { .. })) => (texts.declined(), Tone::Plain),
        Some((_, OpinionOutcome::TakenUp { .. })) => (texts.taken_up(), Tone::Info),
        Some((_, OpinionOutcome::Merged { .. })) => (texts.merged(), Tone::Info),
    }
}
