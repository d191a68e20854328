//! Filling the form from a table.

use std::sync::Arc;

use leptos::callback::{Callable, UnsyncCallback};
use yishi_domain::patrol::{Checklist, ChecklistFault, ChecklistRow, import};

use super::raw::RawList;
use crate::patrol::table::table_file;
use crate::session::code_text;
use crate::text::t;
use crate::ui::{Card, Tone, toast};
use crate::view::prelude::*;

#[component]
pub(super) fn Import(
    raw: RwSignal<RawList>,
    /// What was published before, the newest first
    versions: Vec<Arc<Checklist>>,
    /// Takes the place of what the form holds
    #[prop(into)]
    bring: UnsyncCallback<(RawList,)>,
) -> View {
    let bad = RwSignal::new(Vec::<(usize, String)>::new());
    let take = move |rows: Vec<ChecklistRow>| {
        let known = raw.get_untracked();
        // What is in the form and can be read keeps its numbers, and so does what was ever published.
        let list = known.read().ok();
        let versions = versions.iter().map(|list| &**list);
        let all: Vec<&Checklist> = list.iter().chain(versions).collect();
        let (mut list, errors) = import(&rows, &known.title, &all);
        if !known.title.trim().is_empty() {
            list.title.clone_from(&known.title);
        }
        let errors = errors.iter().map(|error| (error.line, fault(&error.fault)));
        bad.set(errors.collect());
        let count = list.items().count();
        if count > 0 {
            bring.run((RawList {
                kinds: known.kinds,
                ..RawList::shown(&list, known.last)
            },));
            toast::say(Tone::Ok, t().checklist.imported(count));
        }
    };
    let told = move || {
        let bad = bad.get();
        (!bad.is_empty()).then(|| {
            let line =
                |(line, text): (usize, String)| view! { <li>{t().table.line(line, text)}</li> };
            let title = t().table.bad_lines(bad.len());
            view! {
                <Card bad=true>
                    <h3>{title}</h3>
                    <p class="meta">{t().table.bad_lines_text()}</p>
                    <ul class="steps">{bad.into_iter().map(line).collect_view()}</ul>
                </Card>
            }
        })
    };
    view! {
        <details class="figures">
            <summary>{t().checklist.import()}</summary>
            <p class="hint">{t().checklist.import_hint()}</p>
            {table_file::<ChecklistRow>(take)}
        </details>
        {told}
    }
}

fn fault(fault: &ChecklistFault) -> String {
    let texts = t().checklist;
    match fault {
        ChecklistFault::UnknownKind(cell) => texts.kind_unknown(cell),
        ChecklistFault::NotAWeight(_) => texts.weight_wrong().to_owned(),
        ChecklistFault::NotOptions(cell) => texts.option_wrong(cell),
        ChecklistFault::UnknownSeverity(cell) => texts.severity_unknown(cell),
        ChecklistFault::Duplicate(line) => texts.twice(line),
        ChecklistFault::Rule(rejection) => code_text(rejection.code()),
    }
}
