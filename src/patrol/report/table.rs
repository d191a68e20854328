//! The report's tables, on the sheet and for other programs.

use crate::view::prelude::*;
use yishi_domain::patrol::{Finding, FindingState};
use yishi_domain::{Date, ShopId};

use super::{Line, words};
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

/// Shops with their scores, then findings: what another program reads.
pub(super) fn lines(found: &[Line], results: &[(ShopId, String, Option<u16>)]) -> Vec<Vec<String>> {
    let texts = t().report;
    let mut lines = vec![vec![
        texts.column_shop().to_owned(),
        texts.column_score().to_owned(),
        texts.column_finding().to_owned(),
        texts.column_due().to_owned(),
        texts.column_state().to_owned(),
    ]];
    for (_, name, score) in results {
        let score = score.map(words::figure).unwrap_or_default();
        let own: Vec<&Line> = found.iter().filter(|line| line.shop == *name).collect();
        if own.is_empty() {
            lines.push(vec![
                name.clone(),
                score,
                String::new(),
                String::new(),
                String::new(),
            ]);
            continue;
        }
        for line in own {
            lines.push(vec![
                name.clone(),
                score.clone(),
                line.text.clone(),
                line.due.clone(),
                line.state.clone(),
            ]);
        }
    }
    lines
}
