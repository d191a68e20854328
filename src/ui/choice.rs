//! Choosing.

use crate::view::prelude::*;

use super::{Icon, fresh_id};
use crate::text::t;

/// One thing to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the value becomes
    pub value: String,
    /// What the person reads
    pub label: String,
    /// A second line; may be empty
    pub hint: String,
}

impl Choice {
    /// A choice without a second line.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    /// The same choice with a second line.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

fn words(choice: &Choice) -> View {
    let hint = (!choice.hint.is_empty()).then(|| choice.hint.clone());
    view! {
        <span>
            {choice.label.clone()}
            {hint.map(|hint| view! { <small>{hint}</small> })}
        </span>
    }
}

/// One of several, as large buttons of equal weight. Nothing is chosen unless `value` says so.
#[component]
pub fn ChoiceGroup(
    /// The question
    #[prop(into)]
    label: String,
    /// In the order to show
    choices: Vec<Choice>,
    /// The value chosen
    value: RwSignal<Option<String>>,
    /// What is wrong with it
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it cannot be changed now
    #[prop(optional, into)]
    off: Signal<bool>,
) -> View {
    let name = fresh_id("c");
    let error_id = format!("{name}e");
    let described_by = error_id.clone();
    let options = choices
        .into_iter()
        .map(|choice| {
            let words = words(&choice);
            let (own, other) = (choice.value.clone(), choice.value);
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=name.clone()
                        disabled=move || off.get()
                        prop:checked=move || value.with(|value| value.as_ref() == Some(&own))
                        on:change=move |_| value.set(Some(other.clone()))
                    />
                    {words}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend>{label}</legend>
            <div class="choices">{options}</div>
            <ErrorLine id=error_id error />
        </fieldset>
    }
}

/// Up to `most` of several. What goes beyond is not taken, and the line under it says why.
#[component]
pub fn MultiChoice(
    /// The question
    #[prop(into)]
    label: String,
    /// In the order to show
    choices: Vec<Choice>,
    /// The values chosen, in the order of choosing
    value: RwSignal<Vec<String>>,
    /// How many at most
    most: usize,
    /// Whether it cannot be changed now
    #[prop(optional, into)]
    off: Signal<bool>,
) -> View {
    let options = choices
        .into_iter()
        .map(|choice| {
            let words = words(&choice);
            let own = StoredValue::new(choice.value);
            let chosen = move || value.with(|value| own.with_value(|own| value.contains(own)));
            let full = move || !chosen() && value.with(Vec::len) >= most;
            let toggle = move |_| {
                let on = value.with_untracked(|value| own.with_value(|own| value.contains(own)));
                value.update(|value| {
                    if on {
                        own.with_value(|own| value.retain(|one| one != own));
                    } else if value.len() < most {
                        value.push(own.get_value());
                    }
                });
            };
            view! {
                <label class="choice">
                    <input type="checkbox" disabled=move || off.get() || full() prop:checked=chosen on:change=toggle />
                    {words}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="choices">{options}</div>
            <p class="under" role="status">
                <span>{t().app.pick_up_to(most)}</span>
                <span class="num">{move || format!("{} / {most}", value.with(Vec::len))}</span>
            </p>
        </fieldset>
    }
}

/// One of many, as the phone's own list.
#[component]
pub fn Select(
    /// The question
    #[prop(into)]
    label: String,
    /// In the order to show
    choices: Vec<Choice>,
    /// The value chosen
    value: RwSignal<Option<String>>,
    /// What it means to choose nothing, where that means something: 全部
    #[prop(optional, into)]
    none: Option<String>,
    /// What is wrong with it
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> View {
    let id = fresh_id("f");
    let none = none.unwrap_or_else(|| t().app.choose().into());
    let error_id = format!("{id}e");
    let options = choices
        .into_iter()
        .map(|choice| {
            let own = choice.value.clone();
            view! {
                <option value=choice.value prop:selected=move || value.with(|value| value.as_ref() == Some(&own))>
                    {choice.label}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <div class="select">
                <select
                    id=id
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=error_id.clone()
                    on:change=move |event| {
                        let chosen = event_target_value(&event);
                        value.set((!chosen.is_empty()).then_some(chosen));
                    }
                >
                    <option value="" prop:selected=move || value.with(Option::is_none)>
                        {none}
                    </option>
                    {options}
                </select>
                <Icon name="go" />
            </div>
            <ErrorLine id=error_id error />
        </div>
    }
}

/// On or off, in effect at once.
#[component]
pub fn Switch(
    /// What is on or off
    #[prop(into)]
    label: String,
    /// A second line; may be empty
    #[prop(optional, into)]
    hint: String,
    /// Whether it is on
    #[prop(into)]
    on: Signal<bool>,
    /// Called with what it should become
    #[prop(into)]
    on_change: leptos::callback::UnsyncCallback<(bool,)>,
) -> View {
    use leptos::callback::Callable;
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-checked=move || if on.get() { "true" } else { "false" }
            on:click=move |_| on_change.run((!on.get_untracked(),))
        >
            <span>{label} {(!hint.is_empty()).then(|| view! { <small class="hint">{hint}</small> })}</span>
            <i></i>
        </button>
    }
}

/// What is wrong with a field; read out when it appears.
#[component]
pub(super) fn ErrorLine(id: String, error: Signal<Option<String>>) -> View {
    view! {
        <div id=id role="alert">
            {move || {
                error.get().map(|error| view! { <p class="error"><Icon name="bad" />{error}</p> })
            }}
        </div>
    }
}
