//! The street's year: scores, findings, and how long it takes until something is mended.

use crate::view::prelude::*;
use yishi_domain::patrol::MonthOfPatrols;

use super::words;
use crate::part::Part;
use crate::route::{PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::plot::{Figures, Row, Say, Shape};
use crate::ui::{Card, Empty, Page, Plot, number};

type Months = Vec<MonthOfPatrols>;

#[component]
pub(super) fn Trends() -> View {
    let months: Part<Months> = session().part(|state| {
        let all = state.patrol.year(state, words::today(state));
        // What was before the first patrol says nothing.
        let first = all
            .iter()
            .position(|month| month.results > 0 || month.found > 0);
        all.get(first.unwrap_or(all.len())..)
            .unwrap_or_default()
            .to_vec()
    });
    let none =
        || view! { <Empty title=t().report.no_year() text=t().report.none_text() icon="paper" /> };
    view! {
        <Page title=t().report.trends() back=Route::Patrol(PatrolSection::Reports)>
            <Show when=move || months.with(|months| !months.is_empty()) fallback=none>
                <Card><Plot figures=Signal::derive(move || months.with(scores)) /></Card>
                <Card><Plot figures=Signal::derive(move || months.with(findings)) /></Card>
                <Card><Plot figures=Signal::derive(move || months.with(days)) /></Card>
            </Show>
        </Page>
    }
}

fn figures(months: &Months, title: &str, rows: Vec<Row>, file: &str) -> Figures {
    let label = |month: &MonthOfPatrols| month.first.map(|first| first.month.to_string());
    Figures {
        title: title.to_owned(),
        along: t().report.month().to_owned(),
        labels: months.iter().filter_map(label).collect(),
        rows,
        unit: 1,
        say: Say(number::grouped),
        file: file.to_owned(),
    }
}

fn row(months: &Months, name: &str, shape: Shape, read: impl Fn(&MonthOfPatrols) -> u64) -> Row {
    Row {
        name: name.to_owned(),
        values: months.iter().map(read).collect(),
        shape,
    }
}

fn scores(months: &Months) -> Figures {
    let texts = t().report;
    // A month without a patrol has no score, which is another thing than the worst one.
    let mut months = months.clone();
    months.retain(|month| month.mean.is_some());
    let months = &months;
    let scores = row(months, texts.column_mean(), Shape::Line, |month| {
        month.mean.unwrap_or_default().into()
    });
    Figures {
        unit: 10,
        say: Say(|tenths| words::figure(u16::try_from(tenths).unwrap_or_default())),
        ..figures(months, texts.plot_mean(), vec![scores], texts.file_mean())
    }
}

fn findings(months: &Months) -> Figures {
    let texts = t().report;
    let rows = vec![
        row(months, texts.column_closed(), Shape::Bars, |month| {
            month.closed as u64
        }),
        row(months, texts.column_found(), Shape::Line, |month| {
            month.found as u64
        }),
    ];
    figures(months, texts.plot_findings(), rows, texts.file_findings())
}

fn days(months: &Months) -> Figures {
    let texts = t().report;
    let mean = |month: &MonthOfPatrols| match month.closed as u64 {
        0 => 0,
        closed => (month.days * 2 + closed) / (closed * 2),
    };
    let rows = vec![row(months, texts.column_days(), Shape::Bars, mean)];
    Figures {
        say: Say(|days| t().report.days(days)),
        ..figures(months, texts.plot_days(), rows, texts.file_days())
    }
}
