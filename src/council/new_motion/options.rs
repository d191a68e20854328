//! What the voters may say, to fill in: a question, or options to choose from.

use crate::view::prelude::*;
use yishi_domain::council::{MOST_OPTIONS, Options};

use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::text::t;
use crate::ui::{Button, Choice, ChoiceGroup, Field, Icon, Select};

const APPROVAL: &str = "approval";
const ONE: &str = "one";
const SEVERAL: &str = "several";

/// The name of one option; copies are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Name {
    id: u32,
    text: RwSignal<String>,
}

/// What the fields hold; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    kind: RwSignal<Option<String>>,
    names: RwSignal<Vec<Name>>,
    most: RwSignal<Option<String>>,
}

impl Asked {
    pub(super) fn new() -> Self {
        let asked = Self {
            kind: RwSignal::new(Some(APPROVAL.to_owned())),
            names: RwSignal::new(Vec::new()),
            most: RwSignal::new(Some("2".to_owned())),
        };
        asked.hold(&["", ""].map(String::from));
        asked
    }

    fn hold(self, names: &[String]) {
        let names = (0..).zip(names).map(|(id, name)| Name {
            id,
            text: RwSignal::new(name.clone()),
        });
        self.names.set(names.collect());
    }

    /// Whether there are options to choose from. Reactive.
    pub(super) fn chooses(self) -> bool {
        self.kind.with(|kind| kind.as_deref() != Some(APPROVAL))
    }

    /// The names as they are written. Reactive.
    fn written(self) -> Vec<String> {
        let names = self.names.get().into_iter();
        names
            .map(|name| name.text.get().trim().to_owned())
            .collect()
    }

    /// How many may be marked. Reactive.
    fn most(self) -> u8 {
        match self.kind.get().as_deref() {
            Some(SEVERAL) => self
                .most
                .get()
                .and_then(|most| most.parse().ok())
                .unwrap_or(2),
            _ => 1,
        }
    }

    /// What the voters may say, as far as it is filled in. Reactive.
    pub(super) fn options(self) -> Options {
        match self.chooses() {
            false => Options::Approval,
            true => Options::Choose {
                most: self.most(),
                of: self
                    .written()
                    .into_iter()
                    .filter(|name| !name.is_empty())
                    .collect(),
            },
        }
    }

    /// What the voters may say. Reactive.
    ///
    /// # Errors
    /// The field at fault, and what is wrong with it.
    pub(super) fn checked(self) -> Result<Options, (&'static str, String)> {
        let options = self.options();
        let Options::Choose { most, of } = &options else {
            return Ok(options);
        };
        let wrong = |text: &str| Err(("options", text.to_owned()));
        let twice = of
            .iter()
            .enumerate()
            .any(|(n, name)| of[..n].contains(name));
        match of.len() {
            0 | 1 => wrong(t().vote.options_few()),
            _ if twice => wrong(t().vote.options_twice()),
            many if usize::from(*most) > many => wrong(t().vote.options_most()),
            _ => Ok(options),
        }
    }

    /// As a draft keeps it. Reactive.
    pub(super) fn kept(self) -> (String, Vec<String>, u8) {
        (
            self.kind.get().unwrap_or_default(),
            self.written(),
            self.most(),
        )
    }

    pub(super) fn bring_back(self, kind: String, names: &[String], most: u8) {
        self.kind.set(Some(kind));
        self.hold(names);
        self.most.set(Some(most.max(2).to_string()));
    }
}

/// The fields.
#[component]
pub(super) fn OptionFields(asked: Asked, ask: Ask) -> View {
    let texts = t().vote;
    let kinds = vec![
        Choice::new(APPROVAL, texts.ask_approval()).hint(texts.ask_approval_hint()),
        Choice::new(ONE, texts.ask_one()).hint(texts.ask_one_hint()),
        Choice::new(SEVERAL, texts.ask_several()).hint(texts.ask_several_hint()),
    ];
    let chooses = Part::new(move || asked.chooses());
    let several = Part::new(move || asked.kind.with(|kind| kind.as_deref() == Some(SEVERAL)));
    let count = Part::new(move || asked.names.with(Vec::len));
    let add = move || {
        asked.names.update(|names| {
            let id = names
                .iter()
                .map(|name| name.id + 1)
                .max()
                .unwrap_or_default();
            let text = RwSignal::new(String::new());
            names.push(Name { id, text });
        });
    };
    let row = move |name: Name| {
        let place = move || {
            let names = asked.names.get();
            1 + names
                .iter()
                .position(|one| one.id == name.id)
                .unwrap_or_default()
        };
        let label = untrack(place);
        let remove = move |_| {
            asked
                .names
                .update(|names| names.retain(|one| one.id != name.id));
        };
        view! {
            <div class="role one" role="group">
                <Field label=texts.option_nth(label) value=name.text />
                <Show when=move || { count.get() > 2 }>
                    <button type="button" class="back" aria-label=move || texts.option_remove(name.text.get()) on:click=remove>
                        <Icon name="close" />
                    </button>
                </Show>
            </div>
        }
    };
    let how_many = move || {
        several.get().then(|| {
            let most = count.get().max(2);
            let choices = (2..=most)
                .map(|n| Choice::new(n.to_string(), texts.up_to(n)))
                .collect();
            view! { <Select label=texts.most() choices value=asked.most /> }
        })
    };
    view! {
        <ChoiceGroup label=texts.ask_what() choices=kinds value=asked.kind />
        <Show when=move || chooses.get()>
            <fieldset class="field">
                <legend>{texts.options()}</legend>
                <div class="roles">
                    <For each=move || asked.names.get() key=|name| name.id let:name>
                        {row(name)}
                    </For>
                </div>
                <Refused error=ask.error_of("options") />
                <Show when=move || { count.get() < MOST_OPTIONS }>
                    <Button label=texts.option_add() icon="add" on_press=add />
                </Show>
            </fieldset>
            {how_many}
        </Show>
    }
}
