//! What was promised on a topic, and promising something.

use crate::view::prelude::*;
use yishi_domain::council::CommitmentSource;
use yishi_domain::roster::Role;
use yishi_domain::{CommitmentId, TopicId};

use super::super::commitment::{Commitments, MakeSheet};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, Section};

/// The section; nothing where nothing was promised and nobody at this phone may promise.
#[component]
pub(super) fn Promises(
    /// On which topic
    id: TopicId,
) -> View {
    let session = session();
    let me = session.me();
    let source = CommitmentSource::Topic(id);
    let made = session.part(move |state| {
        let today = state.date(now());
        let all = state
            .council
            .commitments_of(today, |one| one.source == source);
        all.into_iter()
            .map(|(id, _)| id)
            .collect::<Vec<CommitmentId>>()
    });
    // Those whom the council asks for promises. Anybody else may say what they will do as a statement.
    let may = session.part(move |state| {
        let topic = state.council.topics.get(&id);
        let takes = topic.is_some_and(|topic| topic.state.takes_commitments());
        let asked = [Role::Committee, Role::Merchant, Role::PropertyWorker];
        takes
            && asked
                .into_iter()
                .any(|role| state.roster.has_role(me, role))
    });
    let staff = session.has_role(Role::Committee);
    let any = move || made.with(|made| !made.is_empty());
    let open = RwSignal::new(false);
    let label = Signal::derive(move || {
        let label = match staff.get() {
            true => t().matter.make_promise(),
            false => t().matter.promise_myself(),
        };
        label.to_owned()
    });
    view! {
        <Show when=move || any() || may.get()>
            <Section title=t().matter.promises()>
                <Show when=any>
                    <Commitments items=made />
                </Show>
                <Show when=move || may.get()>
                    <Button label icon="add" on_press=move || open.set(true) />
                </Show>
            </Section>
            <MakeSheet source open />
        </Show>
    }
}
