//! Ending a series, or cancelling what happens once.

use crate::view::prelude::*;
use yishi_domain::volunteer::EndActivity;
use yishi_domain::{ActivityId, Command, Date, ShiftId};

use super::change::{dates, told};
use crate::form::{Ask, Refused};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Button, Choice, Look, Select, Sheet, TextArea, Tone, toast};

/// The button, and the sheet that it opens.
#[component]
pub(super) fn End(id: ActivityId) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let texts = t().activity;
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let from = RwSignal::new(None::<String>);
    let once = session.view().with_untracked(|state| {
        state
            .volunteer
            .activities
            .get(&id)
            .is_none_or(|a| a.is_once())
    });
    let listed = session.part(move |state| dates(state, id));
    let (label, question) = match once {
        true => (texts.cancel(), texts.cancel_question()),
        false => (texts.end(), texts.end_question()),
    };
    let command = move || {
        Command::EndActivity(EndActivity {
            activity: id,
            from: from.get().and_then(|day| day.parse::<Date>().ok()),
            reason: reason.get(),
        })
    };
    let effect = move || {
        let first = from.get();
        let shifts = listed.with(|dates| {
            let gone = |(_, day, _): &&(ShiftId, Date, String)| {
                first.as_ref().is_none_or(|first| day.to_string() >= *first)
            };
            dates.iter().filter(gone).count()
        });
        // Why does not matter to whom it meets, but nothing is ended without a reason.
        let command = Command::EndActivity(EndActivity {
            activity: id,
            from: first.and_then(|day| day.parse().ok()),
            reason: "-".to_owned(),
        });
        let effect = session
            .view()
            .with(|state| state.effect_of(me, &command, now()));
        format!("{}\n{}", texts.end_shifts(shifts), told(effect))
    };
    let send = move || {
        ask.send(vec![untrack(command)], move || {
            let _ = open.try_set(false);
            toast::say(Tone::Ok, t().activity.ended());
        });
    };
    let body = move || {
        let from_field = (!once).then(|| {
            let choices = listed.with(|dates| {
                let choice = |(_, day, told): &(ShiftId, Date, String)| {
                    Choice::new(day.to_string(), told.clone())
                };
                dates.iter().map(choice).collect::<Vec<_>>()
            });
            view! { <Select label=texts.end_from() choices value=from none=texts.end_now() /> }
        });
        view! {
            {from_field}
            <div role="status"><p>{effect}</p></div>
            <TextArea
                label=texts.end_reason()
                hint=texts.end_reason_hint()
                value=reason
                most=200
                rows=3
                error=ask.error_of("reason")
            />
            <Refused error=ask.error() />
            <Button label look=Look::Danger busy=ask.busy() on_press=send />
        }
    };
    view! {
        <Button label look=Look::Danger on_press=move || open.set(true) />
        <Sheet open title=question>{body()}</Sheet>
    }
}
