//! A year for the committee: hours a month, residents who took part, those who did not come, and who did how much.

use crate::view::prelude::*;
use yishi_domain::volunteer::{Month, Statistics};
use yishi_domain::{Map, MemberId, State, Timestamp, sort_by_key};

use super::words;
use crate::part::Part;
use crate::route::{Route, VolunteerSection};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::plot::{Figures, Row, Say, Shape, csv_link, csv_text};
use crate::ui::{Card, Choice, Empty, List, Meter, Page, Plot, Section, Select, number};

/// A volunteer's year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Volunteer {
    member: MemberId,
    name: String,
    minutes: u64,
    times: u64,
}

/// Everybody with time in the year, the most first.
fn volunteers(state: &State, year: i32, now: Timestamp) -> Vec<Volunteer> {
    let mut sums: Map<MemberId, (u64, u64)> = Map::new();
    let credits = state.volunteer.credits(state, now);
    for credit in credits.filter(|credit| credit.day.year == year) {
        let (minutes, times) = sums.get(&credit.member).copied().unwrap_or_default();
        sums.insert(
            credit.member,
            (minutes + u64::from(credit.minutes), times + 1),
        );
    }
    let mut volunteers = Vec::new();
    for (member, (minutes, times)) in &sums {
        volunteers.push(Volunteer {
            member: *member,
            name: words::name(state, *member),
            minutes: *minutes,
            times: *times,
        });
    }
    sort_by_key(&mut volunteers, |one| {
        (std::cmp::Reverse(one.minutes), one.name.clone())
    });
    volunteers
}

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
        t().group
            .coverage_of(number::grouped(active), number::grouped(residents), number::tenths(share))
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

/// Who did how much, each with the certificate.
#[component]
fn Volunteers(year: Part<i32>) -> View {
    let session = session();
    let texts = t().hours;
    let listed = Part::new(move || {
        let year = year.get();
        session.view().with(|state| volunteers(state, year, now()))
    });
    let row = move |one: Volunteer| {
        let to = Route::Certificate(year.get_untracked(), Some(one.member.0));
        view! {
            <a class="line tall" href=to.href()>
                <span>{one.name} <small>{texts.times(one.times)}</small></span>
                <strong class="num">{words::hours(one.minutes)}</strong>
            </a>
        }
    };
    let export = move || {
        let head = [
            texts.column_name(),
            texts.column_times(),
            texts.column_minutes(),
        ];
        let mut lines = vec![head.map(str::to_owned).to_vec()];
        listed.with(|listed| {
            for one in listed {
                lines.push(vec![
                    one.name.clone(),
                    one.times.to_string(),
                    one.minutes.to_string(),
                ]);
            }
        });
        csv_link(&csv_text(&lines))
    };
    let title = Signal::derive(move || texts.volunteers(listed.with(Vec::len)));
    view! {
        <Show when=move || listed.with(|listed| !listed.is_empty())>
            <Section title>
                <p class="hint">{texts.volunteers_hint()}</p>
                <div class="lines">
                    <List items=listed key=|one: &Volunteer| (one.member, one.minutes) row />
                </div>
                <a class="button" download=move || format!("{}.csv", texts.file_volunteers(year.get())) href=export>
                    <span>{t().app.plot_export()}</span>
                </a>
            </Section>
        </Show>
    }
}
