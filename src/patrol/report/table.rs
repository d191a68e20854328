//! The report's tables, on the sheet and for other programs.

use crate::view::prelude::*;
use yishi_domain::patrol::{Finding, FindingState};
use yishi_domain::{Date, ShopId};

use super::{Line, Sheet, words};
use crate::route::Route;
use crate::text::t;

/// How far a finding is, in words alone: paper has no colours to trust.
pub(super) fn state(finding: &Finding, today: Date) -> String {
    let texts = t().patrol;
    if finding.is_overdue(today) && finding.topic().is_none() {
        return texts.overdue(today.days_since(finding.due));
    }
    match finding.state {
        FindingState::Closed => texts.state_closed().to_owned(),
        _ if finding.topic().is_some() => t().report.state_at_council().to_owned(),
        FindingState::Open => texts.state_open().to_owned(),
        FindingState::Answered => texts.state_answered().to_owned(),
        FindingState::Contested => texts.state_contested().to_owned(),
    }
}

pub(super) fn findings(lines: Vec<Line>) -> View {
    let texts = t().report;
    let row = |line: Line| {
        view! {
            <tr>
                <th scope="row">{line.shop}</th>
                <td><a href=Route::Finding(line.id.0).href()>{line.text}</a></td>
                <td>{line.due}</td>
                <td>{line.state}</td>
            </tr>
        }
    };
    view! {
        <div class="table" tabindex="0" role="group">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{texts.column_shop()}</th>
                        <th scope="col">{texts.column_finding()}</th>
                        <th scope="col">{texts.column_due()}</th>
                        <th scope="col">{texts.column_state()}</th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

pub(super) fn worst(worst: &[(String, usize)]) -> View {
    let texts = t().report;
    let row = |(text, count): &(String, usize)| {
        view! { <tr><th scope="row">{text.clone()}</th><td class="num">{*count}</td></tr> }
    };
    view! {
        <div class="table">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{texts.column_item()}</th>
                        <th scope="col" class="num">{texts.column_count()}</th>
                    </tr>
                </thead>
                <tbody>{worst.iter().take(5).map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

pub(super) fn scores(results: Vec<(ShopId, String, Option<u16>)>) -> View {
    let line = |(shop, name, score): (ShopId, String, Option<u16>)| {
        view! {
            <li>
                <a href=Route::Shop(shop.0).href()>
                    <span>{name}</span> <strong class="num">{words::score(score)}</strong>
                </a>
            </li>
        }
    };
    view! { <ol class="scores">{results.into_iter().map(line).collect_view()}</ol> }
}

/// What another program reads: every shop with its score and what was found there, by the way along the street; with it
/// what is overdue or before the council from earlier patrols, and the shops that were not inspected.
pub(super) fn lines(told: &Sheet) -> Vec<Vec<String>> {
    let texts = t().report;
    let head = [
        texts.column_shop(),
        texts.column_score(),
        texts.column_finding(),
        texts.column_due(),
        texts.column_state(),
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    let new = |line: &&Line| told.found.iter().all(|found| found.id != line.id);
    let earlier: Vec<&Line> = told.to_know.iter().filter(new).collect();
    let all: Vec<&Line> = told.found.iter().chain(earlier).collect();
    let mut shops: Vec<(ShopId, &str, String)> = Vec::new();
    for (shop, name, score) in &told.results {
        shops.push((*shop, name, score.map(words::figure).unwrap_or_default()));
    }
    let missed = told.missed.iter();
    shops.extend(missed.map(|(shop, name)| (*shop, name.as_str(), String::new())));
    for line in &all {
        if shops.iter().all(|(shop, ..)| *shop != line.of) {
            shops.push((line.of, &line.shop, String::new()));
        }
    }
    for (shop, name, score) in shops {
        let own: Vec<&&Line> = all.iter().filter(|line| line.of == shop).collect();
        let row = |finding: &str, due: &str, state: &str| {
            [name, &score, finding, due, state]
                .map(str::to_owned)
                .to_vec()
        };
        if told.missed.iter().any(|(missed, _)| *missed == shop) {
            lines.push(row("", "", t().patrol.miss_other()));
        } else if own.is_empty() {
            lines.push(row("", "", ""));
        }
        lines.extend(
            own.iter()
                .map(|line| row(&line.text, &line.due, &line.state)),
        );
    }
    lines
}
