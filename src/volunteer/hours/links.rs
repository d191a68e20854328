//! The ways from my list to what belongs to it, each for whom it is.

use crate::view::prelude::*;

use super::Year;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Badge, Card, Section, Tone};

/// A section of links.
#[component]
pub(crate) fn Links() -> View {
    let session = session();
    let me = session.me();
    let texts = t().hours;
    let minutes = session.part(move |state| {
        let year = state.date(now()).year;
        Year::of(state, me, year, now()).minutes
    });
    let to_settle = session.part(move |state| state.volunteer.claims_to_settle(state, me).len());
    let open_needs = session.part(move |state| {
        let may = state.may(me, "raise_need");
        may.then(|| state.volunteer.open_needs().len())
    });
    let staff = session.part(move |state| state.may(me, "plan_activity"));
    let count = |count: usize| {
        (count > 0).then(|| view! { <Badge text=count.to_string() tone=Tone::Warn /> })
    };
    view! {
        <Section title=texts.more()>
            <Card to=Route::Hours>
                <h3>{texts.title()}</h3>
                <p class="meta">{move || texts.this_year(super::words::hours(minutes.get()))}</p>
            </Card>
            {move || {
                let waiting = to_settle.get();
                (waiting > 0 || staff.get())
                    .then(|| {
                        view! {
                            <Card to=Route::SettleHours>
                                <h3>{texts.settle()} " " {count(waiting)}</h3>
                                <p class="meta">{texts.settle_text()}</p>
                            </Card>
                        }
                    })
            }}
            {move || {
                open_needs
                    .get()
                    .map(|open| {
                        view! {
                            <Card to=Route::Needs>
                                <h3>{t().need.title()} " " {count(open)}</h3>
                                <p class="meta">{texts.needs_text()}</p>
                            </Card>
                        }
                    })
            }}
            <Card to=Route::Activities>
                <h3>{t().activity.all()}</h3>
                <p class="meta">{move || if staff.get() { texts.activities_staff() } else { texts.activities_text() }}</p>
            </Card>
            <Show when=move || staff.get()>
                <Card to=Route::Statistics>
                    <h3>{texts.statistics()}</h3>
                    <p class="meta">{texts.statistics_text()}</p>
                </Card>
            </Show>
        </Section>
    }
}
