//! A number that is read off somewhere else and typed here.

use crate::view::prelude::*;

use super::choice::ErrorLine;
use super::fresh_id;

/// One large field for a few digits, typed or pasted. It never holds anything else, and no more of them: the
/// digits of a Chinese keyboard become ordinary ones, blanks and hyphens go.
#[component]
pub fn Digits(
    /// What to write
    #[prop(into)]
    label: String,
    /// What is written
    value: RwSignal<String>,
    /// How many
    most: usize,
    /// What is wrong with it
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> View {
    let id = fresh_id("f");
    let error_id = format!("{id}e");
    let described_by = error_id.clone();
    let node = NodeRef::<web_sys::HtmlInputElement>::new();
    Effect::new(move |_| {
        let text = value.get();
        if let Some(node) = node.get()
            && node.value() != text
        {
            node.set_value(&text);
        }
    });
    let typed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let kept = digits(&text, most);
        // What was left out must go from the field too, also where the value stays as it was.
        if let Some(node) = untrack(|| node.get())
            && node.value() != kept
        {
            node.set_value(&kept);
        }
        value.set(kept);
    };
    view! {
        <div class="field digits">
            <label for=id.clone()>{label}</label>
            <input
                node_ref=node
                id=id
                type="text"
                inputmode="numeric"
                autocomplete="one-time-code"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by
                on:input=typed
            />
            <ErrorLine id=error_id error />
        </div>
    }
}

/// The first digits of a text, as ordinary ones.
fn digits(text: &str, most: usize) -> String {
    text.chars().filter_map(digit).take(most).collect()
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(c) - 0xff10, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn digits_are_taken_as_people_paste_them() {
        assert_eq!(digits("123 456", 6), "123456");
        assert_eq!(digits("１２３４５６", 6), "123456");
        assert_eq!(digits("签到码：12-34-56。", 6), "123456");
        assert_eq!(digits("1234567", 6), "123456");
        assert_eq!(digits("十二", 6), "");
    }
}
