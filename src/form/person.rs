//! Somebody, chosen by name.

use crate::view::prelude::*;
use yishi_domain::volunteer::Person;
use yishi_domain::{MemberId, State, sort_by_key};

use crate::part::Part;
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Field, Look};

/// As many are offered at once; more letters of the name make them fewer.
const SHOWN: usize = 6;

/// Somebody whose name fits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    member: MemberId,
    name: String,
    home: String,
}

/// Those whose name or home begins or goes on with these letters. A phone that does not know the roster finds those
/// whom the board names.
fn find(state: &State, letters: &str) -> Vec<Found> {
    let letters = letters.trim();
    if letters.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (id, member) in &state.roster.members {
        let home = member
            .household
            .and_then(|home| state.roster.households.get(&home));
        let home = home.map(|home| home.label()).unwrap_or_default();
        if member.name.contains(letters) || home.starts_with(letters) {
            found.push(Found {
                member: *id,
                name: member.name.clone(),
                home,
            });
        }
    }
    for (id, name) in &state.volunteer.names {
        if name.contains(letters) && !state.roster.members.contains_key(id) {
            found.push(Found {
                member: *id,
                name: name.clone(),
                home: String::new(),
            });
        }
    }
    // Who is called just so comes first.
    sort_by_key(&mut found, |found| {
        (
            found.name != letters,
            found.name.chars().count(),
            found.home.clone(),
        )
    });
    found
}

/// A field for a name that offers those who fit, and then shows who was chosen.
#[component]
pub(crate) fn PersonField(
    /// Who is asked for
    #[prop(into)]
    label: String,
    /// Help under the label; may be empty
    #[prop(optional, into)]
    hint: String,
    /// Who was chosen
    value: RwSignal<Option<Person>>,
    /// What is wrong with it
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> View {
    let session = session();
    let texts = t().activity;
    let letters = RwSignal::new(String::new());
    let found = Part::new(move || {
        let found = session
            .view()
            .with(|state| letters.with(|letters| find(state, letters)));
        let more = found.len().saturating_sub(SHOWN);
        (found.into_iter().take(SHOWN).collect::<Vec<_>>(), more)
    });
    let choose = move |found: &Found| {
        value.set(Some(Person {
            member: found.member,
            name: found.name.clone(),
        }));
        letters.set(String::new());
    };
    let offered = move || {
        let (found, more) = found.get();
        let none = found.is_empty() && letters.with(|letters| !letters.trim().is_empty());
        let buttons = found.into_iter().map(|found| {
            let told = match found.home.is_empty() {
                true => found.name.clone(),
                false => format!("{} · {}", found.name, found.home),
            };
            view! { <Button label=told on_press=move || choose(&found) /> }
        });
        let buttons: Vec<View> = buttons.collect();
        let rest = match (none, more) {
            (true, _) => texts.nobody_found().to_owned(),
            (_, 0) => String::new(),
            (_, more) => texts.more_found(more),
        };
        view! { {buttons} {(!rest.is_empty()).then(|| view! { <p class="hint">{rest}</p> })} }
    };
    let chosen = Part::new(move || value.get().map(|person| person.name));
    let label = StoredValue::new(label);
    let hint = StoredValue::new(hint);
    move || match chosen.get() {
        Some(name) => view! {
            <div class="field" role="group" aria-label=label.get_value()>
                <span class="label">{label.get_value()}</span>
                <div class="chosen">
                    <strong>{name}</strong>
                    <Button label=texts.person_other() look=Look::Quiet on_press=move || value.set(None) />
                </div>
            </div>
        },
        None => view! {
            <div class="field">
                <Field label=label.get_value() hint=hint.get_value() value=letters error />
                <div class="found" role="status">{offered}</div>
            </div>
        },
    }
}
