//! The sheet for a promise on a topic, or for an action of a resolution: what, by whom, by when.

use crate::view::prelude::*;
use yishi_domain::council::{CommitmentSource, MakeCommitment};
use yishi_domain::roster::Role;
use yishi_domain::volunteer::Person;
use yishi_domain::{Command, CommitmentId, Date};

use super::super::words;
use crate::form::{Ask, PersonField, Refused};
use crate::session::{new_id, now, session};
use crate::text::t;
use crate::ui::{Button, Field, Look, Sheet, TextArea};

/// Days from now that are proposed.
const USUAL_DAYS: i64 = 30;

/// The sheet. Staff name who has to do it, anybody else promises for themselves.
#[component]
pub(crate) fn MakeSheet(
    /// Why
    source: CommitmentSource,
    /// Whether it is open
    open: RwSignal<bool>,
) -> View {
    let session = session();
    let me = session.me();
    let staff = session.has_role(Role::Committee);
    let ask = Ask::new(session);
    let text = RwSignal::new(String::new());
    let owner = RwSignal::new(None::<Person>);
    let usual = session
        .view()
        .with_untracked(|state| state.date(now()).plus_days(USUAL_DAYS));
    let due = RwSignal::new(usual.to_string());
    let texts = t().matter;
    let send = move || {
        let who = match staff.get_untracked() {
            true => owner.get_untracked().map(|person| person.member),
            false => Some(me),
        };
        let Some(who) = who else {
            return ask.refuse("owner", t().matter.owner_missing());
        };
        let Ok(due) = due.get_untracked().parse::<Date>() else {
            return ask.refuse("time", t().matter.due_missing());
        };
        // On a phone the rules do not look at its clock, but a slip in the date is better told now.
        let today = session.view().with_untracked(|state| state.date(now()));
        if due < today {
            return ask.refuse("time", t().council.time_past());
        }
        let make = MakeCommitment {
            commitment: CommitmentId(new_id()),
            source,
            owner: who,
            text: text.get_untracked(),
            due,
        };
        ask.send(vec![Command::MakeCommitment(make)], move || {
            let _ = open.try_set(false);
            let _ = text.try_set(String::new());
            let _ = owner.try_set(None);
        });
    };
    let (title, hint) = match source {
        CommitmentSource::Topic(_) => (texts.make_promise(), texts.make_promise_hint()),
        CommitmentSource::Motion(_) => (texts.make_action(), texts.make_action_hint()),
    };
    let promises = matches!(source, CommitmentSource::Topic(_));
    view! {
        <Sheet open title>
            <TextArea
                label=words::undertaking(source)
                hint
                value=text
                most=500
                rows=3
                error=ask.error_of("text")
            />
            <Show when=move || staff.get()>
                <PersonField
                    label=texts.owner()
                    hint=if promises { texts.owner_hint_promise() } else { texts.owner_hint_action() }
                    value=owner
                    error=ask.error_of("owner")
                />
            </Show>
            <Field label=texts.due() value=due kind="date" error=ask.error_of("time") />
            <Refused error=ask.error() />
            <Button label=title look=Look::Main busy=ask.busy() on_press=send />
        </Sheet>
    }
}
