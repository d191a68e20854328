//! A year for the committee: hours a month, residents who took part, those who did not come, what it was for,
//! and who did how much.

mod lists;

use crate::view::prelude::*;
use yishi_domain::sort_by_key;
use yishi_domain::volunteer::{Month, Statistics};

use self::lists::{Activities, Volunteers};

use super::words;
use crate::part::Part;
use crate::route::{Route, VolunteerSection};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::plot::{Figures, Row, Say, Shape};
use crate::ui::{Card, Choice, Empty, Meter, Page, Plot, Select, number};

/// The page.
#[component]
pub(crate) fn StatisticsPage() -> View {
    let session = session();
    let me = session.me();
    let texts = t().hours;
    let staff = session.part(move |state| state.is_staff(me));
    let years = session.part(|state| {
        let this = state.date(now()).year;
        let mut years = vec![this];
        for shift in state.volunteer.shifts.values() {
            let year = state.date(shift.starts_at).year;
            if year < this && !years.contains(&year) {
                years.push(year);
            }
        }
        sort_by_key(&mut years, |year| std::cmp::Reverse(*year));
        years
    });
    let chosen = RwSignal::new(years.with(|years| years.first().map(ToString::to_string)));
    let year = Part::new(move || {
        let chosen = chosen.get().and_then(|year| year.parse().ok());
        chosen
            .or_else(|| years.with(|years| years.first().copied()))
            .unwrap_or_default()
    });
    let choice = move || {
        let choices = years.with(|years| {
            let choice = |year: &i32| Choice::new(year.to_string(), texts.year(year));
            years.iter().map(choice).collect::<Vec<_>>()
        });
        (choices.len() > 1)
            .then(|| view! { <Select label=texts.which_year() choices value=chosen /> })
    };
    let known = Part::new(move || {
        let year = year.get();
        session.view().with(|state| -> Known {
            let today = state.date(now());
            let begun = match today.year == year {
                true => usize::from(today.month),
                false => 12,
            };
            (state.volunteer.statistics(state, year, now()), year, begun)
        })
    });
    view! {
        <Page title=texts.statistics() back=Route::Volunteer(VolunteerSection::Mine)>
            <Show when=move || staff.get() fallback=|| view! { <Empty title=t().hours.for_committee() /> }>
                {choice}
                <Summary known />
                <Card><Plot figures=Signal::derive(move || known.with(hours)) /></Card>
                <Card><Plot figures=Signal::derive(move || known.with(people)) /></Card>
                <Card><Plot figures=Signal::derive(move || known.with(share)) /></Card>
                <Card><Plot figures=Signal::derive(move || known.with(no_shows)) /></Card>
                <Activities year />
                <Volunteers year />
            </Show>
        </Page>
    }
}

/// The year in one card.
#[component]
fn Summary(known: Part<Known>) -> View {
    let texts = t().hours;
    let minutes =
        move || known.with(|(f, ..)| f.months.iter().map(|month| month.minutes).sum::<u64>());
    let residents =
        Part::new(move || known.with(|(f, ..)| (u64::from(f.active), u64::from(f.residents))));
    let told = Signal::derive(move || {
        let (active, residents) = residents.get();
        let share = number::per_mille(active, residents);
        t().group.coverage_of(
            number::grouped(active),
            number::grouped(residents),
            number::tenths(share),
        )
    });
    view! {
        <Card>
            <p class="meta">{texts.all_hours()}</p>
            <p class="figure-large num">{move || words::hours(minutes())}</p>
            <Meter
                label=texts.active()
                value=Signal::derive(move || residents.get().0)
                total=Signal::derive(move || residents.get().1)
                text=told
            />
        </Card>
    }
}

/// A year's figures, and how many of its months have begun: of those to come nothing can be said.
type Known = (Statistics, i32, usize);

/// The figures of the months that have begun.
fn begun<T>(known: &Known, read: impl Fn(&Month) -> T) -> Vec<T> {
    let (statistics, _, begun) = known;
    statistics.months.iter().take(*begun).map(read).collect()
}

fn months() -> Vec<String> {
    (1..=12).map(|month: u8| month.to_string()).collect()
}

fn hours(known: &Known) -> Figures {
    let (texts, year) = (t().hours, known.1);
    Figures {
        title: texts.plot_hours().to_owned(),
        along: texts.month().to_owned(),
        labels: months(),
        rows: vec![Row {
            name: texts.column_in_hours().to_owned(),
            values: begun(known, |month| month.minutes),
            shape: Shape::Bars,
        }],
        unit: 60,
        say: Say(words::hours),
        file: texts.file_hours(year),
    }
}

fn people(known: &Known) -> Figures {
    let (texts, year) = (t().hours, known.1);
    Figures {
        title: texts.plot_people().to_owned(),
        along: texts.month().to_owned(),
        labels: months(),
        rows: vec![Row {
            name: texts.column_people().to_owned(),
            values: begun(known, |month| month.volunteers.into()),
            shape: Shape::Line,
        }],
        unit: 1,
        say: Say::default(),
        file: texts.file_people(year),
    }
}

/// Which part of all residents took part, in thousandths.
fn share(known: &Known) -> Figures {
    let (texts, year) = (t().hours, known.1);
    let residents = known.0.residents.into();
    let share = |month: &Month| number::per_mille(month.active.into(), residents);
    Figures {
        title: texts.plot_share().to_owned(),
        along: texts.month().to_owned(),
        labels: months(),
        rows: vec![Row {
            name: texts.column_share().to_owned(),
            values: begun(known, share),
            shape: Shape::Line,
        }],
        unit: 10,
        say: Say(|share| format!("{}%", number::tenths(share))),
        file: texts.file_share(year),
    }
}

fn no_shows(known: &Known) -> Figures {
    let (texts, year) = (t().hours, known.1);
    let came = |month: &Month| u64::from(month.places.saturating_sub(month.no_shows));
    Figures {
        title: texts.plot_no_shows().to_owned(),
        along: texts.month().to_owned(),
        labels: months(),
        rows: vec![
            Row {
                name: texts.came().to_owned(),
                values: begun(known, came),
                shape: Shape::Bars,
            },
            Row {
                name: texts.no_show().to_owned(),
                values: begun(known, |month| month.no_shows.into()),
                shape: Shape::Bars,
            },
        ],
        unit: 1,
        say: Say::default(),
        file: texts.file_no_shows(year),
    }
}
