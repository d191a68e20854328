//! The reports of all patrols, the newest first, and the way to the year.

use crate::view::prelude::*;
use yishi_domain::{Date, State};

use super::words;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Empty, List, Tone};

/// A report in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    patrol: Date,
    day: Date,
    score: Option<u16>,
    found: usize,
    published: bool,
}

fn lines(state: &State) -> Vec<Line> {
    let walked = state.patrol.walked().into_iter().rev();
    let line = walked.map(|(id, day, patrol)| Line {
        patrol: id,
        day,
        score: patrol.mean(),
        found: state
            .patrol
            .findings
            .values()
            .filter(|finding| finding.patrol == id)
            .count(),
        published: patrol.published_at.is_some(),
    });
    line.collect()
}

#[component]
pub(super) fn Reports() -> View {
    let session = session();
    let me = session.me();
    // A merchant has the own shop's results before the others'; that is no report.
    let lines = session.part(move |state| {
        let insider = state.walks_or_manages(me);
        let mut lines = lines(state);
        lines.retain(|line| insider || line.published);
        lines
    });
    let row = |line: Line| {
        let open = (!line.published)
            .then(|| view! { <Badge text=t().report.unpublished() tone=Tone::Warn /> });
        view! {
            <Card to=Route::PatrolReport(line.patrol)>
                <div class="meta">{open}</div>
                <h3>{words::day(line.day)}</h3>
                <p class="meta">{t().report.line(words::score(line.score), line.found)}</p>
            </Card>
        }
    };
    let none =
        || view! { <Empty title=t().report.none() text=t().report.none_text() icon="paper" /> };
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty()) fallback=none>
            <ButtonLink label=t().report.trends_link() to=Route::PatrolTrends />
            <List items=lines key=|line: &Line| (line.patrol, line.published, line.score, line.found) row />
        </Show>
    }
}
