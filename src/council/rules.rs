//! The voting rules: those that every community has, and its own with all their versions.

mod form;
mod share;

pub(crate) use form::NewRulePage;

use crate::view::prelude::*;
use yishi_domain::council::{ElectorateKind, Options, Rule};
use yishi_domain::roster::Role;

use super::{rule_words, words};
use crate::route::{CouncilSection, Route};
use crate::session::{now, session};
use crate::text::t;
use crate::ui::{Actions, Badge, ButtonLink, Card, Empty, Look, Page, Section, Tone, time};

/// A version of an own rule.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    rule: Rule,
    in_force: bool,
    to_come: bool,
}

/// The page.
#[component]
pub(crate) fn RulesPage() -> View {
    let session = session();
    let staff = session.has_role(Role::Committee);
    let own = session.part(|state| {
        let today = state.today(now());
        let in_force = state.council.rules_in_force(today);
        let mut all = Vec::new();
        for versions in state.council.rules.values() {
            let version = |rule: &Rule| Version {
                in_force: in_force.contains(rule),
                to_come: rule.since > today.to_string(),
                rule: rule.clone(),
            };
            all.extend(versions.iter().rev().map(version));
        }
        all
    });
    let texts = t().vote;
    let presets = Rule::presets()
        .into_iter()
        .map(|rule| card(&rule, View::Nothing));
    let presets: Vec<View> = presets.collect();
    let version = |version: Version| {
        let mark = match (version.in_force, version.to_come) {
            (true, _) => view! { <Badge text=t().vote.rule_in_force() tone=Tone::Ok /> },
            (_, true) => view! { <Badge text=t().vote.rule_to_come() tone=Tone::Info /> },
            _ => view! { <Badge text=t().vote.rule_former() /> },
        };
        card(&version.rule, mark)
    };
    let none = move || own.with(Vec::is_empty);
    view! {
        <Page title=texts.rules() back=Route::Council(CouncilSection::Motions)>
            <p class="hint">{texts.rules_hint()}</p>
            <Section title=texts.rules_own()>
                <Show when=none>
                    <Empty title=texts.rules_none() text=texts.rules_none_text() icon="paper" />
                </Show>
                {move || own.get().into_iter().map(version).collect_view()}
            </Section>
            <Section title=texts.rules_preset()>{presets}</Section>
            <Show when=move || staff.get()>
                <Actions>
                    <ButtonLink label=texts.rule_new() to=Route::NewRule look=Look::Main icon="add" />
                </Actions>
            </Show>
        </Page>
    }
}

/// A rule in plain words.
fn card(rule: &Rule, mark: View) -> View {
    let kind = match rule.counts_area() {
        true => ElectorateKind::Households,
        false => ElectorateKind::Adults,
    };
    let options = match rule.sets_a_share() {
        true => Options::Approval,
        false => Options::Choose {
            most: 1,
            of: Vec::new(),
        },
    };
    let (name, source) = (words::rule(rule), words::rule_source(rule));
    let text = rule_words::explained(rule, kind, &options);
    view! {
        <Card>
            <div class="meta">{mark} <span>{source}</span></div>
            <h3>{name}</h3>
            <p>{text}</p>
        </Card>
    }
}

/// The day of a rule as people write it.
fn day(iso: &str) -> String {
    let at = format!("{iso}T00:00:00+08:00").parse::<yishi_domain::Timestamp>();
    at.map_or_else(|_| iso.to_owned(), |at| time::day(at.0))
}
