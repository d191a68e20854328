//! The options of a ballot, all alike: same size, same colour, none chosen.

use crate::view::prelude::*;
use leptos::callback::{Callable, UnsyncCallback};
use yishi_domain::council::{Choice, Options};

use super::super::vote_words;
use crate::text::t;
use crate::ui::{self, Button, Look, MultiChoice};

/// One press for a ballot with one mark; for one with several they are marked first.
#[component]
pub(in super::super) fn Marks(
    /// What may be marked
    options: Options,
    /// Whether the last ballot is still being stored
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Called with the marks
    #[prop(into)]
    on_mark: UnsyncCallback<(Vec<Choice>,)>,
) -> View {
    let most = options.most();
    if most == 1 {
        let buttons = options.marks().into_iter().map(|one| {
            let label = vote_words::mark(&options, one);
            view! { <Button label busy on_press=move || on_mark.run((vec![one],)) /> }
        });
        return buttons.collect_view();
    }
    let picked = RwSignal::new(Vec::<String>::new());
    let numbered = options.marks().into_iter().filter_map(|one| match one {
        Choice::Option(number) => Some(ui::Choice::new(
            number.to_string(),
            vote_words::mark(&options, one),
        )),
        _ => None,
    });
    let choices: Vec<ui::Choice> = numbered.collect();
    let none = move || picked.with(Vec::is_empty);
    let mark = move || {
        let numbers = picked.get_untracked();
        let numbers = numbers.iter().filter_map(|number| number.parse().ok());
        let mut marks: Vec<Choice> = numbers.map(Choice::Option).collect();
        marks.sort_unstable();
        if !marks.is_empty() {
            on_mark.run((marks,));
        }
    };
    let abstain = move || on_mark.run((vec![Choice::Abstain],));
    view! {
        <MultiChoice label=t().vote.mark_up_to(most) choices value=picked most />
        <Button label=t().vote.marked() look=Look::Main busy off=Signal::derive(none) on_press=mark />
        <Button label=t().council.abstain() busy on_press=abstain />
    }
}
