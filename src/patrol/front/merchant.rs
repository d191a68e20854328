//! For merchants: what has to be answered, and the own shops.

use crate::view::prelude::*;
use yishi_domain::patrol::{Finding, FindingState};
use yishi_domain::{FindingId, ShopId};

use super::super::card::FindingCard;
use super::super::words;
use crate::part::Part;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Card, Empty, Section};

#[component]
pub(super) fn Mine() -> View {
    let session = session();
    let me = session.me();
    let shops: Part<Vec<(ShopId, String, String)>> = session.part(move |state| {
        let own = state.shops_run_by(me).into_iter();
        let told = own.filter_map(|id| {
            let shop = state.shops.get(&id)?;
            let score = state
                .patrol
                .scores_of(id)
                .last()
                .and_then(|(_, score)| *score);
            Some((id, shop.name.clone(), words::score(score)))
        });
        told.collect()
    });
    let findings = session.part(move |state| {
        let own = state.shops_run_by(me);
        let asked =
            |finding: &Finding| own.contains(&finding.shop) && finding.state == FindingState::Open;
        let all = state.patrol.findings.iter();
        let mut asked: Vec<(FindingId, _)> = all
            .filter(|(_, finding)| asked(finding))
            .map(|(id, finding)| (*id, finding.due))
            .collect();
        yishi_domain::sort_by_key(&mut asked, |(_, due)| *due);
        asked.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    });
    let shop = |(id, name, score): (ShopId, String, String)| {
        view! {
            <Card to=Route::Shop(id.0)>
                <h3>{name}</h3>
                <p class="meta"><span>{score}</span><span>{t().patrol.shop_page()}</span></p>
            </Card>
        }
    };
    let none = || view! { <Empty title=t().patrol.no_shop() text=t().patrol.no_shop_text() icon="patrol" /> };
    let waiting = move || {
        let texts = t().patrol;
        let all = findings.get();
        match all.len() {
            0 => view! {
                <Card>
                    <h3>{texts.nothing_to_answer()}</h3>
                    <p class="meta">{texts.nothing_to_answer_text()}</p>
                </Card>
            },
            n => view! {
                <Section title=texts.to_answer(n)>
                    {all.into_iter().map(|id| view! { <FindingCard id /> }).collect_view()}
                </Section>
            },
        }
    };
    view! {
        <Show when=move || shops.with(|shops| !shops.is_empty()) fallback=none>
            {waiting}
            <Section title=t().patrol.my_shop()>
                {move || shops.get().into_iter().map(shop).collect_view()}
            </Section>
        </Show>
    }
}
