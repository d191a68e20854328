//! For staff: another day, or none.

use crate::view::prelude::*;
use yishi_domain::patrol::MovePatrol;
use yishi_domain::{Command, Date};

use super::super::holiday::holiday;
use super::super::words;
use crate::form::{Ask, Refused};
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Choice, ChoiceGroup, Field, Section, Tone, toast};

const MOVE: &str = "move";
const OFF: &str = "off";
const BACK: &str = "back";

#[component]
pub(super) fn Change(id: Date) -> View {
    let session = session();
    let texts = t().patrol;
    let open = session.part(move |state| {
        let known = state.patrol.patrols.get(&id);
        let day = known.and_then(|patrol| patrol.day).unwrap_or(id);
        day >= words::today(state) && known.is_none_or(|patrol| !patrol.has_begun())
    });
    let other = session.part(move |state| {
        let known = state.patrol.patrols.get(&id);
        known.is_some_and(|patrol| patrol.day != Some(id))
    });
    view! {
        <Show when=move || open.get()>
            <Section title=texts.change_day()>
                <p class="hint">{texts.change_day_hint()}</p>
                {move || view! { <Form id other=other.get() /> }}
            </Section>
        </Show>
    }
}

/// `other` says that it is on another day already, or on none.
#[component]
fn Form(id: Date, other: bool) -> View {
    let ask = Ask::new(session());
    let texts = t().patrol;
    let what = RwSignal::new(None::<String>);
    let day = RwSignal::new(String::new());
    let reason = RwSignal::new(holiday(id).unwrap_or_default().to_owned());
    let is = move |one: &'static str| what.with(|what| what.as_deref() == Some(one));
    let send = move || {
        let to = match what.get_untracked().as_deref() {
            Some(MOVE) => match day.get_untracked().parse::<Date>() {
                Ok(day) => Some(day),
                Err(_) => return ask.refuse("day", t().patrol.day_missing()),
            },
            Some(OFF) => None,
            Some(BACK) => Some(id),
            _ => return ask.refuse("what", t().patrol.what_missing()),
        };
        let change = MovePatrol {
            patrol: id,
            day: to,
            reason: reason.get_untracked(),
        };
        ask.send(vec![Command::MovePatrol(change)], || {
            toast::say(Tone::Ok, t().patrol.saved());
        });
    };
    let mut choices = vec![
        Choice::new(MOVE, texts.do_move()),
        Choice::new(OFF, texts.do_off()),
    ];
    if other {
        choices.push(Choice::new(BACK, texts.do_back()));
    }
    view! {
        <div class="form">
            <ChoiceGroup label=texts.what_to_do() choices value=what error=ask.error_of("what") />
            <Show when=move || is(MOVE)>
                <Field label=texts.other_day() value=day kind="date" error=ask.error_of("day") />
            </Show>
            <Show when=move || is(MOVE) || is(OFF)>
                <Field label=texts.reason() hint=texts.reason_hint() value=reason most=100 error=ask.error_of("reason") />
            </Show>
            <Refused error=ask.error() />
            <Button label=texts.save() busy=ask.busy() on_press=send />
        </div>
    }
}
