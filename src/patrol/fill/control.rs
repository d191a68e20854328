//! What is pressed or written to answer, for each kind of item. A button shows as pressed when its answer is stored.

use yishi_domain::patrol::{Item, ItemKind, Value, read_decimal, write_decimal};

use crate::form::Refused;
use crate::part::Part;
use crate::patrol::draft::Book;
use crate::patrol::value;
use crate::text::t;
use crate::ui::{Dictation, Icon, Late, TextArea};
use crate::view::prelude::*;

/// Points up to which each has a button of its own.
const BUTTONS: u16 = 20;
/// Characters of an answer in words.
const MOST_TEXT: usize = 500;

#[component]
pub(super) fn Control(book: Book, item: Item) -> View {
    let number = item.item;
    let texts = t().inspect;
    let control = match &item.kind {
        ItemKind::PassFail => {
            let fail = match item.photo_on_fail {
                true => texts.fail_photo(),
                false => texts.fail(),
            };
            view! {
                <div class="verdicts">
                    {answer(book, number, Value::Pass, "ok", Some("ok"), texts.pass().into())}
                    {answer(book, number, Value::Fail, "bad", Some("close"), fail.into())}
                </div>
            }
        }
        ItemKind::Score { max } if *max <= BUTTONS => {
            let buttons = (0..=*max).map(|points| {
                answer(
                    book,
                    number,
                    Value::Points(points),
                    "",
                    None,
                    points.to_string(),
                )
            });
            view! { <div class="points">{buttons.collect_view()}</div> }
        }
        ItemKind::Score { max } => {
            let max = *max;
            let read = move |text: &str| match text.trim().parse() {
                Ok(points) if points <= max => Ok(Value::Points(points)),
                _ => Err(t().inspect.points_wrong(max)),
            };
            let write = |value: &Value| match value {
                Value::Points(points) => points.to_string(),
                _ => String::new(),
            };
            number_field(
                book,
                number,
                texts.points_label(max),
                String::new(),
                read,
                write,
            )
        }
        ItemKind::Choice { options } => {
            let buttons = options.iter().zip(0..).map(|(option, place)| {
                answer(
                    book,
                    number,
                    Value::Option(place),
                    "",
                    None,
                    option.text.clone(),
                )
            });
            view! { <div class="options">{buttons.collect_view()}</div> }
        }
        ItemKind::Number {
            unit,
            decimals,
            least,
            most,
        } => {
            let decimals = *decimals;
            let read = move |text: &str| match read_decimal(text, decimals) {
                Some(read) => Ok(Value::Number(read)),
                None => Err(match decimals {
                    0 => t().inspect.number_wrong().to_owned(),
                    places => t().inspect.decimal_wrong(places),
                }),
            };
            let write = move |value: &Value| match value {
                Value::Number(read) => write_decimal(*read, decimals),
                _ => String::new(),
            };
            let label = match unit.is_empty() {
                true => texts.number().to_owned(),
                false => texts.number_in(unit),
            };
            let hint = value::range(*least, *most, decimals, unit).unwrap_or_default();
            view! {
                {number_field(book, number, label, hint, read, write)}
                {judged(book, item.clone())}
            }
        }
        ItemKind::Text => words(book, number),
        ItemKind::Photo => super::detail::photo_answer(book, &item),
    };
    let optional = matches!(item.kind, ItemKind::Text | ItemKind::Photo);
    let not_applicable = match optional {
        true => texts.nothing_to_say(),
        false => texts.not_applicable(),
    };
    view! {
        <div class="control" role="group" aria-label=texts.answer()>
            {control}
            <div class="verdicts one">
                {answer(book, number, Value::NotApplicable, "none", None, not_applicable.into())}
            </div>
        </div>
    }
}

/// A large button for one answer.
fn answer(
    book: Book,
    item: u16,
    value: Value,
    class: &'static str,
    icon: Option<&'static str>,
    label: String,
) -> View {
    let own = value.clone();
    let pressed = Part::new(move || book.entry(item).value.as_ref() == Some(&own));
    view! {
        <button
            type="button"
            class=format!("verdict {class}")
            aria-pressed=move || if pressed.get() { "true" } else { "false" }
            on:click=move |_| book.answer(item, value.clone())
        >
            {icon.map(|name| view! { <Icon name /> })}
            <span>{label}</span>
        </button>
    }
}

/// A number to type. It is stored with each key that leaves a number.
fn number_field(
    book: Book,
    item: u16,
    label: String,
    hint: String,
    read: impl Fn(&str) -> Result<Value, String> + 'static,
    write: impl Fn(&Value) -> String + 'static,
) -> View {
    let known = untrack(|| book.entry(item).value);
    let text = RwSignal::new(known.as_ref().map(&write).unwrap_or_default());
    let wrong = RwSignal::new(None::<String>);
    let typed = move |event: web_sys::Event| {
        let typed = event_target_value(&event);
        text.set(typed.clone());
        if typed.trim().is_empty() {
            wrong.set(None);
            return book.unanswer(item);
        }
        match read(&typed) {
            Ok(value) => {
                wrong.set(None);
                book.answer(item, value);
            }
            Err(why) => {
                wrong.set(Some(why));
                book.unanswer(item);
            }
        }
    };
    // Not applicable takes the place of a number, and the other way round.
    let shown = move || match book.entry(item).value {
        Some(Value::NotApplicable) => String::new(),
        _ => text.get(),
    };
    let node = NodeRef::<web_sys::HtmlInputElement>::new();
    Effect::new(move |_| {
        let shown = shown();
        if let Some(node) = node.get()
            && node.value() != shown
        {
            node.set_value(&shown);
        }
    });
    view! {
        <div class="field figure-field">
            <label for="figure">{label}</label>
            {(!hint.is_empty()).then(|| view! { <small>{hint}</small> })}
            <input
                node_ref=node
                id="figure"
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                on:input=typed
            />
            <Refused error=wrong.into() />
        </div>
    }
}

/// Whether the number is in order.
fn judged(book: Book, item: Item) -> View {
    let number = item.item;
    let told = Part::new(move || {
        let value = book.entry(number).value?;
        matches!(value, Value::Number(_)).then(|| value::tone(&item, &value))
    });
    view! {
        <div class="meta" role="status">
            {move || told.get().map(|tone| {
                let text = match tone {
                    crate::ui::Tone::Bad => t().inspect.out_of_range(),
                    _ => t().inspect.in_range(),
                };
                view! { <crate::ui::Badge text tone /> }
            })}
        </div>
    }
}

/// Words to write, or to say.
fn words(book: Book, item: u16) -> View {
    let known = untrack(|| book.entry(item).value);
    let known = match known {
        Some(Value::Text(text)) => text,
        _ => String::new(),
    };
    let text = RwSignal::new(known);
    Effect::new(move |before: Option<String>| {
        let now = text.get();
        match before {
            Some(before) if before != now => match now.trim().is_empty() {
                true => book.unanswer(item),
                false => book.answer(item, Value::Text(now.clone())),
            },
            _ => {}
        }
        now
    });
    let late = Late::new(move |said| book.add_words(item, said));
    view! {
        <TextArea label=t().inspect.words() value=text most=MOST_TEXT rows=4 />
        <Dictation into=text late />
    }
}
