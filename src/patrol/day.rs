//! One patrol: who walks by which shops, rounds that change hands, and for staff another day.

mod change;
mod mine;
mod rounds;

use crate::view::prelude::*;
use yishi_domain::Date;

use super::words;
use crate::part::Part;
use crate::route::{PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Empty, Page, Tone, time};

/// The page.
#[component]
pub(super) fn DayPage(
    /// Which patrol
    id: Date,
) -> View {
    let session = session();
    let me = session.me();
    let known = session
        .part(move |state| state.walks_or_manages(me) && state.patrol.patrols.contains_key(&id));
    let keeps = session.part(move |state| state.is_staff(me));
    let planned = session.part(move |state| {
        let plan = state.patrol.plan.as_ref();
        plan.is_some_and(|plan| plan.days(id, id).contains(&id))
    });
    let title = t().patrol.day_title(words::day(id));
    view! {
        <Page title back=Route::Patrol(PatrolSection::Round) long=true>
            <Show when=move || known.get() fallback=move || if planned.get() { later() } else { unknown() }>
                <About id />
                <mine::Mine id />
                <rounds::Rounds id />
            </Show>
            // A day to come that is not planned yet can be called off already.
            <Show when=move || keeps.get() && (known.get() || planned.get())>
                <change::Change id />
            </Show>
        </Page>
    }
}

/// The plan has it, and the shops are spread four weeks ahead.
fn later() -> View {
    view! { <Card><h3>{t().patrol.later()}</h3><p class="meta">{t().patrol.later_text()}</p></Card> }
}

fn unknown() -> View {
    view! { <Empty title=t().patrol.day_unknown() text=t().patrol.unknown_text() icon="patrol" /> }
}

/// The day, why it is another one, when it begins, and whether it has.
type Told = (Option<Date>, String, i64, bool);

/// When it is, or why it is not.
#[component]
fn About(id: Date) -> View {
    let session = session();
    let told: Part<Option<Told>> = session.part(move |state| {
        let patrol = state.patrol.patrols.get(&id)?;
        let (reason, at) = (patrol.reason.clone(), patrol.starts_at.0);
        Some((patrol.day, reason, at, patrol.has_begun()))
    });
    move || {
        let (day, reason, at, begun) = told.get()?;
        let texts = t().patrol;
        let report = begun.then(|| {
            let label = t().report.title(time::day(words::noon(day.unwrap_or(id))));
            view! { <ButtonLink label to=Route::PatrolReport(id) /> }
        });
        let card = match day {
            None => {
                let text = match reason.is_empty() {
                    true => texts.called_off_plan().to_owned(),
                    false => texts.called_off_long(reason),
                };
                view! { <Card><h3>{text}</h3></Card> }
            }
            Some(day) => {
                let moved = (day != id).then(
                    || view! { <p class="meta">{texts.moved_long(words::day(id), reason)}</p> },
                );
                view! {
                    <Card>
                        <div class="meta"><Badge text=words::day_near(day) tone=Tone::Info /></div>
                        <h3>{texts.starts(time::clock(at))}</h3>
                        {moved}
                    </Card>
                }
            }
        };
        Some(view! { {card} {report} })
    }
}
