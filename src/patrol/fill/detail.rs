//! What stands beside an answer: how bad it is, words, photos. Where something fails it is asked for.

use yishi_domain::patrol::{Item, ItemKind, Severity};

use crate::part::Part;
use crate::patrol::draft::Book;
use crate::patrol::words;
use crate::photo::PhotoPicker;
use crate::text::t;
use crate::ui::{Dictation, Icon, Late, Switch, TextArea};
use crate::view::prelude::*;

/// Characters of a note.
const MOST_NOTE: usize = 200;

#[component]
pub(super) fn Detail(book: Book, item: Item, failed: bool) -> View {
    let number = item.item;
    let told = matches!(item.kind, ItemKind::Text | ItemKind::Photo);
    if told {
        return View::Nothing;
    }
    let texts = t().inspect;
    let wanted = failed && item.photo_on_fail;
    if failed {
        return view! {
            <div class="detail" role="group" aria-label=texts.what_is_wrong()>
                <h3>{texts.what_is_wrong()}</h3>
                {severities(book, &item)}
                {photos(book, &item, wanted)}
                {note(book, number, texts.note_failed())}
                {wanted.then(|| without_photo(book, number))}
            </div>
        };
    }
    let open = untrack(|| !book.entry(number).remark.is_empty());
    view! {
        <details class="detail more" open=open>
            <summary><Icon name="add" />{texts.add_note()}</summary>
            {photos(book, &item, false)}
            {note(book, number, texts.note())}
        </details>
    }
}

/// How bad it is: the checklist's word unless whoever looks sees it otherwise.
fn severities(book: Book, item: &Item) -> View {
    let (number, usual) = (item.item, item.severity);
    let button = move |severity: Severity| {
        let pressed =
            Part::new(move || book.entry(number).remark.severity.unwrap_or(usual) == severity);
        let chosen = (severity != usual).then_some(severity);
        view! {
            <button
                type="button"
                class="verdict small"
                aria-pressed=move || if pressed.get() { "true" } else { "false" }
                on:click=move |_| book.remark(number, move |remark| remark.severity = chosen)
            >
                <span>{words::severity(severity)} <small>{t().inspect.within(severity.days())}</small></span>
            </button>
        }
    };
    view! {
        <div class="field" role="group" aria-label=t().inspect.severity()>
            <p class="photo-label"><strong>{t().inspect.severity()}</strong></p>
            <div class="severities">{Severity::ALL.map(button)}</div>
        </div>
    }
}

fn note(book: Book, number: u16, label: &'static str) -> View {
    let text = RwSignal::new(untrack(|| book.entry(number).remark.note));
    Effect::new(move |before: Option<String>| {
        let now = text.get();
        if before.is_some_and(|before| before != now) {
            let note = now.clone();
            book.remark(number, move |remark| remark.note = note);
        }
        now
    });
    let late = Late::new(move |said| {
        let said = said.to_owned();
        book.remark(number, move |remark| remark.note.push_str(&said));
    });
    view! {
        <TextArea label=label value=text most=MOST_NOTE rows=2 />
        <Dictation into=text late />
    }
}

/// No photo could be taken: then words say why.
fn without_photo(book: Book, number: u16) -> View {
    let on = Signal::derive(move || book.entry(number).remark.without_photo);
    let change = move |on: bool| book.remark(number, move |remark| remark.without_photo = on);
    let texts = t().inspect;
    view! {
        <Switch label=texts.without_photo() hint=texts.without_photo_hint() on on_change=change />
    }
}

/// Photos beside an answer; where one is wanted it may still be replaced by words that say why there is none.
fn photos(book: Book, item: &Item, wanted: bool) -> View {
    let picked = book.camera(item);
    match wanted {
        true => view! { <PhotoPicker picked title=t().inspect.photo_wanted() needed=true /> },
        false => view! { <PhotoPicker picked /> },
    }
}

/// Photos as the answer itself.
pub(super) fn photo_answer(book: Book, item: &Item) -> View {
    let picked = book.camera(item);
    view! { <PhotoPicker picked needed=true /> }
}
