//! The report of a patrol: on the screen, on A4, as a table.

mod table;

use crate::view::prelude::*;
use yishi_domain::patrol::Report;
use yishi_domain::{Date, FindingId, ShopId, State};

use super::front::Publish;
use super::words;
use crate::part::Part;
use crate::route::{PatrolSection, Route};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::plot::{Figures, Row, Say, Shape, csv_link, csv_text};
use crate::ui::{Button, Card, Empty, Look, Page, Plot, time};

/// A finding in a line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    id: FindingId,
    of: ShopId,
    shop: String,
    text: String,
    due: String,
    state: String,
}

/// What the sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sheet {
    community: String,
    report: Report,
    to_know: Vec<Line>,
    found: Vec<Line>,
    results: Vec<(ShopId, String, Option<u16>)>,
    missed: Vec<(ShopId, String)>,
    published: bool,
    publishes_at: yishi_domain::Timestamp,
}

fn sheet(state: &State, id: Date) -> Option<Sheet> {
    let patrols = &state.patrol;
    let report = patrols.report(state, id, now())?;
    let today = words::today(state);
    let line = |finding: &FindingId| {
        let known = patrols.findings.get(finding)?;
        Some(Line {
            id: *finding,
            of: known.shop,
            shop: words::shop_name(state, known.shop),
            text: known.text.clone(),
            due: time::day(words::noon(known.due)),
            state: table::state(known, today),
        })
    };
    let mut to_know: Vec<FindingId> = report.escalated.clone();
    to_know.extend(
        report
            .overdue
            .iter()
            .filter(|id| !report.escalated.contains(id)),
    );
    let name = |shop: &ShopId| words::shop_name(state, *shop);
    let patrol = patrols.patrols.get(&id)?;
    let wait = patrols.plan.as_ref().map_or(72, |plan| plan.publish_after);
    Some(Sheet {
        community: state.community.name.clone(),
        to_know: to_know.iter().filter_map(line).collect(),
        found: report.found.iter().filter_map(line).collect(),
        results: report
            .results
            .iter()
            .map(|(shop, score)| (*shop, name(shop), *score))
            .collect(),
        missed: report
            .missed
            .iter()
            .map(|shop| (*shop, name(shop)))
            .collect(),
        published: patrol.published_at.is_some(),
        publishes_at: patrol.starts_at.plus_seconds(i64::from(wait) * 3_600),
        report,
    })
}

/// The page.
#[component]
pub(super) fn ReportPage(
    /// Which patrol
    id: Date,
) -> View {
    let session = session();
    let me = session.me();
    let told = session.part(move |state| {
        let sheet = sheet(state, id)?;
        // A merchant's own results are no report.
        (sheet.published || state.walks_or_manages(me)).then_some(sheet)
    });
    let keeps = session.part(move |state| state.is_staff(me));
    let day = Signal::derive(move || {
        let day = told.with(|told| told.as_ref().map_or(id, |told| told.report.day));
        t().report.title(time::day(words::noon(day)))
    });
    view! {
        <Page title=day back=Route::Patrol(PatrolSection::Reports) long=true>
            {move || match told.get() {
                None => view! { <Empty title=t().report.unknown() text=t().patrol.unknown_text() /> },
                Some(told) => shown(told, keeps),
            }}
        </Page>
    }
}

fn shown(told: Sheet, keeps: Part<bool>) -> View {
    let texts = t().report;
    let (id, day, at) = (told.report.patrol, told.report.day, told.publishes_at);
    let unpublished = (!told.published).then(|| {
        view! {
            {move || match keeps.get() {
                true => view! { <Publish id day at /> },
                false => view! { <Card><h3>{t().report.unpublished()}</h3><p class="meta">{t().report.unpublished_text()}</p></Card> },
            }}
        }
    });
    let file = texts.file(id);
    let csv = csv_link(&csv_text(&table::lines(&told)));
    let print = || drop(window().print());
    view! {
        {unpublished}
        {paper(told)}
        <Button label=texts.print() look=Look::Main icon="paper" on_press=print />
        <a class="button" download=format!("{file}.csv") href=csv><span>{texts.export()}</span></a>
    }
}

/// The sheet as it is read and printed.
fn paper(told: Sheet) -> View {
    let texts = t().report;
    let report = told.report;
    let day = words::day(report.day);
    let about = match report.inspectors {
        0 => texts.about_public(&day, report.shops),
        people => texts.about(&day, people, report.shops),
    };
    let mean = report.mean.map_or_else(|| "–".to_owned(), words::figure);
    let sum = |label: &'static str, value: String| {
        view! { <div><dt>{label}</dt><dd class="num">{value}</dd></div> }
    };
    let to_know = match told.to_know.is_empty() {
        true => view! { <p>{texts.nothing_to_know()}</p> },
        false => table::findings(told.to_know),
    };
    let found = (!told.found.is_empty()).then(|| {
        view! { <h3>{texts.all_found()}</h3> {table::findings(told.found)} }
    });
    let worst = (!report.worst.is_empty()).then(|| {
        view! { <h3>{texts.worst()}</h3> {table::worst(&report.worst)} }
    });
    let missed: Vec<String> = told.missed.into_iter().map(|(_, name)| name).collect();
    let missed = (!missed.is_empty())
        .then(|| view! { <h3>{texts.missed()}</h3> <p>{missed.join("、")}</p> });
    let weeks = (report.weeks.len() > 1).then(|| {
        let figures = weeks(&report.weeks);
        view! { <Plot figures=Signal::derive(move || figures.clone()) /> }
    });
    view! {
        <article class="report">
            <header>
                <h2>{texts.heading(&told.community)}</h2>
                <p>{about}</p>
            </header>
            <dl class="report-sums">
                {sum(texts.mean(), mean)}
                {sum(texts.found(), report.found.len().to_string())}
                {sum(texts.closed(), report.closed.len().to_string())}
                {sum(texts.overdue(), report.overdue.len().to_string())}
                {sum(texts.escalated(), report.escalated.len().to_string())}
            </dl>
            <h3>{texts.to_know()}</h3>
            {to_know}
            {worst}
            {found}
            {weeks}
            <h3>{texts.scores()}</h3>
            {table::scores(told.results)}
            {missed}
            <footer><span>{texts.made_by()}</span><span>{texts.printed(time::full_day(now().0))}</span></footer>
        </article>
    }
}

fn weeks(weeks: &[(Date, Option<u16>)]) -> Figures {
    let texts = t().report;
    let scored = weeks
        .iter()
        .filter_map(|(day, score)| Some((*day, (*score)?)));
    let (labels, values): (Vec<String>, Vec<u64>) = scored
        .map(|(day, score)| (format!("{}/{}", day.month, day.day), u64::from(score)))
        .unzip();
    Figures {
        title: texts.weeks().to_owned(),
        along: texts.weeks_along().to_owned(),
        labels,
        rows: vec![Row {
            name: texts.mean().to_owned(),
            values,
            shape: Shape::Line,
        }],
        unit: 10,
        say: Say(|tenths| words::figure(u16::try_from(tenths).unwrap_or_default())),
        file: texts.file_mean().to_owned(),
    }
}
