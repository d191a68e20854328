//! One opinion and what became of it.

mod merge;
mod triage;

use crate::view::prelude::*;
use yishi_domain::council::{OpinionOutcome, SecondOpinion};
use yishi_domain::{Command, OpinionId};

use super::card::OpinionCard;
use super::mark::{Mark, Pending};
use super::panes::Panes;
use super::thread::{Matter, MatterThread, author};
use super::words;
use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::photo::Photos;
use crate::route::{CouncilSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, Button, Card, Empty, List, Look, Page, Section, When, number};

/// The page.
#[component]
pub(crate) fn OpinionPage(
    /// Which opinion
    id: OpinionId,
) -> View {
    let session = session();
    let known = session.part(move |state| state.council.opinions.contains_key(&id));
    let open = session.part(move |state| {
        state
            .council
            .opinions
            .get(&id)
            .is_some_and(|opinion| opinion.outcome.is_none())
    });
    let me = session.me();
    let last = session.part(move |state| state.council.story(Matter::Opinion(id)).pop());
    // Whoever looks at a matter of their own has been told of its steps, also of those that come while it is shown.
    Effect::new(move |_| {
        last.track();
        crate::home::look(session, id);
    });
    let triages = session.part(move |state| state.may(me, "answer_opinion"));
    let merged = session.part(move |state| {
        let opinion = state.council.opinions.get(&id)?;
        match opinion.outcome {
            Some((_, OpinionOutcome::Merged { into, .. })) => Some(state.council.going_on(into)),
            _ => None,
        }
    });
    let same = session.part(move |state| state.council.merged_into(id));
    view! {
        <Panes section=CouncilSection::Opinions>
        <Page title=t().council.opinion() back=Route::Council(CouncilSection::Opinions) aloud=true>
            <Show
                when=move || known.get()
                fallback=|| view! { <Empty title=t().council.opinion_unknown() text=t().council.unknown_text() /> }
            >
                <Card>
                    <Said id />
                    <Shown id />
                    <By id />
                </Card>
                {move || {
                    merged
                        .get()
                        .map(|into| {
                            view! {
                                <Section title=t().matter.merged_into()>
                                    <OpinionCard id=into />
                                </Section>
                            }
                        })
                }}
                <MatterThread matter=Part::new(move || Some(Matter::Opinion(id))) here=Route::Opinion(id.0) />
                <Show when=move || same.with(|same| !same.is_empty())>
                    <Section title=t().matter.merged_from()>
                        <List items=same key=|id: &OpinionId| *id row=|id| view! { <OpinionCard id /> } first=6 />
                    </Section>
                </Show>
                <Show when=move || triages.get() && open.get()>
                    <triage::Triage id />
                </Show>
                <Show when=move || open.get()>
                    <Second id />
                </Show>
            </Show>
        </Page>
        </Panes>
    }
}

/// What was said.
#[component]
fn Said(id: OpinionId) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let known = session.part(move |state| {
        let opinion = state.council.opinions.get(&id)?;
        let shop = opinion.shop.and_then(|shop| state.shops.get(&shop));
        let shop = shop.map(|shop| format!("{} · {}", shop.name, shop.address));
        let mark = Mark::opinion(&state.council, opinion);
        Some((mark, opinion.category, opinion.text.clone(), shop))
    });
    move || {
        known.get().map(|(mark, category, text, shop)| {
            view! {
                <div class="meta" role="status">{mark.badge()} <Pending waiting /> <span>{words::category(category)}</span></div>
                <p class="spoken">{text}</p>
                {shop.map(|shop| view! { <p class="meta">{t().council.about_shop(shop)}</p> })}
            }
        })
    }
}

/// By whom it was said, and when.
#[component]
fn By(id: OpinionId) -> View {
    let session = session();
    let me = session.me();
    let known = session.part(move |state| {
        let opinion = state.council.opinions.get(&id)?;
        // Who may know the name of an anonymous author is told that the others do not.
        let name = match &opinion.author {
            Some(_) if opinion.is_by(me) && opinion.anonymous => {
                t().council.author_me_anonymous().to_owned()
            }
            Some(_) if opinion.is_by(me) => t().council.author_me().to_owned(),
            Some(author) if opinion.anonymous => t().council.author_for_staff(&author.name),
            _ => author(opinion),
        };
        Some((name, opinion.raised_at))
    });
    move || {
        known
            .get()
            .map(|(name, at)| view! { <p class="meta"><span>{name}</span> <When at=at.0 /></p> })
    }
}

/// What was photographed.
#[component]
fn Shown(id: OpinionId) -> View {
    let photos = session().part(move |state| {
        let opinion = state.council.opinions.get(&id);
        opinion.map(|o| o.photos.clone()).unwrap_or_default()
    });
    view! { <Photos photos /> }
}

/// Joining in, once.
#[component]
fn Second(id: OpinionId) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let known = session.part(move |state| {
        let opinion = state.council.opinions.get(&id);
        opinion
            .map(|o| (o.seconds, o.is_by(me), o.seconders.contains(&me)))
            .unwrap_or_default()
    });
    let label = Signal::derive(move || {
        let (seconds, own, done) = known.get();
        let count = t().council.seconds(number::grouped(seconds.into()));
        match (own, done) {
            (true, _) if seconds == 0 => t().council.second_own_alone().to_owned(),
            (true, _) => format!("{} · {count}", t().council.second_own()),
            (_, true) => format!("{} · {count}", t().council.second_done()),
            _ if seconds == 0 => t().council.second().to_owned(),
            _ => format!("{} · {count}", t().council.second()),
        }
    });
    let off = Signal::derive(move || known.with(|(_, own, done)| *own || *done));
    let send = move || {
        ask.send(
            vec![Command::SecondOpinion(SecondOpinion { opinion: id })],
            || {},
        );
    };
    view! {
        <Actions>
            <Refused error=ask.error() />
            <Button label look=Look::Main off busy=ask.busy() on_press=send />
        </Actions>
    }
}
