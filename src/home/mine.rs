//! What became of what I said.

use crate::view::prelude::*;
use yishi_domain::OpinionId;
use yishi_domain::council::{Opinion, OpinionOutcome};

use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Card, Section, Tone};

/// How many are shown; the others stand in the council's list.
const SHOWN: usize = 5;

#[component]
pub(super) fn Mine() -> View {
    let session = session();
    let me = session.me();
    let mine = session
        .part(move |state| super::newest_opinions(state, SHOWN, |opinion| opinion.is_by(me)));
    let card = move |(id, opinion): (OpinionId, std::sync::Arc<Opinion>)| {
        let waiting = session.is_waiting(id.0);
        let (text, tone) = standing(&opinion);
        view! {
            <Card to=Route::Opinion(id.0)>
                <h3 class="clamp">{opinion.text.clone()}</h3>
                <div class="meta">
                    <Badge text tone />
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
        </Section>
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
        Some((_, OpinionOutcome::Merged { .. })) => (t().matter.opinion_merged(), Tone::Info),
    }
}
