//! Who takes turns, chosen from the representatives.

use crate::view::prelude::*;
use yishi_domain::roster::Role;
use yishi_domain::sort_by_key;
use yishi_domain::volunteer::Person;

use crate::form::{Ask, Refused};
use crate::session::session;
use crate::text::t;
use crate::ui::{Button, Look};

#[component]
pub(super) fn Team(team: RwSignal<Vec<Person>>, ask: Ask) -> View {
    let texts = t().patrol;
    let people = session().view().with_untracked(|state| {
        let mut people = Vec::new();
        for (member, record) in &state.roster.members {
            if record.roles.contains(&Role::Representative) {
                people.push(Person {
                    member: *member,
                    name: record.name.clone(),
                });
            }
        }
        sort_by_key(&mut people, |person| person.name.clone());
        people
    });
    if people.is_empty() {
        return view! { <p class="hint">{texts.plan_team_none()}</p> };
    }
    let all = people.clone();
    let line = |person: Person| {
        let (member, own) = (person.member, StoredValue::new(person.clone()));
        let chosen = move || team.with(|team| team.iter().any(|one| one.member == member));
        let toggle = move |_| {
            let on = untrack(chosen);
            team.update(|team| match on {
                true => team.retain(|one| one.member != member),
                false => team.push(own.get_value()),
            });
        };
        view! {
            <label class="choice">
                <input type="checkbox" prop:checked=chosen on:change=toggle />
                <span>{person.name}</span>
            </label>
        }
    };
    let lines = people.into_iter().map(line).collect_view();
    view! {
        <fieldset class="field chips">
            <legend>{texts.plan_team()}</legend>
            <small>{texts.plan_team_hint()} " " {move || t().patrol.walkers(team.with(Vec::len))}</small>
            <div class="choices">{lines}</div>
            <Button label=texts.plan_all() look=Look::Quiet on_press=move || team.set(all.clone()) />
            <Refused error=ask.error_of("team") />
        </fieldset>
    }
}
