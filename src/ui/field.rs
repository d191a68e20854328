//! Writing.

use crate::view::prelude::*;

use super::choice::ErrorLine;
use super::fresh_id;
use crate::part::Part;
use crate::text::t;

/// One line to fill in.
#[component]
pub fn Field(
    /// What to write
    #[prop(into)]
    label: String,
    /// What is written
    value: RwSignal<String>,
    /// Help under the label; may be empty
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Characters at most; 0 shows no count
    #[prop(optional)]
    most: usize,
    /// The kind of HTML input: text, number, date, datetime-local …
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in by itself
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> View {
    let id = fresh_id("f");
    let (error, typed) = until_typed(error);
    let node = NodeRef::<web_sys::HtmlInputElement>::new();
    // Setting a value that the field has already would move the cursor and disturb an input method.
    Effect::new(move |_| {
        let text = value.get();
        if let Some(node) = node.get()
            && node.value() != text
        {
            node.set_value(&text);
        }
    });
    let control = view! {
        <input
            node_ref=node
            id=id.clone()
            type=kind
            autocomplete=autocomplete
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described_by(&id)
            on:input=move |event| {
                value.set(event_target_value(&event));
                typed.set(true);
            }
        />
    };
    frame(id, label, hint, control, value, most, error)
}

/// Several lines to fill in.
#[component]
pub fn TextArea(
    /// What to write
    #[prop(into)]
    label: String,
    /// What is written
    value: RwSignal<String>,
    /// Help under the label; may be empty
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Characters at most; 0 shows no count
    #[prop(optional)]
    most: usize,
    /// Lines shown while it is empty
    #[prop(default = 5)]
    rows: u32,
) -> View {
    let id = fresh_id("f");
    let (error, typed) = until_typed(error);
    let node = NodeRef::<web_sys::HtmlTextAreaElement>::new();
    Effect::new(move |_| {
        let text = value.get();
        if let Some(node) = node.get()
            && node.value() != text
        {
            node.set_value(&text);
        }
    });
    let control = view! {
        <textarea
            node_ref=node
            id=id.clone()
            rows=rows.to_string()
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described_by(&id)
            on:input=move |event| {
                value.set(event_target_value(&event));
                typed.set(true);
            }
        ></textarea>
    };
    frame(id, label, hint, control, value, most, error)
}

/// What is wrong, until somebody has begun to mend it; and where it is noted that they have.
fn until_typed(error: Signal<Option<String>>) -> (Signal<Option<String>>, RwSignal<bool>) {
    let typed = RwSignal::new(false);
    Effect::new(move |_| {
        error.with(|_| ());
        typed.set(false);
    });
    let shown = Signal::derive(move || error.get().filter(|_| !typed.get()));
    (shown, typed)
}

fn described_by(id: &str) -> String {
    format!("{id}h {id}e")
}

fn frame(
    id: String,
    label: String,
    hint: String,
    control: View,
    value: RwSignal<String>,
    most: usize,
    error: Signal<Option<String>>,
) -> View {
    let (hint_id, error_id) = (format!("{id}h"), format!("{id}e"));
    let length = Part::new(move || value.with(|text| text.trim().chars().count()));
    let over = move || length.get() > most;
    let count = move || {
        let length = length.get();
        if length > most {
            t().app.count_over(length - most)
        } else {
            t().app.count(length, most)
        }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <small id=hint_id>{hint}</small> })}
            {control}
            <ErrorLine id=error_id error />
            {(most > 0)
                .then(|| {
                    view! {
                        <p class="under">
                            <span></span>
                            <span class="num" class:over=over>
                                {count}
                            </span>
                        </p>
                    }
                })}
        </div>
    }
}
