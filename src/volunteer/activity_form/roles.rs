//! The roles of a shift and their places, to fill in.

use crate::view::prelude::*;
use yishi_domain::volunteer::ShiftRole;

use crate::form::{Ask, Refused};
use crate::part::Part;
use crate::text::t;
use crate::ui::{Button, Field, Icon};

/// Roles that a shift may have, as the rules have it.
const MOST: usize = 12;
/// Stands between the parts of a role, and between roles, in a draft.
const PART: char = '\u{1d}';
const ROLE: char = '\u{1e}';

/// One role; copies are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RoleForm {
    /// By which signups name it: it keeps it when it is renamed
    role: u8,
    name: RwSignal<String>,
    capacity: RwSignal<String>,
}

impl RoleForm {
    pub(super) fn new(role: u8, name: &str, capacity: u16) -> Self {
        Self {
            role,
            name: RwSignal::new(name.to_owned()),
            capacity: RwSignal::new(capacity.to_string()),
        }
    }

    pub(super) fn of(role: &ShiftRole) -> Self {
        Self::new(role.role, &role.name, role.capacity)
    }
}

/// What is filled in. Reactive.
pub(super) fn read(
    roles: RwSignal<Vec<RoleForm>>,
) -> Result<Vec<ShiftRole>, (&'static str, String)> {
    let texts = t().activity;
    let read = |role: RoleForm| {
        let name = role.name.get();
        if name.trim().is_empty() {
            return Err(("role", texts.role_missing().to_owned()));
        }
        let capacity = role.capacity.get().trim().parse().ok();
        match capacity.filter(|capacity| (1..=1_000).contains(capacity)) {
            Some(capacity) => Ok(ShiftRole {
                role: role.role,
                name,
                capacity,
            }),
            None => Err(("role", texts.capacity_wrong(name.trim()))),
        }
    };
    roles.get().into_iter().map(read).collect()
}

/// As a draft keeps it. Reactive.
pub(super) fn kept(roles: RwSignal<Vec<RoleForm>>) -> String {
    let kept = |role: RoleForm| {
        let (name, capacity) = (role.name.get(), role.capacity.get());
        format!("{}{PART}{name}{PART}{capacity}", role.role)
    };
    let roles: Vec<String> = roles.get().into_iter().map(kept).collect();
    roles.join(&ROLE.to_string())
}

pub(super) fn brought_back(draft: &str) -> Vec<RoleForm> {
    let role = |draft: &str| {
        let mut parts = draft.split(PART);
        let role = parts.next()?.parse().ok()?;
        Some(RoleForm {
            role,
            name: RwSignal::new(parts.next()?.to_owned()),
            capacity: RwSignal::new(parts.next()?.to_owned()),
        })
    };
    draft.split(ROLE).filter_map(role).collect()
}

/// The roles, each with its places.
#[component]
pub(super) fn RoleFields(roles: RwSignal<Vec<RoleForm>>, ask: Ask) -> View {
    let texts = t().activity;
    let single = Part::new(move || roles.with(Vec::len) <= 1);
    let full = Part::new(move || roles.with(Vec::len) >= MOST);
    let add = move || {
        roles.update(|roles| {
            // The lowest number that is free: one that was taken away is not signed up for any more.
            let free = (1..=u8::MAX).find(|n| roles.iter().all(|role| role.role != *n));
            roles.extend(free.map(|role| RoleForm::new(role, "", 5)));
        });
    };
    let row = move |role: RoleForm| {
        let remove = move |_| roles.update(|roles| roles.retain(|other| other.role != role.role));
        view! {
            <div class="role" role="group" aria-label=move || role.name.get()>
                <Field label=texts.role() value=role.name />
                <Field label=texts.capacity() value=role.capacity kind="number" />
                <Show when=move || !single.get()>
                    <button type="button" class="back" aria-label=move || texts.role_remove(role.name.get()) on:click=remove>
                        <Icon name="close" />
                    </button>
                </Show>
            </div>
        }
    };
    view! {
        <fieldset class="field">
            <legend>{texts.roles()}</legend>
            <div class="roles">
                <For each=move || roles.get() key=|role| role.role let:role>
                    {row(role)}
                </For>
            </div>
            <Refused error=ask.error_of("role") />
            <Show when=move || !full.get()>
                <Button label=texts.role_add() icon="add" on_press=add />
            </Show>
        </fieldset>
    }
}
