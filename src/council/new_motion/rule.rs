//! By which rule: those that fit what is asked and who votes, the usual one first.

use crate::view::prelude::*;
use yishi_domain::council::{ElectorateKind, Options, Rule};
use yishi_domain::sort_by_key;

use super::super::{rule_words, words};
use crate::part::Part;
use crate::route::Route;
use crate::session::{Session, now, session};
use crate::text::t;
use crate::ui::{ButtonLink, Choice, ChoiceGroup, Look};

/// What a rule has to fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) kind: ElectorateKind,
    pub(super) options: Options,
    pub(super) sealed: bool,
}

/// The choice of a rule; one that does not fit is never left chosen.
#[component]
pub(super) fn RuleField(case: Part<Case>, value: RwSignal<Option<String>>) -> View {
    let session = session();
    let rules = Part::new(move || {
        let case = case.get();
        session.view().with(|state| {
            let rules = state.council.rules_in_force(state.today(now()));
            fitting(rules, &case)
        })
    });
    Effect::new(move |_| {
        rules.with(|rules| {
            let fits = |name: &str| rules.iter().any(|rule| rule.name == name);
            if !value.with_untracked(|value| value.as_deref().is_some_and(fits)) {
                value.set(rules.first().map(|rule| rule.name.clone()));
            }
        });
    });
    let field = move || {
        let case = case.get();
        let choice = |rule: Rule| {
            let hint = format!(
                "{}\n{}",
                rule_words::explained(&rule, case.kind, &case.options),
                words::rule_source(&rule)
            );
            Choice::new(&rule.name, words::rule(&rule)).hint(hint)
        };
        let choices: Vec<Choice> = rules.get().into_iter().map(choice).collect();
        let sealed = case
            .sealed
            .then(|| view! { <p class="hint">{t().vote.sealed_counts_heads()}</p> });
        view! {
            <ChoiceGroup label=t().council.rule() choices value />
            {sealed}
        }
    };
    view! {
        {field}
        <ButtonLink label=t().vote.rules_own() to=Route::Rules look=Look::Quiet />
    }
}

/// The rule that is chosen, as it is in force.
pub(super) fn chosen(session: Session, name: Option<&str>) -> Option<Rule> {
    let rules = session
        .view()
        .with_untracked(|state| state.council.rules_in_force(state.today(now())));
    rules
        .into_iter()
        .find(|rule| Some(rule.name.as_str()) == name)
}

/// The rules that such a vote can go by, the usual one first.
fn fitting(mut rules: Vec<Rule>, case: &Case) -> Vec<Rule> {
    let usual = match (case.kind, case.sealed) {
        (ElectorateKind::Households, false) => "civil_code_278_ordinary",
        (ElectorateKind::Representatives, _) => "representatives_council",
        _ => "simple_majority",
    };
    let by_area = case.kind == ElectorateKind::Households && !case.sealed;
    let question = case.options == Options::Approval;
    rules.retain(|rule| match rule.name.as_str() {
        "representatives_council" => case.kind == ElectorateKind::Representatives,
        _ => (by_area || !rule.counts_area()) && (rule.sets_a_share() || !question),
    });
    sort_by_key(&mut rules, |rule| (rule.name != usual, !rule.counts_area()));
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn names(kind: ElectorateKind, sealed: bool) -> Vec<Rule> {
        let case = Case {
            kind,
            options: Options::Approval,
            sealed,
        };
        fitting(Rule::presets(), &case)
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn rules_that_count_area_are_offered_to_homes_with_open_ballots_alone() {
        for kind in [
            ElectorateKind::Adults,
            ElectorateKind::Merchants,
            ElectorateKind::Representatives,
        ] {
            assert!(names(kind, false).iter().all(|rule| !rule.counts_area()));
        }
        let homes = ElectorateKind::Households;
        assert!(names(homes, true).iter().all(|rule| !rule.counts_area()));
        assert_eq!(names(homes, false)[0].name, "civil_code_278_ordinary");
        assert_eq!(names(homes, true)[0].name, "simple_majority");
        let representatives = names(ElectorateKind::Representatives, true);
        assert_eq!(representatives[0].name, "representatives_council");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_rule_without_a_share_is_offered_for_options_alone() {
        let mut most = Rule::presets().swap_remove(0);
        most.name = "得票最多".into();
        most.approval.heads = None;
        let case = |options| Case {
            kind: ElectorateKind::Adults,
            options,
            sealed: false,
        };
        assert!(fitting(vec![most.clone()], &case(Options::Approval)).is_empty());
        let choose = Options::Choose {
            most: 1,
            of: vec!["甲".into(), "乙".into()],
        };
        assert_eq!(fitting(vec![most], &case(choose)).len(), 1);
    }
}
