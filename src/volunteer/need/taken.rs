//! The needs that I take: on my list, and on the shift's page.

use crate::view::prelude::*;
use yishi_domain::{NeedId, ShiftId};

use super::kind;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, Card, Fact, Facts, Section, Tone};

/// A section with the needs that I take, of one shift or all; nothing if there are none.
#[component]
pub(crate) fn TakenNeeds(
    /// Of this shift alone
    #[prop(optional)]
    shift: Option<ShiftId>,
) -> View {
    let session = session();
    let me = session.me();
    let taken = session.part(move |state| {
        let taken = state.volunteer.needs_taken_by(me);
        let here = taken.filter(|(_, need)| {
            shift.is_none_or(|shift| need.matched.is_some_and(|matched| matched.shift == shift))
        });
        here.map(|(id, need)| (id, need.clone()))
            .collect::<Vec<_>>()
    });
    let cards = move || {
        let card = |(_, need): (NeedId, yishi_domain::volunteer::Need)| {
            let texts = t().need;
            // The address comes a moment after the need, when the endpoint has confirmed who takes it.
            let address = need
                .address
                .unwrap_or_else(|| texts.address_to_come().to_owned());
            let mut facts = vec![Fact::new(texts.address(), address)];
            let note = need.note.filter(|note| !note.is_empty());
            facts.extend(note.map(|note| Fact::new(texts.note(), note)));
            view! {
                <Card need=true>
                    <div class="meta"><Badge text=kind(need.kind) tone=Tone::Info /></div>
                    <h3>{need.elder}</h3>
                    <Facts items=facts />
                </Card>
            }
        };
        taken.get().into_iter().map(card).collect_view()
    };
    view! {
        <Show when=move || taken.with(|taken| !taken.is_empty())>
            <Section title=t().need.you_go_to()>
                {cards}
                <p class="hint">{t().need.keep_to_yourself()}</p>
            </Section>
        </Show>
    }
}
