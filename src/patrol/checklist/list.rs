//! All checklists.

use yishi_domain::{State, TemplateId, sort_by_key};

use crate::route::{PatrolSection, Route};
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Empty, Look, Page, Tone};
use crate::view::prelude::*;

/// A checklist in a card.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    id: TemplateId,
    title: String,
    version: u16,
    about: String,
    retired: bool,
}

fn lines(state: &State) -> Vec<Line> {
    let line = |(id, template): (&TemplateId, &std::sync::Arc<yishi_domain::patrol::Template>)| {
        let (version, list) = template.newest()?;
        let kinds = match list.kinds.is_empty() {
            true => t().checklist.all_kinds().to_owned(),
            false => list.kinds.join("、"),
        };
        Some(Line {
            id: *id,
            title: list.title.clone(),
            version,
            about: t().checklist.about(list.items().count(), kinds),
            retired: template.retired,
        })
    };
    let mut lines: Vec<Line> = state.patrol.templates.iter().filter_map(line).collect();
    sort_by_key(&mut lines, |line| (line.retired, line.title.clone()));
    lines
}

#[component]
pub(in crate::patrol) fn Checklists() -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| state.may(me, "publish_template"));
    let all = session.part(lines);
    let card = |line: Line| {
        let texts = t().checklist;
        let retired = line
            .retired
            .then(|| view! { <Badge text=texts.retired() /> });
        let used = (!line.retired)
            .then(|| view! { <Badge text=texts.version(line.version) tone=Tone::Info /> });
        view! {
            <Card to=Route::Checklist(line.id.0)>
                <div class="meta">{used} {retired}</div>
                <h3>{line.title}</h3>
                <p class="meta">{line.about}</p>
            </Card>
        }
    };
    let none = || view! { <Empty title=t().checklist.none() text=t().checklist.none_text() icon="paper" /> };
    view! {
        <Page title=t().patrol.checklists() back=Route::Patrol(PatrolSection::Round)>
            <Show when=move || may.get()>
                <ButtonLink label=t().checklist.new() to=Route::NewChecklist look=Look::Main icon="add" />
            </Show>
            <Show when=move || all.with(|all| !all.is_empty()) fallback=none>
                {move || all.get().into_iter().map(card).collect_view()}
            </Show>
        </Page>
    }
}
