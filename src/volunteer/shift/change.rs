//! Changing one shift alone: another day or hour, another place, other places to fill, somebody else to lead.

use crate::view::prelude::*;
use yishi_domain::volunteer::ChangeShift;
use yishi_domain::{Command, Date, ShiftId};

use super::super::activity;
use super::super::activity_form::{DetailsFields, DetailsForm};
use super::{Known, not_now};
use crate::form::{Ask, Refused, draft};
use crate::navigation;
use crate::route::Route;
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Actions, Button, ConfirmSheet, Field, Look, Page, Tone, toast};

/// Stands before the day in a draft; the details have another mark between their fields.
const SEPARATOR: char = '\u{1c}';

/// The page.
#[component]
pub(crate) fn ChangeShiftPage(
    /// Which shift
    id: ShiftId,
) -> View {
    let session = session();
    let may = super::tools::may_change(id);
    let form = move || {
        let known = session.view().with_untracked(|state| {
            let known = Known::of(state, id)?;
            let day = state.date(known.shift.starts_at);
            Some((known, day))
        });
        match known {
            Some((known, day)) if may.get() => view! { <Form id known day /> },
            _ => not_now(id),
        }
    };
    view! { <Page title=t().volunteer.change_shift() back=Route::Shift(id.0)>{form}</Page> }
}

#[component]
fn Form(id: ShiftId, known: Known, day: Date) -> View {
    let session = session();
    let me = session.me();
    let ask = Ask::new(session);
    let texts = t().volunteer;
    let details = DetailsForm::new(Some(&known.details));
    let on = RwSignal::new(day.to_string());
    let draft_name = format!("change {id}");
    let kept = move || format!("{}{SEPARATOR}{}", on.get(), details.kept());
    let untouched = untrack(kept);
    draft::keep(
        session,
        draft_name.clone(),
        move || {
            Some(kept())
                .filter(|kept| *kept != untouched)
                .unwrap_or_default()
        },
        move |draft| {
            if let Some((day, rest)) = draft.split_once(SEPARATOR) {
                on.set(day.to_owned());
                details.bring_back(rest);
            }
        },
    );
    let change = move || -> Result<ChangeShift, (&'static str, String)> {
        let day = on.with(|day| day.parse::<Date>());
        Ok(ChangeShift {
            shift: id,
            day: day.map_err(|_| ("day", texts.day_missing().to_owned()))?,
            details: details.details()?,
        })
    };
    let confirming = RwSignal::new(false);
    let check = move || {
        ask.clear();
        match untrack(change) {
            Err((field, text)) => ask.refuse(field, text),
            Ok(_) => confirming.set(true),
        }
    };
    let send = move || {
        let Ok(change) = untrack(change) else {
            return;
        };
        let draft_name = draft_name.clone();
        ask.send(vec![Command::ChangeShift(change)], move || {
            draft::forget(session, draft_name);
            toast::say(Tone::Ok, t().volunteer.change_shift_done());
            navigation::back(&Route::Shift(id.0));
        });
    };
    let effect = Signal::derive(move || match change() {
        Ok(change) if confirming.get() => session.view().with_untracked(|state| {
            activity::effect_told(state.effect_of(me, &Command::ChangeShift(change), now()))
        }),
        _ => String::new(),
    });
    view! {
        <p class="hint">{texts.change_shift_hint()}</p>
        <div class="form">
            <DetailsFields form=details ask>
                <Field label=texts.day() value=on kind="date" error=ask.error_of("day") />
            </DetailsFields>
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label=texts.change_shift_send() look=Look::Main busy=ask.busy() on_press=check />
        </Actions>
        <ConfirmSheet
            open=confirming
            title=texts.change_shift_question()
            text=effect
            confirm=texts.change_shift_send()
            on_confirm=send
        />
    }
}
