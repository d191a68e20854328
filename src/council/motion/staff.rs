//! What the committee does with a vote: open it, close it, give it up.

use crate::view::prelude::*;
use yishi_domain::council::{CancelMotion, CloseMotion, Motion, MotionState, OpenMotion};
use yishi_domain::{Command, MotionId};

use super::super::words;
use crate::form::{Ask, Refused};
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, ButtonLink, ConfirmSheet, Icon, Look, Section, Sheet, TextArea, time};

/// Whose numbers are missing: envelopes that nobody has opened, hands that nobody has counted.
fn uncounted(motion: &Motion) -> Option<String> {
    let count = motion.uncounted_envelopes() + motion.uncounted_hands();
    (count > 0).then(|| words::heads(motion.electorate.kind, count))
}

/// Where ballots are entered that do not come from the voter's own phone.
#[component]
pub(super) fn Entering(id: MotionId) -> View {
    let session = session();
    let motion = session.part(move |state| state.council.motions.get(&id).cloned());
    let by_hands = move || {
        let fits = |motion: &std::sync::Arc<Motion>| !motion.sealed && !motion.rule.counts_area();
        motion.with(|motion| motion.as_ref().is_some_and(fits))
    };
    let missing = move || {
        let heads = motion.with(|motion| uncounted(motion.as_ref()?))?;
        Some(view! { <p class="error"><Icon name="bad" />{t().vote.uncounted(heads)}</p> })
    };
    view! {
        <Section title=t().vote.enter()>
            <p class="hint">{t().vote.enter_hint()}</p>
            {missing}
            <ButtonLink label=t().vote.desk() to=Route::Desk(id.0) icon="me" />
            <ButtonLink label=t().vote.paper() to=Route::Paper(id.0) icon="paper" />
            <Show when=by_hands>
                <ButtonLink label=t().vote.hands() to=Route::Hands(id.0) icon="council" />
            </Show>
        </Section>
    }
}

/// The committee's buttons.
#[component]
pub(super) fn Conduct(id: MotionId) -> View {
    let session = session();
    let (ask, ask_cancel) = (Ask::new(session), Ask::new(session));
    let (closing, cancelling, reason) = (
        RwSignal::new(false),
        RwSignal::new(false),
        RwSignal::new(String::new()),
    );
    let noticed = session.part(move |state| {
        state
            .council
            .motions
            .get(&id)
            .is_some_and(|motion| motion.state == MotionState::Noticed)
    });
    let closes_at = session.part(move |state| {
        state
            .council
            .motions
            .get(&id)
            .map(|motion| motion.closes_at.0)
            .unwrap_or_default()
    });
    let open = move || ask.send(vec![Command::OpenMotion(OpenMotion { motion: id })], || {});
    let close = move || {
        ask.send(
            vec![Command::CloseMotion(CloseMotion { motion: id })],
            || {},
        );
    };
    let cancel = move || {
        let cancel = CancelMotion {
            motion: id,
            reason: reason.get_untracked(),
        };
        ask_cancel.send(vec![Command::CancelMotion(cancel)], move || {
            let _ = cancelling.try_set(false);
        });
    };
    let uncounted = session.part(move |state| uncounted(state.council.motions.get(&id)?));
    let warning = Signal::derive(move || {
        let warning = match now().0 < closes_at.get() {
            true => t().council.close_early(time::moment(closes_at.get())),
            false => t().council.close_text().to_owned(),
        };
        match uncounted.get() {
            Some(heads) => t().council.sentences(t().vote.uncounted(heads), warning),
            None => warning,
        }
    });
    view! {
        <Section title=t().council.conduct()>
            <Refused error=ask.error() />
            {move || match noticed.get() {
                true => {
                    view! { <Button label=t().council.open_motion() look=Look::Main busy=ask.busy() on_press=open /> }
                }
                false => {
                    view! { <Button label=t().council.close_motion() busy=ask.busy() on_press=move || closing.set(true) /> }
                }
            }}
            <Button label=t().council.cancel_motion() look=Look::Danger on_press=move || cancelling.set(true) />
        </Section>
        <ConfirmSheet
            open=closing
            title=t().council.close_question()
            text=warning
            confirm=t().council.close_motion()
            on_confirm=close
        />
        <Sheet open=cancelling title=t().council.cancel_question()>
            <p>{t().council.cancel_text()}</p>
            <TextArea label=t().council.cancel_reason() value=reason most=200 rows=3 error=ask_cancel.error_of("reason") />
            <Refused error=ask_cancel.error() />
            <Button label=t().council.cancel_motion() look=Look::Danger busy=ask_cancel.busy() on_press=cancel />
        </Sheet>
    }
}
