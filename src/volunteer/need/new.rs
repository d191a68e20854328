//! The form for a new need.

use crate::view::prelude::*;
use yishi_domain::volunteer::{NeedKind, RaiseNeed};
use yishi_domain::{Command, NeedId};

use super::kind;
use crate::form::{Ask, Refused, draft};
use crate::navigation;
use crate::route::Route;
use crate::session::{new_id, session};
use crate::text::t;
use crate::ui::{Actions, Button, Choice, ChoiceGroup, Empty, Field, Look, Page, TextArea};

const DRAFT: &str = "need";
/// Stands between the fields of a draft; nobody can type it.
const SEPARATOR: char = '\u{1f}';

/// The page.
#[component]
pub(crate) fn NewNeed() -> View {
    let session = session();
    let me = session.me();
    let may_raise = session.part(move |state| state.may(me, "raise_need"));
    view! {
        <Page title=t().need.new() back=Route::Needs>
            <Show when=move || may_raise.get() fallback=|| view! { <Empty title=t().need.not_yours() /> }>
                <Form />
            </Show>
        </Page>
    }
}

#[component]
fn Form() -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().need;
    let chosen = RwSignal::new(None::<String>);
    let elder = RwSignal::new(String::new());
    let address = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let texts_of = [elder, address, note];
    draft::keep(
        session,
        DRAFT.to_owned(),
        move || {
            let fields = texts_of.map(|field| field.get());
            match fields.iter().all(String::is_empty) {
                true => String::new(),
                false => fields.join(&SEPARATOR.to_string()),
            }
        },
        move |draft| {
            for (field, text) in texts_of.into_iter().zip(draft.split(SEPARATOR)) {
                field.set(text.to_owned());
            }
        },
    );
    // One form makes one need, however often it is sent.
    let need = NeedId(new_id());
    let send = move || {
        let kind = chosen
            .get_untracked()
            .and_then(|place| place.parse::<usize>().ok());
        let Some(kind) = kind.and_then(|place| NeedKind::ALL.get(place).copied()) else {
            return ask.refuse("kind", t().need.kind_missing());
        };
        let raise = RaiseNeed {
            need,
            kind,
            elder: elder.get_untracked(),
            address: address.get_untracked(),
            note: note.get_untracked(),
        };
        ask.send(vec![Command::RaiseNeed(raise)], move || {
            draft::forget(session, DRAFT.to_owned());
            navigation::replace(&Route::Need(need.0));
        });
    };
    let kinds = NeedKind::ALL
        .iter()
        .enumerate()
        .map(|(place, one)| Choice::new(place.to_string(), kind(*one)))
        .collect();
    view! {
        <div class="form">
            <div class="in-two">
                <ChoiceGroup label=texts.kind() choices=kinds value=chosen error=ask.error_of("kind") />
            </div>
            <Field label=texts.elder() value=elder most=40 error=ask.error_of("elder") />
            <Field
                label=texts.address()
                hint=texts.address_hint()
                value=address
                most=60
                error=ask.error_of("address")
            />
            <TextArea label=texts.note() hint=texts.note_hint() value=note most=200 rows=3 error=ask.error_of("note") />
            <p class="hint">{texts.who_sees()}</p>
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label=texts.send() look=Look::Main busy=ask.busy() on_press=send />
        </Actions>
    }
}
