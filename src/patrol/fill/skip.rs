//! A shop that could not be inspected.

use yishi_domain::Command;
use yishi_domain::patrol::{MissReason, SkipShop};

use crate::form::{Ask, Refused};
use crate::navigation;
use crate::patrol::draft::Book;
use crate::patrol::words;
use crate::route::{PatrolSection, Route};
use crate::text::t;
use crate::ui::{Button, Choice, ChoiceGroup, Look, TextArea, Tone, toast};
use crate::view::prelude::*;

#[component]
pub(super) fn Skip(book: Book) -> View {
    let open = RwSignal::new(false);
    let texts = t().inspect;
    view! {
        <Show when=move || open.get() fallback=move || view! { <Button label=texts.skip() look=Look::Quiet on_press=move || open.set(true) /> }>
            <Form book />
        </Show>
    }
}

#[component]
fn Form(book: Book) -> View {
    let ask = Ask::new(book.session);
    let texts = t().inspect;
    let chosen = RwSignal::new(None::<String>);
    let note = RwSignal::new(String::new());
    let send = move || {
        let place = chosen
            .get_untracked()
            .and_then(|place| place.parse::<usize>().ok());
        let Some(reason) = place.and_then(|place| MissReason::ALL.get(place).copied()) else {
            return ask.refuse("reason", t().inspect.skip_missing());
        };
        let skip = SkipShop {
            patrol: book.patrol,
            shop: book.shop,
            reason,
            note: note.get_untracked(),
        };
        ask.send(vec![Command::SkipShop(skip)], || {
            toast::say(Tone::Ok, t().inspect.skipped());
            navigation::back(&Route::Patrol(PatrolSection::Round));
        });
    };
    let reasons = MissReason::ALL.iter().enumerate();
    let reasons =
        reasons.map(|(place, reason)| Choice::new(place.to_string(), words::miss(*reason)));
    view! {
        <ChoiceGroup label=texts.skip_why() choices=reasons.collect() value=chosen error=ask.error_of("reason") />
        <TextArea label=texts.skip_note() value=note most=200 rows=2 error=ask.error_of("note") />
        <p class="hint">{texts.skip_hint()}</p>
        <Refused error=ask.error() />
        <Button label=texts.skip_send() look=Look::Main busy=ask.busy() on_press=send />
    }
}
