//! What elders who live alone need: seen by staff, who raised it, and the volunteer who takes it. To anybody else
//! there is no trace of it, because nothing of it reaches their phones.

mod matching;
mod new;
mod page;
mod taken;

use crate::view::prelude::*;
use yishi_domain::volunteer::{Board, Need, NeedKind};
use yishi_domain::{NeedId, State, Timestamp, sort_by_key};

use super::words;
use crate::route::{Route, VolunteerSection};
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, Badge, ButtonLink, Card, Empty, List, Look, Page, Section, Tone, time};
pub(crate) use new::NewNeed;
pub(crate) use page::NeedPage;
pub(crate) use taken::TakenNeeds;

/// What is needed, in a word.
pub(super) fn kind(kind: NeedKind) -> &'static str {
    let texts = t().need;
    match kind {
        NeedKind::Cleaning => texts.kind_cleaning(),
        NeedKind::Haircut => texts.kind_haircut(),
        NeedKind::Repair => texts.kind_repair(),
        NeedKind::Company => texts.kind_company(),
        NeedKind::Errand => texts.kind_errand(),
        NeedKind::Other => texts.kind_other(),
    }
}

/// How far a need is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    /// Nobody takes it
    Open,
    /// Somebody goes there, at that time
    Taken(String, Timestamp),
    /// It is done with
    Done(Timestamp),
}

fn stage(state: &State, board: &Board, need: &Need) -> Stage {
    if let Some(at) = need.concluded_at {
        return Stage::Done(at);
    }
    let shift = need
        .matched
        .and_then(|matched| board.shifts.get(&matched.shift));
    match (board.taker(need), shift) {
        (Some(member), Some(shift)) => Stage::Taken(words::name(state, member), shift.starts_at),
        _ => Stage::Open,
    }
}

impl Stage {
    fn badge(&self) -> View {
        let texts = t().need;
        match self {
            Self::Open => view! { <Badge text=texts.open() tone=Tone::Warn /> },
            Self::Taken(..) => view! { <Badge text=texts.taken() tone=Tone::Ok /> },
            Self::Done(_) => view! { <Badge text=texts.done() /> },
        }
    }

    /// 王芳，12 月 12 日 周六
    fn told(&self) -> String {
        let texts = t().need;
        match self {
            Self::Open => texts.open_text().to_owned(),
            Self::Taken(name, at) => texts.taken_by(name, words::day(at.0)),
            Self::Done(at) => texts.done_at(time::day(at.0)),
        }
    }
}

/// All needs that this member may know.
#[component]
pub(crate) fn Needs() -> View {
    let session = session();
    let me = session.me();
    let texts = t().need;
    let may_raise = session.part(move |state| state.may(me, "raise_need"));
    // What takes somebody comes before what is settled.
    let listed = |wanted: fn(&Stage) -> bool| {
        session.part(move |state| {
            let board = &state.volunteer;
            let needs = board.needs.iter();
            let mut listed: Vec<(Timestamp, NeedId)> = needs
                .filter(|(_, need)| wanted(&stage(state, board, need)))
                .map(|(id, need)| (need.raised_at, *id))
                .collect();
            sort_by_key(&mut listed, |(at, _)| *at);
            listed.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        })
    };
    let parts = [
        (
            texts.open_list(),
            listed(|stage| matches!(stage, Stage::Open)),
        ),
        (
            texts.taken_list(),
            listed(|stage| matches!(stage, Stage::Taken(..))),
        ),
        (
            texts.done_list(),
            listed(|stage| matches!(stage, Stage::Done(_))),
        ),
    ];
    let none = move || parts.iter().all(|(_, listed)| listed.with(Vec::is_empty));
    let sections = parts.map(|(title, listed)| {
        move || {
            (!listed.with(Vec::is_empty)).then(|| {
                view! {
                    <Section title>
                        <List items=listed key=|id| *id row=|id| view! { <NeedCard id /> } />
                    </Section>
                }
            })
        }
    });
    view! {
        <Page title=texts.title() back=Route::Volunteer(VolunteerSection::Mine)>
            <Show when=move || may_raise.get() fallback=|| view! { <Empty title=t().need.not_yours() /> }>
                <p class="hint">{t().need.who_sees()}</p>
            </Show>
            <Show when=move || may_raise.get() && none()>
                <Empty title=texts.none() text=texts.none_text() icon="volunteer" />
            </Show>
            {sections}
            <Show when=move || may_raise.get()>
                <Actions>
                    <ButtonLink label=texts.new() to=Route::NewNeed look=Look::Main icon="add" />
                </Actions>
            </Show>
        </Page>
    }
}

/// A need in a list.
#[component]
fn NeedCard(id: NeedId) -> View {
    let session = session();
    let waiting = session.is_lingering(id.0);
    let shown = session.part(move |state| {
        let board = &state.volunteer;
        let need = board.needs.get(&id)?;
        Some((need.clone(), stage(state, board, need)))
    });
    move || {
        let (need, stage) = shown.get()?;
        let pending = move || {
            waiting
                .get()
                .then(|| view! { <Badge text=t().app.pending() /> })
        };
        Some(view! {
            <Card to=Route::Need(id.0) need=matches!(stage, Stage::Open)>
                <div class="meta">{stage.badge()} <span>{kind(need.kind)}</span> {pending}</div>
                <h3>{need.elder.clone()}</h3>
                {need.address.clone().map(|address| view! { <p class="meta">{address}</p> })}
                {(stage != Stage::Open).then(|| view! { <p class="meta">{stage.told()}</p> })}
            </Card>
        })
    }
}
