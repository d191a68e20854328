//! The public record: what was asked, decided, promised and done, by month.

mod months;

use crate::view::prelude::*;
use yishi_domain::council::Happening;
use yishi_domain::{CommitmentId, Date, State};

use self::months::{Chapter, Months};
use super::card::{MotionCard, OpinionCard, TopicCard};
use super::commitment::{CommitmentCard, Commitments};
use super::words;
use crate::part::Part;
use crate::route::{CouncilSection, PatrolSection, Route};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, ButtonLink, Empty, List, Page, Section, time};

/// The page.
#[component]
pub(crate) fn Ledger(
    /// Of which month; of this one if none is said
    #[prop(optional_no_strip)]
    of: Option<(i32, u8)>,
) -> View {
    let session = session();
    // Whoever has no part in the patrol has no tab for it either.
    let patrols = session.part(|state| !state.shops.is_empty());
    let months = session.part(|state| Months::of(state, now()));
    let shown = Part::new(move || {
        let month = of.unwrap_or_else(|| months.with(|months| months.this));
        months.with(|months| months.month(month))
    });
    let overdue = session.part(|state| {
        let today = state.date(now());
        let all = state
            .council
            .commitments_of(today, |one| one.is_overdue(today));
        all.into_iter()
            .map(|(id, _)| id)
            .collect::<Vec<CommitmentId>>()
    });
    let whole = RwSignal::new(false);
    let print = move || {
        whole.set(true);
        request_animation_frame(|| drop(window().print()));
    };
    let chapter = move |chapter: Chapter| {
        let entries = Part::new(move || shown.with(|month| month.of(chapter)));
        let list = move || {
            // On paper there is no button for more.
            let first = if whole.get() { usize::MAX } else { 10 };
            view! { <List items=entries key=|entry: &Happening| *entry row=entry first /> }
        };
        let title =
            Signal::derive(move || t().matter.chapter(chapter.name(), entries.with(Vec::len)));
        view! {
            <Show when=move || entries.with(|entries| !entries.is_empty())>
                <Section title>{list}</Section>
            </Show>
        }
    };
    let chapters = Chapter::ALL.map(chapter);
    view! {
        <Page title=t().council.ledger() back=Route::Council(CouncilSection::Motions)>
            <p class="hint">{t().matter.ledger_text()}</p>
            <Show when=move || patrols.get()>
                <div class="row">
                    <ButtonLink label=t().patrol.reports() to=Route::Patrol(PatrolSection::Reports) icon="paper" />
                    <ButtonLink label=t().patrol.street() to=Route::Patrol(PatrolSection::Street) icon="patrol" />
                </div>
            </Show>
            <Show when=move || overdue.with(|overdue| !overdue.is_empty())>
                <Section title=t().matter.overdue_title()>
                    <Commitments items=overdue />
                </Section>
            </Show>
            {move || view! { <Turn months=months.get() shown=shown.with(|month| month.month) /> }}
            {Vec::from(chapters)}
            <Show when=move || shown.with(|month| month.entries.is_empty())>
                <Empty title=t().council.ledger_empty() text=t().council.ledger_empty_text() />
            </Show>
            <Show when=move || shown.with(|month| !month.entries.is_empty())>
                <Button label=t().council.print() icon="paper" on_press=print />
            </Show>
        </Page>
    }
}

/// The name of the month, with the ways to the one before and the one behind that hold anything.
#[component]
fn Turn(months: Months, shown: (i32, u8)) -> View {
    let link = |month: Option<(i32, u8)>, class: &'static str| {
        month.map(|(year, month)| {
            let to = Route::LedgerOf(year, month).href();
            view! { <a class=class href=to>{name((year, month))}</a> }
        })
    };
    view! {
        <nav class="turn" aria-label=t().matter.other_months()>
            <h2 class="month">{name(shown)}</h2>
            <div class="row">
                {link(months.before(shown), "pill earlier")}
                {link(months.behind(shown), "pill later")}
            </div>
        </nav>
    }
}

/// 2026 年 11 月
fn name((year, month): (i32, u8)) -> String {
    let day = Date {
        year,
        month,
        day: 15,
    };
    time::month(words::noon(day))
}

/// A line of the record.
fn entry(happening: Happening) -> View {
    match happening {
        Happening::Raised(id) | Happening::Answered(id) | Happening::Declined(id) => {
            view! { <OpinionCard id replied=!matches!(happening, Happening::Raised(_)) /> }
        }
        Happening::Closed(id) => view! { <MotionCard id /> },
        Happening::Settled(id, ..) => view! { <TopicCard id settled=true /> },
        Happening::Promised(id)
        | Happening::Kept(id)
        | Happening::Released(id)
        | Happening::Broken(id) => view! { <CommitmentCard id /> },
        _ => View::Nothing,
    }
}

/// The local month of a moment.
fn month_of(state: &State, at: yishi_domain::Timestamp) -> (i32, u8) {
    let date = state.date(at);
    (date.year, date.month)
}
