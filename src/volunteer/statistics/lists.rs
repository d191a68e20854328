//! The year's time by activity and by volunteer, each as a list and as a table for other programs.

use crate::view::prelude::*;
use yishi_domain::{MemberId, State, Timestamp, sort_by_key};

use super::super::words;
use crate::part::Part;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::plot::{csv_link, csv_text};
use crate::ui::{List, Section};

/// An activity's year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Done {
    title: String,
    minutes: u64,
    times: u64,
}

/// Everything that has time in the year, the most first; what bears one name is one.
fn activities(state: &State, year: i32, now: Timestamp) -> Vec<Done> {
    let board = &state.volunteer;
    let sums = board.year_by(state, year, now, |credit| {
        let activity = credit.activity.and_then(|id| board.activities.get(&id));
        let phase = activity.and_then(|activity| activity.on(credit.day));
        let title = phase.map(|phase| phase.details.title.clone());
        title.unwrap_or_else(|| t().hours.other_work().to_owned())
    });
    let mut done = Vec::new();
    for (title, (minutes, times)) in &sums {
        done.push(Done {
            title: title.clone(),
            minutes: *minutes,
            times: *times,
        });
    }
    sort_by_key(&mut done, |one| {
        (std::cmp::Reverse(one.minutes), one.title.clone())
    });
    done
}

/// What the time was given for.
#[component]
pub(super) fn Activities(year: Part<i32>) -> View {
    let session = session();
    let texts = t().hours;
    let listed = Part::new(move || {
        let year = year.get();
        session.view().with(|state| activities(state, year, now()))
    });
    let row = move |one: Done| {
        view! {
            <div class="line tall">
                <span>{one.title} <small>{texts.times(one.times)}</small></span>
                <strong class="num">{words::hours(one.minutes)}</strong>
            </div>
        }
    };
    let table = move || {
        let line = |one: &Done| (one.title.clone(), one.times, one.minutes);
        listed.with(|listed| table(texts.column_activity(), listed.iter().map(line)))
    };
    view! {
        <Show when=move || listed.with(|listed| !listed.is_empty())>
            <Section title=texts.by_activity()>
                <div class="lines">
                    <List items=listed key=|one: &Done| (one.title.clone(), one.minutes) row first=10 />
                </div>
                <a class="button" download=move || format!("{}.csv", texts.file_activities(year.get())) href=table>
                    <span>{t().app.plot_export()}</span>
                </a>
            </Section>
        </Show>
    }
}

/// Lines of what, how often and how many minutes, as a file to download.
fn table(what: &str, lines: impl Iterator<Item = (String, u64, u64)>) -> String {
    let texts = t().hours;
    let head = [what, texts.column_times(), texts.column_minutes()];
    let mut all = vec![head.map(str::to_owned).to_vec()];
    all.extend(
        lines.map(|(what, times, minutes)| vec![what, times.to_string(), minutes.to_string()]),
    );
    csv_link(&csv_text(&all))
}

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
    let board = &state.volunteer;
    let sums = board.year_by(state, year, now, |credit| credit.member);
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

/// Who did how much, each with the certificate.
#[component]
pub(super) fn Volunteers(year: Part<i32>) -> View {
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
        let line = |one: &Volunteer| (one.name.clone(), one.times, one.minutes);
        listed.with(|listed| table(texts.column_name(), listed.iter().map(line)))
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
