//! All findings that this member may see, those first that wait for the member.

use crate::view::prelude::*;
use yishi_domain::patrol::{Finding, FindingState};
use yishi_domain::{FindingId, MemberId, State, sort_by_key};

use super::card::FindingCard;
use super::words;
use crate::session::session;
use crate::text::t;
use crate::ui::{Empty, List, Section};

/// Under which heading a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Mine,
    Settle,
    Recheck,
    Overdue,
    Open,
    Closed,
}

impl Group {
    const ALL: [Self; 6] = [
        Self::Mine,
        Self::Settle,
        Self::Recheck,
        Self::Overdue,
        Self::Open,
        Self::Closed,
    ];

    fn of(state: &State, finding: &Finding, me: MemberId) -> Self {
        let open = finding.state == FindingState::Open;
        match finding.state {
            FindingState::Closed => Self::Closed,
            FindingState::Contested if state.is_staff(me) => Self::Settle,
            _ if open && state.runs(me, finding.shop) => Self::Mine,
            _ if finding.may_recheck(state, me) => Self::Recheck,
            _ if finding.is_overdue(words::today(state)) => Self::Overdue,
            _ => Self::Open,
        }
    }

    fn title(self) -> &'static str {
        let texts = t().finding;
        match self {
            Self::Mine => texts.group_mine(),
            Self::Settle => texts.group_settle(),
            Self::Recheck => texts.group_recheck(),
            Self::Overdue => texts.group_overdue(),
            Self::Open => texts.group_open(),
            Self::Closed => texts.group_closed(),
        }
    }
}

/// The findings by group: what is due first comes first, what was closed last.
fn grouped(state: &State, me: MemberId) -> Vec<(Group, FindingId)> {
    let mut all: Vec<_> = state
        .patrol
        .findings
        .iter()
        .map(|(id, finding)| (Group::of(state, finding, me), *id, finding.clone()))
        .collect();
    sort_by_key(&mut all, |(group, _, finding)| {
        let closed = finding.closed_at().map(|at| std::cmp::Reverse(at.0));
        (*group, closed, finding.due, finding.severity)
    });
    all.into_iter().map(|(group, id, _)| (group, id)).collect()
}

#[component]
pub(super) fn Findings() -> View {
    let session = session();
    let me = session.me();
    let all = session.part(move |state| grouped(state, me));
    let insider =
        session.part(move |state| state.walks_or_manages(me) || !state.shops_run_by(me).is_empty());
    let none = move || {
        let texts = t().finding;
        let text = match insider.get() {
            true => texts.none_text(),
            false => texts.none_public_text(),
        };
        view! { <Empty title=texts.none() text icon="ok" /> }
    };
    let section = move |group: Group| {
        let ids = Signal::derive(move || {
            all.with(|all| {
                let of_it = all.iter().filter(|(known, _)| *known == group);
                of_it.map(|(_, id)| *id).collect::<Vec<_>>()
            })
        });
        view! {
            <Show when=move || ids.with(|ids| !ids.is_empty())>
                <Section title=group.title()>
                    <List items=ids key=|id: &FindingId| *id row=|id: FindingId| view! { <FindingCard id /> } first=10 />
                </Section>
            </Show>
        }
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty()) fallback=none>
            {Group::ALL.into_iter().map(section).collect_view()}
        </Show>
    }
}
