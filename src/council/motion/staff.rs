//! What the committee does with a vote: open it, close it, give it up.

use crate::view::prelude::*;
use yishi_domain::council::{CancelMotion, CloseMotion, MotionState, OpenMotion};
use yishi_domain::{Command, MotionId};

use crate::form::{Ask, Refused};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, ConfirmSheet, Look, Section, Sheet, TextArea, time};

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
    let warning = Signal::derive(move || match now().0 < closes_at.get() {
        true => t().council.close_early(time::moment(closes_at.get())),
        false => t().council.close_text().to_owned(),
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
