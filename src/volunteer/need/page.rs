//! One need: of whom, where, who goes there.

use crate::view::prelude::*;
use yishi_domain::volunteer::ConcludeNeed;
use yishi_domain::{Command, NeedId};

use super::matching::Matching;
use super::{Stage, kind, stage};
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{
    Badge, Button, ButtonLink, Card, ConfirmSheet, Empty, Fact, Facts, Page, Section, When, time,
};

/// The page.
#[component]
pub(crate) fn NeedPage(
    /// Which need
    id: NeedId,
) -> View {
    let session = session();
    let me = session.me();
    let shown = session.part(move |state| {
        let board = &state.volunteer;
        let need = board.needs.get(&id)?;
        Some((need.clone(), stage(state, board, need)))
    });
    // Whoever raised it and staff deal with it; the volunteer who takes it reads it.
    let deals = session.part(move |state| {
        let need = state.volunteer.needs.get(&id);
        let own = need.is_some_and(|need| need.raised_by == Some(me) || state.is_staff(me));
        own && state.may(me, "match_need")
    });
    let phase = Part::new(move || {
        shown.with(|shown| match shown.as_ref()?.1 {
            Stage::Open => Some(0),
            Stage::Taken(..) => Some(1),
            Stage::Done(_) => Some(2),
        })
    });
    view! {
        <Page title=t().need.one() back=Route::Needs aloud=true>
            {move || match shown.get() {
                None => view! { <Empty title=t().need.unknown() text=t().volunteer.unknown_text() icon="volunteer" /> },
                Some((need, stage)) => {
                    let texts = t().need;
                    let mut facts = vec![Fact::new(texts.kind(), kind(need.kind))];
                    facts.extend(need.address.clone().map(|address| Fact::new(texts.address(), address)));
                    let note = need.note.clone().filter(|note| !note.is_empty());
                    facts.extend(note.map(|note| Fact::new(texts.note(), note)));
                    facts.push(Fact::new(texts.state(), stage.told()));
                    let shift = need
                        .matched
                        .filter(|_| matches!(stage, Stage::Taken(..)))
                        .map(|matched| {
                            view! { <ButtonLink label=texts.see_shift() to=Route::Shift(matched.shift.0) /> }
                        });
                    view! {
                        <Card>
                            <div class="meta">{stage.badge()} <Pending id /></div>
                            <h3>{need.elder.clone()}</h3>
                            <Facts items=facts />
                            <p class="meta">{texts.raised()} " " <When at=need.raised_at.0 say=time::day_near /></p>
                            {shift}
                        </Card>
                        <p class="hint">{texts.who_sees()}</p>
                    }
                }
            }}
            <Show when=move || deals.get() && matches!(phase.get(), Some(0 | 1))>
                {move || {
                    let title = match phase.get() {
                        Some(0) => t().need.find_somebody(),
                        _ => t().need.somebody_else(),
                    };
                    view! {
                        <Section title>
                            <Matching id />
                        </Section>
                    }
                }}
                <Conclude id />
            </Show>
        </Page>
    }
}

#[component]
fn Pending(id: NeedId) -> View {
    let waiting = session().is_lingering(id.0);
    move || {
        waiting
            .get()
            .then(|| view! { <Badge text=t().app.pending() /> })
    }
}

/// Done with it, by hand.
#[component]
fn Conclude(id: NeedId) -> View {
    let session = session();
    let ask = Ask::new(session);
    let open = RwSignal::new(false);
    let texts = t().need;
    let send = move || {
        ask.send(
            vec![Command::ConcludeNeed(ConcludeNeed { need: id })],
            || {},
        );
    };
    view! {
        <Section title=texts.conclude_title()>
            <Refused error=ask.error() />
            <Button label=texts.conclude() busy=ask.busy() on_press=move || open.set(true) />
        </Section>
        <ConfirmSheet
            open
            title=texts.conclude_question()
            text=texts.conclude_text()
            confirm=texts.conclude()
            on_confirm=send
        />
    }
}
