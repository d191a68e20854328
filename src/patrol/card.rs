//! A finding in few words, in lists.

use crate::view::prelude::*;
use yishi_domain::patrol::FindingState;
use yishi_domain::{FindingId, ShopId};

use super::words;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Card, Tone};

/// A card that leads to a finding.
#[component]
pub(super) fn FindingCard(
    /// Which finding
    id: FindingId,
    /// The shop whose page shows it: its name is not said again
    #[prop(optional)]
    of: Option<ShopId>,
) -> View {
    let session = session();
    let told = session.part(move |state| {
        let finding = state.patrol.findings.get(&id)?;
        let shop = words::shop_name(state, finding.shop);
        Some((finding.clone(), shop, words::today(state)))
    });
    let waiting = session.is_lingering(id.0);
    move || {
        let (finding, shop, today) = told.get()?;
        let texts = t().finding;
        let pending = waiting
            .get()
            .then(|| view! { <Badge text=t().app.pending() /> });
        let council = finding
            .topic()
            .map(|_| view! { <Badge text=texts.at_council() tone=Tone::Info /> });
        let closed = finding.state == FindingState::Closed;
        let severity = (!closed).then(|| words::severity_badge(finding.severity));
        let due = (!closed && !finding.is_overdue(today))
            .then(|| view! { <span>{t().patrol.due(words::day_near(finding.due))}</span> });
        let name = (of != Some(finding.shop)).then(|| view! { <span>{shop}</span> });
        Some(view! {
            <Card to=Route::Finding(id.0) bad=finding.is_overdue(today)>
                <div class="meta">{words::state_badge(&finding, today)} {severity} {council} {pending}</div>
                <h3>{finding.text.clone()}</h3>
                <p class="meta">{name} {due}</p>
            </Card>
        })
    }
}
