//! From question to question: how far one is, and the way to the next one at the thumb.

use std::sync::Arc;

use yishi_domain::patrol::Checklist;

use super::overview::Overview;
use super::question::Question;
use super::submit::Submit;
use crate::part::Part;
use crate::patrol::draft::Book;
use crate::text::t;
use crate::ui::{Icon, Sheet};
use crate::view::prelude::*;

/// Where one is: at an item, or at the end.
pub(super) type Place = RwSignal<Option<u16>>;

/// The questions of a checklist, one at a time, and at the end what is to be submitted.
#[component]
pub(in crate::patrol) fn Steps(
    /// What was answered
    book: Book,
    /// What is asked
    list: Arc<Checklist>,
) -> View {
    let list = StoredValue::new(list);
    let filled = Part::new(move || list.with_value(|list| book.filled(list)));
    // Whoever comes back goes on where the first answer is missing.
    let first = filled.with(|filled| {
        let missing = filled.to_do().first().copied();
        match filled.answered() {
            0 => filled.asked.first().copied(),
            _ => missing,
        }
    });
    let place: Place = RwSignal::new(first);
    let open = RwSignal::new(false);
    let position = Part::new(move || {
        let asked = filled.with(|filled| filled.asked.clone());
        let at = place
            .get()
            .and_then(|item| asked.iter().position(|one| *one == item));
        (at, asked)
    });
    let turn = move |by: isize| {
        let (at, asked) = position.get_untracked();
        let from = at.unwrap_or(asked.len());
        let next = from
            .checked_add_signed(by)
            .filter(|next| *next <= asked.len());
        if let Some(next) = next {
            go(place, asked.get(next).copied());
        }
    };
    let question = move || {
        let list = list.get_value();
        match place
            .get()
            .and_then(|number| Some((number, list.item(number)?.clone())))
        {
            Some((number, item)) => {
                let section = list.section_of(number).map(|section| section.title.clone());
                view! { <Question book item section=section.unwrap_or_default() /> }
            }
            None => view! { <Submit book list place /> },
        }
    };
    view! {
        <Progress filled place on_open=open />
        {question}
        <Turns position turn=Turn(std::rc::Rc::new(turn)) />
        <Sheet open title=t().inspect.overview()>
            <Overview book list=list.get_value() place open />
        </Sheet>
    }
}

/// Goes to an item, at its beginning.
pub(super) fn go(place: Place, item: Option<u16>) {
    place.set(item);
    window().scroll_to_with_x_and_y(0.0, 0.0);
    // Whoever listens hears the question.
    if let Ok(Some(question)) = document().query_selector(".question h2") {
        use wasm_bindgen::JsCast;
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        if let Some(question) = question.dyn_ref::<web_sys::HtmlElement>() {
            let _ = question.focus_with_options(&options);
        }
    }
}

/// How many are answered, as a bar with figures; pressed, all of them.
#[component]
fn Progress(
    filled: Part<yishi_domain::patrol::Filled>,
    place: Place,
    on_open: RwSignal<bool>,
) -> View {
    let figures = Part::new(move || filled.with(|filled| (filled.answered(), filled.asked.len())));
    let share = move || {
        let (done, all) = figures.get();
        format!("width:{}%", (done * 100).checked_div(all).unwrap_or(0))
    };
    let told = move || {
        let (done, all) = figures.get();
        t().inspect.progress(done, all)
    };
    let at_end = move || place.get().is_none();
    view! {
        <div class="fill-top">
            <div class="fill-told">
                <p role="status">{told}</p>
                <div class="steps-bar" aria-hidden="true"><i style=share></i></div>
            </div>
            <button type="button" class="pill" class:on=at_end on:click=move |_| on_open.set(true)>
                <Icon name="list" />
                {t().inspect.overview()}
            </button>
        </div>
    }
}

/// Goes on by so many.
#[derive(Clone)]
struct Turn(std::rc::Rc<dyn Fn(isize)>);

/// Back and on, at the thumb.
#[component]
fn Turns(position: Part<(Option<usize>, Vec<u16>)>, turn: Turn) -> View {
    let first = Part::new(move || position.with(|(at, _)| *at == Some(0)));
    let end = Part::new(move || position.with(|(at, _)| at.is_none()));
    let last =
        Part::new(move || position.with(|(at, all)| at.is_some_and(|at| at + 1 == all.len())));
    let forth = turn.clone();
    let back = move |_: web_sys::Event| turn.0(-1);
    let on = move || {
        let turn = forth.clone();
        move |_: web_sys::Event| turn.0(1)
    };
    let label = move || match last.get() {
        true => t().inspect.to_end(),
        false => t().inspect.next(),
    };
    view! {
        <div class="actions fill-turns">
            <div class="row">
                <button type="button" class="button" aria-disabled=move || first.get().then_some("true") on:click=back>
                    <Icon name="back" />
                    <span>{t().inspect.previous()}</span>
                </button>
                <Show when=move || !end.get()>
                    <button type="button" class="button main" on:click=on()>
                        <span>{label}</span>
                        <Icon name="go" />
                    </button>
                </Show>
            </div>
        </div>
    }
}
