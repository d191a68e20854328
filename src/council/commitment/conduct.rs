//! What can be said of a promise or an action now: by who has to keep it, by who looks, by staff.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{
    BreakCommitment, Commitment, CommitmentState, ConfirmCommitment, ReleaseCommitment,
    ReportProgress, ReturnCommitment,
};
use yishi_domain::roster::Role;
use yishi_domain::{Command, CommitmentId, MOST_PHOTOS};

use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::photo::{PhotoPicker, Picked};
use crate::session::session;
use crate::text::t;
use crate::ui::{Actions, Button, Look, Section, Sheet, TextArea};

/// What a member may say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct May {
    report: bool,
    confirm: bool,
    /// It waits to be looked at, but not by this member
    others_confirm: bool,
    end: bool,
}

#[component]
pub(super) fn Conduct(id: CommitmentId, known: Part<Option<Arc<Commitment>>>) -> View {
    let session = session();
    let me = session.me();
    let staff = session.has_role(Role::Committee);
    let may = Part::new(move || {
        let Some(commitment) = known.get() else {
            return May::default();
        };
        let (going_on, done) = (
            !commitment.state.is_ended(),
            commitment.state == CommitmentState::Done,
        );
        session.view().with(|state| May {
            report: going_on && commitment.may_be_reported_by(state, me),
            confirm: done && commitment.may_be_confirmed_by(state, me),
            others_confirm: done && commitment.is_doer(me),
            end: going_on && staff.get() && !commitment.is_of(me),
        })
    });
    let texts = t().matter;
    let word = move |reason: String, make: fn(CommitmentId, String) -> Command| make(id, reason);
    view! {
        <Show when=move || may.with(|may| may.others_confirm)>
            <p class="hint">{texts.others_confirm()}</p>
        </Show>
        <Show when=move || may.with(|may| may.report || may.end)>
            <Section title=texts.go_on()>
                <Show when=move || may.with(|may| may.report)>
                    <Report id />
                </Show>
                <Show when=move || may.with(|may| may.end)>
                    <Say
                        title=texts.release()
                        hint=texts.release_hint()
                        command=move |reason| word(reason, |commitment, reason| {
                            Command::ReleaseCommitment(ReleaseCommitment { commitment, reason })
                        })
                    />
                    <Say
                        title=texts.break_it()
                        hint=texts.break_hint()
                        look=Look::Danger
                        command=move |reason| word(reason, |commitment, reason| {
                            Command::BreakCommitment(BreakCommitment { commitment, reason })
                        })
                    />
                </Show>
            </Section>
        </Show>
        <Show when=move || may.with(|may| may.confirm)>
            <Actions>
                <Say
                    title=texts.confirm_done()
                    hint=texts.confirm_hint()
                    field="text"
                    look=Look::Main
                    command=move |reason| word(reason, |commitment, text| {
                        Command::ConfirmCommitment(ConfirmCommitment { commitment, text })
                    })
                />
                <Say
                    title=texts.give_back()
                    hint=texts.give_back_hint()
                    command=move |reason| word(reason, |commitment, reason| {
                        Command::ReturnCommitment(ReturnCommitment { commitment, reason })
                    })
                />
            </Actions>
        </Show>
    }
}

/// A button that opens a sheet for some words.
#[component]
fn Say<F>(
    title: &'static str,
    hint: &'static str,
    /// What the rules call the words
    #[prop(default = "reason")]
    field: &'static str,
    #[prop(optional)] look: Look,
    command: F,
) -> View
where
    F: Fn(String) -> Command + Copy + Send + Sync + 'static,
{
    let ask = Ask::new(session());
    let (open, text) = (RwSignal::new(false), RwSignal::new(String::new()));
    let label = if field == "reason" {
        t().matter.reason()
    } else {
        t().matter.what_was_seen()
    };
    let send = move || {
        ask.send(vec![command(text.get_untracked())], move || {
            let _ = open.try_set(false);
        });
    };
    view! {
        <Button label=title look on_press=move || open.set(true) />
        <Sheet open title>
            <TextArea label hint value=text most=500 rows=3 error=ask.error_of(field) />
            <Refused error=ask.error() />
            <Button label=title look=Look::Main busy=ask.busy() on_press=send />
        </Sheet>
    }
}

/// Two buttons: a word on the way, or that all is done.
#[component]
fn Report(id: CommitmentId) -> View {
    let ask = Ask::new(session());
    let (open, text) = (RwSignal::new(None::<bool>), RwSignal::new(String::new()));
    let shown = RwSignal::new(false);
    let picked = Picked::new(session(), MOST_PHOTOS);
    let texts = t().matter;
    let begin = move |done: bool| {
        open.set(Some(done));
        shown.set(true);
    };
    let title = Signal::derive(move || {
        let title = match open.get() {
            Some(true) => texts.report_done(),
            _ => texts.report(),
        };
        title.to_owned()
    });
    let report = move || {
        let report = ReportProgress {
            commitment: id,
            text: text.get_untracked(),
            photos: untrack(|| picked.names()),
            done: open.get_untracked() == Some(true),
        };
        ask.send(vec![Command::ReportProgress(report)], move || {
            let _ = shown.try_set(false);
            let _ = text.try_set(String::new());
            picked.hold(Vec::new());
        });
    };
    let send = move || picked.when_ready(report);
    let busy = Signal::derive(move || ask.busy().get() || picked.waits());
    view! {
        <Button label=texts.report_done() look=Look::Main on_press=move || begin(true) />
        <Button label=texts.report() on_press=move || begin(false) />
        <Sheet open=shown title>
            <TextArea
                label=texts.report_text()
                hint=texts.report_hint()
                value=text
                most=500
                rows=4
                error=ask.error_of("text")
            />
            <PhotoPicker picked />
            <Refused error=ask.error() />
            <Button label=title look=Look::Main busy on_press=send />
        </Sheet>
    }
}
