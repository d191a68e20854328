//! The form for a group, new or known.

use crate::view::prelude::*;
use yishi_domain::volunteer::{GroupKind, GroupRecorded, Person};
use yishi_domain::{ActivityId, Command, GroupId, sort_by_key};

use super::super::words;
use super::kind;
use crate::form::{Ask, PersonField, Refused, draft};
use crate::navigation;
use crate::route::{Route, VolunteerSection};
use crate::session::{new_id, session};
use crate::text::t;
use crate::ui::{Actions, Button, Choice, ChoiceGroup, Empty, Field, Look, Page, Select, Switch};

/// Stands between the fields of a draft; nobody can type it.
const SEPARATOR: char = '\u{1f}';

/// The form for a new group.
#[component]
pub(crate) fn NewGroup() -> View {
    let session = session();
    let me = session.me();
    let may = session.part(move |state| state.may(me, "record_group"));
    view! {
        <Page title=t().group.new() back=Route::Volunteer(VolunteerSection::Groups)>
            <Show when=move || may.get() fallback=|| view! { <Empty title=t().activity.for_committee() /> }>
                <Form id=None />
            </Show>
        </Page>
    }
}

/// The form that changes a group.
#[component]
pub(crate) fn EditGroup(
    /// Which group
    id: GroupId,
) -> View {
    let session = session();
    let me = session.me();
    let known = session.part(move |state| {
        state.volunteer.groups.contains_key(&id) && state.may(me, "record_group")
    });
    view! {
        <Page title=t().group.edit() back=Route::Group(id.0)>
            {move || match known.get() {
                true => view! { <Form id=Some(id) /> },
                false => view! { <Empty title=t().group.unknown() text=t().volunteer.unknown_text() /> },
            }}
        </Page>
    }
}

#[component]
fn Form(id: Option<GroupId>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().group;
    let known = session.view().with_untracked(|state| {
        let group = state.volunteer.groups.get(&id?)?;
        let lead = group.lead.map(|member| Person {
            member,
            name: words::name(state, member),
        });
        Some((group.clone(), lead))
    });
    let new = known.is_none();
    let (group, known_lead) = known.unzip();
    let held = |read: fn(&yishi_domain::volunteer::Group) -> String| {
        RwSignal::new(group.as_deref().map(read).unwrap_or_default())
    };
    let name = held(|group| group.name.clone());
    let schedule = held(|group| group.schedule.clone());
    let place = |kind: GroupKind| GroupKind::ALL.iter().position(|one| *one == kind);
    let chosen = RwSignal::new(
        group
            .as_ref()
            .and_then(|group| place(group.kind))
            .map(|place| place.to_string()),
    );
    let activity = RwSignal::new(
        group
            .as_ref()
            .and_then(|group| group.activity)
            .map(|activity| activity.to_string()),
    );
    let lead = RwSignal::new(known_lead.flatten());
    let closed = RwSignal::new(group.as_ref().is_some_and(|group| group.closed));

    let draft_name = match id {
        Some(id) => format!("group-{id}"),
        None => "group".to_owned(),
    };
    let kept = move || {
        let chosen = chosen.get().unwrap_or_default();
        [chosen, name.get(), schedule.get()].join(&SEPARATOR.to_string())
    };
    let untouched = untrack(kept);
    draft::keep(
        session,
        draft_name.clone(),
        move || {
            Some(kept())
                .filter(|kept| *kept != untouched)
                .unwrap_or_default()
        },
        move |draft| {
            let mut parts = draft.split(SEPARATOR).map(str::to_owned);
            let mut next = || parts.next().unwrap_or_default();
            chosen.set(Some(next()).filter(|kind| !kind.is_empty()));
            name.set(next());
            schedule.set(next());
        },
    );

    let group_id = id.unwrap_or_else(|| GroupId(new_id()));
    let send = move || {
        let place = chosen
            .get_untracked()
            .and_then(|place| place.parse::<usize>().ok());
        let Some(kind) = place.and_then(|place| GroupKind::ALL.get(place).copied()) else {
            return ask.refuse("kind", t().group.kind_missing());
        };
        let record = GroupRecorded {
            group: group_id,
            name: name.get_untracked(),
            kind,
            lead: lead.get_untracked(),
            schedule: schedule.get_untracked(),
            activity: activity
                .get_untracked()
                .and_then(|activity| activity.parse::<ActivityId>().ok()),
            closed: closed.get_untracked(),
        };
        let draft_name = draft_name.clone();
        ask.send(vec![Command::RecordGroup(record)], move || {
            draft::forget(session, draft_name);
            match new {
                true => navigation::replace(&Route::Group(group_id.0)),
                false => navigation::back(&Route::Group(group_id.0)),
            }
        });
    };
    let kinds = GroupKind::ALL
        .iter()
        .enumerate()
        .map(|(place, one)| Choice::new(place.to_string(), kind(*one)))
        .collect();
    let activities = session.view().with_untracked(|state| {
        let series = state.volunteer.activities.iter();
        let mut series: Vec<_> = series
            .filter(|(_, activity)| !activity.is_once() && activity.ended.is_none())
            .filter_map(|(id, activity)| Some((*id, activity.latest()?.details.title.clone())))
            .collect();
        sort_by_key(&mut series, |(_, title)| title.clone());
        let choice = |(id, title): (ActivityId, String)| Choice::new(id.to_string(), title);
        series.into_iter().map(choice).collect::<Vec<_>>()
    });
    let switch = (!new).then(|| {
        view! {
            <Switch
                label=texts.close()
                hint=texts.close_hint()
                on=closed
                on_change=move |on| closed.set(on)
            />
        }
    });
    let label = match new {
        true => texts.create(),
        false => texts.save(),
    };
    view! {
        <div class="form">
            <Field label=texts.name() value=name most=40 error=ask.error_of("name") />
            <div class="in-two">
                <ChoiceGroup label=texts.kind() choices=kinds value=chosen error=ask.error_of("kind") />
            </div>
            <Field
                label=texts.schedule()
                hint=texts.schedule_hint()
                value=schedule
                most=100
                error=ask.error_of("schedule")
            />
            <PersonField label=texts.lead() hint=t().activity.lead_hint() value=lead />
            <Select label=texts.activity() choices=activities value=activity none=texts.activity_none() />
            {switch}
        </div>
        <Actions>
            <Refused error=ask.error() />
            <Button label look=Look::Main busy=ask.busy() on_press=send />
        </Actions>
    }
}
