//! Groups: the drum, taichi and choir teams and others, who belongs to them, and how many residents do.

mod edit;
mod page;

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::volunteer::{Group, GroupKind};
use yishi_domain::{GroupId, State, sort_by_key};

use super::words;
use crate::route::Route;
use crate::session::session;
use crate::text::t;
use crate::ui::{Badge, ButtonLink, Card, Empty, List, Look, Meter, Tone, number};
pub(crate) use edit::{EditGroup, NewGroup};
pub(crate) use page::GroupPage;

/// The share of residents in a group that the model community has reached: over 40 %.
const MODEL: (u64, u64) = (2, 5);

/// What a group does, in a word.
fn kind(kind: GroupKind) -> &'static str {
    let texts = t().group;
    match kind {
        GroupKind::Drum => texts.kind_drum(),
        GroupKind::Taichi => texts.kind_taichi(),
        GroupKind::Choir => texts.kind_choir(),
        GroupKind::Dance => texts.kind_dance(),
        GroupKind::Reading => texts.kind_reading(),
        GroupKind::Other => texts.kind_other(),
    }
}

/// The groups that exist: one's own first, then the largest.
fn listed(state: &State, me: yishi_domain::MemberId) -> Vec<GroupId> {
    let groups = state.volunteer.groups.iter();
    let mut listed: Vec<(&GroupId, &Arc<Group>)> =
        groups.filter(|(_, group)| !group.closed).collect();
    sort_by_key(&mut listed, |(id, group)| {
        (
            !group.members.contains(&me),
            std::cmp::Reverse(group.members.len()),
            **id,
        )
    });
    listed.into_iter().map(|(id, _)| *id).collect()
}

/// The section of the board.
#[component]
pub(super) fn Groups() -> View {
    let session = session();
    let me = session.me();
    let texts = t().group;
    let groups = session.part(move |state| listed(state, me));
    let may_record = session.part(move |state| state.may(me, "record_group"));
    view! {
        <Show when=move || groups.with(Vec::is_empty)>
            <Empty title=texts.none() text=texts.none_text() icon="volunteer" />
        </Show>
        // Only who knows the whole roster knows what share it is.
        <Show when=move || may_record.get()>
            <Coverage />
        </Show>
        <List items=groups key=|id| *id row=|id| view! { <GroupCard id /> } />
        <Show when=move || may_record.get()>
            <ButtonLink label=texts.new() to=Route::NewGroup look=Look::Main icon="add" />
        </Show>
    }
}

/// The share of residents who belong to a group, with the model community's as a mark.
#[component]
fn Coverage() -> View {
    let coverage = session().part(|state| {
        let coverage = state.volunteer.coverage(state);
        (u64::from(coverage.members), u64::from(coverage.residents))
    });
    let texts = t().group;
    let told = Signal::derive(move || {
        let (members, residents) = coverage.get();
        let share = number::per_mille(members, residents);
        texts.coverage_of(
            number::grouped(members),
            number::grouped(residents),
            number::tenths(share),
        )
    });
    view! {
        <Card>
            <Meter
                label=texts.coverage()
                value=Signal::derive(move || coverage.get().0)
                total=Signal::derive(move || coverage.get().1)
                threshold=Some(MODEL)
                text=told
            />
            <p class="meta">{texts.model()}</p>
        </Card>
    }
}

/// A group in a list.
#[component]
fn GroupCard(id: GroupId) -> View {
    let session = session();
    let me = session.me();
    let waiting = session.is_lingering(id.0);
    let shown = session.part(move |state| {
        let group = state.volunteer.groups.get(&id)?;
        let lead = group.lead.map(|lead| words::name(state, lead));
        Some((Arc::clone(group), lead))
    });
    move || {
        let (group, lead) = shown.get()?;
        let texts = t().group;
        let mine = group
            .members
            .contains(&me)
            .then(|| view! { <Badge text=texts.joined() tone=Tone::Ok /> });
        let pending = move || {
            waiting
                .get()
                .then(|| view! { <Badge text=t().app.pending() /> })
        };
        let mut told = vec![texts.members(group.members.len())];
        told.extend(lead.map(|lead| texts.led_by(lead)));
        Some(view! {
            <Card to=Route::Group(id.0)>
                <div class="meta">{mine} <span>{kind(group.kind)}</span> {pending}</div>
                <h3>{group.name.clone()}</h3>
                {(!group.schedule.is_empty()).then(|| view! { <p class="meta">{group.schedule.clone()}</p> })}
                <p class="meta">{told.join(" · ")}</p>
            </Card>
        })
    }
}
