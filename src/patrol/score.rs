//! How a score came about.

use std::sync::Arc;

use yishi_domain::patrol::{CAP, Checklist, Score, ScorePart};

use super::words;
use crate::text::t;
use crate::ui::Icon;
use crate::view::prelude::*;

#[component]
pub(super) fn ScoreTold(list: Arc<Checklist>, score: Score) -> View {
    let texts = t().inspect;
    let Some(tenths) = score.tenths else {
        return view! { <p class="meta">{texts.nothing_counts()}</p> };
    };
    let name = |number: u16| {
        list.item(number)
            .map(|item| item.text.clone())
            .unwrap_or_default()
    };
    let capped = score
        .uncapped
        .filter(|uncapped| *uncapped > CAP && !score.capped_by.is_empty());
    let capped = capped.map(|uncapped| {
        let items: Vec<String> = score.capped_by.iter().map(|item| name(*item)).collect();
        let told = texts.capped(
            items.join("、"),
            words::figure(CAP),
            words::figure(uncapped),
        );
        view! { <p class="error"><Icon name="bad" />{told}</p> }
    });
    let row = |part: &ScorePart| {
        let got = texts.points(part.points, part.max);
        let lost = if part.points < part.max { "lost" } else { "" };
        view! {
            <tr class=lost>
                <th scope="row">{name(part.item)}</th>
                <td class="num">{got}</td>
                <td class="num">{part.weight.to_string()}</td>
            </tr>
        }
    };
    let rows = score.parts.iter().map(row).collect_view();
    view! {
        <p class="shop-score">
            <strong class="num">{words::figure(tenths)}</strong>
            <span>{texts.out_of_hundred()}</span>
        </p>
        {capped}
        <details class="figures">
            <summary>{texts.how_score()}</summary>
            <p class="hint">{texts.how_score_text(score.weight)}</p>
            <div class="table">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t().report.column_item()}</th>
                            <th scope="col">{texts.column_points()}</th>
                            <th scope="col">{texts.column_weight()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
