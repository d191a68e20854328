//! A share of a voting rule, to choose in words or to write as a fraction.

use crate::view::prelude::*;
use yishi_domain::council::Share;

use super::super::rule_words;
use crate::text::t;
use crate::ui::{Choice, Field, Select};

/// The shares that rules mostly ask for.
const USUAL: [(u32, u32); 6] = [(1, 2), (2, 3), (3, 4), (3, 5), (4, 5), (1, 1)];
/// The value that stands for a fraction of one's own.
const OTHER: &str = "other";

/// What the fields hold; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct ShareForm {
    chosen: RwSignal<Option<String>>,
    of: RwSignal<String>,
    parts: RwSignal<String>,
}

impl ShareForm {
    pub(super) fn new(share: Option<(u32, u32)>) -> Self {
        let form = Self {
            chosen: RwSignal::new(None),
            of: RwSignal::new(String::new()),
            parts: RwSignal::new(String::new()),
        };
        form.hold(share.map(|(of, parts)| Share { of, parts }));
        form
    }

    pub(super) fn hold(self, share: Option<Share>) {
        let usual = |share: &Share| USUAL.contains(&(share.of, share.parts));
        self.chosen.set(match &share {
            None => None,
            Some(share) if usual(share) => Some(format!("{}/{}", share.of, share.parts)),
            Some(_) => Some(OTHER.to_owned()),
        });
        if let Some(share) = share.filter(|share| !usual(share)) {
            self.of.set(share.of.to_string());
            self.parts.set(share.parts.to_string());
        }
    }

    /// The share, if one is asked for. Reactive.
    ///
    /// # Errors
    /// It is not written as a fraction.
    pub(super) fn read(self) -> Result<Option<Share>, ()> {
        let fraction = |of: &str, parts: &str| {
            let number = |text: &str| text.trim().parse::<u32>().map_err(|_| ());
            let (of, parts) = (number(of)?, number(parts)?);
            if of == 0 || parts == 0 || of > parts {
                return Err(());
            }
            Ok(Some(Share { of, parts }))
        };
        match self.chosen.get().as_deref() {
            None => Ok(None),
            Some(OTHER) => fraction(&self.of.get(), &self.parts.get()),
            Some(usual) => usual
                .split_once('/')
                .map_or(Ok(None), |(of, parts)| fraction(of, parts)),
        }
    }
}

/// The fields.
#[component]
pub(super) fn ShareField(
    /// A share of what
    #[prop(into)]
    label: String,
    value: ShareForm,
    /// What it means to ask for none
    #[prop(into)]
    none: String,
) -> View {
    let texts = t().vote;
    let usual = USUAL.map(|(of, parts)| {
        let name = rule_words::share_name(Share { of, parts });
        Choice::new(format!("{of}/{parts}"), name)
    });
    let choices: Vec<Choice> = usual
        .into_iter()
        .chain([Choice::new(OTHER, texts.share_other())])
        .collect();
    let other = move || value.chosen.with(|chosen| chosen.as_deref() == Some(OTHER));
    view! {
        <Select label choices value=value.chosen none />
        <Show when=other>
            <div class="row">
                <Field label=texts.share_upper() value=value.of kind="number" />
                <Field label=texts.share_lower() value=value.parts kind="number" />
            </div>
        </Show>
    }
}
