//! A motion that passed is a resolution: what it obliges whom to do by when, on the motion's page.

use crate::view::prelude::*;
use yishi_domain::council::CommitmentSource;
use yishi_domain::roster::Role;
use yishi_domain::{CommitmentId, MotionId};

use super::commitment::{Commitments, MakeSheet};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, Section};

/// The actions of a resolution; nothing of a motion that did not pass.
#[component]
pub(super) fn Resolution(
    /// Which motion
    id: MotionId,
) -> View {
    let session = session();
    let staff = session.has_role(Role::Committee);
    let source = CommitmentSource::Motion(id);
    let passed = session.part(move |state| {
        let motion = state.council.motions.get(&id);
        motion.is_some_and(|motion| motion.is_resolution())
    });
    let actions = session.part(move |state| {
        let today = state.date(now());
        let all = state
            .council
            .commitments_of(today, |one| one.source == source);
        all.into_iter()
            .map(|(id, _)| id)
            .collect::<Vec<CommitmentId>>()
    });
    let any = move || actions.with(|actions| !actions.is_empty());
    let open = RwSignal::new(false);
    let texts = t().matter;
    view! {
        <Show when=move || passed.get() && (any() || staff.get())>
            <Section title=texts.whats_next()>
                <Show when=any fallback=move || view! { <p class="hint">{texts.no_actions()}</p> }>
                    <Commitments items=actions />
                </Show>
                <Show when=move || staff.get()>
                    <Button label=texts.make_action() icon="add" on_press=move || open.set(true) />
                </Show>
            </Section>
            <MakeSheet source open />
        </Show>
    }
}
